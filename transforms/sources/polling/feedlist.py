"""Which feeds `--feeds` names: an OPML file, a text file of URLs, or one feed's URL."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import listparser

from schemas.feeds import FeedState
from transforms.sources.polling.redact import redact

ALLOWED = "give an OPML file, a text file with one URL a line (# begins a comment), or a feed's http(s) URL"
SCHEMES = ("http", "https")
FEED_SCHEME = "feed:"


def read_feeds(specs: Sequence[str]) -> list[str]:
    """The URLs of the feeds that the values of `--feeds` name, each once, in their order; credentials are in them.

    What stands in a list and is no http(s) URL comes along: one wrong line costs no other feed its poll, and the
    feeds' table says what is wrong with it. Raises ValueError, quoting the value without credentials, where one is
    no such file or URL or names no feed at all, or where two URLs differ in their credentials alone: what is known
    of a feed is kept without them.
    """
    urls = list(dict.fromkeys(url for spec in specs for url in _named(spec.strip())))
    times = Counter(map(redact, urls))
    for address, number in times.items():
        if number > 1:
            raise ValueError(
                f"feed {address[:200]!r} is given {number} times, with different credentials: "
                "one run can poll one of them only"
            )
    return urls


def feed_states(urls: Sequence[str], known: Mapping[str, FeedState]) -> list[FeedState]:
    """The state to poll each feed from: what is known of it, with the address that is asked for.

    `known` is keyed by `feed_url` as a poll leaves it, without credentials.
    """
    return [replace(known.get(redact(url), FeedState(url)), feed_url=url) for url in urls]


def _named(spec: str) -> list[str]:
    if "://" in spec or spec.startswith(FEED_SCHEME):
        url = _plain(spec)
        if not _is_address(url):
            raise ValueError(f"feed: {redact(spec)[:200]!r} is no http(s) URL: {ALLOWED}")
        return [url]
    try:
        data = Path(spec).expanduser().read_bytes() if spec else b""
    except OSError as error:
        raise ValueError(f"feeds {spec!r} cannot be read ({error.strerror}): {ALLOWED}") from None
    text = data.decode("utf-8-sig", "replace")
    # Bytes, for listparser would fetch a text that begins with a URL.
    urls = [_plain(url) for url in (_from_opml(data) if text.lstrip().startswith("<") else _from_text(text))]
    if not any(map(_is_address, urls)):
        named = f"; the first is {redact(urls[0])[:200]!r}, which is no http(s) URL" if urls else ""
        raise ValueError(f"feeds {spec!r} name no feed{named}: {ALLOWED}")
    return urls


def _from_opml(data: bytes) -> list[str]:
    return [feed.url.strip() for feed in listparser.parse(data).feeds if feed.url and feed.url.strip()]


def _from_text(text: str) -> list[str]:
    lines = (line.partition(" #")[0].strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _plain(url: str) -> str:
    """A feed's address as browsers hand it on (`feed://HOST/`, `feed:https://HOST/`), as one to ask for."""
    bare = url[len(FEED_SCHEME) :] if url.lower().startswith(FEED_SCHEME) else url
    return f"http:{bare}" if bare.startswith("//") and bare is not url else bare


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in SCHEMES and bool(parts.hostname) and not any(map(str.isspace, url))
    except ValueError:
        return False
