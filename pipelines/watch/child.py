"""One run of `newsbeam ingest` as a process of its own, which a watch starts, hears and stops.

`python -m pipelines.watch.child PARENT FLAG...` is that process: `newsbeam ingest FLAG...`, which does not outlive
PARENT.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.errors import FAILED, guarded
from pipelines.watch.signals import Signals
from transforms.outcomes import printable

LINES_KEPT = 20
LINE_CHARACTERS = 1000
SECONDS_TO_DIE = 10.0
"""How long a run that was terminated may take to end before it is killed."""

PR_SET_PDEATHSIG = 1
STANDARD_ERROR = 2


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit code, negative where a signal ended it, and the last lines that it said.

    `cut` is whether it was stopped before its end because the watch was.
    """

    code: int
    lines: tuple[str, ...] = ()
    cut: bool = False


def ingest_command(flags: Sequence[str]) -> list[str]:
    """The command line of such a process; what lies in the current folder is not taken for our packages."""
    return [sys.executable, "-P", "-m", "pipelines.watch.child", str(os.getpid()), *flags]


def run_child(
    command: Sequence[str], signals: Signals, *, grace: float, files: Sequence[int] = (), verbose: bool = False
) -> Ended:
    """Runs a command to its end, in a session of its own, so that Ctrl-C is the parent's alone.

    Once `signals` count a stop, it may go on for `grace` seconds, then it is terminated, and at last killed; a
    second stop kills it at once. `files` are what it inherits. With `verbose` it speaks for itself on standard
    error. Raises OSError where it cannot be started.
    """
    process = subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=STANDARD_ERROR if verbose else subprocess.PIPE,
        stderr=None if verbose else subprocess.STDOUT,
        start_new_session=True,
        pass_fds=tuple(files),
    )
    tail = _Tail(-1 if process.stdout is None else process.stdout.fileno())
    try:
        cut = _until_it_ends(process, tail, signals, grace)
        tail.read()
        return Ended(process.returncode, tail.lines(), cut)
    finally:
        if process.poll() is None:
            _send(process, signal.SIGKILL)
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _until_it_ends(process: subprocess.Popen[bytes], tail: "_Tail", signals: Signals, grace: float) -> bool:
    """Waits for a process, and stops it where it must be stopped; whether it was."""
    # The first moment is when to terminate, the second when to kill.
    limits = [float("inf"), float("inf")]
    sent: list[signal.Signals] = []
    while process.poll() is None:
        now = time.monotonic()
        if signals.stops and limits[0] == float("inf"):
            limits = [now + grace, now + grace + SECONDS_TO_DIE]
        if (signals.stops > 1 or now >= limits[1]) and signal.SIGKILL not in sent:
            sent.append(signal.SIGKILL)
        elif now >= limits[0] and not sent:
            sent.append(signal.SIGTERM)
        else:
            soonest = min(limit for limit in (*limits, now + 60.0) if limit > now)
            if signals.wait(soonest - now, *tail.open_files):
                tail.read()
            continue
        _send(process, sent[-1])
    return bool(sent)


def _send(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Sends a signal to a process that was not waited for yet, and to all that it started."""
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        # It has ended, and is only to be waited for.
        return


class _Tail:
    """The last lines of what comes out of a pipe, each of a bounded length."""

    def __init__(self, pipe: int) -> None:
        self.open_files = () if pipe < 0 else (pipe,)
        self._lines: deque[bytes] = deque(maxlen=LINES_KEPT)
        self._last = b""
        for file in self.open_files:
            os.set_blocking(file, False)

    def read(self) -> None:
        """Takes in what the pipe holds now."""
        for file in self.open_files:
            try:
                while data := os.read(file, 65536):
                    *whole, last = (self._last + data).split(b"\n")
                    self._lines.extend(line[: LINE_CHARACTERS * 4] for line in whole)
                    self._last = last[: LINE_CHARACTERS * 4]
                self.open_files = ()
            except BlockingIOError:
                continue

    def lines(self) -> tuple[str, ...]:
        """The last lines, empty ones left out, and nothing in them that a terminal takes for a command."""
        lines = [line.rstrip(b"\r") for line in (*self._lines, self._last)]
        return tuple(printable(line, LINE_CHARACTERS) for line in lines if line.strip())[-LINES_KEPT:]


def follow(parent: int) -> None:
    """Has this process die with its parent, were that killed; exits where it is gone already. Linux only.

    Done by the child itself: between fork and exec, Python code could wait for ever for a lock of another thread.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(FAILED)


def main(argv: Sequence[str]) -> int:
    """Runs `newsbeam ingest`; the first argument is the parent's process id."""
    follow(int(argv[0]))
    from pipelines import ingest  # takes seconds, during which the parent may die

    return guarded(lambda: ingest.main(argv[1:], "newsbeam watch"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
