"""Publishing on a runner: this process plans, workers build the partitions, and this process looks again."""

from collections.abc import Iterable, Sequence
from itertools import chain

import apache_beam as beam

from pipelines.endings import new_pipeline, run_pipeline
from pipelines.errors import RunFailed
from schemas.layout import partition_file
from schemas.tables import PARTITION_KEYS
from transforms.lake.files import Lake
from transforms.publish.build import build_here
from transforms.publish.members import Errand
from transforms.publish.publish import Build
from transforms.publish.transform import BuildPartitions, Outbox, Sent

STREAMING = ("--streaming", "--no_streaming", "--checkpointing_interval", "--savepoint_path")
"""Flags that a stream's own runner was given; publishing is a batch, also beside one."""


WORTH_SPREADING_ROWS = 100_000
"""Rows of the log that partitions are made from, below which a run builds them in its own process: that takes some
seconds, and a cluster as long to begin."""


def builder(flags: Sequence[str], least_rows: int = 0) -> Build:
    """How a run with these flags for Beam builds partitions: on the runner that they name, else in this process.

    Fewer rows than `least_rows` are built in this process all the same.
    """
    if not any(flag.split("=")[0] == "--runner" for flag in flags):
        return build_here
    spread = build_on(flags)

    def build(lake: Lake, errands: Iterable[Errand]) -> Iterable[str]:
        held, rest, rows = [], iter(errands), 0
        while rows < least_rows and (errand := next(rest, None)) is not None:
            held.append(errand)
            rows += len(errand.members)
        return (build_here if rows < least_rows else spread)(lake, chain(held, rest))

    return build


def build_on(flags: Sequence[str]) -> Build:
    """How `publish` builds partitions on the runner that Beam's flags name; none is started where nothing changed.

    What it returns raises RunFailed with the error that ended the pipeline. Some partitions may be new by then, and
    the others are old; publishing again does the rest.
    """
    batch = [flag for flag in flags if not flag.startswith(STREAMING)]

    def build(lake: Lake, errands: Iterable[Errand]) -> list[str]:
        with Outbox(lake) as outbox:
            sent = outbox.send(errands)
            if sent:
                _run(batch, lake, sent)
        return [
            partition_file(errand.table, PARTITION_KEYS[errand.table], key)
            for errand in sent
            for key, _ in errand.fingerprints
        ]

    return build


def _run(flags: Sequence[str], lake: Lake, sent: Sequence[Sent]) -> None:
    pipeline = new_pipeline(flags)
    errands = pipeline | "Errands" >> beam.Create(list(sent)).with_output_types(Sent)
    _ = errands | "Publish" >> BuildPartitions(lake.address)
    try:
        state = run_pipeline(pipeline)
    except RunFailed as error:
        again = "what is committed is safe: newsbeam publish LAKE does the rest"
        raise RunFailed(f"publishing failed; {again}: {error}") from error.__cause__
    if state != "DONE":
        raise RunFailed(f"publishing did not end: the runner ended in state {state}")
