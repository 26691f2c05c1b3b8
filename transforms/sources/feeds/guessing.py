"""Which encoding a text without a right declaration is in: the one in which its letters make sense."""

import re
import unicodedata
from collections.abc import Callable

from transforms.encodings import detected

SAMPLE_BYTES = 5_000
LEAST_SCORE = 0.8
TAGS = re.compile(rb"<[^<>]*>?")
CJK_MARKS = "、。，：「」『』（）・！？ー《》“”"

COMMON_LEADS = {"gb18030": range(0xB0, 0xD8), "big5hkscs": range(0xA4, 0xC7)}
"""First bytes of the common characters (level 1 of GB 2312 and of Big5)."""

ALPHABETS = {
    "cp1255": ("א", "ת"), "koi8-r": ("а", "я"), "cp1251": ("а", "я"), "iso8859-5": ("а", "я"), "cp1253": ("ά", "ώ"),
    "cp1256": ("ء", "ي"), "cp874": ("ก", "๛"),
}  # fmt: skip
"""Encodings of one byte a letter, and their alphabets: where there are two cases, text is mostly in the lower one.
Of equals the first is taken: the one that fewer texts fit."""


def guessed(data: bytes) -> str:
    """Python's name of an encoding for text with many characters beyond ASCII; windows-1252 where none makes sense."""
    first = re.search(rb"[\x80-\xff]", data)
    start = data.rfind(b">", 0, first.start()) + 1 if first else 0
    sample = data[start : start + SAMPLE_BYTES]
    # Not to end within a character.
    cut = max(sample.rfind(b"<"), sample.rfind(b"\n"), sample.rfind(b" "))
    sample = TAGS.sub(b" ", sample[:cut] if cut > 0 and len(sample) == SAMPLE_BYTES else sample)
    scores = {name: _score(sample, name) for name in ("cp932", "euc_jp", "cp949", *COMMON_LEADS, *ALPHABETS)}
    scores["cp874"] *= 0.9  # nearly all bytes are Thai letters, so that any alphabet looks like it
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= LEAST_SCORE:
        return best
    return detected(sample)


def _score(sample: bytes, encoding: str) -> float:
    """The share of characters beyond ASCII that text in this encoding is mostly made of; 0 where it is not in it."""
    try:
        letters = [c for c in sample.decode(encoding) if c > "\x7f"]
    except UnicodeDecodeError:
        return 0.0
    return sum(map(_expected(encoding, letters), letters)) / len(letters) if letters else 0.0


def _expected(encoding: str, letters: list[str]) -> Callable[[str], bool]:
    """Whether a character is one that text in the encoding is mostly made of."""
    if encoding in ALPHABETS:
        first, last = ALPHABETS[encoding]
        return lambda c: first <= c <= last
    if encoding in COMMON_LEADS:
        leads = COMMON_LEADS[encoding]
        return lambda c: c in CJK_MARKS or (len(code := c.encode(encoding)) == 2 and code[0] in leads)
    if encoding == "cp949":
        return lambda c: "가" <= c <= "힣" or c in CJK_MARKS
    # Japanese has kana among its characters, a fifth of them at the least, and they are of full width.
    kana = sum("\u3040" <= c <= "\u30ff" for c in letters) >= len(letters) / 5
    return lambda c: kana and not "\uff61" <= c <= "\uff9f" and (c in CJK_MARKS or unicodedata.category(c) == "Lo")
