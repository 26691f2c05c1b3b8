"""WARC files of others: pages become documents, the rest is counted, damage ends the file and nothing before it."""

import gzip
import io
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from schemas.codes import SkipReason
from schemas.feeds import FeedState
from schemas.records import Quarantined, RawDocument
from schemas.times import parse_rfc3339
from transforms.outcomes import BadInput
from transforms.sources.formats import warc_records
from transforms.sources.formats.warc import warc_documents
from transforms.sources.polling.landing import POLL_CONTENT_TYPE
from transforms.sources.splits import FileRange, Found

FILE = FileRange("/drops/crawl.warc", "warc", False, 0, 1_700_000_000_000_000)
PAGE = b"<html><body><p>Text</p></body></html>"


class Crawl:
    """A WARC file in the making."""

    def __init__(self, gzipped: bool = True, version: str = "1.1") -> None:
        self.out = io.BytesIO()
        self.writer = WARCWriter(self.out, gzip=gzipped, warc_version=version)
        self.records = 0

    def response(self, url: str, body: bytes = PAGE, status: str = "200 OK", **headers: str) -> "Crawl":
        given = [(name.replace("_", "-"), value) for name, value in headers.items()]
        http = StatusAndHeaders(status, given, protocol="HTTP/1.1")
        return self.record(url, "response", body, http_headers=http)

    def record(self, url: str, kind: str, body: bytes, **more: Any) -> "Crawl":
        self.records += 1
        headers = {
            "WARC-Date": f"2025-01-01T00:00:{self.records:02d}Z",
            "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{self.records:012d}>",
        }
        payload = io.BytesIO(body)
        self.writer.write_record(
            self.writer.create_warc_record(
                url, kind, payload=payload, length=len(body), warc_headers_dict=headers, **more
            )
        )
        return self

    @property
    def data(self) -> bytes:
        return self.out.getvalue()


HTML = {"Content_Type": "text/html; charset=windows-1252"}


def read(data: bytes) -> tuple[list[Found], BadInput | None]:
    found = []
    try:
        for item in warc_documents(FILE, io.BytesIO(data)):
            found.append(item)  # noqa: PERF402  (what came before an error counts)
    except BadInput as error:
        return found, error
    return found, None


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("gzipped", [True, False])
def test_pages_become_documents(gzipped: bool, version: str) -> None:
    crawl = Crawl(gzipped, version).record("", "warcinfo", b"software: x\r\n")
    crawl.response("https://a.example/1", **HTML).response("https://ann:pw@a.example/2", Content_Type="text/html")
    found, error = read(crawl.data)
    assert error is None
    first, second = found
    assert isinstance(first, RawDocument)
    assert isinstance(second, RawDocument)
    assert (first.uri, first.url) == ("/drops/crawl.warc#2", "https://a.example/1")
    assert (first.body, first.body_kind, first.charset, first.text_status) == (PAGE, "page", "windows-1252", "full")
    assert first.fetched_at == parse_rfc3339("2025-01-01T00:00:02Z")
    assert (second.uri, second.url, second.charset) == ("/drops/crawl.warc#3", "https://a.example/2", None)


def test_what_is_no_page_is_counted() -> None:
    crawl = Crawl().response("https://a.example/i.png", b"\x89PNG", Content_Type="image/png")
    crawl.response("https://a.example/404", status="404 Not Found", **HTML)
    crawl.response("https://a.example/empty", b" \n", **HTML)
    crawl.response("https://a.example/untyped", b"\n<!DOCTYPE html><p>x").response("https://a.example/u", b"text")
    crawl.record("https://a.example/f", "resource", b"text", warc_content_type="text/plain")
    crawl.record("https://a.example/", "metadata", b"a: b", warc_content_type="application/warc-fields")
    found, error = read(crawl.data)
    assert error is None
    assert found[:3] == [SkipReason.UNSUPPORTED, SkipReason.UNSUPPORTED, SkipReason.EMPTY]
    assert isinstance(found[3], RawDocument)
    assert found[4:] == [SkipReason.UNSUPPORTED, SkipReason.UNSUPPORTED]


def chunked(body: bytes) -> bytes:
    return (
        b"".join(b"%x\r\n%s\r\n" % (len(body[at : at + 9]), body[at : at + 9]) for at in range(0, len(body), 9))
        + b"0\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE), {"Content_Encoding": "gzip"}),
        (zlib.compress(PAGE), {"Content_Encoding": "deflate"}),
        (chunked(PAGE), {"Transfer_Encoding": "chunked"}),
        (chunked(gzip.compress(PAGE)), {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}),
    ],
    # Named, for gzip bytes hold the time: workers would collect different tests.
    ids=["gzip", "deflate", "chunked", "chunked gzip"],
)
def test_bodies_are_decoded_as_http_has_them(body: bytes, headers: dict[str, str]) -> None:
    (page,), _ = read(Crawl().response("https://a.example/", body, **HTML, **headers).data)
    assert isinstance(page, RawDocument)
    assert page.body == PAGE


