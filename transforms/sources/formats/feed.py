"""RSS, RDF, Atom and JSON Feed: bytes in, entries out; and a feed that was saved to disk as a drop."""

import calendar
import html
import io
import re
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

import feedparser

from schemas.codes import SkipReason, Stage
from schemas.times import EARLIEST, LATEST, to_micros
from transforms.outcomes import BadInput, quarantined
from transforms.sources.formats.entries import (
    MAX_ENTRIES,
    Entry,
    Origin,
    ParsedFeed,
    documents,
    name_of,
    plain_text,
    scrub,
    tidy,
    web_address,
)
from transforms.sources.formats.html import HTML_TYPES
from transforms.sources.formats.jsonfeed import looks_like_json, parse_json_feed
from transforms.sources.formats.references import possible_references
from transforms.sources.formats.whole import read_whole
from transforms.sources.splits import Documents, FileRange

LIST_ITEMS = 100
EXCERPT_BYTES = 200
LONGEST_TTL_MINUTES = 7 * 24 * 60


def feed_documents(file: FileRange, stream: BinaryIO) -> Documents:
    """A feed saved to disk: each of its entries as a document, found when the file was last written.

    Raises BadInput where the file is too large or no feed.
    """
    feed = parse(read_whole(file, stream), None)
    for _, entry, document in documents(feed, Origin(file.uri, feed.self_url, file.modified_at)):
        yield SkipReason.EMPTY if entry.is_empty else document
    if feed.left_out:
        yield quarantined(Stage.READ, file.uri, file.modified_at, too_many_entries(feed))


def too_many_entries(feed: ParsedFeed) -> BadInput:
    """What the quarantine says of a feed that has more entries than are read."""
    return BadInput("too_many_entries", f"{feed.left_out} entries were left out: at most {MAX_ENTRIES} are read")


def parse(data: bytes, url: str | None, content_type: str | None = None) -> ParsedFeed:
    """Reads a feed of any kind; of a malformed one, what is readable.

    `url` is where it came from, against which its links are resolved, and `content_type` the HTTP header.
    Raises BadInput('not_a_feed') where no kind of feed can be made out.
    """
    if looks_like_json(data):
        return parse_json_feed(data, url)
    headers = {"content-location": url, "content-type": content_type}
    try:
        result = feedparser.parse(  # noqa: TID251  (bytes in BytesIO: bare bytes could be taken for a path)
            io.BytesIO(possible_references(data)),
            response_headers={name: value for name, value in headers.items() if value},
            # Both rewrite markup at three times the cost of the parse; the text is extracted by other means.
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:
        # It reads bytes that are in memory, so that whatever it raises, of no class of its own, is the document's
        # fault or the parser's: neither may cost the other feeds of the run.
        raise BadInput("not_a_feed", f"the feed's parser gave up: {error!r}", data[:EXCERPT_BYTES]) from error
    found, about = result.get("entries", []), result.get("feed", {})
    if not result.get("version") and not found:
        reason = result.get("bozo_exception") or "it has no feed's root element"
        raise BadInput("not_a_feed", f"this is no RSS, RDF, Atom or JSON Feed: {reason}", data[:EXCERPT_BYTES])
    base = web_address(about.get("link"), url) or url
    return ParsedFeed(
        title=_title(about),
        entries=tuple(_entry(entry, base) for entry in found[:MAX_ENTRIES]),
        self_url=next(_self_links(about, url), None),
        language=tidy(about.get("language"), 100),
        ttl_seconds=_ttl(about.get("ttl")),
        left_out=max(0, len(found) - MAX_ENTRIES),
    )


def _entry(entry: dict[str, Any], base: str | None) -> Entry:
    content = _content(entry)
    # Without a description of its own, feedparser repeats the content as the summary.
    summary = _html(entry["summary_detail"]) if dict.get(entry, "summary_detail") else None
    # feedparser answers for times that are not there with others, and warns; the plain dict does not.
    published = _time(dict.get(entry, "published_parsed") or dict.get(entry, "created_parsed"))
    updated = _time(dict.get(entry, "updated_parsed"))
    return Entry(
        id=name_of(dict.get(entry, "id")),
        link=_link(entry, base),
        title=_title(entry),
        body=content or summary or "",
        summary=summary,
        whole=content is not None,
        authors=tuple(_names(dict.get(entry, "authors"), "name")),
        # RSS 1.0 has but dc:date, and many Atom feeds but `updated`: the one time that is known.
        published_at=published if published is not None else updated,
        updated_at=updated if published is not None else None,
        categories=tuple(_names(dict.get(entry, "tags"), "label", "term")),
        language=next((tidy(part.get("language"), 100) for part in dict.get(entry, "content") or ()), None),
    )


def _link(entry: dict[str, Any], base: str | None) -> str | None:
    # Without a link feedparser gives the id, which is an address only where it is a whole one.
    own = web_address(entry.get("link"), base if dict.get(entry, "links") else None)
    return web_address(dict.get(entry, "feedburner_origlink"), None) or own


def _content(entry: dict[str, Any]) -> str | None:
    """The longest of the entry's content elements that are text."""
    parts = (_html(part) for part in dict.get(entry, "content") or () if _is_text(part))
    return max((part for part in parts if part), key=len, default=None)


def _is_text(part: dict[str, Any]) -> bool:
    kind = part.get("type") or "text/html"
    return kind in HTML_TYPES or kind == "text/plain"


def _html(part: dict[str, Any]) -> str | None:
    value = part.get("value")
    if not isinstance(value, str) or not value.strip():
        return None
    value = scrub(value)
    if part.get("type") == "text/plain":
        return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in value.splitlines() if line.strip())
    return value


def _title(part: dict[str, Any]) -> str | None:
    detail = dict.get(part, "title_detail") or {}
    title = part.get("title")
    if not isinstance(title, str):
        return None
    if detail.get("type") in HTML_TYPES:
        return tidy(plain_text(title[:10_000]))
    return tidy(html.unescape(title))


def _names(parts: object, *fields: str) -> Iterator[str]:
    """The first of some fields that each part has, each value once."""
    seen = set()
    for part in parts[:LIST_ITEMS] if isinstance(parts, list) else ():
        name = next((name for field in fields if (name := tidy(part.get(field), 200))), None)
        if name and name not in seen:
            seen.add(name)
            yield name


def _self_links(about: dict[str, Any], url: str | None) -> Iterator[str]:
    for link in dict.get(about, "links") or ():
        if link.get("rel") == "self" and (address := web_address(link.get("href"), url)):
            yield address


def _ttl(minutes: object) -> int | None:
    """RSS 2.0's `ttl`, given in minutes, in seconds."""
    text = minutes.strip() if isinstance(minutes, str) else ""
    if not re.fullmatch(r"[0-9]{1,6}", text):
        return None
    return min(int(text), LONGEST_TTL_MINUTES) * 60


def _time(parsed: time.struct_time | None) -> int | None:
    """Microseconds of a time that feedparser read, which is in UTC; None outside the years that a table holds."""
    if parsed is None:
        return None
    try:
        micros = calendar.timegm(parsed) * 1_000_000
    except (ValueError, OverflowError):
        return None
    return micros if to_micros(EARLIEST) <= micros <= to_micros(LATEST) else None
