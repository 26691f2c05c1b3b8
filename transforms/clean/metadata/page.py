"""What a page says of itself: title, authors, times, address, site; from its tags, its JSON-LD and its byline.

Sources of the names: schema.org (Article), the Open Graph protocol and its `article:` object, Dublin Core,
HTML's `link rel=canonical` (RFC 6596).
"""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from schemas.codes import Genre
from transforms.clean.metadata.authors import authors
from transforms.clean.metadata.linked_data import texts
from transforms.clean.metadata.marked import marked
from transforms.clean.metadata.site import canonical_url, site_labels, source_name
from transforms.clean.metadata.tags import Tags, one_line
from transforms.clean.metadata.times import times
from transforms.clean.metadata.titles import headline
from transforms.clean.urls import canonical_form

SECTION_NAMES = (
    "article:section",
    "og:article:section",
    "og:section",
    "section",
    "parsely-section",
    "sailthru.section",
)
SECTION_SEPARATOR = re.compile(r"\s*[,;|>]\s*")
LONGEST_SECTION = 80
MOST_SECTIONS = 5
GENRES = {
    "LiveBlogPosting": Genre.LIVE,
    "OpinionNewsArticle": Genre.OPINION,
    "AnalysisNewsArticle": Genre.NEWS,
    "ReportageNewsArticle": Genre.NEWS,
    "AdvertiserContentArticle": Genre.PRESS_RELEASE,
}


@dataclass(frozen=True)
class PageMetadata:
    """What a page says of itself. Times are microseconds since the epoch; None is "does not say".

    `authors` are persons; `bylines` is what the page wrote for its authors, desks and agencies too.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    published_at: int | None = None
    updated_at: int | None = None
    canonical_url: str | None = None
    source_name: str | None = None
    language: str | None = None
    categories: tuple[str, ...] = ()
    genre: str = Genre.OTHER.value
    bylines: tuple[str, ...] = ()


def page_metadata(tree: HtmlElement, fetched_at: int, url: str | None = None) -> PageMetadata:
    """Reads a page's metadata; `url` is its address where that is known. The tree stays as it is.

    A time later than a day after `fetched_at` (microseconds since the epoch) or before 1990 is taken for an error.
    """
    page = Tags(tree, url)
    canonical = canonical_url(page)
    labels = site_labels(page, canonical)
    site = source_name(page, labels)
    title = headline(page, site, labels)
    shown = marked(tree, title.element)
    writers = authors(page, [*labels, *filter(None, [site])], shown, title.element)
    when = times(page, shown, title.element, fetched_at, canonical or canonical_form(url))
    return PageMetadata(
        title=title.text,
        authors=writers.persons,
        published_at=when.published_at,
        updated_at=when.updated_at,
        canonical_url=canonical,
        source_name=site,
        language=page.language(),
        categories=_categories(page),
        genre=_genre(page),
        bylines=writers.bylines,
    )


def _categories(page: Tags) -> tuple[str, ...]:
    """The sections that a page counts itself to; several may stand in one tag."""
    sections = [*texts(page.article.get("articleSection")), *page.every(SECTION_NAMES)]
    single = (part for section in sections for part in SECTION_SEPARATOR.split(one_line(section) or ""))
    return tuple(dict.fromkeys(part[:LONGEST_SECTION] for part in single if part))[:MOST_SECTIONS]


def _genre(page: Tags) -> str:
    kinds = texts(page.article.get("@type"))
    return next((GENRES[kind].value for kind in kinds if kind in GENRES), Genre.OTHER.value)
