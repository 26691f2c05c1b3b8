"""WARC files (ISO 28500), ours and others': landed feeds become their new entries, pages become documents."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.bufferedreaders import BufferedReader, ChunkedDataReader

from schemas.codes import BodyKind, SkipReason, Stage
from schemas.records import RawDocument
from schemas.times import format_micros, parse_rfc3339
from transforms.outcomes import BadInput, quarantined
from transforms.sources.formats.entries import Origin, documents, web_address, with_page
from transforms.sources.formats.feed import parse, too_many_entries
from transforms.sources.formats.html import HTML_TYPES
from transforms.sources.polling.landing import POLL_CONTENT_TYPE, PollRecord
from transforms.sources.splits import Documents, FileRange

RECORD_BYTES = 50_000_000
HTML_BEGINNINGS = (b"<!doctype html", b"<html")
SNIFFED_BYTES = 1_000
OK = 200
FIRST_DATE, LAST_DATE = parse_rfc3339("1970-01-01"), parse_rfc3339("2261-12-31")
"""Nothing was fetched before or will be after; in nanoseconds, 64 bits hold no time that is much later."""

PACKINGS = ("gzip", "deflate")
"""Content codings that are unpacked (RFC 9110, section 8.4.1)."""

CONTENT_TYPES = WarcRecordType.resource | WarcRecordType.conversion | WarcRecordType.revisit
"""Records that hold something to read, but in no form that is read here."""


def warc_documents(file: FileRange, stream: BinaryIO) -> Documents:
    """The documents of a WARC file, in order, one record held at a time; `stream` may be gzipped or not.

    A feed's response that a poll's metadata record follows yields the feed's state, a document for each new
    entry, with its page where one was landed, and SkipReason.SEEN for each other entry. Any other response
    yields its HTML page, under the number of its record, or SkipReason.UNSUPPORTED.
    Raises BadInput('truncated_warc') after all that is readable where the file breaks off or is damaged.
    """
    source = _Source(stream)
    reader = _Reader(file)
    damage: BadInput | None = None
    try:
        for number, record in enumerate(_records(source), start=1):
            yield from reader.read(record, number)
    except BadInput as error:
        damage = error
    yield from reader.end()
    if source.error is not None:
        raise source.error
    if damage is not None:
        raise damage


class _Source:
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


def _records(source: _Source) -> Iterator[Any]:
    """fastwarc's records; its complaints become BadInput."""
    try:
        yield from ArchiveIterator(source, parse_http=False, strict_mode=False)
    except (OSError, ValueError) as error:
        raise BadInput("truncated_warc", f"the rest of the file is no whole WARC record: {error}") from None


@dataclass(frozen=True)
class _Response:
    """A response record: `body` is decoded, None where it was not read because it is no page or feed."""

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
        return self.content_type.partition(";")[0].strip().lower()

    @property
    def is_page(self) -> bool:
        if self.media_type:
            return self.media_type in HTML_TYPES
        return self.body[:SNIFFED_BYTES].lstrip().lower().startswith(HTML_BEGINNINGS)


