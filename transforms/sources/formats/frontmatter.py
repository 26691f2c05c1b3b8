"""The block that may stand over a text: `key: value` lines between two lines `---`, as Jekyll and Hugo have it.

It is no YAML: lists, nested values and values of several lines are not read. Such a block stays text, for a text
may also begin with a rule, and no sentence of an article may go.
"""

import codecs
import re
from typing import NamedTuple

from transforms.encodings import detected

BLOCK_BYTES = 16_384
BLOCK_LINES = 100
"""The closing `---` is looked for within these."""

FIELDS = frozenset({"id", "title", "date", "url", "author", "authors", "source", "language"})
"""A block has at least one of these keys: two rules with "Note: ..." between them are the article's."""

FENCE = "---"
LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
PAIR = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,39})[ \t]*:(?:[ \t]+(.*))?")
DOUBLE_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
SINGLE_QUOTED = re.compile(r"'((?:[^']|'')*)'")
WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 first: its little-endian mark begins as that of UTF-16 does."""


class FrontMatter(NamedTuple):
    """A block's fields, their keys in lower case and of a key given twice the last, and the bytes below it."""

    fields: dict[str, str]
    body: bytes


def front_matter(data: bytes) -> FrontMatter | None:
    """The block at the very top of a file and the rest, which keeps the byte order mark; None where there is none.

    A block has keys and values alone (and blank lines), at least one key of `FIELDS`, and ends within
    `BLOCK_LINES` lines and `BLOCK_BYTES` bytes.
    """
    mark, encoding = next((wide for wide in WIDE if data.startswith(wide[0])), (b"", "latin-1"))
    if not mark and data.startswith(codecs.BOM_UTF8):
        mark = codecs.BOM_UTF8
    head = data[len(mark) : len(mark) + BLOCK_BYTES]
    # Every other encoding that texts come in has ASCII's bytes for ASCII, so that Latin-1 shows where lines end.
    block = _block(head.decode(encoding, "replace"), whole=len(mark) + len(head) == len(data))
    # What could not be decoded has another length in bytes: such a block has no end that could be told.
    if block is None or not head.startswith(written := block.encode(encoding, "replace")):
        return None
    text = block if encoding != "latin-1" else _decoded(written, data, marked=bool(mark))
    fields = _fields(text)
    return FrontMatter(fields, mark + data[len(mark) + len(written) :]) if FIELDS & fields.keys() else None


def _block(text: str, *, whole: bool) -> str | None:
    """The text from its first `---` to the end of the line of its second; `whole` says that no more follows it."""
    place = 0
    for number in range(BLOCK_LINES):
        match = LINE.match(text, place)
        if match is None or (not match[2] and not whole):
            return None
        line, place = match[1].rstrip(" \t"), match.end()
        if line == FENCE and number > 0:
            return text[:place]
        if (line != FENCE) if number == 0 else (line and not PAIR.fullmatch(line)):
            return None
        if not match[2]:
            return None
    return None


def _decoded(block: bytes, data: bytes, *, marked: bool) -> str:
    """The block as the clean stage would read it: as UTF-8, else as what a detector says of how the file begins."""
    try:
        return block.decode("utf-8", "replace" if marked else "strict")
    except UnicodeDecodeError:
        return block.decode(detected(data), "replace")


def _fields(block: str) -> dict[str, str]:
    pairs = (PAIR.fullmatch(match[1].rstrip(" \t")) for match in LINE.finditer(block))
    return {pair[1].lower(): _value(pair[2] or "") for pair in pairs if pair}


def _value(text: str) -> str:
    """A value without the quotes around it, which YAML 1.2 (sections 7.3.1 and 7.3.2) escapes in two ways."""
    text = text.strip()
    if quoted := DOUBLE_QUOTED.fullmatch(text):
        return re.sub(r'\\(["\\])', r"\1", quoted[1])
    if quoted := SINGLE_QUOTED.fullmatch(text):
        return quoted[1].replace("''", "'")
    return text
