"""Tables of rules, `data/*.tsv`: what lines and pages say that are no article."""

from collections.abc import Set
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Rule:
    """One row: its kind, its pattern or words, and a line that it matches."""

    kind: str
    pattern: str
    example: str


def read_rules(name: str, kinds: Set[str]) -> tuple[Rule, ...]:
    """All rows of a table in their order; raises ValueError for one that is not kind, pattern, example."""
    text = files("transforms.clean").joinpath(f"data/{name}").read_text(encoding="utf-8")
    found = []
    for number, row in enumerate(text.splitlines(), start=1):
        if not row or row.startswith("#"):
            continue
        cells = row.split("\t")
        if len(cells) != 3 or cells[0] not in kinds:
            raise ValueError(f"{name}:{number}: {row!r} is not kind, pattern, example; kinds: {sorted(kinds)}")
        found.append(Rule(*cells))
    return tuple(found)
