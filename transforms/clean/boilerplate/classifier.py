"""How much a line is like boilerplate: a logistic regression over its words, its ends and its shape.

It was learned from invented pages in some thirty languages (`data/boilerplate_weights.md`, made by
`benchmarks/training/boilerplate.py`), and knows wordings that no rule of `table` holds.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np

from transforms.clean.words import UNSPACED

TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,:/-]\d+)*|[^\w\s]")
ADDRESS = re.compile(r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.\w[\w.]*")
UNSPACED_RUN = re.compile(f"[{UNSPACED}]{{2,}}")
SENTENCE_END = re.compile(r"[.!?。؟]\s")
MOST_TOKENS = 80
FEW_WORDS, WORDS_STEP = 8, 8
"""Up to the first a line's length counts to the word, above it by steps."""
STEM = 5
"""Letters. A longer word counts by so many of its first ones, too, and so in its other forms."""


@dataclass(frozen=True)
class Weights:
    """What each feature says for boilerplate, in log-odds, and what is said before any."""

    of: Mapping[str, float]
    base: float


@cache
def weights() -> Weights:
    """Reads the table once a process."""
    with files("transforms.clean").joinpath("data/boilerplate_weights.npz").open("rb") as stream:
        stored = np.load(stream, allow_pickle=False)
        names = stored["features"].tobytes().decode("utf-8").split("\n")
        scale, base = (float(number) for number in stored["scale_base"])
        values = (stored["steps"].astype(np.float32) * scale).tolist()
    return Weights(dict(zip(names, values, strict=True)), base)


def likeness(line: str) -> float:
    """The log-odds that a line is boilerplate, as its words, ends and shape say."""
    table = weights()
    found = features(line)
    said: float = sum(map(table.of.get, found, [0.0] * len(found)))
    return table.base + said / math.sqrt(len(found))


def features(line: str) -> list[str]:
    """What the weights are of, each once: words, their stems, the line's first and last ones, and its shape."""
    return list(dict.fromkeys(_words(line) + _shape(line)))


def _words(line: str) -> list[str]:
    lowered = line.lower().replace("’", "'")
    if "@" in lowered or "//" in lowered or "www." in lowered:
        lowered = ADDRESS.sub(" @ ", lowered)
    tokens = [_number(token) if token[0].isdigit() else token for token in TOKEN.findall(lowered)[:MOST_TOKENS]]
    if not tokens:
        return tokens
    found = tokens + [token[:STEM] + "~" for token in tokens if len(token) > STEM]
    found += ("^" + " ".join(tokens[:most]) for most in (1, 2, 3))
    found.append(tokens[-1] + "$")
    if not line.isascii():
        for run in UNSPACED_RUN.findall(lowered):
            found += map("".join, pairwise(run))
    return found


def _number(token: str) -> str:
    """What a number is like: a time of day, a year, or another one."""
    if ":" in token:
        return "0:0"
    return "2000" if len(token) == 4 and token[:2] in ("19", "20") else "0"


def _shape(line: str) -> list[str]:
    parts = line.split()
    firsts = [part[0] for part in parts if part[0].isalpha()]
    capitals = sum(map(str.isupper, firsts))
    count = len(parts)
    found = [
        f"#words {count if count < FEW_WORDS else count // WORDS_STEP * WORDS_STEP}",
        f"#capitals {4 * capitals // max(len(firsts), 1)}",
        f"#start {'a' if line[0].isalnum() else line[0]}",
        f"#end {'a' if line[-1].isalnum() else line[-1]}",
        f"#sentences {min(len(SENTENCE_END.findall(line)), 3)}",
    ]
    if line.isupper():
        found.append("#upper")
    return found
