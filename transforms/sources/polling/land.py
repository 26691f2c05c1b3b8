"""Landings as a WARC 1.1 file: what was asked, what came, and what it means for the feed.

For each feed: its request and response (where a document came), a metadata record with its new state, the keys of its
new entries and which page belongs to which, then the requests and responses of pages.
The file is a function of the landings: record ids are digests, dates those of the answers.
"""

import gzip
import io
import uuid
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from schemas.ids import digest, digest_bytes
from schemas.times import from_micros
from transforms.sources.polling.landing import POLL_CONTENT_TYPE, Fetched, Landing, PollRecord, reason_phrase

SOFTWARE = "newsbeam"
WARC_VERSION = "1.1"
GZIP_LEVEL = 6
CONFORMS_TO = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


def head(time: int, batch: str, group: str) -> bytes:
    """How a `.warc.gz` file begins: the record that says who wrote it, when (microseconds), and for what."""
    about = (
        f"software: {SOFTWARE}\r\nformat: WARC File Format {WARC_VERSION}\r\n"
        f"conformsTo: {CONFORMS_TO}\r\nisPartOf: {batch}\r\ndescription: feeds {group}\r\n"
    ).encode()
    headers = {
        "WARC-Record-ID": _record_id("warcinfo", time, batch, group),
        "WARC-Date": _date(time),
        "WARC-Filename": f"{group}.warc.gz",
    }
    return _member("", "warcinfo", about, headers)


def land(landing: Landing) -> bytes:
    """One feed's records, to follow others in a `.warc.gz` file; a gzip member a record."""
    feed = landing.state.feed_url
    members, headers = [], {}
    if landing.feed.body:
        members += _exchange(feed, landing.feed)
        headers["WARC-Refers-To"] = _response_id(feed, landing.feed)
    ids = {id(page): _response_id(feed, page) for _, page in landing.pages}
    pages = {key: ids[id(page)] for key, page in landing.pages}
    data = PollRecord(landing.state, landing.new, pages, landing.without_page).to_json()
    headers |= {
        "WARC-Record-ID": _record_id("poll", feed, landing.feed.fetched_at, digest_bytes(data)),
        "WARC-Date": _date(landing.feed.fetched_at),
    }
    members.append(_member(feed, "metadata", data, headers, warc_content_type=POLL_CONTENT_TYPE))
    for page in {ids[id(page)]: page for _, page in landing.pages}.values():
        members += _exchange(feed, page)
    return b"".join(members)


def _exchange(feed: str, answer: Fetched) -> list[bytes]:
    """A response and its request."""
    response_id, date = _response_id(feed, answer), _date(answer.fetched_at)
    request_id = _record_id("request", response_id)
    status = StatusAndHeaders(
        f"{answer.status} {reason_phrase(answer.status) or 'Unknown'}",
        [*answer.headers, ("Content-Length", str(len(answer.body)))],
        protocol="HTTP/1.1",
    )
    parts = urlsplit(answer.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    asked = StatusAndHeaders(f"GET {target} HTTP/1.1", [("Host", parts.netloc), *answer.sent], is_http_request=True)
    response = {"WARC-Record-ID": response_id, "WARC-Date": date, "WARC-Concurrent-To": request_id}
    request = {"WARC-Record-ID": request_id, "WARC-Date": date, "WARC-Concurrent-To": response_id}
    return [
        _member(answer.url, "response", answer.body, response, http_headers=status),
        _member(answer.url, "request", b"", request, http_headers=asked),
    ]


def _member(url: str, kind: str, payload: bytes, headers: dict[str, str], **more: object) -> bytes:
    """One record as a gzip member of its own (WARC 1.1, annex D). warcio's own packing has no level but the slowest."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version=WARC_VERSION)
    record = writer.create_warc_record(
        url, kind, payload=io.BytesIO(payload), length=len(payload), warc_headers_dict=headers, **more
    )
    writer.write_record(record)
    return gzip.compress(out.getvalue(), GZIP_LEVEL, mtime=0)


def _response_id(feed: str, answer: Fetched) -> str:
    """A page that two feeds link to is written for each, and has an id for each."""
    fields = (answer.requested, answer.url, answer.fetched_at, answer.status, digest_bytes(answer.body))
    return _record_id("response", feed, *fields)


def _record_id(*fields: object) -> str:
    return f"<urn:uuid:{uuid.UUID(hex=digest('warc', *fields))}>"


def _date(micros: int) -> str:
    """WARC 1.1 dates have up to nine decimals (section 5.4), so that none of a time is lost."""
    return from_micros(micros).isoformat(timespec="microseconds").replace("+00:00", "Z")
