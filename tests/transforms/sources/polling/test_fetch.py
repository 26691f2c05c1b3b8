"""One GET against real servers on loopback: what comes back, what is refused, and that nothing is ever raised."""

import asyncio
import gzip
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from transforms.sources.polling.fetch import Fetcher, Limits
from transforms.sources.polling.landing import Fetched

AGENT = "newsbeam/test (+https://contact.example)"
NOW = 1_750_000_000_000_000


@dataclass
class Names(AbstractResolver):
    """A resolver that answers from a table, and remembers what it was asked."""

    table: dict[str, list[str]]
    asked: list[str] = field(default_factory=list)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        return [
            ResolveResult(
                hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=socket.AI_NUMERICHOST
            )
            for address in self.table[host]
        ]

    async def close(self) -> None:
        return None


def get(url: str, *, private: bool = True, limits: Limits | None = None, **given: Any) -> Fetched:
    resolver = given.pop("resolver", None)

    async def run() -> Fetched:
        async with Fetcher(
            user_agent=AGENT,
            clock=lambda: NOW,
            allow_private_addresses=private,
            limits=limits,
            resolver=resolver,
        ) as fetcher:
            return await fetcher.get(url, **given)

    return asyncio.run(run())


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_an_answer_and_what_was_asked(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/feed").respond_with_data(
        "body", headers={"ETag": '"1"', "Set-Cookie": "a=b"}, content_type="text/xml; charset=utf-8"
    )
    answer = get(httpserver.url_for("/feed"), etag='"0"', last_modified="Tue, 03 Jun 2025 10:00:00 GMT")
    assert (answer.status, answer.body, answer.error, answer.fetched_at) == (200, b"body", None, NOW)
    assert (answer.header("etag"), answer.header("Content-Type")) == ('"1"', "text/xml; charset=utf-8")
    assert answer.header("Set-Cookie") is None
    request, _ = httpserver.log[0]
    assert request.headers["User-Agent"] == AGENT
    assert request.headers["If-None-Match"] == '"0"'
    assert request.headers["If-Modified-Since"] == "Tue, 03 Jun 2025 10:00:00 GMT"
    assert dict(answer.sent)["If-None-Match"] == '"0"'


