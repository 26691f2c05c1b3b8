"""RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, and CDF: read by feedparser, whose fields become our entries.

Before it the text is made well-formed (`mend`) and cleared of what feedparser confuses (`clearing`), so that its strict
parser reads all feeds: the other one, for SGML, takes a minute over some, and loses entries. After it come our own
readers of dates, titles, links and names, where they say why.
"""

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import feedparser

from transforms.dates.reading import DateHabits, date_habits, read_date
from transforms.outcomes import BadInput
from transforms.sources.feeds.clearing import Cleared, clear, text_of
from transforms.sources.feeds.entries import MAX_ENTRIES, Entry, ParsedFeed
from transforms.sources.feeds.intervals import skip_days, skip_hours, ttl_seconds
from transforms.sources.feeds.links import addresses, article_link, has_recording
from transforms.sources.feeds.markup import is_markup, once_escaped, paragraphs, title_text
from transforms.sources.feeds.mend import tree_of
from transforms.sources.feeds.people import person
from transforms.sources.feeds.surplus import without_surplus
from transforms.sources.fields import name_of, scrub, tidy
from transforms.sources.formats.html import HTML_TYPES

DATE_CHARACTERS = 100

Fields = dict[str, Any]
"""A feed or an entry as feedparser has read it, as a plain dict: feedparser's own answers for a missing time with
another one."""


def parse_xml_feed(text: str, url: str | None) -> ParsedFeed:
    """A feed in XML; of a malformed one, what is readable, as `mend` says.

    Raises BadInput('not_a_feed') where it has no feed's root element.
    """
    text, left_out = without_surplus(text, MAX_ENTRIES)
    root, broken_off = tree_of(text)
    feed = clear(root, MAX_ENTRIES)
    about, entries = _read(feed.document)
    site = next(addresses(about, "alternate", url), None)
    language = about.get("language") or about.get("title_detail", {}).get("language")
    # Links are relative to where the document is (RFC 3986, section 5.1.3); of one saved to disk, the site is known.
    base = url or site
    host = urlsplit(site or url or "").hostname
    habits = date_habits((date for entry in entries for date in _dates(entry)), language, host)
    authors = list(_authors(about)) if feed.is_atom else []
    return ParsedFeed(
        title=_title(about, feed.is_atom),
        entries=tuple(_entry(entry, feed, base, habits, authors) for entry in entries),
        self_url=next(addresses(about, "self", url), None),
        language=tidy(language, 100),
        ttl_seconds=ttl_seconds(*(_text(feed, name) for name in ("ttl", "sy:updateperiod", "sy:updatefrequency"))),
        skip_hours=skip_hours(_items(feed, "skiphours")),
        skip_days=skip_days(_items(feed, "skipdays")),
        left_out=left_out + feed.left_out,
        broken_off=broken_off,
    )


def _read(document: bytes) -> tuple[Fields, list[Fields]]:
    """What feedparser reads of the feed, and of its entries."""
    try:
        result = feedparser.parse(  # noqa: TID251  (bytes in BytesIO: bare bytes could be taken for a path)
            io.BytesIO(document),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            # Both rewrite markup at three times the cost of the parse; the text is extracted by other means.
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:
        # It reads bytes that are in memory, so that whatever it raises, of no class of its own, is the document's
        # fault or the parser's: neither may cost the other feeds of the run.
        raise BadInput("not_a_feed", f"the feed's parser gave up: {error!r}", document[:200]) from error
    return dict(result["feed"]), [dict(entry) for entry in result["entries"]]


def _entry(entry: Fields, feed: Cleared, base: str | None, habits: DateHabits, authors: list[str]) -> Entry:
    bodies = [markup for part in entry.get("content", ()) if (markup := _markup(part, feed.is_atom))]
    content = max(bodies, key=len, default=None)
    # Without a summary of its own, feedparser repeats the content as the summary, but not as its detail.
    summary = _markup(entry.get("summary_detail", {}), feed.is_atom)
    published_at, published_text, updated_at = _times(entry, habits)
    parts = [*entry.get("content", ()), entry.get("summary_detail", {}), entry.get("title_detail", {})]
    languages = (entry.get("language"), *(part.get("language") for part in parts))
    return Entry(
        id=name_of(entry.get("id")) or name_of(entry.get("dc_identifier")),
        link=article_link(entry, feed.is_atom, base),
        title=_title(entry, feed.is_atom),
        body=content or summary or "",
        summary=summary,
        whole=content is not None,
        authors=tuple(dict.fromkeys(list(_authors(entry)) or authors)),
        published_at=published_at,
        published_text=published_text,
        updated_at=updated_at,
        categories=tuple(dict.fromkeys(_categories(entry))),
        language=next((tag for language in languages if (tag := tidy(language, 100))), None),
        spoken=feed.is_podcast and has_recording(entry),
    )


def _dates(entry: Fields) -> Iterator[str]:
    yield from (entry[name] for name in ("published", "created", "updated") if entry.get(name))


def _times(entry: Fields, habits: DateHabits) -> tuple[int | None, str | None, int | None]:
    """When it was published, that as text where no one can read it, and when it was updated.

    feedparser's raw strings, for it takes an unknown zone for UTC. An entry without a publication date was published
    when it was updated: that is the one time known. One whose date cannot be read was not.
    """
    written = [entry[name] for name in ("published", "created") if entry.get(name)]
    published = next((time for text in written if (time := read_date(text, habits)) is not None), None)
    revised = entry.get("updated") or ""
    updated = read_date(revised, habits)
    if published is not None:
        return published, None, updated
    if written:
        return None, tidy(written[0], DATE_CHARACTERS), updated
    return updated, None if updated is not None else tidy(revised, DATE_CHARACTERS), None


def _title(fields: Fields, is_atom: bool) -> str | None:
    """The title without markup: feedparser's guess of its type takes "How to use &lt;div&gt;" in RSS for HTML."""
    is_html = is_atom and fields.get("title_detail", {}).get("type") in HTML_TYPES
    return tidy(title_text(fields.get("title") or "", is_html))


def _markup(part: Fields, is_typed: bool) -> str | None:
    """A text as HTML; None where it holds none, or data of another kind.

    RSS holds HTML, escaped or not. Atom says which (RFC 4287, sections 3.1 and 4.1.3); what it calls text is taken for
    HTML where it clearly is.
    """
    kind, text = (part.get("type") or "").partition(";")[0].strip(), scrub(part.get("value") or "")
    if kind not in (*HTML_TYPES, "text/plain") or not text.strip():
        return None
    meant = once_escaped(text)
    if is_typed and kind == "text/plain" and meant == text and not is_markup(text):
        return paragraphs(text)
    return meant.strip() or None


def _authors(fields: Fields) -> Iterator[str]:
    """Names of an entry's authors; in Atom the feed's, where it has none of its own (RFC 4287, section 4.2.1)."""
    yield from (name for author in fields.get("authors", ()) if (name := person(author.get("name"))))


def _categories(entry: Fields) -> Iterator[str]:
    """Labels before terms (RFC 4287, section 4.2.2)."""
    for tag in entry.get("tags", ()):
        if category := tidy(title_text(tag.get("label") or tag.get("term") or "", is_html=False), 200):
            yield category


def _text(feed: Cleared, name: str) -> str | None:
    """What the feed says under a name; of repeated elements feedparser keeps the last one only, empty or not."""
    return next((text for part in feed.about.get(name, ()) if (text := text_of(part))), None)


def _items(feed: Cleared, name: str) -> list[str]:
    return [text_of(item) for part in feed.about.get(name, ()) for item in part]
