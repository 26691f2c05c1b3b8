"""The rounds that a watch makes: at each tick it looks which feeds are due, and has a run poll them."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from rich.console import Console

from pipelines.additions import listed
from pipelines.errors import FAILED, USAGE, UsageError
from pipelines.known_feeds import KnownFeeds
from pipelines.watch.child import Ended
from pipelines.watch.runs import describe
from schemas.times import format_micros, now_micros
from transforms.lake.commits import DamagedLake
from transforms.lake.files import Lake
from transforms.outcomes import printable
from transforms.sources.polling.feedlist import feed_states, read_feeds
from transforms.sources.polling.schedule import Turn, turns

LONGEST_WAIT_SECONDS = 60.0
"""A wait is cut into such pieces: while a laptop sleeps the wait stands still, and the schedule does not."""
MESSAGE_CHARACTERS = 2000
SECOND = 1_000_000


@dataclass(frozen=True)
class WatchOptions:
    """What `newsbeam watch` was asked to do; times in seconds. `rest` are the flags that go on to ingest as given."""

    feeds: str
    output: str
    every: int
    grace: int
    verbose: bool
    rest: tuple[str, ...]


class Waiting(Protocol):
    """What counts the stops, and waits: `pipelines.watch.signals.Signals`."""

    stops: int

    def wait(self, seconds: float) -> object:
        """Waits for so long, or until a signal comes."""


Launch = Callable[[Sequence[str], Sequence[int]], Ended]
"""Runs `newsbeam ingest` with some flags, and open files that it inherits, to its end; raises OSError."""


def next_start(first: float, every: float, began: float, now: float) -> float:
    """When the next run starts: at the first tick after the last one `began`, or now where that has passed.

    Ticks are `every` seconds apart, from `first` on. So a run that is too long is followed at once by one other,
    however many ticks it missed.
    """
    return max(now, first + every * ((began - first) // every + 1))


def schedule_clock() -> float:
    """Seconds on a clock that no one sets and, on Linux, that goes on while the machine sleeps."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Rounds:
    """Looks at each tick whether a feed is due, and has a run poll it; tells of each in a line.

    Of the feeds' list the last one counts that could be read. The clocks and what waits are arguments.
    """

    def __init__(
        self,
        options: WatchOptions,
        launch: Launch,
        signals: Waiting,
        console: Console,
        clock: Callable[[], float] = schedule_clock,
        now: Callable[[], int] = now_micros,
    ) -> None:
        self.options = options
        self.launch = launch
        self.signals = signals
        self.console = console
        self.clock = clock
        self.now = now
        self.specs = listed("--feeds", options.feeds)
        self.known = KnownFeeds(Lake(options.output))
        self.urls: list[str] = []
        self.runs = 0

    def run(self) -> int:
        """Goes on until it is stopped; the exit code: 1 where that cut a run short at once, else 0.

        Wrong flags, which the first run finds, end it with 2. Raises UsageError where the list cannot be read.
        """
        try:
            self.urls = read_feeds(self.specs)
        except ValueError as error:
            raise UsageError(str(error)) from error
        _ = self.known.lake.filesystem  # an address that no one knows is a wrong flag
        first = self.clock()
        while not self.signals.stops:
            began = self.clock()
            said, ended = self._tick()
            upcoming = next_start(first, self.options.every, began, self.clock())
            self._tell(f"{said}; {'stopping' if self.signals.stops else self._next(upcoming)}")
            for line in ended.lines if ended.code else ():
                self._tell(f"  {line}", timed=False)
            if ended.code == USAGE and self.runs == 1:
                return USAGE
            if ended.cut and self.signals.stops > 1:
                return FAILED
            self._wait_until(upcoming)
        self._tell("stopped")
        return 0

    def _tick(self) -> tuple[str, Ended]:
        """Looks, runs what is due, and says in a line what became of it."""
        readable = self._read_list()
        try:
            self.known.refresh()
            states = feed_states(self.urls, self.known.states)
            plan = turns(states, self.now(), only_due=True)
            if Turn.POLL not in plan and not self.known.unfinished():
                later = [state.next_due_at or 0 for state, turn in zip(states, plan, strict=True) if turn is Turn.LATER]
                first = f", the first at {format_micros(min(later))}" if later else ""
                return f"none of {len(states)} feeds is due{first}", Ended(0)
            return self._run(readable)
        except (DamagedLake, OSError) as error:
            return f"the lake cannot be read: {error}", Ended(0)

    def _run(self, readable: bool) -> tuple[str, Ended]:
        self.runs += 1
        began, started = self.now(), self.clock()
        with self._feeds_flag(readable) as (feeds, files):
            flags = [f"--feeds={feeds}", f"--output={self.options.output}", *self.options.rest, "--only_due"]
            try:
                ended = self.launch(flags, files)
            except OSError as error:
                ended = Ended(FAILED, (f"the run could not be started: {error}",))
        seconds = self.clock() - started
        try:
            said = describe(ended, self.known.refresh(), len(self.urls), began)
        except (DamagedLake, OSError) as error:
            said = f"exit code {ended.code}; the lake cannot be read: {error}"
        return f"run {self.runs}: {said}; {seconds:.1f} s", ended

    def _read_list(self) -> bool:
        """Reads the feeds' list anew; False, and a line that says why, where it cannot be read."""
        try:
            self.urls = read_feeds(self.specs)
        except ValueError as error:
            self._tell(f"{error}; going on with the {len(self.urls)} feeds of before")
            return False
        return True

    @contextmanager
    def _feeds_flag(self, readable: bool) -> Iterator[tuple[str, Sequence[int]]]:
        """The value of `--feeds` for a run: as given, or an open file of the last list that could be read.

        That file has no name, and URLs with their credentials are on no command line.
        """
        if readable:
            yield self.options.feeds, ()
            return
        with tempfile.TemporaryFile() as file:
            file.write("\n".join(self.urls).encode())
            file.flush()
            os.lseek(file.fileno(), 0, os.SEEK_SET)
            yield f"/dev/fd/{file.fileno()}", (file.fileno(),)

    def _wait_until(self, moment: float) -> None:
        while not self.signals.stops and (left := moment - self.clock()) > 0:
            self.signals.wait(min(left, LONGEST_WAIT_SECONDS))

    def _next(self, moment: float) -> str:
        now = self.now()
        today, then = format_micros(now), format_micros(now + round((moment - self.clock()) * SECOND))
        return f"next at {then if then[:10] != today[:10] else then[11:]}"

    def _tell(self, text: str, *, timed: bool = True) -> None:
        line = f"{format_micros(self.now())}  {text}" if timed else text
        self.console.print(printable(line, MESSAGE_CHARACTERS), markup=False, highlight=False, emoji=False)
