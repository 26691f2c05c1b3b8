"""What a page calls its article, to find the headline in its text."""

import re
from collections.abc import Set as AbstractSet

from lxml.html import HtmlElement

from transforms.clean.pages.blocks import Block
from transforms.clean.words import letters

META_NAMES = ("og:title", "twitter:title")
MOST_TITLES = 10
"""A page has three or four; each line is compared with all."""
FEWEST_LETTERS = 8
"""Shorter names of an article say too little: a line that repeats one may be anything."""
LONGEST_HEADLINE = 300
"""Characters."""
LEAST_SHARE = 0.5
"""A page's title is its headline and, often, the site's name behind it: at least this share is the headline."""
WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
WIDE_WEIGHT = 3
"""A character of Chinese, Japanese or Korean says as much as about so many letters."""


def width(text: str) -> int:
    """How much a text says, as the number of Latin letters that say about as much."""
    return len(text) if text.isascii() else len(text) + (WIDE_WEIGHT - 1) * len(WIDE.findall(text))


def page_titles(tree: HtmlElement) -> frozenset[str]:
    """What a page calls its article in its title element, Open Graph tags and only h1; letters and digits alone."""
    metas = [element.get("content") for element in tree.iter("meta") if _names_title(element)]
    elements = [*tree.iterfind(".//head/title"), *_only(list(tree.iter("h1")))]
    found = filter(None, [*metas[:MOST_TITLES], *("".join(one.itertext()) for one in elements[:MOST_TITLES])])
    titles = {plain for text in found if width(plain := letters(text)) >= FEWEST_LETTERS}
    # A name at the end of a longer one is the site's: its logo is the h1 of many front pages and of some articles.
    return frozenset(one for one in titles if not any(other != one and other.endswith(one) for other in titles))


def _only(elements: list[HtmlElement]) -> list[HtmlElement]:
    return elements if len(elements) == 1 else []


def _names_title(element: HtmlElement) -> bool:
    return (element.get("property") or element.get("name") or "").lower() in META_NAMES


def is_headline(block: Block, titles: AbstractSet[str]) -> bool:
    """Whether a block is the page's headline: one of its titles, or the first part of one.

    A link to the article itself is none, unless it is the h1.
    """
    if len(block.text) > LONGEST_HEADLINE or (block.tag != "h1" and block.linked == len(block.text)):
        return False
    plain = letters(block.text)
    return width(plain) >= FEWEST_LETTERS and any(
        title.startswith(plain) and len(plain) >= LEAST_SHARE * len(title) for title in titles
    )
