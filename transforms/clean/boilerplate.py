"""Leaves out the lines of an article's text that are no article: what a page says about itself and its readers.

A line goes or stays as a whole. What goes is told by what such lines are: their words (`data/boilerplate.tsv`)
together with their length, their place and their punctuation. In doubt a line stays: a sentence of the
article must never go.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LONGEST_LINE = 1500
"""Characters. No rule reads a longer line: such a one is prose, and matching stays cheap."""
LONGEST_LABEL = 400
"""Characters. What most rules read: labels are short, and patterns with two gaps cost the square of a line."""
LINE_WORDS = 14
START_WORDS = 26
CAPTION_WORDS, LONGEST_CAPTION = 60, 600
CAPTION_STOPS = 1
"""A caption has one sentence or two; a paragraph with a credit glued to its end has more, and stays."""
APPEAL_CUES = 3
"""An appeal for money or subscribers speaks of itself and to the reader in at least so many ways."""
HEAD_LINES = 3
HEAD_WORDS = 8
QUOTES = re.compile('["“”„«»]')
SENTENCE_STOP = re.compile(r"(?:\w{4,}|\d)[.!?][\"”’)]?\s(?=[\"“‘(]?[A-Z])")
"""A stop with a sentence after it, and not an abbreviation's (`Lt. Gen. Smith`)."""
READER = re.compile(r"\byou", re.IGNORECASE)
SELF = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
ORNAMENT = " \t.,;:!?…-–—*•·|/\\_#<>«»‹›→←↓+=~'‘’\"“”\u200b\u200e\u200f\ufeff"
"""What stands around a label and is no part of it."""
KINDS = frozenset({"line", "start", "caption", "cue", "head"})


@dataclass(frozen=True)
class Rule:
    """One row of `data/boilerplate.tsv`: its kind, its pattern, and a line that it must match."""

    kind: str
    pattern: str
    example: str


@cache
def rules() -> tuple[Rule, ...]:
    """All rules in the order of the file. Raises ValueError for a row that is not kind, pattern, example."""
    text = files("transforms.clean").joinpath("data/boilerplate.tsv").read_text(encoding="utf-8")
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 3 or cells[0] not in KINDS:
            raise ValueError(
                f"boilerplate.tsv:{number}: {line!r} is not kind, pattern, example; kinds: {sorted(KINDS)}"
            )
        found.append(Rule(*cells))
    return tuple(found)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    """All patterns of a kind as one. Those of captions and heads see a line's case; the others do not."""
    flags = re.NOFLAG if kind in ("caption", "head") else re.IGNORECASE
    return re.compile("|".join(f"(?:{rule.pattern})" for rule in rules() if rule.kind == kind), flags)


@cache
def _cues() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rule.pattern, re.IGNORECASE) for rule in rules() if rule.kind == "cue")


def without_boilerplate(lines: Sequence[str]) -> list[str]:
    """The lines that belong to the article, in their order, without a line that repeats the one before it.

    Whether a line goes depends on the line and on how many lines before it stay: a second pass changes nothing.
    """
    kept: list[str] = []
    for line in lines:
        if (kept and line == kept[-1]) or is_boilerplate(line, at_head=len(kept) < HEAD_LINES):
            continue
        kept.append(line)
    return kept


def is_boilerplate(line: str, *, at_head: bool = False) -> bool:
    """Whether a line is no article; `at_head` says that it stands among the text's first lines."""
    return rule_kind(line, at_head=at_head) is not None


def rule_kind(line: str, *, at_head: bool = False) -> str | None:
    """The kind of rule by which a line is no article (`symbols` where it has no word); None for the article's."""
    if len(line) > LONGEST_LINE:
        return None
    if not any(character.isalnum() for character in line):
        return "symbols"
    bare = line.strip(ORNAMENT)
    count = bare.count(" ") + 1 if len(bare) <= LONGEST_LABEL else START_WORDS + 1
    tests: tuple[tuple[str, Callable[[], object]], ...] = (
        ("line", lambda: count <= LINE_WORDS and _pattern("line").fullmatch(bare)),
        ("caption", lambda: len(line) <= LONGEST_CAPTION and line.count(" ") < CAPTION_WORDS and _is_caption(line)),
        ("head", lambda: at_head and count <= HEAD_WORDS and _pattern("head").fullmatch(bare)),
        # A quotation is somebody's words: the article's, whatever they are.
        ("start", lambda: count <= START_WORDS and not QUOTES.search(line) and _pattern("start").match(bare)),
        ("cue", lambda: not QUOTES.search(line) and _is_appeal(line)),
    )
    return next((kind for kind, test in tests if test()), None)


def _is_caption(line: str) -> bool:
    """Whether a line is a picture's caption or credit: short, and ending in a credit."""
    match = _pattern("caption").search(line)
    return match is not None and len(SENTENCE_STOP.findall(line[: match.start()])) <= CAPTION_STOPS


def _is_appeal(line: str) -> bool:
    if not READER.search(line) or not SELF.search(line):
        return False
    return sum(cue.search(line) is not None for cue in _cues()) >= APPEAL_CUES
