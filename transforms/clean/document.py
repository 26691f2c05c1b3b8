"""One raw document as one article."""

from collections.abc import Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from schemas.codes import BodyKind, PublishedFrom, SkipReason, TextStatus
from schemas.ids import article_id, content_hash
from schemas.records import Article, RawDocument
from schemas.times import parse_rfc3339
from transforms.clean.boilerplate.lines import without_boilerplate
from transforms.clean.decode import decode
from transforms.clean.entities import without_references
from transforms.clean.kinds import article_body, meant, prose
from transforms.clean.mend import as_meant
from transforms.clean.metadata import PageMetadata, page_metadata
from transforms.clean.metadata.names import persons
from transforms.clean.pages.text import main_text
from transforms.clean.pages.tree import parse
from transforms.clean.pages.whole import all_text
from transforms.clean.paragraphs import SPACES, split_title
from transforms.clean.signature import signature
from transforms.clean.urls import article_key, better_canonical, canonical_form, day_in, domain
from transforms.clean.walls import PageSigns, Wall, teaser, wall
from transforms.clean.words import words
from transforms.outcomes import Skipped

EXTRACTED = 3.0
"""In log-odds: the doubt about boilerplate in a page's main text, out of which nearly all has been left already."""
WEAK_TEXT = 1000
"""In characters. A page that shows less may carry its whole article in its JSON-LD."""
MOST_BESIDE, LONGEST_BESIDE = 40, 320
"""Lines that stand beside the text, and characters of one."""
NOTHING_KNOWN = frozenset({SkipReason.ERROR_PAGE, SkipReason.CONSENT_WALL, SkipReason.NO_ARTICLE})
"""Pages that are no article's: what they say of themselves is nothing about it."""


def clean_document(document: RawDocument) -> Article:
    """The article in a document: its text in paragraphs with an empty line between, and what is known of it.

    What the document's source says (title, authors, dates, name, language) wins over what its page says.
    Where the page is no article (`walls`), or yields less than the teaser, the teaser is the text, and `page_error`
    says why. Where the page shows the beginning alone, its text is a teaser.
    Raises BadInput (`binary`, `too_large`) and Skipped (`no_text`, or what kind of page it is).
    """
    title = _one_line(without_references(document.title) if document.title else None)
    text, kind = meant(decode(document.body, document.body_kind, document.charset), document.body_kind)
    tree = None if kind == BodyKind.TEXT else parse(text)
    signs = PageSigns(tree, document.url) if tree is not None and kind == BodyKind.PAGE else None
    page = page_metadata(tree, document.fetched_at, document.url) if signs else PageMetadata()
    heading = title or _one_line(page.title)
    lines = prose(text) if kind == BodyKind.TEXT else _html_lines(tree, text, kind)
    if document.body_kind == BodyKind.TEXT and kind != BodyKind.TEXT:
        # HTML that was made plain text by halves, as some agencies' archives are.
        lines = list(map(without_references, lines))
    whole = _without_title(_mended(lines), heading)
    untitled = kind == BodyKind.TEXT and heading is None
    lines = without_boilerplate(whole, EXTRACTED if signs else 0.0, begins_with_title=untitled)
    beside = _beside(document, page, whole, lines)
    status = document.text_status
    if untitled:
        heading, lines = split_title(lines)
    barrier = None
    if signs is not None:
        lines, status, barrier = _judged(signs, lines, status)
        if barrier is not None and barrier.reason in NOTHING_KNOWN:
            page, heading = PageMetadata(), title
    told = _teaser_lines(document.teaser, heading)
    if _length(told) > _length(lines):
        if document.body_kind == BodyKind.PAGE and document.page_error is None:
            document = replace(document, page_error=_page_error(barrier, lines))
        lines, status = told, TextStatus.TEASER.value
    if not lines:
        raise Skipped(barrier.reason if barrier else SkipReason.NO_TEXT)
    return _article(document, page, heading, "\n\n".join(lines), status, beside)


def _beside(document: RawDocument, page: PageMetadata, whole: Sequence[str], kept: Sequence[str]) -> Sequence[str]:
    """What stands beside the text: bylines, and lines that were left out, such as notes on the writer."""
    stays = frozenset(kept)
    beside = (*document.authors, *page.bylines, *(line for line in whole if line not in stays))
    return [line[:LONGEST_BESIDE] for line in beside[:MOST_BESIDE]]


