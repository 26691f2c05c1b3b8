"""Words that name nobody by themselves: whom a pronoun, "the kingdom" or a role without a country stands for."""

from collections.abc import Iterator

from schemas.records import Side
from transforms.events import certainty
from transforms.events.lexicon import Entity, Role, holder_in, state_names
from transforms.events.memory import Memory
from transforms.events.parsing import Parsed, Token

HE = frozenset({"he", "she", "him", "her", "his", "hers"})
"""Pronouns of a person."""

IT = frozenset({"it", "they", "them", "its", "their"})
"""Pronouns of a group or a state."""

_WE = frozenset({"we", "us", "our", "i", "me", "my"})
_AT = frozenset({"in", "at", "near", "across", "outside"})


def definite(token: Token) -> bool:
    """Whether a phrase points back to something named before: "the king", "both countries"."""
    return any(child.lower_ in ("the", "this", "both", "two", "neither") for child in token.children)


def meant(token: Token, memory: Memory) -> Side | None:
    """Whom a pronoun stands for: the person or the group that the article was last about."""
    if token.lower_ in HE or token.lower_ in _WE:
        return memory.person
    if token.lower_ in IT:
        return memory.group or (memory.person if token.lower_ in ("their", "they") else None)
    return None


def possessor(token: Token, memory: Memory) -> list[Entity]:
    """Whose a thing is that a possessive pronoun stands before; empty where no country is known."""
    side = memory.person if token.lower_ in HE else memory.group or memory.person
    return [Entity("owner", side.name or "", side.country, side.sector)] if side and side.country else []


def epithet(token: Token, text: str, parsed: Parsed, memory: Memory) -> Iterator[tuple[Side, float]]:
    """The states that "the kingdom" or "the two countries" stand for, and how sure each is; `text` is the phrase.

    "The country" is the one named last before it in its sentence, else in the article.
    """
    if token.tag_ in ("NNS", "NNPS") or any(child.lower_ in ("two", "both") for child in token.children):
        for one in memory.both():
            yield Side(text, state_names().get(one), one, None), certainty.PRONOUN
        return
    named = _named_before(token, parsed) if "country" in text.lower() or "nation" in text.lower() else None
    if named is not None:
        yield Side(text, state_names().get(named), named, None), certainty.EPITHET
        return
    subject = memory.person.country if memory.person else None
    country = memory.epithet(text, frozenset({subject} if subject else ()))
    if country:
        yield Side(text, state_names().get(country), country, None), certainty.EPITHET


def is_place(entity: Entity) -> bool:
    """Whether a name is a place's: a state's, a city's, or one that the lists of bodies hold without a sector."""
    return entity.kind in ("state", "capital", "city") or (entity.kind == "organisation" and entity.sector is None)


_NAMED_KINDS = frozenset({"state", "demonym", "capital", "city"})


def _named_before(token: Token, parsed: Parsed) -> str | None:
    """The country of the last state, people or place that a sentence names before a word."""
    names = [n for n in set(parsed.names.values()) if n.end <= token.i and n.entity.kind in _NAMED_KINDS]
    return max(names, key=lambda name: name.start).entity.country if names else None


def each_ones(memory: Memory) -> list[str]:
    """The two countries of an article that is about both, for "the ministers" of both; empty elsewhere."""
    both = memory.both()
    return both if len(both) == 2 and memory.focus is None else []


def guessed_country(parsed: Parsed, memory: Memory) -> tuple[str | None, float]:
    """The country of a side that bears none, and how sure it is: its sentence's place, else the article's focus."""
    places = set()
    for name in set(parsed.names.values()):
        before = parsed.doc[name.start - 1].lower_ if name.start else ""
        if is_place(name.entity) and before in _AT:
            places.add(name.entity.country)
    if len(places) == 1:
        return places.pop(), certainty.PLACE
    if memory.focus is not None:
        return memory.focus, certainty.FOCUS
    return memory.ground, certainty.GROUND


def office_holder(token: Token, role: Role | None, country: str | None, memory: Memory) -> str | None:
    """Who "the Spanish prime minister" was in the article's year, if one person was."""
    if role is None or role.weight != "title" or country is None or token.tag_ != "NN" or not definite(token):
        return None
    before = token.doc[token.i - 1].lower_ if token.i else ""
    offices = (f"{before} {token.lower_}", token.lower_)
    return next((name for office in offices if (name := holder_in(country, office, memory.year))), None)


def owner_name(country: str, owners: list[Entity]) -> str | None:
    """The name of a side that is only described: of the body or person whose it is, else its state's."""
    if owners and owners[0].kind in ("organisation", "person") and owners[0].country == country:
        return owners[0].name
    return state_names().get(country)
