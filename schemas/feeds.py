"""What is known of a feed from its polls. It travels with the documents and is part of the commit."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class FeedState:
    """A feed after its last poll: a row of the `feeds` table, and what the next poll needs.

    Times are microseconds since the epoch. `status` is the last HTTP status, 0 where no answer came.
    `seen` are the keys of the entries in the last document that could be read; a poll reads others only.
    """

    feed_url: str
    title: str | None = None
    last_polled_at: int | None = None
    last_success_at: int | None = None
    status: int = 0
    etag: str | None = None
    last_modified: str | None = None
    ttl_seconds: int | None = None
    next_due_at: int | None = None
    entries: int = 0
    error: str | None = None
    seen: Sequence[str] = ()

    def to_json(self) -> str:
        """The state as one line of JSON, its keys in a fixed order."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> "FeedState":
        """The state that `to_json` wrote; fields that this version does not know are left out."""
        known = FeedState.__dataclass_fields__
        return FeedState(**{name: value for name, value in json.loads(text).items() if name in known})
