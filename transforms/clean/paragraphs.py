"""A text as paragraphs: one line each, an empty line between."""

import re

from transforms.clean.words import words

LINE_ENDS = re.compile("[\u0085\u2028\u2029]")
"""Characters that end lines beside the usual ones (Unicode's UAX #14, classes NL and BK)."""
BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
SPACES = re.compile(r"\s+")
WRAP_SHORTEST, WRAP_LONGEST = 40, 100
"""In characters: the lines that a mail program or typewriter breaks prose into lie between these."""
STOPS = (".", "!", "?", "…", "。", "！", "？", "؟", "۔", "।")
CLOSERS = "\"'”’»)]"
TITLE_FEWEST_WORDS, TITLE_MOST_WORDS = 3, 20
PROSE_FEWEST_WORDS = 8


def paragraphs(text: str) -> list[str]:
    """The paragraphs of plain text, without empty ones, their spaces made single.

    Empty lines part paragraphs. Each line is one by itself too, unless the lines between two empty ones are
    prose that was broken to a width: these are joined.
    """
    result = []
    for block in BLANK_LINES.split(text if text.isascii() else LINE_ENDS.sub("\n", text)):
        lines = [line for line in (SPACES.sub(" ", part).strip() for part in block.split("\n")) if line]
        result += [" ".join(lines)] if _is_wrapped(lines) else lines
    return result


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines are one paragraph broken to a width: alike in length, and ending within sentences."""
    inner = lines[:-1]
    if len(inner) < 2 or not all(WRAP_SHORTEST <= len(line) <= WRAP_LONGEST for line in inner):
        return False
    width = max(map(len, inner))
    # A line is full where the next line's first word would not have fitted.
    full = sum(
        len(line) + 1 + len(after.split(" ", 1)[0]) > width for line, after in zip(inner, lines[1:], strict=True)
    )
    open_ended = sum(not ends_sentence(line) for line in inner)
    return full >= 0.7 * len(inner) and open_ended >= 0.6 * len(inner)


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does: with a stop, or one inside quotation marks or brackets."""
    return line.rstrip(CLOSERS).endswith(STOPS)


def split_title(lines: list[str]) -> tuple[str | None, list[str]]:
    """A headline that stands over the text, and the paragraphs below it; (None, all) where none does.

    A headline is a first paragraph of 3 to 20 words that does not end as a sentence, with prose below it.
    """
    if len(lines) < 2:
        return None, lines
    head = lines[0]
    if not TITLE_FEWEST_WORDS <= len(words(head)) <= TITLE_MOST_WORDS or head.endswith(
        (*STOPS, ":", ";", ",", "-", "–")
    ):
        return None, lines
    if ends_sentence(head) or not any(
        ends_sentence(line) and len(words(line)) >= PROSE_FEWEST_WORDS for line in lines[1:4]
    ):
        return None, lines
    return head, lines[1:]
