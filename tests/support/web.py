"""A web server on loopback that does what it is told, byte by byte, well or badly; and names that lead to it.

    with Server() as server:
        server.serve("/feed", answer(b"<rss/>"))
        server.serve("/slow", b"HTTP/1.1 200 OK\\r\\n\\r\\n", Drip(b"abc", every=1), CLOSE)
        get(server.url("/feed"))
    assert server.paths == ["/feed"]

What a path does is a script: bytes are sent as they are, other steps say when and how, and a function makes the
script of the request. A script that does not end the connection keeps it for the next request. Nothing checks
that what is sent is HTTP. It runs in a thread of its own (`with`), or in the loop that is running (`async with`).
"""

import asyncio
import contextlib
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from http import HTTPStatus
from types import TracebackType

from aiohttp.abc import AbstractResolver, ResolveResult

HEAD_BYTES = 1 << 20
MOST_BYTES = 400_000_000
"""What one connection is sent at most, so that a client that takes everything does not take all day."""

BLOCK_BYTES = 1 << 16
PROBE = b"GET /probe HTTP/1.1\r\nHost: probe.invalid\r\n\r\n"
PROBED = "probe.invalid"
LOOPBACK = ("127.0.0.1",)


class End(Enum):
    """How a script ends a connection."""

    CLOSE = "close"
    RESET = "reset"
    HANG = "hang"


CLOSE, RESET, HANG = End.CLOSE, End.RESET, End.HANG
"""Close it in order; reset it (RST); leave it open in silence, until the client or the test ends."""


@dataclass(frozen=True)
class Pause:
    """Nothing, for so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Drip:
    """Bytes one by one, with so many seconds before each."""

    data: bytes
    every: float


@dataclass(frozen=True)
class Forever:
    """The same bytes again and again, with so many seconds between, until the client hangs up."""

    block: bytes
    every: float = 0.0


Step = bytes | Pause | Drip | Forever | End


@dataclass(frozen=True)
class Request:
    """What was asked, when (monotonic seconds), on which connection, and at which of the server's addresses."""

    time: float
    connection: int
    address: str
    method: str
    target: str
    headers: Sequence[tuple[str, str]]

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def host(self) -> str:
        return (self.header("Host") or "").rpartition(":")[0] or (self.header("Host") or "")

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass
class Connection:
    """One accepted TCP connection: at which of the server's addresses, and what went over it."""

    number: int
    address: str
    sent: int = 0
    requests: int = 0
    received: bytes = b""
    """What came that was no request, such as the beginning of TLS."""


Act = Callable[[Request], Iterable[Step]]


def answer(
    body: bytes = b"",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    *,
    kind: str | None = "text/xml; charset=utf-8",
) -> bytes:
    """A whole and well-formed response; a header of the value "" is left out."""
    given = {"Content-Type": kind or "", "Content-Length": str(len(body)), **(headers or {})}
    return heading(status, {name: value for name, value in given.items() if value}) + body


