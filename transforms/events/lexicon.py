"""The names of sides, read from `data/`: states, capitals, leaders, organisations, and nouns for roles."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from transforms.events.folding import fold
from transforms.events.tables import Row, additions, cache, read_table

TRANSNATIONAL = frozenset({"IGO", "NGO", "MNC", "ISM"})
"""What PLOVER writes in place of a country (codebook, section "Actors")."""

_EACH_THEIR_OWN = frozenset({"lawmaker", "politician", "minister"})
"""Offices whose rows hold several people, not one by several names."""

_HEADS = frozenset({"president", "prime minister", "premier", "chancellor", "leader", "king", "queen", "emir"})


@dataclass(frozen=True)
class Entity:
    """What a phrase names. `kind` is state, demonym, capital, organisation, person, epithet or none.

    `country` is ISO 3166-1 alpha-3 or a transnational code, `sector` PLOVER's. `office`, `since` and `until`
    are of persons: what they held, and the first and last year in it (None while it lasts). `surname` is a listed
    person's, the name that news uses alone. `where` is the place of its row, and no part of what it says.
    """

    kind: str
    name: str
    country: str | None = None
    sector: str | None = None
    office: str | None = None
    since: int | None = None
    until: int | None = None
    surname: str | None = None
    where: str = field(default="", compare=False)


@dataclass(frozen=True)
class Role:
    """A role noun: the sector it gives, and whether it decides (fixed), may (weak) or is a title."""

    sector: str
    weight: str
    where: str = field(default="", compare=False)


def words(text: str) -> frozenset[str]:
    """The words of a list that is written with blanks between them."""
    return frozenset(text.split())


_NO_GIVEN = words(
    "Abu Bin Don Dos Ibn Von Van Old New Lord Lady Sir Dame Baroness Saint Commander Major Captain Brigadier Father "
    "Sister Brother Mother Crown Duke Duchess Princess Grand Chief Hajji Haji Maulana Sayyid Sayed Subcomandante "
    "Mr Mrs Ms Chairman Comrade Emperor Empress Sen. Gen. Gov. Rep. Col. Lt. Maj. Dr. Rev."
)
"""First words of people's names in the tables that are no given names, besides role nouns."""


def _listed(cell: str) -> list[str]:
    return [phrase.strip() for phrase in cell.split(";") if phrase.strip()]


@cache
def state_names() -> dict[str, str]:
    """The usual English name of each state by its code."""
    return {row["code"]: _listed(row["names"])[0] for row in read_table("states")}


@cache
def entities() -> dict[str, Entity]:
    """Every phrase of the gazetteer, in mixed case and folded, and what it names. A user's own rows win."""
    table: dict[str, Entity] = {}
    for row in read_table("states"):
        code, name = row["code"], _listed(row["names"])[0]
        for phrase in _listed(row["names"]):
            table[phrase] = Entity("state", name, code, where=row.where)
        for phrase in _listed(row["demonyms"]):
            table[phrase] = Entity("demonym", name, code, where=row.where)
            if phrase[-1] not in "sh":
                table[phrase + "s"] = Entity("demonym", name, code, where=row.where)
        for phrase in _listed(row["capitals"]):
            table[phrase] = Entity("capital", name, code, "GOV", where=row.where)
    for row in read_table("organisations"):
        table.update(_body(row))
    table = {fold(phrase): entity for phrase, entity in table.items()}
    table.update({phrase: bearers[-1] for phrase, bearers in leaders().items()})
    for row in read_table("regions"):
        for phrase in _listed(row["phrases"]):
            table[fold(phrase)] = Entity(row["kind"], phrase, where=row.where)
    for row in additions().actors:
        own = _body(row)
        for phrase in own:
            entity = leaders()[fold(phrase)][-1] if row.get("office") else own[phrase]
            articled = [f"{article} {fold(phrase)}" for article in ("the", "The")]
            table.update(dict.fromkeys([fold(phrase), *(name for name in articled if name in table)], entity))
    return table


