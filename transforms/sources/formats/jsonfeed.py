"""JSON Feed (https://www.jsonfeed.org/version/1.1/, and version 1): feedparser does not read it."""

import html
import json
from collections.abc import Iterator
from typing import Any

from schemas.times import parse_rfc3339
from transforms.outcomes import BadInput
from transforms.sources.formats.entries import (
    MAX_ENTRIES,
    Entry,
    ParsedFeed,
    name_of,
    plain_text,
    scrub,
    tidy,
    web_address,
)

VERSION = "https://jsonfeed.org/version/1"
LIST_ITEMS = 100


def looks_like_json(data: bytes) -> bool:
    """Whether a document begins as a JSON object does."""
    return data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def parse_json_feed(data: bytes, url: str | None) -> ParsedFeed:
    """The feed's entries; fields of a wrong type count as missing, items that are no objects as empty entries.

    Raises BadInput('not_a_feed') where it is no JSON, or no JSON Feed.
    """
    try:
        feed = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise BadInput("not_a_feed", f"this is neither a feed nor whole JSON: {error}", data[:200]) from None
    version = feed.get("version") if isinstance(feed, dict) else None
    if not isinstance(version, str) or not version.replace("http://", "https://").startswith(VERSION):
        raise BadInput("not_a_feed", f"JSON of version {version!r}: a JSON Feed says {VERSION!r} or 1.1", data[:200])
    items = feed.get("items")
    items = items if isinstance(items, list) else []
    base = web_address(feed.get("home_page_url"), url) or url
    return ParsedFeed(
        title=tidy(feed.get("title")),
        entries=tuple(_entry(item if isinstance(item, dict) else {}, base) for item in items[:MAX_ENTRIES]),
        self_url=web_address(feed.get("feed_url"), url),
        language=tidy(feed.get("language"), 100),
        left_out=max(0, len(items) - MAX_ENTRIES),
    )


def _entry(item: dict[str, Any], base: str | None) -> Entry:
    content = _html(item.get("content_html"), item.get("content_text"))
    summary = _html(None, item.get("summary"))
    published, modified = _time(item.get("date_published")), _time(item.get("date_modified"))
    title = item.get("title")
    return Entry(
        id=name_of(item.get("id")),
        link=web_address(item.get("url"), base) or web_address(item.get("external_url"), base),
        title=tidy(plain_text(title)) if isinstance(title, str) and "&" in title else tidy(title),
        body=content or summary or "",
        summary=summary,
        whole=content is not None,
        authors=tuple(_authors(item)),
        published_at=published if published is not None else modified,
        updated_at=modified if published is not None else None,
        categories=tuple(dict.fromkeys(tag for given in _list(item.get("tags")) if (tag := tidy(given, 200)))),
        language=tidy(item.get("language"), 100),
    )


def _html(markup: object, text: object) -> str | None:
    if isinstance(markup, str) and markup.strip():
        return scrub(markup)
    if isinstance(text, str) and text.strip():
        paragraphs = (html.escape(line) for line in scrub(text).splitlines() if line.strip())
        return "".join(f"<p>{line}</p>" for line in paragraphs)
    return None


def _authors(item: dict[str, Any]) -> Iterator[str]:
    """Names from `authors` (1.1) or `author` (1)."""
    for author in _list(item.get("authors")) or [item.get("author")]:
        if isinstance(author, dict) and (name := tidy(author.get("name"), 200)):
            yield name


def _list(value: object) -> list[Any]:
    return value[:LIST_ITEMS] if isinstance(value, list) else []


def _time(value: object) -> int | None:
    try:
        return parse_rfc3339(value) if isinstance(value, str) else None
    except ValueError:
        return None
