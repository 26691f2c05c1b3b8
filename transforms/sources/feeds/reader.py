"""Feeds as documents: a feed that was saved to disk, and one that was landed. They are parsed in a child process."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from schemas.codes import SkipReason, Stage
from schemas.records import RawDocument
from transforms.outcomes import BadInput, quarantined
from transforms.sources.feeds.entries import MAX_ENTRIES, Origin, ParsedFeed, documents
from transforms.sources.feeds.parse import parse
from transforms.sources.formats.whole import read_whole
from transforms.sources.splits import Documents, FileRange
from transforms.watchdog import watchdog


@dataclass(frozen=True)
class FeedEntries:
    """A feed's entries in its order, by key, and what of it could not be read."""

    entries: Sequence[tuple[str, RawDocument | SkipReason]]
    problems: Sequence[BadInput]


def feed_documents(file: FileRange, stream: BinaryIO) -> Documents:
    """A feed saved to disk: each of its entries as a document, found when the file was last written.

    Raises BadInput where the file is too large, no feed, or takes too long to read.
    """
    found = watchdog().run(_saved, read_whole(file, stream), file)
    for _, document in found.entries:
        yield document
    for problem in found.problems:
        yield quarantined(Stage.READ, file.uri, file.modified_at, problem)


def feed_entries(
    data: bytes, url: str | None, content_type: str | None, origin: Origin, wanted: Sequence[str]
) -> FeedEntries:
    """The entries of a feed that was fetched; those not `wanted`, by key, have been seen.

    Raises BadInput as `watchdog` and `parse` do.
    """
    return watchdog().run(_fetched, data, url, content_type, origin, frozenset(wanted))


def _saved(data: bytes, file: FileRange) -> FeedEntries:
    feed = parse(data, None)
    return _entries(feed, Origin(file.uri, feed.self_url, file.modified_at), None)


def _fetched(
    data: bytes, url: str | None, content_type: str | None, origin: Origin, wanted: frozenset[str]
) -> FeedEntries:
    return _entries(parse(data, url, content_type), origin, wanted)


def _entries(feed: ParsedFeed, origin: Origin, wanted: frozenset[str] | None) -> FeedEntries:
    found: list[tuple[str, RawDocument | SkipReason]] = []
    for key, entry, document in documents(feed, origin):
        if wanted is not None and key not in wanted:
            found.append((key, SkipReason.SEEN))
        else:
            found.append((key, SkipReason.EMPTY if entry.is_empty else document))
    return FeedEntries(found, list(_problems(feed)))


def _problems(feed: ParsedFeed) -> Iterator[BadInput]:
    if feed.left_out:
        yield BadInput("too_many_entries", f"{feed.left_out} entries were left out: at most {MAX_ENTRIES} are read")
    if feed.broken_off:
        yield BadInput("breaks_off", "the document ends within an entry, which was left out: the feed is not whole")
