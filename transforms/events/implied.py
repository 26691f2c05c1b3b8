"""Sides that a clause leaves out: who a deed is done to, who arrests, whose bomb it was."""

from dataclasses import replace

from schemas.records import Side
from transforms.events import certainty
from transforms.events.actors import Resolver
from transforms.events.deeds import Deed
from transforms.events.lexicon import state_names, words
from transforms.events.pairing import TOGETHER
from transforms.events.parsing import Token
from transforms.events.recipients import elsewhere, unresolved
from transforms.events.references import guessed_country
from transforms.events.roles import agent, direct_object, prepositions, subject
from transforms.events.sides import Resolved

_LEGAL = words(
    "arrest detain jail imprison sentence deport charge indict convict try prosecute ban outlaw release free acquit "
    "bar extradite expel fine apprehend evict impeach"
)
"""Verbs of what only a state's organs do."""
_ARMED = frozenset({"MIL", "REB", "COP", "SPY", "CRM"})
_AT_SOMEBODY = words(
    "ACCUSE REJECT REQUEST COERCE ASSAULT PROTEST CONCEDE SUPPORT THREATEN SANCTION RETREAT MOBILIZE AID"
)
_POLITICAL = words("GOV MIL COP JUD LEG OPP REB SPY PTY ELI REL LAB NGO IMG")
_AT_OTHERS = words("REJECT AGREE REQUEST THREATEN ACCUSE SUPPORT")
_WHERE = ("in", "at", "near", "outside", "inside", "across", "of")
UNKNOWN_ATTACKERS = "UAF"
"""PLOVER's sector of armed groups of which nothing is known (codebook, section "Actors")."""


def with_recipient(resolver: Resolver, deed: Deed) -> Deed:
    """A deed by one side whose recipient the grammar does not give, with whom else the sentence names.

    Where it names nobody, the country that the article is about, for a political side's deed at somebody unnamed.
    """
    mutual = (deed.shared or deed.event_type) in TOGETHER
    if not deed.actors or (mutual and len(deed.actors) > 1 and not deed.recipients):
        return deed
    between = mutual and len({a.side.country for a in deed.actors}) > 1
    if between and all(_of_both(resolver, deed, r) for r in deed.recipients):
        return replace(deed, recipients=())  # "Armenia and Azerbaijan agreed to a ceasefire in the enclave"
    if deed.event_type == "CONSULT" and (found := _abroad(resolver, deed)):
        return replace(deed, recipients=tuple(found))
    if deed.recipients:
        return _not_own(resolver, _at_home(resolver, deed))
    states = state_names().values()
    armed = any(a.side.sector in _ARMED or (a.side.sector is None and a.side.name in states) for a in deed.actors)
    if deed.event_type == "ASSAULT" and not armed:
        return deed
    found = elsewhere(resolver, deed.verb, deed.actors) or _implied(resolver, deed)
    return replace(deed, recipients=tuple(found or unresolved(resolver, deed.verb, direct_object(deed.verb))))


def _of_both(resolver: Resolver, deed: Deed, recipient: Resolved) -> bool:
    """Whether a recipient of what several do is their own, or a thing, so that they do it with each other."""
    return recipient.side.country in {None, *(a.side.country for a in deed.actors)} and _owned(resolver, recipient)


def _abroad(resolver: Resolver, deed: Deed) -> list[Resolved]:
    """Whom a guest meets of whom nobody says the country: people of the article's other country, not of his own."""
    countries = {a.side.country for a in deed.actors}
    others = [country for country in resolver.memory.both() if country not in countries]
    guessed = deed.recipients and all(
        r.sure <= certainty.GUESSED and r.side.country in countries for r in deed.recipients
    )
    if not guessed or len(others) != 1:
        return []
    return [replace(r, side=replace(r.side, country=others[0])) for r in deed.recipients]


