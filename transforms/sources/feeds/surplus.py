"""Cuts a feed of too many entries down before it is parsed: the text between the first ones and the end goes."""

import re

PIECES = re.compile(
    r"<!\[CDATA\[(?:.*?\]\]>|.*\Z)|<!--(?:.*?-->|.*\Z)|(?P<start><(?:[A-Za-z_][\w.-]*:)?(?:item|entry)(?=[\s/>]))",
    re.IGNORECASE | re.DOTALL,
)
END = re.compile(r"</((?:[A-Za-z_][\w.-]*:)?(?:item|entry))\s*>", re.IGNORECASE)
MENTIONS = ("item", "entry", "Item", "Entry", "ITEM", "ENTRY")
TAIL_CHARACTERS = 100_000
"""Behind the last entry stand a few end tags, and in RSS perhaps the channel's ttl."""


def without_surplus(text: str, most: int) -> tuple[str, int]:
    """The text of a feed with its first `most` entries, and how many more it had.

    What looks like an entry in a comment or a CDATA section is none.
    """
    if sum(map(text.count, MENTIONS)) <= most:
        return text, 0
    found, cut = 0, len(text)
    name = "item"
    for piece in PIECES.finditer(text):
        if piece["start"]:
            found += 1
            if found == most + 1:
                cut, name = piece.start(), piece["start"][1:]
    if found <= most:
        return text, 0
    # Where entries have no end tags, the last one is ended here, for it is no entry that was broken off.
    ends = list(END.finditer(text, max(cut, len(text) - TAIL_CHARACTERS)))
    tail = text[ends[-1].end() :] if ends else f"</{name}>"
    return text[:cut] + tail, found - most
