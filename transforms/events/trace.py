"""Watches the coder at work on one article: which sentences it let through, what each clause gave, whom it asked for.

The coder's own steps run; what stands here only notes what they were given and what they gave, for `explain`.
"""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from schemas.records import Article, Mention
from transforms.events.actors import Resolver
from transforms.events.coder import Coder
from transforms.events.composition import Composer
from transforms.events.deeds import Deed
from transforms.events.folding import fold
from transforms.events.gazetteer import Found
from transforms.events.lexicon import Entity, entities
from transforms.events.memory import Memory
from transforms.events.parsing import Name, Parsed, Token
from transforms.events.rules import NounRule, VerbRule
from transforms.events.sentences import Sentence
from transforms.events.sides import Resolved


@dataclass
class Clause:
    """What the coder made of one verb: its rule (`asked` says that it looked for one), what it governs, its deeds."""

    verb: Token
    asked: bool = False
    patient: Token | None = None
    rule: VerbRule | NounRule | None = None
    inner: list["Clause"] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)


@dataclass(frozen=True)
class Composed:
    """A deed as its clause or noun gave it (`read`), and with the sides that these left out (`deed`)."""

    read: Deed
    deed: Deed


class TracingResolver(Resolver):
    """A resolver that tells how it came to the sides of each token that it was asked for."""

    def __init__(self, parsed: Parsed, memory: Memory) -> None:
        super().__init__(parsed, memory)
        self.ways: dict[int, str] = {}

    @property
    def known(self) -> dict[int, list[Resolved]]:
        """The sides found so far, by token; empty ones too."""
        return self._known

    def owners(self, token: Token) -> list[Entity]:
        """The names that say whose it is that a phrase names."""
        return self._owners(token)

    def _pronoun(self, token: Token) -> Iterator[Resolved]:
        self.ways[token.i] = "pronoun"
        return super()._pronoun(token)

    def _named(self, token: Token, name: Name) -> Iterator[Resolved]:
        self.ways[token.i] = "name"
        return super()._named(token, name)

    def _described(self, token: Token) -> Iterator[Resolved]:
        self.ways[token.i] = "described"
        return super()._described(token)


class TracingComposer(Composer):
    """A composer that keeps each clause it read and each deed it handed on."""

    def __init__(self, resolver: TracingResolver) -> None:
        super().__init__(resolver)
        self.sides = resolver
        self.clauses: list[Clause] = []
        self.composed: list[Composed] = []
        self._open: list[Clause] = []

    def clause(self, verb: Token, source: str | None = None, depth: int = 0) -> list[Deed]:
        """As `Composer.clause`."""
        one = Clause(verb)
        (self._open[-1].inner if self._open else self.clauses).append(one)
        self._open.append(one)
        try:
            one.deeds = super().clause(verb, source, depth)
        finally:
            self._open.pop()
        return one.deeds

    def rule(self, verb: Token, patient: Token | None) -> VerbRule | NounRule | None:
        """As `Composer.rule`."""
        one = self._open[-1]
        one.asked, one.patient, one.rule = True, patient, super().rule(verb, patient)
        return one.rule

    def completed(self, deed: Deed) -> Deed:
        """As `Composer.completed`."""
        found = super().completed(deed)
        self.composed.append(Composed(deed, found))
        return found


@dataclass
class Looked:
    """A sentence as the coder saw it, in the article's order.

    `names` are the names known in it, `how` what found each of them; `memory` is the article's, as it was while the
    sentence was coded. Where the gate let it through there is a parse, with the composer that read it, the sides of
    each phrase that was asked for (by token), and the deeds.
    """

    sentence: Sentence
    names: list[Found]
    how: dict[Found, str]
    passed: bool
    memory: Memory
    parsed: Parsed | None = None
    composer: TracingComposer | None = None
    sides: dict[int, list[Resolved]] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)


@dataclass(frozen=True)
class Trace:
    """An article with its coding status, the sentences that were looked at, and the mentions that were made of it."""

    article: Article
    looked: list[Looked]
    mentions: list[Mention]


class TracingCoder(Coder):
    """A coder that codes one article at a time and tells how."""

    def __init__(self) -> None:
        super().__init__()
        self._looked: list[Looked] = []
        self._listed: dict[str, tuple[list[Found], list[Found]]] = {}

    def trace(self, article: Article) -> Trace:
        """Codes an article; its mentions are those that `code` gives."""
        self._looked, self._listed = [], {}
        [(coded, rows)] = self.code([article])
        return Trace(coded, self._looked, rows)

    def _names(self, text: str, names: list[Found], *about: Any, **more: Any) -> list[Found]:
        found = super()._names(text, names, *about, **more)
        self._listed[text] = names, [match for match in found if match not in names]
        return found

    def _passes(self, sentence: Sentence, known: list[Found], memory: Memory) -> bool:
        passed = super()._passes(sentence, known, memory)
        # of the title, which is not looked through for more, only the memory's people are no listed names
        listed, added = self._listed.get(sentence.text, (None, []))
        how = {}
        for match in known:
            if match in added:
                how[match] = "place" if match.entity.kind == "city" else "title"
            else:
                found = (
                    match in listed
                    if listed is not None
                    else fold(sentence.text[match.start : match.end]) in entities()
                )
                how[match] = "list" if found else "memory"
        self._looked.append(Looked(sentence, known, how, passed, memory))
        return passed

    def _composer(self, parsed: Parsed, memory: Memory) -> Composer:
        looked = next(one for one in self._looked if one.sentence == parsed.sentence)
        looked.parsed, looked.composer = parsed, TracingComposer(TracingResolver(parsed, memory))
        return looked.composer

    def _deeds(self, parsed: Parsed, memory: Memory) -> list[Deed]:
        deeds = super()._deeds(parsed, memory)
        looked = next(one for one in self._looked if one.sentence == parsed.sentence)
        looked.deeds = deeds
        looked.memory = copy(memory)
        looked.memory.order = list(memory.order)
        if looked.composer is not None:
            looked.sides = dict(looked.composer.sides.known)
            # so that questions asked later find the article as it stood
            looked.composer.resolver.memory = looked.memory
        return deeds
