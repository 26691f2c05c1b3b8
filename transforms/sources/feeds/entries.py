"""A feed's entries, whatever kind of feed they came in, and the raw documents that they become."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from schemas.codes import BodyKind, PublishedFrom, TextStatus
from schemas.ids import digest
from schemas.records import RawDocument
from transforms.sources.feeds.markup import plain_text
from transforms.sources.feeds.wholeness import looks_whole

MAX_ENTRIES = 2_000
KEY_DIGITS = 16


@dataclass(frozen=True)
class Entry:
    """One entry: `body` and `summary` are HTML, `whole` says that `body` came as the entry's content.

    Times are microseconds; `link` is absolute. `published_text` is the publication date as written, where it could
    not be read; `spoken` says that it is a podcast's, whose text are notes to what is said. All text is without lone
    surrogates.
    """

    id: str | None
    link: str | None
    title: str | None
    body: str
    summary: str | None = None
    whole: bool = False
    authors: Sequence[str] = ()
    published_at: int | None = None
    published_text: str | None = None
    updated_at: int | None = None
    categories: Sequence[str] = ()
    language: str | None = None
    spoken: bool = False

    @cached_property
    def text(self) -> str:
        """The body's plain text."""
        return plain_text(self.body)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read, nor a page to read instead."""
        return not (self.title or self.link or self.text)


@dataclass(frozen=True)
class ParsedFeed:
    """A feed as it was read: at most `MAX_ENTRIES` entries, and how many more it had (`left_out`).

    `broken_off` says that the document ends within an entry, which is not among them.

    `ttl_seconds` is how long the feed says that it need not be polled again; `skip_hours` (0 to 23, UTC) and
    `skip_days` (0 is Monday) are when it says that nothing new comes.
    """

    title: str | None
    entries: Sequence[Entry]
    self_url: str | None = None
    language: str | None = None
    ttl_seconds: int | None = None
    skip_hours: Sequence[int] = ()
    skip_days: Sequence[int] = ()
    left_out: int = 0
    broken_off: bool = False


def entry_key(entry: Entry) -> str:
    """16 hex digits that change when the entry's id, title or text does, so that an update is read again.

    Markup does not count: counting pixels and advertisements differ in every answer.
    """
    return digest("entry", entry.id or entry.link, entry.title, entry.text)[:KEY_DIGITS]


def text_status(entry: Entry) -> TextStatus:
    """FULL where the entry seems to carry the whole article, else TEASER.

    The notes to a podcast are all there is to read, however they end.
    """
    if entry.spoken and entry.text:
        return TextStatus.FULL
    return (
        TextStatus.FULL if looks_whole(entry.text, entry.whole and not _repeats_summary(entry)) else TextStatus.TEASER
    )


def _repeats_summary(entry: Entry) -> bool:
    """Whether body and summary are the same: some publishers put the same few lines into both elements."""
    summary = entry.summary
    if summary is None or len(summary) < len(entry.text):  # no markup is shorter than its text
        return False
    return summary == entry.body or plain_text(summary) == entry.text


@dataclass(frozen=True)
class Origin:
    """Where a feed's entries were found: `uri` names the feed for people, `feed_url` is its address if it has one.

    `landing` tells one document of a feed from others of the same `uri`, where there can be others.
    """

    uri: str
    feed_url: str | None
    fetched_at: int
    landing: str | None = None


def documents(feed: ParsedFeed, origin: Origin) -> Iterator[tuple[str, Entry, RawDocument]]:
    """Each entry with its key and its raw document, in the feed's order.

    Uris are unique within the feed: `uri#ID`, then `uri#ID~2`; with the landing `uri#ID@2026-11-22T18:00:00Z`.
    """
    landing = "" if origin.landing is None else f"@{origin.landing}"
    uses: Counter[str] = Counter()
    for entry in feed.entries:
        key = entry_key(entry)
        name = entry.id or entry.link or key
        uses[name] += 1
        number = "" if uses[name] == 1 else f"~{uses[name]}"
        uri = f"{origin.uri}#{name}{number}{landing}"
        yield key, entry, _document(feed, origin, entry, uri)


def _document(feed: ParsedFeed, origin: Origin, entry: Entry, uri: str) -> RawDocument:
    return RawDocument(
        uri=uri,
        source_id=entry.id or entry.link,
        id_scope=origin.feed_url or feed.title,
        body=entry.body.encode(),
        body_kind=BodyKind.FRAGMENT.value,
        charset="utf-8",
        fetched_at=origin.fetched_at,
        text_status=text_status(entry).value,
        teaser=entry.summary,
        url=entry.link,
        title=entry.title,
        authors=entry.authors,
        published_at=entry.published_at,
        published_from=PublishedFrom.FEED.value if entry.published_at is not None else None,
        published_text=entry.published_text,
        updated_at=entry.updated_at,
        source_name=feed.title,
        feed_url=origin.feed_url,
        language=entry.language or feed.language,
        categories=entry.categories,
    )


def with_page(document: RawDocument, body: bytes, charset: str | None, fetched_at: int) -> RawDocument:
    """The document with its page in place of the feed's text, which is kept in case the page has less."""
    return replace(
        document,
        body=body,
        teaser=max(document.teaser or "", document.body.decode(), key=len) or None,
        body_kind=BodyKind.PAGE.value,
        charset=charset,
        fetched_at=fetched_at,
        text_status=TextStatus.FULL.value,
    )
