"""Finds the lexicon's phrases in a text, the longest at each place, at word boundaries."""

import re
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from transforms.events.lexicon import Entity, entities, in_year, namesakes

# "US-backed forces" are not the US; "anti-American" protesters are no Americans; "Israeli-Moroccan" is both.
_TAIL = re.compile(r"-[a-z]")
_HEAD = re.compile(r"(?:\b(?:[Pp]ro|[Aa]nti|[Nn]on|[Ee]x)-|[\w@#/]|\.\w*)\Z")
_DISTRICT = re.compile(r",? (?:Avenue|Street|Road|Park|Square|Post|Times|Herald|Journal|Tribune|Stock|Exchange)\b")


@dataclass(frozen=True)
class Found:
    """A phrase of the lexicon in a text, by code points."""

    start: int
    end: int
    entity: Entity


class Gazetteer:
    """The lexicon as an automaton."""

    def __init__(self) -> None:
        table = entities()
        self._phrases = sorted(table)
        self._entities = [table[phrase] for phrase in self._phrases]
        # a name that a later file gives to something else is no longer a leader's
        shared = {phrase: people for phrase, people in namesakes().items() if table[phrase] in people}
        self._namesakes = [shared.get(phrase) for phrase in self._phrases]
        self._automaton = AhoCorasick(self._phrases, matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str, year: int | None = None) -> list[Found]:
        """The phrases in a text, in order and apart from each other; phrases of kind none are left out.

        `year` is when the text was written: of leaders who share a name it decides who is meant.
        """
        found = []
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            entity, people = self._entities[index], self._namesakes[index]
            if people is not None and year is not None:
                entity = in_year(people, year)
            if entity.kind == "none" or (end < len(text) and (text[end].isalnum() or text[end] == "@")):
                continue
            if start and _HEAD.search(text, max(0, start - 5), start):
                continue
            tail = text[end : end + 12]
            if _TAIL.match(tail) or (entity.kind == "capital" and _DISTRICT.match(tail)):
                continue
            found.append(Found(start, end, entity))
        return found


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, built once a process."""
    return Gazetteer()
