"""Sentences that look like events and are none: matches, markets, films and figures of speech."""

import re
from enum import StrEnum

from schemas.records import Article
from transforms.events import certainty
from transforms.events.deeds import Deed
from transforms.events.folding import fold
from transforms.events.lexicon import entities
from transforms.events.parsing import Parsed
from transforms.events.sides import Resolved
from transforms.events.tables import read_table

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_PUBLIC = frozenset({"PTY", "REF", "REL", "LAB", "ELI", "CVL", "NGO"})
_SCORE = re.compile(r"\b\d{1,3}-\d{1,3}\b")
_FIGURE = re.compile(r"(?:[$€£]|\b\d[\d.,]* ?(?:percent|per cent|%|pc|cents|points))")
_ENOUGH_SPORT = 3
_POWERS = frozenset({"GOV", "MIL", "REB", "LEG", "OPP", "PTY", "SPY"})
_FORCE = frozenset({"ASSAULT", "COERCE", "SANCTION"})
_STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "REB", "OPP", "SPY"})


def _words(kind: str) -> frozenset[str]:
    return frozenset(word for row in read_table("quiet") if row["kind"] == kind for word in row["words"].split())


SPORT = _words("sport")
MARKET = _words("market")
SHOW = _words("show")
VIOLENCE = _words("violence")


class Setting(StrEnum):
    """What an article is about, as far as it decides whose deeds in it are political events."""

    PUBLIC = "public"
    TRADE = "trade"
    LEISURE = "leisure"
    SPORT = "sport"
    DISASTER = "disaster"


_DISASTERS = frozenset({"disaster, accident and emergency incident", "weather", "health", "environment"})
_SETTINGS = {
    "sport": Setting.SPORT,
    "arts, culture, entertainment and media": Setting.LEISURE,
    "lifestyle and leisure": Setting.LEISURE,
    "human interest": Setting.LEISURE,
    "economy, business and finance": Setting.TRADE,
    "science and technology": Setting.TRADE,
}
"""The settings of IPTC Media Topics; other topics are public."""


def setting(article: Article) -> Setting:
    """The setting of an article, by its topic or else, for sport, by its words."""
    if article.primary_topic is not None:
        topic = article.primary_topic
        if topic in _DISASTERS and VIOLENCE.isdisjoint(
            _WORD.findall(f"{article.title or ''} {article.text[:5000]}".lower())
        ):
            return Setting.DISASTER
        return _SETTINGS.get(topic, Setting.PUBLIC)
    words = _WORD.findall(f"{article.title or ''} {article.text[:3000]}".lower())
    return Setting.SPORT if len({word for word in words if word in SPORT}) >= _ENOUGH_SPORT else Setting.PUBLIC


def is_quiet(deed: Deed, parsed: Parsed, where: Setting = Setting.PUBLIC) -> bool:
    """Whether a deed is no political event for where it is told: among players and artists, in a market report.

    In leisure and sport both sides must be powers (states, their organs but for police and courts, armed groups,
    parties), or one that uses force. Floods kill, too: where no word tells of violence an attack needs an attacker.
    In trade one side must be a state or public. Elsewhere the sentence's own words decide, unless an organ of a state
    takes part.
    """
    sides = (*deed.actors, *deed.recipients)
    if where is Setting.DISASTER and deed.event_type == "ASSAULT" and not deed.actors:
        return True
    if where in (Setting.LEISURE, Setting.SPORT):
        return not _between_powers(deed, where)
    if any(resolved.side.sector in _STATE for resolved in sides):
        return False
    if where is Setting.TRADE and not any(_counts(resolved) for resolved in sides):
        return True
    text = parsed.sentence.text
    words = set(_WORD.findall(text.lower()))
    if words & SPORT and (len(words & SPORT) > 1 or _SCORE.search(text)):
        return True
    if _SCORE.search(text) and deed.event_type in ("ASSAULT", "CONSULT", "SUPPORT"):
        return True
    if all(_is_power(resolved, where) for resolved in sides) and len(sides) > 1:
        return False
    if words & MARKET and (len(words & MARKET) > 1 or _FIGURE.search(text)):
        return True
    return len(words & SHOW) > 1


def _counts(resolved: Resolved) -> bool:
    """Whether a side is a state, a body of states or public people; a firm and a guessed country are none."""
    named = resolved.side.country is not None and resolved.sure > certainty.GUESSED
    return resolved.side.sector in _PUBLIC or (named and resolved.side.sector is None)


def _between_powers(deed: Deed, where: Setting) -> bool:
    doers = [r for r in deed.actors if _is_power(r, where)]
    if doers and deed.event_type in _FORCE:
        return True
    return bool(doers) and any(_is_power(r, where) and r.side.text is not None for r in deed.recipients)


def _is_power(resolved: Resolved, where: Setting) -> bool:
    """Whether a side is a power; in sport the bare name of a country is a team."""
    if where is Setting.SPORT:
        return resolved.side.sector in _POWERS
    if resolved.side.sector is not None:
        return resolved.side.sector in _POWERS
    named = entities().get(fold(resolved.side.text or ""))
    return named is not None and named.kind == "state"
