"""When feeds are asked: what they and their servers say, and what failing does to it."""

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.feeds import FeedState
from schemas.times import from_micros, parse_rfc3339
from transforms.sources.polling.landing import Fetched
from transforms.sources.polling.schedule import (
    LONGEST_SECONDS,
    Turn,
    after_failure,
    after_success,
    fresh_seconds,
    retry_seconds,
    turns,
    validators,
)

URL = "https://a.example/feed"
NOW = parse_rfc3339("2025-06-15T12:00:00Z")  # a Sunday
SECOND = 1_000_000
HOUR = 3600


def answer(status: int = 200, **headers: str) -> Fetched:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Fetched(URL, URL, NOW, status=status, headers=named)


def pause(state: FeedState) -> float:
    assert state.next_due_at is not None
    return (state.next_due_at - NOW) / SECOND


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache_Control": "public, max-age=1800"}, 1800),
        ({"Cache_Control": "max-age=1800", "Age": "600"}, 1200),
        ({"Cache_Control": "max-age=0"}, None),
        ({"Cache_Control": "no-cache", "Expires": "Sun, 15 Jun 2025 18:00:00 GMT"}, None),
        ({"Cache_Control": "max-age=99999999"}, LONGEST_SECONDS),
        ({"Expires": "Sun, 15 Jun 2025 13:00:00 GMT"}, 3600),
        # The server's clock is an hour fast: what counts is how long it means.
        ({"Expires": "Sun, 15 Jun 2025 13:30:00 GMT", "Date": "Sun, 15 Jun 2025 13:00:00 GMT"}, 1800),
        ({"Expires": "0"}, None),
        ({"Expires": "Thu, 01 Dec 1994 16:00:00 GMT"}, None),
        ({"Expires": "yesterday"}, None),
        ({"Cache_Control": 'private="x", MAX-AGE="900"'}, 900),
    ],
)
def test_how_long_an_answer_stays_fresh(headers: dict[str, str], seconds: int | None) -> None:
    assert fresh_seconds(answer(**headers)) == seconds


@pytest.mark.parametrize(
    ("status", "value", "seconds"),
    [
        (429, "120", 120),
        (503, "Sun, 15 Jun 2025 12:10:00 GMT", 600),
        (503, "Sun, 15 Jun 2025 11:00:00 GMT", 0),
        (503, "315360000", LONGEST_SECONDS),
        (503, "9" * 400, None),
        (503, "soon", None),
        (429, "soon", 60),
        (429, None, 60),
        (503, None, None),
        (200, "120", None),
    ],
)
def test_how_long_a_server_wants_no_request(status: int, value: str | None, seconds: int | None) -> None:
    headers = {} if value is None else {"Retry_After": value}
    assert retry_seconds(answer(status, **headers)) == seconds


@pytest.mark.parametrize(
    ("ttl", "headers", "seconds"),
    [
        (None, {}, 900),
        (1800, {}, 1800),
        (60, {}, 300),
        (None, {"Cache_Control": "max-age=7200"}, 7200),
        (3600, {"Cache_Control": "max-age=600"}, 3600),
        (10**7, {}, LONGEST_SECONDS),
    ],
)
def test_the_longer_of_what_feed_and_server_say_counts(ttl: int | None, headers: dict[str, str], seconds: int) -> None:
    before = FeedState(URL, failures=3, error="x", wait_until=NOW + 1)
    after = after_success(before, answer(**headers), ttl)
    assert pause(after) == seconds
    assert (after.failures, after.error, after.wait_until) == (0, None, None)


@pytest.mark.parametrize(
    ("hours", "days", "due"),
    [
        ((), (), "2025-06-15T12:15:00Z"),
        ((12, 13), (), "2025-06-15T14:00:00Z"),
        ((), (6,), "2025-06-16T00:00:00Z"),
        ((0, 1), (6,), "2025-06-16T02:00:00Z"),
        (tuple(range(24)), (), "2025-06-15T12:15:00Z"),
    ],
)
def test_hours_and_days_that_a_feed_skips(hours: tuple[int, ...], days: tuple[int, ...], due: str) -> None:
    after = after_success(FeedState(URL, skip_hours=hours, skip_days=days), answer(), None)
    assert after.next_due_at == parse_rfc3339(due)


