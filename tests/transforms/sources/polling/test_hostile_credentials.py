"""Credentials in URLs go to their own origin, and come back nowhere."""

import base64
import gzip
import logging
from collections.abc import Iterator, Sequence

import pytest

from support.hostile import (
    LINE,
    documents,
    get,
    item,
    landed,
    polled,
    redirect,
    rss,
)
from support.web import (
    CLOSE,
    Names,
    Server,
    Step,
    answer,
)
from transforms.sources.polling.traffic import PollOptions

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
