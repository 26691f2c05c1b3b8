"""What is known of a feed from its polls. It travels with the documents and is part of the commit."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from schemas.times import EARLIEST, LATEST, to_micros

TIMES = ("last_polled_at", "last_success_at", "last_whole_at", "next_due_at", "wait_until")
COUNTS = ("status", "entries", "failures")
TEXTS = ("feed_url", "moved_to", "title", "etag", "last_modified", "body_digest", "error")
OPTIONAL = ("moved_to", "title", "etag", "last_modified", "body_digest", "error", "ttl_seconds", *TIMES)
NUMBERS = ("skip_hours", "skip_days")
FIRST_TIME, LAST_TIME = to_micros(EARLIEST), to_micros(LATEST)
MOST = 2**31 - 1
NO_CHARACTERS = re.compile("[\0\ud800-\udfff]")
"""What JSON can name and no UTF-8 text holds: NUL, which tables refuse, and half of a surrogate pair."""


@dataclass(frozen=True)
class FeedState:
    """A feed after its last poll: a row of the `feeds` table, and what the next poll needs.

    Times are microseconds since the epoch. `status` is the last HTTP status, 0 where no answer came; `failures`
    counts the polls in a row that failed. `moved_to` is where the feed is asked for now: the address that a server
    named for ever, or that the page at `feed_url` names its feed. `last_whole_at` is when a whole document last
    came, rather than "not modified"; before `wait_until` the server wants no request (Retry-After).
    `skip_hours` (0 to 23, UTC) and `skip_days` (0 is Monday) are when the feed says that nothing new comes.
    `body_digest` is that of the last document that could be read; a server may send the same one again and again.
    `seen` are the keys of its entries, those with `~` behind them still without their pages; a poll reads others only.
    """

    feed_url: str
    moved_to: str | None = None
    title: str | None = None
    last_polled_at: int | None = None
    last_success_at: int | None = None
    last_whole_at: int | None = None
    status: int = 0
    etag: str | None = None
    last_modified: str | None = None
    body_digest: str | None = None
    ttl_seconds: int | None = None
    next_due_at: int | None = None
    wait_until: int | None = None
    entries: int = 0
    failures: int = 0
    error: str | None = None
    skip_hours: Sequence[int] = ()
    skip_days: Sequence[int] = ()
    seen: Sequence[str] = ()

    def to_json(self) -> str:
        """The state as one line of JSON, its keys in a fixed order."""
        return json.dumps(vars(self), ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> "FeedState":
        """The state that `to_json` wrote, as `from_fields` reads it."""
        return FeedState.from_fields(json.loads(text))

    @staticmethod
    def from_fields(fields: Any) -> "FeedState":
        """The state with these fields, values of JSON; those that this version does not know are left out.

        What no table can hold is mended: times and numbers out of range become None, or 0 where there is no None,
        and what is no character U+FFFD. Raises ValueError where they are no such object or a value's type is wrong.
        """
        if not isinstance(fields, dict) or "feed_url" not in fields:
            raise ValueError(f"a feed's state is {repr(fields)[:100]}: it must be a JSON object with 'feed_url'")
        known = FeedState.__dataclass_fields__
        return FeedState(**{name: _checked(name, value) for name, value in fields.items() if name in known})


def _checked(name: str, value: Any) -> Any:
    """A field's value as a table can hold it; raises ValueError for a wrong type."""
    if name == "seen" and isinstance(value, list) and all(isinstance(key, str) for key in value):
        return tuple(map(_text, value))
    if name in NUMBERS and isinstance(value, list) and all(map(_is_number, value)):
        return tuple(value)
    if name in COUNTS and _is_number(value):
        return value if 0 <= value <= MOST else 0
    if name in OPTIONAL and value is None:
        return None
    if name in (*TIMES, "ttl_seconds") and _is_number(value):
        first, last = (FIRST_TIME, LAST_TIME) if name in TIMES else (0, MOST)
        return value if first <= value <= last else None
    if name in TEXTS and isinstance(value, str):
        return _text(value)
    raise ValueError(f"{name!r} of a feed's state is {repr(value)[:100]}: its type is wrong")


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _text(value: str) -> str:
    return NO_CHARACTERS.sub("\ufffd", value)
