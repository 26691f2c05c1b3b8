"""Polls of real feeds on loopback: what is new, what stays known, and that a feed that fails loses nothing."""

import asyncio
import gzip
import io
import json
import socket
from collections.abc import Sequence
from dataclasses import replace

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from pytest_httpserver import HTTPServer
from warcio.archiveiterator import ArchiveIterator
from werkzeug import Request, Response

from schemas.codes import SkipReason
from schemas.feeds import FeedState
from schemas.records import Quarantined, RawDocument
from transforms.sources.formats.warc import warc_documents
from transforms.sources.polling.fetch import Fetcher, Limits
from transforms.sources.polling.land import head, land
from transforms.sources.polling.landing import Landing
from transforms.sources.polling.poll import poll
from transforms.sources.polling.redact import redact
from transforms.sources.polling.traffic import PollOptions, Traffic
from transforms.sources.splits import FileRange, Found

AGENT = "newsbeam/test (+https://contact.example)"
NOW = 1_750_000_000_123_456
MINUTE = 60_000_000
LANDED = FileRange("lake/_raw/b/g.warc.gz", "warc", True, 0, 0)


def item(number: int, text: str = "", link: str = "") -> str:
    content = f"<content:encoded>{text}</content:encoded>" if text else ""
    address = f"<link>{link}</link>" if link else ""
    return (
        f"<item><guid isPermaLink='false'>g{number}</guid><title>Title {number}</title>{address}"
        f"<description>Teaser {number}</description>{content}</item>"
    )


def rss(*items: str) -> str:
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>News</title><ttl>30</ttl>{''.join(items)}</channel></rss>"
    )


@pytest.fixture
def httpserver(httpserver: HTTPServer) -> HTTPServer:
    """A site without a robots.txt."""
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    return httpserver


def asked(server: HTTPServer) -> list[str]:
    return [request.path for request, _ in server.log if request.path != "/robots.txt"]


def serve(server: HTTPServer, path: str, body: str, **headers: str) -> str:
    server.expect_request(path).respond_with_data(body, headers=headers, content_type="text/xml; charset=utf-8")
    return server.url_for(path)


def run(states: Sequence[FeedState | str], options: PollOptions | None = None) -> list[Landing]:
    async def go() -> list[Landing]:
        limits = Limits(total_seconds=5, received_bytes=100_000)
        async with Fetcher(user_agent=AGENT, clock=lambda: NOW, allow_private_addresses=True, limits=limits) as fetcher:
            feeds = [FeedState(state) if isinstance(state, str) else state for state in states]
            traffic = Traffic(fetcher, options or PollOptions())
            landings = []
            async for landing in poll(feeds, traffic):
                traffic.landed(landing, len(land(landing)))
                landings.append(landing)
            order = [redact(feed.feed_url) for feed in feeds]
            return sorted(landings, key=lambda landing: order.index(landing.state.feed_url))

    return asyncio.run(go())


def packed(landings: Sequence[Landing]) -> bytes:
    return head(NOW, "b", "g") + b"".join(map(land, landings))


def read(landings: Sequence[Landing]) -> list[Found]:
    return list(warc_documents(LANDED, io.BytesIO(packed(landings))))


def documents(landings: Sequence[Landing]) -> list[RawDocument]:
    return [found for found in read(landings) if isinstance(found, RawDocument)]


def test_a_first_poll_reads_all_and_a_second_asks_for_changes(httpserver: HTTPServer) -> None:
    def feed(request: Request) -> Response:
        if request.headers.get("If-None-Match") == '"1"':
            return Response(status=304)
        body = rss(item(1, "Whole one."), item(2, "Whole two."))
        return Response(body, headers={"ETag": '"1"', "Last-Modified": "Tue, 03 Jun 2025 10:00:00 GMT"})

    httpserver.expect_request("/feed").respond_with_handler(feed)
    url = httpserver.url_for("/feed")
    (first,) = run([url])
    state = first.state
    assert (state.status, state.error, state.entries, state.title) == (200, None, 2, "News")
    assert (state.etag, state.last_modified) == ('"1"', "Tue, 03 Jun 2025 10:00:00 GMT")
    assert (state.ttl_seconds, state.next_due_at) == (1800, NOW + 30 * MINUTE)
    assert (state.last_polled_at, state.last_success_at) == (NOW, NOW)
    assert list(first.new) == list(state.seen)
    assert len(set(state.seen)) == 2

    (second,) = run([state])
    assert second.state == replace(state, status=304)
    assert read([second]) == [second.state]


def test_only_new_and_changed_entries_are_read(httpserver: HTTPServer) -> None:
    (before,) = run([serve(httpserver, "/feed", rss(item(1, "One."), item(2, "Two.")))])
    httpserver.clear()
    serve(httpserver, "/feed", rss(item(3, "Three."), item(1, "One, corrected."), item(2, "Two.")))
    (after,) = run([before.state])
    found = read([after])
    assert [document.source_id for document in found if isinstance(document, RawDocument)] == ["g3", "g1"]
    assert found.count(SkipReason.SEEN) == 1
    assert len(after.state.seen) == 3


