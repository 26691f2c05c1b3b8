"""One GET over HTTP, bounded in time, size and redirects, to public addresses only. It answers, and never raises."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from types import TracebackType

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from transforms.sources.polling.addresses import GuardedResolver, Refused, SystemResolver, checked_url, socket_factory
from transforms.sources.polling.decompress import ACCEPTED, Body, BodyError
from transforms.sources.polling.hosts import NotAsked
from transforms.sources.polling.landing import KEPT_HEADERS, Fetched, reason_phrase
from transforms.sources.polling.redact import redact, without_secrets

REDIRECTS = (301, 302, 303, 307, 308)
FOR_EVER = (301, 308)
BLOCK_BYTES = 1 << 16
RESOLVER_THREADS = 64
"""Names that are looked up at once: as many as a poll has requests."""

MOST_OVERHEAD_BYTES = 1_000_000
"""What an answer may hold besides its body: headers, and the sizes of chunks."""

RAW_BYTE = re.compile("[\udc80-\udcff]")
"""A byte of a header that is no UTF-8, as Python carries it."""

ERROR_CHARACTERS = 300

Clock = Callable[[], int]
Turn = Callable[[str], AbstractAsyncContextManager[None]]
"""Given the URL of a request that is about to go out, what it must be made within."""


@dataclass(frozen=True)
class Limits:
    """What one GET may take: seconds in all (redirects included), to connect and between bytes; and bytes."""

    total_seconds: float = 60.0
    connect_seconds: float = 15.0
    read_seconds: float = 20.0
    redirects: int = 5
    received_bytes: int = 10_000_000
    unpacked_bytes: int = 20_000_000


@asynccontextmanager
async def _at_once(_: str) -> AsyncIterator[None]:
    yield


@dataclass(frozen=True)
class _Wanted:
    """One GET: its headers, which bodies are read and how much of them, and whose turn it takes."""

    headers: Mapping[str, str]
    conditional: bool
    kinds: tuple[str, ...]
    first_bytes: int | None
    turn: Turn


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
        resolver = GuardedResolver(self._resolver or SystemResolver(RESOLVER_THREADS), allow_private=self.allow_private)
        limits = self.limits
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=resolver,
                socket_factory=socket_factory(
                    allow_private=self.allow_private, most_bytes=limits.received_bytes + MOST_OVERHEAD_BYTES
                ),
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
        self,
        url: str,
        *,
        accept: str = "*/*",
        etag: str | None = None,
        last_modified: str | None = None,
        kinds: Sequence[str] = (),
        first_bytes: int | None = None,
        turn: Turn = _at_once,
    ) -> Fetched:
        """What came of asking for a URL, on condition that it changed where `etag` or `last_modified` are given.

        Where `kinds` are given, a body of another media type is not read, which is an error; of a body of over
        `first_bytes` bytes no more than these are read, which is none. Each request, those that redirects lead to
        among them, is made within `turn` of its URL, which may raise NotAsked; waiting there takes no time of `Limits`.
        Trouble of any kind is told in the result's `error`. Credentials in the URL are sent to its own origin.
        """
        packed = ACCEPTED if first_bytes is None else "identity"
        headers = {"User-Agent": self.user_agent, "Accept": accept, "Accept-Encoding": packed}
        given = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        conditions = {name: value for name, value in given.items() if value and value.isprintable()}
        wanted = _Wanted({**headers, **conditions}, bool(conditions), tuple(kinds), first_bytes, turn)
        named = redact(url.encode("utf-8", "replace").decode())
        asked = Fetched(named, named, self.clock(), sent=tuple(wanted.headers.items()))
        answer = await self._follow(url, asked, wanted)
        return replace(
            answer,
            fetched_at=self.clock(),
            # A server may say again, in any form, what it was asked with.
            error=None if answer.error is None else _kept_secret(answer.error, url),
            headers=tuple((name, _kept_secret(value, url)) for name, value in answer.headers),
        )

    async def _follow(self, url: str, asked: Fetched, wanted: _Wanted) -> Fetched:
        """Asks, and follows redirects by hand, so that each address is checked, and each host's turn taken."""
        answer, for_ever, seconds = asked, True, self.limits.total_seconds
        try:
            target = checked_url(url, allow_private=self.allow_private)
            for _ in range(self.limits.redirects + 1):
                answer = replace(answer, url=redact(str(target)))
                async with wanted.turn(str(target)):
                    started = time.monotonic()
                    async with asyncio.timeout(seconds):
                        answer, location = await self._ask(target, url, answer, wanted)
                    seconds -= time.monotonic() - started
                if location is None:
                    return answer
                target = self._redirected(target, location)
                for_ever = for_ever and answer.status in FOR_EVER
                if for_ever:
                    answer = replace(answer, moved_to=redact(str(target)))
            return replace(answer, error=f"over {self.limits.redirects} redirects")
        except NotAsked as reason:
            return replace(answer, error=str(reason), later=reason.later)
        except TimeoutError:
            return replace(answer, error=f"no whole answer within {self.limits.total_seconds:g} seconds")
        except Refused as error:
            return replace(answer, error=_message(error))

    async def _ask(self, target: URL, url: str, answer: Fetched, wanted: _Wanted) -> tuple[Fetched, str | None]:
        """One request: the answer so far, and where it leads on to, if it does."""
        try:
            async with self._session.get(target, headers=wanted.headers, allow_redirects=False) as response:
                location = response.headers.get("Location")
                if response.status in REDIRECTS and location:
                    return replace(answer, status=response.status), location
                return await self._read(response, answer, url, wanted), None
        except TimeoutError as error:
            unreachable = isinstance(error, aiohttp.ConnectionTimeoutError)
            reason = "the server took too long to connect or to send"
            return replace(answer, error=reason, unreachable=unreachable), None
        except (aiohttp.ClientError, OSError) as error:
            unreachable = isinstance(error, aiohttp.ClientConnectorError) and _refusal(error) is None
            return replace(answer, error=_message(error), unreachable=unreachable), None

    def _redirected(self, source: URL, location: str) -> URL:
        """Where a redirect leads. Credentials go along to the same origin, and to no other."""
        location = RAW_BYTE.sub(lambda byte: f"%{ord(byte[0]) - 0xDC00:02X}", location)
        try:
            given = URL(location)
            target = source.join(given).with_fragment(None)
            target = target.with_user(None)
        except ValueError as error:
            raise Refused(f"the redirect to {redact(location)!r} is no URL: {redact(str(error))}") from None
        if given.scheme and not given.host:
            raise Refused(f"the redirect to {redact(location)!r} is no URL: it has no host")
        checked = checked_url(str(target), allow_private=self.allow_private)
        if source.user is not None and checked.origin() == source.origin():
            return checked.with_user(source.user).with_password(source.password)
        return checked

    async def _read(self, response: aiohttp.ClientResponse, answer: Fetched, url: str, wanted: _Wanted) -> Fetched:
        """The answer with status, headers and, where the status is 200, the body."""
        answer = replace(answer, status=response.status, headers=_kept(response))
        if response.status == HTTPStatus.NOT_MODIFIED and wanted.conditional:
            return answer
        if response.status != HTTPStatus.OK:
            return replace(
                answer, error=f"the server answered {response.status} {reason_phrase(response.status)}".rstrip()
            )
        limits = self.limits
        kind = response.content_type if "Content-Type" in response.headers else None
        if wanted.kinds and kind is not None and kind.lower() not in wanted.kinds:
            return replace(answer, error=f"{kind[:100]} is not read: allowed are {', '.join(wanted.kinds)}")
        try:
            transfer = ", ".join(response.headers.getall("Transfer-Encoding", ()))
            if transfer.strip().lower() not in ("", "chunked"):
                raise BodyError(f"Transfer-Encoding {transfer[:100]!r} was not asked for: allowed is chunked")
            body = Body(
                ", ".join(response.headers.getall("Content-Encoding", ())),
                received=limits.received_bytes,
                unpacked=limits.unpacked_bytes,
            )
            if wanted.first_bytes is None and (response.content_length or 0) > limits.received_bytes:
                raise BodyError(f"the body is over {limits.received_bytes} bytes")
            while block := await self._block(response):
                body.add(block)
                if wanted.first_bytes is not None and len(body.content) >= wanted.first_bytes:
                    return replace(answer, body=bytes(body.content[: wanted.first_bytes]))
            return replace(answer, body=without_secrets(body.whole(), url))
        except TimeoutError:
            return replace(answer, error=f"the body stopped coming for {limits.read_seconds:g} seconds")
        except (aiohttp.ClientError, OSError, BodyError) as error:
            return replace(answer, error=_message(error))

    async def _block(self, response: aiohttp.ClientResponse) -> bytes:
        """The next bytes of a body, none at its end; aiohttp forgets its own clock where a chunk is malformed."""
        async with asyncio.timeout(self.limits.read_seconds):
            return await response.content.read(BLOCK_BYTES)


def _kept_secret(text: str, url: str) -> str:
    return without_secrets(text.encode("utf-8", "replace"), url).decode()


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
