"""The source of a stream, as one transform."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
from apache_beam.transforms.window import FixedWindows
from apache_beam.utils.timestamp import Duration

from schemas.times import now_micros
from transforms.lake.files import Lake
from transforms.sources.live.clock import Schedule, Tick, WindowsFn
from transforms.sources.live.rounds import Rounds
from transforms.sources.polling.transform import FeedGroup, PollFeeds
from transforms.sources.splits import Split

LATE_SECONDS = 24 * 60 * 60
"""How long after its end a window still takes documents; they make a batch of their own (`write.transform`)."""

TO_POLL = "to_poll"


@dataclass
class ReadStream(beam.PTransform):
    """Pipeline -> PCollection[Split] in fixed windows: the feeds that are due and the files that are new, as they come.

    `poll` polls the feeds, and names the lake; `feeds` are their URLs, `patterns` what `sources.match` takes. Each
    window has an empty split at the least, so that it commits.
    """

    schedule: Schedule
    poll: PollFeeds
    feeds: Sequence[str] = ()
    patterns: Sequence[str] = ()

    def expand(self, pipeline: beam.Pipeline) -> beam.PCollection[Split]:
        schedule = self.schedule
        windows = FixedWindows(schedule.seconds)
        rounds = (
            pipeline
            | "Begin" >> beam.Impulse()
            # Of this shape, not from Create: Flink runs an unbounded DoFn behind Create once, and never again.
            | "Schedule" >> beam.Map(lambda _: schedule).with_output_types(Schedule)
            | "One worker" >> beam.Reshuffle().with_output_types(Schedule)
            | "Windows begin" >> beam.ParDo(WindowsFn(self.poll.lake)).with_output_types(Tick)
            | "Fetch windows" >> beam.WindowInto(windows, allowed_lateness=Duration(LATE_SECONDS))
            | "Plan rounds"
            >> beam.ParDo(RoundFn(self.poll.lake, self.feeds, self.patterns))
            .with_output_types(Split, **{TO_POLL: FeedGroup})
            .with_outputs(TO_POLL, main="splits")
        )
        landed = rounds[TO_POLL] | "Poll feeds" >> self.poll
        return (rounds.splits, landed) | "All input" >> beam.Flatten()


class RoundFn(beam.DoFn):
    """Tick -> Split, and FeedGroup under the tag `TO_POLL`."""

    def __init__(self, address: str, feeds: Sequence[str], patterns: Sequence[str]) -> None:
        self.address = address
        self.feeds = feeds
        self.patterns = patterns

    def setup(self) -> None:
        self.rounds = Rounds(Lake(self.address), self.feeds, self.patterns)

    def process(self, tick: Tick) -> Iterator[Any]:
        planned = self.rounds.plan(tick, now_micros())
        yield from planned.splits
        for group in planned.groups:
            yield beam.pvalue.TaggedOutput(TO_POLL, group)
