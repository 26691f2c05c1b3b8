"""A run that was killed, at any moment, and one more run: readers see what a run in peace makes."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.lakes import published_files
from transforms.lake.commits import committed, published
from transforms.lake.files import Lake
from transforms.publish.check import check

KILLED = Path(__file__).parents[1] / "support" / "killed.py"
SEEDS = Path(__file__).parents[2] / "seeds" / "drops"
NEWSBEAM = [sys.executable, "-m", "pipelines.cli"]
SECONDS = 120

STEPS = [
    "_log/articles",
    "_log/mentions",
    "_log/quarantine",
    "_commits/",
    "articles/day=2026",
    "mentions/month",
    "events/month=2026",
    "dim_country",
    "views.sql",
    "_published/",
]
# Elsewhere, after one write is before the next.
BOUNDARIES = ("_commits/", "views.sql", "_published/")


@pytest.fixture(scope="module")
def drops(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drops")
    for source in sorted(SEEDS.iterdir()):
        shutil.copy(source, folder)
        os.utime(folder / source.name, (1_795_300_000, 1_795_300_000))
    return folder


def arguments(drops: Path, lake: Path, batch: str = "2026-11-22T18:00:00Z") -> list[str]:
    return ["ingest", "--input", str(drops), "--output", str(lake), "--batch", batch]


def run(command: list[str]) -> None:
    done = subprocess.run(command, timeout=SECONDS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="module")
def peace(drops: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    lake = tmp_path_factory.mktemp("peace") / "lake"
    run([*NEWSBEAM, *arguments(drops, lake)])
    assert check(Lake(str(lake))) == []
    return published_files(Lake(str(lake)))


def healed(lake: Path, drops: Path) -> dict[str, bytes]:
    """What readers see after one more run."""
    run([*NEWSBEAM, *arguments(drops, lake)])
    found = Lake(str(lake))
    assert committed(found) == sorted(published(found))
    assert check(found) == []
    return published_files(found)


@pytest.mark.parametrize(
    ("moment", "step"),
    [*(("before", step) for step in STEPS), *(("after", step) for step in STEPS if step in BOUNDARIES)],
)
def test_killed_at_a_step(moment: str, step: str, drops: Path, tmp_path: Path, peace: dict[str, bytes]) -> None:
    lake = tmp_path / "lake"
    command = [sys.executable, str(KILLED), moment, step, *arguments(drops, lake)]
    done = subprocess.run(command, timeout=SECONDS, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, "the run came to its end: the step is not one of the protocol"
    assert healed(lake, drops) == peace


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_a_random_moment(seed: int, drops: Path, tmp_path: Path, peace: dict[str, bytes]) -> None:
    lake = tmp_path / "lake"
    process = subprocess.Popen(
        [*NEWSBEAM, *arguments(drops, lake)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not lake.exists() and process.poll() is None:
            time.sleep(0.01)
        time.sleep(random.Random(seed).uniform(0, 1.5))
    finally:
        process.kill()
        process.wait(SECONDS)
    assert healed(lake, drops) == peace


def test_the_same_batch_twice_changes_nothing(drops: Path, tmp_path: Path, peace: dict[str, bytes]) -> None:
    lake = tmp_path / "lake"
    run([*NEWSBEAM, *arguments(drops, lake)])
    times = {path: path.stat().st_mtime_ns for path in lake.rglob("*.parquet")}
    assert healed(lake, drops) == peace
    assert {path: path.stat().st_mtime_ns for path in lake.rglob("*.parquet")} == times


def test_two_runs_of_overlapping_input_at_once(drops: Path, tmp_path: Path) -> None:
    halves = [tmp_path / "first", tmp_path / "second"]
    for number, half in enumerate(halves):
        half.mkdir()
        for source in sorted(drops.iterdir())[number * 2 : number * 2 + 5]:
            shutil.copy2(source, half)
    alone, together = tmp_path / "alone", tmp_path / "together"
    for half in halves:
        run([*NEWSBEAM, *arguments(half, alone, half.name)])
    processes = [
        subprocess.Popen([*NEWSBEAM, *arguments(half, together, half.name)], stderr=subprocess.PIPE, text=True)
        for half in halves
    ]
    for process in processes:
        _, said = process.communicate(timeout=SECONDS)
        assert process.returncode == 0, said[-3000:]
    assert check(Lake(str(together))) == []
    assert published_files(Lake(str(together))) == published_files(Lake(str(alone)))


def test_empty_folder_commits_an_empty_batch(tmp_path: Path) -> None:
    (tmp_path / "drops").mkdir()
    lake = tmp_path / "lake"
    run([*NEWSBEAM, *arguments(tmp_path / "drops", lake)])
    assert committed(Lake(str(lake))) == ["20261122T180000Z"]
    assert lake.joinpath("articles/day=1970-01-01/part-0.parquet").exists()
