"""Character references in XML that name no character: parsers raise on them, so they are replaced before."""

import re

RUN = re.compile(rb"(?:&#(?:[0-9]{5,}|[xX][0-9a-fA-F]{4,});)+")
REFERENCE = re.compile(rb"&#(?:([0-9]+)|[xX]([0-9a-fA-F]+));")
MOST_DIGITS = 7
"""Of the greatest code point, 1114111; more than that are not even made a number of."""

REPLACEMENT = "\ufffd"


def possible_references(data: bytes) -> bytes:
    """A document, in any encoding that extends ASCII, without numeric references to what is no character.

    Two references to the halves of a surrogate pair become one to the character that is meant; other surrogates,
    and numbers above the greatest code point, become U+FFFD (HTML Living Standard, section 13.2.5.80).
    """
    return RUN.sub(_possible, data)


def _possible(run: re.Match[bytes]) -> bytes:
    """References in a row, as they are where all of them are possible."""
    given = "".join(_character(decimal, hexadecimal) for decimal, hexadecimal in REFERENCE.findall(run.group()))
    text = given.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if text == given and REPLACEMENT not in text:
        return run.group()
    return "".join(f"&#{ord(character)};" for character in text).encode()


def _character(decimal: bytes, hexadecimal: bytes) -> str:
    """The character, or half of one, that a reference names."""
    digits, base = (decimal, 10) if decimal else (hexadecimal, 16)
    digits = digits.lstrip(b"0")
    number = int(digits or b"0", base) if len(digits) <= MOST_DIGITS else None
    return REPLACEMENT if number is None or number > 0x10FFFF else chr(number)
