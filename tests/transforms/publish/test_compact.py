"""Joined parts stand for the small ones: readers of the lake see no difference, whatever dies in between."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.layout import commit_file, generation_file
from schemas.records import Quarantined
from schemas.times import parse_rfc3339
from support.lakes import NOON, article, chunk, commit_batch, mention, published_files
from transforms.lake.commits import DamagedLake, read_commit
from transforms.lake.files import Lake
from transforms.lake.joined import generations, latest
from transforms.publish.check import check, repair
from transforms.publish.compact import TIERS, WORTH_JOINING, CompactedMeanwhile, Unit, compact, planned
from transforms.publish.log import CommittedLog, batch_rows
from transforms.publish.publish import publish

LATER = 2**62
BATCHES = 20


def add(lake: Lake, number: int) -> None:
    """A batch of an article of its own, of one that others have too, and of a bad document."""
    own = article(f"own-{number}", published_at=f"2026-11-{number % 20 + 1:02d}T00:00:00Z")
    shared = article(
        f"shared-{number // 3}",
        text=f"As told by {number}.",
        text_status="full" if number % 3 == 1 else "teaser",
        fetched_at=f"2026-11-2{number % 3}T00:00:00Z",
    )
    copy = article(f"copy-{number}", text=own.text, content_hash=own.content_hash, published_at="2026-11-05T00:00:00Z")
    bad = Quarantined("read", f"drop/{number % 4}.jsonl#0", "bad_json", "not JSON", "{", parse_rfc3339(NOON))
    first, second = (
        chunk([own, shared], [mention(own), mention(shared)], [bad]),
        chunk([copy], [mention(copy)], shard="1"),
    )
    name = f"batch-{number:02d}"
    commit_batch(lake, name, first, second)
    os.utime(lake.path(commit_file(name)), (1_700_000_000 + number, 1_700_000_000 + number))


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake(str(tmp_path / "lake"))
    for number in range(BATCHES):
        add(lake, number)
    publish(lake)
    return lake


def join(lake: Lake, *, keep: int = LATER) -> None:
    done = compact(lake, now=0, keep=keep)
    assert done.after < done.before


def delete_joined(lake: Lake) -> int:
    """A compaction after the time that what was joined is kept for; how many files it deleted."""
    return compact(lake, now=LATER, keep=0).deleted


def parts(lake: Lake) -> list[str]:
    return list(lake.list("_log", recursive=True))


def test_nothing_published_changes_and_few_parts_are_left(lake: Lake) -> None:
    whole = published_files(lake)
    own = len(parts(lake))
    join(lake)
    assert len(parts(lake)) == own, "whoever reads them now may go on"
    log = CommittedLog.open(lake)
    assert [len(log.parts(table)) for table in ("articles", "article_text", "mentions", "quarantine")] == [1] * 4
    assert publish(lake).written == []
    assert delete_joined(lake) == own
    assert parts(lake) == []
    assert publish(lake).written == []
    publish(lake, everything=True)
    assert published_files(lake) == whole
    assert check(lake) == []


def test_batches_after_it_are_read_beside_it_and_joined_in_their_turn(lake: Lake, tmp_path: Path) -> None:
    join(lake)
    delete_joined(lake)
    for number in range(BATCHES, BATCHES + 4):
        add(lake, number)
    publish(lake)
    assert len(CommittedLog.open(lake).parts("articles")) == 1 + 2 * 4
    for number in range(BATCHES + 4, BATCHES + 8):
        add(lake, number)
    join(lake)
    assert len(CommittedLog.open(lake).parts("articles")) == 1
    delete_joined(lake)
    assert len(list(lake.list("_joined/articles"))) == len(generations(lake)) == 1
    publish(lake)
    plain = Lake(str(tmp_path / "plain"))
    for number in range(BATCHES + 8):
        add(plain, number)
    publish(plain)
    assert published_files(lake) == published_files(plain)
    assert check(lake) == []


def test_the_same_lake_is_joined_to_the_same_bytes(lake: Lake, tmp_path: Path) -> None:
    shutil.copytree(lake.address, tmp_path / "other")
    other = Lake(str(tmp_path / "other"))
    join(lake)
    join(other)
    files = [list(each.list("_joined", recursive=True)) for each in (lake, other)]
    assert files[0] == files[1]
    assert [lake.read(path) for path in files[0]] == [other.read(path) for path in files[0]]


def test_few_batches_are_left_as_they_are(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path / "lake"))
    for number in range(WORTH_JOINING - 1):
        add(lake, number)
    assert compact(lake, now=0, keep=0).before == 0
    assert generations(lake) == {}


class Crash(Exception):
    """A process died."""


class Dying(Lake):
    """A lake whose writer dies at its `left`th write, creation or deletion, before it or after it."""

    def __init__(self, address: str, left: int, *, after: bool) -> None:
        super().__init__(address)
        object.__setattr__(self, "left", left)
        object.__setattr__(self, "after", after)

    def _step(self, does: Callable[[], object]) -> object:
        object.__setattr__(self, "left", self.left - 1)  # type: ignore[attr-defined, has-type]
        if self.left < 0 and not self.after:  # type: ignore[attr-defined]
            raise Crash
        result = does()
        if self.left < 0:  # type: ignore[attr-defined]
            raise Crash
        return result

    def write(self, relative: str, data: bytes) -> None:
        self._step(lambda: Lake.write(self, relative, data))

    def create(self, relative: str, data: bytes) -> bool:
        return bool(self._step(lambda: Lake.create(self, relative, data)))

    def delete(self, relative: str) -> None:
        self._step(lambda: Lake.delete(self, relative))


@pytest.mark.parametrize("after", [False, True])
def test_killed_at_any_step_the_lake_is_whole_and_the_next_compaction_ends_the_work(lake: Lake, after: bool) -> None:
    whole = published_files(lake)
    for keep in (LATER, 0):  # the first joins, the second deletes
        step = 0
        while True:
            try:
                compact(Dying(lake.address, step, after=after), now=LATER, keep=keep)
                break
            except Crash:
                assert publish(lake).written == []
                assert check(lake) == []
            step += 1 if keep else 7
        assert step > 3
    assert delete_joined(lake) == 0
    assert parts(lake) == []
    publish(lake, everything=True)
    assert published_files(lake) == whole


def test_what_a_compaction_that_died_had_joined_goes(lake: Lake) -> None:
    lake.write("_joined/articles/0123.parquet", b"whatever")
    join(lake)
    assert compact(lake, now=0, keep=0).deleted == 0
    delete_joined(lake)
    assert list(lake.list("_joined/articles")) != ["_joined/articles/0123.parquet"]
    assert len(list(lake.list("_joined/articles"))) == 1


def test_of_two_compactions_at_once_one_counts(lake: Lake) -> None:
    class Slow(Lake):
        """Another compaction does its whole work before this one's list is written."""

        def create(self, relative: str, data: bytes) -> bool:
            add(Lake(self.address), BATCHES)
            join(Lake(self.address))
            return super().create(relative, data)

    with pytest.raises(CompactedMeanwhile, match="00000001"):
        compact(Slow(lake.address), now=0, keep=LATER)
    assert len(latest(lake).joined[0].batches) == BATCHES + 1
    publish(lake)
    assert check(lake) == []
    delete_joined(lake)
    assert check(lake) == []
    assert len(list(lake.list("_joined/articles"))) == 1


