"""What comes of one answer that is hostile, or broken as badly; and that nothing else does."""

import gzip
import os
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import brotli
import pytest
import zstandard

from support.hostile import (
    ANY,
    BOMB,
    BRISK,
    CHUNKED,
    EITHER,
    IN_FLIGHT_BYTES,
    LINE,
    OPEN,
    PACKED_BOMB,
    PATIENT,
    QUICK,
    SLACK_SECONDS,
    check_message,
    get,
    packed,
    raw_deflate,
    redirect,
    with_port,
    zstd_frame,
)
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
from transforms.sources.polling.fetch import Limits


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


LONG = 199_999
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
