"""The contexts of an event: what its sentence is about, by PLOVER's list.

Contexts and what they hold: PLOVER manual, draft 0.8, section "Context codes that can be used with any category"; the
names are POLECAT's (see the head of `data/contexts.tsv`). The manual would read the whole document; here the sentence
decides and the title only confirms, so that a report on several matters does not give each event all of them. The
manual's "special contexts" (future, hypothetical, negation) are the mention's modality.
"""

import re
from dataclasses import dataclass

from transforms.events.tables import TableError, cache, read_table

MOST_CONTEXTS = 3
"""Contexts that one event is given at most; the best told are kept."""

WEIGHTS = {"clear": 2, "weak": 1}
NO_CONTEXT = "-"
"""In the table: phrases that tell no context, though a word in them would."""

ENOUGH = 2
"""The weights of different words of a context that give it: one clear word or two weak ones."""

_WORD = re.compile(r"[a-z0-9]+(?:[/-][a-z0-9]+)*")
_TITLE_ADDS = 1


@dataclass(frozen=True)
class _Told:
    """What a word or phrase tells: `rest` are the words behind its first, `base` is it in the singular."""

    rest: tuple[str, ...]
    base: str
    context: str
    weight: int


def contexts_of(sentence: str, title: str = "") -> tuple[str, ...]:
    """The contexts of a sentence, at most `MOST_CONTEXTS`, by name; none where the evidence is thin.

    A word of the article's title adds to what the sentence says, but gives no context by itself.
    """
    found = _weights(sentence)
    if not found:
        return ()
    titled = _weights(title) if title else {}
    told = [
        (-weight, context)
        for context, weight in found.items()
        if weight + (_TITLE_ADDS if context in titled else 0) >= ENOUGH
    ]
    return tuple(sorted(context for _, context in sorted(told)[:MOST_CONTEXTS]))


def _weights(text: str) -> dict[str, int]:
    """The weight of each context in a text; a word counts once, however often it stands there.

    Of phrases that begin with one word the longest counts, and its words do not count again: "arms embargo" is one.
    """
    begins = _lexicon().get
    words = _words(text)
    seen: set[tuple[str, str]] = set()
    found: dict[str, int] = {}
    behind = 0
    for position, word in enumerate(words):
        phrases = begins(word)
        if phrases is None or position < behind:
            continue
        longest = 0
        for told in phrases:
            size = len(told.rest)
            if size < longest:
                break
            if size == 0 or tuple(words[position + 1 : position + 1 + size]) == told.rest:
                longest = size
                if told.context != NO_CONTEXT and (told.context, told.base) not in seen:
                    seen.add((told.context, told.base))
                    found[told.context] = found.get(told.context, 0) + told.weight
        behind = position + longest + 1
    return found


def _words(text: str) -> list[str]:
    """The words of a text in small letters, without the genitive's ending; hyphens join words."""
    return _WORD.findall(text.lower().replace("’", "'").replace("'s", ""))


@cache
def _lexicon() -> dict[str, tuple[_Told, ...]]:
    """What each first word may begin, the longest phrases first. Raises TableError for an unknown weight."""
    table: dict[str, list[_Told]] = {}
    for row in read_table("contexts"):
        if row["weight"] not in WEIGHTS:
            raise TableError([f"{row.where}: {row['weight']!r} is no weight: give one of {', '.join(WEIGHTS)}"])
        for phrase in row["words"].split("; "):
            for form in _forms(phrase):
                first, *rest = _words(form)
                told = _Told(tuple(rest), phrase, row["context"], WEIGHTS[row["weight"]])
                if told not in table.setdefault(first, []):
                    table[first].append(told)
    return {first: tuple(sorted(all_, key=lambda told: -len(told.rest))) for first, all_ in table.items()}


def _forms(phrase: str) -> tuple[str, ...]:
    """A phrase and its plural."""
    if phrase.endswith("y") and phrase[-2:-1] not in "aeiou":
        return phrase, phrase[:-1] + "ies"
    if phrase.endswith(("s", "x", "ch", "sh")):
        return phrase, phrase + "es"
    return phrase, phrase + "s"
