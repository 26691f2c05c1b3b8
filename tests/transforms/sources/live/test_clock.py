"""Windows begin when their time has come and the window before has committed, and not after a stop."""

from pathlib import Path

import pytest
from apache_beam.io.watermark_estimators import ManualWatermarkEstimator
from apache_beam.runners.sdf_utils import RestrictionTrackerView, ThreadsafeRestrictionTracker
from apache_beam.utils.timestamp import Timestamp

from schemas.layout import commit_file, stop_file
from transforms.lake.files import Lake
from transforms.sources.live.clock import SECOND, Schedule, Tick, Unsplit, WindowNumbers, WindowsFn, schedule
from transforms.sources.live.stops import ask_to_stop, drained, withdraw

JOB = "desk"
PLAN = Schedule(JOB, 10, 100)


class Stream:
    """A WindowsFn as a runner drives it: called again with what it left, after the time that it asked for."""

    def __init__(self, lake: Lake, plan: Schedule = PLAN) -> None:
        self.lake = lake
        self.plan = plan
        self.now = plan.start(plan.first)
        self.fn = WindowsFn(lake.address, clock=lambda: self.now)
        self.fn.setup()
        self.left = WindowNumbers().initial_restriction(plan)
        self.watermark = ManualWatermarkEstimator(None)
        self.asked_seconds: float | None = None

    def run(self) -> list[Tick]:
        """One call; what it yields, having checked that nothing is behind the watermark."""
        tracker = ThreadsafeRestrictionTracker(Unsplit(self.left))
        before = self.watermark.current_watermark()
        ticks = []
        for value in self.fn.process(self.plan, RestrictionTrackerView(tracker), self.watermark):
            assert before is None or value.timestamp >= before
            ticks.append(value.value)
        tracker.check_done()
        deferred = tracker.deferred_status()
        self.asked_seconds = None
        if deferred is not None:
            self.left, delay = deferred
            self.asked_seconds = float(delay)
        return ticks

    def commit(self, tick: Tick) -> None:
        self.lake.write(commit_file(tick.batch), b"{}")


@pytest.fixture
def stream(tmp_path: Path) -> Stream:
    return Stream(Lake(str(tmp_path)))


def test_a_window_is_named_after_its_start_and_closes_at_once(stream: Stream) -> None:
    assert stream.run() == [Tick("desk-19700101T001640Z", passed=False)]
    # No element of this window follows, so it may commit before its time is over.
    assert stream.watermark.current_watermark() == Timestamp(1010)


def test_a_window_waits_for_its_time(stream: Stream) -> None:
    (tick,) = stream.run()
    stream.commit(tick)
    stream.now += 9 * SECOND
    assert stream.run() == []
    assert stream.asked_seconds == pytest.approx(1, abs=0.01)
    stream.now += 1 * SECOND
    assert [tick.batch for tick in stream.run()] == ["desk-19700101T001650Z"]


def test_a_window_waits_for_the_commit_of_the_one_before(stream: Stream) -> None:
    (tick,) = stream.run()
    stream.now += 10 * SECOND
    assert stream.run() == []
    stream.commit(tick)
    assert [tick.batch for tick in stream.run()] == ["desk-19700101T001650Z"]


def test_windows_that_passed_meanwhile_come_first_and_poll_nothing(stream: Stream) -> None:
    (tick,) = stream.run()
    stream.commit(tick)
    stream.now += 35 * SECOND
    passed = stream.run()
    assert [tick.passed for tick in passed] == [True, True]
    assert stream.watermark.current_watermark() == Timestamp(1030)
    assert stream.run() == [], "the present window polls by what those had landed, and waits for their commit"
    for tick in passed:
        stream.commit(tick)
    (present,) = stream.run()
    assert (present.batch, present.passed) == ("desk-19700101T001710Z", False)


def test_after_a_stop_no_window_begins_and_the_last_one_is_told(stream: Stream) -> None:
    (tick,) = stream.run()
    ask_to_stop(stream.lake, JOB)
    assert not drained(stream.lake, JOB)
    stream.now += 10 * SECOND
    assert stream.run() == []
    assert stream.asked_seconds is None, "the source has ended"
    assert not drained(stream.lake, JOB), "its last window is under way"
    stream.commit(tick)
    assert drained(stream.lake, JOB)


def test_a_stop_before_the_first_window(stream: Stream) -> None:
    ask_to_stop(stream.lake, JOB)
    assert stream.run() == []
    assert drained(stream.lake, JOB)
    withdraw(stream.lake, JOB)
    assert not stream.lake.exists(stop_file(JOB))


def test_a_stream_begins_with_the_first_window_that_is_not_committed(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path))
    now = 1004 * SECOND
    assert schedule(lake, JOB, 10, now).first == 100
    lake.write(commit_file(PLAN.batch(100)), b"{}")
    assert schedule(lake, JOB, 10, now).first == 101
    assert schedule(lake, "other", 10, now).first == 100


def test_windows_are_never_split_between_workers() -> None:
    tracker = Unsplit(WindowNumbers().initial_restriction(PLAN))
    assert tracker.try_claim(100)
    assert tracker.try_split(0.5) is None
    assert tracker.try_split(0) is not None


def test_a_runner_drains_by_beginning_no_window() -> None:
    assert WindowNumbers().truncate(PLAN, WindowNumbers().initial_restriction(PLAN)) is None
