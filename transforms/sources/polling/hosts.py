"""How many requests go out at once: overall, and to one host. The place for delays, robots.txt and Retry-After."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit


def host_of(url: str) -> str:
    """A URL's host in lower case; empty where it has none or is no URL."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


class Hosts:
    """Gives turns to requests: at most `overall` at once, and at most `per_host` to one host."""

    def __init__(self, overall: int, per_host: int) -> None:
        self._overall = asyncio.Semaphore(overall)
        self._per_host = per_host
        self._hosts: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Waits for the turn of one request to the URL's host; the body of the `with` is that request."""
        host = self._hosts.setdefault(host_of(url), asyncio.Semaphore(self._per_host))
        # The host first: who waits for a busy host must not hold one of the few places that all share.
        async with host, self._overall:
            yield
