"""Feeds that moved, are gone, or are named by a page; and pages that are still to come."""

import asyncio
import gzip
import io
import socket
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from schemas.feeds import FeedState
from schemas.records import RawDocument
from transforms.sources.formats.warc import warc_documents
from transforms.sources.polling.fetch import Fetcher, Limits
from transforms.sources.polling.hosts import Hosts
from transforms.sources.polling.land import head, land
from transforms.sources.polling.landing import Landing
from transforms.sources.polling.poll import LOST_AFTER, poll
from transforms.sources.polling.schedule import Turn, turns
from transforms.sources.polling.traffic import PollOptions, Traffic
from transforms.sources.splits import FileRange, Found

AGENT = "newsbeam/test (+https://contact.example)"
NOW = 1_750_000_000_000_000
LANDED = FileRange("lake/_raw/b/g.warc.gz", "warc", True, 0, 0)
FEED = """<rss version="2.0"><channel><title>News</title>{}</channel></rss>"""
PAGE = """<html><head><title>Site</title><link rel="alternate" type="application/rss+xml" href="/comments"
title="Comments"><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>Hello</body></html>"""


def item(number: int, link: str = "") -> str:
    address = f"<link>{link}</link>" if link else ""
    return f"<item><guid isPermaLink='false'>g{number}</guid><title>Title {number}</title>{address}</item>"


def run(*states: FeedState | str, options: PollOptions | None = None, now: int = NOW) -> list[Landing]:
    async def go() -> list[Landing]:
        limits = Limits(total_seconds=5)
        async with Fetcher(user_agent=AGENT, clock=lambda: now, allow_private_addresses=True, limits=limits) as fetcher:
            feeds = [FeedState(state) if isinstance(state, str) else state for state in states]
            traffic = Traffic(fetcher, options or PollOptions())
            return [landing async for landing in poll(feeds, traffic)]

    return asyncio.run(go())


def read(*landings: Landing) -> list[Found]:
    return list(warc_documents(LANDED, io.BytesIO(head(NOW, "b", "g") + b"".join(map(land, landings)))))


def documents(*landings: Landing) -> list[RawDocument]:
    return [found for found in read(*landings) if isinstance(found, RawDocument)]


def asked(server: HTTPServer) -> list[str]:
    return [request.path for request, _ in server.log]


def redirect(server: HTTPServer, path: str, target: str, status: int) -> None:
    server.expect_request(path).respond_with_data("", status=status, headers={"Location": target})


def feed(server: HTTPServer, path: str = "/rss", *items: str) -> None:
    server.expect_request(path).respond_with_data(FEED.format("".join(items)), headers={"ETag": '"1"'})


@pytest.mark.parametrize(("status", "kept"), [(301, True), (308, True), (302, False), (307, False), (303, False)])
def test_a_feed_that_moved_for_ever_is_asked_for_there(httpserver: HTTPServer, status: int, kept: bool) -> None:
    redirect(httpserver, "/old", "/rss", status)
    feed(httpserver, "/rss", item(1))
    old, new = httpserver.url_for("/old"), httpserver.url_for("/rss")
    (first,) = run(old)
    assert (first.state.feed_url, first.state.moved_to) == (old, new if kept else None)
    assert first.told == (f"{old} is now polled at {new}" if kept else None)
    httpserver.log.clear()
    (second,) = run(first.state)
    assert asked(httpserver) == (["/rss"] if kept else ["/old", "/rss"])
    assert (second.state.feed_url, second.state.moved_to, second.told) == (old, first.state.moved_to, None)


def test_only_the_permanent_part_of_a_way_is_kept(httpserver: HTTPServer) -> None:
    redirect(httpserver, "/old", "/new", 301)
    redirect(httpserver, "/new", "/today", 302)
    redirect(httpserver, "/today", "/rss", 301)
    feed(httpserver)
    (landing,) = run(httpserver.url_for("/old"))
    assert landing.state.moved_to == httpserver.url_for("/new")


