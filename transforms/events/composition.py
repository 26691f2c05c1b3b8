"""From a sentence to deeds: which of its clauses count, and what a clause's verb reports by itself."""

from dataclasses import replace

from transforms.events import certainty
from transforms.events.actors import Resolver
from transforms.events.deeds import UNSHARED, Deed, between_states, promised
from transforms.events.implied import authority, with_recipient
from transforms.events.modality import modality
from transforms.events.nominal import nominal
from transforms.events.operators import Operators, speaks_alone
from transforms.events.pairing import is_weapon, pairs
from transforms.events.parsing import Token
from transforms.events.recipients import recipients
from transforms.events.roles import (
    agent,
    coordinated,
    direct_object,
    gerund,
    is_passive,
    prepositions,
    subject,
)
from transforms.events.rules import NO_EVENT, NounRule, VerbRule
from transforms.events.sides import Resolved
from transforms.events.triggers import event_noun, is_narrow, object_classes, rule_for

_DEPTH = 5
_OTHER_CLAUSES = frozenset({"acl", "advcl", "relcl", "pcomp", "ccomp", "xcomp", "conj", "parataxis"})
_STRONG_CLAUSES = frozenset({"acl", "advcl", "relcl", "conj"})
_DOCUMENTS = frozenset({"paper", "accord", "law", "letter", "call_for"})
_PAPERS = frozenset({"accord", "law"})


