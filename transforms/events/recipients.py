"""To whom a deed was done: the object, the phrases behind prepositions, or whose the object is."""

from collections.abc import Iterable
from dataclasses import replace

from schemas.records import Side
from transforms.events import certainty
from transforms.events.actors import Resolver
from transforms.events.lexicon import words
from transforms.events.parsing import Parsed, Token
from transforms.events.roles import agent, indirect_object, lemma, prepositions, subject
from transforms.events.rules import noun_rules
from transforms.events.sides import Resolved
from transforms.events.triggers import content, object_classes

_ORDER = (
    *("with", "against", "on", "upon", "toward", "towards", "to", "from", "at", "for", "of", "over", "into", "between"),
    *("among", "by", "behind", "about", "under", "alongside", "near", "off", "outside", "around"),
)
_PEOPLE = frozenset({"captive", "army_move", "envoy", "hostage", "refugee"})
_MOVES = frozenset({"MOBILIZE", "RETREAT", "CONCEDE", "SANCTION", "COERCE", "AGREE", "THREATEN", "AID"})
_OF_OWNERS = frozenset({"ACCUSE", "REJECT", "SUPPORT"})
_TELLING = frozenset({"complain", "protest", "lodge", "report"})
"""Verbs to whose hearer nothing is done: "complained to the UN about Chile"."""
_TRANSFER = frozenset({"extradite", "return", "hand", "sell", "export", "transfer", "supply", "deliver", "repatriate"})
"""Verbs whose recipient is to whom something goes, and not what goes."""
_OCCASIONS = ("along", "in", "during", "after", "at", "before")
_DEPTH = 2
_TOWARDS = ("to", "against", "on", "in", "for", "from", "at", "with")
_TIMES = frozenset({"DATE", "TIME"})
_NEVER = words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december week month year day time end response addition order statement interview "
    "part percent cent place order front way fact case level basis return speech text news conference"
)
_PLACES = ("in", "into", "across", "near", "outside")
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
    receiver = indirect_object(verb) or _receiver(verb)
    if receiver is not None:
        found = resolver.sides(receiver)
        if found:
            return found
    doer = agent(verb) if passive else None
    classes = object_classes(patient, resolver.parsed) if patient is not None else frozenset()
    if (
        patient is not None
        and event_type in _MOVES
        and classes & {"army_move", "arms", "envoy"}
        and not _foreign(resolver, patient)
    ):
        # "withdrew its troops from Syria": the troops are the actor's own
        return _behind(resolver, [verb, patient], doer) or _placed(resolver, [verb], event_type)
    if patient is not None and not is_thing(patient, resolver.parsed):
        found = resolver.sides(patient)
        if found and (any(r.political for r in found) or not _behind(resolver, [verb, patient], doer)):
            return found
    if patient is not None and event_type in _OF_OWNERS and (found := _owner(resolver, patient, verb)):
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


def _receiver(verb: Token) -> Token | None:
    if lemma(verb) not in _TRANSFER:
        return None
    return next((noun for preposition, noun in prepositions(verb) if preposition == "to"), None)


def _owner(resolver: Resolver, patient: Token, verb: Token) -> list[Resolved]:
    """Whose a thing is that is praised, blamed or turned down, unless it is the doer's own.

    "Condemned Russia's invasion of Ukraine", "vetoed a US resolution on Syria": it is about Russia, and the US.
    """
    doer = subject(verb)
    own = {r.side.country for r in resolver.sides(doer)} if doer is not None else set()
    for child in patient.lefts:
        if child.dep_ in ("poss", "compound", "amod", "nmod") and child.pos_ != "PRON":
            named = resolver.name_at(child) is not None or child.dep_ == "poss"
            found = [r for r in resolver.sides(child) if r.side.country] if named else []
            if found and all(r.side.country not in own for r in found):
                return [replace(r, side=replace(r.side, text=resolver.text(patient))) for r in found]
    return []


def _foreign(resolver: Resolver, patient: Token) -> bool:
    """Whether troops or arms are named as another's: "released Israeli soldiers"."""
    return any(resolver.name_at(child) is not None for child in patient.lefts)


def unresolved(resolver: Resolver, verb: Token, patient: Token | None) -> list[Resolved]:
    """Whom or what a deed is done to where no list knows it: "to flood victims", "in Alta Verapaz"; as words alone."""
    heads = [head for head in (patient, verb) if head is not None]
    for preposition, noun in (pair for head in heads for pair in prepositions(head)):
        if preposition not in _TOWARDS or noun.pos_ not in ("NOUN", "PROPN") or noun.ent_type_ in _TIMES:
            continue
        if is_thing(noun, resolver.parsed) or noun.lemma_.lower() in _NEVER:
            continue
        return [Resolved(Side(resolver.text(noun)), noun, certainty.STRANGER)]
    return []


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
                found = _behind(resolver, [noun], doer, depth + 1) or [
                    r for r in resolver.sides(noun) if r.side.country
                ]
                rank = len(_ORDER) + depth
            elif preposition not in _ORDER or is_thing(noun, resolver.parsed):
                continue
            else:
                found = [r for r in resolver.sides(noun) if r.political]
                told = preposition == "to" and lemma(head) in _TELLING
                rank = 2 * len(_ORDER) if told else _ORDER.index(preposition)
            if found and (best is None or rank < best[0]):
                best = rank, found
        if best is not None:
            return best[1]
    return []


_STANDING = frozenset({"pobj", "dobj", "nsubj", "nsubjpass", "appos", "poss", "attr", "dative"})


def elsewhere(resolver: Resolver, verb: Token, actors: Iterable[Resolved]) -> list[Resolved]:
    """The side that a deed without recipient is most likely about: another one that the sentence names.

    Below the verb before elsewhere, behind it before in front of it, another country's before the actor's own;
    never the actor itself or who only reports the deed. Less sure than a recipient that the grammar gives.
    """
    actors = list(actors)
    own = {t.i for actor in actors for t in actor.token.subtree} | _speakers(verb)
    countries = {actor.side.country for actor in actors}
    names = {actor.side.name for actor in actors} | {actor.side.text for actor in actors}
    inside = {token.i for token in verb.subtree}
    best: tuple[tuple[bool, ...], list[Resolved]] | None = None
    for token in verb.doc:
        if token.dep_ not in _STANDING or token.pos_ not in ("NOUN", "PROPN") or token.i in own:
            continue
        if is_thing(token, resolver.parsed) and token.dep_ != "poss":
            continue
        if token.dep_ == "poss" and (name := resolver.name_at(token)) is not None and name.entity.kind == "epithet":
            continue
        placed = token.dep_ == "pobj" and token.head.lower_ in _PLACES
        found = [r for r in resolver.sides(token) if r.political and (placed or r.side.name not in names - {None})]
        found = [r for r in found if r.side.text not in names]
        if not found:
            continue
        rank = (
            token.i not in inside,
            token.i < verb.i,
            found[0].side.country in countries,
            found[0].side.country is None,
        )
        if best is None or rank < best[0]:
            best = rank, found
    return [replace(r, sure=r.sure * certainty.ELSEWHERE) for r in best[1][:1]] if best else []


def _speakers(verb: Token) -> set[int]:
    """The tokens of the phrases that name who says what a verb reports."""
    found: set[int] = set()
    for above in verb.ancestors:
        if any(child.dep_ == "ccomp" and (child.i == verb.i or child.is_ancestor(verb)) for child in above.children):
            found |= {t.i for child in above.children if child.dep_ == "nsubj" for t in child.subtree}
    return found
