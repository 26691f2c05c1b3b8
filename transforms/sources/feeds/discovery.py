"""The feeds that an HTML page names (autodiscovery), and whether an answer is a page at all."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

import lxml.etree

from transforms.sources.feeds.decoding import BOMS, decode, known_encoding
from transforms.sources.fields import web_address
from transforms.sources.formats.html import HTML_TYPES

MOST_LINKS = 10
READ_BYTES = 1_000_000
SNIFFED_BYTES = 4_000

FEED_TYPES = (
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/json",
)  # fmt: skip
COMMENTS = re.compile(r"comment|kommentar|komentar|comentari|commenti\b|reacties|комментари|\breplies\b", re.IGNORECASE)
NO_FEED = re.compile(r"/wp-json/|[?&]rest_route=|oembed", re.IGNORECASE)
"""WordPress names its programming interface as JSON in each page."""

FEED_SCHEME = re.compile(r"^feed:(?://)?(?=https?:)|^feed(?=:)", re.IGNORECASE)
"""`feed:https://...` and `feed://...`, as readers of feeds once registered them."""

FEED_BEGINS = re.compile(r"<(?:[\w.-]+:)?(?:rss|rdf|feed)[\s>]", re.IGNORECASE)
PAGE_BEGINS = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)


def feed_links(body: bytes, url: str, charset: str | None) -> list[str]:
    """The absolute http(s) addresses of the feeds that a page at `url` names, in its order, comments' feeds last.

    `<link rel="alternate" type=...>` (RSS Advisory Board, RSS Autodiscovery; HTML Living Standard, section 4.6.7.1)
    and `rel="feed"`, in the head or the body, relative to `<base href>`. At most 10, of the page's first megabyte;
    none for what is no page. Raises nothing.
    """
    body, encoding = body[:READ_BYTES], None
    if (charset and known_encoding(charset)) or body.startswith(tuple(bom for bom, _ in BOMS)):
        body, encoding = decode(body, f"text/html; charset={charset}").encode("utf-8", "replace"), "utf-8"
    parser = lxml.etree.HTMLParser(encoding=encoding, no_network=True, remove_comments=True)
    try:
        root = lxml.etree.fromstring(body, parser)
        found = [] if root is None else list(_links(root, url))
    except (lxml.etree.LxmlError, ValueError, LookupError):
        return []
    found.sort(key=lambda link: link[1])
    return list(dict.fromkeys(address for address, _ in found))[:MOST_LINKS]


def looks_like_page(data: bytes, content_type: str | None) -> bool:
    """Whether an answer is an HTML page rather than a feed, by how it begins, else by its header.

    Feeds are often sent as text/html, and pages as text/xml.
    """
    text = decode(data[:SNIFFED_BYTES], content_type)
    page, feed = PAGE_BEGINS.search(text), FEED_BEGINS.search(text)
    if page or feed:
        return page is not None and (feed is None or page.start() < feed.start())
    kind = (content_type or "").partition(";")[0].strip().lower()
    return kind in HTML_TYPES and text.lstrip()[:1] == "<" and not text.lstrip().startswith("<?xml")


def _links(root: lxml.etree._Element, url: str) -> Iterator[tuple[str, bool]]:
    """Addresses of feeds, and whether they are of comments."""
    base = _base(root, url)
    for link in root.iter("link"):
        relations = str(link.get("rel") or "").lower().split()
        kind = str(link.get("type") or "").partition(";")[0].strip().lower()
        href = str(link.get("href") or "").strip()
        is_feed = ("alternate" in relations and kind in FEED_TYPES) or (
            "feed" in relations and kind in (*FEED_TYPES, "")
        )
        if not is_feed or not href or "stylesheet" in relations or NO_FEED.search(href):
            continue
        href = FEED_SCHEME.sub(lambda match: "http" if match.group().lower() == "feed" else "", href, count=1)
        if address := web_address(href, base):
            yield address, bool(COMMENTS.search(f"{link.get('title') or ''} {href}"))


def _base(root: lxml.etree._Element, url: str) -> str:
    """What the page's links are relative to (HTML Living Standard, section 4.2.3)."""
    href = next((str(base.get("href")).strip() for base in root.iter("base") if base.get("href")), "")
    try:
        return urljoin(url, href)
    except ValueError:
        return url
