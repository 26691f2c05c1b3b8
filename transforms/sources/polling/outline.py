"""What a poll must know of a feed: its schedule, and each entry's key and link. Without the bodies, it is small."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.codes import TextStatus
from transforms.outcomes import BadInput
from transforms.sources.feeds.discovery import feed_links, looks_like_page
from transforms.sources.feeds.entries import entry_key, text_status
from transforms.sources.feeds.parse import parse


@dataclass(frozen=True)
class EntryOutline:
    """An entry's key, and the address of its page where the feed does not carry the article."""

    key: str
    page: str | None


@dataclass(frozen=True)
class Outline:
    """A feed as far as polling goes (see `ParsedFeed`), and whether it came `whole`.

    `feeds` are the addresses that a page gives instead.
    """

    title: str | None = None
    entries: Sequence[EntryOutline] = ()
    ttl_seconds: int | None = None
    skip_hours: Sequence[int] = ()
    skip_days: Sequence[int] = ()
    whole: bool = True
    feeds: Sequence[str] = ()


def outline(data: bytes, url: str, content_type: str | None) -> Outline:
    """Reads a feed, or a page that names feeds of its own; `url` and `content_type` are the answer's.

    Raises BadInput('not_a_feed') where it is neither.
    """
    try:
        feed = parse(data, url, content_type)
    except BadInput:
        links = feed_links(data, url, None) if looks_like_page(data, content_type) else []
        if not links:
            raise
        return Outline(feeds=tuple(links))
    return Outline(
        title=feed.title,
        entries=tuple(
            EntryOutline(entry_key(entry), entry.link if text_status(entry) is TextStatus.TEASER else None)
            for entry in feed.entries
        ),
        ttl_seconds=feed.ttl_seconds,
        skip_hours=feed.skip_hours,
        skip_days=feed.skip_days,
        whole=not feed.broken_off,
    )
