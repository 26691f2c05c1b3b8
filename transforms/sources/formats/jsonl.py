"""`.jsonl`: one JSON object a line, each an article.

Fields, all but `text` or `html` optional; others are ignored, and of a field given twice the last counts:

id         text, or a number, which counts as its text; anything else is no id
url        an absolute http or https address, kept without secrets (`polling.redact`); anything else is no address
title      text or a number
text       plain text; where it is missing or blank, `html`
html       a page or a piece of one
published  an RFC 3339 time or date; anything else is no date
updated    the same: when it was last changed
source     who published it: text or a number
language   a BCP 47 tag (`en_GB` counts as `en-GB`); anything else is no language
authors    a list of names, or one name; of objects, their `name`

Only the body decides whether a line is a document: what no one can read in another field is null. NaN and
the infinities, which Python's json writes for missing numbers, are null too.
"""

import codecs
import json
import math
import posixpath
import re
import reprlib
from dataclasses import replace
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from schemas.codes import BodyKind, PublishedFrom, SkipReason, Stage
from schemas.records import Quarantined, RawDocument
from schemas.times import parse_rfc3339
from transforms.outcomes import EXCERPT_CHARACTERS, BadInput, quarantined
from transforms.sources.formats.lines import Line, lines
from transforms.sources.polling.redact import redact
from transforms.sources.splits import Documents, FileRange

LINE_BYTES = 32_000_000
AUTHORS = 100
EXACT_FLOAT = 2**53

NO_CHARACTERS = re.compile("[\x00\ud800-\udfff]")
PAGE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
PAGE_HEAD_CHARACTERS = 4096
QUOTED = reprlib.Repr()
QUOTED.maxstring = QUOTED.maxother = 100
LANGUAGE = re.compile(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{1,8})*)\Z")


def jsonl_documents(file: FileRange, stream: BinaryIO) -> Documents:
    """The documents of the lines that begin in the file's range; blank lines are no documents.

    A document's uri is the file's with the byte offset of its line in the unpacked file, `#1024`: the same
    however the file is cut. A line that is no document is quarantined under its uri, as `bad_json`,
    `not_an_object`, `bad_field` or `line_too_long`.
    """
    for line in lines(stream, file.start, file.end, LINE_BYTES):
        uri = f"{file.uri}#{line.offset}"
        try:
            if line.offset == 0:
                line = replace(line, data=line.data.removeprefix(codecs.BOM_UTF8))
            if line.data and not line.data.isspace():
                yield line_document(line, uri, file.modified_at)
        except BadInput as error:
            yield quarantined(Stage.READ, uri, file.modified_at, error)


def line_document(line: Line, uri: str, modified_at: int) -> RawDocument | SkipReason | Quarantined:
    """The document that a line holds, SkipReason.EMPTY where its text is blank; raises BadInput."""
    fields = _fields(line)
    body, kind = _body(fields, line)
    if not body:
        return SkipReason.EMPTY
    published_at = _time(fields.get("published"))
    return RawDocument(
        uri=uri,
        source_id=_text(fields.get("id")),
        id_scope=_text(fields.get("source")) or posixpath.basename(uri.rpartition("#")[0]),
        body=body.encode(),
        body_kind=kind.value,
        fetched_at=modified_at,
        charset="utf-8",
        url=_address(fields.get("url")),
        title=_text(fields.get("title")),
        authors=_authors(fields.get("authors")),
        published_at=published_at,
        published_from=None if published_at is None else PublishedFrom.DROP.value,
        updated_at=_time(fields.get("updated")),
        source_name=_text(fields.get("source")),
        language=_language(fields.get("language")),
    )


def _fields(line: Line) -> dict[str, Any]:
    """The line's JSON object; bytes that are not UTF-8 become replacement characters."""
    if not line.complete:
        raise BadInput("line_too_long", f"the line has {line.length} bytes: at most {LINE_BYTES} are read", _head(line))
    text = line.data.decode("utf-8", "replace")
    try:
        fields = json.loads(text, parse_constant=_null)
    except RecursionError as error:
        raise BadInput("bad_json", "the line is nested too deep", _head(line)) from error
    except ValueError as error:
        raise BadInput("bad_json", f"the line is not JSON: {error}", _head(line)) from error
    if not isinstance(fields, dict):
        raise BadInput("not_an_object", f"the line holds {_quote(fields)}: give one JSON object a line", _head(line))
    return fields


def _null(name: str) -> None:
    """What NaN, Infinity and -Infinity count as."""


def _body(fields: dict[str, Any], line: Line) -> tuple[str, BodyKind]:
    """The first of `text` and `html` that is not blank; an empty one where all that are given are blank."""
    text, html = fields.get("text"), fields.get("html")
    if isinstance(text, str) and text.strip():
        return _clean(text), BodyKind.TEXT
    if isinstance(html, str) and html.strip():
        page = PAGE.search(html, 0, PAGE_HEAD_CHARACTERS)
        return _clean(html), BodyKind.PAGE if page else BodyKind.FRAGMENT
    for name, value in (("text", text), ("html", html)):
        if value is not None and not isinstance(value, str):
            raise BadInput("bad_field", f"{name!r} is {_quote(value)}: give it as a JSON string", _head(line))
    if text is None and html is None:
        raise BadInput("bad_field", f"no 'text' and no 'html', only {_quote(sorted(fields))}: give one", _head(line))
    return "", BodyKind.TEXT


def _text(value: object) -> str | None:
    """Text that is not blank, without white space around it; a number's text, the same for 7 and 7.0."""
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT_FLOAT:
        value = int(value)
    # Not asked of whole numbers: they are finite, and may be larger than any float.
    if (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and math.isfinite(value)):
        value = str(value)
    return _clean(value.strip()) or None if isinstance(value, str) else None


def _clean(text: str) -> str:
    """Text that UTF-8 and people can read: JSON can name NUL, and half of a surrogate pair."""
    return NO_CHARACTERS.sub("\ufffd", text)


def _address(value: object) -> str | None:
    text = _text(value)
    if not text or not text.isprintable():
        return None
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return redact(text)


def _time(value: object) -> int | None:
    try:
        return parse_rfc3339(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _language(value: object) -> str | None:
    tag = LANGUAGE.match(value.strip().replace("_", "-")) if isinstance(value, str) else None
    return tag[1].lower() + tag[2] if tag else None


def _authors(value: object) -> tuple[str, ...]:
    """The first `AUTHORS` names."""
    given = value[:AUTHORS] if isinstance(value, list) else [value]
    names = [_text(author.get("name") if isinstance(author, dict) else author) for author in given]
    return tuple(name for name in names if name)


def _head(line: Line) -> bytes:
    return line.data[: EXCERPT_CHARACTERS * 4]


def _quote(value: object) -> str:
    """A value as people can recognize it, cut in length and depth."""
    return QUOTED.repr(value)
