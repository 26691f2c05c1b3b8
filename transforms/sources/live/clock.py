"""The windows of a stream, each as it begins: an unbounded source that is paced by time and by its own commits.

A window begins when its time has come and the window before it has committed. So what a poll knows of its feeds is
what the lake says, a slow coder slows polling down instead of piling up news, and at most one window is under way.
No element follows the first of a window, which the watermark says at once: a window commits as soon as its documents
are coded, not when its time is over.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
from apache_beam.io.restriction_trackers import OffsetRange, OffsetRestrictionTracker
from apache_beam.io.watermark_estimators import ManualWatermarkEstimator
from apache_beam.transforms.core import RestrictionProvider
from apache_beam.transforms.window import TimestampedValue
from apache_beam.utils.timestamp import Duration, Timestamp

from schemas.layout import commit_file, window_batch
from schemas.times import now_micros
from transforms.lake.files import Lake
from transforms.sources.live.stops import asked_to_stop, stopped

SECOND = 1_000_000
LOOK_SECONDS = 1
"""How often the source looks whether a window has committed, or a stop was asked for."""
NO_END = 2**62


@dataclass(frozen=True)
class Schedule:
    """A stream's windows: its name, their length, and the number of the first.

    Window n lasts from n * `seconds` on, in seconds since the epoch, as Beam's FixedWindows has them.
    """

    job: str
    seconds: int
    first: int

    def start(self, number: int) -> int:
        """When a window starts, in microseconds."""
        return number * self.seconds * SECOND

    def number(self, time: int) -> int:
        """The window that a time (microseconds) falls in."""
        return time // (self.seconds * SECOND)

    def batch(self, number: int) -> str:
        """The batch that a window makes."""
        return window_batch(self.job, self.start(number))


@dataclass(frozen=True)
class Tick:
    """A window that begins. One that has `passed` while the stream was not running polls nothing."""

    batch: str
    passed: bool


def schedule(lake: Lake, job: str, seconds: int, now: int) -> Schedule:
    """The schedule of a stream that begins `now` (microseconds), with the first window that is not committed yet."""
    first = now // (seconds * SECOND)
    # One that a stream of this name has just committed, and was then stopped, is never changed.
    while lake.exists(commit_file(window_batch(job, first * seconds * SECOND))):
        first += 1
    return Schedule(job, seconds, first)


class Unsplit(OffsetRestrictionTracker):
    """Window numbers that one worker goes through: split for a pause only, for each window waits for the one before."""

    def try_split(self, fraction_of_remainder: float) -> Any:
        return super().try_split(fraction_of_remainder) if fraction_of_remainder == 0 else None

    def is_bounded(self) -> bool:
        return False


class WindowNumbers(RestrictionProvider):
    """The numbers of a stream's windows, from its first on, without end."""

    def initial_restriction(self, element: Schedule) -> OffsetRange:
        return OffsetRange(element.first, NO_END)

    def create_tracker(self, restriction: OffsetRange) -> Unsplit:
        return Unsplit(restriction)

    def restriction_size(self, element: Schedule, restriction: OffsetRange) -> int:  # noqa: ARG002 - Beam's interface
        return 1

    def truncate(self, element: Schedule, restriction: OffsetRange) -> None:
        """A runner that drains begins no further window."""


NUMBERS = beam.DoFn.RestrictionParam(WindowNumbers())
WATERMARK = beam.DoFn.WatermarkEstimatorParam(ManualWatermarkEstimator.default_provider())


class WindowsFn(beam.DoFn):
    """Schedule -> Tick, one for each window, with the window's start as its timestamp.

    Windows that have passed before the stream came to them (it was down, or slow) follow at once, and commit too.
    """

    def __init__(self, address: str, clock: Callable[[], int] = now_micros) -> None:
        self.address = address
        self.clock = clock

    def setup(self) -> None:
        self.lake = Lake(self.address)

    @beam.DoFn.unbounded_per_element()  # type: ignore[untyped-decorator]
    def process(self, schedule: Schedule, tracker: Any = NUMBERS, watermark: Any = WATERMARK) -> Iterator[Any]:
        next_one = tracker.current_restriction().start
        watermark.set_watermark(Timestamp(micros=schedule.start(next_one)))
        if asked_to_stop(self.lake, schedule.job):
            tracker.try_claim(NO_END - 1)
            stopped(self.lake, schedule.job, schedule.batch(next_one - 1) if next_one > schedule.first else None)
            return
        wait = self._wait(schedule, next_one)
        if wait > 0:
            tracker.defer_remainder(Duration(micros=wait))
            return
        present = schedule.number(self.clock())
        # Windows that have passed go first, and alone: the present one is to know what they had landed.
        after = max(present, next_one + 1)
        for number in range(next_one, after):
            if not tracker.try_claim(number):
                return
            tick = Tick(schedule.batch(number), passed=number < present)
            yield TimestampedValue(tick, Timestamp(micros=schedule.start(number)))
        watermark.set_watermark(Timestamp(micros=schedule.start(after)))
        tracker.defer_remainder(Duration(LOOK_SECONDS))

    def _wait(self, schedule: Schedule, number: int) -> int:
        """How long to wait before a window may begin, in microseconds; 0 where it may."""
        early = schedule.start(number) - self.clock()
        if early > 0:
            # Not to the end of a long window: a stop is to be seen before.
            return min(early, LOOK_SECONDS * SECOND)
        committed = number == schedule.first or self.lake.exists(commit_file(schedule.batch(number - 1)))
        return 0 if committed else LOOK_SECONDS * SECOND
