"""One GET over HTTP, bounded in time, size and redirects, to public addresses only. It answers, and never raises."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from types import TracebackType

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from transforms.sources.polling.addresses import GuardedResolver, Refused, checked_url, socket_factory
from transforms.sources.polling.decompress import ACCEPTED, Body, BodyError
from transforms.sources.polling.landing import KEPT_HEADERS, Fetched, reason_phrase
from transforms.sources.polling.redact import redact, without_secrets

REDIRECTS = (301, 302, 303, 307, 308)
BLOCK_BYTES = 1 << 16
ERROR_CHARACTERS = 300

Clock = Callable[[], int]


@dataclass(frozen=True)
class Limits:
    """What one GET may take: seconds in all (redirects included), to connect and between bytes; and bytes."""

    total_seconds: float = 60.0
    connect_seconds: float = 15.0
    read_seconds: float = 20.0
    redirects: int = 5
    received_bytes: int = 10_000_000
    unpacked_bytes: int = 20_000_000


class Fetcher:
    """Fetches URLs within an `async with`; any number at a time.

    `user_agent` names the project and a contact; `clock` gives microseconds since the epoch. `resolver` is asked
    for names instead of the system's. Raises ValueError for a user agent that is no header's value.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        clock: Clock,
        allow_private_addresses: bool = False,
        limits: Limits | None = None,
        resolver: AbstractResolver | None = None,
    ) -> None:
        if not user_agent.strip() or not user_agent.isascii() or not user_agent.isprintable():
            raise ValueError(f"user agent {user_agent!r} is no header: give printable ASCII text")
        self.user_agent = user_agent
        self.clock = clock
        self.allow_private = allow_private_addresses
        self.limits = limits or Limits()
        self._resolver = resolver

    async def __aenter__(self) -> "Fetcher":
        resolver = GuardedResolver(self._resolver or aiohttp.ThreadedResolver(), allow_private=self.allow_private)
        limits = self.limits
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=resolver, socket_factory=socket_factory(allow_private=self.allow_private)
            ),
            # A proxy from the environment would connect to addresses that nobody checked.
            trust_env=False,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=limits.connect_seconds, sock_read=limits.read_seconds
            ),
        )
        self._guard = resolver
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()
        await self._guard.close()

    async def get(
        self, url: str, *, accept: str = "*/*", etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """What came of asking for a URL, on condition that it changed where `etag` or `last_modified` are given.

        Trouble of any kind is told in the result's `error`. Credentials in the URL are sent to its own origin.
        """
        headers = {"User-Agent": self.user_agent, "Accept": accept, "Accept-Encoding": ACCEPTED}
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers.update({name: value for name, value in conditions.items() if value and value.isprintable()})
        named = redact(url.encode("utf-8", "replace").decode())
        asked = Fetched(named, named, self.clock(), sent=tuple(headers.items()))
        try:
            async with asyncio.timeout(self.limits.total_seconds):
                answer = await self._follow(url, headers, asked)
        except TimeoutError:
            answer = replace(asked, error=f"no whole answer within {self.limits.total_seconds:g} seconds")
        return replace(answer, fetched_at=self.clock())

    async def _follow(self, url: str, headers: Mapping[str, str], asked: Fetched) -> Fetched:
        """Asks, and follows redirects by hand, so that each address is checked."""
        answer = asked
        try:
            target = checked_url(url, allow_private=self.allow_private)
            for _ in range(self.limits.redirects + 1):
                answer = replace(answer, url=redact(str(target)))
                async with self._session.get(target, headers=headers, allow_redirects=False) as response:
                    location = response.headers.get("Location")
                    if response.status not in REDIRECTS or not location:
                        return await self._read(response, answer, url)
                    answer = replace(answer, status=response.status)
                target = self._redirected(target, location)
            return replace(answer, error=f"over {self.limits.redirects} redirects")
        except TimeoutError:
            return replace(answer, error="the server took too long to connect or to send")
        except (aiohttp.ClientError, OSError, BodyError) as error:
            return replace(answer, error=_message(error))

    def _redirected(self, source: URL, location: str) -> URL:
        """Where a redirect leads. Credentials go along to the same origin, and to no other."""
        try:
            target = source.join(URL(location)).with_fragment(None)
            target = target.with_user(None)
        except ValueError as error:
            raise Refused(f"the redirect to {redact(location)!r} is no URL: {redact(str(error))}") from None
        checked = checked_url(str(target), allow_private=self.allow_private)
        if source.user is not None and checked.origin() == source.origin():
            return checked.with_user(source.user).with_password(source.password)
        return checked

    async def _read(self, response: aiohttp.ClientResponse, answer: Fetched, url: str) -> Fetched:
        """The answer with status, headers and, where the status is 200, the body."""
        answer = replace(answer, status=response.status, headers=_kept(response))
        if response.status == HTTPStatus.NOT_MODIFIED:
            return answer
        if response.status != HTTPStatus.OK:
            return replace(
                answer, error=f"the server answered {response.status} {reason_phrase(response.status)}".rstrip()
            )
        limits = self.limits
        try:
            body = Body(
                response.headers.get("Content-Encoding", ""),
                received=limits.received_bytes,
                unpacked=limits.unpacked_bytes,
            )
            if (response.content_length or 0) > limits.received_bytes:
                raise BodyError(f"the body is over {limits.received_bytes} bytes")
            async for block in response.content.iter_chunked(BLOCK_BYTES):
                body.add(block)
            return replace(answer, body=without_secrets(body.whole(), url))
        except TimeoutError:
            return replace(answer, error=f"the body stopped coming for {limits.read_seconds:g} seconds")
        except (aiohttp.ClientError, OSError, BodyError) as error:
            return replace(answer, error=_message(error))


def _kept(response: aiohttp.ClientResponse) -> tuple[tuple[str, str], ...]:
    """The headers that are kept and can be written down as they are."""
    found = ((name, response.headers.get(name)) for name in KEPT_HEADERS)
    return tuple((name, value) for name, value in found if value and value.isascii() and value.isprintable())


def _refusal(error: BaseException | None) -> Refused | None:
    """The refusal that aiohttp wrapped, for its own message does not quote one."""
    while error is not None and not isinstance(error, Refused):
        error = error.__cause__
    return error


def _message(error: Exception) -> str:
    """What went wrong, in a bounded text without credentials."""
    text = str(_refusal(error) or error) or type(error).__name__
    return redact(" ".join(text.split()))[:ERROR_CHARACTERS]
