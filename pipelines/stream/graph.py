"""The graph of a stream: the live source, and the same Core as everywhere."""

import apache_beam as beam

from pipelines.core import Core, batch_rule, versions
from pipelines.stream.options import StreamOptions
from schemas.ids import digest
from transforms.events.tables import Additions
from transforms.sources.live.clock import Schedule
from transforms.sources.live.transform import ReadStream
from transforms.sources.polling.redact import redact
from transforms.sources.polling.traffic import PollOptions
from transforms.sources.polling.transform import PollFeeds
from transforms.sources.read import ReadSplits
from transforms.write.commit import About


def build(
    pipeline: beam.Pipeline, options: StreamOptions, schedule: Schedule, feeds: list[str], additions: Additions
) -> beam.PCollection[str]:
    """Adds the graph to a pipeline; its output are the names of the batches, each when it is committed."""
    common = options.common
    poll = PollFeeds(
        lake=common.output,
        allow_private_addresses=common.allow_private_addresses,
        options=PollOptions(fetch_pages=common.fetch_pages, host_delay=common.host_delay),
        contact=common.user_agent_contact,
    )
    told = {
        "input": list(common.inputs),
        "feeds": [redact(feed) for feed in common.feeds],
        "window_seconds": options.window,
        "no_text": not common.keep_text,
        "least_confidence": common.least_confidence,
        "no_fetch": not common.fetch_pages,
        "actors": list(common.actors),
        "triggers": list(common.triggers),
    }
    about = About(digest("stream", options.job), versions(additions), told)
    rule = batch_rule(options.job, schedule.start(schedule.first), additions)
    return (
        pipeline
        | "Stream" >> ReadStream(schedule, poll, tuple(feeds), common.inputs)
        | "Read" >> ReadSplits()
        | "Core" >> Core(common.output, rule, about, common.keep_text, additions, common.least_confidence)
    )
