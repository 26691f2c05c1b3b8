"""Polls feeds: one conditional GET for each, and the pages of new entries whose text the feed does not carry."""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from schemas.codes import TextStatus
from schemas.feeds import FeedState
from transforms.outcomes import BadInput
from transforms.sources.formats.entries import Entry, ParsedFeed, entry_key, text_status
from transforms.sources.formats.feed import parse
from transforms.sources.formats.html import HTML_TYPES
from transforms.sources.polling.fetch import Fetcher
from transforms.sources.polling.hosts import Hosts
from transforms.sources.polling.landing import Fetched, Landing
from transforms.sources.polling.redact import redact

FEED_TYPES = "application/rss+xml, application/atom+xml, application/feed+json, application/xml, text/xml, */*;q=0.5"
PAGE_TYPES = "text/html, application/xhtml+xml, */*;q=0.1"
NOT_MODIFIED = 304
OK = 200

USUAL_INTERVAL_SECONDS = 15 * 60
SHORTEST_INTERVAL_SECONDS = 5 * 60
LONGEST_INTERVAL_SECONDS = 24 * 60 * 60
MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True)
class PollOptions:
    """How much one poll does: requests at once, pages a feed, and bytes landed, from which on it stops asking."""

    fetch_pages: bool = True
    concurrency: int = 16
    per_host: int = 2
    pages_per_feed: int = 100
    landed_bytes: int = 256_000_000

    def __post_init__(self) -> None:
        for name in ("concurrency", "per_host", "landed_bytes"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}: at least 1 is needed")


async def poll(feeds: Sequence[FeedState], fetcher: Fetcher, options: PollOptions) -> list[Landing]:
    """Polls each feed once, from its state after the last poll; one landing a feed, in their order.

    A feed that is down, or sends no feed, keeps its state but for status and error; nothing is raised for it.
    """
    run = _Run(fetcher, options, Hosts(options.concurrency, options.per_host))
    return list(await asyncio.gather(*(run.poll_feed(state) for state in feeds)))


class _Run:
    """One poll of many feeds, which share turns, bytes, and pages that several of them link to."""

    def __init__(self, fetcher: Fetcher, options: PollOptions, hosts: Hosts) -> None:
        self.fetcher = fetcher
        self.options = options
        self.hosts = hosts
        self.landed = 0
        self.pages: dict[str, asyncio.Future[Fetched]] = {}

    async def poll_feed(self, before: FeedState) -> Landing:
        url = before.feed_url
        # Without the entries seen at that time, an answer "not modified" would lose them.
        etag, last_modified = (
            (before.etag, before.last_modified) if before.last_success_at is not None else (None, None)
        )
        answer = await self._get(url, FEED_TYPES, etag=etag, last_modified=last_modified)
        after = _after_answer(before, answer)
        if answer.error is not None or answer.status == NOT_MODIFIED:
            return Landing(answer, after)
        try:
            # In a thread, so that a large feed does not hold up the others' answers until they time out.
            feed = await asyncio.to_thread(parse, answer.body, answer.url, answer.header("Content-Type"))
            keyed = await asyncio.to_thread(_keyed, feed)
        except BadInput as error:
            return Landing(answer, replace(after, error=f"{error.kind}: {redact(error.message)[:300]}"))
        seen = set(before.seen)
        new = {key: entry for key, entry in keyed if key not in seen}
        pages = await self._pages(new) if self.options.fetch_pages else ()
        return Landing(answer, _after_feed(after, answer, feed, [key for key, _ in keyed]), tuple(new), pages)

    async def _pages(self, new: Mapping[str, Entry]) -> tuple[tuple[str, Fetched], ...]:
        """The pages of the entries that need one, by entry key; those that could not be had are left out."""
        wanted = {key: entry.link for key, entry in new.items() if entry.link and _needs_page(entry)}
        links = list(dict.fromkeys(wanted.values()))[: self.options.pages_per_feed]
        answers = dict(zip(links, await asyncio.gather(*map(self._page, links)), strict=True))
        return tuple(
            (key, answers[link]) for key, link in wanted.items() if link in answers and _is_page(answers[link])
        )

    async def _page(self, link: str) -> Fetched:
        """One page, asked for once in a run, however many feeds link to it."""
        if link not in self.pages:
            self.pages[link] = asyncio.ensure_future(self._get(link, PAGE_TYPES))
        return await self.pages[link]

    async def _get(
        self, url: str, accept: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        async with self.hosts.turn(url):
            if self.landed >= self.options.landed_bytes:
                message = f"not asked for: this poll has landed its {self.options.landed_bytes} bytes"
                return Fetched(redact(url), redact(url), self.fetcher.clock(), error=message)
            answer = await self.fetcher.get(url, accept=accept, etag=etag, last_modified=last_modified)
            self.landed += len(answer.body)
            return answer


def _keyed(feed: ParsedFeed) -> list[tuple[str, Entry]]:
    return [(entry_key(entry), entry) for entry in feed.entries]


def _needs_page(entry: Entry) -> bool:
    return text_status(entry) is TextStatus.TEASER


def _is_page(answer: Fetched) -> bool:
    kind = (answer.header("Content-Type") or HTML_TYPES[0]).partition(";")[0].strip().lower()
    return answer.error is None and answer.status == OK and bool(answer.body) and kind in HTML_TYPES


def _after_answer(before: FeedState, answer: Fetched) -> FeedState:
    """The state after an answer of any kind; entries, ETag and the rest stay those of the last feed that was read."""
    after = replace(
        before,
        feed_url=redact(before.feed_url),
        last_polled_at=answer.fetched_at,
        status=answer.status,
        error=answer.error,
        next_due_at=_due(answer, before.ttl_seconds),
    )
    if answer.status == NOT_MODIFIED and answer.error is None:
        return replace(after, last_success_at=answer.fetched_at)
    return after


def _after_feed(after: FeedState, answer: Fetched, feed: ParsedFeed, keys: Iterable[str]) -> FeedState:
    """The state after a feed that could be read."""
    keys = list(dict.fromkeys(keys))
    ttl = max((seconds for seconds in (feed.ttl_seconds, _max_age(answer)) if seconds is not None), default=None)
    return replace(
        after,
        title=feed.title,
        last_success_at=answer.fetched_at,
        etag=answer.header("ETag"),
        last_modified=answer.header("Last-Modified"),
        ttl_seconds=ttl,
        next_due_at=_due(answer, ttl),
        entries=len(feed.entries),
        seen=tuple(keys),
    )


def _max_age(answer: Fetched) -> int | None:
    """How long the answer stays fresh (RFC 9111, section 5.2.2.1), in seconds, a day at most."""
    match = MAX_AGE.search(answer.header("Cache-Control") or "")
    return min(int(match.group(1)), LONGEST_INTERVAL_SECONDS) if match else None


def _due(answer: Fetched, ttl: int | None) -> int:
    """When to poll next, in microseconds: after what the feed or the server asks for, within sensible bounds.

    The place for back-off: a feed that fails is due as soon as one that answers.
    """
    retry = answer.header("Retry-After") or ""
    asked = int(retry) if re.fullmatch(r"[0-9]{1,9}", retry) else ttl
    seconds = USUAL_INTERVAL_SECONDS if asked is None else asked
    seconds = min(max(seconds, SHORTEST_INTERVAL_SECONDS), LONGEST_INTERVAL_SECONDS)
    return answer.fetched_at + seconds * 1_000_000