def heading(status: int = 200, headers: Mapping[str, str] | None = None) -> bytes:
    """A response's status line and headers, with the empty line behind them."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown"
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {value}" for name, value in (headers or {}).items())]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "surrogateescape") + b"\r\n"


def chunk(data: bytes, extension: bytes = b"") -> bytes:
    """A chunk of a chunked body; the empty one is the last."""
    return b"%x%s\r\n%s\r\n" % (len(data), extension, data)


class Server:
    """The server: one port, on one address or several (those that this machine lacks are left out, but the first)."""

    def __init__(self, addresses: Sequence[str] = LOOPBACK) -> None:
        self.addresses = addresses
        self.port = 0
        self.requests: list[Request] = []
        self.connections: list[Connection] = []
        self.most_at_once: Counter[str] = Counter()
        """The most requests that were being answered at one time, by host; "" is all hosts together."""
        self._busy: Counter[str] = Counter()
        self._acts: dict[str, Act] = {}
        self._otherwise: Act = lambda _: [answer(b"", 404)]
        self._tasks: set[asyncio.Task[None]] = set()
        self._listening: list[asyncio.Server] = []
        self._thread: threading.Thread | None = None

    def serve(self, path: str, *steps: Step) -> str:
        """Answers each request for a path with these steps; gives the path's URL."""
        return self.on(path, lambda _: steps)

    def serve_in_turn(self, path: str, *scripts: Sequence[Step]) -> str:
        """Answers the requests for a path with one script after the other, and then with the last."""
        left = list(scripts)
        return self.on(path, lambda _: left.pop(0) if len(left) > 1 else left[0])

    def on(self, path: str, act: Act) -> str:
        """Answers requests for a path with the steps that a function makes of each; gives the path's URL."""
        self._acts[path] = act
        return self.url(path)

    def otherwise(self, act: Act) -> None:
        """What to do for paths that nothing was said of, and for bytes that are no request; at first, a 404."""
        self._otherwise = act

    def url(self, path: str = "/", host: str | None = None, scheme: str = "http", user: str = "") -> str:
        """A URL that leads here, by the first address or a name for it."""
        return f"{scheme}://{user}{host or self.addresses[0]}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [request.path for request in self.requests]

    @property
    def sent(self) -> int:
        """How many bytes the clients took, at the least: what was given to the sockets, and left the process."""
        return sum(connection.sent for connection in self.connections)

    def settle(self) -> None:
        """Waits until all connections made before this call are in `connections`."""
        for listening in self._listening:
            for found in listening.sockets:
                with socket.create_connection(found.getsockname()[:2], timeout=5) as probe:
                    probe.sendall(PROBE)
                    probe.recv(100)

    def __enter__(self) -> "Server":
        ready = threading.Event()
        self._done = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run(ready)), name="web", daemon=True)
        self._thread.start()
        if not ready.wait(10):
            raise RuntimeError("the test's web server did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._thread is not None
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(10)

    async def __aenter__(self) -> "Server":
        for address in self.addresses:
            try:
                made = await asyncio.start_server(self._connected, address, self.port, limit=HEAD_BYTES, backlog=512)
            except OSError:
                if not self.port:
                    raise
                continue
            self._listening.append(made)
            self.port = made.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for listening in self._listening:
            listening.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.sleep(0)

    async def _run(self, ready: threading.Event) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        async with self:
            ready.set()
            await self._ended.wait()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = writer.get_extra_info("sockname")[0]
        connection = Connection(len(self.connections), address)
        self.connections.append(connection)
        task = asyncio.get_running_loop().create_task(self._converse(connection, reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _converse(
        self, connection: Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Takes the requests of one connection and plays their scripts, until either side ends it."""
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                while True:
                    request = await self._request(connection, reader)
                    if request is not None and request.host == PROBED:
                        self.connections.remove(connection)
                        return
                    act = self._otherwise
                    if request is not None:
                        self.requests.append(request)
                        act = self._acts.get(request.path, act)
                    with self._counted(request):
                        going_on = await self._play(act(request or _no_request(connection)), connection, writer)
                    if not going_on or request is None:
                        return
        finally:
            writer.transport.abort() if writer.transport.get_write_buffer_size() else writer.close()

    async def _request(self, connection: Connection, reader: asyncio.StreamReader) -> Request | None:
        """The next request; None where what came is none."""
        first = await reader.readexactly(1)
        if not first.isalpha():
            connection.received += first + await reader.read(BLOCK_BYTES)
            return None
        text = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, *lines = text.removesuffix("\r\n\r\n").split("\r\n")
        method, _, rest = line.partition(" ")
        pairs = [(name, value.strip()) for name, _, value in (entry.partition(":") for entry in lines)]
        connection.requests += 1
        target = rest.rpartition(" ")[0]
        return Request(time.monotonic(), connection.number, connection.address, method, target, pairs)

    @contextlib.contextmanager
    def _counted(self, request: Request | None) -> Iterable[None]:
        names = ("",) if request is None else ("", request.host)
        for name in names:
            self._busy[name] += 1
            self.most_at_once[name] = max(self.most_at_once[name], self._busy[name])
        try:
            yield
        finally:
            for name in names:
                self._busy[name] -= 1

    async def _play(self, steps: Iterable[Step], connection: Connection, writer: asyncio.StreamWriter) -> bool:
        """Plays a script; whether the connection goes on afterwards."""
        for step in steps:
            if isinstance(step, bytes):
                await self._send(step, connection, writer)
            elif isinstance(step, Pause):
                await asyncio.sleep(step.seconds)
            elif isinstance(step, Drip):
                for byte in step.data:
                    await asyncio.sleep(step.every)
                    await self._send(bytes([byte]), connection, writer)
            elif isinstance(step, Forever):
                while connection.sent < MOST_BYTES:
                    await self._send(step.block, connection, writer)
                    await asyncio.sleep(step.every)
            elif step is HANG:
                await asyncio.Event().wait()
            else:
                if step is RESET:
                    linger = struct.pack("ii", 1, 0)
                    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                    writer.transport.abort()
                return False
        return True

    async def _send(self, data: bytes, connection: Connection, writer: asyncio.StreamWriter) -> None:
        for start in range(0, len(data), BLOCK_BYTES):
            block = data[start : start + BLOCK_BYTES]
            writer.write(block)
            await writer.drain()
            connection.sent += len(block)


def _no_request(connection: Connection) -> Request:
    return Request(time.monotonic(), connection.number, connection.address, "", "", ())


@dataclass
class Names(AbstractResolver):
    """A resolver that answers from a table, and remembers what it was asked.

    A name's addresses are one list, or several lists, of which the first question gets the first and so on, and
    all later ones the last. A name that is not in the table has the addresses `others`, or cannot be resolved.
    """

    table: Mapping[str, Sequence[str] | Sequence[Sequence[str]]] = field(default_factory=dict)
    others: Sequence[str] | None = None
    asked: list[str] = field(default_factory=list)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        turn = self.asked.count(host)
        self.asked.append(host)
        found = self.table.get(host, self.others)
        if found is None:
            raise OSError(None, f"{host}: Name or service not known")
        if found and not isinstance(found[0], str):
            found = found[min(turn, len(found) - 1)]
        return [_resolved(host, port, str(address)) for address in found]

    async def close(self) -> None:
        return None


def _resolved(host: str, port: int, address: str) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)
