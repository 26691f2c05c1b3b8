"""Finds the lexicon's phrases in a text, the longest at each place, at word boundaries."""

import re
from calendar import day_name, month_name
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from transforms.events.folding import fold
from transforms.events.lexicon import Entity, entities, given_names, in_year, leaders, namesakes, roles
from transforms.events.tables import cache

# "US-backed forces" are not the US; "anti-American" protesters are no Americans; "Israeli-Moroccan" is both.
_TAIL = re.compile(r"-(?!flagged|owned|registered|run\b)[a-z]")
_HEAD = re.compile(r"(?:\b(?:[Pp]ro|[Aa]nti|[Nn]on|[Ee]x)-|[\w@#/]|\.\w*)\Z")
_GIVEN = re.compile(r"(?:\A|[\s(\"“])([A-Z][\w'’-]*)\.?(?: [A-Z]\.)? \Z")
_SURNAME = re.compile(r" ([A-Z][\w'’-]+)")
_COURTESY = frozenset({"Mr", "Mrs", "Ms", "Miss", "Dr", "Sir", "Lord", "Lady", "Dame", "Madame", "Comrade"})
_CALENDAR = frozenset([*day_name, *month_name])
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

        Accents do not count ("Erdoğan", "Erdogan"). `year` is when the text was written: of leaders who share a name
        it decides who is meant.
        """
        found = []
        for index, start, end in self._automaton.find_matches_as_indexes(fold(text)):
            entity, people = self._entities[index], self._namesakes[index]
            if people is not None and year is not None:
                entity = in_year(people, year)
            if entity.kind == "none" or (end < len(text) and (text[end].isalnum() or text[end] in "@$")):
                continue
            if start and _HEAD.search(text, max(0, start - 5), start):
                continue
            if entity.kind == "person" and self._is_stranger(index, text, start, end):
                continue
            tail = text[end : end + 12]
            if _TAIL.match(tail) or (entity.kind == "capital" and _DISTRICT.match(tail)):
                continue
            found.append(Found(start, end, entity))
        return found

    def _is_stranger(self, index: int, text: str, start: int, end: int) -> bool:
        """Whether a surname is another's: "Mike Ruddock" is not Philip Ruddock, "Sharon Stone" not Ariel Sharon."""
        phrase = self._phrases[index]
        if " " in phrase or (bearers := leaders().get(phrase)) is None:
            return False
        if match := _GIVEN.search(text, max(0, start - 25), start):
            given = fold(match[1])
            initials = {bearer.name[0] for bearer in bearers}
            if given[0] not in initials and (
                len(given) == 1 or given in given_names() or _within(text, match.start(1))
            ):
                return not _is_known(match[1])
        own = {word for bearer in bearers for word in bearer.name.split()}
        if phrase in given_names() and (match := _SURNAME.match(text, end)) and fold(match[1]) not in own:
            return not (fold(match[1]) in entities() or match[1].lower() in roles() or match[1] in _CALENDAR)
        return False


def _within(text: str, start: int) -> bool:
    """Whether a capitalised word stands inside its sentence, so that its capital says that it is a name."""
    return bool(re.search(r"[\w,] \Z", text[max(0, start - 2) : start]))


def _is_known(word: str) -> bool:
    """Whether a capitalised word is a title, a role, a day or a name of the lexicon, and so nobody's given name."""
    return (
        word in _COURTESY
        or word.lower().rstrip(".") in roles()
        or word in _CALENDAR
        or fold(word) in entities()
        or word.endswith(".")
    )


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, built once a process."""
    return Gazetteer()
