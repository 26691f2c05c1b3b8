"""What tells the kind of a page: its title and headings, what it says that it is, what it is built of."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, islice
from typing import cast
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from transforms.clean.pages.whole import Line, seen_lines
from transforms.clean.paragraphs import SPACES

MOST_LINES = 3000
MOST_HEADINGS = 3
LEVELS = {"title": 0, "h1": 1, "h2": 2}
MOST_NOTES = 20
"""They may stand in each other, in broken pages."""
ARTICLE_TYPE = re.compile(r'"@type"\s*:\s*(?:\[[^\]]{0,200}?)?"(?:\w{0,40}Article|BlogPosting|LiveBlogPosting|Report)"')
MOST_ARTICLES = 3
"""Objects of an article type in a page's JSON-LD; where there are more, it lists articles."""
FOR_PAYERS = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
TYPE_NAMES = frozenset({"og:type"})
TIME_NAMES = frozenset({"article:published_time", "datepublished"})
BEHIND = 12
"""Pieces of text behind a teaser in which the page says who may read on."""
TAIL_CHARACTERS = 40
ARTICLE_ITEM = "boolean(//*[contains(@itemtype, 'schema.org/') and contains(@itemtype, 'Article')])"
SHOWN = etree.XPath(
    "//body//*[not(self::script or self::style or self::noscript)]/text()[normalize-space()]", smart_strings=False
)
SHELL_TEXT = 40
"""In characters: what an empty shell shows, such as "Loading..."."""


class PageSigns:
    """What tells the kind of a page; each sign is found when it is asked for. Leaves the tree as it was."""

    def __init__(self, tree: HtmlElement, url: str | None) -> None:
        self.tree = tree
        self.url = url

    @cached_property
    def lines(self) -> Sequence[Line]:
        """What a reader sees; of a long page its beginning."""
        return list(islice(seen_lines(self.tree), MOST_LINES))

    @cached_property
    def heads(self) -> Sequence[str]:
        """The title element and the first three headings, those of the first level first."""
        found = islice(self.tree.iter("title", "h1", "h2"), 1 + MOST_HEADINGS)
        elements = sorted(found, key=lambda element: LEVELS[element.tag])
        texts = (SPACES.sub(" ", "".join(element.itertext())).strip() for element in elements)
        return list(dict.fromkeys(text for text in texts if text))

    @cached_property
    def notes(self) -> Sequence[str]:
        """What is shown where no scripts run."""
        elements = islice(self.tree.iter("noscript"), MOST_NOTES)
        texts = ("".join(islice(element.itertext(), MOST_NOTES)) for element in elements)
        return [text for text in (SPACES.sub(" ", text).strip() for text in texts) if text]

    @cached_property
    def _linked_data(self) -> Sequence[str]:
        return [e.text for e in self.tree.iter("script") if e.text and "ld+json" in (e.get("type") or "").lower()]

    @cached_property
    def is_marked(self) -> bool:
        """Whether the page says that it is one article."""
        for element in self.tree.iter("meta"):
            name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
            if name in TIME_NAMES or (name in TYPE_NAMES and (element.get("content") or "").lower() == "article"):
                return True
        if 0 < sum(len(ARTICLE_TYPE.findall(script)) for script in self._linked_data) <= MOST_ARTICLES:
            return True
        return bool(self.tree.xpath(ARTICLE_ITEM))

    @cached_property
    def is_for_payers(self) -> bool:
        """Whether the page says that not everybody may read it (schema.org's isAccessibleForFree)."""
        return any(FOR_PAYERS.search(script) for script in self._linked_data)

    @cached_property
    def _shown(self) -> tuple[Sequence[str], str, Sequence[int]]:
        """The page's pieces of text; all of them without white space as one text; where each of them ends in it."""
        shown = cast(list[str], SHOWN(self.tree))
        squeezed = ["".join(text.split()) for text in shown]
        return shown, "".join(squeezed), list(accumulate(map(len, squeezed)))

    def behind(self, line: str, count: int = BEHIND) -> Sequence[str]:
        """The next pieces of text that are seen behind a line, labels and buttons too; empty where it is not seen."""
        shown, squeezed, ends = self._shown
        tail = "".join(line.split())[-TAIL_CHARACTERS:]
        place = squeezed.rfind(tail)
        if place < 0:
            return ()
        first = bisect_right(ends, place + len(tail) - 1) + 1
        return [SPACES.sub(" ", text).strip() for text in shown[first : first + count]]

    @property
    def has_password(self) -> bool:
        """Whether it asks for a password."""
        return bool(self.tree.xpath("boolean(//input[@type='password'])"))

    @property
    def has_frames(self) -> bool:
        """Whether it is a frameset (HTML 4.01, section 16.2)."""
        return bool(self.tree.xpath("boolean(//frameset)"))

    @property
    def is_shell(self) -> bool:
        """Whether it shows nothing and loads a script that would."""
        shown = sum(len(line.text) for line in self.lines)
        return shown <= SHELL_TEXT and bool(self.tree.xpath("boolean(//script[@src])"))

    @property
    def is_root(self) -> bool:
        """Whether its address is a site's first page."""
        try:
            parts = urlsplit(self.url or "")
        except ValueError:
            return False
        return bool(parts.netloc) and parts.path in ("", "/") and not parts.query
