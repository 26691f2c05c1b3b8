"""A feed's entries, whatever kind of feed they came in, and the raw documents that they become."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urljoin, urlsplit

import lxml.etree
import lxml.html

from schemas.codes import BodyKind, PublishedFrom, TextStatus
from schemas.ids import digest
from schemas.records import RawDocument
from transforms.sources.polling.redact import redact

MAX_ENTRIES = 2_000
KEY_DIGITS = 16
NAME_CHARACTERS = 2_000
"""Longer ids and URLs are cut to a digest: they are names, and stand in every row."""

WHOLE_CHARACTERS = 1_200
"""A description without a content element is taken for the whole article from here on: some 200 words."""

TAIL_CHARACTERS = 200
SYNDICATION_NOTE = re.compile(r"The post .{1,300}? (?:first )?appeared (?:first )?on .{1,200}$", re.DOTALL)
"""WordPress ends excerpts and whole articles alike with it."""

CUT_OFF = re.compile(
    r"(?:\.\.\.|…|\[\s*(?:…|\.\.\.|\+\d+ chars)\s*\]|"
    r"\b(?:read (?:more|on|the (?:full|whole|rest)\b.{0,80})|continue reading\b.{0,150}|"
    r"(?:full|more) (?:story|article)|weiterlesen|mehr lesen|"
    r"lire (?:la suite|plus)|leer más|seguir leyendo|leggi tutto|continua a leggere|"
    r"lees (?:meer|verder)|ler mais|leia mais|läs mer|les mer|læs mere|czytaj (?:dalej|więcej)|"
    r"читать (?:далее|полностью)))[\s\W]*$",
    re.IGNORECASE | re.DOTALL,
)
"""How a text ends that goes on elsewhere, in the languages that news feeds are mostly written in."""


@dataclass(frozen=True)
class Entry:
    """One entry: `body` and `summary` are HTML, `whole` says that `body` came as the entry's content.

    Times are microseconds; `link` is absolute. `published_text` is the publication date as written, where it could
    not be read. All text is without lone surrogates.
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


def entry_key(entry: Entry) -> str:
    """16 hex digits that change when the entry's id, title or text does, so that an update is read again.

    Markup does not count: counting pixels and advertisements differ in every answer.
    """
    return digest("entry", entry.id or entry.link, entry.title, entry.text)[:KEY_DIGITS]


def text_status(entry: Entry) -> TextStatus:
    """FULL where the entry seems to carry the whole article, else TEASER."""
    text = SYNDICATION_NOTE.sub("", entry.text[-2 * WHOLE_CHARACTERS :]).rstrip()
    if CUT_OFF.search(text[-TAIL_CHARACTERS:]):
        return TextStatus.TEASER
    # Some publishers put the same few lines into both elements.
    same = entry.summary is not None and plain_text(entry.summary) == entry.text
    if (entry.whole and text and not same) or len(text) >= WHOLE_CHARACTERS:
        return TextStatus.FULL
    return TextStatus.TEASER


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
    """The document with its page in place of the feed's text."""
    return replace(
        document,
        body=body,
        body_kind=BodyKind.PAGE.value,
        charset=charset,
        fetched_at=fetched_at,
        text_status=TextStatus.FULL.value,
    )


def plain_text(html: str) -> str:
    """The text of a piece of HTML without tags, entities and scripts, its white space single."""
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8")
        root = lxml.html.fromstring(b"<div>" + html.encode("utf-8", "replace") + b"</div>", parser=parser)
    except lxml.etree.LxmlError:
        return ""
    lxml.etree.strip_elements(root, "script", "style", lxml.etree.Comment, with_tail=False)
    return " ".join("".join(map(str, root.itertext())).split())


def tidy(text: object, limit: int = NAME_CHARACTERS) -> str | None:
    """A short text with single white space, of at most `limit` characters; None where nothing is left."""
    if not isinstance(text, str):
        return None
    return " ".join(scrub(text[: 4 * limit]).split())[:limit].rstrip() or None


def name_of(text: object) -> str | None:
    """An id or URL without credentials; a very long one becomes a digest of itself."""
    if isinstance(text, int) and not isinstance(text, bool):
        text = str(text)
    if not isinstance(text, str) or not text.strip():
        return None
    name = redact(scrub(text.strip()))
    return name if len(name) <= NAME_CHARACTERS else f"digest:{digest(name)}"


def web_address(link: object, base: str | None) -> str | None:
    """An absolute http(s) URL without credentials; None where it is none, or too long for one."""
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        absolute = urljoin(base or "", scrub(link.strip()))
        parts = urlsplit(absolute)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc or len(absolute) > NAME_CHARACTERS:
        return None
    return redact(absolute)


def scrub(text: str) -> str:
    """The text without what no UTF-8 file can hold (lone surrogates) and without NUL."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
