"""Statements that are deeds by what they say of a side: praise, blame, and what it must do."""

from collections.abc import Iterator

from transforms.events.actors import Resolved, Resolver
from transforms.events.deeds import Deed
from transforms.events.modality import modality, negated
from transforms.events.parsing import Token
from transforms.events.recipients import recipients
from transforms.events.roles import direct_object, is_passive, lemma, prepositions, subject
from transforms.events.rules import appraisals, noun_rules

_DUTY = frozenset({"must", "should", "ought"})
_OPERATED = 0.9


def named(resolver: Resolver, verb: Token, actors: tuple[Resolved, ...], source: str | None) -> Iterator[Deed]:
    """ "Called Morocco a great partner": praise or blame of whom the verb gives a name."""
    thing, doer = direct_object(verb), subject(verb)
    for token in verb.subtree:
        kind = appraisals().get(lemma(token))
        if kind is None or token.i < verb.i or is_passive(verb) or doer is None:
            continue
        named = thing if thing is not None and thing.i < token.i else next(
            (t for t in token.children if t.dep_ == "nsubj"), None)  # fmt: skip
        targets = tuple(resolver.sides(named)) if named is not None and named.i != token.i else ()
        if targets:
            yield Deed(verb, verb, kind, None, actors, targets, modality(verb), _OPERATED, source=source)
            return


def responsible(resolver: Resolver, verb: Token, adjective: Token, source: str | None) -> Iterator[Deed]:
    """ "Is responsible for the killing of": the deed itself, by whom the sentence blames."""
    doer = subject(verb)
    for preposition, noun in prepositions(adjective):
        rule = noun_rules().get(lemma(noun)) or noun_rules().get(noun.lower_)
        if preposition == "for" and rule is not None and doer is not None:
            targets = tuple(recipients(resolver, noun, None, rule.event_type, passive=False))
            yield Deed(noun, verb, rule.event_type, rule.mode, tuple(resolver.sides(doer)), targets,
                       modality(verb), _OPERATED, source=source)  # fmt: skip


def appraisal(resolver: Resolver, verb: Token, said: Token, speaker: Token | None) -> Deed | None:
    """ "Said that Morocco was a critical partner": praise or blame by the speaker."""
    attribute = next((c for c in said.children if c.dep_ == "attr"), None)
    addressed = next((c for c in said.children if c.dep_ == "nsubj"), None)
    if lemma(said) not in ("be", "play", "remain") or speaker is None or addressed is None or negated(said):
        return None
    if attribute is None:  # "plays a role as an important partner"
        attribute = next((t for t in said.subtree if t.dep_ == "pobj" and t.head.lower_ == "as"), None)
    kind = appraisals().get(lemma(attribute)) if attribute is not None else None
    if kind is None:
        return None
    targets = tuple(resolver.sides(addressed))
    actors = tuple(resolver.sides(speaker))
    return Deed(verb, verb, kind, None, actors, targets, modality(verb), _OPERATED) if targets else None


def duty(resolver: Resolver, verb: Token, said: Token, speaker: Token | None) -> Deed | None:
    """ "Paris said that London must act" asks it of London."""
    if speaker is None or not any(c.dep_ == "aux" and c.lower_ in _DUTY for c in said.children) or negated(verb):
        return None
    addressed = next((c for c in said.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    actors = tuple(resolver.sides(speaker))
    targets = tuple(resolver.sides(addressed)) if addressed is not None and addressed.pos_ != "PRON" else ()
    if not targets:
        return None
    return Deed(verb, verb, "REQUEST", None, actors, targets, modality(verb), _OPERATED)
