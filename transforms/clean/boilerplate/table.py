"""The tables of what boilerplate says: `data/boilerplate.tsv` as patterns and sets of words, `data/page_labels.tsv`."""

import re
from collections.abc import Callable, Mapping
from functools import cache

from ahocorasick_rs import AhoCorasick

from transforms.clean.rules import Rule, read_rows, read_rules

KEYED = ("credit", "phrase", "cue")
"""Kinds whose patterns are searched for in long lines: only in those that hold one of their keys."""
PATTERNS = frozenset({"line", "opener", "start", "head", "tail", "caption", *KEYED})
WORDS = frozenset({"word", "filler", "button", "date", "month", "stamp"})
KINDS = PATTERNS | WORDS | {f"{kind} key" for kind in KEYED}
CASED = frozenset({"caption", "credit", "head", "tail"})
"""Kinds that see a line's case: names tell a credit, a byline and a biography from prose."""
METHODS = {
    **dict.fromkeys(("line", "opener", "head"), "fullmatch"),
    **dict.fromkeys(("start", "tail", "caption"), "match"),
    **dict.fromkeys(("phrase", "credit"), "search"),
}
"""How the patterns of a kind are tried."""
LABEL, HEADING = "label", "heading"
LONGEST_LABEL = 80
"""In characters."""
NO_LETTERS = re.compile(r"[\W\d_]+")
CAPITAL = re.compile(r"(?<!\\)[A-Z]")
Method = Callable[[str, int], re.Match[str] | None]


@cache
def rules() -> tuple[Rule, ...]:
    """All rows in the order of the file. Raises ValueError for one that is not kind, pattern, example."""
    return read_rules("boilerplate.tsv", KINDS)


@cache
def _methods(kind: str) -> tuple[Method, Method]:
    """How the patterns of a kind are tried on a line in small letters, and on the line as it is.

    Matching without regard to case costs three times as much: only patterns that name capitals are for the latter.
    """
    patterns = [rule.pattern for rule in rules() if rule.kind == kind]
    cased = [each for each in patterns if kind in CASED or CAPITAL.search(each)]
    small = [each for each in patterns if each not in cased]
    flags = re.NOFLAG if kind in CASED else re.IGNORECASE
    return _method(kind, small, re.NOFLAG), _method(kind, cased, flags)


def _method(kind: str, patterns: list[str], flags: re.RegexFlag) -> Method:
    if not patterns:
        return lambda _line, _start: None
    method: Method = getattr(re.compile("|".join(f"(?:{each})" for each in patterns), flags), METHODS[kind])
    return method


def matched(kind: str, line: str, lowered: str = "", start: int = 0) -> re.Match[str] | None:
    """The match of a kind's patterns in a line from `start` on; None for no match.

    `lowered` is the line in small letters, for kinds that see no case.
    """
    small, cased = _methods(kind)
    return small(lowered, start) or cased(line, start)


@cache
def cues() -> tuple[re.Pattern[str], ...]:
    """The marks of an appeal to readers, each by itself, for they are counted."""
    return tuple(re.compile(rule.pattern, re.IGNORECASE) for rule in rules() if rule.kind == "cue")


@cache
def words_of(kind: str) -> frozenset[str]:
    """All words of a kind, in small letters."""
    return frozenset(word for rule in rules() if rule.kind == kind for word in rule.pattern.split())


@cache
def _finder(kind: str) -> AhoCorasick:
    keys = [key.replace("_", " ") for rule in rules() if rule.kind == f"{kind} key" for key in rule.pattern.split()]
    return AhoCorasick(keys)


def holds_key(kind: str, text: str) -> bool:
    """Whether a text holds one of the keys of a kind of KEYED: without one, none of its patterns matches."""
    return bool(_finder(kind).find_matches_as_indexes(text))


@cache
def _page_labels() -> Mapping[str, str]:
    """The sort of each form in `data/page_labels.tsv`. Raises ValueError for a row that is no sort, language, forms."""
    rows = read_rows("page_labels.tsv", {LABEL, HEADING})
    return {_letters_alone(form): sort for sort, _, forms in rows for form in forms.split(" | ")}


def _letters_alone(line: str) -> str:
    """The words of a line in small letters, without digits and signs."""
    return NO_LETTERS.sub(" ", line.lower()).strip()


def page_label(line: str) -> str | None:
    """Whether a line is one of the labels that news pages have: LABEL, HEADING (of a box of articles), or None."""
    return _page_labels().get(_letters_alone(line)) if len(line) <= LONGEST_LABEL else None
