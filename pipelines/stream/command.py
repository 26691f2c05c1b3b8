"""`newsbeam stream`: from the command line to a pipeline that runs until it is stopped."""

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime

from apache_beam.runners.runner import PipelineState
from rich.console import Console

from pipelines.additions import own_tables
from pipelines.endings import new_pipeline, submit
from pipelines.errors import RunFailed, UsageError, guarded
from pipelines.ingest import heal, recover
from pipelines.job_server import checked_flags
from pipelines.options import IngestOptions
from pipelines.progress import stderr_console
from pipelines.stream.flink import FlinkJob, flink_master
from pipelines.stream.graph import build
from pipelines.stream.options import StreamOptions, parse_stream
from pipelines.stream.prism import prism
from pipelines.stream.running import Beside, publish_last
from pipelines.watch.signals import Signals
from schemas.times import to_micros
from transforms.events.tables import Additions
from transforms.lake.files import Lake
from transforms.sources.live.clock import schedule
from transforms.sources.live.stops import ask_to_stop, withdraw
from transforms.sources.polling.feedlist import read_feeds

KEPT = (
    "the stream is over; a Flink cluster keeps its job, which does nothing more: cancel it there, or give "
    "--flink_master=HOST:PORT (its REST address), so that it is done for you"
)


def stream_command(argv: Sequence[str]) -> int:
    """Runs until it is stopped, which is exit code 0; raises UsageError, or RunFailed where the pipeline fails."""
    options = parse_stream(argv)
    lake, console = Lake(options.common.output), stderr_console()
    if options.stop:
        ask_to_stop(lake, options.job)
        console.print(f"stream {options.job} was asked to stop", markup=False)
        return 0
    with Signals() as signals:
        return run(options, lake, console, signals, datetime.now(UTC))


def run(options: StreamOptions, lake: Lake, console: Console, signals: Signals, now: datetime) -> int:
    """Finishes what earlier runs left, then runs the stream; the tables are published when it returns."""
    common = options.common
    additions = own_tables(common.actors, common.triggers)
    try:
        feeds = read_feeds(common.feeds) if common.feeds else []
    except ValueError as error:
        raise UsageError(str(error)) from error
    flags = checked_flags(common.beam, streaming=True)
    resumed = any(flag.startswith("--savepoint_path") for flag in common.beam)
    withdraw(lake, options.job)
    heal(_bounded(options), lake, console)
    began = schedule(lake, options.job, options.window, to_micros(now))
    # A savepoint holds what was under way; without one, the lake does.
    if not resumed:
        _recover(options, lake, console, additions, began.batch(began.first))
    console.print(f"stream {options.job}: {len(feeds)} feeds, windows of {options.window} s", markup=False)
    with prism(options.prism) if options.prism else nullcontext() as endpoint:
        pipeline = new_pipeline([*flags, *([f"--job_endpoint={endpoint}"] if endpoint else [])])
        build(pipeline, options, began, feeds, additions)
        job = submit(pipeline)
        master = flink_master(flags)
        on_flink = FlinkJob(job, master, options.job) if master else job
        asked = Beside(options, lake, signals, console).run(on_flink)
    if asked and not options.prism and not master:
        console.print(KEPT, markup=False)
    if options.publish_every:
        publish_last(lake, console)
    # A job that was stopped with a savepoint is done, too.
    if not asked and job.state != PipelineState.DONE:
        why = job.failure or f"its runner says {job.state}"
        raise RunFailed(f"stream {options.job} ended unasked; what it committed is safe: {why}") from job.error
    return 0


def _bounded(options: StreamOptions) -> IngestOptions:
    """What the batches beside the stream run with: its cluster, but not its kind of pipeline."""
    flags = () if options.prism else tuple(flag for flag in options.common.beam if flag != "--streaming")
    return replace(options.common, beam=flags)


def _recover(options: StreamOptions, lake: Lake, console: Console, additions: Additions, but: str) -> None:
    """Finishes what crashed runs landed, all but the window that begins now: it finds that by itself."""
    for failure in recover(replace(_bounded(options), batch=but), lake, console, additions):
        console.print(failure, markup=False)


if __name__ == "__main__":
    sys.exit(guarded(lambda: stream_command(sys.argv[1:])))