@pytest.mark.parametrize("again", [False, True])
def test_a_commit_that_is_deleted_takes_its_rows_with_it(lake: Lake, again: bool, tmp_path: Path) -> None:
    join(lake)
    delete_joined(lake)
    lake.delete(commit_file("batch-07"))
    plain = Lake(str(tmp_path / "plain"))
    for number in set(range(BATCHES)) - {7}:
        add(plain, number)
    if again:
        other = article("other")
        for each in (lake, plain):
            commit_batch(each, "batch-07", chunk([other], [mention(other)]))
    for each in (lake, plain):
        publish(each)
    assert published_files(lake) == published_files(plain)
    assert check(lake) == []
    for number in range(BATCHES, BATCHES + WORTH_JOINING):
        add(lake, number)
        add(plain, number)
    join(lake)
    delete_joined(lake)
    for each in (lake, plain):
        publish(each)
    assert published_files(lake) == published_files(plain)
    assert check(lake) == []


def test_a_batch_that_a_slow_run_writes_again_stays_joined(lake: Lake) -> None:
    join(lake)
    delete_joined(lake)
    whole = read_commit(lake, "batch-03").parts
    add(lake, 3)
    assert read_commit(lake, "batch-03").parts == whole
    assert len(parts(lake)) == 7
    assert publish(lake).written == []
    assert delete_joined(lake) == 7


