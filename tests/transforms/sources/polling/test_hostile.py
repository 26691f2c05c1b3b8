"""Servers, names and feeds that mean harm, or are broken as badly: what comes of each, and that nothing else does."""

import asyncio
import base64
import gzip
import io
import json
import logging
import os
import re
import socket
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import brotli
import pytest
import zstandard

from schemas.feeds import FeedState
from schemas.records import RawDocument
from support.web import (
    CLOSE,
    HANG,
    RESET,
    Drip,
    Forever,
    Names,
    Pause,
    Server,
    Step,
    answer,
    chunk,
    heading,
)
from transforms.sources.formats.warc import warc_documents
from transforms.sources.polling import addresses
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


# What is asked, and what comes of it.


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


# News, as it should be.


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


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        yield made


# One answer.


@dataclass(frozen=True)
class Case:
    """What the server does for a path, or by path; and what must come of asking for `/`.

    `error` is a pattern, None where there must be none. `asked` are the paths; without any, it is `/`, and it may be
    asked for once more where the connection broke. `most_sent` are the bytes that the server may get rid of.
    """

    name: str
    does: Sequence[Step] | Mapping[str, Sequence[Step]]
    error: str | None = ANY
    status: int | None = 200
    body: bytes = b""
    asked: Sequence[str] = ("/",)
    limits: Limits = PATIENT
    most_sent: int = 2 * IN_FLIGHT_BYTES


LINE = b"HTTP/1.1 200 OK\r\n"
OPEN = heading(200, {"Content-Type": "text/xml"})
CHUNKED = heading(200, {"Content-Type": "text/xml", "Transfer-Encoding": "chunked"})
LONG = 199_999
BOMB = bytes(20 * MEGABYTE)
PACKED_BOMB = gzip.compress(BOMB, 1)
NO_ANSWER = 0


def length(value: str, body: bytes = b"12345") -> bytes:
    return heading(200, {"Content-Length": value}) + body


ORDINARY = [
    Case("content and length", [answer(b"news")], None, body=b"news"),
    Case("no length, closed", [OPEN, b"news", CLOSE], None, body=b"news"),
    Case("chunks", [CHUNKED, chunk(b"ne"), chunk(b"ws"), chunk(b"")], None, body=b"news"),
    Case("chunks with a trailer", [CHUNKED, chunk(b"news"), b"0\r\nX-Sum: 1\r\n\r\n"], None, body=b"news"),
    Case("chunks with extensions", [CHUNKED, chunk(b"news", b";a=b"), chunk(b"")], None, body=b"news"),
    Case("byte by byte, fast", [Drip(answer(b"news"), 0.001)], None, body=b"news"),
    Case("a pause that is short enough", [Pause(0.05), answer(b"news")], None, body=b"news"),
    Case("empty body", [answer(b"")], None),
    Case("hints before it", [heading(103, {"Link": "</a>"}), heading(100), answer(b"news")], None, body=b"news"),
    Case("server closes at once", [answer(b"news", headers={"Connection": "close"}), CLOSE], None, body=b"news"),
    Case("HTTP/1.0", [b"HTTP/1.0 200 OK\r\n\r\nnews", CLOSE], None, body=b"news"),
    Case("a status without a phrase", [b"HTTP/1.1 200\r\nContent-Length: 4\r\n\r\nnews"], None, body=b"news"),
]  # fmt: skip

STATUSES = [
    Case("204", [heading(204)], "204 No Content", 204),
    Case("206", [answer(b"ne", 206, {"Content-Range": "bytes 0-1/4"})], "206 Partial Content", 206),
    Case("300 without Location", [answer(b"choose", 300)], "300 Multiple Choices", 300),
    Case("302 without Location", [answer(b"there", 302)], "302 Found", 302),
    Case("302 with an empty Location", [redirect("")], "302", 302),
    Case("304 though nothing was asked to be compared", [heading(304)], "304", 304),
    Case("304 with a body", [heading(304, {"Content-Length": "4"}), b"news"], ANY, None),
    Case("401 with a challenge", [answer(b"", 401, {"WWW-Authenticate": 'Basic realm="news"'})], "401 Unauth", 401),
    Case("407", [answer(b"", 407, {"Proxy-Authenticate": 'Basic realm="news"'})], "407 Proxy", 407),
    Case("403", [answer(b"no", 403)], "403 Forbidden", 403),
    Case("410", [answer(b"gone", 410)], "410 Gone", 410),
    Case("429", [answer(b"", 429, {"Retry-After": "60"})], "429 Too Many", 429),
    Case("503", [answer(b"", 503)], "503 Service", 503),
    Case("101", [heading(101, {"Upgrade": "websocket", "Connection": "Upgrade"}), b"\x81\x05hello"], ANY, None),
    Case("a status of its own", [answer(b"", 799)], "799", 799),
    Case("status 99", [b"HTTP/1.1 99 Low\r\nContent-Length: 0\r\n\r\n"], ANY, None),
    Case("status 1000", [b"HTTP/1.1 1000 High\r\nContent-Length: 0\r\n\r\n"], ANY, None),
    Case("status -200", [b"HTTP/1.1 -200 OK\r\nContent-Length: 0\r\n\r\n"], ANY, NO_ANSWER),
    Case("terminal escapes for a phrase", [b"HTTP/1.1 500 \x1b[2J\x1b]0;own\x07\r\nContent-Length: 0\r\n\r\n"], ANY,
         None),
]  # fmt: skip

SLOW = [
    Case("never answers", [HANG], "seconds|too long", NO_ANSWER, limits=QUICK),
    Case("a long pause before the answer", [Pause(2), answer(b"late")], "seconds|too long", NO_ANSWER, limits=QUICK),
    Case("headers a byte at a time", [Drip(answer(b"late"), 0.1)], "seconds", NO_ANSWER, limits=QUICK),
    Case("body a byte at a time", [OPEN, Drip(b"late" * 9, 0.1), CLOSE], "seconds", None, limits=QUICK),
    Case("body stops", [length("9"), HANG], "seconds", limits=QUICK),
    Case("chunks stop", [CHUNKED, chunk(b"news"), HANG], "seconds", limits=QUICK),
    Case("headers stop", [LINE, b"X-A: b", HANG], "seconds|too long", NO_ANSWER, limits=QUICK),
    Case("continue, one a moment", [Forever(heading(100), 0.05)], "seconds", NO_ANSWER, limits=QUICK),
    Case("redirects, each in time", {"/": [Pause(0.15), redirect("/a")], "/a": [Pause(0.15), redirect("/b")],
         "/b": [Pause(0.15), redirect("/c")], "/c": [Pause(0.15), redirect("/d")], "/d": [answer(b"late")]},
         "seconds", None, asked=("/", "/a", "/b", "/c"), limits=QUICK),
]  # fmt: skip

CUT_OFF = [
    Case("closed without a word", [CLOSE], ANY, NO_ANSWER, asked=()),
    Case("reset without a word", [RESET], ANY, NO_ANSWER, asked=()),
    Case("closed in the status line", [b"HTTP/1.1 20", CLOSE], ANY, NO_ANSWER, asked=()),
    Case("closed in the headers", [LINE, b"Content-Ty", CLOSE], ANY, NO_ANSWER, asked=()),
    Case("closed in the body", [length("99"), CLOSE], ANY),
    Case("reset in the body", [length("99"), RESET], ANY, None),
    Case("closed in a chunk", [CHUNKED, b"ff\r\nnews", CLOSE], ANY),
    Case("closed between chunks", [CHUNKED, chunk(b"news"), CLOSE], ANY),
    Case("closed in a chunk's size", [CHUNKED, chunk(b"news"), b"4", CLOSE], ANY),
    Case("closed before the trailer ends", [CHUNKED, chunk(b"news"), b"0\r\n", CLOSE], ANY),
]