def test_a_move_to_what_is_no_feed_is_not_believed(httpserver: HTTPServer) -> None:
    redirect(httpserver, "/old", "/parked", 301)
    httpserver.expect_request("/parked").respond_with_data("<html>Buy this domain</html>", content_type="text/html")
    (landing,) = run(httpserver.url_for("/old"))
    assert landing.state.error
    assert landing.state.moved_to is None


def test_a_feed_that_is_lost_where_it_moved_to_is_looked_for_at_its_first_address(httpserver: HTTPServer) -> None:
    feed(httpserver, "/old", item(1))
    httpserver.expect_request("/new").respond_with_data("", status=404)
    state = FeedState(httpserver.url_for("/old"), moved_to=httpserver.url_for("/new"))
    for failures in range(1, LOST_AFTER + 1):
        (landing,) = run(state)
        state = landing.state
        assert (state.failures, state.moved_to) == (failures, httpserver.url_for("/new"))
    (landing,) = run(state)
    assert (landing.state.error, landing.state.failures, landing.state.moved_to) == (None, 0, None)


def test_a_feed_with_credentials_is_asked_for_with_them_although_it_moved(httpserver: HTTPServer) -> None:
    def with_token(request: Request) -> Response:
        return Response(FEED.format(item(1)), status=200 if "hush" in request.url else 403)

    redirect(httpserver, "/old", "/rss?token=hush", 301)
    httpserver.expect_request("/rss").respond_with_handler(with_token)
    url = httpserver.url_for("/old?token=hush")
    (first,) = run(url)
    assert "hush" not in repr(first)
    (second,) = run(replace(first.state, feed_url=url))
    assert second.state.error is None


