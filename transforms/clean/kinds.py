"""What a body is, prose or HTML, where its source says otherwise than it is; and a text that JSON-LD carries."""

import re
from collections.abc import Sequence
from html import unescape

from lxml.html import HtmlElement

from schemas.codes import BodyKind
from transforms.clean.entities import without_references
from transforms.clean.metadata.linked_data import article_object, texts
from transforms.clean.pages.tree import parse
from transforms.clean.pages.whole import all_text
from transforms.clean.paragraphs import BLANK_LINES, paragraphs

TAG = re.compile(
    r"</?(?:html|head|body|title|meta|link|script|style|p|div|span|em|strong|br|hr|h[1-6]|ul|ol|li|dl|dt|dd|table|tr"
    r"|td|th|tbody|thead|img|figure|section|article|main|header|footer|nav|aside|blockquote|pre|form|input|button"
    r"|iframe|font|center|small|sup|sub|frameset|frame|noscript|svg|video)[\s/>]|</?[abiu](?:\s[^<>]{0,2000})?>"
    r"|<!--|<!doctype",
    re.IGNORECASE,
)
BLOCK_TAG = re.compile(
    r"</(?:p|div|h[1-6]|ul|ol|li|table|section|article|blockquote|body|html)>|<br ?/?>|<p(?:\s[^<>]{0,200})?>",
    re.IGNORECASE,
)
ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|div|h[1-6]|li|ul)\b", re.IGNORECASE)
PAGE_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S
)
FEWEST_TAGS = 3
"""A text that shows its readers some markup has fewer tags of blocks, or it is HTML."""
LOOKED_AT = 100_000
"""In characters: what settles whether a text is HTML."""
SHORTEST_BODY = 500
"""In characters. A shorter `articleBody` is a description of the article."""
LONGEST_BODY = 100_000
"""In characters: some 15,000 words."""
CUT_OFF = re.compile(r"(?:\.\.\.|…|\[\+\d+ chars\])[\s\"”')\]]*\Z")


def meant(text: str, kind: str) -> tuple[str, BodyKind]:
    """A body's text and kind as they were meant: HTML that came as prose, escaped or not, and prose as HTML.

    Prose that quotes a tag or two is prose. A feed's piece without tags is prose where it has empty lines, which
    HTML would lose.
    """
    head = text[:LOOKED_AT]
    if kind == BodyKind.TEXT:
        if "<" not in head and "&lt;" not in head:
            return text, BodyKind.TEXT
        if PAGE_START.match(head):
            return text, BodyKind.PAGE
        if len(BLOCK_TAG.findall(head)) >= FEWEST_TAGS:
            return text, BodyKind.FRAGMENT
        if len(ESCAPED_TAG.findall(head)) >= FEWEST_TAGS:
            return unescape(text), BodyKind.FRAGMENT
        return text, BodyKind.TEXT
    if TAG.search(text) is None and (kind == BodyKind.PAGE or BLANK_LINES.search(text.strip())):
        return text, BodyKind.TEXT
    return text, BodyKind(kind)


def prose(text: str) -> list[str]:
    """The paragraphs of plain text."""
    return paragraphs(without_references(text))


def article_body(tree: HtmlElement) -> Sequence[str]:
    """The paragraphs of the article that a page's JSON-LD carries whole (schema.org's `articleBody`); else empty."""
    scripts = [e.text for e in tree.iter("script") if e.text and "articleBody" in e.text]
    body = next(texts(article_object(scripts).get("articleBody")), "") if scripts else ""
    if not SHORTEST_BODY <= len(body) <= LONGEST_BODY or CUT_OFF.search(body[-200:]):
        return ()
    text, kind = meant(body, BodyKind.TEXT)
    if kind == BodyKind.TEXT:
        return prose(text)
    html = parse(text)
    return () if html is None else all_text(html)