def test_packed_bodies_are_unpacked(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data(gzip.compress(b"news"), headers={"Content-Encoding": "gzip"})
    assert get(httpserver.url_for("/")).body == b"news"


def test_bombs_and_long_bodies_are_not_taken(httpserver: HTTPServer) -> None:
    limits = Limits(received_bytes=50_000, unpacked_bytes=100_000)
    httpserver.expect_request("/bomb").respond_with_data(
        gzip.compress(bytes(20_000_000)), headers={"Content-Encoding": "gzip"}
    )
    httpserver.expect_request("/long").respond_with_data(b"x" * 50_001)
    httpserver.expect_request("/chunks").respond_with_handler(lambda _: Response(iter([b"x" * 9_999] * 9)))
    for path, message in (("bomb", "unpacks to over 100000"), ("long", "over 50000"), ("chunks", "over 50000")):
        answer = get(httpserver.url_for(f"/{path}"), limits=limits)
        assert message in (answer.error or "")
        assert (answer.status, answer.body) == (200, b"")


def test_servers_that_fail(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/500").respond_with_data("oops", status=500)
    httpserver.expect_request("/304").respond_with_data("", status=304)
    failed = get(httpserver.url_for("/500"))
    assert (failed.status, failed.body, failed.error) == (500, b"", "the server answered 500 Internal Server Error")
    unchanged = get(httpserver.url_for("/304"), etag='"1"')
    assert (unchanged.status, unchanged.error) == (304, None)
    assert get(httpserver.url_for("/304")).error == "the server answered 304 Not Modified"
    down = get(f"http://127.0.0.1:{closed_port()}/")
    assert down.status == 0
    assert down.error


def test_a_slow_server_is_given_up(httpserver: HTTPServer) -> None:
    def slow(_: Request) -> Response:
        time.sleep(1.5)
        return Response("late")

    httpserver.expect_request("/").respond_with_handler(slow)
    started = time.monotonic()
    in_all = get(httpserver.url_for("/"), limits=Limits(total_seconds=0.3))
    silent = get(httpserver.url_for("/"), limits=Limits(read_seconds=0.3))
    assert time.monotonic() - started < 1.5
    assert "0.3 seconds" in (in_all.error or "")
    assert silent.error


@pytest.mark.parametrize("raw", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort",
                                 b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n"])  # fmt: skip
def test_answers_that_are_no_http_are_errors(raw: bytes) -> None:
    async def run() -> Fetched:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(raw)
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, Fetcher(user_agent=AGENT, clock=lambda: NOW, allow_private_addresses=True) as fetcher:
            return await fetcher.get(f"http://127.0.0.1:{port}/")

    answer = asyncio.run(run())
    assert answer.error
    assert answer.body == b""


@pytest.mark.parametrize(
    "url",
    ["http://" + "a" * 70 + ".invalid/", "http://a..b.invalid/", "http://xn--.invalid/", "http://[::1", "http://\ud800/",
     "http://a.invalid:0/", "", "feed", "//a.invalid/\ud800"],
)  # fmt: skip
def test_urls_that_are_none_are_errors_without_a_question_to_the_network(url: str) -> None:
    for private in (True, False):
        answer = get(url, private=private, etag="no\r\nheader")
        assert answer.error
        assert (answer.status, answer.requested.encode()) == (0, url.encode("utf-8", "replace"))


def test_redirects_are_followed_up_to_a_bound(httpserver: HTTPServer) -> None:
    for hop in range(7):
        httpserver.expect_request(f"/{hop}").respond_with_data(status=302, headers={"Location": f"{hop + 1}"})
    httpserver.expect_request("/7").respond_with_data("there")
    near, far = get(httpserver.url_for("/2")), get(httpserver.url_for("/1"))
    assert (near.body, near.url, near.requested) == (b"there", httpserver.url_for("/7"), httpserver.url_for("/2"))
    assert (far.error, far.status) == ("over 5 redirects", 302)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://[::1", "gopher://x/", ""])
def test_redirects_to_nowhere(httpserver: HTTPServer, target: str) -> None:
    httpserver.expect_request("/").respond_with_data("body", status=302, headers={"Location": target})
    answer = get(httpserver.url_for("/"))
    assert answer.error
    assert answer.body == b""


def only_this_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes 127.0.0.1 for the one public address, so that a test can serve from it and nothing else."""
    real = __import__("transforms.sources.polling.addresses", fromlist=["is_public"])
    is_public: Callable[[Any], bool] = real.is_public
    monkeypatch.setattr(real, "is_public", lambda address: str(address) == "127.0.0.1" or is_public(address))


@pytest.mark.parametrize("host", ["inside.example", "127.0.0.2", "2130706434", "[::1]", "0x7f.2"])
def test_a_redirect_to_a_private_address_is_refused(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    only_this_server(monkeypatch)
    names = Names({"news.example": ["127.0.0.1"], "inside.example": ["127.0.0.2"]})
    httpserver.expect_request("/to").respond_with_data(
        status=301, headers={"Location": f"http://{host}:{httpserver.port}/secret"}
    )
    answer = get(f"http://news.example:{httpserver.port}/to", private=False, resolver=names)
    assert "refused" in (answer.error or "")
    assert [request.path for request, _ in httpserver.log] == ["/to"]


def test_a_name_that_resolves_to_a_private_address_is_refused(httpserver: HTTPServer) -> None:
    names = Names({"news.example": ["127.0.0.1", "10.0.0.1"]})
    answer = get(f"http://news.example:{httpserver.port}/", private=False, resolver=names)
    assert "news.example is refused" in (answer.error or "")
    assert (names.asked, httpserver.log) == (["news.example"], [])


def test_the_address_of_the_socket_is_checked_too(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unguarded(self: Any, host: str, port: int = 0, family: Any = None) -> Any:
        return await self.inner.resolve(host, port, family)

    monkeypatch.setattr("transforms.sources.polling.addresses.GuardedResolver.resolve", unguarded)
    names = Names({"news.example": ["127.0.0.1"]})
    answer = get(f"http://news.example:{httpserver.port}/", private=False, resolver=names)
    assert "127.0.0.1 is refused" in (answer.error or "")
    assert httpserver.log == []


def test_proxies_of_the_environment_are_not_asked(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port()}")
    httpserver.expect_request("/").respond_with_data("direct")
    assert get(httpserver.url_for("/")).body == b"direct"


def with_credentials(url: str) -> str:
    return url.replace("http://", "http://ann:hush@")


def test_credentials_are_sent_and_never_told(httpserver: HTTPServer) -> None:
    def echo(request: Request) -> Response:
        assert request.authorization is not None
        return Response(f'<link href="http://ann:hush@{request.host}{request.full_path}"/>')

    httpserver.expect_request("/feed", query_string="token=hush").respond_with_handler(echo)
    httpserver.expect_request("/feed/").respond_with_data(status=302, headers={"Location": "/feed?token=hush"})
    httpserver.expect_request("/500").respond_with_data(status=500)
    for path in ("/feed?token=hush", "/feed/", "/500?token=hush"):
        answer = get(with_credentials(httpserver.url_for(path)))
        if path != "/feed/":  # the server made up that token itself
            assert "hush" not in repr(answer)
        assert "ann" not in repr(answer)
    down = get(f"http://ann:hush@127.0.0.1:{closed_port()}/?token=hush")
    assert down.error
    assert "hush" not in repr(down)


def test_credentials_go_to_no_other_origin(httpserver: HTTPServer) -> None:
    other = f"http://localhost:{httpserver.port}/there"
    httpserver.expect_request("/away").respond_with_data(status=302, headers={"Location": other})
    httpserver.expect_request("/there").respond_with_data("ok")
    assert get(with_credentials(f"http://127.0.0.1:{httpserver.port}/away")).body == b"ok"
    assert [request.authorization is not None for request, _ in httpserver.log] == [True, False]


@pytest.mark.parametrize("agent", ["", "two\nlines", "café"])
def test_a_user_agent_that_is_no_header(agent: str) -> None:
    with pytest.raises(ValueError, match="user agent"):
        Fetcher(user_agent=agent, clock=lambda: NOW)
