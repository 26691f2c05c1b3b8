"""What the tests on a cluster share: drops, and `newsbeam ingest` as a process of its own, in bounded time."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.flink.cluster import Cluster, Process

SEEDS = Path(__file__).parents[2] / "seeds" / "drops"
ARTICLES = 240
"""Each a file of its own: a split takes 100 files, so that there are three to read in parallel."""

DROPPED_AT = 1_795_300_000
SECONDS = 480
"""No run may take longer, however it ends."""

COUNTRIES = ["Israel", "Morocco", "Spain", "France", "Turkey", "Greece", "Japan", "Kenya", "Brazil", "Canada", "India"]
DEEDS = ["signed a defence agreement with", "recalled its ambassador from", "criticised", "imposed sanctions on"]


@dataclass(frozen=True)
class Flink:
    """A session cluster with its job server and a pool of workers."""

    cluster: Cluster
    endpoint: str
    pool: str
    pool_process: Process


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit code, what it said, and the seconds that it took."""

    code: int
    said: str
    seconds: float

    @property
    def last_line(self) -> str:
        """What the user reads last."""
        return self.said.strip().splitlines()[-1]


def write_drops(folder: Path) -> None:
    """The seeds, one broken line among them, and generated articles."""
    for source in sorted(SEEDS.iterdir()):
        shutil.copy(source, folder)
    for index in range(ARTICLES):
        (folder / f"part-{index:04d}.jsonl").write_text(json.dumps(drop(index)) + "\n", encoding="utf-8")
    for path in folder.iterdir():
        os.utime(path, (DROPPED_AT, DROPPED_AT))


def drop(index: int) -> dict[str, str]:
    """One generated article of ten sentences, each with an event."""
    sides = [COUNTRIES[(index * step) % len(COUNTRIES)] for step in (1, 3, 5)]
    text = " ".join(
        f"{sides[0]} {DEEDS[(index + line) % len(DEEDS)]} {sides[1 + line % 2]} on Wednesday, case {index} of {line}."
        for line in range(10)
    )
    day = 1 + index % 20
    return {"id": f"a{index}", "title": f"Report {index}", "text": text, "published": f"2026-11-{day:02d}T09:00:00Z"}


def portable(endpoint: str, pool: str, parallelism: int = 2) -> list[str]:
    """Beam's flags for a job server and a pool of workers."""
    where = [f"--job_endpoint={endpoint}", "--environment_type=EXTERNAL", f"--environment_config={pool}"]
    workers = [f"--parallelism={parallelism}", f"--sdk_worker_parallelism={parallelism}"]
    return ["--runner=PortableRunner", *where, *workers]


def command(drops: Path, lake: Path | str, flags: list[str]) -> list[str]:
    """A command line of `newsbeam ingest`; the batch has always the same name."""
    newsbeam = str(Path(sys.executable).with_name("newsbeam"))
    return [newsbeam, "ingest", "--input", str(drops), "--output", str(lake), "--batch", "one", *flags]


def ingest(drops: Path, lake: Path | str, flags: list[str], cwd: Path | None = None, seconds: float = SECONDS) -> Ended:
    """Runs `newsbeam ingest` to its end."""
    started = time.monotonic()
    done = subprocess.run(
        command(drops, lake, flags), cwd=cwd, capture_output=True, text=True, timeout=seconds, check=False
    )
    return Ended(done.returncode, done.stderr + done.stdout, time.monotonic() - started)


class Running:
    """`newsbeam ingest` while it runs."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.started = time.monotonic()

    def end(self, seconds: float = SECONDS) -> Ended:
        """Waits for its end."""
        _, said = self.process.communicate(timeout=seconds)
        return Ended(self.process.returncode, said, time.monotonic() - self.started)

    def wait_for(self, ready: Callable[[], object], seconds: float = SECONDS) -> None:
        """Waits until something has come about, while it still runs."""
        wait_for(ready, seconds, self._goes_on)

    def _goes_on(self) -> None:
        if self.process.poll() is not None:
            raise AssertionError(f"it ended before: {self.end().said[-3000:]}")


@contextmanager
def running(drops: Path, lake: Path, flags: list[str]) -> Iterator[Running]:
    """Starts `newsbeam ingest`; it does not outlive the block."""
    process = subprocess.Popen(
        command(drops, lake, flags), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    try:
        yield Running(process)
    finally:
        process.kill()
        process.wait()


def wait_for(ready: Callable[[], object], seconds: float = 60, alive: Callable[[], object] = bool) -> None:
    """Waits until something has come about; `alive` raises where it cannot any more."""
    end = time.monotonic() + seconds
    while not ready():
        alive()
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.1)


def parts(lake: Path) -> list[Path]:
    """What the workers have written so far."""
    return list(lake.glob("_log/articles/*.parquet"))


def children(process: int) -> list[int]:
    """The processes that a process has started, without its dead ones."""
    listed = Path(f"/proc/{process}/task").glob("*/children")
    found = [int(child) for file in listed for child in file.read_text(encoding="ascii").split()]
    return [child for child in found if "(zombie)" not in Path(f"/proc/{child}/status").read_text(encoding="utf-8")]
