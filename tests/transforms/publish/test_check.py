"""`check` finds what is wrong with a lake, and `repair` mends what can be."""

from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.layout import published_mark
from support.lakes import article, chunk, commit_batch, mention, published_files
from transforms.lake.files import Lake
from transforms.lake.parts import LogParts
from transforms.lake.states import FeedStates
from transforms.publish.check import check, repair
from transforms.publish.publish import publish

DAY = "articles/day=2026-11-20/part-0.parquet"
MONTH = "mentions/month=2026-11/part-0.parquet"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake(str(tmp_path / "lake"))
    one, two = article("x"), article("y", published_at="2026-11-19T12:00:00Z")
    commit_batch(lake, "a", chunk([one], [mention(one)], shard="0"), chunk([two], [mention(two)], shard="1"))
    publish(lake)
    return lake


def test_a_lake_in_peace_has_no_findings(lake: Lake) -> None:
    assert check(lake) == []


@pytest.mark.parametrize(
    ("damage", "path", "problem"),
    [
        (lambda lake: lake.delete(DAY), DAY, "is missing"),
        (lambda lake: lake.write(DAY, b"PAR1 no"), DAY, "cannot be read"),
        (lambda lake: lake.write(DAY, lake.read(DAY.replace("20/", "19/"))), DAY, "stale"),
        (lambda lake: lake.write(MONTH, lake.read(MONTH)[:-40] + b"x" * 40), MONTH, "cannot be read"),
        (
            lambda lake: lake.write(DAY.replace("11-20", "11-25"), lake.read(DAY)),
            DAY.replace("11-20", "11-25"),
            "no committed batch",
        ),
        (lambda lake: lake.write("feeds/part-0.parquet", b""), "feeds/part-0.parquet", "not what the log makes"),
        (lambda lake: lake.delete("views.sql"), "views.sql", "is missing"),
        (lambda lake: lake.delete(published_mark("a")), "_commits/a.json", "not published"),
    ],
)
def test_damage_is_found_and_mended(lake: Lake, damage: Callable[[Lake], None], path: str, problem: str) -> None:
    whole = published_files(lake)
    damage(lake)
    (finding,) = check(lake)
    assert finding.path == path
    assert problem in finding.problem
    assert repair(lake) == []
    assert published_files(lake) == whole


def test_an_index_that_lies_is_found_by_what_it_makes_and_mended(lake: Lake) -> None:
    whole = published_files(lake)
    for folded in (LogParts(lake), FeedStates(lake)):
        folded.refresh()
        folded.clear()
        folded.dump = lambda folded=folded: {"a": []} if isinstance(folded, LogParts) else []  # type: ignore[method-assign]
        folded.save(always=True)
    publish(lake)
    assert published_files(lake) != whole
    assert check(lake) != []
    assert repair(lake) == []
    assert published_files(lake) == whole
    assert publish(lake).written == []


def test_check_writes_nothing(lake: Lake) -> None:
    lake.delete(FeedStates.file)
    before = sorted(Path(lake.address).rglob("*"))
    assert check(lake) == []
    assert sorted(Path(lake.address).rglob("*")) == before


def test_foreign_file_is_named_and_left_alone(lake: Lake) -> None:
    lake.write("events/month=2026-11/mine.parquet", b"anything")
    (finding,) = repair(lake)
    assert (finding.path, finding.repairable) == ("events/month=2026-11/mine.parquet", False)
    assert lake.exists("events/month=2026-11/mine.parquet")


@pytest.mark.parametrize("change", [lambda data: None, lambda data: data[:-1] + b"?"])
def test_damaged_log_is_found_and_cannot_be_repaired(lake: Lake, change: Callable[[bytes], bytes | None]) -> None:
    path = next(path for path in lake.list("_log/articles"))
    data = change(lake.read(path))
    if data is None:
        lake.delete(path)
    else:
        lake.write(path, data)
    (finding,) = check(lake)
    assert (finding.path, finding.repairable) == (path, False)
