"""From a clause to deeds: what its verb reports, by itself or together with the deed that it governs.

"Agreed to release" is AGREE, "threatened to attack" THREATEN, "began shelling" ASSAULT; "will" with a friendly
deed is AGREE and with a hostile one THREATEN (PLOVER codebook, on statements about acts still to come).
"""

from collections.abc import Iterator
from dataclasses import replace

from schemas.codes import Modality
from transforms.events.actors import Resolved, Resolver
from transforms.events.deeds import Deed, between_states, promised
from transforms.events.modality import modality, negated
from transforms.events.nominal import nominal
from transforms.events.pairing import pairs
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
from transforms.events.rules import FRIENDLY, NO_EVENT, naming_verbs, operators
from transforms.events.statements import appraisal, duty, named, responsible
from transforms.events.triggers import event_noun, is_narrow, object_classes, rule_for

_NONE: frozenset[str] = frozenset()
_DEPTH = 5
_SECONDARY = 0.7
_OTHER_CLAUSES = frozenset({"acl", "advcl", "relcl", "pcomp", "ccomp", "xcomp", "conj", "parataxis"})
_STRONG_CLAUSES = frozenset({"acl", "advcl", "relcl", "conj"})
_SPOKEN = 1.0
_OPERATED = 0.9
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
_PAPERS = frozenset({"accord", "law"})


