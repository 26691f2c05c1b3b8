"""Codes articles: the gate, one parse for all their sentences, and the mentions of each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from schemas.codes import CodingStatus
from schemas.records import Article, Mention
from schemas.times import day_of
from transforms.events import certainty, headline, quiet
from transforms.events.actors import Resolver
from transforms.events.assemble import mentions
from transforms.events.composition import Composer
from transforms.events.deeds import Deed
from transforms.events.gate import passes
from transforms.events.gazetteer import Found, gazetteer
from transforms.events.lexicon import words
from transforms.events.memory import Memory, by_frequency
from transforms.events.parsing import LONGEST_TOKENS, Parsed, annotate, load_model, show_surnames
from transforms.events.places import dateline_country, domain_country, load_cities, places_in
from transforms.events.roles import subject
from transforms.events.sentences import Sentence, dateline, split
from transforms.events.tables import cache
from transforms.events.titles import strangers, titled_in, without_namesakes

CODER_VERSION = "4"
MOST_SENTENCES = 400
"""Sentences of one article that are looked at, which bounds the time that one article can take.

400 sentences are about 8,000 words, more than the longest reports have; what is longer is a transcript, a live page or
a list, whose news stands at its beginning.
"""

_ENGLISH = words("the of and that was were with for said is has have from which are not been this by")
_ENGLISH_SHARE = 0.06
_JUDGED_WORDS = 20
_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Halves of characters, which no UTF-8 can hold; the parser takes none."""


@dataclass
class _Reading:
    """An article being coded: its sentences that passed the gate, with the text to parse and the names in them."""

    article: Article
    memory: Memory
    published: date | None
    kept: list[tuple[Sentence, str, list[Found]]]


class Coder:
    """Turns articles into mentions; holds the parser, so make one a process (`load_coder`)."""

    def __init__(self) -> None:
        self._model: Any = load_model()
        self._gazetteer = gazetteer()
        load_cities()

    def code(self, articles: Sequence[Article], least: float = certainty.LEAST) -> list[tuple[Article, list[Mention]]]:
        """Each article with its coding status set, and its mentions, in the order given.

        Mentions of a confidence below `least` are left out. What comes out for one article depends on no other.
        """
        readings = [self._read(article) if is_english(article) else None for article in articles]
        waiting = [kept for reading in readings if reading for kept in reading.kept]
        parsed = iter(self._parse(waiting))
        coded: list[tuple[Article, list[Mention]]] = []
        for article, reading in zip(articles, readings, strict=True):
            if reading is None:
                coded.append((replace(article, coding_status=CodingStatus.LANGUAGE.value), []))
                continue
            rows = self._mentions(reading, [next(parsed) for _ in reading.kept], least)
            status = CodingStatus.CODED if rows else CodingStatus.NO_EVENT
            coded.append((replace(article, coding_status=status.value), rows))
        return coded

    def _parse(self, kept: list[tuple[Sentence, str, list[Found]]]) -> Iterator[Any]:
        docs = [
            show_surnames(self._tokens(text), names, len(sentence.text) - len(text)) for sentence, text, names in kept
        ]
        self._model.parse(docs)
        return iter(docs)

    def _tokens(self, text: str) -> Any:
        doc = self._model.make_doc(text)
        return doc if len(doc) <= LONGEST_TOKENS else doc[:LONGEST_TOKENS].as_doc()

    def _read(self, article: Article) -> _Reading:
        sentences = split(_SURROGATE.sub("\ufffd", article.text))[:MOST_SENTENCES]
        title = _SURROGATE.sub("\ufffd", article.title or "")
        published = day_of(article.published_at) if article.published_at is not None else None
        year = published.year if published is not None else None
        found = [(sentence, self._gazetteer.find(sentence.text, year)) for sentence in sentences]
        memory = Memory(ground=dateline_country(_first_dateline(sentences)), year=year)
        countries = by_frequency(names for _, names in found)
        others = {surname for sentence, names in found for surname in strangers(sentence.text, names)}
        found = [(sentence, without_namesakes(sentence.text, names, others)) for sentence, names in found]
        placed = [(sentence, self._names(sentence.text, names, year, countries, others)) for sentence, names in found]
        memory.read([(title, self._gazetteer.find(title, year)), *((s.text, names) for s, names in placed)])
        memory.ground = memory.ground or domain_country(article.source_domain)
        kept: list[tuple[Sentence, str, list[Found]]] = []
        for sentence, names in [*headline.sentences(title, sentences, self._gazetteer, year), *placed]:
            known = memory.find(sentence.text, names)
            if self._passes(sentence, known, memory):
                text = headline.plain(sentence.text, known, sentences) if sentence.index < 0 else sentence.text
                kept.append((sentence, text[dateline(text) :], known))
        return _Reading(article, memory, published, kept)

    def _passes(self, sentence: Sentence, known: list[Found], memory: Memory) -> bool:
        named = any(match.entity.kind != "city" for match in known)
        bodies = {match.entity.name for match in known if match.entity.sector in ("PTY", "OPP", "LEG", "GOV")}
        return passes(sentence.text, named, bool(memory.people or memory.focus), len(bodies) > 1)

    def _names(
        self, text: str, names: list[Found], year: int | None, countries: list[str], others: set[str]
    ) -> list[Found]:
        """The names of a sentence: the gazetteer's, people known by their title, and places."""
        titled = titled_in(text, names, year, countries, others)
        return sorted([*names, *titled, *places_in(text, [*names, *titled])], key=lambda match: match.start)

    def _mentions(self, reading: _Reading, docs: list[Any], least: float) -> list[Mention]:
        rows: list[Mention] = []
        where = quiet.setting(reading.article)
        for (sentence, text, names), doc in zip(reading.kept, docs, strict=True):
            parsed = annotate(sentence, doc, names, len(sentence.text) - len(text))
            deeds = [deed for deed in self._deeds(parsed, reading.memory) if not quiet.is_quiet(deed, parsed, where)]
            rows += mentions(reading.article, parsed, deeds, reading.published, least)
            reading.memory.pass_by(names)
        return headline.without_repeats(rows)

    def _composer(self, parsed: Parsed, memory: Memory) -> Composer:
        return Composer(Resolver(parsed, memory))

    def _deeds(self, parsed: Parsed, memory: Memory) -> list[Deed]:
        composer = self._composer(parsed, memory)
        roots = [sentence.root for sentence in parsed.doc.sents]
        for root in roots:
            _follow(composer.resolver, memory, root)
        return [deed for root in roots for deed in composer.sentence(root)]


