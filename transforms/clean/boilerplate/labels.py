"""Short lines that are a page's labels: buttons, headings of its boxes, and stamps with a day, a time or a byline.

Such a line is told by being made of a page's own words alone (`data/boilerplate.tsv`: `word`, `filler`, `button`,
`month`, `date`, `stamp`): one word more, and it stays.
"""

import re
from enum import IntFlag
from functools import cache

from transforms.clean.boilerplate.table import words_of

MOST_TOKENS, LONGEST_LABEL = 24, 160
"""A label has few words; these hold a byline with two names and two times."""
MOST_NAMES = 7
"""Capitalised words beside a time: two authors and their paper."""
NAMES_BESIDE_DAY = 2
MOST_NUMBERS_OF_A_DAY = 3
"""Day and year, and perhaps a month; more are two days, which an event has."""
MOST_HANDLE_TOKENS = 4
MOST_TOKENS_OF_AN_AGE = 7
DIGIT = re.compile(r"\d")
GLUED = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where a page's text sets two labels without a space (`EmailTwitter`)."""
SORTS = ("word", "button", "stamp", "date", "filler", "number", "handle", "name")
SPLIT = (None, "name")
"""What a token may be that is two words set without a space."""
TOKEN = re.compile(r"@\w+|\d+(?:[.,:/-]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*")
TIME = re.compile(
    r"\d[:h]\d\d|(?<![\d.])\d{1,2}\.\d\d(?![\d.])|\b\d{1,2}\s?[ap]\.?m\b",
    re.IGNORECASE,
)
NUMERIC_DAY = re.compile(r"\b(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d))(?!\d)")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d{3})")
AGO = re.compile(r"\b(?:\d+|an?)\s?(?:[smhdwy]|secs?|mins?|hrs?|(?:second|minute|hour|day|week|month|year)s?) ago\b|"
                 r"\b(?:il y a|vor|hace|há) (?:\d+|une?|einer|einem) ?\w+", re.IGNORECASE)  # fmt: skip
HEADLINE_MARK = re.compile("[?!:]")
WEEKDAY_HOUR = re.compile(r"[^\W\d]{3,9},? \d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?", re.IGNORECASE)
BY = re.compile(r"(?:written |posted |reported |story )?\b(?:by|von|par|por|di|door|автор)\b", re.IGNORECASE)


Counts = dict[str, int]
"""How many tokens of a line are of each sort."""


class When(IntFlag):
    """Where a line goes; a line of the article nowhere."""

    NEVER = 0
    HEAD = 1
    TAIL = 2
    BESIDE = 4
    """Next to another line that goes."""
    EDGE = 8
    """First or last of the lines that stay."""
    ALWAYS = 16


def label(line: str) -> When:
    """Where a line goes because it is a page's label."""
    # A label is no sentence; where it has a stop all the same, it has a number too (`9 a.m.`).
    if len(line) > LONGEST_LABEL or (line.endswith(".") and not DIGIT.search(line)):
        return When.NEVER
    counts = _counts(line)
    return (_widget(line, counts) or _stamp(line, counts)) if counts else When.NEVER


@cache
def _sort_of() -> dict[str, str]:
    """The sort of each word of labels; of two sorts that hold a word, the one that says more."""
    kinds = {"filler": "filler", "date": "date", "month": "date", "stamp": "stamp", "button": "button", "word": "word"}
    return {word: sort for kind, sort in kinds.items() for word in words_of(kind)}


def _sort(token: str, before: str) -> str | None:
    """The sort of a token after another; a capitalised word that is no label's is a name. None for all else."""
    sort = _sort_of().get(token.lower())
    if sort is None:
        if token[0].isdigit():
            return "number"
        if token[0] == "@":
            return "handle"
        if token[0].isupper() or before == "by":
            return "name"
    return sort


def _counts(line: str) -> Counts | None:
    """How many tokens are of each sort; None where one is of none, or there are too many."""
    counts = dict.fromkeys(SORTS, 0)
    before = ""
    for number, match in enumerate(TOKEN.finditer(line)):
        token = match[0]
        if number == MOST_TOKENS:
            return None
        sort = _sort(token, before)
        if sort in SPLIT and GLUED.search(token):
            for part in GLUED.split(token):
                sort = _sort(part, "")
                if sort is None:
                    return None
                counts[sort] += 1
        elif sort is None:
            return None
        else:
            counts[sort] += 1
        before = token.lower()
    return counts


def _widget(line: str, counts: Counts) -> When:
    """A button or the heading of a box: none but a page's words, and one that only pages say."""
    if line.endswith(".") or counts["handle"] or (counts["name"] and not BY.match(line)):
        return When.NEVER
    if counts["word"]:
        return When.ALWAYS
    if counts["button"] and not counts["date"] and not counts["name"]:
        return When.BESIDE | When.EDGE
    return When.NEVER


def _stamp(line: str, counts: Counts) -> When:
    """When a page was written, and by whom: nothing beside a day, a time, a byline."""
    names = counts["name"] + counts["handle"]
    if names > MOST_NAMES:
        return When.NEVER
    if AGO.search(line):
        if not names or counts["stamp"] or BY.match(line):
            return When.ALWAYS
        return (
            When.BESIDE if names <= NAMES_BESIDE_DAY and sum(counts.values()) <= MOST_TOKENS_OF_AN_AGE else When.NEVER
        )
    if not _has_day(line, counts):
        if counts["handle"]:
            return When.NEVER if ":" in line else _handle(counts)
        is_hour = (
            counts["date"]
            and counts["date"] + counts["number"] == sum(counts.values())
            and WEEKDAY_HOUR.fullmatch(line)
        )
        return When.HEAD | When.BESIDE if is_hour else When.NEVER
    if counts["stamp"] or TIME.search(line) or BY.match(line):
        return When.ALWAYS
    if not names and counts["number"] <= MOST_NUMBERS_OF_A_DAY:
        return When.HEAD | When.TAIL | When.BESIDE
    return When.HEAD if 0 < names <= NAMES_BESIDE_DAY and not HEADLINE_MARK.search(line) else When.NEVER


def _has_day(line: str, counts: Counts) -> bool:
    """Whether a label names a day with its year: a month with two numbers, or numbers alone."""
    if NUMERIC_DAY.search(line):
        return True
    if not counts["date"] or counts["number"] < 2 or not YEAR.search(line):
        return False
    return not words_of("month").isdisjoint(token.lower() for token in TOKEN.findall(line))


def _handle(counts: Counts) -> When:
    """A writer's handle on a network, alone or after the writer's name."""
    if (
        counts["handle"] > 1
        or sum(counts.values()) > MOST_HANDLE_TOKENS
        or counts["name"] + counts["handle"] < sum(counts.values())
    ):
        return When.NEVER
    return When.HEAD | When.BESIDE if counts["name"] else When.ALWAYS
