"""Names and values that readers rely on."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.codes import EventType
from schemas.event_types import event_types
from schemas.feeds import FeedState
from schemas.ids import article_id, digest
from schemas.layout import BATCH_NAME, batch_name, batch_time
from schemas.tables import LOG, PUBLISHED, ROW_IDS
from schemas.times import format_micros, parse_rfc3339
from schemas.topics import topics


def test_ids_are_the_same_on_every_machine() -> None:
    assert article_id("https://news.example/x", None, None, "") == "0eeeb2f20b9a4256866147c28ce24793"


def test_fields_cannot_run_into_each_other() -> None:
    assert digest("a", "bc") != digest("ab", "c")
    assert digest(None) != digest("")
    assert digest(["a"], "b") != digest(["a", "b"])


def test_every_event_type_has_its_row_and_its_quad_class() -> None:
    table = event_types()
    assert list(table) == sorted(table, key=lambda name: table[name].cameo_code)
    assert {info.quad_class for info in table.values()} == {1, 2, 3, 4}
    assert table[EventType.ASSAULT].goldstein < 0 < table[EventType.AID].goldstein


def test_topics_are_iptcs_seventeen() -> None:
    assert len(topics()) == 17
    assert topics()["sport"].code == "medtop:15000000"


def test_log_tables_hold_all_that_is_published() -> None:
    for table, schema in LOG.items():
        assert set(PUBLISHED[table].names) <= set(schema.names)
        assert ROW_IDS[table] == schema.names[0]


@given(st.text(max_size=120))
def test_batch_names_are_safe_file_names_or_refused(given_name: str) -> None:
    try:
        name = batch_name(given_name)
    except ValueError:
        with pytest.raises(ValueError, match="is no name: give a time"):
            batch_name(given_name)
    else:
        assert BATCH_NAME.match(name)
        assert batch_name(name) == name


@pytest.mark.parametrize(
    ("name", "time"),
    [
        ("poll-0a1b2c3d-20261122T180000Z", "2026-11-22T18:00:00Z"),
        ("20261122T180000Z", "2026-11-22T18:00:00Z"),
        ("drops-20269999T180000Z", None),
        ("drops", None),
    ],
)
def test_a_batch_that_ends_in_a_time_has_it(name: str, time: str | None) -> None:
    found = batch_time(name)
    assert (None if found is None else found.strftime("%Y-%m-%dT%H:%M:%SZ")) == time


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-11-22T18:00:00Z", "2026-11-22T18:00:00Z"),
        ("2026-11-22T20:00:00.5+02:00", "2026-11-22T18:00:00Z"),
        ("2026-11-22", "2026-11-22T00:00:00Z"),
        ("2026-11-22T18:00:00", "2026-11-22T18:00:00Z"),
    ],
)
def test_times_are_utc(text: str, utc: str) -> None:
    assert format_micros(parse_rfc3339(text)) == utc


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-01", "0001-01-01T00:00:00+14:00", "99999-01-01"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_rfc3339(text)


def test_feed_state_survives_a_newer_versions_fields() -> None:
    state = FeedState("https://news.example/feed", etag='"x"', seen=("0" * 16,))
    assert FeedState.from_json(state.to_json()) == FeedState("https://news.example/feed", etag='"x"', seen=("0" * 16,))
    assert FeedState.from_json('{"feed_url": "https://a.example", "new": 1}') == FeedState("https://a.example")


@pytest.mark.parametrize(
    "field",
    [{"last_polled_at": 10**30}, {"next_due_at": -(10**17)}, {"ttl_seconds": 2**40}, {"ttl_seconds": -1},
     {"status": 2**31}, {"entries": -5}],
)  # fmt: skip
def test_what_no_table_can_hold_of_a_feeds_state_is_unknown(field: dict[str, int]) -> None:
    url = "https://a.example"
    assert FeedState.from_json(json.dumps({"feed_url": url, **field})) == FeedState(url)


def test_a_feeds_state_is_text_that_utf8_can_write() -> None:
    given = '{"feed_url": "https://a.example", "title": "a\\ud83d", "seen": ["\\udc00\\u0000"], "error": null}'
    state = FeedState.from_json(given)
    assert (state.title, state.seen) == ("a\ufffd", ("\ufffd\ufffd",))
    assert state.to_json().encode()


@pytest.mark.parametrize(
    "text",
    ["[]", "1", "{}", '{"feed_url": null}', '{"feed_url": 1}',
     *(f'{{"feed_url": "https://a.example", {field}}}' for field in (
         '"status": true', '"status": null', '"entries": 1.0', '"last_polled_at": "now"', '"ttl_seconds": false',
         '"next_due_at": NaN', '"title": 1', '"seen": "abc"', '"seen": [1]', '"seen": null'))],
)  # fmt: skip
def test_what_is_no_feeds_state_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a feed's state is"):
        FeedState.from_json(text)
