"""Which pages robots.txt lets us fetch (RFC 9309), asked of real servers on loopback."""

import asyncio
import gzip
import time

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from transforms.sources.polling.fetch import Fetcher, Limits
from transforms.sources.polling.landing import Fetched
from transforms.sources.polling.robots import ROBOTS_BYTES
from transforms.sources.polling.traffic import PollOptions, Traffic

AGENT = "newsbeam/test (+https://contact.example)"


def pages(server: HTTPServer, *paths: str, **given: object) -> list[Fetched]:
    async def go() -> list[Fetched]:
        limits = Limits(total_seconds=2, read_seconds=1)
        async with Fetcher(user_agent=AGENT, clock=lambda: 0, allow_private_addresses=True, limits=limits) as fetcher:
            traffic = Traffic(fetcher, PollOptions(**given))
            return await asyncio.gather(*(traffic.page(server.url_for(path)) for path in paths))

    return asyncio.run(go())


def serve(server: HTTPServer, robots: str | bytes, status: int = 200, **headers: str) -> None:
    server.expect_request("/robots.txt").respond_with_data(robots, status=status, headers=headers)
    for path in ("/a", "/private/b", "/c.php"):
        server.expect_request(path).respond_with_data("<p>Page</p>", content_type="text/html")


def asked(server: HTTPServer) -> list[str]:
    return [request.path for request, _ in server.log]


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("", ["/a", "/private/b", "/c.php"]),
        ("User-agent: *\nDisallow: /private/\n", ["/a", "/c.php"]),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Newsbeam\nDisallow: /*.php$\n", ["/a", "/private/b"]),
        ("User-agent: *\nDisallow: /\nAllow: /a\n", ["/a"]),
        ("\ufeffUser-agent: *\r\nDisallow: /private\r\n", ["/a", "/c.php"]),
        ("User-agent: otherbot\nDisallow: /\n", ["/a", "/private/b", "/c.php"]),
        ("<html>not found</html>", ["/a", "/private/b", "/c.php"]),
        ("User-agent: *\n" + "# filler\n" * (ROBOTS_BYTES // 9) + "\nDisallow: /\n", ["/a", "/private/b", "/c.php"]),
    ],
    ids=["empty", "path", "own rules", "allow", "bom", "others", "page", "beyond 500 KiB"],
)
def test_rules(httpserver: HTTPServer, robots: str, allowed: list[str]) -> None:
    serve(httpserver, robots)
    answers = pages(httpserver, "/a", "/private/b", "/c.php")
    got = [path for path, answer in zip(("/a", "/private/b", "/c.php"), answers, strict=True) if answer.error is None]
    assert got == allowed
    assert sorted(asked(httpserver)) == sorted(["/robots.txt", *allowed])
    refused = [answer for answer in answers if answer.error is not None]
    assert all((answer.error, answer.status) == ("robots.txt disallows it", 0) for answer in refused)


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (401, True), (410, True), (500, False), (503, False)])
def test_a_robots_txt_that_is_not_there_allows_and_one_that_cannot_be_had_forbids(
    httpserver: HTTPServer, status: int, allowed: bool
) -> None:
    serve(httpserver, "", status=status)
    (answer,) = pages(httpserver, "/a")
    assert (answer.error is None) == allowed
    assert asked(httpserver) == ["/robots.txt", "/a"][: 1 + allowed]


def test_a_robots_txt_that_does_not_come_forbids(httpserver: HTTPServer) -> None:
    def slow(_: Request) -> Response:
        time.sleep(1.5)
        return Response("")

    httpserver.expect_request("/robots.txt").respond_with_handler(slow)
    (answer,) = pages(httpserver, "/a")
    assert "robots.txt cannot be had" in (answer.error or "")
    assert "/a" not in asked(httpserver)


def test_redirects_of_robots_txt_are_followed_and_packed_ones_read(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=301, headers={"Location": "/rules"})
    rules = gzip.compress(b"User-agent: *\nDisallow: /a")
    httpserver.expect_request("/rules").respond_with_data(rules, headers={"Content-Encoding": "gzip"})
    (answer,) = pages(httpserver, "/a")
    assert answer.error == "robots.txt disallows it"


def test_where_a_page_is_redirected_to_the_rules_count_as_well(httpserver: HTTPServer) -> None:
    serve(httpserver, "User-agent: *\nDisallow: /private/\n")
    httpserver.expect_request("/moved").respond_with_data("", status=302, headers={"Location": "/private/b"})
    (answer,) = pages(httpserver, "/moved")
    assert answer.error == "robots.txt disallows it"
    assert sorted(asked(httpserver)) == ["/moved", "/robots.txt"]


def test_a_crawl_delay_is_heeded(httpserver: HTTPServer) -> None:
    serve(httpserver, "User-agent: *\nCrawl-delay: 0.3\n")
    started = time.monotonic()
    answers = pages(httpserver, "/a", "/private/b", "/c.php")
    assert all(answer.error is None for answer in answers)
    assert time.monotonic() - started >= 0.6
