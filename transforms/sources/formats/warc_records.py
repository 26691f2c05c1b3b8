"""The records of a WARC file (ISO 28500), one at a time, and what an HTTP response in one of them holds."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader

from schemas.times import parse_rfc3339
from transforms.outcomes import BadInput
from transforms.sources.formats.html import HTML_TYPES
from transforms.sources.polling.decompress import PLAIN, Body, BodyError

RECORD_BYTES = 50_000_000
HTML_BEGINNINGS = (b"<!doctype html", b"<html")
SNIFFED_BYTES = 1_000
GZIP_START = b"\x1f\x8b"
FIRST_DATE, LAST_DATE = parse_rfc3339("1970-01-01"), parse_rfc3339("2261-12-31")
"""Nothing was fetched before or will be after; in nanoseconds, 64 bits hold no time that is much later."""


class Source:
    """A stream that ends where it fails, and keeps the error: fastwarc would hide it in one of its own."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.error: Exception | None = None
        self.position = 0

    def read(self, size: int = -1) -> bytes:
        if self.error is not None:
            return b""
        try:
            data = self.stream.read(size)
        except Exception as error:  # it is raised again, by warc_documents
            self.error = error
            return b""
        self.position += len(data)
        return data

    def tell(self) -> int:
        return self.position

    def seek(self, _offset: int, _whence: int = io.SEEK_SET) -> int:
        raise io.UnsupportedOperation("a WARC file is read from its beginning to its end")

    def close(self) -> None:
        """Leaves the stream to whom it belongs to."""


def records(source: Source) -> Iterator[Any]:
    """fastwarc's records; its complaints become BadInput."""
    try:
        yield from ArchiveIterator(source, parse_http=False, strict_mode=False)
    except (OSError, ValueError) as error:
        raise BadInput("truncated_warc", f"the rest of the file is no whole WARC record: {error}") from None


class Unreadable(Exception):
    """One record that cannot be used; those after it can."""

    def __init__(self, reason: BadInput) -> None:
        super().__init__(reason.message)
        self.reason = reason


@dataclass(frozen=True)
class Response:
    """A response record, the `number`th of its file; `body` is unpacked."""

    record_id: str
    number: int
    url: str
    fetched_at: int
    status: int
    content_type: str
    charset: str | None
    body: bytes

    @property
    def media_type(self) -> str:
        """The type without parameters, in lower case; empty where there is none."""
        return self.content_type.partition(";")[0].strip().lower()

    @property
    def is_page(self) -> bool:
        """Whether it is HTML, by its type or, without one, by how it begins."""
        if self.media_type:
            return self.media_type in HTML_TYPES
        return self.body[:SNIFFED_BYTES].lstrip().lower().startswith(HTML_BEGINNINGS)


def decoded(record: Any, number: int, modified_at: int) -> Response:
    """The response that a record holds, fetched at its own date or, where that cannot be, at `modified_at`.

    Raises Unreadable for a record that cannot be used, and BadInput where the file ends within it.
    """
    if not record.content_length:
        raise broken_off("a response")
    date, uri = record.headers.get("WARC-Date"), record.headers.get("WARC-Target-URI") or ""
    fetched_at = _fetched_at(date)
    record.parse_http(strict_mode=False)
    headers = record.http_headers
    if headers is None:
        raise Unreadable(BadInput("bad_response", f"the response of {uri[:200]!r} has no HTTP headers"))
    body = content(record)
    return Response(
        record_id=record.headers.get("WARC-Record-ID") or "",
        number=number,
        url=uri.strip().removeprefix("<").removesuffix(">"),
        fetched_at=modified_at if fetched_at is None else fetched_at,
        status=headers.status_code or 0,
        content_type=headers.get("Content-Type") or "",
        charset=record.http_charset,
        body=_unpacked(body, headers.get("Transfer-Encoding") or "", headers.get("Content-Encoding") or ""),
    )


def broken_off(where: str) -> BadInput:
    """What is said of a file that ends within something."""
    return BadInput("truncated_warc", f"the file ends within {where}")


def content(record: Any) -> bytes:
    """A record's whole block, or what follows its HTTP headers; at most `RECORD_BYTES`."""
    length = record.content_length
    if length > RECORD_BYTES:
        raise Unreadable(BadInput("too_large", f"the record has {length} bytes: at most {RECORD_BYTES} are read"))
    data: bytes = record.reader.read(length) if length else b""
    if len(data) < length:
        raise broken_off(f"a record of {length} bytes, {len(data)} of which are there")
    return data


def _fetched_at(date: str | None) -> int | None:
    """The time in a WARC-Date header; None where it cannot be when something was fetched."""
    try:
        time = parse_rfc3339(date or "")
    except ValueError:
        return None
    return time if FIRST_DATE <= time <= LAST_DATE else None


def _unpacked(body: bytes, transfer: str, encoding: str) -> bytes:
    """The body without chunks (RFC 9112, section 7.1) and packing; raises Unreadable where it cannot be had.

    Many archives keep the header of a body that they have unpacked: what is not packed as it says is taken as it is.
    """
    if transfer.strip().lower().endswith("chunked"):
        body = _joined(body)
    if encoding.strip().lower() in PLAIN:
        return body
    try:
        unpacked = Body(encoding, received=RECORD_BYTES, unpacked=RECORD_BYTES)
        if unpacked.encoding in ("gzip", "x-gzip") and not body.startswith(GZIP_START):
            return body
        unpacked.add(body)
        return unpacked.whole()
    except BodyError as error:
        kind = "too_large" if "over" in str(error) else "bad_response"
        raise Unreadable(BadInput(kind, str(error), body[:200])) from None


def _joined(body: bytes) -> bytes:
    stream = ChunkedDataReader(io.BytesIO(body))
    blocks = []
    while block := stream.read(1 << 16):
        blocks.append(block)
    return b"".join(blocks)
