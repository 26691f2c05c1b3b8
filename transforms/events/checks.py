"""What a row of the tables of actors and triggers must be, a user's own or a built-in one."""

import re
from collections.abc import Iterator

import pycountry

from schemas.codes import EventType
from transforms.events.lexicon import TRANSNATIONAL, state_names
from transforms.events.rules import NO_EVENT, classes
from transforms.events.tables import Row

SECTORS = {
    "AGR": "agriculture",
    "BUS": "business",
    "COP": "police",
    "CRM": "crime",
    "CVL": "civilians, civil society, a country's own NGOs",
    "EDU": "education",
    "ELI": "elites, former office holders",
    "GOV": "government",
    "JRN": "journalists and media",
    "JUD": "courts",
    "LAB": "workers and unions",
    "LEG": "parliament",
    "MED": "health and medicine",
    "MIL": "armed forces",
    "OPP": "opposition",
    "PTY": "parties",
    "REB": "rebels",
    "REF": "refugees",
    "REL": "religion",
    "SPY": "secret services",
    "UAF": "armed forces of no known side",
}
"""PLOVER's sectors (codebook, section "Actors"): unlike CAMEO's, its MED is health, and its media are JRN."""

OBJECTS = frozenset({"-", "side", "thing", "none"})
"""What may stand for the object of a verb's rule besides a class of nouns."""

_YEAR = re.compile(r"(?:1[89]|20)\d\d\Z")
# What the gate can find in a text; a verb may bear a particle ("carry_out").
_VERB = re.compile(r"[a-z]+(?:-[a-z]+)*(?:_[a-z]+)?\Z")
_NOUN = re.compile(r"[a-z]+(?:-[a-z]+)*\Z")


def actor_problems(row: Row) -> Iterator[str]:
    """What is wrong with a row of organisations or leaders: codes, years, names. A row with an office is a person."""
    country, sector = row["country"], row["sector"]
    known = country in state_names() or country in TRANSNATIONAL or pycountry.countries.get(alpha_3=country)
    if not known or not country.isupper():
        also = ", ".join(sorted(TRANSNATIONAL))
        yield f"{row.where}: {country!r} is no country: give an ISO 3166-1 alpha-3 code, such as FRA, or one of {also}"
    if sector and sector not in SECTORS:
        yield f"{row.where}: {sector!r} is no PLOVER sector: give one of {', '.join(SECTORS)}, or leave it empty"
    if not row["names"].strip("; "):
        yield f"{row.where}: 'names' is empty: give the names that news uses, parted by '; ', the usual one first"
    elif any(not name.strip() for name in row["names"].split(";")):
        yield f"{row.where}: {row['names']!r} has an empty name: part names by one '; '"
    years = row.get("from"), row.get("to")
    if row.get("office"):
        yield from _year_problems(row, *years)
    elif any(years) or row.get("surname"):
        yield f"{row.where}: years or a surname without 'office': give the office that the person holds or held"


def _year_problems(row: Row, since: str, until: str) -> Iterator[str]:
    wrong = [year for year in (since, until) if year and not _YEAR.match(year)]
    for year in wrong:
        yield f"{row.where}: {year!r} is no year: give four digits, from 1800 to 2099"
    if not since:
        yield f"{row.where}: 'from' is empty: give the first year in office ({row['office']!r})"
    elif until and not wrong and since > until:
        yield f"{row.where}: 'from' {since} is after 'to' {until}: give the first year in office, then the last"


def trigger_problems(row: Row) -> Iterator[str]:
    """What is wrong with a row of verbs, or of nouns that report an event: types, object classes, words."""
    verbs = "verbs" in row.columns
    column, pattern = ("verbs", _VERB) if verbs else ("nouns", _NOUN)
    types = [*EventType, NO_EVENT] if verbs else [*EventType]
    if row["type"] not in types:
        yield f"{row.where}: {row['type']!r} is no event type: give one of {', '.join(types)}"
    if not row[column]:
        yield f"{row.where}: {column!r} is empty: give lemmas, parted by blanks"
    for word in row[column].split():
        if not pattern.match(word):
            joined = ", '_' before a particle" if verbs else ""
            yield f"{row.where}: {word!r} is no lemma: give small letters a to z{joined}, words parted by blanks"
    if len(row.get("mode").split()) > 1:
        yield f"{row.where}: {row.get('mode')!r} is no mode: give one word, or leave it empty"
    if not verbs:
        return
    if row.get("roles") not in ("", "swap"):
        yield f"{row.where}: {row.get('roles')!r} is no order of roles: give swap, or leave it empty"
    known = sorted({name for names in classes().values() for name in names})
    if row["object"] not in OBJECTS and row["object"] not in known:
        allowed = ", ".join([*sorted(OBJECTS), *known])
        yield f"{row.where}: {row['object']!r} is no class of objects: give one of {allowed}"
    words = row["with"].split()
    if row["with"] != "-" and not (words and all(_NOUN.match(word) for word in words)):
        yield f"{row.where}: {row['with']!r} are no prepositions: give some, parted by blanks, or '-' for any"
