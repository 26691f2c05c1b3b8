"""`newsbeam publish` on runners: the same bytes as in one process, and whole partitions whatever fails midway."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from pipelines.publishing import build_on, builder
from schemas.feeds import FeedState
from schemas.records import Quarantined
from schemas.times import parse_rfc3339
from support.lakes import NOON, article, chunk, commit_batch, mention, published_files
from support.run_core import PRISM
from transforms.lake.files import Lake
from transforms.publish.build import build_here
from transforms.publish.check import check
from transforms.publish.log import CommittedLog
from transforms.publish.members import Errand, Tables
from transforms.publish.publish import Build, pending, publish
from transforms.publish.transform import Outbox, received

KILLED = Path(__file__).parents[1] / "support" / "killed.py"
SECONDS = 120
ONE_PROCESS = ["--runner=FnApiRunner"]
TWO_PROCESSES = ["--runner=FnApiRunner", "--direct_running_mode=multi_processing", "--direct_num_workers=2"]
ON_PRISM = ["--runner=PrismRunner", f"--prism_location={PRISM}"]
needs_prism = pytest.mark.skipif(
    not PRISM.exists(), reason=f"PRISM WAS NOT TESTED: {PRISM} is missing; `make prism` builds it where Go is there"
)


def add(lake: Lake, batch: str, month: int, days: Sequence[int]) -> None:
    """A batch of two new articles a day and their mentions, one article that each batch has, and one bad document."""
    articles = [
        article(f"{batch}-{day}-{number}", published_at=f"2026-{month:02d}-{day:02d}T0{number}:00:00Z")
        for day in days
        for number in range(2)
    ]
    again = article("again", text=f"Told by {batch}.", fetched_at=f"2026-11-2{len(batch)}T00:00:00Z")
    mentions = [mention(each, event_date=f"2026-{month:02d}-{days[0]:02d}") for each in [*articles, again]]
    bad = Quarantined("read", f"drop/{batch}.jsonl#0", "bad_json", "not JSON", "{", parse_rfc3339(NOON))
    state = FeedState("https://one.example/feed", last_polled_at=month, etag=batch)
    half = len(articles) // 2
    commit_batch(
        lake,
        batch,
        chunk([*articles[:half], again], [m for m in mentions if m.uri not in {a.uri for a in articles[half:]}]),
        chunk(articles[half:], mentions[half:-1], [bad], feeds=[state.to_json()], shard="00001"),
    )


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A lake with one batch published, and two that are committed."""
    lake = Lake(str(tmp_path_factory.mktemp("before") / "lake"))
    add(lake, "a", 9, [1, 2, 3])
    publish(lake)
    add(lake, "bb", 10, [3, 4])
    add(lake, "ccc", 9, [3, 28, 29])
    return lake