def test_records_that_are_too_large_are_quarantined_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_records, "RECORD_BYTES", 10_000)
    crawl = Crawl().response("https://a.example/1", b"x" * 10_001, **HTML)
    crawl.response("https://a.example/2", gzip.compress(bytes(1_000_000)), Content_Encoding="gzip", **HTML)
    found, error = read(crawl.response("https://a.example/3", **HTML).data)
    assert error is None
    kinds = [(item.error_type, item.uri) for item in found if isinstance(item, Quarantined)]
    assert kinds == [("too_large", "/drops/crawl.warc#1"), ("too_large", "/drops/crawl.warc#2")]
    assert isinstance(found[2], RawDocument)


@pytest.mark.parametrize("gzipped", [True, False])
@pytest.mark.parametrize("share", [0.4, 0.55, 0.7, 0.9])
def test_of_a_file_that_breaks_off_the_records_before_are_read(gzipped: bool, share: float) -> None:
    crawl = Crawl(gzipped)
    body = PAGE + bytes(range(256)) * 9
    for number in range(3):
        crawl.response(f"https://a.example/{number}", body, **HTML)
    found, error = read(crawl.data[: int(len(crawl.data) * share)])
    assert [item.body for item in found if isinstance(item, RawDocument)] == [body] * int(share * 3)
    assert error is not None
    assert error.kind == "truncated_warc"


def test_a_file_that_is_no_warc() -> None:
    for data in (b"hello\n" * 100, PAGE * 10, b"\0" * 100):
        found, error = read(data)
        assert found == []
        assert error is not None
        assert error.kind == "truncated_warc"
    assert read(b"") == ([], None)


def test_an_error_of_the_stream_is_raised_as_it_is() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise ConnectionResetError("gone")
            return super().read(size)

    crawl = Crawl().response("https://a.example/", **HTML)
    with pytest.raises(ConnectionResetError):
        list(warc_documents(FILE, Broken(crawl.data)))


@pytest.mark.parametrize(
    "poll",
    [b"", b"{}", b"[]", b'{"state": {"feed_url": 1}, "new": [], "pages": {}}',
     b'{"state": {"x": 1}, "new": [], "pages": {}}',
     b'{"state": {"feed_url": "https://a.example", "seen": [1]}, "new": [], "pages": {}}',
     b'{"state": {"feed_url": "https://a.example", "status": true}, "new": [], "pages": {}}',
     b'{"state": {"feed_url": "https://a.example"}, "new": [1], "pages": {}}'],
)  # fmt: skip
def test_polls_that_others_made_up_are_quarantined(poll: bytes) -> None:
    crawl = Crawl().response("https://a.example/", **HTML)
    crawl.record("https://a.example/", "metadata", poll, warc_content_type="application/vnd.newsbeam.poll+json")
    found, error = read(crawl.data)
    assert error is None
    assert [type(item) for item in found] == [Quarantined, RawDocument]


@settings(max_examples=50)
@given(st.data())
def test_damage_anywhere_is_no_crash(data: st.DataObject) -> None:
    crawl = Crawl(data.draw(st.booleans()))
    crawl.response("https://a.example/1", **HTML).response("https://a.example/2", **HTML)
    damaged = bytearray(crawl.data)
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), max_size=5)):
        damaged[place] ^= data.draw(st.integers(1, 255))
    found, _ = read(bytes(damaged))
    assert len(found) <= 20


def test_a_body_in_a_coding_that_is_not_unpacked_is_quarantined_alone() -> None:
    crawl = Crawl().response("https://a.example/1", b"\x8b\x02\x80hello\x03", Content_Encoding="pack200", **HTML)
    found, error = read(crawl.response("https://a.example/2", **HTML).data)
    assert error is None
    bad, page = found
    assert isinstance(bad, Quarantined)
    assert (bad.error_type, bad.message) == (
        "bad_response",
        "Content-Encoding 'pack200' was not asked for: allowed are gzip, deflate, br, zstd",
    )
    assert isinstance(page, RawDocument)


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z", "soon"])
def test_a_date_that_cannot_be_counts_as_unknown(date: str) -> None:
    crawl = Crawl(gzipped=False).response("https://a.example/", **HTML)
    (page,), _ = read(crawl.data.replace(b"2025-01-01T00:00:01Z", date.encode()))
    assert isinstance(page, RawDocument)
    assert page.fetched_at == FILE.modified_at


def test_a_poll_that_others_made_up_yields_a_state_that_a_table_can_hold() -> None:
    poll = b"""{"state": {"feed_url": "https://a.example/", "last_polled_at": 1000000000000000000000000000000,
        "ttl_seconds": 1099511627776, "title": "\\ud800"}, "new": [], "pages": {}}"""
    crawl = Crawl().record("https://a.example/", "metadata", poll, warc_content_type=POLL_CONTENT_TYPE)
    assert read(crawl.data) == ([FeedState("https://a.example/", title="\ufffd")], None)
