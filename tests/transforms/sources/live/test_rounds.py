"""What a window polls and reads: what is due and new, and after a crash what it had landed and listed, and no more."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from schemas.feeds import FeedState
from schemas.layout import commit_file
from schemas.times import now_micros
from support.lakes import chunk, commit_batch
from transforms.lake.files import Lake
from transforms.sources.live.clock import Tick
from transforms.sources.live.rounds import Rounds
from transforms.sources.polling.land import head
from transforms.sources.polling.transform import FeedGroup

URL, OTHER = "https://one.example/feed", "https://two.example/feed"
NOW = now_micros()
TICK = Tick("desk-20261128T090000Z", passed=False)
MINUTE = 60_000_000


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "lake"))


@pytest.fixture
def pattern(tmp_path: Path) -> str:
    (tmp_path / "a.txt").write_text("Israel and Morocco signed.")
    os.utime(tmp_path / "a.txt", (1_795_300_000, 1_795_300_000))
    return str(tmp_path / "*.txt")


def polled(groups: object) -> list[str]:
    assert isinstance(groups, list)
    return [FeedState.from_json(state).feed_url for group in groups for state in group.states]


def land(lake: Lake, group: FeedGroup) -> None:
    lake.write(f"_raw/{TICK.batch}/{group.name}.warc.gz", head(NOW, TICK.batch, group.name))


def test_a_window_polls_what_is_due_by_the_last_commit(lake: Lake) -> None:
    rounds = Rounds(lake, [URL, OTHER], [])
    assert polled(rounds.plan(TICK, NOW).groups) == [URL, OTHER]
    later = FeedState(URL, last_polled_at=NOW, next_due_at=NOW + 5 * MINUTE, seen=["a"])
    commit_batch(lake, "desk-1", chunk(feeds=[later.to_json()]))
    assert polled(rounds.plan(TICK, NOW).groups) == [OTHER]
    (group,) = rounds.plan(TICK, NOW + 6 * MINUTE).groups
    assert '"seen":["a"]' in "".join(group.states), "a poll reads new entries only"
    due = replace(later, last_polled_at=NOW + 6 * MINUTE, next_due_at=NOW + 20 * MINUTE)
    commit_batch(lake, "desk-2", chunk(feeds=[due.to_json()]))
    assert polled(rounds.plan(TICK, NOW + 7 * MINUTE).groups) == [OTHER], "each commit counts, in one process too"


def test_a_window_that_has_passed_polls_and_lists_nothing(lake: Lake, pattern: str) -> None:
    found = Rounds(lake, [URL], [pattern]).plan(replace(TICK, passed=True), NOW)
    assert (found.groups, [split.shard for split in found.splits]) == ([], ["heartbeat"])


def test_a_window_that_is_tried_again_reads_what_it_had(lake: Lake, pattern: str, tmp_path: Path) -> None:
    first = Rounds(lake, [URL], [pattern]).plan(TICK, NOW)
    assert [split.shard for split in first.splits] == ["heartbeat", "00000"]
    land(lake, first.groups[0])
    (tmp_path / "b.txt").write_text("Too late for this window.")
    os.utime(tmp_path / "b.txt", (1_795_300_000, 1_795_300_000))
    passed = Rounds(lake, [URL], [pattern]).plan(replace(TICK, passed=True), NOW + MINUTE)
    assert passed.groups == []
    assert [split.shard for split in passed.splits] == ["heartbeat", f"feeds-{first.groups[0].name}", "00000"]
    assert passed.splits[-1] == first.splits[-1]
    again = Rounds(lake, [URL], [pattern]).plan(TICK, NOW + MINUTE)
    assert again.groups == first.groups, "its step finds that it has landed, and reads that"
    assert list(again.splits) == list(first.splits)


def test_a_window_that_is_committed_takes_nothing_new(lake: Lake, pattern: str) -> None:
    lake.write(commit_file(TICK.batch), b"{}")
    found = Rounds(lake, [], [pattern]).plan(TICK, NOW)
    assert [split.shard for split in found.splits] == ["heartbeat"]
