"""Runs the windows of a stream once more, as windows on FnApiRunner, from what the stream has landed and listed."""

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.transforms.window import FixedWindows, TimestampedValue

from pipelines.core import Core, batch_rule
from schemas.layout import batch_time
from transforms.lake.commits import committed
from transforms.lake.files import Lake
from transforms.publish.publish import publish
from transforms.sources.live.listing import taken_by
from transforms.sources.plan import plan
from transforms.sources.polling.transform import raw_splits
from transforms.sources.read import ReadSplits
from transforms.sources.splits import HEARTBEAT, Split


def replay(stream: Lake, other: Lake, job: str, seconds: int) -> None:
    """Makes in `other` what the committed windows of a stream of this name made, and publishes it."""
    timed = []
    for batch in committed(stream):
        start = batch_time(batch)
        assert start is not None, batch
        splits = [HEARTBEAT, *raw_splits(stream.address, batch), *plan(taken_by(stream, batch) or [])]
        timed += [TimestampedValue(split, start.timestamp()) for split in splits]
    with beam.Pipeline(options=PipelineOptions(["--runner=FnApiRunner"])) as pipeline:
        _ = (
            pipeline
            | beam.Create(timed)
            | beam.Map(lambda value: value).with_output_types(Split)
            | beam.WindowInto(FixedWindows(seconds))
            | ReadSplits()
            | Core(other.address, batch_rule(job, 0))
        )
    publish(other)
