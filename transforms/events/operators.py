"""What a verb reports together with the deed that it governs.

"Agreed to release" is AGREE, "threatened to attack" THREATEN, "began shelling" ASSAULT; "will" with a friendly
deed is AGREE and with a hostile one THREATEN (PLOVER codebook, on statements about acts still to come).
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from schemas.codes import Modality
from transforms.events import certainty
from transforms.events.actors import Resolver
from transforms.events.deeds import UNSHARED, Deed, promised
from transforms.events.modality import modality, negated
from transforms.events.parsing import Token
from transforms.events.recipients import recipients
from transforms.events.roles import (
    agent,
    clause,
    coordinated,
    direct_object,
    gerund,
    infinitive,
    is_passive,
    lemma,
    prepositions,
    subject,
)
from transforms.events.rules import FRIENDLY, naming_verbs, noun_rules, operators
from transforms.events.sides import Resolved
from transforms.events.statements import appraisal, duty, named, responsible, rivalry

_NONE: frozenset[str] = frozenset()
_FORBIDDEN = frozenset({"suspend", "close", "shut", "stop", "halt", "cease", "dissolve", "disband", "leave"})
"""Deeds that one is forced to by an order, not asked for."""
_RULING = frozenset({"GOV", "PTY", "LEG"})
_ENGAGING = frozenset({"CONSULT", "PROTEST", "ASSAULT"})
_OPERATORS = {
    "agree": "AGREE",
    "vow": "AGREE",
    "threaten": "THREATEN",
    "reject": "REJECT",
    "request": "REQUEST",
    "allow": "CONCEDE",
    "prevent": "COERCE",
    "accuse": "ACCUSE",
}


def speaks_alone(verb: Token) -> bool:
    """Whether several who say a verb say it each for itself: "offered to", "are ready to", but not "agreed to"."""
    said = [verb, *(child for child in verb.children if child.dep_ == "acomp")]
    return any("alone" in operators().get(lemma(word), _NONE) for word in said)


class Reader(Protocol):
    """Reads the clause that an operator governs."""

    resolver: Resolver

    def clause(self, verb: Token, source: str | None = None, depth: int = 0) -> list[Deed]:
        """The deeds that one verb reports; `source` says who says so, `depth` how many verbs govern it."""
        ...

    def actors(self, verb: Token, doer: Token | None) -> tuple[Resolved, ...]:
        """The sides that do a verb's deed; `doer` is its subject or agent."""
        ...


