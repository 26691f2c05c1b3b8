"""When a feed is asked, and on what conditions: by what it says, what its server says, and how it fared before.

Pure functions of a feed's state and the time; a moment is microseconds since the epoch, as in `FeedState`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum

from schemas.feeds import FeedState
from schemas.ids import digest
from schemas.times import from_micros, to_micros
from transforms.sources.polling.hosts import host_of
from transforms.sources.polling.landing import Fetched

GONE = 410
SECOND = 1_000_000
USUAL_SECONDS = 15 * 60
SHORTEST_SECONDS = 5 * 60
LONGEST_SECONDS = 24 * 60 * 60
"""Also of a feed that has failed for days, and of what a server asks for: a feed is slowed, never dropped."""

WHOLE_EVERY_SECONDS = 24 * 60 * 60
"""Servers that answer "not modified" for ever have been seen; once a day a feed is asked for without conditions."""

HELD_SECONDS = 60
"""How long a host is left alone that answers 429 without saying how long."""

JITTER = 0.25
MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
HOURS_A_WEEK = 7 * 24


class Turn(Enum):
    """What a run does with a feed: polls it, or why it does not."""

    POLL = "polled"
    LATER = "not due yet"
    WAIT = "left alone, as their servers ask"
    GONE = "gone (410)"


def turns(states: Sequence[FeedState], now: int, *, only_due: bool) -> list[Turn]:
    """What becomes of each feed in a run that begins `now`.

    A feed that is gone is not asked again, nor is any feed of a host that asked to wait. With `only_due`, a feed
    is asked when its `next_due_at` has come; without, in every run.
    """
    waits: dict[str, int] = {}
    for state in states:
        host = host_of(state.feed_url)
        waits[host] = max(waits.get(host, 0), state.wait_until or 0)
    return [_turn(state, waits[host_of(state.feed_url)], now, only_due) for state in states]


def _turn(state: FeedState, wait_until: int, now: int, only_due: bool) -> Turn:
    if state.status == GONE:
        return Turn.GONE
    if wait_until > now:
        return Turn.WAIT
    if only_due and (state.next_due_at or 0) > now:
        return Turn.LATER
    return Turn.POLL


def validators(state: FeedState, now: int) -> tuple[str | None, str | None]:
    """ETag and Last-Modified to ask with (RFC 9110, section 13.1), or none where the whole document is wanted.

    That is where no document was read yet, for "not modified" would lose its entries, and where none has come
    for a day: the validators may be stale. A Last-Modified from the future says nothing of the document.
    """
    if state.last_success_at is None or (state.last_whole_at or 0) + WHOLE_EVERY_SECONDS * SECOND <= now:
        return None, None
    modified = http_date(state.last_modified)
    return state.etag, state.last_modified if modified is not None and modified <= now else None


def after_success(state: FeedState, answer: Fetched, ttl_seconds: int | None) -> FeedState:
    """The state with its next turn, after an answer that could be read; `ttl_seconds` is what the feed itself says.

    The longer of what feed (`ttl`, `sy:updatePeriod`) and server (Cache-Control, Expires) say counts, within
    bounds; without either it is `USUAL_SECONDS`. An hour or day that the feed says to skip is skipped.
    """
    given = [seconds for seconds in (ttl_seconds, fresh_seconds(answer)) if seconds is not None]
    ttl = max(given, default=None)
    due = answer.fetched_at + _bounded(USUAL_SECONDS if ttl is None else ttl) * SECOND
    due = _outside_skipped(due, state.skip_hours, state.skip_days)
    return replace(state, failures=0, error=None, ttl_seconds=ttl, wait_until=None, next_due_at=due)


def after_failure(state: FeedState, answer: Fetched, error: str) -> FeedState:
    """The state with its next turn, after an answer that was none: later with each failure, up to a day.

    A jitter, the same in every run, keeps feeds that failed together from coming back together.
    """
    failures = state.failures + 1
    pause = USUAL_SECONDS * 2.0 ** min(failures - 1, 20)
    share = int(digest("jitter", state.feed_url, failures)[:8], 16) / 0xFFFFFFFF
    pause = min(pause, LONGEST_SECONDS / (1 + JITTER)) * (1 + JITTER * (2 * share - 1))
    wait = retry_seconds(answer)
    wait_until = None if wait is None else answer.fetched_at + wait * SECOND
    due = answer.fetched_at + _bounded(max(pause, state.ttl_seconds or 0, wait or 0)) * SECOND
    return replace(state, failures=failures, error=error, wait_until=wait_until, next_due_at=due)


def retry_seconds(answer: Fetched) -> int | None:
    """How long a server that refused wants no request (RFC 9110, section 10.2.3), a day at most; None if it says not.

    429 (RFC 6585, section 4) without a time means `HELD_SECONDS`.
    """
    if answer.status < 300:
        return None
    value = (answer.header("Retry-After") or "").strip()
    if re.fullmatch(r"[0-9]{1,18}", value):
        return min(int(value), LONGEST_SECONDS)
    moment = http_date(value)
    if moment is not None:
        return min(max(0, (moment - _sent_at(answer)) // SECOND), LONGEST_SECONDS)
    return HELD_SECONDS if answer.status == 429 else None


def fresh_seconds(answer: Fetched) -> int | None:
    """How long an answer stays fresh (RFC 9111, section 4.2.1), in seconds, a day at most; None where it says not.

    What says that it is stale at once says nothing of when something new comes.
    """
    control = answer.header("Cache-Control") or ""
    age = re.fullmatch(r"[0-9]{1,9}", (answer.header("Age") or "").strip())
    match = MAX_AGE.search(control)
    if match:
        seconds = int(match.group(1)) - (int(age.group()) if age else 0)
    elif "no-cache" in control.lower() or "no-store" in control.lower():
        return None
    else:
        expires = http_date(answer.header("Expires"))
        seconds = 0 if expires is None else (expires - _sent_at(answer)) // SECOND
    return min(seconds, LONGEST_SECONDS) if seconds > 0 else None


def http_date(text: str | None) -> int | None:
    """The moment that an HTTP date names (RFC 9110, section 5.6.7); None where it is none."""
    try:
        parsed = parsedate_to_datetime(text or "")
        return to_micros(parsed if parsed.tzinfo is not None else parsed.replace(tzinfo=UTC))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _sent_at(answer: Fetched) -> int:
    """When an answer was sent by the server's own clock, which need not be right to tell how long it means."""
    date = http_date(answer.header("Date"))
    return answer.fetched_at if date is None else date


def _bounded(seconds: float) -> int:
    return int(min(max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS))


def _outside_skipped(due: int, hours: Sequence[int], days: Sequence[int]) -> int:
    """The first moment from `due` on that lies in no hour or day to skip; a feed that skips all skips none."""
    moment = from_micros(due)
    for _ in range(HOURS_A_WEEK + 1):
        if moment.hour not in hours and moment.weekday() not in days:
            return to_micros(moment)
        moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return due
