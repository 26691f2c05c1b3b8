"""Whether confidence is calibrated, and what a threshold on it would keep."""

from itertools import pairwise

from measures.gold import Bench, Row, half
from measures.job import Coded
from measures.scoring import Figures, scored
from schemas.records import Mention

EDGES = tuple(tenth / 10 for tenth in range(11))
FEWEST = 20
"""Mentions in a bin, below which it is joined to the next one."""

THRESHOLDS = tuple(twentieth / 20 for twentieth in range(4, 17))

Judged = tuple[float, bool]
"""A mention's confidence, and whether it is right."""


def judged_news(bench: Bench, rows: list[Row], found: dict[str, Coded]) -> list[Judged]:
    """The mentions of news items; right is what fits any event of the item, key or not."""
    return [
        (mention.confidence, any(bench.score.fits(_plain(mention), event) for event in row["events"]))
        for row in rows
        for mention in found[row["id"]].mentions
    ]


def _plain(mention: Mention) -> tuple[str, str | None, str | None]:
    return mention.event_type, mention.actor.country, mention.recipient.country


def judged_pairs(rows: list[Row], found: dict[str, Coded]) -> list[Judged]:
    """The mentions of sentences with one marked pair; right is the type of that pair, whoever the sides are."""
    joined = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}  # as that gold has them
    return [
        (mention.confidence, joined.get(mention.event_type, mention.event_type) == row["event_type"])
        for row in rows
        for mention in found[row["id"]].mentions
    ]


def bins(judged: list[Judged]) -> list[Figures]:
    """Mentions by confidence in bins of a tenth, joined until each holds `FEWEST`."""
    joined: list[tuple[float, float, list[Judged]]] = []
    for low, high in pairwise(EDGES):
        some = [(said, right) for said, right in judged if low <= said < high or said == high == EDGES[-1]]
        if not joined and not some:
            continue
        if joined and len(joined[-1][2]) < FEWEST:
            first, _, before = joined.pop()
            joined.append((first, high, before + some))
        else:
            joined.append((low, high, some))
    if len(joined) > 1 and len(joined[-1][2]) < FEWEST:
        (first, _, before), (_, high, some) = joined[-2:]
        joined[-2:] = [(first, high, before + some)]
    return [{"from": low, "to": high, **_shares(some)} for low, high, some in joined]


def _shares(some: list[Judged]) -> Figures:
    count = max(1, len(some))
    mean, share = sum(said for said, _ in some) / count, sum(right for _, right in some) / count
    return {"mentions": len(some), "confidence": round(mean, 4), "right": round(share, 4)}


def off(found: list[Figures]) -> float:
    """By how much bins' mean confidence and share of right ones differ, weighted by mentions (calibration error)."""
    total = sum(one["mentions"] for one in found)
    wrong = sum(one["mentions"] * abs(one["confidence"] - one["right"]) for one in found)
    return round(wrong / total, 4) if total else 0.0


def reliability(bench: Bench, coded: dict[str, dict[str, Coded]]) -> dict[str, object]:
    """Bins of news and own items, of those in half B, and of sentences; `coded` is by set."""
    sets = [(bench.news, coded["news"]), (bench.own, coded["own"])]
    columns = {
        "news and own": [one for rows, found in sets for one in judged_news(bench, rows, found)],
        "of these half B": [
            one for rows, found in sets for one in judged_news(bench, [r for r in rows if half(r["id"]) == "B"], found)
        ],
        "pairs (type)": judged_pairs(bench.pairs, coded["pairs"]),
    }
    found = {name: bins(judged) for name, judged in columns.items()}
    return {name: {"off": off(some), "bins": some} for name, some in found.items()}


def thresholds(bench: Bench, coded: dict[str, dict[str, Coded]]) -> list[Figures]:
    """The scorer's figures of news_dev, and the own set's F1 beside them, where less sure mentions are left out."""
    table: list[Figures] = []
    for least in THRESHOLDS:
        figures = scored(bench, "news", bench.news, coded["news"], least)
        own = scored(bench, "news", bench.own, coded["own"], least)
        table.append({"least": least, **figures, **{f"own_{name}": own[name] for name in own}})
    return table