def test_feeds_that_fail_keep_what_was_known(httpserver: HTTPServer) -> None:
    (good,) = run([serve(httpserver, "/feed", rss(item(1, "One.")), ETag='"1"')])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        down = replace(good.state, feed_url=f"http://127.0.0.1:{probe.getsockname()[1]}/")
    httpserver.expect_request("/500").respond_with_data("oops", status=503, headers={"Retry-After": "7200"})
    broken = replace(good.state, feed_url=httpserver.url_for("/500"))
    page = replace(good.state, feed_url=serve(httpserver, "/page", "<html><body>Moved</body></html>"))
    long = replace(good.state, feed_url=serve(httpserver, "/long", rss(item(1, "x" * 100_000))))
    landings = run([down, broken, page, long])
    for before, landing in zip((down, broken, page, long), landings, strict=True):
        state = landing.state
        assert state.error
        assert (state.seen, state.etag, state.last_success_at) == (before.seen, '"1"', NOW)
        assert state.last_polled_at == NOW
    assert [landing.state.status for landing in landings] == [0, 503, 200, 200]
    assert landings[1].state.next_due_at == NOW + 120 * MINUTE
    found = read(landings)
    assert [state for state in found if isinstance(state, FeedState)] == [landing.state for landing in landings]
    assert [bad.error_type for bad in found if isinstance(bad, Quarantined)] == ["not_a_feed"]
    assert not documents(landings)


def test_pages_are_fetched_for_teasers_alone(httpserver: HTTPServer) -> None:
    link = httpserver.url_for
    httpserver.expect_request("/a").respond_with_data(
        "<p>Página</p>".encode("latin-1"), content_type="text/html; charset=latin-1"
    )
    httpserver.expect_request("/pdf").respond_with_data("%PDF", content_type="application/pdf")
    httpserver.expect_request("/gone").respond_with_data("", status=404)
    url = serve(
        httpserver,
        "/feed",
        rss(
            item(1, link=link("/a")),
            item(2, "Whole.", link("/b")),
            item(3, link=link("/gone")),
            item(4),
            item(5, link=link("/pdf")),
        ),
    )
    landings = run([url])
    by_id = {document.source_id: document for document in documents(landings)}
    page = by_id["g1"]
    assert (page.body.decode(page.charset or ""), page.body_kind, page.text_status) == ("<p>Página</p>", "page", "full")
    assert (page.teaser, page.title, page.url) == ("Teaser 1", "Title 1", link("/a"))
    assert page.uri == f"{url}#g1@2025-06-15T15:06:40Z"
    for number in (3, 4, 5):
        teaser = by_id[f"g{number}"]
        assert (teaser.body.decode(), teaser.body_kind, teaser.text_status) == (
            f"Teaser {number}",
            "fragment",
            "teaser",
        )
    assert by_id["g2"].body == b"Whole."
    assert by_id["g3"].page_error == "the server answered 404 Not Found"
    assert by_id["g4"].page_error is None
    assert (by_id["g5"].page_error or "").startswith("application/pdf is not read")
    assert sorted(asked(httpserver)) == ["/a", "/feed", "/gone", "/pdf"]


def test_no_pages_are_fetched_where_none_are_wanted(httpserver: HTTPServer) -> None:
    url = serve(httpserver, "/feed", rss(item(1, link=httpserver.url_for("/a"))))
    (only,) = documents(run([url], PollOptions(fetch_pages=False)))
    assert only.text_status == "teaser"
    assert asked(httpserver) == ["/feed"]


def test_a_page_that_two_feeds_link_to_is_asked_for_once(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("<p>Page</p>", content_type="text/html")
    feeds = [serve(httpserver, f"/{name}", rss(item(1, link=httpserver.url_for("/a")))) for name in ("world", "top")]
    found = documents(run(feeds))
    assert [document.uri for document in found] == [f"{feed}#g1@2025-06-15T15:06:40Z" for feed in feeds]
    pages = [document for document in found if document.body == b"<p>Page</p>"]
    assert pages
    assert all("with another feed" in (document.page_error or "") for document in found if document not in pages)
    assert asked(httpserver).count("/a") == 1


def test_a_poll_lands_no_more_than_its_bytes(httpserver: HTTPServer) -> None:
    feeds = [serve(httpserver, f"/{number}", rss(item(1, "Whole."))) for number in range(3)]
    landings = run(feeds, PollOptions(landed_bytes=1, concurrency=1))
    assert [landing.state.error is None for landing in landings] == [True, False, False]
    assert len(documents(landings)) == 1


def test_at_most_so_many_requests_at_once_to_one_host() -> None:
    async def go() -> int:
        busy = peak = 0

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal busy, peak
            await reader.readuntil(b"\r\n\r\n")
            busy += 1
            peak = max(peak, busy)
            await asyncio.sleep(0.05)
            busy -= 1
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, Fetcher(user_agent=AGENT, clock=lambda: NOW, allow_private_addresses=True) as fetcher:
            states = [FeedState(f"http://127.0.0.1:{port}/{number}") for number in range(8)]
            traffic = Traffic(fetcher, PollOptions(per_host=2))
            assert [landing.state.status async for landing in poll(states, traffic)] == [200] * 8
        return peak

    assert asyncio.run(go()) == 2


def test_json_feeds_are_polled_as_well(httpserver: HTTPServer) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "items": [{"id": "1", "content_text": "Whole."}],
    }
    httpserver.expect_request("/feed").respond_with_json(feed, content_type="application/feed+json")
    (only,) = documents(run([httpserver.url_for("/feed")]))
    assert (only.source_name, only.text_status) == ("J", "full")


