"""Polls groups of feeds as a step of a pipeline; what a group brings home is one file, and one split to read."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import apache_beam as beam
from apache_beam.metrics import Metrics

from schemas.feeds import FeedState
from schemas.ids import digest
from schemas.layout import raw_folder
from transforms.lake.files import Lake
from transforms.sources.polling.fetch import Fetcher, Limits
from transforms.sources.polling.hosts import host_of
from transforms.sources.polling.land import land
from transforms.sources.polling.landing import Landing
from transforms.sources.polling.poll import PollOptions, poll
from transforms.sources.polling.redact import redact
from transforms.sources.splits import FileRange, Split

GROUP_FEEDS = 50
ENDING = ".warc.gz"
PROJECT = "newsbeam/0.1"
NO_CONTACT = "no contact given"


@dataclass(frozen=True)
class FeedGroup:
    """Feeds that one worker polls: their states before the poll, as JSON. `name` is safe in a file name."""

    name: str
    states: Sequence[str]


def groups(states: Sequence[FeedState]) -> list[FeedGroup]:
    """Feeds in groups of up to `GROUP_FEEDS`, each feed once; all feeds of a host are in one group.

    So that politeness to a host is one worker's business, a host with more feeds makes a larger group. A group is
    named after its feeds, and the grouping does not depend on their order.
    """
    distinct = {state.feed_url: state for state in states}
    ordered = sorted(distinct.values(), key=lambda state: (host_of(state.feed_url), state.feed_url))
    made: list[list[FeedState]] = []
    for _, found in groupby(ordered, key=lambda state: host_of(state.feed_url)):
        host = list(found)
        if not made or len(made[-1]) + len(host) > GROUP_FEEDS:
            made.append([])
        made[-1].extend(host)
    return [
        FeedGroup(
            name=digest("feeds", *(redact(state.feed_url) for state in group))[:16],
            states=tuple(state.to_json() for state in group),
        )
        for group in made
    ]


def user_agent(contact: str | None) -> str:
    """The User-Agent header: the project, and whom to write to."""
    return f"{PROJECT} ({contact or NO_CONTACT})"


def now_micros() -> int:
    """The time by the system's clock, in microseconds since the epoch."""
    return time.time_ns() // 1_000


@dataclass
class PollFeeds(beam.PTransform):
    """PCollection[FeedGroup] -> PCollection[Split]: polls each group once a batch, and lands what came.

    A group that the batch has landed already is not polled: a run that crashed is finished from what it landed,
    for a second poll would be answered "not modified". Raises ValueError for a contact that is no header's value.
    """

    lake: str
    batch: str
    allow_private_addresses: bool = False
    fetch_pages: bool = True
    contact: str | None = None
    options: PollOptions | None = None
    limits: Limits | None = None

    def __post_init__(self) -> None:
        Fetcher(user_agent=user_agent(self.contact), clock=now_micros)

    def expand(self, feeds: beam.PCollection) -> beam.PCollection:
        return (
            feeds
            | "Spread groups" >> beam.Reshuffle().with_output_types(FeedGroup)
            | "Poll and land" >> beam.ParDo(PollFn(self)).with_output_types(Split)
        )


class PollFn(beam.DoFn):
    """Polls one group and writes its file whole, or finds it written; yields the split that reads it.

    Of two runs that land one group of a batch at once, both read what the first has landed.
    """

    def __init__(self, asked: PollFeeds) -> None:
        self.lake = Lake(asked.lake)
        self.batch = asked.batch
        self.agent = user_agent(asked.contact)
        self.allow_private = asked.allow_private_addresses
        self.options = asked.options or PollOptions(fetch_pages=asked.fetch_pages)
        self.limits = asked.limits
        self.polled = Metrics.counter("poll", "feeds_polled")
        self.failed = Metrics.counter("poll", "feeds_failed")
        self.pages = Metrics.counter("poll", "pages_fetched")
        self.bytes = Metrics.counter("poll", "bytes_landed")

    def process(self, group: FeedGroup) -> Iterator[Split]:
        file = f"{raw_folder(self.batch)}/{group.name}{ENDING}"
        if not self.lake.exists(file):
            landings = asyncio.run(self._poll([FeedState.from_json(state) for state in group.states]))
            data = land(landings)
            landed = self.lake.create(file, data)
            self.polled.inc(len(landings))
            self.failed.inc(sum(landing.state.error is not None for landing in landings))
            self.pages.inc(sum(len(landing.pages) for landing in landings))
            self.bytes.inc(len(data) if landed else 0)
        yield _split(self.lake, file)

    async def _poll(self, states: Sequence[FeedState]) -> list[Landing]:
        async with Fetcher(
            user_agent=self.agent, clock=now_micros, allow_private_addresses=self.allow_private, limits=self.limits
        ) as fetcher:
            return await poll(states, fetcher, self.options)


def raw_splits(lake: str, batch: str) -> list[Split]:
    """The splits of all that a batch has landed, by file name: a crashed batch is finished from these."""
    opened = Lake(lake)
    return [_split(opened, file) for file in opened.list(raw_folder(batch)) if file.endswith(ENDING)]


def _split(lake: Lake, file: str) -> Split:
    """A landed file as a split."""
    name = file.rsplit("/", 1)[1].removesuffix(ENDING)
    size = lake.filesystem.get_file_info(lake.path(file)).size
    written = lake.modified_at(file)
    landed = FileRange(file, "warc", gzipped=True, size=size, modified_at=written, lake=lake.address)
    return Split(shard=f"feeds-{name}", files=(landed,))