class Composer:
    """Reads the deeds out of one parsed sentence."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self._read: set[int] = set()

    def sentence(self, root: Token) -> list[Deed]:
        """The deeds of a sentence's root, the verbs joined to it, and what these govern.

        Where these report nothing, those of its other clauses, and last those that nouns name; less sure.
        """
        found = [deed for verb in [root, *coordinated(root)] for deed in self.clause(verb)]
        told = any(True for deed in found for _ in pairs(deed))
        for token in root.subtree:
            if token.pos_ == "VERB" and token.dep_ in _OTHER_CLAUSES and token.i not in self._read:
                deeds = [replace(deed, confidence=deed.confidence * _SECONDARY) for deed in self.clause(token)]
                if not told and any(True for deed in deeds for _ in pairs(deed)):
                    found, told = [*found, *deeds], True
                else:
                    found += [deed for deed in deeds if token.dep_ in _STRONG_CLAUSES and between_states(deed)]
        return found if told else [*found, *nominal(self.resolver, root)]

    def clause(self, verb: Token, source: str | None = None, depth: int = 0) -> list[Deed]:
        """The deeds that one verb reports; `source` says who says so."""
        self._read.add(verb.i)
        if depth > _DEPTH or verb.pos_ not in ("VERB", "AUX", "NOUN", "ADJ", "PROPN"):
            return []
        thing = direct_object(verb)
        if thing is not None and not is_passive(verb) and is_narrow(rule_for(verb, thing, self.resolver)):
            return self._plain(verb, source, depth)
        found = list(self._operated(verb, source, depth))
        if found:
            return found
        return self._plain(verb, source, depth)

    # --- a verb by itself -----------------------------------------------------------------------------------------

    def _plain(self, verb: Token, source: str | None, depth: int) -> list[Deed]:
        thing = direct_object(verb)
        passive = is_passive(verb)
        patient = subject(verb) if passive else thing
        rule = rule_for(verb, patient, self.resolver) or event_noun(verb, patient)
        if rule is None or rule.event_type == NO_EVENT:
            return []
        doer = agent(verb) if passive else subject(verb)
        actors = self._actors(verb, doer)
        targets = recipients(self.resolver, verb, patient, rule.event_type, passive=passive)
        if not targets and thing is not None and (done := gerund(verb) or gerund(thing)) is not None:
            targets = [r for inner in self.clause(done, None, _DEPTH) for r in inner.recipients]
        if not targets and rule.event_type == "PROTEST" and depth < _DEPTH:
            targets = self._protested(verb)
        deed = Deed(
            trigger=verb,
            verb=verb,
            event_type=rule.event_type,
            mode=rule.mode,
            actors=actors,
            recipients=tuple(targets),
            modality=modality(verb, reported=source is not None),
            confidence=_SPOKEN,
            passive=passive,
            source=source,
        )
        return [promised(deed)]

    def _protested(self, verb: Token) -> list[Resolved]:
        """Against whom a protest is: whom its purpose names ("rallied to demand that ...")."""
        for child in verb.subtree:
            if child.dep_ in ("advcl", "xcomp", "acl") and child.pos_ == "VERB" and child.i > verb.i:
                for inner in self.clause(child, None, _DEPTH):
                    found = [r for r in inner.recipients if r.side.country is not None]
                    if found:
                        return found
        return []

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

    def _actors(self, verb: Token, doer: Token | None) -> tuple[Resolved, ...]:
        """The sides that do a deed; "started a campaign calling for ..." is the campaigners' deed."""
        if doer is not None and object_classes(doer) & _PAPERS:
            # an agreement does nothing: "the accords, which normalized Israel's relations with Bahrain"
            thing = direct_object(verb)
            owner = next((c for c in thing.lefts if c.dep_ == "poss"), None) if thing is not None else None
            return tuple(self.resolver.sides(owner)) if owner is not None else ()
        found = self.resolver.sides(doer) if doer is not None else []
        if (
            doer is None
            and is_passive(verb)
            and (patient := subject(verb)) is not None
            and "ban" in object_classes(patient)
        ):
            # "UN sanctions were lifted" by whose they are
            owners = [child for child in patient.lefts if self.resolver.name_at(child) is not None]
            found = [resolved for owner in owners for resolved in self.resolver.sides(owner)]
        if not found and verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.dep_ in ("dobj", "attr"):
            above = subject(verb.head.head)
            found = self.resolver.sides(above) if above is not None else []
        return tuple(found)

    # --- a verb that governs a deed -------------------------------------------------------------------------------

    def _operated(self, verb: Token, source: str | None, depth: int) -> Iterator[Deed]:
        word = lemma(verb)
        deed = infinitive(verb)
        if word in naming_verbs():
            doer = subject(verb)
            yield from named(self.resolver, verb, self._actors(verb, doer) if doer is not None else (), source)
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
        if deed is not None:
            for kind in ("threaten", "agree", "vow", "reject", "request", "allow", "prevent", "accuse"):
                if kind in kinds and not (kind == "threaten" and deed is said):
                    yield from self._governed(kind, verb, deed, source, depth)
                    return
            if deed.tag_ != "VBG":
                kinds -= {"stop"}
            yield from self._transparent(kinds, verb, deed, source, depth)
            return
        if "say" in kinds and said is not None:
            yield from self._said(verb, said, depth)

    def _copula(self, verb: Token, deed: Token | None, source: str | None, depth: int) -> Iterator[Deed]:
        """ "Is ready to help", "is to visit", "is unable to"."""
        adjective = next((child for child in verb.children if child.dep_ == "acomp"), None)
        kinds = operators().get(lemma(adjective), _NONE) if adjective is not None else _NONE
        if deed is None and adjective is not None and lemma(adjective) == "responsible":
            yield from responsible(self.resolver, verb, adjective, source)
        if deed is None:
            inner = clause(adjective) if adjective is not None else None
            if inner is not None:
                yield from self.clause(inner, source or self._source(verb), depth + 1)
            return
        if any(child.dep_ == "attr" for child in verb.children):
            # "was the first leader to visit": the visit took place
            for done in self.clause(deed, source, depth + 1):
                yield self._with_subject(done, verb)
            return
        if adjective is None:
            for inner in self.clause(deed, source, depth + 1):
                yield promised(self._with_subject(replace(inner, modality=Modality.FUTURE), verb))
            return
        for kind in ("agree", "vow"):
            if kind in kinds:
                yield from self._governed(kind, verb, deed, source, depth)
                return
        yield from self._transparent(kinds, verb, deed, source, depth)

    def _source(self, verb: Token) -> str | None:
        speaker = subject(verb)
        return self.resolver.text(speaker) if speaker is not None else None

    def _governed(self, kind: str, verb: Token, deed: Token, source: str | None, depth: int) -> list[Deed]:
        inner = self.clause(deed, None, depth + 1)
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
        return [Deed(verb, verb, event_type, None, actors, tuple(targets), mood, _OPERATED, passive, source)]

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

    def _transparent(
        self, kinds: frozenset[str], verb: Token, deed: Token, source: str | None, depth: int
    ) -> Iterator[Deed]:
        kind = next((k for k in ("fail", "stop", "maybe", "same") if k in kinds), None)
        if kind is None:
            return
        outer = modality(verb, reported=source is not None)
        for inner in self.clause(deed, source, depth + 1):
            found = self._with_subject(inner, verb)
            if kind == "fail":
                # what was to be agreed on and was not is refused
                refused = found.event_type == "AGREE"
                found = replace(found, event_type="REJECT") if refused else replace(found, modality=Modality.NEGATED)
            elif kind == "maybe":
                found = replace(found, modality=Modality.HYPOTHETICAL)
            elif kind == "stop":
                ended = {"ASSAULT": "RETREAT"}.get(
                    found.event_type, "SANCTION" if found.event_type in FRIENDLY else "CONCEDE"
                )
                found = replace(found, event_type=ended, modality=outer)
            elif outer is not Modality.ASSERTED:
                found = promised(replace(found, modality=outer))
            yield replace(found, confidence=found.confidence * _OPERATED)

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
            else:
                yield from self.clause(inner, source, depth + 1)
