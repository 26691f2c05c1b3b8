"""Character references that an earlier program left in plain text, whole ("&amp;") or without their ampersand."""

import re
from html import unescape

_WHOLE = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
_CUT = re.compile(r"(?<![&\w])(?:#\d{2,4}|quot|apos|amp|lt|gt|nbsp);")
"""A reference whose ampersand was lost, as in " #39;s" and " quot;yes quot;", by cleaning text twice."""
_ENDING = re.compile(r"(?:s|t|d|m|re|ll|ve)\b")
_TAG = re.compile(r"</?(?:p|b|i|em|strong|br|span|div|a)\b[^<>]{0,200}>")
# A line break that a database export wrote as a backslash: "rose\to"; none in paths such as C:\temp or \\server.
_BREAK = re.compile(r"(?<=[a-z,;.])\\(?=[a-zA-Z])")
_PATH = re.compile(r"[A-Za-z]:\\|\\\\")
_DOLLAR = re.compile(r"\\(?=[$#&%])")
_QUOTES = {'"', "'"}


def without_references(text: str) -> str:
    """Plain text with the character references in it as the characters that they stand for.

    Those without an ampersand stand behind a blank that was not in the text: it goes before a closing quotation
    mark and an apostrophe. Tags that were escaped go too. Text without such marks comes back as it is.
    """
    if "&" in text:
        text = _WHOLE.sub(lambda match: unescape(match.group()), text)
    if ";" in text:
        text = _cut_references(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "\\" in text:
        text = _DOLLAR.sub("", text)
        if not _PATH.search(text):
            text = _BREAK.sub(" ", text)
    return text


def _cut_references(text: str) -> str:
    parts: list[str] = []
    position = 0
    for match in _CUT.finditer(text):
        character = unescape("&" + match.group())
        before = text[position : match.start()]
        behind = text[match.end() : match.end() + 3]
        closes = not behind or not behind[0].isalnum() or (character == "'" and _ENDING.match(behind))
        if character in _QUOTES and closes and before.endswith(" "):
            before = before[:-1]
        parts += [before, character]
        position = match.end()
    return "".join([*parts, text[position:]])
