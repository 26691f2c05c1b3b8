"""Sentences that look like events and are none: matches, markets, films and figures of speech."""

import re

from schemas.records import Article
from transforms.events.deeds import Deed
from transforms.events.lexicon import read_table
from transforms.events.parsing import Parsed

SPORT_TOPIC = "sport"
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_SCORE = re.compile(r"\b\d{1,3}-\d{1,3}\b")
_FIGURE = re.compile(r"(?:[$€£]|\b\d[\d.,]* ?(?:percent|per cent|%|pc|cents|points))")
_ENOUGH_SPORT = 3
_STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "REB", "OPP", "SPY"})


def _words(kind: str) -> frozenset[str]:
    return frozenset(word for row in read_table("quiet.tsv") if row["kind"] == kind for word in row["words"].split())


SPORT = _words("sport")
MARKET = _words("market")
SHOW = _words("show")


def is_sport(article: Article) -> bool:
    """Whether an article is about sport, by its topic or else by its words."""
    if article.primary_topic is not None:
        return article.primary_topic == SPORT_TOPIC
    words = _WORD.findall(f"{article.title or ''} {article.text[:3000]}".lower())
    return len({word for word in words if word in SPORT}) >= _ENOUGH_SPORT


def is_quiet(deed: Deed, parsed: Parsed, sport: bool) -> bool:
    """Whether a deed stands in a sentence about a match, a market or a show, and no state's organ takes part."""
    if any(resolved.side.sector in _STATE for resolved in (*deed.actors, *deed.recipients)):
        return False
    if sport:
        return True
    text = parsed.sentence.text
    words = set(_WORD.findall(text.lower()))
    if words & SPORT and (len(words & SPORT) > 1 or _SCORE.search(text)):
        return True
    if _SCORE.search(text) and deed.event_type in ("ASSAULT", "CONSULT", "SUPPORT"):
        return True
    if words & MARKET and (len(words & MARKET) > 1 or _FIGURE.search(text)):
        return True
    return len(words & SHOW) > 1
