"""What goes out in one poll: feeds and pages, each in its host's turn, until time or room runs out."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from transforms.sources.formats.html import HTML_TYPES
from transforms.sources.polling.fetch import Fetcher
from transforms.sources.polling.hosts import Hosts, NotAsked, host_of
from transforms.sources.polling.landing import Fetched, Landing
from transforms.sources.polling.redact import redact
from transforms.sources.polling.robots import ROBOTS_BYTES, Robots
from transforms.sources.polling.schedule import retry_seconds

PRODUCT = "newsbeam"
FEED_TYPES = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.6, */*;q=0.5"
)
PAGE_TYPES = "text/html, application/xhtml+xml, */*;q=0.1"


@dataclass(frozen=True)
class PollOptions:
    """How much one poll does, and how politely.

    `concurrency` requests at once, `per_host` of them to one host, which begin at least `host_delay` seconds
    apart; pages a feed; and seconds and bytes held (packed where they are landed), from which on nothing more is
    asked for, but left for the next poll.
    """

    fetch_pages: bool = True
    concurrency: int = 64
    per_host: int = 2
    host_delay: float = 0.5
    pages_per_feed: int = 100
    seconds: float = 900.0
    landed_bytes: int = 256_000_000

    def __post_init__(self) -> None:
        for name in ("concurrency", "per_host", "landed_bytes"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}: at least 1 is needed")


class Traffic:
    """The requests of one poll, within the event loop that makes them."""

    def __init__(self, fetcher: Fetcher, options: PollOptions) -> None:
        self.options = options
        self.clock = fetcher.clock
        self._fetcher = fetcher
        self._hosts = Hosts(options.concurrency, options.per_host, options.host_delay)
        self._robots = Robots(PRODUCT, self._robots_txt, self._hosts.slow_down)
        self._pages: dict[str, asyncio.Future[Fetched]] = {}
        self._end = time.monotonic() + options.seconds
        self._known: set[str] = set()
        self._held = 0

    def landed(self, landing: Landing, size: int) -> None:
        """Lets go of the bodies of a landing, which was packed into so many bytes.

        The same page for a feed that comes later would be the same article again: it is not kept for that.
        """
        pages = {page.requested: page for _, page in landing.pages}
        self._held += size - len(landing.feed.body) - sum(len(page.body) for page in pages.values())
        self._known.update(pages)
        for link in pages:
            self._pages.pop(link, None)

    async def feed(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """A feed, on condition that it changed where `etag` or `last_modified` are given."""
        answer = await self._fetcher.get(
            url, accept=FEED_TYPES, etag=etag, last_modified=last_modified, turn=self._turn
        )
        return self._heeded(answer)

    async def page(self, link: str) -> Fetched:
        """An article's page, if its site lets robots have it; asked for once, however many feeds link to it."""
        if link in self._known:
            return Fetched(link, link, self.clock(), error="its page was landed with another feed of this poll")
        if link not in self._pages:
            self._pages[link] = asyncio.ensure_future(self._page(link))
        return await self._pages[link]

    async def _page(self, link: str) -> Fetched:
        answer = await self._fetcher.get(link, accept=PAGE_TYPES, kinds=HTML_TYPES, turn=self._allowed_turn)
        return self._heeded(answer)

    async def _robots_txt(self, url: str) -> Fetched:
        answer = await self._fetcher.get(url, first_bytes=ROBOTS_BYTES, turn=self._turn)
        return self._heeded(answer)

    @asynccontextmanager
    async def _turn(self, url: str) -> AsyncIterator[None]:
        self._check_room()
        async with self._hosts.turn(url):
            # The wait for the turn may have been long.
            self._check_room()
            yield

    @asynccontextmanager
    async def _allowed_turn(self, url: str) -> AsyncIterator[None]:
        self._check_room()
        refusal = await self._robots.refusal(redact(url))
        if refusal is not None:
            raise NotAsked(refusal, later=False)
        async with self._turn(url):
            yield

    def _check_room(self) -> None:
        if self._held >= self.options.landed_bytes:
            reason = f"this poll holds its {self.options.landed_bytes} bytes"
        elif time.monotonic() >= self._end:
            reason = f"this poll has had its {self.options.seconds:g} seconds"
        else:
            return
        raise NotAsked(f"not asked for: {reason}", later=True)

    def _heeded(self, answer: Fetched) -> Fetched:
        """The answer, after what it says of its host, and what it holds, have been noted."""
        self._held += len(answer.body)
        if not answer.later:
            self._hosts.reached(answer.url, not answer.unreachable)
        seconds = retry_seconds(answer)
        if seconds:
            reason = f"{host_of(answer.url)} wants no request for {seconds} seconds"
            self._hosts.hold(answer.url, seconds, reason)
        return answer
