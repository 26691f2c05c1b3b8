"""What other extractors hold for a page's article."""

import logging

from lxml import etree
from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text
from trafilatura import bare_extraction
from trafilatura.settings import Document

# What trafilatura raises on trees that it did not expect. Its failure on one page is that page's.
EXTRACTOR_FAILURES = (
    etree.LxmlError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    AssertionError,
    RecursionError,
)
PROBE = 40
"""Characters, without spaces, of a block's beginning, middle and end: two of these found tell the block."""
WHOLE_LINE = 20
"""A block no longer than this counts as found where it is a whole line: as part of one it may be anything."""

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of each page without text


class Opinion:
    """The text that an extractor gave, to ask whether it holds a block. Spaces do not count."""

    def __init__(self, text: str) -> None:
        lines = [_dense(line) for line in text.split("\n")]
        self.lines = frozenset(lines)
        self.text = "".join(lines)

    def holds(self, block: str) -> bool:
        """Whether a block is in the text, or most of it is."""
        dense = _dense(block)
        if len(dense) <= WHOLE_LINE:
            return dense in self.lines
        if len(dense) <= PROBE:
            return dense in self.text
        middle = (len(dense) - PROBE) // 2
        probes = (dense[:PROBE], dense[middle : middle + PROBE], dense[-PROBE:])
        return sum(probe in self.text for probe in probes) >= 2


def _dense(text: str) -> str:
    return "".join(text.split())


def quick_opinion(html: str) -> Opinion:
    """Resiliparse's: finds nearly all of an article, and more than it; a twentieth of trafilatura's time."""
    text = extract_plain_text(
        html,
        main_content=True,
        preserve_formatting=True,
        list_bullets=False,
        alt_texts=False,
        comments=False,
        post_meta=False,
    )
    return Opinion(text)


def thorough_opinion(tree: HtmlElement) -> Opinion:
    """Trafilatura's, by its quick way and in its strict mode; of no text where it finds none. Leaves the tree."""
    try:
        # No second extractors within: the vote has others. Strict: the vote needs what is sure, the rest has two.
        found = bare_extraction(tree, fast=True, favor_precision=True, include_comments=False)
    except EXTRACTOR_FAILURES:
        return Opinion("")
    return Opinion((found.text or "") if isinstance(found, Document) else "")