def _body(row: Row) -> dict[str, Entity]:
    """The names of one organisation, all for the first of them."""
    names = _listed(row["names"])
    body = Entity("organisation", names[0], row["country"], row["sector"] or None, where=row.where)
    return dict.fromkeys(names, body)


@cache
def namesakes() -> dict[str, tuple[Entity, ...]]:
    """The names that several leaders bear ("Castro"), with these; last who is meant where no year is known."""
    return {phrase: bearers for phrase, bearers in leaders().items() if len(bearers) > 1}


def years_off(person: Entity, year: int) -> int:
    """How many years before or after a person's time in office a year lies; 0 within it."""
    since, until = person.since or year, person.until or max(year, person.since or year)
    return max(since - year, year - until, 0)


def in_year(bearers: tuple[Entity, ...], year: int) -> Entity:
    """Who of several leaders of one name is meant in a year: who is in office, else who was nearest to it.

    Of two in office a head of state or government is meant, else the later comer.
    """

    return min(bearers, key=lambda person: (years_off(person, year), person.office not in _HEADS, -(person.since or 0)))


@cache
def leaders() -> dict[str, tuple[Entity, ...]]:
    """The leaders that each folded name may mean, heads of state and government last, of these the latest last."""
    own = (row for row in additions().actors if row.get("office"))
    return _bearers(read_table("leaders")) | _bearers(own)


def _bearers(rows: Iterable[Row]) -> dict[str, tuple[Entity, ...]]:
    table: dict[str, list[Entity]] = {}
    for row in rows:
        names = _listed(row["names"])
        since, until = (int(row.get(column)) if row.get(column) else None for column in ("from", "to"))
        for name in names:
            full = name if row["office"] in _EACH_THEIR_OWN else names[0]
            surname = row.get("surname") or full.split()[-1]
            held = (row["office"], since, until, surname, row.where)
            bearer = Entity("person", full, row["country"], row["sector"] or None, *held)
            bearers = table.setdefault(fold(name), [])
            if bearer not in bearers:
                bearers.append(bearer)
    return {
        name: tuple(sorted(bearers, key=lambda person: (person.office in _HEADS, person.since or 0)))
        for name, bearers in table.items()
    }


@cache
def given_names() -> frozenset[str]:
    """The first words of the listed people's full names, folded, without titles and articles ("King", "Abu")."""
    full = {name for row in read_table("leaders") for name in _listed(row["names"]) if " " in name}
    first = {fold(name).split(" ")[0] for name in full} - _NO_GIVEN
    return frozenset(word for word in first if len(word) > 2 and word[0].isupper() and word.lower() not in roles())


@cache
def office_holders() -> dict[tuple[str, str], list[Entity]]:
    """Who held an office of a country, by (country, office), the latest first."""
    table: dict[tuple[str, str], list[Entity]] = {}
    for person in (bearer for bearers in leaders().values() for bearer in bearers):
        if person.country and person.office:
            holders = table.setdefault((person.country, person.office), [])
            if person not in holders:
                holders.append(person)
    for holders in table.values():
        holders.sort(key=lambda person: (-(person.since or 0), person.name))
    return table


def holder_in(country: str, office: str, year: int | None) -> str | None:
    """The name of who held an office of a country in a year; None where that was nobody or several."""
    if year is None:
        return None
    names = {
        person.name
        for person in office_holders().get((country, office), ())
        if (person.since or year) <= year <= (person.until or year)
    }
    return names.pop() if len(names) == 1 else None


@cache
def roles() -> dict[str, Role]:
    """Role nouns by lemma, in lower case; words of one noun are parted by a blank. The first row wins."""
    table: dict[str, Role] = {}
    for row in read_table("roles"):
        for noun in row["nouns"].split():
            table.setdefault(noun.replace("_", " "), Role(row["sector"], row["weight"], row.where))
    return table