def _judged(signs: PageSigns, lines: list[str], status: str) -> tuple[list[str], str, Wall | None]:
    """A page's text, how much of the article it is, and why the page is none (without any text then)."""
    barrier = wall(signs, lines)
    if barrier is not None and barrier.reason in NOTHING_KNOWN:
        return [], status, barrier
    beginning = None if barrier else teaser(signs, lines)
    shown = beginning or ([] if barrier else lines)
    if barrier or beginning or _length(lines) <= WEAK_TEXT:
        whole = without_boilerplate(_mended(article_body(signs.tree)))
        if _length(whole) > 2 * _length(shown):
            return whole, status, None
    return shown, TextStatus.TEASER.value if beginning else status, barrier


def _page_error(barrier: Wall | None, lines: Sequence[str]) -> str:
    """Why a page's text is not used."""
    if barrier is not None:
        return barrier.message
    return "the page has less text than the feed" if lines else "the page has no article"


def _html_lines(tree: HtmlElement | None, html: str, kind: BodyKind) -> list[str]:
    if tree is None:
        return []
    return main_text(tree, html) if kind == BodyKind.PAGE else all_text(tree)


def _mended(lines: Sequence[str]) -> list[str]:
    """The lines as they were meant, also where character references hid what was wrong; without empty ones."""
    return [line for line in map(as_meant, lines) if line]


def _teaser_lines(teaser: str | None, title: str | None) -> list[str]:
    tree = parse(teaser) if teaser else None
    return [] if tree is None else without_boilerplate(_without_title(_mended(all_text(tree)), title))


def _length(lines: Sequence[str]) -> int:
    return sum(map(len, lines))


def _one_line(text: str | None) -> str | None:
    return SPACES.sub(" ", as_meant(text)).strip() or None if text else None


def _without_title(lines: list[str], title: str | None) -> list[str]:
    """The lines without a first one that says the title again, as pages and feeds have it."""
    if title and len(lines) > 1 and _plain(lines[0]) == _plain(title):
        return lines[1:]
    return lines


def _plain(text: str) -> list[str]:
    return words(text.lower())


def _article(
    document: RawDocument, page: PageMetadata, title: str | None, text: str, status: str, beside: Sequence[str]
) -> Article:
    url = canonical_form(document.url)
    canonical = better_canonical(url, page.canonical_url)
    source_name = _one_line(document.source_name) or page.source_name
    source_domain = document.source_domain or domain(canonical)
    published_at, published_from = _publication(document, page, canonical)
    content = content_hash(title, text)
    return Article(
        uri=document.uri,
        article_id=article_id(
            article_key(canonical) if canonical else None, document.id_scope, document.source_id, content
        ),
        source_id=document.source_id,
        url=document.url,
        canonical_url=canonical,
        source_domain=source_domain,
        source_name=source_name,
        feed_url=document.feed_url,
        title=title,
        authors=persons(document.authors, filter(None, (source_name, source_domain)), single=True) or page.authors,
        beside=beside,
        published_at=published_at,
        published_from=published_from,
        updated_at=document.updated_at if document.updated_at is not None else page.updated_at,
        fetched_at=document.fetched_at,
        text=text,
        text_status=status,
        content_hash=content,
        word_count=len(words(text)),
        categories=tuple(document.categories) or page.categories,
        language=document.language or page.language,
        published_text=None if published_at is not None else document.published_text,
        page_error=document.page_error,
        genre=page.genre,
        minhash=signature(text),
    )


def _publication(document: RawDocument, page: PageMetadata, url: str | None) -> tuple[int | None, str | None]:
    """When an article was published and where that was read: its source, its page, its URL; never a guess."""
    if document.published_at is not None:
        return document.published_at, document.published_from
    if page.published_at is not None:
        return page.published_at, PublishedFrom.PAGE.value
    day = day_in(url)
    try:
        return (parse_rfc3339(day), PublishedFrom.URL.value) if day else (None, None)
    except ValueError:  # a day that its month does not have
        return None, None
