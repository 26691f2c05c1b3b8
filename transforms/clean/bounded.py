"""Time and memory a document: ordinary ones are cleaned in the worker's own process, others in one that is killed.

A parser's time can grow with the square of what it reads, and no exception reaches it while it does. What it can
take is bounded by what it reads: below these bounds nothing that was tried took two seconds
(`tests/transforms/clean/test_bounded.py` has the shapes). A child costs half a millisecond a document.
"""

from schemas.codes import BodyKind
from schemas.records import Article, RawDocument
from transforms.clean.document import clean_document
from transforms.watchdog import watchdog

ORDINARY_BYTES = 1_000_000
"""Nineteen of twenty pages of news have less than 600 KB, most of it scripts."""
ORDINARY_TAGS = 6_000
"""Marks `<`. Pages of news have up to 3,300."""
ORDINARY_PIECES = 20_000
"""Words, with what is between slashes and equals signs: no page has more attributes than these, and the parser
compares each attribute of a tag with those before it. Half of the pages of news have fewer than 10,000, one of
ten has more than these."""
SEPARATORS = bytes(ord(" ") if byte in b" \t\n\v\f\r/=" else ord("x") for byte in range(256))
"""For `bytes.translate`: white space, slashes and equals signs become blanks, all else the letter x."""


def clean_bounded(document: RawDocument) -> Article:
    """`clean_document` within bounds of time and memory; raises what it raises.

    For a document that is not ordinary also BadInput `too_slow` (10 s of CPU), `too_large` (2 GB) and `crashed`.
    """
    return clean_document(document) if is_ordinary(document) else watchdog().run(clean_document, document)


def is_ordinary(document: RawDocument) -> bool:
    """Whether a document is small in all that costs time.

    Counted in bytes as they came: in the encodings that are read (`decode`), ASCII is ASCII or stands in it.
    """
    body, teaser = document.body, (document.teaser or "").encode("utf-8", "replace")
    texts = (document.title, document.url, document.source_name)
    tags = body.count(b"<") + teaser.count(b"<")
    if document.body_kind == BodyKind.TEXT:
        tags += body.count(b"&")  # it may be HTML that was escaped
    return (
        len(body) + len(teaser) + sum(len(text) for text in texts if text) <= ORDINARY_BYTES
        and tags <= ORDINARY_TAGS
        and _has_few_pieces(body)
        and _has_few_pieces(teaser)
    )


def _has_few_pieces(body: bytes) -> bool:
    """Whether a page can have no more than so many attributes.

    One begins behind white space or a slash, or behind the value of another, which has an equals sign before it
    (HTML, sections 13.2.5.32 to 13.2.5.39).
    """
    return len(body) <= ORDINARY_PIECES or body.translate(SEPARATORS).count(b" x") <= ORDINARY_PIECES
