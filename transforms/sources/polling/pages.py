"""Which entries of a feed are new to us, and the pages of those whose text the feed does not carry.

An entry is read at once, with what the feed says of it. Where its page may come in a later poll (its server is
busy, or this poll has no time left), its key is kept with a mark, and the entry is read again when the page comes.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from transforms.sources.polling.landing import Fetched
from transforms.sources.polling.outline import EntryOutline
from transforms.sources.polling.traffic import Traffic

PENDING = "~"
"""After a key among those seen: the entry's page is still to come."""

BUSY = (429, 502, 503, 504)
"""Statuses that ask to try again (RFC 9110, section 15.6; RFC 6585, section 4)."""


@dataclass(frozen=True)
class News:
    """What a feed has for us, by entry key.

    `new` are entries to be read, `came` the pages that came for some of them, `without` why others have none;
    `seen` is what to know all entries of the feed by from now on, and `pending` how many pages are still to come.
    """

    new: Sequence[str]
    seen: Sequence[str]
    came: Sequence[tuple[str, Fetched]] = ()
    without: Mapping[str, str] = field(default_factory=dict)
    pending: int = 0


async def news(entries: Sequence[EntryOutline], seen: Sequence[str], traffic: Traffic) -> News:
    """Tells new entries from seen ones, and fetches the pages that are wanted, unless pages are not fetched at all."""
    known = set(seen)
    distinct = {entry.key: entry.page for entry in entries}
    fresh = [key for key in distinct if key not in known and key + PENDING not in known]
    if not traffic.options.fetch_pages:
        return News(fresh, tuple(distinct))
    wanted = {key: page for key, page in distinct.items() if page is not None and key not in known}
    answers = await _pages(list(dict.fromkeys(wanted.values())), traffic)
    came, without, pending = [], {}, set()
    for key, page in wanted.items():
        answer = answers.get(page)
        if answer is None:
            pending.add(key)
            without[key] = f"left for the next poll: one takes {traffic.options.pages_per_feed} pages of a feed"
        elif answer.error is None and answer.body:
            came.append((key, answer))
        else:
            without[key] = answer.error or "the page is empty"
            if answer.later or answer.status in BUSY:
                pending.add(key)
    with_page = {key for key, _ in came}
    return News(
        new=[key for key in distinct if key in with_page or key in fresh],
        seen=tuple(key + PENDING if key in pending else key for key in distinct),
        came=came,
        without={key: reason for key, reason in without.items() if key in fresh},
        pending=len(pending),
    )


async def _pages(links: Sequence[str], traffic: Traffic) -> dict[str, Fetched]:
    """The answers for as many links as one poll takes of a feed."""
    asked = links[: traffic.options.pages_per_feed]
    return dict(zip(asked, await asyncio.gather(*map(traffic.page, asked)), strict=True))
