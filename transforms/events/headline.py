"""Titles: whether one is coded beside the text, and its words in sentence case for the parser."""

import re
from collections.abc import Iterator, Sequence

from schemas.records import Mention
from transforms.events.gate import actor_forms, trigger_forms
from transforms.events.gazetteer import Found, Gazetteer
from transforms.events.lexicon import words
from transforms.events.parsing import plain_case
from transforms.events.sentences import Sentence

TITLE_INDEX = -1
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_REPEATED = 0.8
_SMALL = words(
    "the a an of to in on at for with by from over after before as and or but if than that this is are was were be "
    "been has have had will would could may not no its their his her more most new old big says said say first last "
    "next up out off down into amid against about under between during without while who what how why when where"
)


def sentences(
    title: str, text: Sequence[Sentence], names: Gazetteer, year: int | None = None
) -> Iterator[tuple[Sentence, list[Found]]]:
    """The title as a sentence of its own, unless it is empty or the text's first sentence repeats it.

    `year` is the article's, as `Gazetteer.find` takes it.
    """
    words = {word.lower() for word in _WORD.findall(title)}
    if not words:
        return
    if text:
        first = {word.lower() for word in _WORD.findall(text[0].text)}
        if len(words & first) >= _REPEATED * len(words):
            return
    yield Sentence(TITLE_INDEX, 0, title), names.find(title, year)


def plain(title: str, found: Sequence[Found], text: Sequence[Sentence]) -> str:
    """A title in sentence case, of the same length; words that the text writes small are no names."""
    small = {word for sentence in text for word in _WORD.findall(sentence.text) if word[0].islower()}
    return plain_case(title, found, frozenset(small) | _SMALL | trigger_forms() | actor_forms())


def without_repeats(rows: Sequence[Mention]) -> list[Mention]:
    """An article's mentions without those of its title that its text tells as well, with the same or more sides."""
    told = [row for row in rows if row.sentence_index != TITLE_INDEX]
    return [row for row in rows if row.sentence_index != TITLE_INDEX or not any(_repeats(row, other) for other in told)]


def _repeats(title: Mention, other: Mention) -> bool:
    return title.event_type == other.event_type and all(
        one.country is None or one.text is None or one.country == two.country
        for one, two in ((title.actor, other.actor), (title.recipient, other.recipient))
    )
