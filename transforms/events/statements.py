"""Statements that are deeds by what they say of a side: praise, blame, and what it must do."""

from collections.abc import Iterator

from transforms.events import certainty
from transforms.events.actors import Resolver
from transforms.events.deeds import Deed
from transforms.events.lexicon import state_names, words
from transforms.events.modality import modality, negated
from transforms.events.parsing import Token
from transforms.events.recipients import recipients
from transforms.events.roles import agent, direct_object, is_passive, lemma, prepositions, subject
from transforms.events.rules import appraisals, noun_rules
from transforms.events.sides import Resolved

_DUTY = frozenset({"must", "should", "ought"})
_SELF = words("i we us me our ours my there who")
_BEING = frozenset({"be", "remain", "become", "amount", "play", "represent", "have", "make", "seem", "look"})
_WITH_AS = frozenset({"see", "view", "regard", "describe", "denounce"})
_STATESMEN = words("GOV LEG PTY OPP MIL REB JUD COP SPY ELI NGO REL CVL LAB MED REF JRN EDU")
_OPPOSITE = {"SUPPORT": "ACCUSE"}


def judged(token: Token, *, of_deeds: bool = True) -> str | None:
    """The type that a noun or an adjective makes of the statement that something is it; None where it judges nothing.

    `of_deeds` says that a deed or a plan is judged, of which "good" and "wrong" say enough.
    """
    known = appraisals().get(lemma(token)) or appraisals().get(token.lower_)
    if known is None or (known[0] == "plain" and not of_deeds) or known[0] == "deed":
        return None
    return known[1]


def _verdict(said: Token, *, of_deeds: bool) -> str | None:
    """What a clause judges of its subject, by its complement or by its verb."""
    kind, event_type = appraisals().get(lemma(said), (None, None))
    if kind == "deed" and said.pos_ == "VERB":
        return None if negated(said) else event_type
    if lemma(said) not in _BEING:
        return None
    complements = [c for c in said.children if c.dep_ in ("attr", "acomp", "oprd")]
    if lemma(said) in ("play", "have", "make", "represent"):
        complements += [c for c in said.children if c.dep_ == "dobj"]
    complements += [
        t for t in said.subtree if t.dep_ == "pobj" and t.head.lower_ == "as" and t.head.head.i != said.head.i
    ]
    for complement in complements:
        for token in [complement, *(c for c in complement.lefts if c.dep_ == "amod")]:
            verdict = judged(token, of_deeds=of_deeds)
            if verdict is not None:
                return _OPPOSITE.get(verdict) if negated(said) else verdict
    return None


def named(resolver: Resolver, verb: Token, actors: tuple[Resolved, ...], source: str | None) -> Iterator[Deed]:
    """ "Called Morocco a great partner", "was branded a liar by": praise or blame of whom the verb gives a name."""
    passive = is_passive(verb)
    if lemma(verb) in _WITH_AS and not any(t.lower_ == "as" for t in verb.children):
        return
    doer = agent(verb) if passive else subject(verb)
    thing = subject(verb) if passive else direct_object(verb)
    if doer is None and passive and thing is not None:
        doer = next((noun for c in verb.children for p, noun in prepositions(c) if p == "by"), None)
    if doer is None:
        return
    for head in _names_given(verb):
        kind = next(
            (k for k in map(judged, [head, *(c for c in head.lefts if c.dep_ in ("amod", "compound"))]) if k), None
        )
        if kind is None:
            continue
        addressed = thing if thing is not None and thing.i < head.i and thing.i != head.i else next(
            (t for t in head.children if t.dep_ == "nsubj"), None)  # fmt: skip
        if addressed is None or addressed.i == head.i or addressed.lower_ in _SELF:
            continue
        targets = tuple(resolver.sides(addressed)) or _owners(resolver, addressed)
        doers = tuple(resolver.sides(doer)) if passive else actors
        yield Deed(
            verb, verb, kind, None, doers, targets, modality(verb), certainty.OPERATED, source=source, why=("naming",)
        )
        return


def _names_given(verb: Token) -> Iterator[Token]:
    """The words by which a verb of naming names: its complements, and what stands behind "as"."""
    for child in verb.children:
        if child.i < verb.i:
            continue
        if child.dep_ in ("oprd", "attr", "acomp") or (
            child.dep_ in ("ccomp", "dobj", "conj") and child.pos_ in ("NOUN", "ADJ")
        ):
            yield child
        elif child.dep_ == "prep" and child.lower_ == "as":
            yield from (t for t in child.children if t.dep_ in ("pobj", "amod", "pcomp"))


