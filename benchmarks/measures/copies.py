"""How well copies are told from what only looks like them: edited articles by kind of edit, and the bench's own texts.

Each pair is judged by itself, as two articles of one day, the first of which was seen first. The bench's topic set is
also searched as a whole, as if all its items were of one day; what is found there was read (`data/copies.tsv`).
"""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

import pyarrow as pa

from measures.copy_pairs import Pair, pairs
from measures.gold import DATA, Bench, Row, half, read
from measures.report import table
from schemas.ids import content_hash
from transforms.clean.signature import signature
from transforms.clean.words import words
from transforms.publish.duplicates import Signed, candidates, duplicates

LABELS = "copies.tsv"
PARTS = ("all", "A", "B")
FIGURES = ("pairs", "found", "at_once", "one_site", "one_site_at_once")
DAY = date(2026, 11, 20)
SIDES = {True: "copies", False: "no copies", None: "doubtful"}

signed_text = lru_cache(maxsize=50_000)(signature)


def signed(name: str, text: str, seen: int, title: str | None = None, site: str | None = None) -> Signed:
    """An article of the one day, seen at some time, without any time of its own."""
    content = content_hash(title or name, text)
    return Signed(name, DAY, site, seen, None, "full", len(words(text)), content, signed_text(text))


def is_found(pair: Pair, *, at_once: bool = False, one_site: bool = False) -> bool:
    """Whether the second text of a pair is said to be a copy of the first; seen at once, either one of the other."""
    site = "news.example" if one_site or pair.one_site else None
    first = signed("first", pair.first, 0, site=site)
    found = duplicates([first, signed("second", pair.second, 0 if at_once else 1, site=site)])
    return bool(found) if at_once else found == {"second": "first"}


def measure(bench: Bench) -> dict[str, Any]:
    """Figures by kind of pair, for all of them and both halves, and what is found among the bench's own texts."""
    rows = [*bench.topics, *read(bench.folder / "data" / "pages" / "truth.jsonl")]
    tally: Counter[tuple[str, bool | None, str, str]] = Counter()
    for pair in pairs(rows):
        parts = ("all", half(pair.article))
        hits = {"pairs": True, "found": is_found(pair), "at_once": is_found(pair, at_once=True)}
        hits["one_site"] = is_found(pair, one_site=True)
        hits["one_site_at_once"] = is_found(pair, one_site=True, at_once=True)
        tally.update((pair.kind, pair.copy, part, name) for part in parts for name, hit in hits.items() if hit)
    kinds = {
        SIDES[side]: {
            kind: {part: {name: tally[kind, side, part, name] for name in FIGURES} for part in PARTS}
            for kind in dict.fromkeys(kind for kind, of, *_ in tally if of is side)
        }
        for side in SIDES
    }
    total = {part: _total(kinds, part) for part in PARTS}
    sizes = [len(signed_text(row["text"])) for row in rows]
    return {"total": total, "kinds": kinds, "own_texts": own_texts(bench), "largest_signature_bytes": max(sizes)}


def _total(kinds: dict[str, Any], part: str) -> dict[str, float]:
    """Precision and recall over all pairs of a part of the set, and over kinds, each of the same weight."""
    copies, others = ([found[part] for found in kinds[side].values()] for side in ("copies", "no copies"))
    right, wrong = (sum(found["found"] for found in side) for side in (copies, others))
    n, m = (sum(found["pairs"] for found in side) for side in (copies, others))
    by_kind, wrong_by_kind = (
        sum(found["found"] / found["pairs"] for found in side if found["pairs"]) / len(side)
        for side in (copies, others)
    )
    return {
        "copies": n,
        "no copies": m,
        "precision": right / (right + wrong),
        "recall": right / n,
        "recall, both seen at once": sum(found["at_once"] for found in copies) / n,
        "recall, both of one site": sum(found["one_site"] for found in copies) / n,
        "found of no copies": wrong / m,
        "found of no copies, both seen at once": sum(found["at_once"] for found in others) / m,
        "the same, both of one site": sum(found["one_site_at_once"] for found in others) / m,
        "recall, mean of kinds": by_kind,
        "found of no copies, mean of kinds": wrong_by_kind,
    }


def own_texts(bench: Bench) -> dict[str, Any]:
    """What is found in the topic set as a whole, held against the pairs that were read; what was not read is wrong."""
    labels = {frozenset((row["first"], row["second"])): row["copy"] for row in _labels(bench)}
    articles = [signed(row["id"], row["text"], seen, row["title"]) for seen, row in enumerate(bench.topics)]
    flags = candidates(
        pa.array([article.content_hash for article in articles], pa.string()),
        pa.array([article.day for article in articles], pa.date32()),
        pa.chunked_array([[article.minhash for article in articles]], pa.binary()),
    )
    found = duplicates(article for article, flag in zip(articles, flags.to_pylist(), strict=True) if flag)
    said = Counter(labels.get(frozenset(pair), "not read") for pair in found.items())
    return {"items": len(articles), "copies": Counter(labels.values())["yes"], "found": dict(sorted(said.items()))}


def _labels(bench: Bench) -> Iterable[Row]:
    """The pairs that were read. Raises SystemExit where a text is missing or is not the one that was read."""
    texts = {row["id"]: f"{row['title']}\n{row['text']}" for row in bench.topics}
    lines = (DATA / LABELS).read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"):
        for side in ("first", "second"):
            text = texts.get(row[side])
            if text is None or hashlib.sha256(text.encode()).hexdigest() != row[f"sha256_{side}"]:
                raise SystemExit(f"{LABELS}: {row[side]} has another text than the one read, or none: read it anew")
        yield row


def lines(found: dict[str, Any]) -> list[str]:
    """The figures as Markdown."""
    total, own = found["total"], found["own_texts"]
    head = ["figure", *total]
    rows = [[name, *(_figure(total[part][name]) for part in total)] for name in total["all"]]
    out = ["## Copies", "", "Pairs made of the pages and the topic set by edits of known size.", "", *table(head, rows)]
    for side, kinds in found["kinds"].items():
        out += [f"### {side.capitalize()}", ""]
        out += table(
            ["kind", "pairs", "found", "A", "B"],
            [[kind, of["all"]["pairs"], *(_share(of[part]) for part in of)] for kind, of in kinds.items()],
        )
    said = ", ".join(f"{number} {label}" for label, number in own["found"].items())
    out += [
        f"Among the {own['items']} items of the topic set, reading found {own['copies']} pairs of copies. Pairs",
        f"that are said to be copies, by what was read: {said}.",
        f"The largest signature has {found['largest_signature_bytes']} bytes.",
        "",
    ]
    return out


def _figure(value: float) -> str:
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def _share(of: dict[str, int]) -> str:
    return f"{of['found'] / of['pairs']:.3f}" if of["pairs"] else ""
