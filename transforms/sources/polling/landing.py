"""What a poll brings home: answers from servers, and what they say of a feed. Plain records."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from schemas.feeds import FeedState
from transforms.outcomes import BadInput

POLL_CONTENT_TYPE = "application/vnd.newsbeam.poll+json"
"""The content type of the WARC metadata record that follows a feed's response."""

KEPT_HEADERS = (
    "Content-Type",
    "Content-Language",
    "ETag",
    "Last-Modified",
    "Cache-Control",
    "Expires",
    "Age",
    "Date",
    "Retry-After",
)
"""Response headers that are kept. Cookies are not, nor what would contradict the unpacked body."""


@dataclass(frozen=True)
class Fetched:
    """What came of one GET. URLs and the message are without credentials.

    `url` is the address after redirects, and `moved_to` the one that permanent redirects led to, before any other
    kind; None where there were none. `status` is the last HTTP status, or 0 where no answer came. `body` is
    unpacked, and empty unless the status is 200 and there is no `error`. `fetched_at` is in microseconds.
    `unreachable` says that no connection could be made, `later` that nothing was asked for, but may be in another run.
    """

    requested: str
    url: str
    fetched_at: int
    status: int = 0
    moved_to: str | None = None
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b""
    error: str | None = None
    unreachable: bool = False
    later: bool = False
    sent: Sequence[tuple[str, str]] = ()

    def header(self, name: str) -> str | None:
        """A response header's value by its name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True)
class Landing:
    """One feed's poll: its answer, the state after it, and by entry key what is new in it.

    `pages` are those that came, `without_page` says of others why they did not. `told` is what the user should
    hear of.
    """

    feed: Fetched
    state: FeedState
    new: Sequence[str] = ()
    pages: Sequence[tuple[str, Fetched]] = ()
    without_page: Mapping[str, str] = field(default_factory=dict)
    told: str | None = None


@dataclass(frozen=True)
class PollRecord:
    """What the metadata record after a feed's response says, by entry key: `pages` are record ids."""

    state: FeedState
    new: Sequence[str]
    pages: Mapping[str, str]
    without_page: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """The record as UTF-8, its keys in a fixed order."""
        state = json.loads(self.state.to_json())
        fields = {
            "state": state,
            "new": list(self.new),
            "pages": dict(self.pages),
            "without_page": dict(self.without_page),
        }
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")

    @staticmethod
    def from_json(data: bytes) -> "PollRecord":
        """The record that `to_json` wrote; raises BadInput('bad_poll_record') where it is not one."""
        try:
            fields = json.loads(data)
            state = FeedState.from_fields(fields["state"])
            record = PollRecord(
                state,
                tuple(fields["new"]),
                dict(fields["pages"]),
                dict(fields.get("without_page", {})),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise BadInput("bad_poll_record", f"the poll's record cannot be read: {error!r}", data[:200]) from None
        named = (record.pages, record.without_page)
        keys = (*record.new, *(text for found in named for pair in found.items() for text in pair))
        if not all(isinstance(key, str) for key in keys):
            raise BadInput("bad_poll_record", "the poll's record holds keys that are no strings", data[:200])
        return record


def reason_phrase(status: int) -> str:
    """What HTTP calls a status (RFC 9110, section 15), empty where it does not know it."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
