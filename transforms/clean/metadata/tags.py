"""What the machine-readable part of a page holds: meta tags, links, JSON-LD, headings; each read once."""

import re
from collections.abc import Iterator
from functools import cached_property
from html import unescape
from itertools import islice
from urllib.parse import urljoin

from lxml.html import HtmlElement

from transforms.clean.mend import composed, without_invisible
from transforms.clean.metadata.linked_data import Object, article_object, texts
from transforms.clean.words import letters

MOST_HEADINGS = 40
LONGEST_VALUE = 2000
MOST_PIECES = 100
"""In characters, and in pieces of text: of a meta tag or heading no more is read."""
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
MOST_VALUES = 20
"""Of the tags of one name no more are read."""


def one_line(text: str | None) -> str | None:
    """A text with its character references resolved and its white space made single; None where nothing is left.

    Composed, and without invisible characters.
    """
    return " ".join(composed(without_invisible(unescape(text[:LONGEST_VALUE]))).split()) or None if text else None


def text_of(element: HtmlElement) -> str | None:
    """The text in an element as one line, no more of it than is read: an element may hold the rest of the page."""
    return one_line("".join(piece[:LONGEST_VALUE] for piece in islice(element.itertext(), MOST_PIECES)))


class Tags:
    """A page's tags. `url` is its address, where that is known."""

    def __init__(self, tree: HtmlElement, url: str | None = None) -> None:
        self.tree = tree
        self.url = url
        self.meta: dict[str, list[str]] = {}
        self.times: list[HtmlElement] = []
        self._headings: dict[str, list[HtmlElement]] = {"h1": [], "h2": []}
        self._links: list[str] = []
        self._scripts: list[str] = []
        for element in tree.iter("meta", "link", "script", "time", "h1", "h2"):
            self._take(element, element.tag)

    def _take(self, element: HtmlElement, tag: str) -> None:
        if tag == "meta":
            name = element.get("property") or element.get("name") or element.get("itemprop")
            content = element.get("content") if name else None
            if name and content and len(values := self.meta.setdefault(name.strip().lower(), [])) < MOST_VALUES:
                values.append(content)
        elif tag == "link":
            if "canonical" in (element.get("rel") or "").lower().split() and element.get("href"):
                self._links.append(element.get("href"))
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower() and element.text:
                self._scripts.append(element.text)
        elif tag == "time":
            self.times.append(element)
        elif len(self._headings[tag]) < MOST_HEADINGS:
            self._headings[tag].append(element)

    @cached_property
    def article(self) -> Object:
        """The JSON-LD object of the page's article; empty where there is none."""
        return article_object(self._scripts)

    @cached_property
    def first_headings(self) -> list[tuple[HtmlElement, str]]:
        """The page's h1 elements with their texts, without empty ones."""
        return [(element, text) for element in self._headings["h1"] if (text := text_of(element))]

    @cached_property
    def second_headings(self) -> list[tuple[HtmlElement, str]]:
        """Its h2 elements likewise."""
        return [(element, text) for element in self._headings["h2"] if (text := text_of(element))]

    @cached_property
    def first_letters(self) -> frozenset[str]:
        """The letters of the h1 elements."""
        return frozenset(letters(text) for _, text in self.first_headings)

    @cached_property
    def second_letters(self) -> frozenset[str]:
        """The letters of the h2 elements."""
        return frozenset(letters(text) for _, text in self.second_headings)

    @cached_property
    def title(self) -> str | None:
        """The text of the page's title element."""
        element = self.tree.find(".//head/title")
        return text_of(element) if element is not None else None

    def every(self, names: tuple[str, ...]) -> Iterator[str]:
        """The contents of the meta tags of these names, in the names' order."""
        for name in names:
            yield from filter(None, map(one_line, self.meta.get(name, ())))

    def first(self, names: tuple[str, ...]) -> str | None:
        """The first of these contents."""
        return next(self.every(names), None)

    def addresses(self) -> Iterator[str]:
        """What the page says its address is, absolute where its own is known: RFC 6596, Open Graph."""
        for link in (*self._links, *self.every(("og:url",))):
            try:
                yield urljoin(self.url or "", link.strip())
            except ValueError:  # a bracket that no IPv6 address has
                continue

    def language(self) -> str | None:
        """What the page says its language is, as it stands, where it is shaped like a BCP 47 tag."""
        claims = (
            self.tree.get("lang"),
            self.tree.get("xml:lang"),
            *self.every(("og:locale", "dc.language", "language")),
            *texts(self.article.get("inLanguage")),
        )
        written = (claim.strip().replace("_", "-") for claim in claims if claim)
        return next((claim for claim in written if LANGUAGE_TAG.fullmatch(claim)), None)
