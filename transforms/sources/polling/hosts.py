"""Whose turn it is: how many requests go out at once, overall and to one host, and how close together."""

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from transforms.sources.polling.addresses import is_public, literal_address

MOST_UNREACHABLE = 5


def host_of(url: str) -> str:
    """A URL's host in lower case; empty where it has none or is no URL."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


class NotAsked(Exception):
    """A request that does not go out; the message says why, and `later` whether another run may make it."""

    def __init__(self, reason: str, *, later: bool) -> None:
        super().__init__(reason)
        self.later = later


@dataclass
class _Host:
    turns: asyncio.Semaphore
    delay: float
    next_start: float = 0.0
    held_until: float = 0.0
    held_because: str = ""
    unreachable: int = 0
    pace: asyncio.Lock = field(default_factory=asyncio.Lock)


class Hosts:
    """Gives turns to requests: at most `overall` at once, at most `per_host` to one host.

    Requests to one host begin at least `delay` seconds apart, or as many as its robots.txt asks for (`slow_down`),
    but for hosts that are private addresses: they are the user's own.
    """

    def __init__(self, overall: int, per_host: int, delay: float) -> None:
        self._overall = asyncio.Semaphore(overall)
        self._per_host = per_host
        self._delay = delay
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Waits for the turn of one request to the URL's host; the body of the `with` is that request.

        Raises NotAsked where the host is held back.
        """
        host = self._host(url)
        # The host first: who waits for a busy host must not hold one of the few places that all share.
        async with host.turns:
            async with host.pace:
                await asyncio.sleep(host.next_start - time.monotonic())
                host.next_start = time.monotonic() + host.delay
            if host.held_until > time.monotonic():
                raise NotAsked(f"not asked for: {host.held_because}", later=True)
            async with self._overall:
                yield

    def hold(self, url: str, seconds: float, reason: str) -> None:
        """Lets no request to the URL's host begin for so long."""
        host = self._host(url)
        host.held_until = max(host.held_until, time.monotonic() + seconds)
        host.held_because = reason

    def reached(self, url: str, success: bool) -> None:
        """Tells whether a connection to the URL's host could be made; a host that is down is not tried for ever."""
        host = self._host(url)
        host.unreachable = 0 if success else host.unreachable + 1
        if host.unreachable >= MOST_UNREACHABLE:
            self.hold(url, math.inf, f"{host_of(url)} could not be reached {MOST_UNREACHABLE} times in a row")

    def slow_down(self, url: str, delay: float) -> None:
        """Makes requests to the URL's host begin at least `delay` seconds apart."""
        host = self._host(url)
        host.delay = max(host.delay, delay)

    def _host(self, url: str) -> _Host:
        name = host_of(url)
        if name not in self._hosts:
            self._hosts[name] = _Host(asyncio.Semaphore(self._per_host), 0.0 if _is_private(name) else self._delay)
        return self._hosts[name]


def _is_private(host: str) -> bool:
    """Whether a host is a private address, or the name of this machine (RFC 6761, section 6.3)."""
    address = literal_address(host) if host else None
    return host == "localhost" or host.endswith(".localhost") or (address is not None and not is_public(address))
