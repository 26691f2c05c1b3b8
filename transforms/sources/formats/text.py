"""`.txt`: a file is one article in plain text, with a block of fields over it or without.

Fields, all optional (`formats.frontmatter` has the block's form); others are ignored:

id        the document's id in place of the file's name
title     the headline
date      an RFC 3339 time or date; anything else is no date, and kept as it was written
url       an absolute http or https address, kept without secrets (`polling.redact`); anything else is no address
author    one name
authors   names with commas or semicolons between, in square brackets or without
source    who published it
language  a BCP 47 tag (`en_GB` counts as `en-GB`); anything else is no language

As in `formats.jsonl`, only the body decides whether a file is a document: what no one can read in a field is null.
"""

import codecs
import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO

from schemas.codes import BodyKind, PublishedFrom, SkipReason
from schemas.records import RawDocument
from schemas.times import parse_rfc3339
from transforms.sources.fields import name_of, tidy, web_address
from transforms.sources.formats.frontmatter import front_matter
from transforms.sources.formats.jsonl import AUTHORS, LANGUAGE
from transforms.sources.formats.whole import whole_document
from transforms.sources.splits import Documents, FileRange

NAME_CHARACTERS = 200
BLANK = re.compile(rb"[\s\0]*\Z")
MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ZONE = re.compile(r"\s+(?=[+-]\d\d:?\d\d\Z)")
"""Jekyll writes times as 2026-11-22 18:00:00 +0200, where RFC 3339 has no blank before the zone."""


def text_documents(file: FileRange, stream: BinaryIO) -> Documents:
    """The file's one document (`formats.whole`), with the fields of its block; its bytes are taken as they are.

    A block with nothing below it is SkipReason.EMPTY.
    """
    for found in whole_document(file, stream, BodyKind.TEXT):
        yield _with_fields(found) if isinstance(found, RawDocument) else found


def _with_fields(document: RawDocument) -> RawDocument | SkipReason:
    block = front_matter(document.body)
    if block is None:
        return document
    if _is_blank(block.body):
        return SkipReason.EMPTY
    given = block.fields
    source_id, source = name_of(given.get("id")), tidy(given.get("source"))
    published_at = _time(given.get("date"))
    return replace(
        document,
        body=block.body,
        source_id=source_id or document.source_id,
        id_scope=(source or posixpath.basename(document.uri)) if source_id else None,
        url=web_address(given.get("url"), None),
        title=tidy(given.get("title")),
        authors=_authors(given),
        published_at=published_at,
        published_from=None if published_at is None else PublishedFrom.DROP.value,
        published_text=tidy(given.get("date"), NAME_CHARACTERS) if published_at is None else None,
        source_name=source,
        language=_language(given.get("language")),
    )


def _is_blank(body: bytes) -> bool:
    """Whether there is nothing but white space, in any encoding (NUL is the half of a wide character)."""
    mark = next((mark for mark in MARKS if body.startswith(mark)), b"")
    return BLANK.match(body, len(mark)) is not None


def _time(text: str | None) -> int | None:
    try:
        return parse_rfc3339(ZONE.sub("", text.strip())) if text else None
    except ValueError:
        return None


def _authors(given: Mapping[str, str]) -> tuple[str, ...]:
    """The first `AUTHORS` names, each once: `author` whole, then those of `authors`."""
    listed = given.get("authors", "").strip().removeprefix("[").removesuffix("]")
    names = [given.get("author", ""), *(name.strip().strip("\"'") for name in re.split("[,;]", listed))]
    return tuple(dict.fromkeys(tidied for name in names if (tidied := tidy(name, NAME_CHARACTERS))))[:AUTHORS]


def _language(text: str | None) -> str | None:
    tag = LANGUAGE.match(text.strip().replace("_", "-")) if text else None
    return tag[1].lower() + tag[2] if tag else None
