"""The table of words that topics are scored with: a score for each topic a word, learned from texts.

`benchmarks/training/topics.py` learns it; `data/topics.md` says from what. A text's score for a topic is the sum of
its words' scores over a power of their summed weights, so that a teaser and a long article give comparable scores.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from schemas.topics import topics as iptc_topics

TOKEN = re.compile(r"[^\W_]+(?:'[a-z]+)?")
READ_CHARACTERS = 4000
"""What an article is about stands at its beginning; 2,500 and 4,000 are within noise."""
TITLE_WEIGHT = 2.0
"""A word of the title counts as two of the text; 1 and 3 were worse by a third of a point."""
COUNT_POWER = 0.7
"""The tenth time that a word is said adds less than the first."""
LENGTH_POWER = 0.6
"""Of the summed weights, that scores are divided by; 0 and 1 each lost two points, 0.5 to 0.7 are within noise."""

Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True)
class TopicTable:
    """`data/topic_words.npz` as read. Rows are words and phrases of two words, columns are IPTC's topics in order."""

    rows: Mapping[str, int]
    scores: npt.NDArray[np.int8]
    scale: float
    """What one step of a score stands for."""
    weights: Numbers
    """How much each word counts for a text's length: little, where it is frequent in any text."""
    base: Numbers
    """Each topic's score before a word is read."""
    sharpness: float
    """What scores are multiplied by, to make them log-odds that hold."""


@dataclass(frozen=True)
class Read:
    """What a text's words say: log-odds of the topics, and the words with what each adds to them."""

    odds: Numbers
    words: Sequence[str]
    parts: Numbers
    """A row a word, a column a topic."""
    weight: float
    """The summed weights of the words that the table knows."""


@cache
def topic_table() -> TopicTable:
    """Reads the table once a process. Raises ValueError where it is of other topics than IPTC's file names."""
    with files("transforms.classify").joinpath("data/topic_words.npz").open("rb") as stream:
        stored = np.load(stream, allow_pickle=False)
        words = stored["words"].tobytes().decode("utf-8").split("\n")
        labels = stored["labels"].tobytes().decode("utf-8").split("\n")
        scores, weights, base = stored["scores"], stored["weights"], stored["base"]
        scale, sharpness = (float(number) for number in stored["scale_sharpness"])
    if labels != list(iptc_topics()):
        raise ValueError(f"topic_words.npz is of the topics {labels}; schemas has {list(iptc_topics())}")
    rows = {word: row for row, word in enumerate(words)}
    return TopicTable(rows, scores, scale, weights.astype(np.float32), base, sharpness)


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, without a possessive's ending."""
    return [token.removesuffix("'s") for token in TOKEN.findall(text.lower().replace("’", "'"))]


def terms(text: str, known: Mapping[str, int]) -> Iterator[str]:
    """The words of a text, and the pairs of neighbours, that are known; pairs come besides their words."""
    before = ""
    for token in tokens(text):
        if token in known:
            yield token
        pair = f"{before} {token}"
        if pair in known:
            yield pair
        before = token


def counts(title: str | None, text: str, known: Mapping[str, int]) -> dict[str, float]:
    """How much each known word and pair weighs by how often it is said, in order of appearance."""
    found: dict[str, float] = {}
    for part, weight in ((title or "", TITLE_WEIGHT), (text[:READ_CHARACTERS], 1.0)):
        for term in terms(part, known):
            found[term] = found.get(term, 0.0) + weight
    return {term: count**COUNT_POWER for term, count in found.items()}


def read(title: str | None, text: str) -> Read:
    """What a title and a text say of the topics; `weight` is 0 where no word is known. Raises nothing."""
    table = topic_table()
    found = counts(title, text, table.rows)
    rows = [table.rows[term] for term in found]
    said = np.fromiter(found.values(), np.float32, len(found))
    weight = float(said @ table.weights[rows]) if rows else 0.0
    steps = table.sharpness * table.scale / max(weight, 1.0) ** LENGTH_POWER
    parts = table.scores[rows].astype(np.float32) * (said * np.float32(steps))[:, None]
    return Read(table.sharpness * table.base + parts.sum(axis=0), list(found), parts, weight)
