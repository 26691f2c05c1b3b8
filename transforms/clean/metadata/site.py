"""The site behind a page: its name, without the slogan."""

import re
from collections.abc import Iterator

from transforms.clean.metadata.linked_data import named
from transforms.clean.metadata.tags import Tags
from transforms.clean.urls import canonical_form, domain
from transforms.clean.words import letters

NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "al:ios:app_name")
SEPARATOR = re.compile(r"\s+[|·•–—:»-]+\s+|\s*\|\s*|:\s+|\s*::\s*")
MOST_WORDS = 6
SHORTEST_WORD = 3
LONGEST_NAME = 80
"""A name is short; what has more words or characters is a slogan or a title."""
HOST = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?", re.IGNORECASE)


def canonical_url(page: Tags) -> str | None:
    """The canonical form of what the page says its address is."""
    return next(filter(None, map(canonical_form, page.addresses())), None)


def site_labels(page: Tags, canonical: str | None) -> frozenset[str]:
    """The names of the page's domain without its suffix, as letters: `dailyherald` of news.daily-herald.co.uk."""
    domains = filter(None, map(domain, (canonical_form(page.url), canonical)))
    return frozenset(letters(name) for found in domains for name in (found, found.partition(".")[0]))


def source_name(page: Tags, labels: frozenset[str]) -> str | None:
    """The name of the site: the first that is one, rather in words than as an address."""
    written = list(_names(page, labels))
    words = (name for name in written if not HOST.fullmatch(name))
    return next(words, next(iter(written), None)) or _related_end(page, labels)


def _names(page: Tags, labels: frozenset[str]) -> Iterator[str]:
    claims = [*page.every(NAMES), named(page.article.get("publisher"))]
    for claim in filter(None, claims):
        parts = [part for part in SEPARATOR.split(claim) if part and len(part.split()) <= MOST_WORDS]
        # Of "The Herald | News from the north" and "News from the north | The Herald" the part that the address has.
        name = next((part for part in parts if is_label(part, labels)), next(iter(parts), ""))
        if name and len(name) <= LONGEST_NAME:
            yield name
    # A title's last part, where it says the domain's name in words.
    last = SEPARATOR.split(page.title or "")[-1]
    if last != page.title and len(last.split()) <= MOST_WORDS and is_label(last, labels):
        yield last


def is_label(name: str, labels: frozenset[str]) -> bool:
    """Whether a name says the page's domain, in words or as it is."""
    short = letters(name)
    return short in labels or short.removeprefix("the") in labels or f"the{short}" in labels


def _related_end(page: Tags, labels: frozenset[str]) -> str | None:
    """What a title has behind the page's h1, where the domain begins so: CBS Detroit of cbslocal.com."""
    pieces = SEPARATOR.split(page.title or "")
    first = letters(pieces[-1].split()[0]) if len(pieces) > 1 and pieces[-1].split() else ""
    if len(first) < SHORTEST_WORD or len(pieces[-1].split()) > MOST_WORDS:
        return None
    rest = letters((page.title or "").removesuffix(pieces[-1]))
    is_heading = rest in page.first_letters
    return pieces[-1].strip() if is_heading and any(label.startswith(first) for label in labels) else None
