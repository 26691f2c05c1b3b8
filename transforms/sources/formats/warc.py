"""WARC files (ISO 28500), ours and others': landed feeds become their new entries, pages become documents."""

from dataclasses import replace
from typing import Any, BinaryIO

from fastwarc.warc import WarcRecordType

from schemas.codes import BodyKind, SkipReason, Stage
from schemas.records import RawDocument
from schemas.times import format_micros
from transforms.outcomes import EXCERPT_CHARACTERS, BadInput, quarantined
from transforms.sources.feeds.entries import Origin, with_page
from transforms.sources.feeds.reader import feed_entries
from transforms.sources.fields import web_address
from transforms.sources.formats.warc_records import (
    Response,
    Source,
    Unreadable,
    broken_off,
    content,
    decoded,
    records,
)
from transforms.sources.polling.landing import POLL_CONTENT_TYPE, PollRecord
from transforms.sources.splits import Documents, FileRange

OK = 200

CONTENT_TYPES = WarcRecordType.resource | WarcRecordType.conversion | WarcRecordType.revisit
"""Records that hold something to read, but in no form that is read here."""


def warc_documents(file: FileRange, stream: BinaryIO) -> Documents:
    """The documents of a WARC file, in order, one record held at a time; `stream` may be gzipped or not.

    A feed's response that a poll's metadata record follows yields the feed's state, a document for each new
    entry, with its page where one was landed, and SkipReason.SEEN for each other entry. Any other response
    yields its HTML page, under the number of its record, or SkipReason.UNSUPPORTED.
    Raises BadInput('truncated_warc') after all that is readable where the file breaks off or is damaged.
    """
    source = Source(stream)
    reader = _Reader(file)
    damage: BadInput | None = None
    try:
        for number, record in enumerate(records(source), start=1):
            yield from reader.read(record, number)
    except BadInput as error:
        damage = error
    yield from reader.end()
    if source.error is not None:
        raise source.error
    if damage is not None:
        raise damage


class _Reader:
    """Follows the records of one file, and keeps what waits for a later one: a feed its poll, entries their pages."""

    def __init__(self, file: FileRange) -> None:
        self.file = file
        self.response: Response | None = None
        self.waiting: dict[str, list[RawDocument]] = {}

    def read(self, record: Any, number: int) -> Documents:
        """What a record adds; raises BadInput where the file ends within it."""
        if "Content-Length" not in record.headers:
            raise broken_off("the headers of a record")
        kind = record.record_type
        if kind == WarcRecordType.response:
            yield from self._response(record, number)
        elif kind == WarcRecordType.metadata and record.headers.get("Content-Type") == POLL_CONTENT_TYPE:
            try:
                data = content(record)
            except Unreadable as error:
                yield self._bad(number, error.reason)
                return
            try:
                poll = PollRecord.from_json(data)
            except BadInput as bad:
                yield self._bad(number, bad)
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
            response = decoded(record, number, self.file.modified_at)
        except Unreadable as error:
            yield self._bad(number, error.reason)
            return
        waiting = self.waiting.pop(response.record_id, None)
        if waiting is None:
            self.response = response
            return
        for document in waiting:
            yield with_page(document, response.body, response.charset, response.fetched_at)

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
            if poll.state.error is not None:
                # The poll could not read it. It need not be tried again, for that may have taken long.
                kind, _, message = poll.state.error.partition(": ")
                raise BadInput(kind, message, response.body[:EXCERPT_CHARACTERS])
            found = feed_entries(response.body, response.url, response.content_type, origin, poll.new)
        except BadInput as error:
            yield quarantined(Stage.READ, origin.uri, origin.fetched_at, error)
            return
        for key, document in found.entries:
            if isinstance(document, SkipReason):
                yield document
            elif key in poll.pages:
                self.waiting.setdefault(poll.pages[key], []).append(document)
            else:
                yield replace(document, page_error=poll.without_page.get(key))
        for problem in found.problems:
            yield quarantined(Stage.READ, origin.uri, origin.fetched_at, problem)

    def _without_pages(self) -> Documents:
        """The entries whose pages never came, as the feed has them."""
        waiting, self.waiting = self.waiting, {}
        for entries in waiting.values():
            yield from entries

    def _bad(self, number: int, error: BadInput) -> Any:
        return quarantined(Stage.READ, f"{self.file.uri}#{number}", self.file.modified_at, error)