NO_HTTP = [
    Case("HTTP/0.9", [b"<rss/>", CLOSE], ANY, NO_ANSWER),
    Case("HTTP/2 settings", [b"\x00\x00\x00\x04\x00\x00\x00\x00\x00", HANG], ANY, NO_ANSWER),
    Case("HTTP/2 preface", [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", HANG], ANY, NO_ANSWER),
    Case("HTTP/2 as a version", [b"HTTP/2 200 OK\r\nContent-Length: 4\r\n\r\nnews"], ANY, None),
    Case("TLS on a plain port", [b"\x15\x03\x01\x00\x02\x02\x46", CLOSE], ANY, NO_ANSWER),
    Case("SSH", [b"SSH-2.0-OpenSSH_9.6\r\n", HANG], ANY, NO_ANSWER),
    Case("SMTP", [b"220 mail.example ESMTP\r\n", HANG], ANY, NO_ANSWER),
    Case("a request for an answer", [b"GET / HTTP/1.1\r\nHost: you\r\n\r\n", CLOSE], ANY, NO_ANSWER),
    Case("noise", [b"\x1b[2J\x1b]0;own\x07\x9b\xff\r\n\r\n", CLOSE], ANY, NO_ANSWER),
    Case("noise in a header's name", [LINE, b"X\x1b[2J: a\r\nContent-Length: 4\r\n\r\nnews"], ANY, NO_ANSWER),
    Case("a NUL in a header", [LINE, b"X: a\0b\r\nContent-Length: 4\r\n\r\nnews"], ANY, NO_ANSWER),
    Case("a header without a colon", [LINE, b"X\r\nContent-Length: 4\r\n\r\nnews"], ANY, NO_ANSWER),
]

LENGTHS = [
    Case("too long", [length("6"), CLOSE], ANY),
    Case("too short", [length("3"), b"garbage"], ANY, None),
    Case("negative", [length("-1"), CLOSE], ANY, NO_ANSWER),
    Case("with a sign", [length("+5"), CLOSE], ANY, NO_ANSWER),
    Case("hexadecimal", [length("0x5"), CLOSE], ANY, NO_ANSWER),
    Case("no number", [length("five"), CLOSE], ANY, NO_ANSWER),
    Case("a number of 30 digits", [length("9" * 30), CLOSE], ANY, NO_ANSWER),
    Case("64 bits full", [length(str(2**64 - 1)), CLOSE], ANY, None),
    Case("two that differ", [LINE, b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n12345", CLOSE], ANY, NO_ANSWER),
    Case("a list", [length("5, 6"), CLOSE], ANY, NO_ANSWER),
    Case("and chunks", [LINE, b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n", chunk(b"news"), chunk(b"")],
         ANY, NO_ANSWER),
    Case("said to be too much", [length(str(10**9)), HANG], "over 200000 bytes"),
]  # fmt: skip

CHUNKS = [
    Case("a size that is no number", [CHUNKED, b"xyz\r\nnews\r\n", CLOSE], ANY, None, limits=BRISK),
    Case("a negative size", [CHUNKED, b"-4\r\nnews\r\n", CLOSE], ANY, None, limits=BRISK),
    Case("a size in 0x", [CHUNKED, b"0x4\r\nnews\r\n0\r\n\r\n", CLOSE], ANY, None, limits=BRISK),
    Case("a size over 64 bits", [CHUNKED, b"f" * 17 + b"\r\nnews\r\n", CLOSE], ANY, None, limits=BRISK),
    Case("a size that is too small", [CHUNKED, b"2\r\nnews\r\n0\r\n\r\n", CLOSE], ANY, None, limits=BRISK),
    Case("a size of a thousand zeros", [CHUNKED, b"0" * 1000 + b"4\r\nnews\r\n0\r\n\r\n", CLOSE], None, body=b"news",
         limits=BRISK),
    Case("an unknown transfer coding", [heading(200, {"Transfer-Encoding": "x-news"}), b"news", CLOSE], ANY, None,
         limits=BRISK),
    Case("chunks within chunks", [heading(200, {"Transfer-Encoding": "chunked, chunked"}), chunk(b"news"), chunk(b"")],
         ANY, None, limits=BRISK),
    Case("no number, a moment later", [CHUNKED, Pause(0.1), b"xyz\r\nnews\r\n", CLOSE], ANY, None, limits=BRISK),
    Case("no number, behind a chunk", [CHUNKED, chunk(b"news"), Pause(0.1), b"xyz\r\nnews\r\n", HANG], ANY, None,
         limits=BRISK),
    Case("an end that is none, a moment later", [CHUNKED, b"4\r\n", Pause(0.1), b"newsnews\r\n", CLOSE], ANY, None,
         limits=BRISK),
    Case("an endless size", [CHUNKED, Forever(b"0" * 60_000)], ANY, None, limits=QUICK),
    Case("an endless extension", [CHUNKED, b"4;", Forever(b"a" * 60_000)], ANY, None, limits=QUICK),
    Case("endless trailers", [CHUNKED, b"0\r\n", Forever(b"X-A: b\r\n" * 6_000)], ANY, None, limits=QUICK),
    Case("an endless trailer", [CHUNKED, b"0\r\nX-A: ", Forever(b"b" * 60_000)], ANY, None, limits=QUICK),
    Case("endless chunks", [CHUNKED, Forever(chunk(b"n" * 60_000))], "over 200000 bytes"),
    Case("a byte a chunk, endless", [CHUNKED, Forever(chunk(b"n") * 9_000)], ANY),
]  # fmt: skip

ENDLESS = [
    Case("status line", [b"HTTP/1.1 200 ", Forever(b"O" * 60_000)], ANY, NO_ANSWER, asked=()),
    Case("one header", [LINE, b"X: ", Forever(b"a" * 60_000)], ANY, NO_ANSWER, asked=()),
    Case("one header's name", [LINE, Forever(b"X" * 60_000)], ANY, NO_ANSWER, asked=()),
    Case("headers", [LINE, Forever(b"X-A: b\r\n" * 6_000)], ANY, NO_ANSWER, asked=()),
    Case("white space in a header", [LINE, b"X:", Forever(b" " * 60_000)], ANY, NO_ANSWER, asked=(), limits=QUICK),
    Case("empty lines before the answer", [Forever(b"\r\n" * 30_000)], ANY, NO_ANSWER, asked=(), limits=QUICK),
    Case("one header of 100 KB", [LINE, b"X: " + b"a" * 100_000 + b"\r\nContent-Length: 4\r\n\r\nnews"], ANY,
         NO_ANSWER),
    Case("a thousand headers", [LINE, b"X-A: b\r\n" * 1000, b"Content-Length: 4\r\n\r\nnews"], ANY, None),
    Case("body", [OPEN, Forever(b"n" * 60_000)], "over 200000 bytes"),
    Case("body of a 500", [heading(500), Forever(b"n" * 60_000)], "500 Internal", 500),
    Case("100 Continue", [Forever(heading(100) * 2_000)], ANY, NO_ANSWER, asked=(), limits=QUICK),
    Case("103 Early Hints", [Forever(heading(103, {"Link": "</a>"}) * 1_000)], ANY, NO_ANSWER, asked=(), limits=QUICK),
]  # fmt: skip

CODINGS = [
    Case("gzip", [packed("gzip", gzip.compress(b"news"))], None, body=b"news"),
    Case("x-gzip in capitals", [packed("X-GZIP", gzip.compress(b"news"))], None, body=b"news"),
    Case("deflate", [packed("deflate", zlib.compress(b"news"))], None, body=b"news"),
    Case("deflate, raw", [packed("deflate", raw_deflate(b"news"))], None, body=b"news"),
    Case("br", [packed("br", brotli.compress(b"news"))], None, body=b"news"),
    Case("zstd", [packed("zstd", zstandard.compress(b"news"))], None, body=b"news"),
    Case("zstd, two frames", [packed("zstd", zstandard.compress(b"ne") + zstandard.compress(b"ws"))], None,
         body=b"news"),
    Case("identity", [packed("identity", b"news")], None, body=b"news"),
    Case("gzip, empty", [packed("gzip", b"")], None),
    Case("br, empty", [packed("br", b"")], None),
    Case("zstd, empty", [packed("zstd", b"")], None),
    Case("gzip, cut off", [packed("gzip", gzip.compress(b"news" * 99)[:-9])], "end early|damaged|truncated"),
    Case("deflate, cut off", [packed("deflate", zlib.compress(b"news" * 99)[:-9])], "end early|damaged|truncated"),
    Case("br, cut off", [packed("br", brotli.compress(os.urandom(999))[:-9])], "end early|damaged|truncated"),
    Case("zstd, cut off", [packed("zstd", zstandard.compress(os.urandom(999))[:-9])], "end early|damaged|truncated"),
    Case("gzip that is none", [packed("gzip", b"<rss/>")], "damaged"),
    Case("deflate that is none", [packed("deflate", b"<rss/>")], "damaged|end early"),
    Case("br that is none", [packed("br", b"<rss/>")], "damaged"),
    Case("zstd that is none", [packed("zstd", b"<rss/>")], "damaged"),
    Case("br that is gzip", [packed("br", gzip.compress(b"news"))], "damaged"),
    Case("gzip with a wrong sum", [packed("gzip", gzip.compress(b"news")[:-8] + bytes(8))], "damaged"),
    Case("zstd with garbage behind", [packed("zstd", zstandard.compress(b"news") + b"garbage")], "damaged"),
    Case("unknown", [packed("x-news", b"news")], "'x-news' was not asked for"),
    Case("unknown, with terminal escapes", [heading(200, {"Content-Encoding": "\x7f" * 9}) + b"n", CLOSE], ANY, None),
    Case("a list of two", [packed("gzip, gzip", gzip.compress(gzip.compress(b"news")))], "not asked for"),
    Case("two headers", [LINE, b"Content-Encoding: gzip\r\nContent-Encoding: br\r\nConnection: close\r\n\r\n",
         gzip.compress(b"news"), CLOSE], "not asked for"),
    Case("packed twice, said once", [packed("gzip", gzip.compress(gzip.compress(b"news", mtime=0), mtime=0))], None,
         body=gzip.compress(b"news", mtime=0)),
    Case("gzip, bomb", [packed("gzip", PACKED_BOMB)], "unpacks to over 400000"),
    Case("deflate, bomb", [packed("deflate", zlib.compress(BOMB, 1))], "unpacks to over 400000"),
    Case("br, bomb", [packed("br", brotli.compress(BOMB, quality=1))], "unpacks to over 400000"),
    Case("zstd, bomb", [packed("zstd", zstandard.compress(BOMB))], "unpacks to over 400000"),
    Case("gzip, a bomb of members", [packed("gzip", gzip.compress(bytes(100_000)) * 500)], "unpacks to over 400000"),
    Case("gzip, empty members", [packed("gzip", gzip.compress(b"") * 9_000)], None),
    Case("zstd, a bomb of frames", [packed("zstd", zstandard.compress(bytes(100_000)) * 500)],
         "unpacks to over 400000"),
    Case("zstd, frames to skip", [packed("zstd", b"\x50\x2a\x4d\x18\x04\0\0\0skip" * 9_000)], None),
    Case("zstd, a window of 2 GB", [packed("zstd", zstd_frame(31))], "damaged|window|memory"),
    Case("gzip in chunks of a byte", [heading(200, {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}),
         *(chunk(gzip.compress(b"news")[n : n + 1]) for n in range(24)), chunk(b"")], None, body=b"news"),
]  # fmt: skip

REDIRECTS = [
    Case("5", {f"/{hop or ''}": [redirect(f"/{hop + 1}")] for hop in range(5)} | {"/5": [answer(b"there")]}, None,
         body=b"there", asked=("/", "/1", "/2", "/3", "/4", "/5")),
    Case("6", {f"/{hop or ''}": [redirect(f"/{hop + 1}")] for hop in range(6)} | {"/6": [answer(b"there")]},
         "over 5 redirects", 302, asked=("/", "/1", "/2", "/3", "/4", "/5")),
    Case("to itself", [redirect("/")], "redirects", 302, asked=("/",) * 6),
    Case("in a circle", {"/": [redirect("/b")], "/b": [redirect("/")]}, "redirects", 302, asked=("/", "/b") * 3),
    Case("303 and 307 and 308", {"/": [redirect("/a", 303)], "/a": [redirect("/b", 307)], "/b": [redirect("/c", 308)],
         "/c": [answer(b"there")]}, None, body=b"there", asked=("/", "/a", "/b", "/c")),
    Case("relative", {"/": [redirect("a/../b?x=1#part")], "/b": [answer(b"there")]}, None, body=b"there",
         asked=("/", "/b")),
    Case("with letters in UTF-8", {"/": [redirect("/é")], "/%C3%A9": [answer(b"there")]}, None, body=b"there",
         asked=("/", "/%C3%A9")),
    Case("with letters in Latin-1", {"/": [redirect(b"/\xe9")], "/%E9": [answer(b"there")]}, None, body=b"there",
         asked=("/", "/%E9")),
    Case("with spaces", {"/": [redirect("/a b HTTP/1.1")], "/a%20b%20HTTP/1.1": [answer(b"there")]}, None,
         body=b"there", asked=("/", "/a%20b%20HTTP/1.1")),
    Case("with a line break, encoded",
         {"/": [redirect("/a%0d%0aX-Evil:%201")], "/a%0D%0AX-Evil:%201": [answer(b"there")]}, None, body=b"there",
         asked=("/", "/a%0D%0AX-Evil:%201")),
    Case("with a line break", [b"HTTP/1.1 302 Found\r\nLocation: /a\nX-Evil: 1\r\nContent-Length: 0\r\n\r\n"],
         "404", 404, asked=("/", "/a")),
    Case("with a NUL", [redirect(b"/a\0b")], ANY, None),
    Case("of over 100 KB", [redirect("/" + "a" * 100_000)], ANY, None),
    Case("of 8 KB", [redirect("/" + "a" * 8_100)], "404", 404, asked=("/", "/" + "a" * 8_100)),
    Case("two Locations", [b"HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"],
         "404", 404, asked=("/", "/a")),
    Case("with a bomb", {"/": [redirect("/a", body=PACKED_BOMB)], "/a": [answer(b"there")]}, None, body=b"there",
         asked=("/", "/a")),
    Case("with an endless body", {"/": [b"HTTP/1.1 302 Found\r\nLocation: /a\r\n\r\n", Forever(b"n" * 60_000)],
         "/a": [answer(b"there")]}, None, body=b"there", asked=("/", "/a")),
    Case("with a body that stops", {"/": [b"HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 9\r\n\r\n", HANG],
         "/a": [answer(b"there")]}, None, body=b"there", asked=("/", "/a")),
    *(Case(f"to {target}", [redirect(target)], "refused|no URL|no host name", 302) for target in (
        "file:///etc/passwd", "file://127.0.0.1/etc/passwd", "ftp://127.0.0.1:{port}/", "javascript:alert(1)",
        "data:text/xml,<rss/>", "gopher://127.0.0.1:{port}/", "mailto:ann@news.example", "about:blank",
        "unix:/run/docker.sock", "http+unix://%2Frun%2Fdocker.sock/", "ws://127.0.0.1:{port}/", "view-source:http://a/",
        "http://", "http:///", "http://:{port}/", "http://?", "http://[::1", "http://[127.0.0.1]:{port}/",
        "http://127.0.0.1:0/", "http://127.0.0.1:70000/", "http://127.0.0.1:-1/", "http://127.0.0.1:8o/",
        "http://127.0.0.1:{port}:{port}/", "http://news example:{port}/", "http://a..b:{port}/",
        "http://" + "a" * 64 + ".example:{port}/",
    )),
]  # fmt: skip

CASES = {
    f"{group}: {case.name[:60]}": case
    for group, cases in {
        "ordinary": ORDINARY,
        "status": STATUSES,
        "slow": SLOW,
        "cut off": CUT_OFF,
        "no HTTP": NO_HTTP,
        "length": LENGTHS,
        "chunks": CHUNKS,
        "endless": ENDLESS,
        "coding": CODINGS,
        "redirect": REDIRECTS,
    }.items()
    for case in cases
}


@pytest.mark.parametrize("name", CASES)
def test_one_answer(server: Server, name: str) -> None:
    case = CASES[name]
    for path, steps in case.does.items() if isinstance(case.does, Mapping) else [("/", case.does)]:
        server.serve(path, *with_port(steps, server))
    started = time.monotonic()
    (found,) = get(server.url("/"), limits=case.limits)
    seconds = time.monotonic() - started
    check_message(found.error, case.error)
    assert found.body == case.body
    assert server.paths in ([list(case.asked)] if case.asked else [["/"], ["/", "/"]])
    if case.status is not None:
        assert found.status == case.status
    assert seconds < (case.limits.total_seconds if case.limits is QUICK else 0) + SLACK_SECONDS
    assert server.sent <= case.most_sent


AFTER = {
    "ordinary": ([answer(b"first")], 1),
    "server closes in silence": ([answer(b"first"), CLOSE], 2),
    "server says farewell": ([answer(b"first"), Pause(0.05), answer(b"Request Timeout", 408), CLOSE], 2),
    "garbage behind the body": ([answer(b"first"), b"garbage"], 2),
    "a second answer behind the body": ([answer(b"first") + answer(b"evil")], 2),
    "a length that is too short": ([heading(200, {"Content-Length": "5"}) + b"first" + answer(b"evil")], 2),
    "304 with a body": ([heading(304, {"Content-Length": "40"}) + answer(b"evil")], 2),
    "204 with a body": ([heading(204, {"Content-Length": "40"}) + answer(b"evil")], 2),
    "an error with an endless body": ([heading(500), Forever(b"n" * 60_000)], 2),
    "a body that was too long": ([length("300000", b"n" * 300_000)], 2),
    "101": ([heading(101, {"Upgrade": "h2c", "Connection": "Upgrade"}) + answer(b"evil")], 2),
}


@pytest.mark.parametrize("name", AFTER)
def test_what_comes_behind_an_answer_is_not_the_answer_to_the_next_request(server: Server, name: str) -> None:
    steps, connections = AFTER[name]
    server.serve("/first", *steps)
    server.serve("/second", answer(b"second"))
    _, second = get(server.url("/first"), server.url("/second"), pause=0.15)
    assert (second.body, second.error) == (b"second", None)
    assert [request.connection for request in server.requests] == ([0, 0] if connections == 1 else [0, 1])


def test_a_server_that_speaks_no_tls(server: Server) -> None:
    server.otherwise(lambda _: [answer(b"news"), CLOSE])
    (found,) = get(server.url("/", scheme="https"))
    check_message(found.error, ANY)
    assert (found.status, found.body, server.paths) == (0, b"", [])
    assert server.connections[0].received.startswith(b"\x16\x03")


def test_what_a_server_sets_does_not_come_back(server: Server) -> None:
    cookies = {"Set-Cookie": "track=1; Path=/; Max-Age=999999", "Refresh": "0; url=/c", "Alt-Svc": 'h3=":443"'}
    server.serve("/a", answer(b"", 302, {"Location": "/b", **cookies}))
    server.serve("/b", answer(b"news", headers=cookies))
    found = get(*[server.url("/a")] * 2)
    assert server.paths == ["/a", "/b"] * 2
    sent = [name.lower() for request in server.requests for name, _ in request.headers]
    assert not {"cookie", "referer", "authorization"} & set(sent)
    assert "track" not in repr(found)


ODD_URLS = {
    "a line break in the path": ("http://127.0.0.1:{port}/\r\nX-Evil: 1", EITHER),
    "a line break in the query": ("http://127.0.0.1:{port}/?\r\nX-Evil: 1", EITHER),
    "a line break in the port": ("http://127.0.0.1:{port}\r\nX-Evil: 1/", ANY),
    "a line break in the host": ("http://127.0.0.1\r\n:{port}/", EITHER),
    "a line break in the user": ("http://a\r\nX-Evil: 1@127.0.0.1:{port}/", EITHER),
    "a line break in the password": ("http://a:b\r\nX-Evil: 1@127.0.0.1:{port}/", EITHER),
    "a line break in the user, encoded": ("http://a%0d%0aX-Evil: 1:b@127.0.0.1:{port}/", EITHER),
    "a line break in a zone": ("http://[::1%25\r\nX-Evil: 1]:{port}/", ANY),
    "a NUL in the host": ("http://news\0.example:{port}/", ANY),
    "an escape in the host": ("http://news\x1b[2J.example:{port}/", ANY),
    "a delete in the host": ("http://news\x7f.example:{port}/", ANY),
    "C1 in the host": ("http://news\x9b.example:{port}/", ANY),
    "a space in the host": ("http://news example:{port}/", ANY),
    "quotes in the host": ("http://news\"'.example:{port}/", ANY),
    "a bracket in the host": ("http://news<b>.example:{port}/", ANY),
    "a star for a host": ("http://*:{port}/", EITHER),
    "a host of 5,000 letters": ("http://" + "a" * 5_000 + ":{port}/", EITHER),
    "a path of 500,000 letters": ("http://127.0.0.1:{port}/" + "a" * 500_000, EITHER),
    "half a surrogate pair": ("http://127.0.0.1:{port}/\ud800", EITHER),
    "half a surrogate pair in the host": ("http://\ud800:{port}/", ANY),
    "a slash that is none": ("http://127.0.0.1\uff0f:{port}/", ANY),
    "an at sign that is none": ("http://127.0.0.1\uff20news.example:{port}/", EITHER),
    "a percent sign alone": ("http://127.0.0.1:{port}/%zz%", EITHER),
    "dots": ("http://127.0.0.1:{port}/../../../a/./b", EITHER),
    "bad punycode": ("http://xn--a:{port}/", ANY),
    "a line separator": ("http://127.0.0.1:{port}/\u2028X-Evil: 1", EITHER),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD_URLS)
def test_no_url_raises_or_adds_a_header(server: Server, name: str) -> None:
    url, error = ODD_URLS[name]
    server.otherwise(lambda _: [answer(b"news")])
    (found,) = get(url.replace("{port}", str(server.port)), resolver=Names(others=["127.0.0.1"]))
    assert error == EITHER or (found.error is not None and not server.requests), server.requests
    assert len(server.requests) <= 1
    assert all(request.header("X-Evil") is None for request in server.requests)
    assert found.error is None or found.error.isprintable()


# Addresses that are not the public's.


def elsewhere(port: int, last: int) -> list[str]:
    """URLs that lead, or could be thought to lead, to 127.0.0.`last` or to another address that is not public."""
    hosts = [
        f"127.0.0.{last}", f"127.0.0.{last}.", f"127.{last}", f"127.0.{last}", str(0x7F000000 + last),
        f"0x7f00000{last}",
        f"0x7f.{last}", f"0X7F.0x0.0x0.0x{last}", f"0177.0.0.{last}", f"0177.0.0.0{last}", f"01770000000{last}",
        f"0000177.0.0.{last}", f"127.0.0.{last}..", "0.0.0.0", "0", "0x0", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]",
        "[0000:0000:0000:0000:0000:0000:0000:0001]", f"[::ffff:127.0.0.{last}]", f"[::ffff:7f00:{last}]",
        f"[::127.0.0.{last}]", f"[64:ff9b::7f00:{last}]", f"[64:ff9b::127.0.0.{last}]", f"[64:ff9b:1::7f00:{last}]",
        f"[2002:7f00:{last}::]", "[fe80::1]", "[fe80::1%25lo]", "[::1%25lo]", "[fd00:ec2::254]",
        f"[::ffff:0:127.0.0.{last}]", "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376",
        "[::ffff:169.254.169.254]", "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.100.100.200", "192.0.0.192",
        "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "localhost", "localhost.", "LOCALHOST",
        "localhost.localdomain", "ip6-localhost", "inside.example", f"１２７.０.０.{last}", f"127。0。0。{last}",
        f"①②⑦.⓪.⓪.{last}", f"%31%32%37.0.0.{last}", f"127%2e0%2e0%2e{last}", f"127.0.0.{last}%00.example",
        f"127.0.0.{last}%0a", f"good@127.0.0.{last}", f"good:word@127.0.0.{last}", f"news.example@127.0.0.{last}",
        f"news.example%40@127.0.0.{last}", f"news.example:80@127.0.0.{last}", f"a@b@127.0.0.{last}",
        f"news.example\\@127.0.0.{last}", f"127.0.0.{last}\t", f"12\t7.0.0.{last}", f"127.0.0.{last}\\",
    ]  # fmt: skip
    return [f"http://{host}:{port}/secret" for host in hosts]


SPELLINGS = [url.removeprefix("http://").removesuffix(":0/secret") for url in elsewhere(0, 2)]
ALL_LOOPBACK = ("127.0.0.1", "127.0.0.2", "::1")


@pytest.fixture
def host() -> Iterator[Server]:
    """A server at several private addresses, and on the same port of each; it has a secret."""
    with Server(ALL_LOOPBACK) as made:
        made.otherwise(lambda _: [answer(b"SECRET")])
        yield made


@pytest.fixture
def one_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes 127.0.0.1 for a public address, so that there is one to redirect from, and no other that is here."""
    is_public: Callable[[Any], bool] = addresses.is_public
    monkeypatch.setattr(addresses, "is_public", lambda address: str(address) == "127.0.0.1" or is_public(address))


def away(server: Server) -> list[str]:
    """At which addresses there were connections, but for the one that is taken for public."""
    server.settle()
    return [connection.address for connection in server.connections if connection.address != "127.0.0.1"]


@pytest.mark.parametrize("number", range(len(SPELLINGS)), ids=SPELLINGS)
def test_no_spelling_of_a_private_address_is_connected_to(host: Server, number: int) -> None:
    url = elsewhere(host.port, 1)[number]
    (found,) = get(url, private=False, resolver=Names(others=["127.0.0.1"]))
    host.settle()
    assert host.connections == []
    check_message(found.error, ANY)
    assert (found.status, found.body) == (0, b"")


@pytest.mark.usefixtures("one_public")
@pytest.mark.parametrize("number", range(len(SPELLINGS)), ids=SPELLINGS)
def test_no_spelling_of_a_private_address_is_redirected_to(host: Server, number: int) -> None:
    host.serve("/", redirect(elsewhere(host.port, 2)[number]))
    names = Names({"news.example": ["127.0.0.1"]}, others=["127.0.0.2"])
    (found,) = get(host.url("/", "news.example"), private=False, resolver=names)
    assert away(host) == []
    assert host.paths == ["/"]
    check_message(found.error, ANY)
    assert found.body == b""


@pytest.mark.parametrize("name", ["127.0.0.1", "0x7f.1", "inside.example", "good@127.0.0.1"])
def test_spellings_do_lead_here_where_they_may(host: Server, name: str) -> None:
    """Or the tests above would prove nothing."""
    (found,) = get(host.url("/secret", name), resolver=Names(others=["127.0.0.1"]))
    host.settle()
    assert (found.body, len(host.connections)) == (b"SECRET", 1)


LOCATIONS = [
    r"http:\\127.0.0.2:{port}\secret", r"http:/\127.0.0.2:{port}/secret", "http:/127.0.0.2:{port}/secret",
    "http:127.0.0.2:{port}/secret", "//127.0.0.2:{port}/secret", "///127.0.0.2:{port}/secret",
    r"\\127.0.0.2:{port}\secret", r"/\127.0.0.2:{port}/secret", "ht\ttp://127.0.0.2:{port}/secret",
    "http:/\t/127.0.0.2:{port}/secret", " http://127.0.0.2:{port}/secret", "HTTP://127.0.0.2:{port}/secret",
    "http://127.0.0.1:{port}\\@127.0.0.2:{port}/secret", "http://127.0.0.1:{port}@127.0.0.2:{port}/secret",
    "http://127.0.0.1:{port}#@127.0.0.2:{port}/secret", "http://127.0.0.1:{port}?@127.0.0.2:{port}/secret",
    "http://127.0.0.1:{port};@127.0.0.2:{port}/secret", "http://127.0.0.1 @127.0.0.2:{port}/secret",
    "http://127.0.0.1\t@127.0.0.2:{port}/secret", "http://[::ffff:127.0.0.1]@127.0.0.2:{port}/secret",
    "url:http://127.0.0.2:{port}/secret", "http://127.0.0.2:{port}", "https://127.0.0.2:{port}/secret",
    "http://127.0.0.1%2f@127.0.0.2:{port}/secret", "http://inside.example:{port}/secret",
]  # fmt: skip


@pytest.mark.usefixtures("one_public")
@pytest.mark.parametrize("location", LOCATIONS)
def test_no_trick_with_a_location_leads_inside(host: Server, location: str) -> None:
    host.serve("/", *with_port([redirect(location)], host))
    names = Names({"news.example": ["127.0.0.1"]}, others=["127.0.0.2"])
    (found,) = get(host.url("/", "news.example"), private=False, resolver=names)
    assert away(host) == []
    assert "/secret" not in host.paths
    assert found.error is None or found.error.isprintable()


@pytest.mark.usefixtures("one_public")
def test_no_spelling_of_a_private_address_is_asked_for_a_page(host: Server) -> None:
    links = [url for url in elsewhere(host.port, 2) if "\t" not in url]
    escaped = [link.replace("&", "&amp;") for link in links]
    host.serve("/feed", answer(rss(*(item(number, link=link) for number, link in enumerate(escaped)))))
    names = Names({"news.example": ["127.0.0.1"]}, others=["127.0.0.2"])
    (landing,) = polled(host.url("/feed", "news.example"), private=False, resolver=names)
    assert away(host) == []
    assert host.paths == ["/feed"]
    assert (landing.state.entries, list(landing.pages)) == (len(links), [])
    found = documents([landing])
    assert {document.text_status for document in found} == {"teaser"}
    assert "SECRET" not in repr(found)


WELL_KNOWN_PORTS = (1, 7, 21, 22, 23, 25, 110, 143, 465, 587, 993, 6000, 6667)
"""Of other protocols (WHATWG Fetch, "bad port"): what a line of ours would mean to these, nobody knows."""


@pytest.mark.parametrize("port", WELL_KNOWN_PORTS)
def test_ports_of_other_protocols_are_not_asked(server: Server, port: int) -> None:
    server.serve("/", redirect(f"http://mail.example:{port}/"))
    for private in (True, False):
        names = Names({"mail.example": ["127.0.0.1"]})
        direct, led = get(f"http://mail.example:{port}/", server.url("/"), private=private, resolver=names)
        check_message(direct.error, "refused")
        check_message(led.error, "refused")
        assert names.asked == []


# Names that do not lead where they seem to.

INSIDE = Names({"news.example": ["127.0.0.1"]}).table


@dataclass(frozen=True)
class Named:
    """The addresses of news.example, by turn; whether it is asked, and at which of the server's addresses."""

    name: str
    table: Sequence[Any]
    error: str | None
    reached: Sequence[str] = ()


NAMES = [
    Named("private", ["127.0.0.2"], "refused"),
    Named("private, as IPv6", ["::1"], "refused"),
    Named("mapped", ["::ffff:127.0.0.2"], "refused"),
    Named("NAT64", ["64:ff9b::7f00:2"], "refused"),
    Named("with a zone", ["fe80::1%lo"], "refused"),
    Named("metadata", ["169.254.169.254"], "refused"),
    Named("unspecified", ["0.0.0.0", "::"], "refused"),
    Named("several that are private", ["127.0.0.2", "::1", "10.0.0.1"], "refused"),
    Named("private first", ["127.0.0.2", "127.0.0.1"], None, ["127.0.0.1"]),
    Named("private last", ["127.0.0.1", "127.0.0.2"], None, ["127.0.0.1"]),
    Named("private between", ["::1", "127.0.0.1", "::ffff:127.0.0.2"], None, ["127.0.0.1"]),
    Named("no address", [], ANY),
    Named("an address that is none", ["not an address"], ANY),
    Named("an address with a port", ["127.0.0.2:80"], ANY),
]


@pytest.mark.usefixtures("one_public")
@pytest.mark.parametrize("case", NAMES, ids=lambda case: case.name)
def test_addresses_of_a_name(host: Server, case: Named) -> None:
    names = Names({"news.example": case.table})
    (found,) = get(host.url("/", "news.example"), private=False, resolver=names)
    host.settle()
    assert [connection.address for connection in host.connections] == list(case.reached)
    check_message(found.error, case.error)


def test_links_with_odd_hosts_cost_their_own_pages_alone(server: Server) -> None:
    """JSON can name any character, and XML most: what no header may hold must not end the poll."""
    hosts = [
        "a\x7f.example",
        "a\x01.example",
        "a\x9b.example",
        "a b.example",
        'a"b.example',
        "a\ud800.example",
        "[::1",
        "%",
    ]
    links = [f"http://{host}:{server.port}/page" for host in hosts]
    items = [{"id": str(number), "url": link, "summary": "Teaser"} for number, link in enumerate(links)]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": items}
    server.serve("/json", answer(json.dumps(feed).encode(), kind="application/feed+json"))
    server.serve("/page", answer(b"<p>Page</p>", kind="text/html"))
    server.serve("/good", answer(FEED))
    names = Names(others=["127.0.0.1"])
    odd, good = polled(*(server.url(path, "news.example") for path in ("/json", "/good")), resolver=names)
    assert (odd.state.error, odd.state.entries) == (None, len(hosts))
    assert (good.state.error, good.state.entries) == (None, 2)


@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize("table", [{}, {"news.example": []}], ids=["unresolvable", "no address"])
def test_names_without_an_address(table: dict[str, list[str]], private: bool) -> None:
    (found,) = get("http://news.example/", private=private, resolver=Names(table))
    check_message(found.error, ANY)
    assert found.status == 0


@pytest.mark.usefixtures("one_public")
def test_a_name_that_leads_inside_the_second_time(host: Server) -> None:
    """Rebinding: what was checked must be what is connected to, also when it is asked for again."""
    names = Names({"news.example": [["127.0.0.1"], ["127.0.0.2"], ["::ffff:127.0.0.2"]]})
    with Server(ALL_LOOPBACK) as other:
        host.serve(
            "/", answer(b"", 302, {"Location": other.url("/secret", "news.example"), "Connection": "close"}), CLOSE
        )
        other.otherwise(lambda _: [answer(b"SECRET")])
        first, second = get(*[host.url("/", "news.example")] * 2, private=False, resolver=names)
        assert (away(host), away(other)) == ([], [])
        assert other.connections == []
    for found in (first, second):
        assert "refused" in (found.error or "")
        assert found.body == b""


@pytest.mark.usefixtures("one_public")
@pytest.mark.parametrize("first", ["127.0.0.2", "::1", "::ffff:127.0.0.2", "0.0.0.0"])
def test_the_socket_refuses_what_a_resolver_let_through(
    host: Server, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    async def unguarded(self: Any, host: str, port: int = 0, family: Any = None) -> Any:
        return await self.inner.resolve(host, port, family)

    monkeypatch.setattr(addresses.GuardedResolver, "resolve", unguarded)
    names = Names({"news.example": [first]})
    host.serve("/", answer(b"public"))
    (found,) = get(host.url("/", "news.example"), private=False, resolver=names)
    host.settle()
    assert host.connections == []
    assert f"{first} is refused" in (found.error or "")


def test_a_feed_that_links_to_thousands_of_names(server: Server) -> None:
    links = [server.url("/page", f"host{number}.example") for number in range(1_500)]
    server.serve("/feed", answer(rss(*(item(number, link=link) for number, link in enumerate(links)))))
    server.serve("/page", answer(b"<p>Page</p>", kind="text/html"))
    names = Names({"news.example": ["127.0.0.1"]}, others=["127.0.0.1"])
    options = PollOptions(host_delay=0.0, pages_per_feed=20)
    (landing,) = polled(server.url("/feed", "news.example"), resolver=names, options=options)
    assert (landing.state.entries, len(landing.pages)) == (1_500, 20)
    assert len(set(names.asked)) == 21


def test_names_that_are_never_resolved_hold_nothing_else_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's resolver blocks a thread for as long as a name's own servers keep it waiting."""
    real = socket.getaddrinfo

    def slow(host: str, *given: Any, **named: Any) -> Any:
        if str(host).endswith(".slow.example"):
            time.sleep(0.4)
            raise socket.gaierror(socket.EAI_AGAIN, "no answer")
        return real("127.0.0.1" if host == "news.example" else host, *given, **named)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    server.serve("/feed", answer(FEED))
    hostile = [f"http://host{number}.slow.example/" for number in range(120)]
    landings = polled(*hostile, server.url("/feed", "news.example"), limits=Limits(total_seconds=2.0))
    assert landings[-1].state.error is None
    assert all(landing.state.error for landing in landings[:-1])


# Credentials.

SECRETS = ("ann", "hush", "s3cret")
BASIC = f"Basic {base64.b64encode(b'ann:hush').decode()}"


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    caplog.set_level(logging.DEBUG)
    yield caplog
    assert not any(secret in caplog.text for secret in SECRETS)


@pytest.mark.parametrize(
    ("location", "carried"),
    [
        ("/there", True),
        ("http://127.0.0.1:{port}/there", True),
        ("http://localhost:{port}/there", False),
        ("http://localhost.:{port}/there", False),
        ("http://127.0.0.1:{other}/there", False),
        ("http://eve:word@127.0.0.1:{other}/there", False),
    ],
)
@pytest.mark.usefixtures("quiet")
def test_credentials_go_to_their_own_origin_alone(server: Server, location: str, carried: bool) -> None:
    with Server() as other:
        target = location.format(port=server.port, other=other.port)
        server.serve("/", redirect(target))
        for found in (server, other):
            found.serve("/there", answer(b"", 401, {"WWW-Authenticate": 'Basic realm="ann"'}))
        (answered,) = get(server.url("/", user="ann:hush@"), resolver=Names(others=["127.0.0.1"]))
        assert server.requests[0].header("Authorization") == BASIC
        seen = [request.header("Authorization") for request in (*server.requests[1:], *other.requests)]
        assert seen == [BASIC if carried else None]
        assert "hush" not in repr(answered)
        assert "ann" not in repr(answered)


@pytest.mark.usefixtures("quiet")
def test_credentials_do_not_come_back_by_a_detour(server: Server) -> None:
    with Server() as other:
        server.serve("/", redirect(other.url("/away")))
        other.serve("/away", redirect(server.url("/back")))
        server.serve("/back", answer(b"news"))
        get(server.url("/", user="ann:hush@"))
        assert [request.header("Authorization") for request in (*server.requests, *other.requests)] == [
            BASIC,
            None,
            None,
        ]


LEAKS: dict[str, Sequence[Step]] = {
    "an error": [answer(b"", 500)],
    "a redirect that quotes them": [redirect("ftp://ann:hush@127.0.0.1/?token=s3cret")],
    "a redirect that quotes them, badly": [redirect("http://ann:hush@[::1/?token=s3cret")],
    "a redirect with backslashes": [redirect(r"http:\\ann:hush@127.0.0.1\?token=s3cret")],
    "a redirect to where nobody is": [redirect("http://ann:hush@127.0.0.1:1/?token=s3cret")],
    "a coding that quotes them": [answer(b"x", headers={"Content-Encoding": "http://ann:hush@a/?token=s3cret"})],
    "a header that breaks off": [LINE, b"X-A: http://ann:hush@127.0.0.1/?token=s3cret", CLOSE],
    "a header that is too long": [LINE, b"X: http://ann:hush@127.0.0.1/?token=s3cret" + b"a" * 9_000 + b"\r\n\r\n"],
    "a header that is none": [LINE, b"http\0://ann:hush@127.0.0.1/?token=s3cret\r\n\r\n"],
    "a status line": [b"HTTP/1.1 x http://ann:hush@127.0.0.1/?token=s3cret\r\n\r\n"],
    "a feed of another kind": [answer(b'{"version": "http://ann:hush@127.0.0.1/?token=s3cret"}')],
    "a page": [answer(b"<html>http://ann:hush@127.0.0.1/?token=s3cret</html>", kind="text/html")],
    "broken XML": [answer(b"<rss><http://ann:hush@127.0.0.1/?token=s3cret></channel>")],
    "a feed": [answer(rss(item(1, "Whole.", "http://ann:hush@127.0.0.1/?token=s3cret"),
                          item(2, '&lt;a href="http://ann:hush@127.0.0.1/?token=s3cret"&gt;Here&lt;/a&gt;')))],
    "no answer": [CLOSE],
}  # fmt: skip


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("name", LEAKS)
def test_credentials_are_told_to_nobody(server: Server, name: str) -> None:
    """Neither those of the address that was asked for, nor those of one that a redirect leads to."""
    server.serve("/feed", *LEAKS[name])
    server.serve("/", redirect("/feed"))
    feed, led = server.url("/feed?token=s3cret", user="ann:hush@"), server.url("/", user="ann:hush@")
    direct, indirect = polled(feed, led, options=PollOptions(host_delay=0.0, fetch_pages=False))
    for landing, secrets in ((direct, ("hush", "s3cret")), (indirect, ("hush",))):
        written = (
            repr(landing) + repr(documents([landing])) + gzip.decompress(landed([landing])).decode("utf-8", "replace")
        )
        assert not [secret for secret in secrets if secret in written]
    assert {request.header("Authorization") for request in server.requests} == {BASIC}


# Servers that want to be left alone.


def http_date(seconds: float) -> str:
    return format_datetime(datetime.fromtimestamp(NOW / SECOND + seconds, UTC), usegmt=True)


@dataclass(frozen=True)
class Wait:
    """What Retry-After says, and in how many seconds the next poll is due, at least and at most."""

    name: str
    value: str
    least: float
    most: float = DAY / SECOND


USUAL = 300
WAITS = [
    Wait("seconds", "7200", 7200, 7200 * 1.5),
    Wait("a date", http_date(7200), 7200, 7200 * 1.5),
    Wait(
        "a date of RFC 850",
        datetime.fromtimestamp(NOW / SECOND + 7200, UTC).strftime("%A, %d-%b-%y %H:%M:%S GMT"),
        7200,
    ),
    Wait("a date in the past", http_date(-7200), USUAL),
    Wait("no time at all", "0", USUAL),
    Wait("ten years", str(10 * 365 * 86_400), 86_400),
    Wait("ten years, as a date", http_date(10 * 365 * 86_400), 86_400),
    Wait("the year 9999", "Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
    Wait("more than a machine's word", "9" * 30, USUAL),
    Wait("a thousand digits", "9" * 5_000, USUAL),
    Wait("negative", "-7200", USUAL),
    Wait("a fraction", "7200.5", USUAL),
    Wait("other digits", "٧٢٠٠", USUAL),
    Wait("nonsense", "soon", USUAL),
    Wait("half a date", "Fri, 31 Foo", USUAL),
    Wait("a date that is none", "Fri, 31 Feb 2025 25:61:61 GMT", USUAL),
    Wait("a zone of its own", "Fri, 31 Jan 2025 23:59:59 +9999", USUAL),
]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("wait", WAITS, ids=lambda wait: wait.name)
def test_retry_after(server: Server, wait: Wait, status: int) -> None:
    url = server.serve("/", answer(b"", status, {"Retry-After": wait.value, "Date": http_date(0)}))
    (landing,) = polled(url)
    state = landing.state
    assert (state.status, state.seen) == (status, ())
    check_message(state.error, str(status))
    assert state.next_due_at is not None
    assert NOW + wait.least * SECOND <= state.next_due_at <= NOW + wait.most * SECOND
    again = FeedState.from_json(state.to_json())
    assert again == replace(state, seen=again.seen)


# Feeds.


@dataclass(frozen=True)
class Feed:
    """A feed's body and headers, and what must come of polling it: the number of entries (None: any), or an error."""

    name: str
    body: bytes
    entries: int | None = 0
    error: str | None = None
    headers: Mapping[str, str] | None = None
    titles: Sequence[str] | None = None
    seconds: float = 10.0


ONE = rss(item(1, "Café."))
ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{ENTITIES}]>'
QUADRATIC = f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>'


def outside(target: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "{target}"><!ENTITY % p SYSTEM "{target}"> %p;]>'


FEEDS = [
    Feed("ordinary", FEED, 2, titles=["Title 1", "Title 2"]),
    Feed("empty", b"", error="not_a_feed"),
    Feed("white space", b" \n" * 9, error="not_a_feed"),
    Feed("NULs", bytes(9_999), error="not_a_feed"),
    Feed("a page", b"<!doctype html><p>Sign in</p>", error="not_a_feed"),
    Feed("noise", bytes(range(256)) * 99, error="not_a_feed"),
    Feed("a path", b"/etc/passwd", error="not_a_feed"),
    Feed("a URL", b"http://127.0.0.1:1/", error="not_a_feed"),
    Feed("broken off", FEED[:-60], None),
    Feed("an unknown charset", ONE, 1, headers={"Content-Type": "text/xml; charset=x-news"}, titles=["Title 1"]),
    Feed("a wrong charset", ONE, 1, headers={"Content-Type": "text/xml; charset=utf-16"}, titles=["Title 1"]),
    Feed("a charset that is a codec of Python's", ONE, 1, headers={"Content-Type": "text/xml; charset=zlib"}),
    Feed("a charset that unpacks", ONE, 1, headers={"Content-Type": "text/xml; charset=unicode_escape"}),
    Feed("a declared charset that is none", b'<?xml version="1.0" encoding="rot13"?>' + ONE, 1),
    Feed("UTF-7", b'<?xml version="1.0" encoding="utf-7"?>' + ONE, 1),
    Feed("no type at all", ONE, 1, headers={"Content-Type": ""}),
    Feed("a type that is none", ONE, 1, headers={"Content-Type": "\\;charset=;=;"}),
    Feed("an image's type", ONE, 1, headers={"Content-Type": "image/png"}),
    Feed("packed twice, said once", gzip.compress(gzip.compress(FEED)), error="not_a_feed",
         headers={"Content-Encoding": "gzip"}),
    Feed("billion laughs", rss(item(1, title="&l9;"), before=LAUGHS), 1),
    Feed("quadratic laughs", rss(item(1, "&a;" * 20_000), before=QUADRATIC), 1),
    Feed("laughs in an attribute", rss(f'<item><guid isPermaLink="{"&l9;" * 9}">1</guid></item>', before=LAUGHS), 1),
    Feed("deep", b"<rss><channel>" + b"<a>" * 200_000, entries=None, error=EITHER),
    Feed("deep in an entry", rss(item(1, "<a>" * 100_000 + "</a>" * 100_000)), 1, seconds=20),
    Feed("deep in an entry's HTML", rss(item(1, "&lt;div&gt;" * 50_000)), 1, seconds=20),
    Feed("deep JSON", b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 200_000, None, EITHER),
    Feed("JSON with a long number", b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": '
         + b"9" * 200_000 + b"}]}", entries=None, error=EITHER),
    Feed("attributes", b"<rss " + b"".join(b"a%d='' " % n for n in range(50_000)) + b"><channel>" + ONE[40:],
         None, EITHER),
    Feed("unclosed tags", b"<rss><channel>" + b"<a " * 50_000, entries=None, error=EITHER, seconds=20),
    Feed("unclosed entities", rss(item(1, "&#" * 50_000)), 1),
    Feed("unclosed CDATA", b"<rss><channel>" + b"<![CDATA[" * 50_000, entries=None, error=EITHER, seconds=20),
    Feed("unclosed comments", b"<rss><channel>" + b"<!--" * 50_000, entries=None, error=EITHER, seconds=20),
    Feed("unclosed instructions", b"<rss><channel>" + b"<?a " * 50_000, entries=None, error=EITHER, seconds=20),
    Feed("unclosed doctypes", b"<!DOCTYPE [" * 8_000 + ONE, error=None, entries=1, seconds=20),
    Feed("entity declarations", b"<!DOCTYPE rss [" + b"<!ENTITY " * 20_000 + b"]>" + ONE, 1, seconds=20),
    Feed("one title of 5 MB", rss(item(1, title="a " * 2_500_000)), 1, seconds=20),
    Feed("one description of 5 MB", rss(item(1, "a" * 5_000_000)), 1, seconds=20),
    Feed("one date of 1 MB", rss(f"<item><title>T</title><pubDate>{'1' * 1_000_000}</pubDate></item>"), 1, seconds=20),
    Feed("one date of dots", rss(f"<item><title>T</title><pubDate>{'1:' * 20_000}</pubDate></item>"), 1, seconds=20),
    Feed("one e-mail of 1 MB", rss(f"<item><title>T</title><author>{'a.' * 200_000}@</author></item>"), 1, seconds=20),
    Feed("3,000 entries", rss(*(f"<item><guid>{n}</guid></item>" for n in range(3_000))), 2_000, seconds=20),
    Feed("20 MB of one line", gzip.compress(b"<rss><channel><title>" + b"a" * 19_999_900 + b"</title>", 1),
         headers={"Content-Encoding": "gzip"}, entries=None, error=EITHER, seconds=20),
    Feed("20 MB of less-than signs", gzip.compress(b"<rss>" + b"<" * 3_000_000), headers={"Content-Encoding": "gzip"},
         entries=None, error=EITHER, seconds=20),
    Feed("terminal escapes", rss(item(1, "Whole.", title="\x1b[2J\x1b]0;own\x07News\x9b31m\x7f")), 1, titles=["News"]),
    Feed("terminal escapes, as references", rss(item(1, "Whole.", title="&#27;[2J&#x1b;]0;own&#7;News&#155;31m")), 1,
         titles=["News"]),
    Feed("text that runs backwards", rss(item(1, "Whole.", title="\u202egpj.exe\u2066News\u200f")), 1, titles=["News"]),
    Feed("a name with terminal escapes", rss(item(1, "Whole."), title="\x1b[2JNews&#27;[2J\u202e"), 1),
    Feed("XML with a style sheet", b'<?xml-stylesheet href="http://127.0.0.1:{port}/style"?>' + ONE, 1),
    Feed("XInclude", rss(item(1, '<x:include xmlns:x="http://www.w3.org/2001/XInclude" '
         'href="http://127.0.0.1:{port}/x"/>')), 1),
    Feed("an external file", rss(item(1, "&x;", title="Title &x;"), before=outside("file:///etc/passwd")), 1),
    Feed("an external address", rss(item(1, "&x;"), before=outside("http://127.0.0.1:{port}/x")), 1),
    Feed("an external DTD", rss(item(1), before='<!DOCTYPE rss SYSTEM "http://127.0.0.1:{port}/x">'), 1),
    Feed("an external DTD in a file", rss(item(1), before='<!DOCTYPE rss SYSTEM "file:///dev/zero">'), 1),
]  # fmt: skip


@pytest.mark.parametrize("case", FEEDS, ids=lambda case: case.name)
def test_feeds(server: Server, case: Feed) -> None:
    body = case.body.replace(b"{port}", str(server.port).encode())
    url = server.serve("/feed", answer(body, headers=case.headers))
    started = time.monotonic()
    (landing,) = polled(url)
    state = landing.state
    check_message(state.error, case.error)
    assert (state.status, server.paths) == (200, ["/feed"])
    assert case.entries in (None, state.entries)
    assert time.monotonic() - started < case.seconds
    assert not CONTROLS.search(state.title or "")
    found = documents([landing]) if case.entries is not None and len(body) < MEGABYTE else []
    assert "root:" not in repr(found)
    for document in found:
        assert not CONTROLS.search(document.title or ""), repr(document.title)
    if case.titles is not None:
        assert all(title in (document.title or "") for title, document in zip(case.titles, found, strict=True))
    assert server.paths == ["/feed"], "reading asks for nothing"


def test_a_feed_of_50_000_entries(server: Server) -> None:
    """No more of it is read than of any other, and no other feed waits for it."""
    whole = rss(*(f"<item><guid>{n}</guid><title>T{n}</title></item>" for n in range(50_000)))
    url = server.serve("/feed", answer(whole))
    (landing,) = polled(url, server.serve("/other", answer(FEED)))[:1]
    assert landing.state.entries == 2_000 or "too_slow" in (landing.state.error or "")
    assert len(landing.state.seen) == landing.state.entries


def test_304_to_a_question_that_was_not_asked_loses_nothing(server: Server) -> None:
    """A server that answers "not modified" to a first poll has told no news: the next poll must want all of it."""
    url = server.serve_in_turn("/", [heading(304, {"ETag": '"1"'})], [answer(FEED, headers={"ETag": '"1"'})])
    (first,) = polled(url)
    check_message(first.state.error, "304")
    assert (first.state.last_success_at, first.state.etag) == (None, None)
    (second,) = polled(first.state)
    assert [request.header("If-None-Match") for request in server.requests] == [None, None]
    assert (second.state.entries, len(second.new)) == (2, 2)


def test_a_hostile_feed_takes_nothing_from_the_others(server: Server) -> None:
    """All at once: none of the good ones is late, and none lost."""
    bad = {
        "hang": [HANG], "drip": [Drip(answer(FEED), 0.05)], "bomb": [packed("gzip", PACKED_BOMB)],
        "laughs": [answer(rss(item(1, title="&l9;"), before=LAUGHS))], "endless": [OPEN, Forever(b"n" * 60_000)],
        "reset": [RESET], "loop": [redirect("/loop")], "deep": [answer(b"<rss>" + b"<a>" * 50_000)],
        "hints": [Forever(heading(100) * 2_000)], "noise": [b"\0" * 9_999, CLOSE],
    }  # fmt: skip
    good = [server.serve(f"/good{number}", answer(FEED)) for number in range(10)]
    evil = [server.serve(f"/{name}", *steps) for name, steps in bad.items()]
    started = time.monotonic()
    landings = polled(*evil, *good, limits=replace(QUICK, total_seconds=2, read_seconds=1))
    assert time.monotonic() - started < 12
    assert [landing.state.error for landing in landings[len(evil) :]] == [None] * len(good)
    assert {landing.state.entries for landing in landings[len(evil) :]} == {2}
