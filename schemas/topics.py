"""IPTC Media Topics' top level: the concepts that articles are classified by."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class TopicInfo:
    """One row of `data/topics.csv`: the concept's QCode, its English label, and what it is about."""

    code: str
    label: str
    description: str


@cache
def topics() -> dict[str, TopicInfo]:
    """All top-level concepts by their label, in the order of the file."""
    text = files("schemas").joinpath("data/topics.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["label"]: TopicInfo(row["code"], row["label"], row["description"]) for row in rows}
