"""HTML as a tree, and the text in it: the article of a whole page, or all of a fragment."""

import logging
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction
from trafilatura.settings import Document

from transforms.clean.paragraphs import SPACES
from transforms.outcomes import BadInput

MANY_ELEMENTS = 20_000
"""Beyond these only the quick extractor is asked: the others' cost grows faster than the page."""
MOST_ELEMENTS = 200_000
"""An article's page has a hundredth of this; at more, extraction takes minutes and gigabytes."""

# What trafilatura and the readability and jusText that it holds raise on trees that they did not expect. Their
# failure on one page is that page's: what its feed said of it is used instead.
EXTRACTOR_FAILURES = (
    etree.LxmlError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    AssertionError,
    RecursionError,
)
# libxml2 takes some public identifiers for a reason to build another tree (lxml bug 1955915).
DOCTYPE = re.compile(r"<!doctype[^>]*>", re.IGNORECASE)
NOT_TEXT = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "button", "select"}
    | {"textarea", "figcaption", "audio", "video", "canvas", "head"}
)
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "div", "dl", "dt"}
    | {"fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li"}
    | {"main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead"}
    | {"tr", "ul"}
)

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of each page without text


def parse(html: str) -> HtmlElement | None:
    """A page or fragment as a tree; None where there is no element in it."""
    html = DOCTYPE.sub("", html[:2000], count=1) + html[2000:]
    # Bytes with the encoding said, because lxml refuses text that declares one of its own.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        return document_fromstring(html.encode("utf-8"), parser=parser)
    except etree.LxmlError:
        return None


def main_text(tree: HtmlElement, url: str | None) -> list[str]:
    """The paragraphs of a page's article, empty where none is found. Leaves the tree as it was.

    Raises BadInput `too_large` for a page of more than 200,000 elements.
    """
    elements = sum(1 for _ in tree.iter())
    if elements > MOST_ELEMENTS:
        raise BadInput("too_large", f"the page has {elements} elements: at most {MOST_ELEMENTS} are read")
    try:
        found = bare_extraction(tree, url=url, fast=elements > MANY_ELEMENTS, include_comments=False)
    except EXTRACTOR_FAILURES:
        return []
    text = (found.text or "") if isinstance(found, Document) else ""
    return [line for line in (SPACES.sub(" ", part).strip() for part in text.split("\n")) if line]


def all_text(tree: HtmlElement) -> list[str]:
    """The paragraphs of all that a reader of a fragment sees, apart from captions and forms."""
    lines: list[str] = []
    pieces: list[str] = []

    def end_line() -> None:
        line = SPACES.sub(" ", "".join(pieces)).strip()
        if line:
            lines.append(line)
        pieces.clear()

    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if tag in NOT_TEXT:
            hidden += 1 if event == "start" else -1
        if tag in BLOCKS and not hidden:
            end_line()
        text = element.text if event == "start" else element.tail
        if text and not hidden and not (event == "end" and element is tree):
            pieces.append(text)
    end_line()
    return lines
