"""Text as it was meant, where programs before us spoilt it in ways that can be undone for sure."""

import re
import sys
import unicodedata
from functools import cache

import ftfy

# A lead byte of UTF-8 and the byte behind it, both read as Windows-1252 or Latin-1: what text that was encoded
# twice is full of. A quick look, since nearly all text has none.
LEADS = "ÂÃâÐÑØÙÎÏ"
TWICE = re.compile(f"[{LEADS}][\x80-\xbf\u20ac‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Ã ")
# What decoding with "surrogateescape" makes of bytes that are no UTF-8.
BAD_BYTES = re.compile("[\udc80-\udcff]+")
PUNCTUATION = frozenset("€‚„…‹‘’“”•–—™›«»£§©®°´·")
"""Characters that a lone byte of Windows-1252 stands for whatever is beside it: signs that editors paste."""
LETTERS = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýßÀÁÂÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØÙÚÛÜ")
"""Letters that one stands for inside a word. The others of Windows-1252 are rarer than damage is."""
NO_LATIN = re.compile("[\u0370-\u1cff\u2e80-\ud7ff]")
INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Soft hyphens, marks of direction, zero-width spaces, word joiners. Joiners (U+200C, U+200D) belong to the spelling
of Persian and Hindi, and stay."""
MOST_MARKS = 30
"""Combining characters on one letter (Unicode's UAX #15, section 13, "Stream-Safe Text Format"): no language needs
as many, and putting them in order costs the square of their number."""


def twice_decoded(text: str) -> str:
    """The text with UTF-8 that was taken for Windows-1252 and encoded again put right: `â€™` becomes `’`.

    ftfy tells by how unlikely such characters are side by side, and leaves the rest alone.
    """
    if not any(lead in text for lead in LEADS) or not TWICE.search(text):
        return text
    return ftfy.fix_encoding(text)


def from_mixed_utf8(body: bytes, *, letters: bool = True) -> str:
    """UTF-8 with pieces of Windows-1252 in it as text, as editors paste them into pages.

    A lone byte counts as what it is in Windows-1252 where that is punctuation, or a common letter beside an ASCII
    one in a text of Latin letters (not at all without `letters`). All other bytes that are no UTF-8 become one
    U+FFFD for each run of them.
    """
    text = body.decode("utf-8", "surrogateescape")
    latin = letters and not NO_LATIN.search(text)

    def meant(match: re.Match[str]) -> str:
        character = match[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")
        if len(character) == 1:
            start, end = match.span()
            beside = text[max(0, start - 1) : start] + text[end : end + 1]
            in_word = any(neighbour.isascii() and neighbour.isalpha() for neighbour in beside)
            if character in PUNCTUATION or (latin and in_word and character in LETTERS):
                return character
        return "\ufffd"

    return BAD_BYTES.sub(meant, text)


def as_meant(line: str) -> str:
    """A line of text that was decoded, in normal form C, with what character references in it had hidden put right."""
    return composed(without_invisible(twice_decoded(line))).strip()


def without_invisible(text: str) -> str:
    """The text without characters that say how it is shown and not what it says (`INVISIBLE`).

    The order of characters is that of speaking in right-to-left text too; with the marks go letters that only
    look like others' order. Words that differ by them alone are the same words.
    """
    return text if text.isascii() else INVISIBLE.sub("", text)


def composed(text: str) -> str:
    """The text in normal form C, with at most 30 combining characters on one letter."""
    # Says at once that ordinary text is composed, and at the first mark out of order that another is not.
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _many_marks().sub(lambda match: match[0][:MOST_MARKS], text))


@cache
def _many_marks() -> re.Pattern[str]:
    """More than 30 combining characters in a row; found out once a process, at need."""
    marks = "".join(character for character in map(chr, range(sys.maxunicode + 1)) if unicodedata.combining(character))
    return re.compile(f"[{marks}]{{{MOST_MARKS + 1},}}")
