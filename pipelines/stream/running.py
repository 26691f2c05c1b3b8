"""What goes on beside a stream, in the process that submitted it: windows are told, tables published, signals heard."""

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Protocol

from apache_beam.runners.runner import PipelineState
from rich.console import Console

from pipelines.stream.options import StreamOptions
from pipelines.watch.signals import Signals
from schemas.layout import COMMITS
from transforms.lake.commits import Commit, committed, read_commit
from transforms.lake.files import Lake
from transforms.publish.publish import publish
from transforms.sources.live.stops import ask_to_stop, drained

LOOK_SECONDS = 2.0
LOOKS_TO_END = 3
SHOWN_CHARACTERS = 2_000


class Job(Protocol):
    """A pipeline that was submitted, as Beam's results are."""

    @property
    def state(self) -> str:
        """One of PipelineState."""

    def cancel(self) -> object:
        """Ends it at once."""


class Beside:
    """Watches a stream's job until it ends, or is ended."""

    def __init__(self, options: StreamOptions, lake: Lake, signals: Signals, console: Console) -> None:
        self.options = options
        self.lake = lake
        self.signals = signals
        self.console = console
        self.known = set(committed(lake))
        self.publisher = Publisher(lake, options.publish_every, console)

    def run(self, job: Job, clock: Callable[[], float] = time.monotonic) -> bool:
        """Looks at the job every few seconds until it ends; whether that was asked for, from here or elsewhere.

        The first signal lets the present window end, the second cancels. A stream that was asked to stop and has
        committed what it began is over, also where its runner goes on: Flink keeps a job whose sources have ended.
        """
        ends: float | None = None
        try:
            while not PipelineState.is_terminal(job.state):
                left = LOOK_SECONDS if ends is None else ends - clock()
                self.signals.wait(max(0.1, min(LOOK_SECONDS, left)))
                self.look()
                if self.signals.stops and ends is None:
                    ends = clock() + self.options.grace
                    self.console.print("stopping: the present window ends, no other begins")
                    ask_to_stop(self.lake, self.options.job)
                if drained(self.lake, self.options.job):
                    self._let_end(job)
                    return True
                if ends is not None and (self.signals.stops > 1 or clock() >= ends):
                    self.console.print("cancelled before the present window ended: the next stream finishes it")
                    job.cancel()
                    return True
            return drained(self.lake, self.options.job)
        finally:
            self.publisher.close()
            self.look()

    def _let_end(self, job: Job) -> None:
        """Gives a job whose source has ended a moment to end by itself, and else cancels it: it has nothing to lose."""
        for _ in range(LOOKS_TO_END):
            if PipelineState.is_terminal(job.state):
                return
            self.signals.wait(LOOK_SECONDS)
        job.cancel()

    def look(self) -> None:
        """Tells of the windows that committed since the last look, and publishes when it is time."""
        for batch in committed(self.lake):
            if batch not in self.known:
                self.known.add(batch)
                commit = read_commit(self.lake, batch)
                if commit.counts.read or commit.feeds:
                    self.console.print(told(commit), markup=False)
        self.publisher.look()


class Publisher:
    """Publishes a lake now and then, in a process of its own: it needs memory, and the stream's process its time."""

    def __init__(self, lake: Lake, every: int, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self.lake = lake
        self.every = every
        self.console = console
        self.clock = clock
        self.next = clock() + every
        self.child: subprocess.Popen[str] | None = None

    def look(self) -> None:
        """Begins to publish where it is time, and tells where that failed; the next time tries again."""
        if self.child is not None and self.child.poll() is not None:
            self._ended(self.child)
        if self.every and self.child is None and self.clock() >= self.next and any(self.lake.list(COMMITS)):
            self.next = self.clock() + self.every
            command = [sys.executable, "-P", "-m", "pipelines.cli", "publish", self.lake.address]
            self.child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)

    def close(self) -> None:
        """Waits for the one that is under way."""
        if self.child is not None:
            self._ended(self.child)

    def _ended(self, child: "subprocess.Popen[str]") -> None:
        said = child.communicate()[1][-SHOWN_CHARACTERS:].strip()
        self.child = None
        if child.returncode:
            self.console.print(f"publishing failed and will be tried again: {said}", markup=False)


def told(commit: Commit) -> str:
    """A window in one line."""
    counts = commit.counts
    skipped = sum(counts.skipped.values())
    feeds = f"{len(commit.feeds)} feeds, " if commit.feeds else ""
    return (
        f"{commit.logical_time} {feeds}{counts.read} read, {counts.written} written, {counts.duplicates} duplicates, "
        f"{skipped} skipped, {counts.quarantined} quarantined, {commit.mentions} mentions"
    )


def publish_last(lake: Lake, console: Console) -> None:
    """Publishes what the last windows committed."""
    done = publish(lake)
    console.print(f"published {len(done.batches)} windows, {len(done.written)} files written", markup=False)