def test_the_rows_of_one_batch_are_found_wherever_they_stand(lake: Lake) -> None:
    commit = read_commit(lake, "batch-04")
    columns = {"articles": "document", "mentions": "mention_id", "article_text": "text", "quarantine": "input_id"}

    def rows() -> dict[str, list[str]]:
        return {
            table: sorted(batch_rows(lake, commit, table, [column])[column].to_pylist())
            for table, column in columns.items()
        }

    before = rows()
    assert [len(found) for found in before.values()] == [3, 3, 3, 1]
    join(lake)
    delete_joined(lake)
    assert rows() == before


@pytest.mark.parametrize("damage", ["part", "no part", "list"])
def test_damage_is_named_and_nothing_is_deleted(lake: Lake, damage: str) -> None:
    join(lake)
    (path,) = lake.list("_joined/mentions")
    if damage == "part":
        lake.write(path, lake.read(path)[:-1])
    elif damage == "no part":
        lake.delete(path)
    else:
        lake.write(generation_file(1), b"{")
    own = parts(lake)
    if damage == "list":
        with pytest.raises(DamagedLake, match="00000001"):
            publish(lake)
    else:
        (finding,) = repair(lake)
        assert (finding.path, finding.repairable) == (path, False)
        assert "20 batches" in finding.problem
    with pytest.raises(DamagedLake):
        delete_joined(lake)
    assert parts(lake) == own


def test_a_damaged_part_is_not_joined(lake: Lake) -> None:
    path = parts(lake)[0]
    data = lake.read(path)
    lake.write(path, data[:100] + bytes([data[100] ^ 1]) + data[101:])
    with pytest.raises(DamagedLake, match=Path(path).name):
        compact(lake, now=0, keep=0)
    assert generations(lake) == {}


@pytest.mark.parametrize("seed", range(20))
def test_plans_keep_all_in_order_and_rewrite_each_row_a_few_times(seed: int) -> None:
    from transforms.lake.commits import Part

    chance = random.Random(seed)
    size = chance.choice([5_000, 100_000, 1_500_000])
    units: list[Unit] = []
    written = total = 0
    for number in range(600):
        part = Part("articles", str(number), 1, chance.randint(1, size), "")
        units.append(Unit(number, {str(number): ""}, [part]))
        total += part.bytes
        if number % 5 == 4:
            groups = planned(units)
            assert [unit for group in groups for unit in group] == units
            for group in groups:
                held = sum(unit.bytes for unit in group)
                assert len(group) == 1 or held <= TIERS[-1]
                written += held if len(group) > 1 else 0
            units = [
                group[0]
                if len(group) == 1
                else Unit(
                    group[0].time,
                    {name: "" for unit in group for name in unit.batches},
                    [Part("articles", group[0].parts[0].path, 1, sum(unit.bytes for unit in group), "")],
                )
                for group in groups
            ]
    assert len(units) < 2 * WORTH_JOINING + TIERS[1] // TIERS[0] * 2 + total / TIERS[1] * 4
    assert written / total < 8 + TIERS[0] / (WORTH_JOINING * size)
