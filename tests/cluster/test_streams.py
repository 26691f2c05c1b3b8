"""A stream on the cluster: what dies is survived, a savepoint is gone on from, nothing is lost or comes twice."""

import json
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cluster.runs import Flink, portable
from pytest_httpserver import HTTPServer

from support.lakes import published_files
from support.replay import replay
from support.streams import JOB, WINDOW_SECONDS, Feed, Stream, windows
from transforms.lake.commits import committed
from transforms.lake.files import Lake
from transforms.publish.check import check

Start = Callable[..., Stream]


@pytest.fixture
def start(flink: Flink, tmp_path: Path) -> Iterator[Start]:
    """Starts streams into one lake on the cluster, and ends those that a test leaves."""
    started: list[Stream] = []

    def begin(*feeds: str, flags: tuple[str, ...] = ()) -> Stream:
        cluster = [*portable(flink.endpoint, flink.pool), "--checkpointing_interval=2000", *flags]
        cluster.append(f"--flink_master={flink.cluster.rest}")
        started.append(Stream(tmp_path / "lake", tmp_path / "drops", feeds, *cluster, "--grace", "90s"))
        return started[-1]

    yield begin
    for stream in started:
        stream.end()
    flink.cluster.cancel_all()


def drop_and_wait(stream: Stream, name: str) -> None:
    """Drops a file and waits until its window has committed."""
    before = stream.written()
    stream.drop(name)
    stream.wait_for(lambda: stream.written() > before, 300)


def assert_whole(stream: Stream, articles: int, tmp_path: Path) -> None:
    """Every window has its one commit, and the tables are what FnApiRunner makes of what was landed."""
    assert sum(commit.counts.written for commit in stream.commits()) == articles
    assert not [batch for batch in committed(stream.lake) if ".late-" in batch]
    began = windows(stream)
    assert began == list(range(began[0], began[-1] + 1, WINDOW_SECONDS))
    assert check(stream.lake) == []
    again = Lake(str(tmp_path / "again"))
    replay(stream.lake, again, JOB, WINDOW_SECONDS)
    assert published_files(again) == published_files(stream.lake)


def test_taskmanager_dies_in_mid_stream(flink: Flink, start: Start, httpserver: HTTPServer, tmp_path: Path) -> None:
    feed = Feed(httpserver)
    stream = start(feed.url)
    stream.wait_for(lambda: stream.written() == 2, 300)
    drop_and_wait(stream, "before")
    stream.drop("meanwhile")
    flink.cluster.taskmanagers[-1].kill()
    flink.cluster.start_taskmanager()
    stream.wait_for(lambda: stream.written() == 4, 300)
    drop_and_wait(stream, "after")
    assert stream.stop(240) == 0, stream.said()
    assert feed.asked == 1
    assert_whole(stream, 5, tmp_path)
    assert set(flink.cluster.jobs().values()) <= {"FINISHED", "CANCELED", "FAILED"}, "it leaves no job behind"


def test_savepoint_is_gone_on_from(flink: Flink, start: Start, tmp_path: Path) -> None:
    first = start()
    drop_and_wait(first, "one")
    (job,) = [name for name, state in flink.cluster.jobs().items() if state == "RUNNING"]
    savepoint = stop_with_savepoint(flink, job, tmp_path / "savepoints")
    assert first.process.wait(180) == 0, first.said()
    first.drop("two")
    second = start(flags=(f"--savepoint_path={savepoint}",))
    second.wait_for(lambda: second.written() == 2, 300)
    drop_and_wait(second, "three")
    assert second.stop(240) == 0, second.said()
    assert_whole(second, 3, tmp_path)


def stop_with_savepoint(flink: Flink, job: str, folder: Path) -> str:
    """Stops a job as Flink's own command line does; where its savepoint lies."""
    body = json.dumps({"targetDirectory": folder.as_uri(), "drain": False}).encode()
    url = f"http://{flink.cluster.rest}/jobs/{job}/stop"
    asked = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(asked, timeout=60) as answer:
        trigger = json.load(answer)["request-id"]
    ends = time.monotonic() + 60
    while True:
        state = flink.cluster.get(f"/jobs/{job}/savepoints/{trigger}")
        if state["status"]["id"] == "COMPLETED":
            return str(state["operation"]["location"])
        assert time.monotonic() < ends, state
        time.sleep(0.5)
