"""One Core, the same published tables, byte for byte, from every local runner, in batch and as a stream."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from schemas.layout import commit_file
from support.lakes import published_files
from support.run_core import EMPTY_TICKS, PRISM, TICK_SECONDS
from transforms.lake.commits import committed, read_commit
from transforms.lake.files import Lake

SCRIPT = Path(__file__).parents[1] / "support" / "run_core.py"
FILES = {
    "one.txt": "Israel and Morocco signed a defence agreement on Wednesday, the Israeli defence ministry said.\n",
    "two.txt": "Spanish Foreign Minister José Manuel Albares met his Moroccan counterpart in Rabat on Tuesday.\n",
    "three.jsonl": '{"id": "a", "title": "Turkey", "text": "Turkey recalled its ambassador from Athens.", '
    '"published": "2026-11-18T09:00:00Z"}\nno JSON\n',
    "empty.txt": "",
}

needs_prism = pytest.mark.skipif(
    not PRISM.exists(), reason=f"PRISM WAS NOT TESTED: {PRISM} is missing; `make prism` builds it where Go is there"
)


@pytest.fixture(scope="module")
def drops(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drops")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
        os.utime(folder / name, (1_795_300_000, 1_795_300_000))
    return folder


def run(mode: str, lake: Path, drops: Path, start: int = 0, seconds: int = 120) -> Lake:
    command = [sys.executable, str(SCRIPT), mode, str(lake), str(drops), str(start)]
    done = subprocess.run(command, timeout=seconds, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return Lake(str(lake))


@pytest.fixture(scope="module")
def reference(drops: Path, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return run("fnapi", tmp_path_factory.mktemp("reference") / "lake", drops)


def test_fnapi_runner_commits_and_counts_every_document(reference: Lake) -> None:
    assert committed(reference) == ["job"]
    commit = read_commit(reference, "job")
    counts = commit.counts
    assert (counts.read, counts.written, counts.skipped, counts.quarantined) == (5, 3, {"empty": 1}, 1)
    assert [work.stage for work in commit.stages] == ["read", "clean", "classify", "code", "write"]
    assert (commit.stages[0].documents_in, commit.stages[-1].documents_out) == (5, 3)
    assert all(work.documents_in == work.documents_out + work.skipped + work.quarantined for work in commit.stages)


@needs_prism
def test_prism_in_batch_publishes_the_same_bytes(reference: Lake, drops: Path, tmp_path: Path) -> None:
    prism = run("prism", tmp_path / "lake", drops)
    assert published_files(prism) == published_files(reference)


@needs_prism
def test_prism_as_a_stream_commits_each_window_and_publishes_the_same_bytes(drops: Path, tmp_path: Path) -> None:
    start = (int(time.time()) // TICK_SECONDS + 5) * TICK_SECONDS
    stream = run("prism-streaming", tmp_path / "stream", drops, start)
    seconds = [os.stat(stream.path(commit_file(batch))).st_mtime for batch in committed(stream)]
    assert seconds[0] < seconds[-1] - TICK_SECONDS, "windows commit one by one, not all at the end"
    windows = run("fnapi-windows", tmp_path / "windows", drops, start)
    assert len(committed(stream)) == len(FILES) + EMPTY_TICKS
    assert committed(stream) == committed(windows)
    for batch in committed(stream):
        assert read_commit(stream, batch) == read_commit(windows, batch)
    assert published_files(stream) == published_files(windows)