def test_a_feed_that_is_gone_is_told_and_not_asked_again(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/rss").respond_with_data("", status=410)
    (landing,) = run(httpserver.url_for("/rss"))
    assert landing.state.status == 410
    assert landing.told == f"{landing.state.feed_url} is gone, and is not polled again"
    assert turns([landing.state], NOW + 10**15, only_due=False) == [Turn.GONE]


def test_a_page_leads_to_its_feed_and_not_to_that_of_its_comments(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data(PAGE, content_type="text/html; charset=utf-8")
    feed(httpserver, "/rss", item(1))
    (landing,) = run(httpserver.url_for("/"))
    state = landing.state
    assert (state.error, state.moved_to, state.title, state.etag) == (None, httpserver.url_for("/rss"), "News", '"1"')
    assert [document.source_id for document in documents(landing)] == ["g1"]
    httpserver.log.clear()
    run(state)
    assert asked(httpserver) == ["/rss"]


def test_a_page_whose_feeds_cannot_be_read_is_no_feed(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data(PAGE, content_type="text/html")
    httpserver.expect_request("/rss").respond_with_data(PAGE, content_type="text/html")
    httpserver.expect_request("/comments").respond_with_data("", status=404)
    (landing,) = run(httpserver.url_for("/"))
    assert "no feed that it names can be read" in (landing.state.error or "")
    assert landing.state.moved_to is None
    assert asked(httpserver).count("/rss") == 1, "it is not followed further"


def test_a_page_that_is_busy_comes_with_a_later_poll(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_oneshot_request("/a").respond_with_data("", status=503)
    httpserver.expect_request("/a").respond_with_data("<p>Page</p>", content_type="text/html")
    feed(httpserver, "/rss", item(1, httpserver.url_for("/a")), item(2))
    (first,) = run(httpserver.url_for("/rss"))
    assert [document.body for document in documents(first)] == [b"", b""]
    assert documents(first)[0].page_error == "the server answered 503 Service Unavailable"
    assert first.state.etag is None, "an answer not modified would not have the entry in it"
    (second,) = run(first.state)
    assert [(document.source_id, document.body) for document in documents(second)] == [("g1", b"<p>Page</p>")]
    assert second.state.etag == '"1"'
    (third,) = run(second.state)
    assert read(third) == [third.state]


def test_a_server_that_sends_the_same_again_is_read_and_landed_once(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/rss").respond_with_data(FEED.format(item(1)))
    (first,) = run(httpserver.url_for("/rss"))
    (second,) = run(first.state)
    assert (second.state.status, second.state.error) == (200, None)
    assert second.state.seen == first.state.seen
    assert read(second) == [second.state]
    assert b"<rss" not in gzip.decompress(land(second))
    httpserver.clear()
    httpserver.expect_request("/rss").respond_with_data(FEED.format(item(2) + item(1)))
    (third,) = run(second.state)
    assert [document.source_id for document in documents(third)] == ["g2"]
    httpserver.clear()
    httpserver.expect_request("/rss").respond_with_data(b"")
    (empty,) = run(third.state)
    assert (empty.state.error or "").startswith("not_a_feed")


def test_pages_that_one_poll_has_no_room_for_come_with_the_next(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    links = [httpserver.url_for(f"/{number}") for number in range(5)]
    for number in range(5):
        httpserver.expect_request(f"/{number}").respond_with_data("<p>Page</p>", content_type="text/html")
    feed(httpserver, "/rss", *(item(number, link) for number, link in enumerate(links)))
    state: FeedState | str = httpserver.url_for("/rss")
    came: list[Sequence[str | None]] = []
    for _ in range(4):
        (landing,) = run(state, options=PollOptions(pages_per_feed=2))
        state = landing.state
        came.append([document.source_id for document in documents(landing) if document.body])
    assert came == [["g0", "g1"], ["g2", "g3"], ["g4"], []]


def test_a_host_that_is_busy_is_asked_no_more_in_this_poll(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/0").respond_with_data("", status=429, headers={"Retry-After": "600"})
    urls = [httpserver.url_for(f"/{number}") for number in range(10)]
    landings = run(*urls, options=PollOptions(per_host=1))
    assert asked(httpserver) == ["/0"]
    states = {landing.state.feed_url: landing.state for landing in landings}
    assert states[urls[0]].wait_until == NOW + 600 * 1_000_000
    assert states[urls[5]].failures == 0
    assert states[urls[5]].error == "not asked for: localhost wants no request for 600 seconds"
    assert set(turns(list(states.values()), NOW, only_due=False)) == {Turn.WAIT}


def test_a_host_that_is_down_is_not_tried_for_ever() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.monotonic()
    landings = run(*(f"http://127.0.0.1:{port}/{number}" for number in range(50)))
    errors = [landing.state.error or "" for landing in landings]
    assert sum("could not be reached 5 times" in error for error in errors) >= 40
    assert time.monotonic() - started < 20


def test_a_poll_ends_in_time_and_what_it_left_goes_first_in_the_next(httpserver: HTTPServer) -> None:
    def slow(_: Request) -> Response:
        time.sleep(0.3)
        return Response(FEED.format(item(1)))

    httpserver.expect_request("/slow").respond_with_handler(slow)
    urls = [httpserver.url_for(f"/slow?{number}") for number in range(6)]
    landings = run(*urls, options=PollOptions(per_host=1, seconds=0.7))
    left = [landing.state for landing in landings if landing.state.last_polled_at is None]
    assert 2 <= len(left) <= 4
    assert all("has had its 0.7 seconds" in (state.error or "") for state in left)
    httpserver.log.clear()
    run(*(landing.state for landing in landings), options=PollOptions(per_host=1))
    first = [request.query_string.decode() for request, _ in httpserver.log][: len(left)]
    assert sorted(first) == sorted(state.feed_url.split("?")[1] for state in left)


def test_requests_to_one_public_host_keep_their_distance() -> None:
    async def starts() -> dict[str, list[float]]:
        hosts = Hosts(overall=10, per_host=5, delay=0.1)
        found: dict[str, list[float]] = {}

        async def request(url: str) -> None:
            async with hosts.turn(url):
                found.setdefault(url, []).append(time.monotonic())

        urls = ["https://a.example/", "https://b.example/", "http://127.0.0.1/", "http://localhost:1/"]
        await asyncio.gather(*(request(url) for url in urls * 4))
        return found

    found = asyncio.run(starts())
    for url in ("https://a.example/", "https://b.example/"):
        gaps = [later - sooner for sooner, later in zip(found[url], found[url][1:], strict=False)]
        assert min(gaps) > 0.09
    assert all(max(found[url]) - min(found[url]) < 0.09 for url in ("http://127.0.0.1/", "http://localhost:1/"))