def test_a_feed_that_fails_is_slowed_and_never_dropped() -> None:
    state, pauses = FeedState(URL), []
    for _ in range(30):
        state = after_failure(state, answer(500), "the server answered 500")
        pauses.append(pause(state))
    assert state.failures == 30
    assert 600 < pauses[0] < 1200
    assert all(one < other for one, other in itertools.pairwise(pauses[:7]))
    assert 0.5 * LONGEST_SECONDS < min(pauses[10:]) <= max(pauses) <= LONGEST_SECONDS
    assert pause(after_failure(state, answer(503, Retry_After="60"), "x")) > 60


def test_feeds_that_failed_together_do_not_come_back_together() -> None:
    dues = {after_failure(FeedState(f"{URL}{n}"), answer(500), "x").next_due_at for n in range(100)}
    assert len(dues) > 75
    assert dues == {after_failure(FeedState(f"{URL}{n}"), answer(500), "x").next_due_at for n in range(100)}


def test_a_host_that_asked_to_wait_is_left_alone_with_all_its_feeds() -> None:
    asked = after_failure(FeedState(URL), answer(429, Retry_After="7200"), "busy")
    assert asked.wait_until == NOW + 7200 * SECOND
    states = [asked, FeedState("https://a.example/other"), FeedState("https://b.example/")]
    assert turns(states, NOW + HOUR * SECOND, only_due=False) == [Turn.WAIT, Turn.WAIT, Turn.POLL]
    assert turns(states, NOW + 2 * HOUR * SECOND, only_due=False) == [Turn.POLL] * 3


def test_what_is_gone_and_what_is_not_due() -> None:
    states = [
        FeedState("https://a.example/", status=410, next_due_at=NOW),
        FeedState("https://b.example/", status=200, next_due_at=NOW + 1),
        FeedState("https://c.example/", status=200, next_due_at=NOW),
        FeedState("https://d.example/"),
    ]
    assert turns(states, NOW, only_due=True) == [Turn.GONE, Turn.LATER, Turn.POLL, Turn.POLL]
    assert turns(states, NOW, only_due=False) == [Turn.GONE, Turn.POLL, Turn.POLL, Turn.POLL]


def test_what_is_asked_on_condition() -> None:
    modified = "Sat, 14 Jun 2025 10:00:00 GMT"
    known = FeedState(URL, etag='"1"', last_modified=modified, last_success_at=NOW, last_whole_at=NOW)
    assert validators(known, NOW) == ('"1"', modified)
    assert validators(replace(known, last_success_at=None), NOW) == (None, None), "nothing of it was read"
    day_old = replace(known, last_whole_at=NOW - 25 * HOUR * SECOND)
    assert validators(day_old, NOW) == (None, None), "a server may say not modified for ever"
    ahead = replace(known, last_modified="Sun, 15 Jun 2053 10:00:00 GMT")
    assert validators(ahead, NOW) == ('"1"', None)
    assert validators(replace(known, last_modified="long ago"), NOW) == ('"1"', None)


texts = st.text(st.characters(max_codepoint=255), max_size=60) | st.sampled_from(
    ["max-age=1", "Sun, 15 Jun 2025 13:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 -2300", "31 Dec 9999 23:59:59 -1200"]
)


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(("Cache_Control", "Expires", "Date", "Age"), texts)),
    texts,
    st.sampled_from([200, 304, 429, 503]),
    st.lists(st.integers(0, 23)),
    st.lists(st.integers(0, 6)),
    st.none() | st.integers(0, 10**9),
)
def test_whatever_a_server_says_a_feed_is_due_within_sensible_bounds(
    headers: dict[str, Any], retry: str, status: int, hours: list[int], days: list[int], ttl: int | None
) -> None:
    given = answer(status, **headers, Retry_After=retry)
    state = FeedState(URL, skip_hours=tuple(hours), skip_days=tuple(days))
    assert 300 <= pause(after_failure(state, given, "x")) <= LONGEST_SECONDS
    good = after_success(state, given, ttl)
    assert 300 <= pause(good) <= LONGEST_SECONDS + 8 * LONGEST_SECONDS
    assert from_micros(good.next_due_at or 0).year == 2025
