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


def read_feeds(specs: Sequence[str]) -> list[str]:
    """The URLs of the feeds that the values of `--feeds` name, each once, in their order; credentials are in them.

    Raises ValueError, quoting the value without credentials, where one is no such file or URL or names no feed,
    or where two URLs differ in their credentials alone: what is known of a feed is kept without them.
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
    if "://" in spec:
        return [_checked(spec, "feed")]
    try:
        data = Path(spec).expanduser().read_bytes() if spec else b""
    except OSError as error:
        raise ValueError(f"feeds {spec!r} cannot be read ({error.strerror}): {ALLOWED}") from None
    text = data.decode("utf-8-sig", "replace")
    # Bytes, for listparser would fetch a text that begins with a URL.
    urls = _from_opml(spec, data) if text.lstrip().startswith("<") else _from_text(spec, text)
    if not urls:
        raise ValueError(f"feeds {spec!r} name no feed: {ALLOWED}")
    return urls


def _from_opml(spec: str, data: bytes) -> list[str]:
    return [_checked(feed.url, f"feed in {spec!r}") for feed in listparser.parse(data).feeds if feed.url]


def _from_text(spec: str, text: str) -> list[str]:
    urls = []
    for number, line in enumerate(text.splitlines(), start=1):
        url = line.partition(" #")[0].strip()
        if url and not url.startswith("#"):
            urls.append(_checked(url, f"line {number} of {spec!r}"))
    return urls


def _checked(url: str, what: str) -> str:
    try:
        parts = urlsplit(url)
        good = parts.scheme.lower() in SCHEMES and bool(parts.hostname) and not any(map(str.isspace, url))
    except ValueError:
        good = False
    if not good:
        raise ValueError(f"{what}: {redact(url)[:200]!r} is no http(s) URL: {ALLOWED}")
    return url
