"""Pairs the sides of a deed into mentions: actor by recipient, and for deeds done together each two of the actors."""

from collections.abc import Iterator
from itertools import combinations, product

from schemas.records import Side
from transforms.events import certainty
from transforms.events.deeds import Deed
from transforms.events.lexicon import words
from transforms.events.parsing import Token
from transforms.events.sides import Resolved

TOGETHER = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT", "ASSAULT", "RETREAT", "SANCTION"})
"""Types that two sides can do with each other, so that two actors without a recipient are one pair."""

MOST_PAIRS = 6
_NEEDS_BOTH = frozenset({"CONSULT"})
_NOT_AT_HOME = frozenset({"CONSULT", "MOBILIZE", "RETREAT", "THREATEN"})
_NEEDS_ONE_VICTIM = frozenset({"ASSAULT", "COERCE", "SANCTION"})
_POLITICAL = words("GOV MIL COP JUD LEG OPP REB SPY PTY ELI UAF IMG")
_WEAPONS = words(
    "bomb bombing bombings attack attacks blast explosion rocket missile raid airstrike strike shell shelling mine "
    "bullet car_bomb clash fire gunfire mortar drone violence ambush device explosive "
    "grenade blasts gunshot stray_bullet roadside_bomb"
)
_ARMED = frozenset({"MIL", "REB", "COP"})
_PRIVATE = frozenset({"BUS", "CVL", "EDU", "MED", "JRN", "AGR"})
_FORCE = frozenset({"ASSAULT", "COERCE", "SANCTION", "REJECT", "THREATEN"})
_NOT_OF_BUSINESS = frozenset({"AID", "SUPPORT", "COOPERATE", "CONCEDE", "CONSULT", "RETREAT"})
"""Friendly types that firms and citizens do all day ("Microsoft provides tools"); they count towards a state only."""
EMPTY = Side()


def pairs(deed: Deed) -> Iterator[tuple[Side, Side, float]]:
    """The (actor, recipient, confidence) of a deed; nothing where no side of weight takes part."""
    actors, targets = list(deed.actors), _others(deed)
    if not targets and len(actors) > 1 and (deed.shared or deed.event_type) in TOGETHER:
        for one, other in list(combinations(actors, 2))[:MOST_PAIRS]:
            if one.political and other.political and one.side != other.side:
                yield one.side, other.side, _sure(deed, one, other)
        return
    if _worthless(deed, actors, targets):
        return
    doers: list[Resolved | None] = [*actors] or [None]
    receivers: list[Resolved | None] = [*targets] or [None]
    for first, second in list(product(doers, receivers))[:MOST_PAIRS]:
        if first and second and same_side(first, second):
            continue
        yield (first.side if first else EMPTY, second.side if second else EMPTY, _sure(deed, first, second))


def is_weapon(token: Token | None) -> bool:
    """Whether the subject or agent of a deed is a weapon or an attack, and not who used it."""
    return token is not None and token.lemma_.lower() in _WEAPONS


def same_side(one: Resolved, other: Resolved) -> bool:
    """Whether two sides are one person or body, and not two organs of one state, nor a state and a place in it."""
    if other.placed and not one.placed:
        return False
    if one.side.name is None or (one.side.name, one.side.sector) != (other.side.name, other.side.sector):
        return False
    return (
        one.side.sector is None
        or one.side.text == other.side.text
        or (one.token.pos_ == "PRON" or other.token.pos_ == "PRON")
    )


def _others(deed: Deed) -> list[Resolved]:
    """The recipients that are not the actor itself under the same words."""
    own = {resolved.token.i for resolved in deed.actors}
    names = {resolved.side.text for resolved in deed.actors}
    others = [r for r in deed.recipients if r.token.i not in own and r.side.text not in names]
    countries = {r.side.country for r in deed.actors}
    if deed.event_type in _NOT_AT_HOME or deed.shared in _NOT_AT_HOME:
        # talks that a state holds at home are not held with that place, nor do its missiles there threaten it
        others = [r for r in others if not (r.placed and r.side.country in countries)]
    foreign = [r for r in others if r.side.country not in countries]
    # "ties between the two countries", "Israeli-Moroccan relations": the actor is one of them
    return foreign if foreign and len({r.token.i for r in others}) == 1 else others


def worthless(deed: Deed) -> str | None:
    """Why a deed that has no pairs has none, in words."""
    return _worthless(deed, list(deed.actors), _others(deed))


def _worthless(deed: Deed, actors: list[Resolved], targets: list[Resolved]) -> str | None:
    """Why too little is known of the sides for news analysis to want the event; None where enough is."""
    known = [r for r in actors if r.political]
    if not actors:
        weapon = deed.event_type == "ASSAULT" and any(c.dep_ == "nsubj" and is_weapon(c) for c in deed.verb.children)
        if (deed.passive or weapon) and deed.event_type in _NEEDS_ONE_VICTIM and any(r.political for r in targets):
            return None
        return "without an actor it must be passive or a weapon's, ASSAULT, COERCE or SANCTION, with a known victim"
    if deed.event_type in _NOT_OF_BUSINESS and all(r.side.sector in _PRIVATE for r in actors):
        public = any(r.side.sector in _POLITICAL for r in targets)
        return None if public else "what firms and private people do in a friendly way needs a political recipient"
    if (
        deed.event_type in _FORCE
        and all(r.side.sector in _PRIVATE for r in actors)
        and not any(r.political for r in targets)
    ):
        return "what firms and private people do by force or words needs a known recipient"
    if not known:
        public = any(r.side.country or r.side.sector in _POLITICAL for r in targets)
        return None if public else "of no side a country or a political sector is known"
    if deed.event_type in _NEEDS_BOTH and not targets:
        return f"{deed.event_type} needs both sides"
    if deed.event_type == "ASSAULT" and not targets and not any(r.side.sector in _ARMED for r in known):
        return "ASSAULT without a recipient needs an armed actor"
    if any(r.side.sector in _POLITICAL for r in [*known, *targets]):
        return None
    # a person of whom nothing is known but a guessed country is no political side
    sure = any(r.side.country and r.sure > certainty.GUESSED for r in [*known, *targets])
    return None if sure else "no side has a political sector, or a country that is not guessed"


def _sure(deed: Deed, *sides: Resolved | None) -> float:
    """How sure a mention is: the reading's confidence times how sure the less sure side is.

    Two sides that were guessed were guessed from the same: their doubts are one. A missing side costs a little.
    """
    value = deed.confidence * min(resolved.sure if resolved is not None else certainty.MISSING for resolved in sides)
    return round(min(1.0, max(0.0, value * certainty.MOST)), 3)