@pytest.fixture(scope="module")
def after(before: Lake, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What publishing in this process makes of it."""
    lake = copied(before, tmp_path_factory.mktemp("after"))
    publish(lake)
    assert check(lake) == []
    return published_files(lake)


@pytest.fixture
def lake(before: Lake, tmp_path: Path) -> Lake:
    return copied(before, tmp_path)


def copied(lake: Lake, folder: Path) -> Lake:
    shutil.copytree(lake.address, folder / "lake")
    return Lake(str(folder / "lake"))


def newsbeam(
    lake: Lake, *flags: str, program: Sequence[str] = ("-m", "pipelines.cli")
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *program, "publish", lake.address, *flags]
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)


def assert_old_or_new(lake: Lake, before: Lake, after: dict[str, bytes]) -> int:
    """How many files are new, where each is whole; `feeds` comes after the partitions."""
    old, now = published_files(before), published_files(lake)
    for path, data in now.items():
        assert data in (old.get(path), after.get(path)), path
    return sum(data != old.get(path) for path, data in now.items())


@pytest.mark.parametrize(
    "flags",
    [[], ONE_PROCESS, TWO_PROCESSES, pytest.param(ON_PRISM, marks=needs_prism)],
    ids=["this process", "one process", "two processes", "prism"],
)
def test_every_runner_publishes_the_same_bytes(flags: list[str], lake: Lake, after: dict[str, bytes]) -> None:
    done = newsbeam(lake, *flags)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "published: bb, ccc; " in done.stderr
    assert published_files(lake) == after
    assert pending(lake) == []
    assert list(lake.list("_tmp")) == []


@pytest.mark.parametrize("flags", [ONE_PROCESS, TWO_PROCESSES], ids=["one process", "two processes"])
def test_a_worker_that_fails_leaves_partitions_old_or_new_and_the_next_publish_heals(
    flags: list[str], lake: Lake, before: Lake, after: dict[str, bytes]
) -> None:
    blocked = Path(lake.path("mentions/month=2026-10/part-0.parquet"))
    blocked.mkdir(parents=True)
    done = newsbeam(lake, *flags)
    assert done.returncode == 1
    assert "newsbeam publish LAKE does the rest" in done.stderr
    assert "IsADirectoryError" in done.stderr
    assert assert_old_or_new(lake, before, after) > 0
    assert pending(lake) == ["bb", "ccc"]
    blocked.rmdir()
    assert newsbeam(lake, *flags).returncode == 0
    assert published_files(lake) == after
    assert check(lake) == []


def test_workers_that_are_killed_leave_partitions_old_or_new_and_the_next_publish_heals(
    lake: Lake, before: Lake, after: dict[str, bytes]
) -> None:
    old = published_files(before)
    command = [sys.executable, "-m", "pipelines.cli", "publish", lake.address, *TWO_PROCESSES]
    process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + SECONDS
        while published_files(lake) == old and process.poll() is None and time.monotonic() < end:
            time.sleep(0.001)
    finally:
        # With the workers the submitter: on FnApiRunner it would wait for a dead worker for ever.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert 0 < assert_old_or_new(lake, before, after) < len(after)
    publish(lake)
    assert published_files(lake) == after
    assert check(lake) == []


@pytest.mark.parametrize(
    ("flags", "moment", "place"),
    [
        ([], "before", "articles/day=2026-09-28"),
        ([], "after", "events/month=2026-10"),
        ([], "before", "feeds/"),
        (ONE_PROCESS, "after", "articles/day=2026-09-28"),
        (ONE_PROCESS, "before", "events/month=2026-10"),
        (ONE_PROCESS, "after", "feeds/"),
    ],
)
def test_killed_at_any_write_partitions_are_old_or_new_and_the_next_publish_heals(
    place: str, flags: list[str], moment: str, lake: Lake, before: Lake, after: dict[str, bytes]
) -> None:
    done = newsbeam(lake, *flags, program=(str(KILLED), moment, place))
    assert done.returncode == -signal.SIGKILL
    assert assert_old_or_new(lake, before, after) < len(after)
    assert pending(lake) == ["bb", "ccc"]
    publish(lake)
    assert published_files(lake) == after
    assert check(lake) == []


def test_a_batch_that_commits_while_workers_build_is_published_too(lake: Lake) -> None:
    def build(lake: Lake, errands: object) -> list[str]:
        if not lake.exists("_commits/dddd.json"):
            add(lake, "dddd", 11, [5])
        return build_on(ONE_PROCESS)(lake, errands)  # type: ignore[arg-type, return-value]

    assert publish(lake, build=build).batches == ["bb", "ccc", "dddd"]
    assert check(lake) == []


def test_no_runner_is_started_where_nothing_changed(lake: Lake) -> None:
    publish(lake)
    assert publish(lake, build=build_on(["--runner=NoSuchRunner"])).written == []


def test_what_travels_is_small_and_says_all_that_a_worker_must_know(lake: Lake, after: dict[str, bytes]) -> None:
    log = CommittedLog.open(lake)
    errands = [
        errand
        for table in ("articles", "mentions", "events")
        for placed in [Tables(log).place(table)]
        for errand in placed.errands(sorted(placed.fingerprints))
    ]
    with Outbox(lake) as outbox:
        sent = outbox.send(errands)
        assert len(list(lake.list("_tmp"))) == len(errands) == 3
        assert len(pickle.dumps(sent)) < 3000
        for path in build_here(lake, (received(lake, each) for each in sent)):
            assert lake.read(path) == after[path]
    assert list(lake.list("_tmp")) == []


@pytest.mark.parametrize("flags", [["--nonsense"], ["--runner=NoSuchRunner"], ["another"]])
def test_wrong_flags_end_in_code_2_and_publish_nothing(flags: list[str], lake: Lake, before: Lake) -> None:
    done = newsbeam(lake, *flags)
    assert done.returncode == 2
    assert flags[0].removeprefix("--runner=") in done.stderr
    assert published_files(lake) == published_files(before)


def test_only_a_named_runner_builds_elsewhere() -> None:
    assert builder([]) is builder(["--direct_num_workers=2"]) is build_here
    assert builder(["--runner=FnApiRunner"]) is not build_here


def test_a_run_spreads_over_workers_only_what_is_worth_it(
    lake: Lake, after: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def spread(flags: Sequence[str]) -> Build:
        def build(lake: Lake, errands: Iterable[Errand]) -> Iterable[str]:
            taken = list(errands)
            asked.append(sum(len(errand.members) for errand in taken))
            return build_here(lake, taken)

        return build

    monkeypatch.setattr("pipelines.publishing.build_on", spread)
    publish(lake, build=builder(ONE_PROCESS, least_rows=10_000))
    assert (asked, published_files(lake) == after) == ([], True)
    publish(lake, everything=True, build=builder(ONE_PROCESS, least_rows=10))
    assert len(asked) == 1
    assert published_files(lake) == after


def test_without_a_runner_beam_is_not_imported(lake: Lake) -> None:
    code = "import sys; from pipelines.cli import main; main(sys.argv[1:]); print('apache_beam' in sys.modules)"
    command = [sys.executable, "-c", code, "publish", lake.address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    assert done.stdout.splitlines()[-1] == "False"