class _Reader:
    """Follows the records of one file, and keeps what waits for a later one: a feed its poll, entries their pages."""

    def __init__(self, file: FileRange) -> None:
        self.file = file
        self.response: _Response | None = None
        self.waiting: dict[str, list[RawDocument]] = {}

    def read(self, record: Any, number: int) -> Documents:
        """What a record adds; raises BadInput where the file ends within it."""
        if "Content-Length" not in record.headers:
            raise _broken_off("the headers of a record")
        kind = record.record_type
        if kind == WarcRecordType.response:
            yield from self._response(record, number)
        elif kind == WarcRecordType.metadata and record.headers.get("Content-Type") == POLL_CONTENT_TYPE:
            try:
                poll = _poll_record(record)
            except _Unreadable as error:
                yield self._bad(number, error.reason)
                return
            yield from self._poll(poll, record.headers.get("WARC-Refers-To"))
        elif kind & CONTENT_TYPES:
            yield SkipReason.UNSUPPORTED

    def end(self) -> Documents:
        """What still waits when there are no more records."""
        yield from self._page()
        yield from self._without_pages()

    def _response(self, record: Any, number: int) -> Documents:
        yield from self._page()
        try:
            response = self._decoded(record, number)
        except _Unreadable as error:
            yield self._bad(number, error.reason)
            return
        waiting = self.waiting.pop(response.record_id, None)
        if waiting is None:
            self.response = response
            return
        for document in waiting:
            yield with_page(document, response.body, response.charset, response.fetched_at)

    def _decoded(self, record: Any, number: int) -> _Response:
        if not record.content_length:
            raise _broken_off("a response")
        date, uri = record.headers.get("WARC-Date"), record.headers.get("WARC-Target-URI") or ""
        fetched_at = _fetched_at(date)
        record.parse_http(strict_mode=False)
        headers = record.http_headers
        if headers is None:
            raise _Unreadable(BadInput("bad_response", f"the response of {uri[:200]!r} has no HTTP headers"))
        body = _content(record)
        return _Response(
            record_id=record.headers.get("WARC-Record-ID") or "",
            number=number,
            url=uri.strip().removeprefix("<").removesuffix(">"),
            fetched_at=self.file.modified_at if fetched_at is None else fetched_at,
            status=headers.status_code or 0,
            content_type=headers.get("Content-Type") or "",
            charset=record.http_charset,
            body=_unpacked(body, headers.get("Transfer-Encoding") or "", headers.get("Content-Encoding") or ""),
        )

    def _page(self) -> Documents:
        """The response that waited for a poll's record, and turns out to be a page, or nothing that is read."""
        response, self.response = self.response, None
        if response is None:
            return
        if response.status != OK or not response.is_page:
            yield SkipReason.UNSUPPORTED
        elif not response.body.strip():
            yield SkipReason.EMPTY
        else:
            yield RawDocument(
                uri=f"{self.file.uri}#{response.number}",
                source_id=None,
                body=response.body,
                body_kind=BodyKind.PAGE.value,
                charset=response.charset,
                fetched_at=response.fetched_at,
                url=web_address(response.url, None),
            )

    def _poll(self, poll: PollRecord, refers_to: str | None) -> Documents:
        """The state of a feed and, where the response before is its document, the entries."""
        response = self.response
        if response is not None and response.record_id == refers_to:
            self.response = None
        else:
            yield from self._page()
            response = None
        yield from self._without_pages()
        yield poll.state
        if response is None or response.status != OK or not response.body:
            return
        # An entry that changed comes again, in a later poll: the time tells the two apart, wherever the file lies.
        landing = format_micros(response.fetched_at)
        origin = Origin(poll.state.feed_url, poll.state.feed_url, response.fetched_at, landing)
        try:
            feed = parse(response.body, response.url, response.content_type)
        except BadInput as error:
            yield quarantined(Stage.READ, origin.uri, origin.fetched_at, error)
            return
        new = set(poll.new)
        for key, entry, document in documents(feed, origin):
            if key not in new:
                yield SkipReason.SEEN
            elif key in poll.pages:
                self.waiting.setdefault(poll.pages[key], []).append(document)
            else:
                yield SkipReason.EMPTY if entry.is_empty else document
        if feed.left_out:
            yield quarantined(Stage.READ, origin.uri, origin.fetched_at, too_many_entries(feed))

    def _without_pages(self) -> Documents:
        """The entries whose pages never came, as the feed has them."""
        waiting, self.waiting = self.waiting, {}
        for entries in waiting.values():
            yield from entries

    def _bad(self, number: int, error: BadInput) -> Any:
        return quarantined(Stage.READ, f"{self.file.uri}#{number}", self.file.modified_at, error)


class _Unreadable(Exception):
    """One record that cannot be used; those after it can."""

    def __init__(self, reason: BadInput) -> None:
        super().__init__(reason.message)
        self.reason = reason


def _broken_off(where: str) -> BadInput:
    return BadInput("truncated_warc", f"the file ends within {where}")


def _content(record: Any) -> bytes:
    """A record's whole block, or what follows its HTTP headers; at most `RECORD_BYTES`."""
    length = record.content_length
    if length > RECORD_BYTES:
        raise _Unreadable(BadInput("too_large", f"the record has {length} bytes: at most {RECORD_BYTES} are read"))
    data: bytes = record.reader.read(length) if length else b""
    if len(data) < length:
        raise _broken_off(f"a record of {length} bytes, {len(data)} of which are there")
    return data


def _poll_record(record: Any) -> PollRecord:
    data = _content(record)
    try:
        return PollRecord.from_json(data)
    except BadInput as error:
        raise _Unreadable(error) from None


def _fetched_at(date: str | None) -> int | None:
    """The time in a WARC-Date header; None where it cannot be when something was fetched."""
    try:
        time = parse_rfc3339(date or "")
    except ValueError:
        return None
    return time if FIRST_DATE <= time <= LAST_DATE else None


def _unpacked(body: bytes, transfer: str, encoding: str) -> bytes:
    """The body without chunks (RFC 9112, section 7.1) and compression; raises _Unreadable where it cannot be had."""
    packing = encoding.strip().lower().removeprefix("x-")
    packing = "" if packing == "identity" else packing
    if packing and packing not in PACKINGS:
        message = f"Content-Encoding {encoding!r} cannot be unpacked: allowed are {', '.join(PACKINGS)}"
        raise _Unreadable(BadInput("bad_response", message, body[:200]))
    chunked = transfer.strip().lower().endswith("chunked")
    if not packing and not chunked:
        return body
    unpack = ChunkedDataReader if chunked else BufferedReader
    stream = unpack(io.BytesIO(body), decomp_type=packing or None)
    blocks, total = [], 0
    while block := stream.read(1 << 16):
        blocks.append(block)
        total += len(block)
        if total > RECORD_BYTES:
            raise _Unreadable(BadInput("too_large", f"the body unpacks to over {RECORD_BYTES} bytes"))
    return b"".join(blocks)
