"""JSON Feed (https://www.jsonfeed.org/version/1.1/, and version 1)."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from transforms.dates.reading import DateHabits, date_habits, read_date
from transforms.outcomes import BadInput
from transforms.sources.feeds.entries import MAX_ENTRIES, Entry, ParsedFeed
from transforms.sources.feeds.links import is_media
from transforms.sources.feeds.markup import paragraphs, title_text
from transforms.sources.feeds.people import person
from transforms.sources.fields import LIST_ITEMS, name_of, scrub, tidy, web_address

VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/1(?:[./]|$)")
DATE_CHARACTERS = 100
ITEMS = re.compile(r"\"items\"\s*:\s*\[")
LOOSE_COMMA = re.compile(r"(?P<string>\"(?:[^\"\\]++|\\.)*+\"?)|,\s*(?P<end>[\]}])", re.DOTALL)
"""A comma before an end, which JSON does not allow, and strings, in which it means nothing."""

SEPARATOR = re.compile(r"[\s,]*")


def looks_like_json(text: str) -> bool:
    """Whether a document begins as a JSON object does."""
    return text[:1000].lstrip()[:1] == "{"


def parse_json_feed(text: str, url: str | None) -> ParsedFeed:
    """The feed's entries; fields of a wrong type count as missing, items that are no objects as empty entries.

    Of a document that is not whole, or has a comma too many, the items that are whole are read.
    Raises BadInput('not_a_feed') where it is no JSON, or no JSON Feed.
    """
    feed, broken_off = _loaded(text)
    version = feed.get("version") if isinstance(feed, dict) else None
    if not isinstance(version, str) or not VERSION.match(version):
        message = f"JSON of version {str(version)[:100]!r}: a JSON Feed says 'https://jsonfeed.org/version/1' or 1.1"
        raise BadInput("not_a_feed", message, text[:200])
    items = feed.get("items")
    items = items if isinstance(items, list) else []
    base = web_address(feed.get("home_page_url"), url) or url
    language = tidy(feed.get("language"), 100)
    objects = [item if isinstance(item, dict) else {} for item in items[:MAX_ENTRIES]]
    dates = (date for item in objects for date in (item.get("date_published"), item.get("date_modified")))
    written = (date for date in dates if isinstance(date, str))
    habits = date_habits(written, language, urlsplit(base).hostname if base else None)
    authors = list(_authors(feed))
    return ParsedFeed(
        title=_title(feed.get("title")),
        entries=tuple(_entry(item, base, habits, authors) for item in objects),
        self_url=web_address(feed.get("feed_url"), url),
        language=language,
        left_out=max(0, len(items) - MAX_ENTRIES),
        broken_off=broken_off,
    )


def _loaded(text: str) -> tuple[Any, bool]:
    """The document, and whether it breaks off."""
    try:
        return json.loads(text, strict=False), False
    except (ValueError, RecursionError) as error:
        reason = f"this is neither a feed nor whole JSON: {error}"
    text = LOOSE_COMMA.sub(lambda match: match["string"] or match["end"], text)
    start = ITEMS.search(text)
    if start is None:
        raise BadInput("not_a_feed", reason, text[:200])
    items, at = _items(text, start.end())
    tail = text[at:].lstrip()
    try:
        # What stands before the items, and behind them where they end.
        behind = tail[1:] if tail.startswith("]") and tail.rstrip().endswith("}") else "}"
        feed = json.loads(f"{text[: start.end()]}]{behind}", strict=False)
    except (ValueError, RecursionError):
        raise BadInput("not_a_feed", reason, text[:200]) from None
    return ({**feed, "items": items} if isinstance(feed, dict) else feed), not tail.startswith("]")


def _items(text: str, at: int) -> tuple[list[Any], int]:
    """The whole objects of a list that begins at a place, and where what could be read ends."""
    decoder = json.JSONDecoder(strict=False)
    items: list[Any] = []
    while True:
        at = SEPARATOR.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        if not text.startswith("{", at):
            break
        try:
            item, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        items.append(item)
    return items, at


def _entry(item: dict[str, Any], base: str | None, habits: DateHabits, authors: list[str]) -> Entry:
    content = _html(item.get("content_html"), item.get("content_text"))
    summary = _html(None, item.get("summary"))
    published, modified = _time(item.get("date_published"), habits), _time(item.get("date_modified"), habits)
    written = tidy(item.get("date_published"), DATE_CHARACTERS)
    links = [web_address(item.get(name), base) for name in ("url", "external_url")] + [
        web_address(item.get("id"), None)
    ]
    tags = (tidy(tag, 200) for tag in _list(item.get("tags")))
    return Entry(
        id=name_of(item.get("id")),
        link=next((link for link in links if link and not is_media(link)), None),
        title=_title(item.get("title")),
        body=content or summary or "",
        summary=summary,
        whole=content is not None,
        authors=tuple(dict.fromkeys(list(_authors(item)) or authors)),
        published_at=published if published is not None or written else modified,
        published_text=written if published is None else None,
        updated_at=modified if published is not None or written else None,
        categories=tuple(dict.fromkeys(tag for tag in tags if tag)),
        language=tidy(item.get("language"), 100),
    )


def _title(title: object) -> str | None:
    return tidy(title_text(title, is_html=False)) if isinstance(title, str) else None


def _html(markup: object, text: object) -> str | None:
    if isinstance(markup, str) and markup.strip():
        return scrub(markup)
    if isinstance(text, str) and text.strip():
        return paragraphs(scrub(text)) or None
    return None


def _authors(item: dict[str, Any]) -> Iterator[str]:
    """Names from `authors` (1.1) or `author` (1)."""
    for author in _list(item.get("authors")) or [item.get("author")]:
        name = author.get("name") if isinstance(author, dict) else None
        if isinstance(name, str) and (known := person(name)):
            yield known


def _list(value: object) -> list[Any]:
    return value[:LIST_ITEMS] if isinstance(value, list) else []


def _time(value: object, habits: DateHabits) -> int | None:
    return read_date(value, habits) if isinstance(value, str) else None
