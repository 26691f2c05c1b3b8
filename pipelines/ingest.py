"""`newsbeam ingest`: one bounded run from files and feeds to published tables.

The order is the lake's protocol: publish what an earlier run committed, finish what one landed, then read,
write, commit and publish this run's batch. `python -m pipelines.ingest` takes the same flags.
"""

import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import apache_beam as beam
from apache_beam.runners.runner import PipelineState
from rich.console import Console

from pipelines.additions import own_tables
from pipelines.core import Core, batch_rule, versions
from pipelines.endings import new_pipeline, run_pipeline
from pipelines.errors import RunFailed, guarded
from pipelines.job_server import checked_flags
from pipelines.jobs import Job, already_committed, plan_job, recovery_jobs
from pipelines.options import IngestOptions, parse_ingest
from pipelines.progress import Progress, stderr_console
from pipelines.publishing import WORTH_SPREADING_ROWS, builder
from pipelines.runners import choose_runner, everywhere
from pipelines.summary import print_summary
from transforms.events.tables import Additions
from transforms.lake.commits import Commit, committed, read_commit
from transforms.lake.files import Lake
from transforms.publish.publish import pending, publish
from transforms.sources.polling.traffic import PollOptions
from transforms.sources.polling.transform import PollFeeds
from transforms.sources.read import ReadSplits
from transforms.sources.splits import HEARTBEAT, Split
from transforms.write.commit import About


def build(pipeline: beam.Pipeline, job: Job, options: IngestOptions, lake: Lake) -> beam.PCollection[str]:
    """Adds a job's graph to a pipeline; its output is the name of the batch, once that is committed."""
    splits = pipeline | "Files" >> beam.Create([*job.splits, HEARTBEAT]).with_output_types(Split)
    if job.groups:
        landed = pipeline | "Feeds" >> beam.Create(list(job.groups)) | "Poll feeds" >> poll_feeds(options, lake)
        splits = (splits, landed) | "All input" >> beam.Flatten()
    about = About(job.inputs, versions(job.additions), job.options)
    rule = batch_rule(job.batch, job.logical_time, job.additions)
    core = Core(lake.address, rule, about, options.keep_text, job.additions, options.least_confidence)
    return splits | "Read" >> ReadSplits() | "Core" >> core


def poll_feeds(options: IngestOptions, lake: Lake) -> PollFeeds:
    """The step that polls, as the flags want it."""
    return PollFeeds(
        lake=lake.address,
        allow_private_addresses=options.allow_private_addresses,
        options=PollOptions(fetch_pages=options.fetch_pages, host_delay=options.host_delay),
        contact=options.user_agent_contact,
    )


def run(options: IngestOptions, console: Console, now: datetime) -> Commit:
    """Runs the whole of `newsbeam ingest` and returns the batch's commit; raises UsageError or RunFailed."""
    started = time.monotonic()
    additions = own_tables(options.actors, options.triggers)
    lake = Lake(everywhere(options.output))
    heal(options, lake, console)
    failed = recover(options, lake, console, additions)
    # Planned after that: what was finished has told of its feeds what need not be asked again.
    job = plan_job(options, lake, now, additions)
    if already_committed(job, lake):
        console.print(f"batch {job.batch} is committed already, from the same input: nothing to read", markup=False)
    else:
        execute(job, options, lake, console)
    console.print("publishing")
    publish(lake, build=builder(options.beam, WORTH_SPREADING_ROWS))
    commit = read_commit(lake, job.batch)
    print_summary(console, lake, commit, time.monotonic() - started)
    if failed:
        raise RunFailed("; ".join(failed))
    return commit


def recover(options: IngestOptions, lake: Lake, console: Console, additions: Additions) -> list[str]:
    """Finishes what crashed runs landed; what cannot be finished is told, and stops no other batch."""
    failed = []
    for crashed in recovery_jobs(lake, but=options.batch, additions=additions):
        console.print(f"finishing {crashed.batch} from what was landed", markup=False)
        try:
            execute(crashed, options, lake, console)
        except RunFailed as error:
            failed.append(f"{error}; what was landed stays in {crashed.options['recovered']}")
    return failed


def heal(options: IngestOptions, lake: Lake, console: Console) -> None:
    """Publishes what an earlier run committed and did not live to publish."""
    waiting = pending(lake)
    if waiting:
        console.print(f"publishing {', '.join(waiting)} of an earlier run", markup=False)
        publish(lake, build=builder(options.beam, WORTH_SPREADING_ROWS))


def execute(job: Job, options: IngestOptions, lake: Lake, console: Console) -> None:
    """Runs a job's pipeline to its commit; raises RunFailed with the error that ended it."""
    choice = choose_runner(options.beam, job.splits)
    left = "".join(f", {number} {reason}" for reason, number in sorted(job.left.items()))
    feeds = f"{job.feeds} feeds" + (f" ({left[2:]})" if left else "")
    console.print(f"batch {job.batch}: {job.files} files, {feeds}; {choice.reason}", markup=False)
    try:
        with Progress(lake, job.batch, console, job.feeds):
            pipeline = new_pipeline(checked_flags(choice.flags))
            build(pipeline, job, options, lake)
            state = run_pipeline(pipeline)
    except RunFailed as error:
        raise RunFailed(f"batch {job.batch} failed, nothing of it was published: {error}") from error.__cause__
    if job.batch not in committed(lake):
        shared = f"do its workers write to the same {lake.address} as this machine reads?"
        what = shared if state == PipelineState.DONE else "run this again"
        raise RunFailed(f"batch {job.batch} did not commit, the runner ended in state {state}: {what}")


def main(argv: Sequence[str] | None = None, prog: str = "newsbeam ingest") -> int:
    """Parses, runs, and returns the exit code 0; UsageError and RunFailed pass to the caller."""
    options = parse_ingest(sys.argv[1:] if argv is None else argv, prog)
    run(options, stderr_console(), datetime.now(UTC))
    return 0


if __name__ == "__main__":
    sys.exit(guarded(main))
