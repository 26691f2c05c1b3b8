"""Servers that want to be left alone, and feeds that mean harm."""

import gzip
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from schemas.feeds import FeedState
from support.hostile import (
    CONTROLS,
    DAY,
    EITHER,
    FEED,
    MEGABYTE,
    NOW,
    OPEN,
    PACKED_BOMB,
    QUICK,
    SECOND,
    check_message,
    documents,
    item,
    packed,
    polled,
    redirect,
    rss,
)
from support.web import (
    CLOSE,
    HANG,
    RESET,
    Drip,
    Forever,
    Server,
    answer,
    heading,
)


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