def _first_dateline(sentences: Sequence[Sentence]) -> str:
    return sentences[0].text[: dateline(sentences[0].text)] if sentences else ""


def _follow(resolver: Resolver, memory: Memory, root: Any) -> None:
    """Notes whom the sentence is about, so that "he" and "they" can be understood here and later."""
    doer = subject(root)
    others = [
        t for t in root.subtree if t.dep_ in ("nsubj", "nsubjpass") or (t.dep_ == "pobj" and t.head.dep_ == "agent")
    ]
    person = None
    for token in [*([doer] if doer is not None else []), *others]:
        if token.pos_ == "PRON":
            if token is doer:
                return
            continue
        sides = resolver.sides(token)
        if not sides:
            continue
        name, role = resolver.name_at(token), resolver.role(token)
        if (name is not None and name.entity.kind == "person") or (role is not None and role.weight == "title"):
            person = person or sides[0].side
        elif name is not None and name.entity.kind == "demonym" and token.tag_ in ("NN", "NNP"):
            person = person or sides[0].side  # "the Spaniard"
        elif token is doer and (sides[0].side.country or sides[0].side.sector):
            memory.group = sides[0].side
    if person is None:
        named = [t for t in root.subtree if (n := resolver.name_at(t)) is not None and n.entity.kind == "person"]
        person = next((resolved.side for token in named for resolved in resolver.sides(token)), None)
    memory.person = person or memory.person


def is_english(article: Article) -> bool:
    """Whether an article is coded: its language is English, or unknown and its words look English.

    A text that is too short to judge counts as English.
    """
    if article.language is not None:
        return article.language.lower().split("-")[0] == "en"
    words = (f"{article.title or ''} {article.text[:2000]}").lower().split()
    if len(words) < _JUDGED_WORDS:
        return True
    return sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words)


@cache
def load_coder() -> Coder:
    """The process's coder: the model and the lexicon are loaded once."""
    return Coder()
