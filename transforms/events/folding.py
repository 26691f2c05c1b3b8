"""Letters with accents as letters without: names are written both ways ("Erdoğan", "Erdogan")."""

import re
import unicodedata

_LATIN = (range(0xC0, 0x250), range(0x1E00, 0x1F00))
# Letters that Unicode does not take apart, as English news writes them.
_WHOLE = dict(zip("ØøŁłĐđĦħŦŧıƏəŊŋÐð’‘ʼʻʾʿ‐‑", "OoLlDdHhTtiAaNnDd''''''--", strict=True))


def _plain(letter: str) -> str | None:
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() and base.isalpha() else None


_LETTERS = {chr(code): plain for codes in _LATIN for code in codes if (plain := _plain(chr(code)))}
_PLAIN = _LETTERS | _WHOLE
_FOLDED = re.compile(f"[{''.join(_PLAIN)}]")


def fold(text: str) -> str:
    """A text without accents on Latin letters and with plain apostrophes and hyphens, of the same length.

    One character stays one character, so offsets hold; "ß" and "æ", which are two plain ones, stay.
    """
    return text if text.isascii() else _FOLDED.sub(lambda match: _PLAIN[match.group()], text)
