"""Which addresses may be connected to: public ones, so that no feed makes us ask the machines around us.

Three checks, each on its own: the URL's host where it is an address in any spelling, every address that a name
resolves to, and the very address that a socket is opened for, which is the one that counts.
"""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from transforms.sources.polling.redact import redact

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, Sequence[object]]

SCHEMES = ("http", "https")
NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052, section 2.1: an IPv4 address in the last 32 bits
NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215
HOST = re.compile(r"[A-Za-z0-9_~.*-]+|[0-9A-Fa-f:.]+(?:%[\w.~-]+)?")
"""A host as a name or an address has it; what else a URL may hold would reach the Host header and the resolver."""

BLOCKED_PORTS = frozenset((
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
    111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
    540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
    6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 11211,
))  # fmt: skip
"""Ports of other protocols (WHATWG Fetch, section 2.9), and those of Redis and memcached, for which HTTP is orders."""

COMPATIBLE = ipaddress.IPv6Network("::/96")  # RFC 4291, section 2.5.5.1


class Refused(OSError):
    """An address or URL that is not connected to; the message names it, without credentials."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet (IANA special-purpose registries, RFC 6890).

    An IPv6 address that carries an IPv4 one (mapped, compatible, NAT64, 6to4) is as public as that one.
    """
    if isinstance(address, ipaddress.IPv6Address):
        carried = _carried(address)
        if carried is not None:
            return is_public(carried)
        if address in NAT64_LOCAL or address.is_site_local:
            return False
    return address.is_global and not (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in NAT64 or address in COMPATIBLE:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def literal_address(host: str) -> Address | None:
    """The address that a URL's host is, also in the spellings of inet_aton(3): 2130706433, 0x7f.1, 0177.0.0.1.

    None where it is a name. A zone (`%eth0`) and a dot at the end do not count.
    """
    bare = host.partition("%")[0].rstrip(".")
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(bare))
    except (OSError, ValueError):
        return None


def checked_url(url: str, *, allow_private: bool) -> URL:
    """The URL, ready to be asked for; raises Refused where it is none, is not HTTP, or names a private address."""
    try:
        parsed = URL(url)
        host, port = parsed.host, parsed.port
    except ValueError as error:
        raise Refused(f"{redact(url)!r} is no URL: {redact(str(error))}") from None
    if parsed.scheme not in SCHEMES or not host or not port:
        raise Refused(f"{redact(url)!r} is refused: only http and https URLs with a host are fetched")
    if not HOST.fullmatch(parsed.raw_host or ""):
        raise Refused(f"{redact(url)!r} is no URL: {host[:100]!r} is no host name")
    if port in BLOCKED_PORTS:
        raise Refused(f"{redact(url)!r} is refused: port {port} is that of another protocol")
    address = literal_address(host)
    if address is not None and not allow_private:
        check_address(str(address))
    return parsed


def check_address(address: str) -> None:
    """Raises Refused for an address (without port) that is not public, or is none at all."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        raise Refused(f"{address!r} is no address") from None
    if not is_public(parsed):
        raise Refused(
            f"{address} is refused: it is a private or reserved address (--allow_private_addresses permits these)"
        )


class BoundedSocket(socket.socket):
    """A socket that takes no more than so many bytes in answer to a request.

    Bodies are counted where they are read. What is none, such as headers or the sizes of chunks, may go on for ever
    as well, and is thrown away by the HTTP parser as it comes, so that nothing else notices.
    """

    most_bytes = 0
    received = 0

    def send(self, *given: Any) -> int:
        self.received = 0
        return super().send(*given)

    def recv(self, *given: Any) -> bytes:
        data = super().recv(*given)
        self.received += len(data)
        if self.received > self.most_bytes:
            raise ConnectionAbortedError(f"the answer is over {self.most_bytes} bytes")
        return data


def socket_factory(*, allow_private: bool, most_bytes: int) -> Callable[[AddressInfo], socket.socket]:
    """What aiohttp shall make its sockets with: it is called with the address that is connected to next.

    It raises Refused where that address is not public, and bounds what one answer may send.
    """

    def made(info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, peer = info
        if not allow_private:
            check_address(str(peer[0]))
        opened = BoundedSocket(family, kind, protocol)
        opened.most_bytes = most_bytes
        opened.setblocking(False)
        return opened

    return made


class SystemResolver(AbstractResolver):
    """The system's resolver, asked in threads of its own: names whose servers never answer hold nothing else up."""

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        ask = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
        found = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        return [
            ResolveResult(
                hostname=host, host=str(peer[0]), port=int(peer[1]), family=kind, proto=protocol, flags=NUMERIC
            )
            for kind, _, protocol, _, peer in found
            if len(peer) == 2 or not peer[3]  # an address with a zone is one of a link, and never public
        ]

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


class GuardedResolver(AbstractResolver):
    """A resolver that leaves out addresses which are not public, and raises Refused where no other is left."""

    def __init__(self, inner: AbstractResolver, *, allow_private: bool) -> None:
        self.inner = inner
        self.allow_private = allow_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        try:
            found = await self.inner.resolve(host, port, family)
        except UnicodeError as error:  # Python's IDNA codec, for labels that are empty or over 63 characters
            raise Refused(f"{host[:100]!r} is no host name: {error}") from None
        if not found:
            raise OSError(f"{host[:100]} has no address")
        if self.allow_private:
            return found
        public = []
        refused: Refused | None = None
        for result in found:
            try:
                check_address(result["host"])
                public.append(result)
            except Refused as error:
                refused = error
        if refused is not None and not public:
            raise Refused(f"{host} is refused: {refused}")
        return public

    async def close(self) -> None:
        await self.inner.close()
