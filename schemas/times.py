"""Times as the records carry them: whole microseconds since 1970-01-01T00:00:00Z.

Integers compare, sort and travel as they are; the Arrow tables give them their type.
"""

import time
from datetime import UTC, date, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DATE = date(1970, 1, 1)
EARLIEST = datetime(1, 1, 2, tzinfo=UTC)
LATEST = datetime(9999, 12, 30, tzinfo=UTC)


def to_micros(time: datetime) -> int:
    """Microseconds since the epoch of an aware time; raises ValueError for a naive one."""
    if time.tzinfo is None:
        raise ValueError(f"{time!r} has no time zone: give an aware time")
    return (time - EPOCH) // timedelta(microseconds=1)


def from_micros(micros: int) -> datetime:
    """The aware UTC time of a number of microseconds since the epoch."""
    return EPOCH + timedelta(microseconds=micros)


def now_micros() -> int:
    """The time by the system's clock, in microseconds since the epoch; given as an argument to what needs a clock."""
    return time.time_ns() // 1_000


def known_time(micros: int | None) -> datetime | None:
    """The aware UTC time of microseconds since the epoch, or None where that is unknown."""
    return None if micros is None else from_micros(micros)


def day_of(micros: int) -> date:
    """The UTC day that a time falls on."""
    return from_micros(micros).date()


def parse_rfc3339(text: str) -> int:
    """Microseconds since the epoch of an RFC 3339 time or date; a time without a zone is taken as UTC.

    Raises ValueError where `text` is no such time, or where it lies outside years 1 to 9999.
    """
    time = datetime.fromisoformat(text.strip())
    time = time.replace(tzinfo=UTC) if time.tzinfo is None else time
    try:
        return to_micros(time.astimezone(UTC))
    except OverflowError as error:
        raise ValueError(f"{text!r} lies outside the years 1 to 9999") from error


def format_micros(micros: int) -> str:
    """An RFC 3339 time in UTC, with seconds: 2026-11-22T18:00:00Z."""
    return from_micros(micros).replace(microsecond=0).isoformat().replace("+00:00", "Z")
