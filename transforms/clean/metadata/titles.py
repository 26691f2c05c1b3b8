"""The headline of a page, without the name of its site."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from transforms.clean.metadata.linked_data import texts
from transforms.clean.metadata.site import is_label
from transforms.clean.metadata.tags import Tags, one_line
from transforms.clean.words import letters, words

NAMES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "title")
SEPARATOR = re.compile(r"\s+[|·•–—:»«-]+\s+|\s*\|\s*|(?<=\w):\s+")
LONGEST = 400
MOST_CLAIMS = 12
MOST_PARTS = 8
MOST_ELEMENTS = 5000
"""How many titles, parts of one, and elements of the page are compared; pages have a fraction of these."""
SHORTEST_PART = 10
"""In letters: a shorter part of a title may be a section's name."""
ALIKE = 0.7
"""Two headlines are one story's where they share so much of their words. A page's own h1 and the title that it
gives to others differ in a word or two, in punctuation, in the site's name."""


@dataclass(frozen=True)
class Headline:
    """A page's headline and the element that shows it, where one does."""

    text: str | None = None
    element: HtmlElement | None = None


def headline(page: Tags, site: str | None, labels: frozenset[str]) -> Headline:
    """The heading that readers see, where the page's tags confirm it; else what the tags say, without the site."""
    whole = list(dict.fromkeys(claim[:LONGEST] for claim in islice(_claims(page), MOST_CLAIMS)))
    claims = [_without_site(claim, site, labels, page) for claim in whole]
    claims = list(dict.fromkeys(claim for claim in claims if claim and not _is_site(claim, site, labels)))
    exact = set(map(letters, whole))
    for headings in (page.first_headings, page.second_headings):
        for element, text in headings:
            if _is_site(text, site, labels):
                continue
            if letters(text) in exact or any(_same(text, claim) for claim in claims):
                return Headline(text[:LONGEST], element)
    if claims:
        return _in_text(claims[0], page) or Headline(claims[0][:LONGEST])
    seen = [(element, text) for element, text in page.first_headings if not _is_site(text, site, labels)]
    return Headline(seen[0][1][:LONGEST], seen[0][0]) if seen else Headline()


def _claims(page: Tags) -> Iterator[str]:
    yield from page.every(NAMES[:2])
    yield from filter(None, map(one_line, texts(page.article.get("headline"))))
    yield from page.every(NAMES[2:])
    if page.title:
        yield page.title


def _same(heading: str, claim: str) -> bool:
    """Whether a heading says what a tag says: whole or as its part, or nearly so."""
    if letters(heading) == letters(claim):
        return bool(letters(heading))
    ours, theirs = set(words(heading.lower())), set(words(claim.lower()))
    shared = len(ours & theirs)
    return len(ours) > 1 and shared >= ALIKE * max(len(ours), len(theirs))


def _is_site(text: str, site: str | None, labels: frozenset[str]) -> bool:
    return is_label(text, labels) or bool(site and letters(text) == letters(site))


def _without_site(title: str, site: str | None, labels: frozenset[str], page: Tags) -> str:
    """A title without the first and last parts that are the site's name, or that a heading of the page lacks."""
    parts = list(islice(SEPARATOR.finditer(title), MOST_PARTS))
    if not parts:
        return title
    for part in parts:  # a beginning or end that is a heading of its own, and no section's
        head, tail = title[: part.start()], title[part.end() :]
        for piece, rest in ((head, tail), (tail, head)):
            short = letters(piece)
            is_main = short in page.first_letters and (len(piece) > len(rest) or _is_site(rest, site, labels))
            is_shown = is_main or (_is_most(piece, title) and short in page.second_letters)
            if is_shown and not _is_site(piece, site, labels):
                return piece
    if _is_site(title[parts[-1].end() :], site, labels):
        return title[: parts[-1].start()]
    if _is_site(title[: parts[0].start()], site, labels):
        return title[parts[0].end() :]
    return title


def _is_most(part: str, title: str) -> bool:
    """Whether a part of a title is more than half of it, as headlines are beside names of sections and sites."""
    return len(letters(part)) >= SHORTEST_PART and 2 * len(letters(part)) > len(letters(title))


def _in_text(title: str, page: Tags) -> Headline | None:
    """A title's longest beginning that stands somewhere on the page by itself, where the title has parts."""
    parts = [title[: part.start()] for part in islice(SEPARATOR.finditer(title), MOST_PARTS)]
    wanted = {letters(part): part for part in parts if _is_most(part, title)}
    if not wanted:
        return None
    body = page.tree.find("body")
    texts_seen = ((element, element.text) for element in islice(body.iter() if body is not None else (), MOST_ELEMENTS))
    found = {
        letters(text): element
        for element, text in texts_seen
        if text and len(text) <= LONGEST and letters(text) in wanted
    }
    best = max(found, key=len, default=None)
    return None if best is None else Headline(wanted[best], found[best])
