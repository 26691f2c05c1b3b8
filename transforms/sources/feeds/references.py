"""References in XML that parsers do not take: by names of HTML or of a DOCTYPE, and to what is no character."""

import html.entities
import re
from collections.abc import Mapping

XML_NAMES = "amp|lt|gt|quot|apos"
BARE = re.compile(r"&(?!#?[0-9a-zA-Z_.-]{1,64};)")
NAMED = re.compile(rf"&(?!(?:{XML_NAMES});)([a-zA-Z_][0-9a-zA-Z_.-]{{0,63}});")
BY_NUMBER = re.compile(r"(?:&#[0-9a-zA-Z_.-]{1,64};)+")
ONE = re.compile(r"&#(?:([0-9]{1,64})|[xX]([0-9a-fA-F]{1,63})|[^;]*);")
MOST_DIGITS = 7
"""Of the greatest code point, 1114111; more than that are not even made a number of."""

REPLACEMENT = "\ufffd"
NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""XML 1.0, section 2.2; halves of surrogate pairs are replaced before."""

PLACES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def possible_references(text: str, declared: Mapping[str, str] | None = None) -> str:
    """A piece of XML's text, in which each ampersand begins a reference that XML has without a DTD.

    Names that HTML has, or that `declared` holds, become their characters; of other names, and of bare ampersands, the
    ampersand is escaped. Two references to the halves of a surrogate pair become the character that is meant; other
    surrogates, and numbers above the greatest code point, become U+FFFD (HTML Living Standard, section 13.2.5.80);
    control characters, which XML cannot hold, are left out.
    """
    if "&" not in text:
        return text
    names = declared or {}
    text = BARE.sub("&amp;", text)
    text = BY_NUMBER.sub(_by_number, text)
    return NAMED.sub(lambda match: _by_name(match, names), text)


def _by_name(match: re.Match[str], declared: Mapping[str, str]) -> str:
    name = match.group(1)
    value = declared.get(name, html.entities.html5.get(f"{name};"))
    return f"&amp;{name};" if value is None else value.translate(PLACES)


def _by_number(run: re.Match[str]) -> str:
    """References in a row as their characters."""
    given = "".join(_character(*match.groups()) for match in ONE.finditer(run.group()))
    text = given.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return NOT_IN_XML.sub("", text).translate(PLACES)


def _character(decimal: str | None, hexadecimal: str | None) -> str:
    """The character, or half of one, that a reference names."""
    digits, base = (decimal, 10) if decimal else (hexadecimal, 16)
    digits = (digits or "").lstrip("0")
    number = int(digits or "0", base) if len(digits) <= MOST_DIGITS else None
    return REPLACEMENT if number is None or number > 0x10FFFF else chr(number)
