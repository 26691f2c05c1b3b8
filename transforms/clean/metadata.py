"""What a page says of itself: title, authors, dates, address, site; from its meta tags and JSON-LD.

Sources of the names: schema.org (Article), the Open Graph protocol and its `article:` object, Dublin Core,
HTML's `link rel=canonical` (RFC 6596).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from html import unescape

from lxml.html import HtmlElement

from schemas.codes import Genre
from schemas.times import parse_rfc3339, to_micros
from transforms.clean.linked_data import article_object, named, texts
from transforms.clean.paragraphs import SPACES
from transforms.clean.urls import canonical_form

EARLIEST = parse_rfc3339("1990-01-01")
DAY = 24 * 3600 * 1_000_000
LONGEST_TITLE = 400
LONGEST_NAME = 80
MOST_AUTHORS = 20

TITLE_NAMES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title")
AUTHOR_NAMES = ("author", "article:author", "byl", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author")
PUBLISHED_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "cxenseparse:recs:publishtime",
)
UPDATED_NAMES = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "lastmod",
    "last-modified",
)
SITE_NAMES = ("og:site_name", "application-name", "dc.publisher")
SECTION_NAMES = ("article:section", "og:article:section", "section", "parsely-section")
GENRES = {
    "LiveBlogPosting": Genre.LIVE,
    "OpinionNewsArticle": Genre.OPINION,
    "AnalysisNewsArticle": Genre.NEWS,
    "ReportageNewsArticle": Genre.NEWS,
    "AdvertiserContentArticle": Genre.PRESS_RELEASE,
}
TITLE_SEPARATOR = re.compile(r"\s+[|·•–—:»-]\s+")
BYLINE = re.compile(r"^\s*(?:by|von|par|por|di)\s+", re.IGNORECASE)
AUTHOR_SEPARATOR = re.compile(r"\s*(?:;|\||,| and | & )\s*", re.IGNORECASE)
NO_NAME = re.compile(r"https?:|www\.|@|/|^\d+$|^(?:admin|staff|editor|n/?a|none|null|unknown)$", re.IGNORECASE)


@dataclass(frozen=True)
class PageMetadata:
    """What a page says of itself. Times are microseconds since the epoch; None is "does not say"."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published_at: int | None = None
    updated_at: int | None = None
    canonical_url: str | None = None
    source_name: str | None = None
    language: str | None = None
    categories: tuple[str, ...] = ()
    genre: str = Genre.OTHER.value


def page_metadata(tree: HtmlElement, fetched_at: int) -> PageMetadata:
    """Reads a page's metadata; a time later than a day after `fetched_at` or before 1990 is taken for an error."""
    page = _Page(tree)
    site = page.first(SITE_NAMES) or named(page.article.get("publisher"))
    return PageMetadata(
        title=_title(page, site),
        authors=_authors(page),
        published_at=_time(
            [*texts(page.article.get("datePublished")), *page.every(PUBLISHED_NAMES), *page.times()], fetched_at
        ),
        updated_at=_time([*texts(page.article.get("dateModified")), *page.every(UPDATED_NAMES)], fetched_at),
        canonical_url=page.canonical(),
        source_name=site[:LONGEST_NAME] if site else None,
        language=page.language(),
        categories=_categories(page),
        genre=_genre(page),
    )


