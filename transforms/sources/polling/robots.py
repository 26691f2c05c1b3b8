"""Which pages a site lets robots fetch: robots.txt, by RFC 9309."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from protego import Protego

from transforms.sources.polling.landing import Fetched

ROBOTS_BYTES = 500 * 1024
"""RFC 9309, section 2.5: at least 500 kibibytes are read; what follows does not count."""

LONGEST_DELAY = 10.0
"""Seconds between two requests that a site's Crawl-delay (no part of the RFC) is heeded up to."""

Get = Callable[[str], Awaitable[Fetched]]
SlowDown = Callable[[str, float], None]


class Robots:
    """The rules of the sites that one poll meets, each asked for once.

    `product` is the token that rules name us by (RFC 9309, section 2.2.1). `get` fetches at most `ROBOTS_BYTES` of
    a robots.txt; `slow_down` is told of a URL and the seconds that its site wants between two requests.
    """

    def __init__(self, product: str, get: Get, slow_down: SlowDown) -> None:
        self.product = product
        self._get = get
        self._slow_down = slow_down
        self._sites: dict[str, asyncio.Future[Protego | str]] = {}

    async def refusal(self, url: str) -> str | None:
        """Why a page may not be fetched; None where it may."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._sites:
            self._sites[site] = asyncio.ensure_future(self._rules(site))
        rules = await self._sites[site]
        if isinstance(rules, str):
            return rules
        # Tens of thousands of rules take a while.
        allowed = await asyncio.to_thread(rules.can_fetch, url, self.product)
        return None if allowed else "robots.txt disallows it"

    async def _rules(self, site: str) -> Protego | str:
        """A site's rules, or why none of its pages may be fetched (RFC 9309, section 2.3.1)."""
        answer = await self._get(f"{site}/robots.txt")
        if answer.error is None:
            rules = await asyncio.to_thread(Protego.parse, answer.body.decode("utf-8-sig", "replace"))
        elif 300 <= answer.status < 500 and answer.status != 429:
            # Not there, or redirected for ever: no rules.
            rules = Protego.parse("")
        else:
            return f"robots.txt cannot be had, so no page is asked for: {answer.error}"
        delay = rules.crawl_delay(self.product)
        if delay is not None and delay > 0:
            self._slow_down(site, min(float(delay), LONGEST_DELAY))
        return rules
