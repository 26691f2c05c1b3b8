"""Runs a function on strangers' data in a child process, which is killed where it takes too much CPU or memory.

Parsers spend most of their time in C, where no exception of ours reaches them and one hostile document would
hold up the run for good. A child can be killed, and the run goes on. Children are kept from one call to the next.
"""

import atexit
import contextlib
import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection, Pipe
from typing import Any, ParamSpec, TypeVar

from transforms.outcomes import BadInput

P = ParamSpec("P")
R = TypeVar("R")

CPU_SECONDS = 10.0
MEMORY_BYTES = 2_000_000_000
WALL_FACTOR = 30
"""A child that computes is stopped by its own clock; one that waits for ever, after so many times as long."""


@dataclass(frozen=True)
class Limits:
    """What one call may take: seconds of CPU, and bytes of the child's memory in all."""

    cpu_seconds: float = CPU_SECONDS
    memory_bytes: int = MEMORY_BYTES


class Watchdog:
    """A few children that run functions by turns; at most `children` at a time, started when they are needed."""

    def __init__(self, limits: Limits | None = None, children: int | None = None) -> None:
        self.limits = limits or Limits()
        self._places = threading.BoundedSemaphore(children or os.cpu_count() or 1)
        self._idle: list[_Child] = []

    def run(self, function: Callable[P, R], *args: P.args, **named: P.kwargs) -> R:
        """What the function returns or raises for these arguments, in a child process.

        The function is one of a module's own, all that goes in and comes out can be pickled.
        Raises BadInput `too_slow`, `too_large` or `crashed` where the child ended in the call.
        """
        with self._places:
            child = self._idle.pop() if self._idle else _Child(self.limits)
            try:
                answer, value = child.ask((function, args, named))
            except EOFError:
                raise child.verdict() from None
            except BaseException:
                child.kill()
                raise
            self._idle.append(child)
        if answer:
            return value  # type: ignore[no-any-return]
        raise value

    def close(self) -> None:
        """Ends the children that wait."""
        while self._idle:
            self._idle.pop().kill()


class _Child:
    """One process, and our end of the pipe to it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._pipe, theirs = Pipe()
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                __name__,
                str(theirs.fileno()),
                str(limits.cpu_seconds),
                str(limits.memory_bytes),
            ],
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        theirs.close()

    def ask(self, task: Any) -> Any:
        """Sends a task and waits for the answer; raises EOFError where the child ended instead."""
        try:
            self._pipe.send(task)
            if not self._pipe.poll(self.limits.cpu_seconds * WALL_FACTOR):
                self._process.send_signal(signal.SIGPROF)
            return self._pipe.recv()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise EOFError from error

    def verdict(self) -> BadInput:
        """Why it ended, by the signal that ended it."""
        code = self._process.wait()
        self._pipe.close()
        if code in (-signal.SIGPROF, -signal.SIGXCPU):
            return BadInput("too_slow", f"reading it took over {self.limits.cpu_seconds:g} seconds of CPU")
        return BadInput("crashed", f"the process that read it ended with code {code}")

    def kill(self) -> None:
        """Ends it, whatever it does."""
        self._pipe.close()
        self._process.kill()
        self._process.wait()


@cache
def watchdog() -> Watchdog:
    """The process's own watchdog."""
    made = Watchdog()
    atexit.register(made.close)
    return made


def _serve(pipe: Connection, cpu_seconds: float, memory_bytes: int) -> None:
    """The child: answers tasks until the pipe closes. The kernel ends it where one takes too long."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    # Ctrl-C is for the parent, which ends the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError):
        while True:
            task = pipe.recv_bytes()
            signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
            answer = _answer(task, memory_bytes)
            signal.setitimer(signal.ITIMER_PROF, 0)
            pipe.send_bytes(answer)


def _answer(task: bytes, memory_bytes: int) -> bytes:
    """Whether the task's function returned, and what; else what was raised, which is raised again in the parent."""
    try:
        function, args, named = pickle.loads(task)
        return pickle.dumps((True, function(*args, **named)))
    except MemoryError:
        return pickle.dumps((False, BadInput("too_large", f"reading it took over {memory_bytes} bytes of memory")))
    except Exception as error:
        return pickle.dumps((False, error))


if __name__ == "__main__":
    _serve(Connection(int(sys.argv[1])), float(sys.argv[2]), int(sys.argv[3]))
