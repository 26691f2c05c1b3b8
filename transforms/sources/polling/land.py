"""Landings as a WARC 1.1 file: what was asked, what came, and what it means for the feed.

For each feed in order: its request and response (where a server answered), a metadata record with its new
state, the keys of its new entries and which page belongs to which, then the requests and responses of pages.
The file is a function of the landings: record ids are digests, dates those of the answers.
"""

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
CONFORMS_TO = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


def head(time: int, batch: str, group: str) -> bytes:
    """How a `.warc.gz` file begins: the record that says who wrote it, when (microseconds), and for what."""
    about = (
        f"software: {SOFTWARE}\r\nformat: WARC File Format {WARC_VERSION}\r\n"
        f"conformsTo: {CONFORMS_TO}\r\nisPartOf: {batch}\r\ndescription: feeds {group}\r\n"
    ).encode()
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version=WARC_VERSION)
    headers = {
        "WARC-Record-ID": _record_id("warcinfo", time, batch, group),
        "WARC-Date": _date(time),
        "WARC-Filename": f"{group}.warc.gz",
    }
    record = writer.create_warc_record(
        "", "warcinfo", payload=io.BytesIO(about), length=len(about), warc_headers_dict=headers
    )
    writer.write_record(record)
    return out.getvalue()


def land(landing: Landing) -> bytes:
    """One feed's records, to follow others in a `.warc.gz` file; a gzip member a record."""
    out = io.BytesIO()
    _write_landing(WARCWriter(out, gzip=True, warc_version=WARC_VERSION), landing)
    return out.getvalue()


def _write_landing(writer: WARCWriter, landing: Landing) -> None:
    feed = landing.state.feed_url
    response_id = _write_exchange(writer, feed, landing.feed) if landing.feed.status else None
    ids = {id(page): _response_id(feed, page) for _, page in landing.pages}
    pages = {key: ids[id(page)] for key, page in landing.pages}
    record = PollRecord(landing.state, landing.new, pages, landing.without_page)
    data = record.to_json()
    headers = {
        "WARC-Record-ID": _record_id("poll", feed, landing.feed.fetched_at, digest_bytes(data)),
        "WARC-Date": _date(landing.feed.fetched_at),
    }
    if response_id is not None:
        headers["WARC-Refers-To"] = response_id
    metadata = writer.create_warc_record(
        feed,
        "metadata",
        payload=io.BytesIO(data),
        length=len(data),
        warc_content_type=POLL_CONTENT_TYPE,
        warc_headers_dict=headers,
    )
    writer.write_record(metadata)
    written = set()
    for _, page in landing.pages:
        if ids[id(page)] not in written:
            written.add(_write_exchange(writer, feed, page))


def _write_exchange(writer: WARCWriter, feed: str, answer: Fetched) -> str:
    """Writes a response and its request; returns the response's record id."""
    response_id = _response_id(feed, answer)
    status = StatusAndHeaders(
        f"{answer.status} {reason_phrase(answer.status) or 'Unknown'}",
        [*answer.headers, ("Content-Length", str(len(answer.body)))],
        protocol="HTTP/1.1",
    )
    response = writer.create_warc_record(
        answer.url,
        "response",
        payload=io.BytesIO(answer.body),
        length=len(answer.body),
        http_headers=status,
        warc_headers_dict={"WARC-Record-ID": response_id, "WARC-Date": _date(answer.fetched_at)},
    )
    parts = urlsplit(answer.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request = writer.create_warc_record(
        answer.url,
        "request",
        payload=io.BytesIO(b""),
        length=0,
        http_headers=StatusAndHeaders(
            f"GET {target} HTTP/1.1", [("Host", parts.netloc), *answer.sent], is_http_request=True
        ),
        warc_headers_dict={"WARC-Record-ID": _record_id("request", response_id), "WARC-Date": _date(answer.fetched_at)},
    )
    writer.write_request_response_pair(request, response)
    return response_id


def _response_id(feed: str, answer: Fetched) -> str:
    """A page that two feeds link to is written for each, and has an id for each."""
    fields = (answer.requested, answer.url, answer.fetched_at, answer.status, digest_bytes(answer.body))
    return _record_id("response", feed, *fields)


def _record_id(*fields: object) -> str:
    return f"<urn:uuid:{uuid.UUID(hex=digest('warc', *fields))}>"


def _date(micros: int) -> str:
    """WARC 1.1 dates have up to nine decimals (section 5.4), so that none of a time is lost."""
    return from_micros(micros).isoformat(timespec="microseconds").replace("+00:00", "Z")
