"""Hosts with networks of their own, as network namespaces on one bridge; for root on Linux."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

NETWORK = "10.231.77"


class NoHosts(RuntimeError):
    """This machine cannot have them; the message says why."""


@dataclass(frozen=True)
class Host:
    """A host by its address; a command behind `enter` runs on it."""

    name: str
    address: str

    @property
    def enter(self) -> list[str]:
        """What stands before a command."""
        return ["ip", "netns", "exec", self.name]


@contextmanager
def hosts(number: int) -> Iterator[tuple[str, list[Host]]]:
    """This machine's address on the bridge, and the hosts; raises NoHosts."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        raise NoHosts("it takes root and iproute2")
    bridge = f"nb{os.getpid() % 100_000}"
    with ExitStack() as undo:
        ip("link", "add", bridge, "type", "bridge")
        undo.callback(ip, "link", "del", bridge)
        ip("address", "add", f"{NETWORK}.1/24", "dev", bridge)
        ip("link", "set", bridge, "up")
        yield f"{NETWORK}.1", [_host(bridge, index, undo) for index in range(number)]


def _host(bridge: str, index: int, undo: ExitStack) -> Host:
    host = Host(f"{bridge}h{index}", f"{NETWORK}.{10 + index}")
    outside = f"{bridge}v{index}"
    ip("netns", "add", host.name)
    undo.callback(ip, "netns", "del", host.name)
    ip("link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", host.name)
    ip("link", "set", outside, "master", bridge, "up")
    ip("-n", host.name, "address", "add", f"{host.address}/24", "dev", "eth0")
    for device in ("lo", "eth0"):
        ip("-n", host.name, "link", "set", device, "up")
    return host


def ip(*words: str) -> None:
    """Runs `ip`; raises NoHosts with its answer."""
    done = subprocess.run(["ip", *words], capture_output=True, text=True, timeout=30, check=False)
    if done.returncode:
        raise NoHosts(f"ip {' '.join(words)}: {done.stderr.strip()}")
