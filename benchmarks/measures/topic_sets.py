"""How often an article's best topic is right, and how far its score can be believed, on three sets.

BBC and AG are scored by the table that ships, from which both were kept away. HuffPost's teasers taught it, so what
is counted of them is what a table that had not seen them said: `data/topic_folds.tsv`, written with the table.
"""

import csv
import hashlib
from importlib.resources import files
from typing import Any, NamedTuple

from measures.gold import DATA, Bench, half
from measures.report import table
from transforms.classify.topics import load, topics

SETS = {"bbc": "BBC, whole articles", "ag": "AG, teasers", "huff": "HuffPost, teasers (held out in 5 folds)"}
PARTS = ("all", "A", "B")
TENTHS = 10
FOLDS = "topic_folds.tsv"


class Said(NamedTuple):
    """An item's gold topic, the best topic said and its score."""

    id: str
    origin: str
    gold: str
    topic: str | None
    score: float


def _held_out() -> dict[str, tuple[str, float]]:
    """What was said of HuffPost's teasers. Raises SystemExit where it was by another table than the one that ships."""
    lines = (DATA / FOLDS).read_text(encoding="utf-8").splitlines()
    digest = hashlib.sha256(files("transforms.classify").joinpath("data/topic_words.npz").read_bytes()).hexdigest()
    if f"# {digest}" not in lines:
        raise SystemExit(f"{FOLDS} is of another table than topic_words.npz: run benchmarks/training/topics.py")
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return {row["id"]: (row["topic"], float(row["score"])) for row in rows}


def said(bench: Bench) -> list[Said]:
    """What is said of each item."""
    load()
    folds = _held_out()
    found = []
    for row in bench.topics:
        if row["set"] == "huff":
            topic, score = folds[row["id"]]
            found.append(Said(row["id"], "huff", row["topic"], topic, score))
            continue
        best = topics(row["title"], row["text"], None, ())
        found.append(
            Said(row["id"], row["set"], row["topic"], *((best[0].label, best[0].score) if best else (None, 0.0)))
        )
    return found


def measure(bench: Bench) -> dict[str, Any]:
    """The shares right by set and half, whose mean over the sets is the headline, and by the score said."""
    rows = said(bench)
    outside = bench.score.NOT_WORLD

    def right(row: Said) -> bool:
        world = row.gold == "world"
        return row.topic is not None and (row.topic not in outside if world else row.topic == row.gold)

    def share(some: list[Said]) -> float:
        return sum(map(right, some)) / len(some)

    parts = {part: [row for row in rows if part in ("all", half(row.id))] for part in PARTS}
    accuracy = {
        origin: {part: share([row for row in some if row.origin == origin]) for part, some in parts.items()}
        for origin in SETS
    }
    mean = {part: sum(accuracy[origin][part] for origin in SETS) / len(SETS) for part in PARTS}
    reliability = {}
    for origin in SETS:
        bins: dict[int, list[Said]] = {}
        for row in rows:
            if row.origin == origin and row.topic is not None:
                bins.setdefault(min(int(row.score * TENTHS), TENTHS - 1), []).append(row)
        reliability[origin] = [
            {
                "from": tenth / TENTHS,
                "items": len(some),
                "said": sum(r.score for r in some) / len(some),
                "right": share(some),
            }
            for tenth, some in sorted(bins.items())
        ]
    items = {origin: sum(row.origin == origin for row in rows) for origin in SETS}
    silent = {origin: sum(row.origin == origin and row.topic is None for row in rows) for origin in SETS}
    return {
        "items": items, "silent": silent, "accuracy": {**accuracy, "mean": mean},
        "reliability": reliability,
    }  # fmt: skip


def lines(found: dict[str, Any]) -> list[str]:
    """The tables."""
    rows = [
        (name, found["items"][origin], *(found["accuracy"][origin][part] for part in PARTS), found["silent"][origin])
        for origin, name in SETS.items()
    ]
    mean = found["accuracy"]["mean"]
    text = [
        "## Topics",
        "",
        "Share of items whose best topic is the gold's (`score.py topics`). BBC and AG taught the table nothing.",
        "",
        *table(
            ["set", "items", "all", "half A", "half B", "none said"],
            [*rows, ("**mean of the sets**", "", *(mean[part] for part in PARTS), "")],
        ),
    ]
    for origin, name in SETS.items():
        bins = [
            (f"{b['from']:.1f}", b["items"], f"{b['said']:.2f}", f"{b['right']:.2f}")
            for b in found["reliability"][origin]
        ]
        text += [f"### Scores said: {name}", "", *table(["from", "items", "mean score", "right"], bins)]
    return text
