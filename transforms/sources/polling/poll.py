"""Polls feeds: one conditional GET for each, and the pages of new entries whose text the feed does not carry."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace

from schemas.feeds import FeedState
from schemas.ids import digest_bytes
from transforms.outcomes import BadInput
from transforms.sources.polling.landing import Fetched, Landing
from transforms.sources.polling.outline import Outline, outline
from transforms.sources.polling.pages import news
from transforms.sources.polling.redact import redact
from transforms.sources.polling.schedule import GONE, after_failure, after_success, validators
from transforms.sources.polling.traffic import Traffic
from transforms.watchdog import watchdog

NOT_MODIFIED = 304
NAMED_FEEDS = 3
"""How many of the feeds that a page names are tried, until one can be read."""

WAITING = 16
"""Landings that wait to be taken; feeds beyond them wait with theirs."""

LOST_AFTER = 3
"""Failures in a row from which on a feed that moved is asked for at its first address again."""


async def poll(feeds: Sequence[FeedState], traffic: Traffic) -> AsyncIterator[Landing]:
    """Polls each feed once, from its state after the last poll; yields a landing a feed, as they come.

    Those whose last poll is longest ago go first. A feed that is down, or sends no feed, keeps its state but for
    status, error and schedule; nothing is raised for it.
    """
    ordered = sorted(feeds, key=lambda state: (state.last_polled_at or 0, state.feed_url))
    # Finished tasks would keep their landings: they hand them over instead.
    landed: asyncio.Queue[Landing | BaseException] = asyncio.Queue(WAITING)
    tasks = [asyncio.ensure_future(_hand_over(_Feed(state, traffic), landed)) for state in ordered]
    try:
        for _ in tasks:
            landing = await landed.get()
            if isinstance(landing, BaseException):
                raise landing
            yield landing
    finally:
        for task in tasks:
            task.cancel()


async def _hand_over(feed: "_Feed", landed: "asyncio.Queue[Landing | BaseException]") -> None:
    try:
        landing: Landing | BaseException = await feed.poll()
    except Exception as error:  # raised again by whoever takes it
        landing = error
    await landed.put(landing)


@dataclass(frozen=True)
class _Feed:
    """One feed's poll."""

    before: FeedState
    traffic: Traffic

    async def poll(self) -> Landing:
        address = _address(self.before)
        answer = await self.traffic.feed(address, *validators(self.before, self.traffic.clock()))
        if answer.later:
            return Landing(answer, replace(self.before, feed_url=redact(self.before.feed_url), error=answer.error))
        after = self._after_answer(address, answer)
        if answer.error is not None:
            told = f"{after.feed_url} is gone, and is not polled again" if answer.status == GONE else None
            return Landing(answer, after_failure(after, answer, answer.error), told=told)
        if answer.status == NOT_MODIFIED:
            return self._landing(answer, replace(after, last_success_at=answer.fetched_at), after.ttl_seconds)
        if digest_bytes(answer.body) == self.before.body_digest:
            # As good as "not modified", from a server that does not say so: it is neither read nor landed again.
            known = replace(after, last_success_at=answer.fetched_at, last_whole_at=answer.fetched_at)
            return self._landing(replace(answer, body=b""), known, after.ttl_seconds)
        try:
            found = await _outlined(answer)
        except BadInput as error:
            return Landing(answer, after_failure(self._unmoved(after), answer, _told(error)))
        if found.feeds:
            return await self._named(answer, after, found.feeds)
        return await self._read(answer, after, found)

    def _after_answer(self, address: str, answer: Fetched) -> FeedState:
        """The state with what any answer tells; entries, ETag and more stay those of the last feed that was read."""
        moved_to = answer.moved_to or (None if address == self.before.feed_url else self.before.moved_to)
        return replace(
            self.before,
            feed_url=redact(self.before.feed_url),
            moved_to=moved_to if answer.error is None else self.before.moved_to,
            last_polled_at=answer.fetched_at,
            status=answer.status,
        )

    def _unmoved(self, after: FeedState) -> FeedState:
        """Only an address that has a feed is one that a feed moved to."""
        return replace(after, moved_to=self.before.moved_to)

    async def _named(self, page: Fetched, after: FeedState, feeds: Sequence[str]) -> Landing:
        """The first feed that a page names and that can be read (autodiscovery)."""
        error = "no feed that it names was tried"
        for address in feeds[:NAMED_FEEDS]:
            answer = await self.traffic.feed(address)
            if answer.error is not None:
                error = answer.error
                continue
            try:
                found = await _outlined(answer)
            except BadInput as bad:
                error = _told(bad)
                continue
            if not found.feeds:
                moved = replace(after, moved_to=answer.moved_to or redact(address), last_polled_at=answer.fetched_at)
                return await self._read(answer, moved, found)
        error = f"this is a page, and no feed that it names can be read: {feeds[0]}: {error}"
        return Landing(page, after_failure(self._unmoved(after), page, error))

    async def _read(self, answer: Fetched, after: FeedState, found: Outline) -> Landing:
        """The landing of a feed that could be read, with the pages of its new entries."""
        has = await news(found.entries, self.before.seen, self.traffic)
        # Where pages or the end of the feed are still to come, "not modified" would keep them from coming.
        settled = found.whole and not has.pending
        after = replace(
            after,
            title=found.title,
            last_success_at=answer.fetched_at,
            last_whole_at=answer.fetched_at,
            etag=answer.header("ETag") if settled else None,
            last_modified=answer.header("Last-Modified") if settled else None,
            body_digest=digest_bytes(answer.body) if settled else None,
            entries=len(found.entries),
            skip_hours=found.skip_hours,
            skip_days=found.skip_days,
            seen=has.seen,
        )
        landing = self._landing(answer, after, found.ttl_seconds)
        return replace(landing, new=has.new, pages=has.came, without_page=has.without)

    def _landing(self, answer: Fetched, after: FeedState, ttl_seconds: int | None) -> Landing:
        moved = after.moved_to is not None and after.moved_to != self.before.moved_to
        told = f"{after.feed_url} is now polled at {after.moved_to}" if moved else None
        return Landing(answer, after_success(after, answer, ttl_seconds), told=told)


def _address(state: FeedState) -> str:
    """Where a feed is asked for: where it moved to, unless that has failed for a while or needs credentials."""
    bare = redact(state.feed_url) == state.feed_url
    return state.moved_to if state.moved_to and bare and state.failures < LOST_AFTER else state.feed_url


async def _outlined(answer: Fetched) -> Outline:
    """Reads a feed in another process, so that it holds up neither the event loop nor, where it is hostile, the run."""
    content_type = answer.header("Content-Type")
    return await asyncio.to_thread(watchdog().run, outline, answer.body, answer.url, content_type)


def _told(error: BadInput) -> str:
    return f"{error.kind}: {redact(error.message)[:300]}"
