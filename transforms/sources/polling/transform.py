"""Polls groups of feeds as a step of a pipeline; what a group brings home is one file, and one split to read."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby

import apache_beam as beam
from aiohttp.abc import AbstractResolver
from apache_beam.metrics import Metrics

from schemas.feeds import FeedState
from schemas.ids import digest
from schemas.layout import raw_folder
from schemas.times import now_micros
from transforms.lake.files import Lake
from transforms.metrics import namespace
from transforms.outcomes import printable
from transforms.sources.polling.fetch import Fetcher, Limits
from transforms.sources.polling.hosts import host_of
from transforms.sources.polling.land import head, land
from transforms.sources.polling.poll import poll
from transforms.sources.polling.redact import redact
from transforms.sources.polling.traffic import PRODUCT, PollOptions, Traffic
from transforms.sources.splits import FileRange, Split
from transforms.version import SameVersionFn

GROUP_FEEDS = 500
THREADS = 32
"""For what blocks while a poll goes on: asking for names, and waiting for a feed to be read."""

ENDING = ".warc.gz"
VERSION = "0.1"
NO_CONTACT = "no contact given"
TOLD_CHARACTERS = 500

log = logging.getLogger("newsbeam.poll")


@dataclass(frozen=True)
class FeedGroup:
    """Feeds that one worker polls for a batch: their states before the poll, as JSON. `name` is safe in a file name.

    The name stands for all feeds that belong together, also where not all of them are polled.
    """

    batch: str
    name: str
    states: Sequence[str]


def groups(
    batch: str, states: Sequence[FeedState], polled: Callable[[FeedState], bool] = lambda _: True
) -> list[FeedGroup]:
    """A batch's feeds in groups of up to `GROUP_FEEDS`, each feed once; all feeds of a host are in one group.

    So that politeness to a host is one worker's business, a host with more feeds makes a larger group. A group is
    named after its feeds, and the grouping does not depend on their order, nor on which of them are `polled`: a
    batch that runs again finds under its name what it has landed. Groups of which none is polled are left out.
    """
    distinct = {state.feed_url: state for state in states}
    ordered = sorted(distinct.values(), key=lambda state: (host_of(state.feed_url), state.feed_url))
    made: list[list[FeedState]] = []
    for _, found in groupby(ordered, key=lambda state: host_of(state.feed_url)):
        host = list(found)
        if not made or len(made[-1]) + len(host) > GROUP_FEEDS:
            made.append([])
        made[-1].extend(host)
    named = [(digest("feeds", *(redact(state.feed_url) for state in group))[:16], group) for group in made]
    return [
        FeedGroup(batch, name, tuple(state.to_json() for state in group if polled(state)))
        for name, group in named
        if any(map(polled, group))
    ]


def user_agent(contact: str | None) -> str:
    """The User-Agent header: the project, and whom to write to."""
    return f"{PRODUCT}/{VERSION} ({contact or NO_CONTACT})"


@dataclass
class PollFeeds(beam.PTransform):
    """PCollection[FeedGroup] -> PCollection[Split]: polls each group once, and lands what came.

    A group that the batch has landed already is not polled: a run that crashed is finished from what it landed,
    for a second poll would be answered "not modified". Raises ValueError for a contact that is no header's value.
    """

    lake: str
    allow_private_addresses: bool = False
    contact: str | None = None
    options: PollOptions = field(default_factory=PollOptions)
    limits: Limits | None = None
    resolver: Callable[[], AbstractResolver] | None = None

    def __post_init__(self) -> None:
        Fetcher(user_agent=user_agent(self.contact), clock=now_micros)

    def expand(self, feeds: beam.PCollection) -> beam.PCollection:
        return (
            feeds
            | "Spread groups" >> beam.Reshuffle().with_output_types(FeedGroup)
            | "Poll and land" >> beam.ParDo(PollFn(self)).with_output_types(Split)
        )


class PollFn(SameVersionFn):
    """Polls one group and writes its file whole, or finds it written; yields the split that reads it.

    Of two runs that land one group of a batch at once, both read what the first has landed.
    """

    def __init__(self, asked: PollFeeds) -> None:
        super().__init__()
        self.asked = asked
        self.lake = Lake(asked.lake)
        name = namespace("poll")
        self.polled = Metrics.counter(name, "feeds_polled")
        self.failed = Metrics.counter(name, "feeds_failed")
        self.pages = Metrics.counter(name, "pages_fetched")
        self.bytes = Metrics.counter(name, "bytes_landed")
        self.milliseconds = Metrics.distribution(name, "group_milliseconds")

    def process(self, group: FeedGroup) -> Iterator[Split]:
        file = f"{raw_folder(group.batch)}/{group.name}{ENDING}"
        if not self.lake.exists(file):
            started = time.perf_counter()
            data = asyncio.run(self._poll(group))
            self.milliseconds.update(round((time.perf_counter() - started) * 1000))
            self.bytes.inc(len(data) if self.lake.create(file, data) else 0)
        yield _split(self.lake, file)

    async def _poll(self, group: FeedGroup) -> bytes:
        """Polls the group and returns its file; each feed's bodies are packed, and let go, as it comes."""
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
        asked = self.asked
        parts = [head(now_micros(), group.batch, group.name)]
        async with Fetcher(
            user_agent=user_agent(asked.contact),
            clock=now_micros,
            allow_private_addresses=asked.allow_private_addresses,
            limits=asked.limits,
            resolver=asked.resolver() if asked.resolver else None,
        ) as fetcher:
            traffic = Traffic(fetcher, asked.options)
            async for landing in poll([FeedState.from_json(state) for state in group.states], traffic):
                parts.append(land(landing))
                traffic.landed(landing, len(parts[-1]))
                self.polled.inc()
                self.failed.inc(landing.state.error is not None)
                self.pages.inc(len(landing.pages))
                if landing.told is not None:
                    log.warning("%s", printable(landing.told, TOLD_CHARACTERS))
        return b"".join(parts)


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
