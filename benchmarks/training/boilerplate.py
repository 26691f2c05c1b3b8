"""Learns the weights of the classifier of boilerplate lines, and writes them beside their provenance.

OPENBLAS_NUM_THREADS=1 python benchmarks/training/boilerplate.py

Learns from `pages/` and `seeds/`, all invented for this project. Needs `benchmarks/training/requirements.lock`. The
same input gives the same bytes.
"""

import hashlib
import io
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]  # ours are no installed packages

from training.lines import Page, article_lines, pages, telling_lines  # noqa: E402

from transforms.clean.boilerplate.classifier import features  # noqa: E402

if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
    raise SystemExit("set OPENBLAS_NUM_THREADS=1: sums in another order give other weights")

DATA = Path(__file__).parents[2] / "transforms" / "clean" / "data"
TABLE = DATA / "boilerplate_weights.npz"
ABOUT = DATA / "boilerplate_weights.md"
STRENGTH = 30.0
"""The inverse of the penalty of weights' squares; 10 and 30 are within noise, 3 lost a tenth of what goes."""
SEEN_TWICE = 2
SURE = 3.0
"""In log-odds: from here on figures count a line as boilerplate."""
FOLDS = 5
STEPS = 127

Numbers = npt.NDArray[np.float64]


class Learned(NamedTuple):
    """A weight for each feature, and what is said before any."""

    names: list[str]
    weights: Numbers
    base: float


def matrix(lines: Sequence[str], rows: dict[str, int]) -> sparse.csr_array:
    """A row a line, a column a feature; each as the classifier weighs it."""
    found = [features(line) for line in lines]
    columns = [rows[name] for line in found for name in line if name in rows]
    values = [len(line) ** -0.5 for line in found for name in line if name in rows]
    ends = np.cumsum([0, *(sum(name in rows for name in line) for line in found)])
    return sparse.csr_array((values, columns, ends), shape=(len(lines), len(rows)))


def learn(lines: Sequence[str], is_boilerplate: Sequence[bool]) -> Learned:
    """The weights that labelled lines teach."""
    seen = Counter(name for line in lines for name in features(line))
    names = sorted(name for name, count in seen.items() if count >= SEEN_TWICE)
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(matrix(lines, {name: row for row, name in enumerate(names)}), is_boilerplate)
    return Learned(names, model.coef_[0], float(model.intercept_[0]))


def labelled(invented: Sequence[Page], articles: Sequence[str]) -> tuple[list[str], list[bool]]:
    """The lines of pages and of articles, and which are boilerplate."""
    lines = [line for page in invented for line in telling_lines(page)]
    return [*(line.text for line in lines), *articles], [*(line.goes for line in lines), *(False for _ in articles)]


def held_out(invented: Sequence[Page], articles: Sequence[str]) -> tuple[float, float]:
    """Precision and recall of the sure lines of pages that were not learned from."""
    right = wrong = boilerplate = 0
    for fold in range(FOLDS):
        model = learn(*labelled([page for number, page in enumerate(invented) if number % FOLDS != fold], articles))
        texts, goes = labelled(invented[fold::FOLDS], [])
        rows = {name: row for row, name in enumerate(model.names)}
        is_sure = matrix(texts, rows) @ model.weights + model.base > SURE
        is_right = np.array(goes)
        right += int((is_sure & is_right).sum())
        wrong += int((is_sure & ~is_right).sum())
        boilerplate += sum(goes)
    return right / (right + wrong), right / boilerplate


def packed(model: Learned) -> bytes:
    """The weights as a file of numpy's, without pickle: in steps of one size, one byte each."""
    scale = float(np.quantile(np.abs(model.weights), 0.999)) / STEPS
    steps = np.clip(np.rint(model.weights / scale), -STEPS, STEPS).astype(np.int8)
    kept = np.flatnonzero(steps)
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        features=np.frombuffer("\n".join(model.names[row] for row in kept).encode(), np.uint8),
        steps=steps[kept],
        scale_base=np.array([scale, model.base], np.float32),
    )
    return stream.getvalue()


def about(data: bytes, model: Learned, invented: Sequence[Page], articles: int, figures: tuple[float, float]) -> str:
    """What stands beside the weights."""
    lines = [line for page in invented for line in telling_lines(page)]
    goes = sum(line.goes for line in lines)
    languages = {page.language for page in invented}
    said = (
        f"{goes:,} lines of boilerplate and {len(lines) - goes:,} of articles, on {len(invented):,} pages in "
        f"{len(languages)} languages, invented for this project"
    )
    return f"""# boilerplate_weights.npz

Weights of {len(model.names):,} features of a line (`transforms/clean/boilerplate/classifier.py`), in steps of one byte.
Made by `benchmarks/training/boilerplate.py`; {len(data):,} bytes.

SHA-256: {hashlib.sha256(data).hexdigest()}

| learned from | what | licence |
|---|---|---|
| `benchmarks/training/pages/` | {said} | Apache-2.0 |
| `benchmarks/training/seeds/` | {articles:,} titles and short texts, written for this project | Apache-2.0 |

No text of these is in the file, only weights of words and shapes. Of the lines of pages that were held out ({FOLDS}
folds), those that the classifier alone is sure of are boilerplate at a precision of {figures[0]:.3f}; they are
{figures[1]:.3f} of all boilerplate there. Its wordings vary more than real ones, and many of the articles' lines
were written to look like it. `benchmarks/measures/boilerplate_invented.py` measures the rules and the classifier
together, on other pages.
"""


def main() -> None:
    """Learns, and writes the weights and what they were made of."""
    invented, articles = pages(), article_lines()
    model = learn(*labelled(invented, articles))
    data = packed(model)
    figures = held_out(invented, articles)
    TABLE.write_bytes(data)
    ABOUT.write_text(about(data, model, invented, len(articles), figures), encoding="utf-8")
    print(f"{len(data):,} bytes, held-out precision {figures[0]:.4f}, recall {figures[1]:.4f}")


if __name__ == "__main__":
    main()
