"""Listed people by a title and their surname alone: "President Clinton", "Mr Blair", "Senator Kennedy"."""

import re
from collections.abc import Sequence

from transforms.events.folding import fold
from transforms.events.gazetteer import Found
from transforms.events.lexicon import Entity, in_year, leaders, words, years_off
from transforms.events.tables import cache

_TITLED = re.compile(
    r"\b((?:(?:[Vv]ice|[Dd]eputy|[Pp]rime|[Ff]oreign|[Dd]efen[cs]e|[Ii]nterior|[Ff]inance|[Hh]ome|[Tt]reasury|"
    r"[Aa]ttorney|[Oo]pposition|[Pp]arty|[Rr]ebel) )?"
    r"(?:[Pp]resident|[Mm]inister|[Pp]remier|[Cc]hancellor|[Ss]ecretary|[Ss]enator|[Gg]overnor|[Gg]eneral|[Kk]ing|"
    r"[Qq]ueen|[Pp]rince|[Ll]eader|[Ss]peaker|[Mm]ayor|[Aa]mbassador|Sen\.|Rep\.|Gov\.|Gen\.|(?:Mr|Mrs|Ms)\.?))"
    r" ((?:(?:al|el|bin|dos|da|de|van|von)[ -])?[A-Z][\w’-]+)(?! [A-Z])"
)
_NOBODY: set[str] = set()
_NEAR_YEARS = 3
_OFFICES = {"sen": "senator", "rep": "representative", "gov": "governor", "gen": "general"}
_COURTESY = ("mr", "mrs", "ms")


@cache
def _by_surname() -> dict[str, tuple[Entity, ...]]:
    table: dict[str, dict[Entity, None]] = {}
    for bearers in leaders().values():
        for person in bearers:
            if person.surname:
                table.setdefault(fold(person.surname), {})[person] = None
    return {surname: tuple(people) for surname, people in table.items()}


_FULL_NAME = re.compile(r"\b(?=([A-Z][a-z]+) ([A-Z][\w’-]+))")
_NO_FIRST_NAMES = words(
    "Mr Mrs Ms Miss Dr Sir Lord Lady President Minister Premier Chancellor Secretary Senator Governor General King "
    "Queen Prince Leader Speaker Mayor Ambassador The A In On At And But For"
)


def strangers(text: str, named: Sequence[Found]) -> set[str]:
    """The surnames of people whom a text calls by a full name that no list knows: "Michael Jackson"."""
    return {
        match[2].removesuffix("'s").removesuffix("’s")
        for match in _FULL_NAME.finditer(text)
        if match[1] not in _NO_FIRST_NAMES and not any(n.start < match.end(2) and match.start(1) < n.end for n in named)
    }


def without_namesakes(text: str, named: Sequence[Found], others: set[str]) -> list[Found]:
    """The names of a text without the lone surnames of listed people which are those of `others` in the article."""
    return [name for name in named if name.entity.kind != "person" or text[name.start : name.end] not in others]


def titled_in(
    text: str, named: Sequence[Found], year: int | None, countries: Sequence[str], others: set[str] = _NOBODY
) -> list[Found]:
    """The people whom a text names by a title and a surname that no name of `named` covers.

    A title of office must be that of the person's office. Of several people those are meant who are of one of
    `countries`, which the article names (the first that fits), or else, in the article's `year`, of the only
    country; a courtesy title needs the country and the year. Where that leaves several countries nobody is meant, nor
    where the surname is of `others`, whom the article introduces.
    """
    found = []
    for match in _TITLED.finditer(text):
        start, end = match.span(2)
        surname = match[2].removesuffix("'s").removesuffix("’s")
        if surname in others or any(other.start < end and start < other.end for other in named):
            continue
        person = _meant(_by_surname().get(fold(surname), ()), match[1].lower().rstrip("."), year, countries)
        if person is not None:
            found.append(Found(start, start + len(surname), person))
    return found


def _meant(people: Sequence[Entity], title: str, year: int | None, countries: Sequence[str]) -> Entity | None:
    courtesy = title in _COURTESY
    if courtesy and year is None:
        return None
    office = _OFFICES.get(title, title).split(" ")[-1]
    if not courtesy:
        people = [person for person in people if person.office and office in person.office]
    if year is not None:
        people = [person for person in people if years_off(person, year) <= _NEAR_YEARS]
    if not people:
        return None
    for country in countries:
        own = tuple(person for person in people if person.country == country)
        if own:
            return in_year(own, year) if year is not None else own[-1]
    if courtesy or len({person.country for person in people}) > 1:
        return None
    return in_year(tuple(people), year) if year is not None else people[-1]
