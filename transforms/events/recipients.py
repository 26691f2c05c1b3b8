"""To whom a deed was done: the object, the phrases behind prepositions, or whose the object is."""

from collections.abc import Iterable

from transforms.events.actors import Resolved, Resolver
from transforms.events.parsing import Parsed, Token
from transforms.events.roles import agent, indirect_object, prepositions
from transforms.events.rules import noun_rules
from transforms.events.triggers import content, object_classes

_ORDER = (
    *("with", "against", "on", "upon", "toward", "towards", "to", "from", "at", "for", "of", "over", "into", "between"),
    *("among", "by", "behind", "about", "under", "alongside"),
)
_PEOPLE = frozenset({"captive", "army_move", "envoy", "hostage"})
_MOVES = frozenset({"MOBILIZE", "RETREAT", "CONCEDE", "SANCTION", "COERCE"})
_OCCASIONS = ("along", "in", "during", "after", "at", "before")
_DEPTH = 2
_PLACES = ("in", "into", "across", "near")
_PLACED_TYPES = frozenset({"AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "MOBILIZE", "RETREAT", "SANCTION"})


def is_thing(token: Token, parsed: Parsed) -> bool:
    """Whether an object is no side by itself but a deed, a ban, an agreement or the like; a name never is."""
    head = content(token)
    if parsed.is_name(head):
        return False
    return bool(object_classes(token, parsed) - _PEOPLE) or head.lower_ in noun_rules()


def recipients(
    resolver: Resolver, verb: Token, patient: Token | None, event_type: str, *, passive: bool
) -> list[Resolved]:
    """The sides that a deed was done to, empty where the text names none.

    `patient` is the object, or in the passive the subject. A bill, a policy or a ban is no side: the one behind
    a preposition is, and else the one whose it is, unless that is the actor.
    """
    receiver = indirect_object(verb)
    if receiver is not None:
        found = resolver.sides(receiver)
        if found:
            return found
    doer = agent(verb) if passive else None
    classes = object_classes(patient, resolver.parsed) if patient is not None else frozenset()
    if patient is not None and event_type in _MOVES and classes & {"army_move", "arms"}:
        # "withdrew its troops from Syria": the troops are the actor's own
        return _behind(resolver, [patient, verb], doer) or _placed(resolver, [verb], event_type)
    if patient is not None and not is_thing(patient, resolver.parsed):
        found = resolver.sides(patient)
        if found and (any(r.political for r in found) or not _behind(resolver, [verb, patient], doer)):
            return found
    nouns = [verb] if patient is None else [content(patient), patient, verb]
    found = _behind(resolver, nouns, doer)
    if found:
        return found
    if patient is not None:
        if "embassy" in classes:
            for preposition, noun in [*prepositions(patient), *prepositions(verb)]:
                if preposition == "in" and (found := [r for r in resolver.sides(noun) if r.side.country]):
                    return found
        found = [r for r in resolver.sides(patient) if r.side.country is not None]
        return found or _placed(resolver, [patient, verb], event_type)
    return _placed(resolver, [verb], event_type)


def _placed(resolver: Resolver, heads: Iterable[Token], event_type: str) -> list[Resolved]:
    """The country in which a deed is done to whoever is there: "eased the curfew in Syria", "landed in Israel"."""
    if event_type in _PLACED_TYPES:
        for preposition, noun in (pair for head in heads for pair in prepositions(head)):
            if preposition in _PLACES:
                found = [r for r in resolver.sides(noun) if r.side.country is not None]
                if found:
                    return found
    return []


def _behind(resolver: Resolver, heads: Iterable[Token], doer: Token | None, depth: int = 0) -> list[Resolved]:
    best: tuple[int, list[Resolved]] | None = None
    seen = set()
    for head in heads:
        if head.i in seen:
            continue
        seen.add(head.i)
        for preposition, noun in prepositions(head):
            if (preposition not in _ORDER and preposition not in _OCCASIONS) or (doer is not None and noun.i == doer.i):
                continue
            if preposition == "by" and head.pos_ == "VERB":
                continue
            if is_thing(noun, resolver.parsed) and depth < _DEPTH:
                # "called for the expulsion of", "praised it in a call with"
                found = _behind(resolver, [noun], doer, depth + 1)
                rank = len(_ORDER) + depth
            elif preposition not in _ORDER or is_thing(noun, resolver.parsed):
                continue
            else:
                found = [r for r in resolver.sides(noun) if r.political]
                rank = _ORDER.index(preposition)
            if found and (best is None or rank < best[0]):
                best = rank, found
        if best is not None:
            return best[1]
    return []