class Operators:
    """Composes operators with the deeds that they govern, which `reader` reads."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.resolver = reader.resolver

    def deeds(self, verb: Token, source: str | None, depth: int) -> Iterator[Deed]:
        """What a verb and the deed that it governs report together; nothing where it governs none."""
        word = lemma(verb)
        deed = infinitive(verb)
        if word in naming_verbs():
            doer = subject(verb)
            yield from named(self.resolver, verb, self.reader.actors(verb, doer) if doer is not None else (), source)
        if word == "be":
            yield from self._copula(verb, deed, source, depth)
            return
        kinds = operators().get(word, _NONE)
        if not kinds or (word == "set" and not is_passive(verb)):
            return
        said = clause(verb)
        if (
            deed is None
            and said is not None
            and kinds & {"request", "vow", "agree", "threaten"}
            and not kinds & {"say"}
        ):
            deed = said
        if deed is None and kinds & {"accuse", "prevent", "stop", "agree", "vow", "threaten", "reject"}:
            deed = gerund(verb)
        if deed is not None and word == "rule_out" and negated(verb):
            for done in self._governed("vow", verb, deed, source, depth):
                yield replace(done, modality=Modality.HYPOTHETICAL)
            return
        if deed is not None:
            if word == "order" and lemma(deed) in _FORBIDDEN:
                kinds = (kinds | {"prevent"}) - {"request"}
            for kind in ("threaten", "agree", "vow", "reject", "request", "allow", "prevent", "accuse"):
                if (
                    kind in kinds
                    and not (kind == "threaten" and infinitive(verb) is None and deed is said)
                    and not (word == "tell" and deed.i < verb.i)
                ):
                    yield from self._governed(kind, verb, deed, source, depth)
                    return
            if deed.tag_ != "VBG":
                kinds -= {"stop"}
            yield from self._transparent(kinds, verb, deed, source, depth)
            return
        if (
            word == "warn"
            and said is not None
            and negated(said)
            and (own := subject(said)) is not None
            and own.pos_ == "PRON"
        ):
            yield from self._governed("threaten", verb, said, source, depth)
            return
        if "say" in kinds and said is not None:
            yield from self._said(verb, said, depth)

    def _copula(self, verb: Token, deed: Token | None, source: str | None, depth: int) -> Iterator[Deed]:
        """ "Is ready to help", "is to visit", "is unable to"."""
        doing = next((c for c in verb.children if c.dep_ == "attr" and c.tag_ == "VBG"), None)
        if doing is not None:  # "is mediating", taken for a name that is given
            yield from (self._with_subject(done, verb) for done in self.reader.clause(doing, source, depth + 1))
            return
        adjective = next((child for child in verb.children if child.dep_ == "acomp"), None)
        kinds = operators().get(lemma(adjective), _NONE) if adjective is not None else _NONE
        if deed is None and adjective is not None and lemma(adjective) == "responsible":
            yield from responsible(self.resolver, verb, adjective, source)
        if deed is None and adjective is None and (engaged := self._engaged(verb, source)) is not None:
            yield engaged
            return
        if deed is None:
            inner = clause(adjective) if adjective is not None else None
            if inner is not None:
                yield from self.reader.clause(inner, source or self._source(verb), depth + 1)
            return
        if any(child.dep_ == "attr" for child in verb.children) and deed is not None:
            # "was the first leader to visit": the visit took place
            for done in self.reader.clause(deed, source, depth + 1):
                yield self._with_subject(done, verb)
            return
        if adjective is None:
            told = self.reader.clause(deed, source, depth + 1)
            for inner in told:
                yield promised(self._with_subject(replace(inner, modality=Modality.FUTURE), verb))
            if not told:
                yield from self._intended(verb, source)
            return
        for kind in ("agree", "vow"):
            if kind in kinds:
                yield from self._governed(kind, verb, deed, source, depth)
                return
        yield from self._transparent(kinds, verb, deed, source, depth)

    def _intended(self, verb: Token, source: str | None) -> Iterator[Deed]:
        """ "The government is to introduce longer sentences": whatever it is, who rules or would rule promises it."""
        doer = subject(verb)
        actors = self.reader.actors(verb, doer) if doer is not None else ()
        if actors and all(actor.side.sector in _RULING for actor in actors):
            yield Deed(verb, verb, "AGREE", None, actors, (), Modality.FUTURE, certainty.OPERATED, source=source,
                       shared=UNSHARED, why=("is to",))  # fmt: skip

    def _engaged(self, verb: Token, source: str | None) -> Deed | None:
        """ "Are on strike", "is in talks with Iran"."""
        for preposition, noun in prepositions(verb):
            rule = noun_rules().get(noun.lower_) or noun_rules().get(lemma(noun))
            if preposition not in ("on", "in", "under") or rule is None or rule.event_type not in _ENGAGING:
                continue
            doer = subject(verb)
            actors = self.reader.actors(verb, doer) if doer is not None else ()
            targets = tuple(recipients(self.resolver, noun, None, rule.event_type, passive=False))
            event_type = "PROTEST" if lemma(noun) == "strike" else rule.event_type
            mood = modality(verb)
            return Deed(noun, verb, event_type, rule.mode, actors, targets, mood, certainty.OPERATED, source=source,
                        why=("engaged in it",))  # fmt: skip
        return None

    def _source(self, verb: Token) -> str | None:
        speaker = subject(verb)
        return self.resolver.text(speaker) if speaker is not None else None

    def _governed(self, kind: str, verb: Token, deed: Token, source: str | None, depth: int) -> list[Deed]:
        inner = self.reader.clause(deed, None, depth + 1)
        passive = is_passive(verb)
        doer = agent(verb) if passive else subject(verb)
        actors = tuple(self.resolver.sides(doer)) if doer is not None else ()
        thing = subject(verb) if passive else direct_object(verb)
        targets: list[Resolved] = []
        if kind in ("request", "allow", "prevent", "accuse"):
            targets = self._addressed(verb, thing, deed)
            if kind == "request" and not targets and thing is None and deed.dep_ == "xcomp":
                return []  # "wanted to leave", "asked to speak": nobody else is to do it
        hostile = bool(inner) and inner[0].event_type not in FRIENDLY
        if not targets and inner:
            targets = [r for r in inner[0].recipients if all(r.token.i != a.token.i for a in actors)]
        if not targets and kind == "threaten":
            targets = self._conditioned(deed, verb)
        if not targets and not inner:
            targets = [
                r for r in recipients(self.resolver, deed, direct_object(deed), "AGREE", passive=False)
                if all(r.side.country != a.side.country or r.side.country is None for a in actors)
            ]  # fmt: skip
        event_type = "THREATEN" if kind == "vow" and hostile else _OPERATORS[kind]
        if kind in ("agree", "vow") and negated(deed):
            event_type = "REJECT" if not hostile else "AGREE"
        mood = modality(verb, reported=source is not None)
        if mood is Modality.NEGATED and kind in ("agree", "allow"):
            event_type, mood = "REJECT", Modality.ASSERTED
        shared = (inner[0].shared or inner[0].event_type if inner else UNSHARED) if speaks_alone(verb) else None
        why = (*(inner[0].why if inner else ()), f"operator {kind}")
        return [
            Deed(
                verb,
                verb,
                event_type,
                None,
                actors,
                tuple(targets),
                mood,
                certainty.OPERATED,
                passive,
                source,
                shared,
                why,
            )
        ]

    def _addressed(self, verb: Token, thing: Token | None, deed: Token) -> list[Resolved]:
        """Whom a demand, a permission or a charge is addressed to."""
        if thing is not None:
            found = self.resolver.sides(thing)
            if found:
                return found
        for preposition, noun in prepositions(verb):
            if preposition in ("on", "upon", "for", "to", "with", "against", "from", "of"):
                found = self.resolver.sides(noun)
                if found:
                    return found
        own = next((child for child in deed.children if child.dep_ in ("nsubj", "nsubjpass")), None)
        return self.resolver.sides(own) if own is not None else []

    def _conditioned(self, *verbs: Token) -> list[Resolved]:
        """To whom a threat is addressed that names nobody: who is to meet its condition ("if X goes ahead")."""
        for verb in verbs:
            for child in verb.children:
                marks = {mark.lower_ for mark in child.children if mark.dep_ == "mark"}
                if child.dep_ == "advcl" and marks & {"if", "unless", "until"}:
                    doer = next((c for c in child.children if c.dep_ == "nsubj" and c.pos_ != "PRON"), None)
                    found = [r for r in self.resolver.sides(doer) if r.political] if doer is not None else []
                    if found:
                        return found
        return []

    def _transparent(
        self, kinds: frozenset[str], verb: Token, deed: Token, source: str | None, depth: int
    ) -> Iterator[Deed]:
        kind = next((k for k in ("fail", "stop", "maybe", "same") if k in kinds), None)
        if kind is None:
            return
        outer = modality(verb, reported=source is not None)
        for inner in self.reader.clause(deed, source, depth + 1):
            found = self._with_subject(inner, verb)
            if kind == "fail":
                # what was to be agreed on and was not is refused
                given_up = {"AGREE": "REJECT", "SANCTION": "CONCEDE", "COERCE": "CONCEDE"}.get(found.event_type)
                found = replace(found, event_type=given_up) if given_up else replace(found, modality=Modality.NEGATED)
            elif kind == "maybe":
                found = replace(found, modality=Modality.HYPOTHETICAL)
            elif kind == "stop":
                ended = {"ASSAULT": "RETREAT"}.get(
                    found.event_type, "SANCTION" if found.event_type in FRIENDLY else "CONCEDE"
                )
                found = replace(found, event_type=ended, modality=outer)
            elif outer is not Modality.ASSERTED:
                found = promised(replace(found, modality=outer))
            yield replace(found, confidence=found.confidence * certainty.OPERATED, why=(*found.why, f"operator {kind}"))

    def _with_subject(self, deed: Deed, verb: Token) -> Deed:
        if deed.actors or deed.passive:
            return deed
        doer = subject(verb)
        return replace(deed, actors=tuple(self.resolver.sides(doer))) if doer is not None else deed

    def _said(self, verb: Token, said: Token, depth: int) -> Iterator[Deed]:
        speaker = subject(verb)
        source = self.resolver.text(speaker) if speaker is not None else None
        for inner in [said, *coordinated(said)]:
            demand = duty(self.resolver, verb, inner, speaker) or appraisal(self.resolver, verb, inner, speaker)
            if demand is not None:
                yield demand
                continue
            told = self.reader.clause(inner, source, depth + 1)
            blame = rivalry(self.resolver, verb, inner, speaker) if not told else None
            yield from [blame] if blame is not None else told