def _not_own(resolver: Resolver, deed: Deed) -> Deed:
    """ "Rejected a call for its forces to be deployed in East Timor": what is the actor's own is no recipient."""
    countries = {a.side.country for a in deed.actors}
    if deed.event_type not in _AT_OTHERS or not all(
        r.side.country in countries and _owned(resolver, r) for r in deed.recipients
    ):
        return deed
    others = [r for r in elsewhere(resolver, deed.verb, deed.actors) if r.side.country not in countries]
    return replace(deed, recipients=tuple(others)) if others else deed


def _owned(resolver: Resolver, recipient: Resolved) -> bool:
    """Whether a recipient is a thing of somebody's: its own words name no side and no role."""
    token = recipient.token
    if resolver.parsed.is_name(token) or token.pos_ == "PRON":
        return False
    return any(c.dep_ == "poss" and c.lower_ in ("its", "their", "his", "her") for c in token.children) or (
        resolver.role(token) is None and not any(_is_body(resolver, child) for child in token.lefts)
    )


def _is_body(resolver: Resolver, token: Token) -> bool:
    """Whether a word of a phrase names a body that stands for the phrase: "Taliban leadership"."""
    name = resolver.name_at(token)
    return name is not None and name.entity.sector is not None


def _at_home(resolver: Resolver, deed: Deed) -> Deed:
    """A deed whose recipients nobody knows, with the article's country for them where the actor is of it, too."""
    country = resolver.memory.home
    if country is None or any(r.political for r in deed.recipients):
        return deed
    if all(a.side.country != country for a in deed.actors):
        return deed
    found = [
        replace(r, side=replace(r.side, country=country), sure=r.sure * certainty.IMPLIED) for r in deed.recipients
    ]
    return replace(deed, recipients=tuple(found))


def _implied(resolver: Resolver, deed: Deed) -> list[Resolved]:
    country = resolver.memory.home
    if (
        country is None
        or deed.event_type not in _AT_SOMEBODY
        or not any(a.side.sector in _POLITICAL or (deed.event_type == "PROTEST" and a.side.sector) for a in deed.actors)
    ):
        return []
    if not resolver.memory.settled and all(a.side.sector == "GOV" and a.side.country == country for a in deed.actors):
        return []  # whose accusation the Kremlin rejects is open where only Russia was named
    return [Resolved(Side(None, state_names().get(country), country), deed.verb, certainty.IMPLIED)]


def authority(resolver: Resolver, verb: Token, event_type: str) -> tuple[Resolved, ...]:
    """Who did what a passive clause reports without saying who, where that can be told; else nobody.

    Arrests and sentences are the state's in whose place they happen, else the article's or the victim's country's.
    Attacks are by unknown armed people of the place.
    """
    if event_type == "ASSAULT":
        return _attackers(resolver, verb)
    if event_type != "COERCE" and verb.lemma_.lower() not in _LEGAL:
        return ()
    victim = subject(verb)
    if victim is None or (victim.pos_ == "NOUN" and resolver.role(victim) is None and not resolver.sides(victim)):
        return ()  # "the track was released in the US"
    place = _place(resolver, verb)
    if place is not None:
        return (place,)
    country, sure = guessed_country(resolver.parsed, resolver.memory)
    if country is None:
        country = next((r.side.country for r in resolver.sides(victim) if r.side.country), None)
    return (Resolved(Side(None, state_names().get(country), country), verb, sure),) if country else ()


def _attackers(resolver: Resolver, verb: Token) -> tuple[Resolved, ...]:
    place = _place(resolver, verb)
    if place is None:
        return ()
    side = Side(None, None, place.side.country, UNKNOWN_ATTACKERS)
    return (Resolved(side, verb, place.sure),)


def _place(resolver: Resolver, verb: Token) -> Resolved | None:
    """The side in whose place a clause says that its deed was done."""
    doer = subject(verb)
    for head in (verb, agent(verb), doer):
        for preposition, noun in prepositions(head) if head is not None else ():
            if preposition in _WHERE:
                found = [r for r in resolver.sides(noun) if r.side.country]
                if found:
                    return replace(found[0], sure=certainty.PLACE)
    return None
