"""`newsbeam stream` on Prism: windows commit live, and whatever ends it, nothing is lost and nothing comes twice."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from pytest_httpserver import HTTPServer

from support.lakes import published_files
from support.objects import ObjectStore, needs_object_store
from support.replay import replay
from support.run_core import PRISM
from support.streams import JOB, KILLED, NEWSBEAM, WINDOW_SECONDS, Feed, Stream, windows
from transforms.lake.commits import committed, published
from transforms.lake.files import Lake
from transforms.publish.check import check

pytestmark = pytest.mark.skipif(
    not PRISM.exists(), reason=f"STREAMS WERE NOT TESTED: {PRISM} is missing; `make prism` builds it where Go is there"
)

Start = Callable[..., Stream]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts streams into one lake, and ends those that a test leaves."""
    started: list[Stream] = []

    def begin(feeds: Sequence[str], *flags: str, through: Sequence[str] = tuple(NEWSBEAM)) -> Stream:
        started.append(Stream(tmp_path / "lake", tmp_path / "drops", feeds, *flags, through=through))
        return started[-1]

    yield begin
    for stream in started:
        stream.end()


def article_ids(lake: Lake) -> list[str]:
    table = ds.dataset(lake.path("articles"), partitioning="hive").to_table(columns=["article_id"])
    return sorted(table["article_id"].to_pylist())


def test_feeds_and_files_are_published_live_as_a_laptops_runner_would(
    start: Start, httpserver: HTTPServer, tmp_path: Path
) -> None:
    feed = Feed(httpserver)
    stream = start([feed.url], "--publish_every", "1s")
    stream.wait_for(lambda: stream.written() == 2)
    stream.drop("one")
    stream.wait_for(lambda: stream.written() == 3)
    stream.wait_for(lambda: len(published(stream.lake)) >= 3)
    assert stream.process.poll() is None, "it publishes while it runs"
    seen = len(committed(stream.lake))
    stream.wait_for(lambda: len(committed(stream.lake)) >= seen + 2)
    stream.drop("last")
    assert stream.stop() == 0, stream.said()

    began = windows(stream)
    assert began == list(range(began[0], began[-1] + 1, WINDOW_SECONDS)), "each window has a commit, empty or not"
    assert feed.asked == 1, "a feed is asked when it is due, not in each window"
    assert published(stream.lake) == set(committed(stream.lake))
    assert check(stream.lake) == []
    again = Lake(str(tmp_path / "again"))
    replay(stream.lake, again, JOB, WINDOW_SECONDS)
    assert published_files(again) == published_files(stream.lake)


@pytest.mark.parametrize(
    ("moment", "step", "asked"),
    [
        ("before", "_raw/", 2),
        ("after", "_raw/", 1),
        ("before", "_commits/", 1),
        ("after", "_log/mentions/.*-feeds-", 1),
    ],
    ids=["before landing", "after landing", "before the commit", "after the feed's log"],
)
def test_a_stream_that_was_killed_is_finished_by_the_next(
    start: Start, httpserver: HTTPServer, moment: str, step: str, asked: int
) -> None:
    feed = Feed(httpserver)
    killed = start([feed.url], through=[*KILLED, moment, step])
    killed.drop("one")
    assert killed.process.wait(180) == -9, killed.said()
    stream = start([feed.url])
    stream.wait_for(lambda: stream.written() >= 3)
    assert stream.stop() == 0, stream.said()
    assert feed.asked == asked, "what was landed is not asked for again: it would be 'not modified', and lost"
    assert len(article_ids(stream.lake)) == 3
    assert check(stream.lake) == []


def test_a_stream_is_stopped_from_elsewhere_and_starts_again(start: Start) -> None:
    stream = start([])
    stream.drop("one")
    stream.wait_for(lambda: stream.written() == 1)
    arguments = ["--output", stream.lake.address, "--input", f"{stream.drops}/*.txt", "--job_name", JOB]
    asked = subprocess.run(
        [*NEWSBEAM, "stream", "--stop", *arguments], timeout=60, capture_output=True, text=True, check=False
    )
    assert (asked.returncode, f"stream {JOB} was asked to stop" in asked.stderr) == (0, True)
    assert stream.process.wait(150) == 0, stream.said()
    again = start([])
    again.drop("two")
    again.wait_for(lambda: again.written() == 2)
    assert again.stop() == 0, again.said()
    assert [commit.counts.read for commit in again.commits() if commit.counts.read] == [1, 1], "no file is read twice"


def prisms(stream: Stream) -> set[str]:
    """The process ids of Prism below a stream."""
    command = ["pgrep", "-P", str(stream.process.pid), "-f", str(PRISM)]
    return set(subprocess.run(command, capture_output=True, text=True, check=False).stdout.split())


def test_prism_does_not_outlive_a_stream_that_is_killed(start: Start) -> None:
    stream = start([])
    stream.wait_for(lambda: bool(committed(stream.lake)))
    (mine,) = prisms(stream)
    stream.process.kill()
    stream.process.wait(30)
    ends = time.monotonic() + 10
    while Path(f"/proc/{mine}/exe").exists():
        assert time.monotonic() < ends
        time.sleep(0.1)


def test_a_runner_that_dies_ends_the_stream_with_what_to_do(start: Start) -> None:
    stream = start([])
    stream.wait_for(lambda: bool(committed(stream.lake)))
    (mine,) = prisms(stream)
    os.kill(int(mine), signal.SIGKILL)
    assert stream.process.wait(150) == 1, stream.said()
    last = stream.said().strip().splitlines()[-1]
    assert "stream desk ended unasked; what it committed is safe" in last
    assert check(stream.lake) == []


def test_a_bad_document_and_a_feed_that_is_down_stop_nothing(start: Start, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/down").respond_with_data("no", status=503)
    stream = start([httpserver.url_for("/down")])
    stream.drop("empty", "\n" * 3)
    (stream.drops / "late.txt").symlink_to(stream.drops / "nowhere")
    stream.drop("good")
    stream.wait_for(lambda: stream.written() >= 1)
    assert stream.stop() == 0, stream.said()
    assert any(state["error"] for commit in stream.commits() for state in commit.feeds)
    for commit in stream.commits():
        assert commit.counts.read == commit.counts.settled


@needs_object_store
def test_a_lake_in_an_object_store_is_streamed_into(tmp_path: Path, httpserver: HTTPServer) -> None:
    feed = Feed(httpserver)
    with ObjectStore(tmp_path) as store, store.environment():
        stream = Stream(store.address("lake"), tmp_path / "drops", [feed.url], "--publish_every", "5s")
        try:
            stream.drop("one")
            stream.wait_for(lambda: stream.written() == 3)
            assert stream.stop() == 0, stream.said()
        finally:
            stream.end()
        assert published(stream.lake) == set(committed(stream.lake))
        assert check(stream.lake) == []
