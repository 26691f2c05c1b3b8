"""The feeds' last states are what all commits say, whatever the index says or lost."""

import gzip
import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.feeds import FeedState
from schemas.layout import commit_file
from support.lakes import article, chunk, commit_batch
from transforms.lake import folded as module
from transforms.lake.commits import DamagedLake, committed, last_states, read_commit
from transforms.lake.files import Lake
from transforms.lake.folded import WORTH_SAVING
from transforms.lake.parts import LogParts
from transforms.lake.states import FeedStates

STATES = FeedStates.file


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "lake"))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The batches whose commits are read, as they are."""
    names: list[str] = []

    def reading(lake: Lake, batch: str) -> object:
        names.append(batch)
        return read_commit(lake, batch)

    monkeypatch.setattr(module, "read_commit", reading)
    return names


def url(number: int) -> str:
    return f"https://{number}.example/feed"


def poll(lake: Lake, batch: str, time: int, *feeds: int, **changes: object) -> None:
    states = [
        FeedState(url(feed), last_polled_at=time, seen=(f"{batch}-{feed}", "old"), skip_hours=(1, 2), **changes)  # type: ignore[arg-type]
        for feed in feeds
    ]
    commit_batch(lake, batch, chunk([article(batch)], feeds=[state.to_json() for state in states]))


def from_all(lake: Lake) -> dict[str, FeedState]:
    """What the commits say, all of them read."""
    return last_states(read_commit(lake, batch) for batch in committed(lake))


def fresh(lake: Lake) -> dict[str, FeedState]:
    """What a new process finds."""
    known = FeedStates(lake)
    known.refresh()
    return known.states


def all_parts(lake: Lake) -> dict[str, object]:
    return {batch: tuple(read_commit(lake, batch).parts) for batch in committed(lake)}


def saved(lake: Lake) -> FeedStates:
    known = FeedStates(lake)
    known.refresh()
    assert known.save(always=True)
    return known


def test_an_empty_lake_knows_no_feed(lake: Lake) -> None:
    known = FeedStates(lake)
    assert known.refresh() == []
    assert known.states == {}


def test_each_look_reads_what_is_new_and_names_it(lake: Lake, read: list[str]) -> None:
    poll(lake, "b", 10, 1, 2)
    known = FeedStates(lake)
    assert known.refresh() == ["b"]
    poll(lake, "c", 30, 1)
    poll(lake, "a", 20, 1, 2)
    assert known.refresh() == ["a", "c"]
    assert known.refresh() == []
    assert read == ["b", "a", "c"]
    assert known.states == from_all(lake)
    assert known.states[url(1)].seen == ("c-1", "old")
    assert known.states[url(2)].last_polled_at == 20


def test_a_first_look_reads_what_the_index_does_not_cover(lake: Lake, read: list[str]) -> None:
    poll(lake, "a", 10, 1, 2, title="Wörter", etag='"1"')
    saved(lake)
    poll(lake, "b", 20, 2)
    read.clear()
    known = FeedStates(lake)
    assert known.refresh() == ["a", "b"]
    assert read == ["b"]
    assert known.states == from_all(lake)


def test_an_index_is_written_once_enough_commits_came(lake: Lake) -> None:
    known = FeedStates(lake)
    for number in range(WORTH_SAVING):
        assert not known.save()
        poll(lake, f"{number:02d}", number, 1)
        known.refresh()
    assert known.save()
    assert not known.save()
    poll(lake, "more", 99, 1)
    known.refresh()
    assert not known.save()
    assert fresh(lake) == known.states == from_all(lake)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: None,
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-12] + b"x" * 12,
        lambda data: data[:20] + bytes([data[20] ^ 0xFF]) + data[21:],
        lambda data: gzip.compress(b"[]"),
        lambda data: gzip.compress(gzip.decompress(data).replace(b'"version":1', b'"version":0')),
        lambda data: gzip.compress(gzip.decompress(data).replace(b'"feed_url"', b'"feed"')),
        lambda data: gzip.compress(gzip.decompress(data).replace(b'"commits":{', b'"commits":{"x":[1],')),
        lambda data: gzip.compress(json.dumps({**json.loads(gzip.decompress(data)), "folded": None}).encode()),
    ],
)
def test_a_missing_or_damaged_index_costs_time_alone(
    damage: Callable[[bytes], bytes | None], lake: Lake, read: list[str]
) -> None:
    poll(lake, "a", 10, 1)
    saved(lake)
    data = damage(lake.read(STATES))
    if data is None:
        lake.delete(STATES)
    else:
        lake.write(STATES, data)
    read.clear()
    assert fresh(lake) == from_all(lake)
    assert read == ["a"]


def test_an_old_index_that_a_slow_run_put_back_is_right(lake: Lake) -> None:
    poll(lake, "a", 10, 1)
    slow = FeedStates(lake)
    slow.refresh()
    poll(lake, "b", 20, 1)
    saved(lake)
    slow.save(always=True)
    assert fresh(lake) == from_all(lake)
    assert fresh(lake)[url(1)].last_polled_at == 20


@pytest.mark.parametrize("again", [False, True])
def test_a_commit_that_was_deleted_no_longer_counts(again: bool, lake: Lake) -> None:
    """Its news is not there, and a feed that is asked with its ETag would say that nothing is new."""
    poll(lake, "a", 10, 1, etag='"1"')
    poll(lake, "b", 20, 1, 2, etag='"2"')
    known = saved(lake)
    lake.delete(commit_file("b"))
    if again:  # as long as the one before, and earlier
        poll(lake, "b", 15, 1, 2, etag='"3"')
        os.utime(lake.path(commit_file("b")), (1, 1))
    assert fresh(lake) == from_all(lake)
    known.refresh()
    assert known.states == from_all(lake)
    assert known.states[url(1)].etag == ('"3"' if again else '"1"')


def test_a_commit_that_cannot_be_read_is_named_and_the_next_look_goes_on(lake: Lake, read: list[str]) -> None:
    poll(lake, "a", 10, 1)
    poll(lake, "b", 20, 1)
    whole = lake.read(commit_file("b"))
    known = FeedStates(lake)
    for broken in (whole[:50], whole.replace(b'"feed_url"', b'"feed"')):
        lake.write(commit_file("b"), broken)
        with pytest.raises(DamagedLake, match="b"):
            known.refresh()
        assert known.states[url(1)].last_polled_at == 10
    lake.write(commit_file("b"), whole)
    assert known.refresh() == ["b"]
    assert read == ["a", "b", "b", "b"]
    assert known.states == from_all(lake)


def test_without_seen_the_rest_is_the_same_and_is_never_saved(lake: Lake) -> None:
    poll(lake, "a", 10, 1, 2)
    saved(lake)
    poll(lake, "b", 20, 2, 3)
    known = FeedStates(lake, seen=False)
    known.refresh()
    assert {state.seen for state in known.states.values()} == {()}
    assert {feed: state.last_polled_at for feed, state in known.states.items()} == {url(1): 10, url(2): 20, url(3): 20}
    assert all(state.skip_hours == (1, 2) for state in known.states.values())
    with pytest.raises(ValueError, match="seen"):
        known.save(always=True)


@pytest.mark.parametrize("seed", range(10))
def test_any_order_of_commits_looks_saves_and_losses_gives_what_all_commits_say(seed: int, lake: Lake) -> None:
    chance = random.Random(seed)
    watchers = [FeedStates(lake) for _ in range(3)]
    others = [LogParts(lake) for _ in range(2)]
    for step in range(40):
        what = chance.random()
        if what < 0.5:
            feeds = chance.sample(range(5), chance.randint(0, 3))
            poll(lake, f"{chance.randrange(30):02d}-{step}", chance.randrange(10), *feeds, entries=chance.randrange(5))
        elif what < 0.6 and committed(lake):
            lake.delete(commit_file(chance.choice(committed(lake))))
        elif what < 0.8:
            chance.choice([*watchers, *others]).save(always=True)
        else:
            watcher = chance.choice(watchers)
            watcher.refresh()
            assert watcher.states == from_all(lake)
            other = chance.choice([*others, LogParts(lake)])
            other.refresh()
            assert other.parts == all_parts(lake)
    assert fresh(lake) == from_all(lake)