class _Page:
    """A page's meta tags by their lower-case names, its JSON-LD article, and its links, each found once."""

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree
        self.meta: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop")
            content = _one_line(element.get("content"))
            if name and content:
                self.meta.setdefault(name.strip().lower(), []).append(content)

    @cached_property
    def article(self) -> Mapping[str, object]:
        scripts = [e.text for e in self.tree.iter("script") if "ld+json" in (e.get("type") or "").lower() and e.text]
        return article_object(scripts)

    def every(self, names: tuple[str, ...]) -> Iterator[str]:
        for name in names:
            yield from self.meta.get(name, ())

    def first(self, names: tuple[str, ...]) -> str | None:
        return next(self.every(names), None)

    def canonical(self) -> str | None:
        links = [e.get("href") for e in self.tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
        return next(filter(None, map(canonical_form, [*links, *self.meta.get("og:url", ())])), None)

    def times(self) -> Iterator[str]:
        """The values of `time` elements that are marked as the publication's, or of the page's only one."""
        marked, other = [], set()
        for element in self.tree.iter("time"):
            value = element.get("datetime")
            marks = f"{element.get('itemprop', '')} {element.get('class', '')}".lower()
            if value and ("pubdate" in element.attrib or "publish" in marks or "entry-date" in marks):
                marked.append(value)
            elif value:
                other.add(value)
        yield from marked or (other if len(other) == 1 else ())

    def headings(self) -> list[str]:
        return [text for text in (_one_line("".join(e.itertext())) for e in self.tree.iter("h1")) if text]

    def title_element(self) -> str | None:
        element = self.tree.find(".//head/title")
        return _one_line("".join(element.itertext())) if element is not None else None

    def language(self) -> str | None:
        """The `lang` of the html element as it stands, where it is shaped like a BCP 47 tag."""
        claim = (self.tree.get("lang") or self.tree.get("xml:lang") or "").strip().replace("_", "-")
        return claim if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", claim) else None


def _one_line(text: str | None) -> str | None:
    return SPACES.sub(" ", unescape(text)).strip() or None if text else None


def _title(page: _Page, site: str | None) -> str | None:
    """The headline: what the page calls so, else its only h1, else its title element; without the site's name."""
    headings = page.headings()
    candidates = [
        page.first(TITLE_NAMES),
        next(texts(page.article.get("headline")), None),
        headings[0] if len(headings) == 1 else None,
        page.title_element(),
        *headings[:1],
    ]
    title = next(filter(None, candidates), None)
    return _without_site(title, site, page)[:LONGEST_TITLE] if title else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _without_site(title: str, site: str | None, page: _Page) -> str:
    """A title without a first or last part that is the site's name, or that the page's h1 does not have."""
    parts = list(TITLE_SEPARATOR.finditer(title))
    if not parts:
        return title
    names = {_letters(site)} if site else set()
    names |= {_letters(heading) for heading in page.headings()[:1]}
    head, tail = title[: parts[-1].start()], title[parts[-1].end() :]
    if _letters(tail) in names and (site and _letters(tail) == _letters(site)):
        return head
    if _letters(head) in names and not (site and _letters(head) == _letters(site)):
        return head
    first, rest = title[: parts[0].start()], title[parts[0].end() :]
    return rest if site and _letters(first) == _letters(site) else title


def _authors(page: _Page) -> tuple[str, ...]:
    people = page.article.get("author")
    found = [named(person) for person in (people if isinstance(people, list) else [people])]
    names = [name for name in found if name] or list(page.every(AUTHOR_NAMES))
    single = [part for name in names for part in AUTHOR_SEPARATOR.split(BYLINE.sub("", name))]
    clean = (SPACES.sub(" ", unescape(part)).strip(" .") for part in single)
    kept = dict.fromkeys(name for name in clean if 2 < len(name) <= LONGEST_NAME and not NO_NAME.search(name))
    return tuple(kept)[:MOST_AUTHORS]


def _categories(page: _Page) -> tuple[str, ...]:
    sections = [*texts(page.article.get("articleSection")), *page.every(SECTION_NAMES)]
    return tuple(dict.fromkeys(section[:LONGEST_NAME] for section in sections))[:5]


def _genre(page: _Page) -> str:
    kinds = texts(page.article.get("@type"))
    return next((GENRES[kind].value for kind in kinds if kind in GENRES), Genre.OTHER.value)


def _time(values: list[str], fetched_at: int) -> int | None:
    """The first value that is a time and a likely one, in microseconds; a time without a zone is taken as UTC."""
    for value in values:
        micros = _micros(value.strip())
        if micros is not None and EARLIEST <= micros <= fetched_at + DAY:
            return micros
    return None


def _micros(text: str) -> int | None:
    try:
        return parse_rfc3339(text)
    except ValueError:
        pass
    try:  # RFC 5322, as `Tue, 23 Nov 2021 10:00:00 GMT`
        time = parsedate_to_datetime(text)
        return to_micros(datetime.combine(time.date(), time.time(), time.tzinfo or UTC))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
