"""What one run will do: which batch it makes, from which files and feeds. Decided before anything runs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.core import versions
from pipelines.errors import UsageError
from pipelines.options import IngestOptions, told
from schemas.feeds import FeedState
from schemas.ids import digest
from schemas.layout import BASIC_TIME, batch_time, raw_folder, recovered_batch
from schemas.times import to_micros
from transforms.events.tables import Additions
from transforms.lake.commits import committed, read_commit
from transforms.lake.files import Lake
from transforms.lake.states import FeedStates
from transforms.sources.match import match
from transforms.sources.plan import inputs_digest, plan
from transforms.sources.polling.feedlist import feed_states, read_feeds
from transforms.sources.polling.redact import redact
from transforms.sources.polling.schedule import Turn, turns
from transforms.sources.polling.transform import FeedGroup, groups, raw_splits
from transforms.sources.splits import Split


@dataclass(frozen=True)
class Job:
    """One bounded run: a batch by name, at its logical time (microseconds), and what goes into it.

    `left` counts the feeds that it does not poll, by the reason in words.
    """

    batch: str
    logical_time: int
    inputs: str
    splits: Sequence[Split] = ()
    groups: Sequence[FeedGroup] = ()
    left: Mapping[str, int] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    additions: Additions = field(default_factory=Additions)

    @property
    def files(self) -> int:
        """How many files it reads, feeds apart."""
        return sum(len(split.files) for split in self.splits)

    @property
    def feeds(self) -> int:
        """How many feeds it polls."""
        return sum(len(group.states) for group in self.groups)


def plan_job(options: IngestOptions, lake: Lake, now: datetime, additions: Additions | None = None) -> Job:
    """The job that the options stand for; raises UsageError where files or feeds cannot be made out.

    Without a batch name, files alone are named by their listing and by what would code them, and polls by
    `now`. The logical time is that of the name, else that of polling, else that of the newest file, the user's own
    tables among them: what was coded with a later edition of these is the later.
    """
    additions = additions or Additions()
    try:
        files = match(options.inputs) if options.inputs else []
        feeds = read_feeds(options.feeds) if options.feeds else []
    except ValueError as error:
        raise UsageError(str(error)) from error
    coder = None if options.batch else versions(additions)["coder"]
    inputs = digest(
        inputs_digest(files), [redact(feed) for feed in feeds], coder, options.keep_text, options.least_confidence
    )
    batch = options.batch or _default_name(inputs, feeds, now)
    named = batch_time(batch)
    newest = max((file.modified_at for file in files), default=0)
    if additions != Additions():
        newest = max(newest, *(Path(path).stat().st_mtime_ns // 1000 for path in (*options.actors, *options.triggers)))
    states = _states(lake, feeds) if feeds else []
    given = turns(states, to_micros(now), only_due=options.only_due)
    turn = {state.feed_url: its for state, its in zip(states, given, strict=True)}
    polled = groups(batch, states, lambda state: turn[state.feed_url] is Turn.POLL)
    return Job(
        batch=batch,
        logical_time=to_micros(named or now) if named or feeds else newest,
        inputs=inputs,
        splits=[*plan(files), *_landed_before(lake, batch, polled)],
        groups=polled,
        left=Counter(reason.value for reason in turn.values() if reason is not Turn.POLL),
        options=told(options),
        additions=additions,
    )


def already_committed(job: Job, lake: Lake) -> bool:
    """Whether the job's batch counts already; raises UsageError where it was made from other inputs.

    A committed batch is never changed: what readers see would follow from parts that are no more.
    """
    if job.batch not in committed(lake):
        return False
    if read_commit(lake, job.batch).inputs != job.inputs:
        raise UsageError(
            f"--batch {job.batch!r} is committed already, from other files or feeds: give this run another name"
        )
    return True


def recovery_jobs(lake: Lake, *, but: str | None, additions: Additions | None = None) -> list[Job]:
    """Jobs for what crashed runs landed and never committed, all batches but the one that is about to run.

    Each makes a batch of its own, named after what was landed, so that a run which is only slow, and still
    commits, does no harm.
    """
    done = set(committed(lake))
    landed = sorted({path.split("/")[1] for path in lake.list("_raw", recursive=True) if path.endswith(".warc.gz")})
    jobs = []
    for batch in landed:
        splits = raw_splits(lake.address, batch)
        inputs = digest("recovered", batch, [file.uri.rsplit("/", 1)[1] for split in splits for file in split.files])
        name = recovered_batch(batch, inputs)
        if batch in done or batch == but or name in done:
            continue
        time = batch_time(batch)
        newest = max(file.modified_at for split in splits for file in split.files)
        options = {"recovered": raw_folder(batch)}
        moment = to_micros(time) if time else newest
        jobs.append(Job(name, moment, inputs, splits, options=options, additions=additions or Additions()))
    return jobs


def _landed_before(lake: Lake, batch: str, polled: Sequence[FeedGroup]) -> list[Split]:
    """What a crashed run of this batch landed for groups of feeds that this run does not have."""
    expected = {f"feeds-{group.name}" for group in polled}
    return [split for split in raw_splits(lake.address, batch) if split.shard not in expected]


def _default_name(inputs: str, feeds: Sequence[str], now: datetime) -> str:
    if not feeds:
        return f"drops-{inputs[:16]}"
    return f"poll-{inputs[:8]}-{now.strftime(BASIC_TIME)}"


def _states(lake: Lake, feeds: Sequence[str]) -> list[FeedState]:
    known = FeedStates(lake)
    known.refresh()
    return feed_states(feeds, known.states)