def test_credentials_are_in_no_record(httpserver: HTTPServer) -> None:
    def feed(request: Request) -> Response:
        assert request.authorization is not None
        me = f"http://ann:hush@{request.host}"
        return Response(rss(item(1, link=f"{me}/a?token=hush")) + f"<!-- {me} token=hush -->")

    httpserver.expect_request("/feed").respond_with_handler(feed)
    url = httpserver.url_for("/feed?token=hush").replace("http://", "http://ann:hush@")
    landings = run([url])
    assert len(documents(landings)) == 1
    assert landings[0].state.feed_url == httpserver.url_for("/feed?token=***")
    assert "hush" not in repr(landings) + repr(read(landings))
    assert b"hush" not in gzip.decompress(packed(landings))


def landed(httpserver: HTTPServer) -> list[Landing]:
    httpserver.expect_request("/a").respond_with_data("<p>Page</p>", content_type="text/html")
    url = serve(httpserver, "/feed", rss(item(1, link=httpserver.url_for("/a")), item(2, "Whole.")), ETag='"1"')
    return run([url, "http://127.0.0.1:1/"])


def test_what_was_landed_is_a_warc_file_to_others(httpserver: HTTPServer) -> None:
    landings = landed(httpserver)
    data = packed(landings)
    assert data == packed(landings)
    kinds = ["warcinfo", "response", "request", "metadata", "response", "request", "metadata"]
    records = []
    for record in ArchiveIterator(io.BytesIO(data), check_digests="raise"):
        uri, date = record.rec_headers.get_header("WARC-Target-URI"), record.rec_headers.get_header("WARC-Date")
        records.append((record.rec_type, uri, record.content_stream().read()))
        assert date == "2025-06-15T15:06:40.123456Z"
        assert record.rec_headers.protocol == "WARC/1.1"
    assert [kind for kind, _, _ in records] == kinds
    assert records[1][1:] == (httpserver.url_for("/feed"), landings[0].feed.body)
    assert json.loads(records[3][2])["state"]["etag"] == '"1"'
    assert records[4][1:] == (httpserver.url_for("/a"), b"<p>Page</p>")
    fast = list(FastIterator(io.BytesIO(data), verify_digests=True))
    assert len(fast) == len(kinds)
    assert len({record.record_id for record in FastIterator(io.BytesIO(data))}) == len(kinds)


def test_a_landed_file_that_breaks_off_keeps_the_entries_it_has(httpserver: HTTPServer) -> None:
    data = packed(landed(httpserver)[:1])
    whole = list(warc_documents(LANDED, io.BytesIO(data)))
    ids = [document.source_id for document in whole if isinstance(document, RawDocument)]
    assert ids == ["g2", "g1"]
    page = data.rindex(b"\x1f\x8b\x08", 0, data.rindex(b"\x1f\x8b\x08"))
    cut = list(warc_documents(LANDED, io.BytesIO(data[:page])))
    assert cut[0] == whole[0]
    teaser = cut[-1]
    assert isinstance(teaser, RawDocument)
    assert (teaser.source_id, teaser.text_status, teaser.body) == ("g1", "teaser", b"Teaser 1")


@pytest.mark.parametrize("name", ["concurrency", "per_host", "landed_bytes"])
def test_options_that_would_poll_nothing(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} is 0"):
        PollOptions(**{name: 0})


def test_documents_of_two_polls_of_one_feed_can_be_told_apart(httpserver: HTTPServer) -> None:
    url = serve(httpserver, "/feed", rss(item(1, "One.")))
    (first,) = run([url])
    httpserver.clear()
    serve(httpserver, "/feed", rss(item(1, "One, corrected.")))
    (second,) = run([first.state])
    later = NOW + MINUTE
    second = replace(second, feed=replace(second.feed, fetched_at=later))
    uris = [document.uri for document in (*documents([first]), *documents([second]))]
    assert uris == [f"{url}#g1@2025-06-15T15:06:40Z", f"{url}#g1@2025-06-15T15:07:40Z"]
