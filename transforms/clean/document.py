"""One raw document as one article."""

from collections.abc import Sequence

from lxml.html import HtmlElement

from schemas.codes import BodyKind, PublishedFrom, SkipReason, TextStatus
from schemas.ids import article_id, content_hash
from schemas.records import Article, RawDocument
from schemas.times import parse_rfc3339
from transforms.clean.boilerplate import without_boilerplate
from transforms.clean.decode import decode
from transforms.clean.entities import without_references
from transforms.clean.metadata import PageMetadata, page_metadata
from transforms.clean.page import all_text, main_text, parse
from transforms.clean.paragraphs import SPACES, paragraphs, split_title
from transforms.clean.signature import signature
from transforms.clean.urls import article_key, better_canonical, canonical_form, day_in, domain
from transforms.clean.words import words
from transforms.outcomes import Skipped


def clean_document(document: RawDocument) -> Article:
    """The article in a document: its text in paragraphs with an empty line between, and what is known of it.

    What the document's source says (title, authors, dates, name, language) wins over what its page says.
    Where the page yields less than the teaser, the teaser is the text.
    Raises BadInput (`binary`, `too_large`) and Skipped (`no_text`).
    """
    title = _one_line(without_references(document.title) if document.title else None)
    tree = None
    if document.body_kind == BodyKind.TEXT:
        lines = paragraphs(without_references(decode(document.body, document.body_kind, document.charset)))
    else:
        tree = parse(decode(document.body, document.body_kind, document.charset))
        lines = _html_lines(tree, document)
    page = page_metadata(tree, document.fetched_at) if _is_page(tree, document) else PageMetadata()
    title = title or page.title
    lines = without_boilerplate(_without_title(lines, title))
    status = document.text_status
    if document.body_kind == BodyKind.TEXT and title is None:
        title, lines = split_title(lines)
    teaser = _teaser_lines(document.teaser, title)
    if _length(teaser) > _length(lines):
        lines, status = teaser, TextStatus.TEASER.value
    if not lines:
        raise Skipped(SkipReason.NO_TEXT)
    return _article(document, page, title, "\n\n".join(lines), status)


def _is_page(tree: HtmlElement | None, document: RawDocument) -> bool:
    return tree is not None and document.body_kind == BodyKind.PAGE


def _html_lines(tree: HtmlElement | None, document: RawDocument) -> list[str]:
    if tree is None:
        return []
    return main_text(tree, document.url) if document.body_kind == BodyKind.PAGE else all_text(tree)


def _teaser_lines(teaser: str | None, title: str | None) -> list[str]:
    tree = parse(teaser) if teaser else None
    return [] if tree is None else without_boilerplate(_without_title(all_text(tree), title))


def _length(lines: Sequence[str]) -> int:
    return sum(map(len, lines))


def _one_line(text: str | None) -> str | None:
    return SPACES.sub(" ", text).strip() or None if text else None


def _without_title(lines: list[str], title: str | None) -> list[str]:
    """The lines without a first one that says the title again, as pages and feeds have it."""
    if title and len(lines) > 1 and _plain(lines[0]) == _plain(title):
        return lines[1:]
    return lines


def _plain(text: str) -> list[str]:
    return words(text.lower())


def _article(document: RawDocument, page: PageMetadata, title: str | None, text: str, status: str) -> Article:
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
        authors=tuple(document.authors) or page.authors,
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