def _owners(resolver: Resolver, thing: Token) -> tuple[Resolved, ...]:
    """Whose the thing is that is judged: "Labour's plans"."""
    return tuple(recipients(resolver, thing.head, thing, "ACCUSE", passive=False))


def responsible(resolver: Resolver, verb: Token, adjective: Token, source: str | None) -> Iterator[Deed]:
    """ "Is responsible for the killing of": the deed itself, by whom the sentence blames."""
    doer = subject(verb)
    for preposition, noun in prepositions(adjective):
        rule = noun_rules().get(lemma(noun)) or noun_rules().get(noun.lower_)
        if preposition == "for" and rule is not None and doer is not None:
            targets = tuple(recipients(resolver, noun, None, rule.event_type, passive=False))
            yield Deed(noun, verb, rule.event_type, rule.mode, tuple(resolver.sides(doer)), targets,
                       modality(verb), certainty.OPERATED, source=source, why=("responsible",))  # fmt: skip


def appraisal(resolver: Resolver, verb: Token, said: Token, speaker: Token | None) -> Deed | None:
    """ "Said that Morocco was a critical partner", "said it was misdirected": praise or blame by the speaker."""
    addressed = next((c for c in said.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if speaker is None or addressed is None or addressed.lower_ in _SELF:
        return None
    actors = tuple(resolver.sides(speaker))
    if not any(actor.political for actor in actors):
        return None
    targets = tuple(resolver.sides(addressed))
    itself = {(r.side.name or r.side.text, r.side.country) for r in actors}
    if any((r.side.name or r.side.text, r.side.country) in itself for r in targets):
        return None
    kind = _verdict(said, of_deeds=not targets)
    if kind is None or not any(_is_public(r) for r in (*actors, *targets)):
        return None
    targets = targets or _owners(resolver, addressed)
    return Deed(verb, verb, kind, None, actors, targets, modality(verb), certainty.OPERATED, why=("appraisal",))


_PARTISAN = frozenset({"PTY", "OPP"})
_POLITICIANS = _PARTISAN | {"GOV", "LEG"}


def rivalry(resolver: Resolver, verb: Token, said: Token, speaker: Token | None) -> Deed | None:
    """ "The Tories say the Lib Dems would mean higher taxes": what a party says of its rival is blame."""
    addressed = next((c for c in said.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if speaker is None or addressed is None or addressed.pos_ == "PRON" or appraisal_of_friend(said):
        return None
    actors, targets = tuple(resolver.sides(speaker)), tuple(resolver.sides(addressed))
    if not actors or not targets:
        return None
    one, other = actors[0].side, targets[0].side
    rivals = one.country == other.country and one.name != other.name and one.sector in _POLITICIANS
    if not rivals or other.sector not in _POLITICIANS or not {one.sector, other.sector} & _PARTISAN:
        return None
    if one.sector == other.sector == "GOV" or None in (one.name, other.name):
        return None
    return Deed(verb, verb, "ACCUSE", None, actors, targets, modality(verb), certainty.RIVAL, why=("rivalry",))


def appraisal_of_friend(said: Token) -> bool:
    """Whether a clause praises its subject."""
    return _verdict(said, of_deeds=True) == "SUPPORT"


def _is_public(resolved: Resolved) -> bool:
    """Whether whose judgement or who is judged matters to politics: a state by name, or a public role."""
    side = resolved.side
    return side.sector in _STATESMEN or (side.sector is None and side.name == state_names().get(side.country or ""))


def duty(resolver: Resolver, verb: Token, said: Token, speaker: Token | None) -> Deed | None:
    """ "Paris said that London must act" asks it of London."""
    if speaker is None or not any(c.dep_ == "aux" and c.lower_ in _DUTY for c in said.children) or negated(verb):
        return None
    addressed = next((c for c in said.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    actors = tuple(resolver.sides(speaker))
    if addressed is None or addressed.pos_ == "PRON" or not any(actor.political for actor in actors):
        return None
    targets = tuple(resolver.sides(addressed))
    return Deed(verb, verb, "REQUEST", None, actors, targets, modality(verb), certainty.OPERATED, why=("duty",))
