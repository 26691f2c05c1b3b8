"""Addresses that are not the public's, in every spelling, and names that do not lead where they seem to."""

import json
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from support.hostile import ANY, FEED, check_message, documents, get, item, polled, redirect, rss, with_port
from support.web import (
    CLOSE,
    Names,
    Server,
    answer,
)
from transforms.sources.polling import addresses
from transforms.sources.polling.fetch import Limits
from transforms.sources.polling.traffic import PollOptions


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
