"""What is said where nothing happens."""

from measures.gold import Bench, Row
from measures.job import Coded, coded
from measures.scoring import Figures

QUIET = {
    "BBC sport and entertainment": ("bbc", {"sport", "arts, culture, entertainment and media"}),
    "AG sport": ("ag", {"sport"}),
}


def silence(bench: Bench) -> dict[str, Figures]:
    """Mentions in each 100 whole articles of kinds that seldom hold an event; some of them are right."""
    table: dict[str, Figures] = {}
    for name, (source, topics) in QUIET.items():
        rows = [row for row in bench.topics if row["set"] == source and row["topic"] in topics]
        found = coded(rows, "topics_dev")
        said = [len(one.mentions) for one in found.values()]
        table[name] = {
            "articles": len(rows),
            "with a mention": sum(count > 0 for count in said),
            "mentions": sum(said),
            "mentions_per_100": round(100 * sum(said) / max(1, len(rows)), 2),
        }
    return table


def quiet_items(sets: dict[str, tuple[list[Row], dict[str, Coded]]]) -> dict[str, Figures]:
    """Of the labelled items without any event, the share that has no mention, by set."""
    table: dict[str, Figures] = {}
    for name, (rows, found) in sets.items():
        quiet = [row["id"] for row in rows if not row["events"]]
        silent = sum(not found[key].mentions for key in quiet)
        table[name] = {"items": len(quiet), "silent": silent, "share": round(silent / max(1, len(quiet)), 4)}
    return table
