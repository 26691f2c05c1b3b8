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


def read_rows(name: str, kinds: Set[str]) -> tuple[tuple[str, str, str], ...]:
    """All rows of a table in their order; raises ValueError for one that is not three cells, of a known kind."""
    text = files("transforms.clean").joinpath(f"data/{name}").read_text(encoding="utf-8")
    found = []
    for number, row in enumerate(text.splitlines(), start=1):
        if not row or row.startswith("#"):
            continue
        kind, *cells = row.split("\t")
        if len(cells) != 2 or kind not in kinds:
            raise ValueError(f"{name}:{number}: {row!r} is not a kind and two more cells; kinds: {sorted(kinds)}")
        found.append((kind, cells[0], cells[1]))
    return tuple(found)


def read_rules(name: str, kinds: Set[str]) -> tuple[Rule, ...]:
    """All rows of a table of rules (kind, pattern, example) in their order; raises as `read_rows` does."""
    return tuple(Rule(*row) for row in read_rows(name, kinds))
