"""The graph of a stream: the live source, and the same Core as everywhere."""

import apache_beam as beam

from pipelines.core import Core, batch_rule, versions
from pipelines.ingest import poll_feeds
from pipelines.options import told
from pipelines.stream.options import StreamOptions
from schemas.ids import digest
from transforms.events.tables import Additions
from transforms.lake.files import Lake
from transforms.sources.live.clock import Schedule
from transforms.sources.live.transform import ReadStream
from transforms.sources.read import ReadSplits
from transforms.write.commit import About


def build(
    pipeline: beam.Pipeline, options: StreamOptions, schedule: Schedule, feeds: list[str], additions: Additions
) -> beam.PCollection[str]:
    """Adds the graph to a pipeline; its output are the names of the batches, each when it is committed."""
    common = options.common
    about = About(
        digest("stream", options.job), versions(additions), {**told(common), "window_seconds": options.window}
    )
    rule = batch_rule(options.job, schedule.start(schedule.first), additions)
    return (
        pipeline
        | "Stream" >> ReadStream(schedule, poll_feeds(common, Lake(common.output)), tuple(feeds), common.inputs)
        | "Read" >> ReadSplits()
        | "Core" >> Core(common.output, rule, about, common.keep_text, additions, common.least_confidence)
    )
