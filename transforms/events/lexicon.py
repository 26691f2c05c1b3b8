"""The names of sides, read from `data/`: states, capitals, leaders, organisations, and nouns for roles."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TRANSNATIONAL = frozenset({"IGO", "NGO", "MNC", "ISM"})
"""What PLOVER writes in place of a country (codebook, section "Actors")."""


_HEADS = frozenset({"president", "prime minister", "premier", "chancellor", "leader", "king", "queen", "emir"})


@dataclass(frozen=True)
class Entity:
    """What a phrase names. `kind` is state, demonym, capital, organisation, person, epithet or none.

    `country` is ISO 3166-1 alpha-3 or a transnational code, `sector` PLOVER's. `office`, `since` and `until`
    are of persons: what they held, and the first and last year in it (None while it lasts).
    """

    kind: str
    name: str
    country: str | None = None
    sector: str | None = None
    office: str | None = None
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True)
class Role:
    """A role noun: the sector it gives, and whether it decides (fixed), may (weak) or is a title."""

    sector: str
    weight: str


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a tab-separated data file by its header; `#` lines are left out.

    Raises ValueError with the line where a row has more columns than the header.
    """
    text = files("transforms.events").joinpath("data", name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    header = lines[0].split("\t")
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) > len(header):
            raise ValueError(f"data/{name}: {line!r} has {len(cells)} columns; the header has {len(header)}")
        yield dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))


def words(text: str) -> frozenset[str]:
    """The words of a list that is written with blanks between them."""
    return frozenset(text.split())


def _listed(cell: str) -> list[str]:
    return [phrase.strip() for phrase in cell.split(";") if phrase.strip()]


@cache
def state_names() -> dict[str, str]:
    """The usual English name of each state by its code."""
    return {row["code"]: _listed(row["names"])[0] for row in read_table("states.tsv")}


@cache
def entities() -> dict[str, Entity]:
    """Every phrase of the gazetteer, as written in mixed case, and what it names."""
    table: dict[str, Entity] = {}
    for row in read_table("states.tsv"):
        code, name = row["code"], _listed(row["names"])[0]
        for phrase in _listed(row["names"]):
            table[phrase] = Entity("state", name, code)
        for phrase in _listed(row["demonyms"]):
            table[phrase] = Entity("demonym", name, code)
            if phrase[-1] not in "sh":
                table[phrase + "s"] = Entity("demonym", name, code)
        for phrase in _listed(row["capitals"]):
            table[phrase] = Entity("capital", name, code, "GOV")
    for row in read_table("organisations.tsv"):
        names = _listed(row["names"])
        for phrase in names:
            table[phrase] = Entity("organisation", names[0], row["country"], row["sector"] or None)
    table.update({phrase: bearers[-1] for phrase, bearers in _leaders().items()})
    for row in read_table("regions.tsv"):
        for phrase in _listed(row["phrases"]):
            table[phrase] = Entity(row["kind"], phrase)
    return table


@cache
def namesakes() -> dict[str, tuple[Entity, ...]]:
    """The names that several leaders bear ("Castro"), with these; last who is meant where no year is known."""
    return {phrase: bearers for phrase, bearers in _leaders().items() if len(bearers) > 1}


def in_year(bearers: tuple[Entity, ...], year: int) -> Entity:
    """Who of several leaders of one name is meant in a year: who is in office, else who was nearest to it.

    Of two in office the later comer is meant.
    """

    def distance(person: Entity) -> int:
        since, until = person.since or year, person.until or max(year, person.since or year)
        return max(since - year, year - until, 0)

    return min(bearers, key=lambda person: (distance(person), -(person.since or 0)))


@cache
def _leaders() -> dict[str, tuple[Entity, ...]]:
    """The leaders that each name may mean, heads of state and government last, of these the latest last."""
    table: dict[str, list[Entity]] = {}
    for row in read_table("leaders.tsv"):
        names = _listed(row["names"])
        until = int(row["to"]) if row["to"] else None
        for name in names:
            full = name if row["office"] in ("lawmaker", "politician", "minister") else names[0]
            bearer = Entity(
                "person", full, row["country"], row["sector"] or None, row["office"], int(row["from"]), until
            )
            table.setdefault(name, []).append(bearer)
    return {
        name: tuple(sorted(bearers, key=lambda person: (person.office in _HEADS, person.since or 0)))
        for name, bearers in table.items()
    }


@cache
def office_holders() -> dict[tuple[str, str], list[Entity]]:
    """Who held an office of a country, by (country, office), the latest first."""
    table: dict[tuple[str, str], list[Entity]] = {}
    for person in (bearer for bearers in _leaders().values() for bearer in bearers):
        if person.country and person.office:
            holders = table.setdefault((person.country, person.office), [])
            if person not in holders:
                holders.append(person)
    for holders in table.values():
        holders.sort(key=lambda person: (-(person.since or 0), person.name))
    return table


@cache
def roles() -> dict[str, Role]:
    """Role nouns by lemma, in lower case; words of one noun are parted by a blank. The first row wins."""
    table: dict[str, Role] = {}
    for row in read_table("roles.tsv"):
        for noun in row["nouns"].split():
            table.setdefault(noun.replace("_", " "), Role(row["sector"], row["weight"]))
    return table