class Composer:
    """Reads the deeds out of one parsed sentence."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self._operators = Operators(self)
        self._read: set[int] = set()

    def sentence(self, root: Token) -> list[Deed]:
        """The deeds of a sentence's root, the verbs joined to it, and what these govern.

        Where these report nothing, those of its other clauses, and last those that nouns name; less sure.
        """
        found = [deed for verb in [root, *coordinated(root)] for deed in self.clause(verb)]
        told = any(True for deed in found for _ in pairs(deed))
        for token in root.subtree:
            if token.pos_ == "VERB" and token.dep_ in _OTHER_CLAUSES and token.i not in self._read:
                deeds = [replace(deed, confidence=deed.confidence * certainty.SECONDARY) for deed in self.clause(token)]
                if not told and any(True for deed in deeds for _ in pairs(deed)):
                    found, told = [*found, *deeds], True
                else:
                    found += [deed for deed in deeds if token.dep_ in _STRONG_CLAUSES and between_states(deed)]
        deeds = found if told else [*found, *nominal(self.resolver, root)]
        return [self.completed(deed) for deed in deeds]

    def completed(self, deed: Deed) -> Deed:
        """A deed with the recipient that its clause leaves out."""
        return with_recipient(self.resolver, deed)

    def clause(self, verb: Token, source: str | None = None, depth: int = 0) -> list[Deed]:
        """The deeds that one verb reports; `source` says who says so."""
        self._read.add(verb.i)
        if depth > _DEPTH or verb.pos_ not in ("VERB", "AUX", "NOUN", "ADJ", "PROPN"):
            return []
        thing = direct_object(verb)
        if thing is not None and not is_passive(verb) and is_narrow(rule_for(verb, thing, self.resolver)):
            return self._plain(verb, source, depth)
        if thing is not None and (said := self._document(verb, thing, depth)):
            return said
        found = list(self._operators.deeds(verb, source, depth))
        if found:
            return found
        return self._plain(verb, source, depth)

    def rule(self, verb: Token, patient: Token | None) -> VerbRule | NounRule | None:
        """The rule of a verb with what it is done to, or of the event noun that it only carries."""
        return rule_for(verb, patient, self.resolver) or event_noun(verb, patient)

    def _document(self, verb: Token, thing: Token, depth: int) -> list[Deed]:
        """ "Approved a resolution criticising X", "issued a statement demanding ...": its words are the issuer's."""
        if not object_classes(thing, self.resolver.parsed) & _DOCUMENTS or self.resolver.parsed.is_name(thing):
            return []
        doer = subject(verb)
        inner = next((c for c in thing.children if c.dep_ == "acl" and c.tag_ == "VBG"), None)
        if inner is None or doer is None:
            return []
        actors = self.actors(verb, doer)
        return [replace(deed, actors=actors) for deed in self.clause(inner, None, depth + 1)] if actors else []

    # --- a verb by itself -----------------------------------------------------------------------------------------

    def _plain(self, verb: Token, source: str | None, depth: int) -> list[Deed]:
        thing = direct_object(verb)
        passive = is_passive(verb)
        patient = subject(verb) if passive else thing
        rule = self.rule(verb, patient)
        if rule is None or rule.event_type == NO_EVENT:
            return []
        doer = agent(verb) if passive else subject(verb)
        actors = self.actors(verb, doer)
        if isinstance(rule, VerbRule) and rule.swapped and not passive:
            return [self._undergone(verb, rule, actors, thing, source)]
        targets = recipients(self.resolver, verb, patient, rule.event_type, passive=passive)
        if not targets and thing is not None and (done := gerund(verb) or gerund(thing)) is not None:
            targets = [r for inner in self.clause(done, None, _DEPTH) for r in inner.recipients]
        if not targets and rule.event_type == "PROTEST" and depth < _DEPTH:
            targets = self._protested(verb)
        if not actors and (passive or is_weapon(doer)):
            actors = authority(self.resolver, verb, rule.event_type)
        joint = len(actors) > 1 and "drill" in self._classes(patient)
        # missiles that are fired at nobody are a show of force
        test = rule.event_type == "ASSAULT" and not targets and "missile" in self._classes(patient)
        deed = Deed(
            trigger=verb,
            verb=verb,
            event_type="COOPERATE" if joint else "MOBILIZE" if test else rule.event_type,
            mode=rule.mode,
            actors=actors,
            recipients=tuple(targets),
            modality=modality(verb, reported=source is not None),
            confidence=certainty.PLAIN,
            passive=passive,
            source=source,
            shared=UNSHARED if rule.event_type == "AGREE" and speaks_alone(verb) else None,
        )
        return [promised(deed)]

    def _classes(self, thing: Token | None) -> frozenset[str]:
        return object_classes(thing, self.resolver.parsed) if thing is not None else frozenset()

    def _undergone(
        self, verb: Token, rule: VerbRule, victims: tuple[Resolved, ...], thing: Token | None, source: str | None
    ) -> Deed:
        """ "Faces charges", "received aid from Japan": what is done to the subject, by whom a preposition names."""
        doers = [
            resolved
            for head in (verb, thing)
            if head is not None
            for preposition, noun in prepositions(head)
            if preposition in ("from", "by")
            for resolved in self.resolver.sides(noun)
        ]
        if not doers and rule.event_type == "ACCUSE":
            doers = list(authority(self.resolver, verb, "COERCE"))
        return Deed(verb, verb, rule.event_type, rule.mode, tuple(doers), victims, modality(verb), certainty.PLAIN,
                    passive=True, source=source)  # fmt: skip

    def _protested(self, verb: Token) -> list[Resolved]:
        """Against whom a protest is: whom its purpose names ("rallied to demand that ...")."""
        for child in verb.subtree:
            if child.dep_ in ("advcl", "xcomp", "acl") and child.pos_ == "VERB" and child.i > verb.i:
                for inner in self.clause(child, None, _DEPTH):
                    found = [r for r in inner.recipients if r.side.country is not None]
                    if found:
                        return found
        return []

    def actors(self, verb: Token, doer: Token | None) -> tuple[Resolved, ...]:
        """The sides that do a deed; "started a campaign calling for ..." is the campaigners' deed."""
        if doer is not None and object_classes(doer, self.resolver.parsed) & _PAPERS:
            # an agreement does nothing: "the accords, which normalized Israel's relations with Bahrain"
            thing = direct_object(verb)
            owner = next((c for c in thing.lefts if c.dep_ == "poss"), None) if thing is not None else None
            return tuple(self.resolver.sides(owner)) if owner is not None else ()
        found = self.resolver.sides(doer) if doer is not None else []
        if (
            doer is None
            and is_passive(verb)
            and (patient := subject(verb)) is not None
            and "ban" in object_classes(patient, self.resolver.parsed)
        ):
            # "UN sanctions were lifted" by whose they are
            owners = [child for child in patient.lefts if self.resolver.name_at(child) is not None]
            found = [resolved for owner in owners for resolved in self.resolver.sides(owner)]
        if not found and verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.dep_ in ("dobj", "attr"):
            above = subject(verb.head.head)
            found = self.resolver.sides(above) if above is not None else []
        return tuple(found)
