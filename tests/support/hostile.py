"""What the tables of hostile cases share: how a server is asked, and news as it should be."""

import asyncio
import gzip
import io
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import zstandard

from schemas.feeds import FeedState
from schemas.records import RawDocument
from support.web import (
    Server,
    Step,
    answer,
    heading,
)
from transforms.sources.formats.warc import warc_documents
from transforms.sources.polling.fetch import Fetcher, Limits
from transforms.sources.polling.land import head, land
from transforms.sources.polling.landing import Fetched, Landing
from transforms.sources.polling.poll import poll
from transforms.sources.polling.redact import redact
from transforms.sources.polling.traffic import PollOptions, Traffic
from transforms.sources.splits import FileRange

AGENT = "newsbeam/test (+https://contact.example)"
NOW = 1_750_000_000_000_000
SECOND = 1_000_000
DAY = 86_400 * SECOND
MEGABYTE = 1_000_000
QUICK = Limits(total_seconds=0.6, connect_seconds=0.3, read_seconds=0.3, received_bytes=200_000, unpacked_bytes=400_000)
"""For servers that keep us waiting."""

PATIENT = replace(QUICK, total_seconds=8, connect_seconds=4, read_seconds=4)
"""For those that do not, whatever else this machine is doing."""

BRISK = replace(PATIENT, read_seconds=0.5)
"""For those whose mistake could be taken for silence."""

SLACK_SECONDS = 3.0
IN_FLIGHT_BYTES = 16 * MEGABYTE
"""What the buffers of two sockets hold: a server can send so much that nobody takes."""

ANY = "."
EITHER = ""
"""An error or none: what counts is that it ends, and in time."""

CONTROLS = re.compile("[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What does something to a terminal, or to what people read in it."""

LANDED = FileRange("lake/_raw/b/g.warc.gz", "warc", True, 0, 0)


def fetcher_of(private: bool, limits: Limits, resolver: Any) -> Fetcher:
    return Fetcher(
        user_agent=AGENT, clock=lambda: NOW, allow_private_addresses=private, limits=limits, resolver=resolver
    )


def get(
    *urls: str, private: bool = True, limits: Limits = PATIENT, resolver: Any = None, pause: float = 0.0, **given: Any
) -> list[Fetched]:
    """Asks for each URL in turn, over the same connections; no task is left behind."""

    async def run() -> list[Fetched]:
        found = []
        async with fetcher_of(private, limits, resolver) as fetcher:
            for url in urls:
                found.append(await fetcher.get(url, **given))
                await asyncio.sleep(pause)
        return found

    return asyncio.run(run())


def polled(
    *feeds: str | FeedState,
    private: bool = True,
    limits: Limits | None = None,
    resolver: Any = None,
    options: PollOptions | None = None,
) -> list[Landing]:
    """Polls feeds, in their order; the one place that knows how a poll is begun."""

    async def run() -> list[Landing]:
        async with fetcher_of(private, limits or Limits(total_seconds=10), resolver) as fetcher:
            states = [FeedState(feed) if isinstance(feed, str) else feed for feed in feeds]
            traffic = Traffic(fetcher, options or PollOptions(host_delay=0.0))
            found = {landing.state.feed_url: landing async for landing in poll(states, traffic)}
            return [found[redact(state.feed_url)] for state in states]

    return asyncio.run(run())


def landed(landings: Sequence[Landing]) -> bytes:
    return head(NOW, "b", "g") + b"".join(map(land, landings))


def documents(landings: Sequence[Landing]) -> list[RawDocument]:
    found = warc_documents(LANDED, io.BytesIO(landed(landings)))
    return [document for document in found if isinstance(document, RawDocument)]


def check_message(error: str | None, pattern: str | None) -> None:
    """An error as it may be: one line, bounded, printable, and what was expected."""
    assert pattern == EITHER or (error is None) == (pattern is None), error
    if error is not None and pattern is not None:
        assert re.search(pattern, error), error
        assert error.isprintable(), repr(error)
        assert len(error) <= 400


def item(number: int, text: str = "", link: str = "", title: str | None = None) -> str:
    content = f"<content:encoded>{text}</content:encoded>" if text else ""
    address = f"<link>{link}</link>" if link else ""
    return (
        f"<item><guid isPermaLink='false'>g{number}</guid><title>{title or f'Title {number}'}</title>{address}"
        f"<description>Teaser {number}</description>{content}</item>"
    )


def rss(*items: str, before: str = "", title: str = "News") -> bytes:
    return (
        f'{before}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title>{''.join(items)}</channel></rss>"
    ).encode()


FEED = rss(item(1, "Whole one."), item(2, "Whole two."))


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def zstd_frame(window_log: int, data: bytes = b"news") -> bytes:
    """A frame that says that unpacking it takes a window of 2**window_log bytes."""
    settings = zstandard.ZstdCompressionParameters(window_log=window_log)
    packer = zstandard.ZstdCompressor(compression_params=settings).compressobj()
    return packer.compress(data) + packer.flush()


def packed(coding: str, data: bytes) -> bytes:
    return answer(data, headers={"Content-Encoding": coding})


def redirect(location: str | bytes, status: int = 302, body: bytes = b"") -> bytes:
    """A redirect; `{port}` in the location is the server's."""
    target = location.encode() if isinstance(location, str) else location
    return b"HTTP/1.1 %d Moved\r\nLocation: %s\r\nContent-Length: %d\r\n\r\n%s" % (status, target, len(body), body)


def with_port(steps: Iterable[Step], server: Server) -> list[Step]:
    port = str(server.port).encode()
    return [step.replace(b"{port}", port) if isinstance(step, bytes) else step for step in steps]


LINE = b"HTTP/1.1 200 OK\r\n"
OPEN = heading(200, {"Content-Type": "text/xml"})
CHUNKED = heading(200, {"Content-Type": "text/xml", "Transfer-Encoding": "chunked"})
BOMB = bytes(20 * MEGABYTE)
PACKED_BOMB = gzip.compress(BOMB, 1)
