"""Signals as something to wait for: a handler only counts, and a pipe wakes who waits."""

import os
import select
import signal
from types import FrameType, TracebackType
from typing import Self

STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Signals:
    """Counts in `stops` how often a signal asked to stop, instead of dying of it; for the main thread.

    No handler raises and no lock is held, so a signal may come at any moment, between fork and exec too. SIGHUP stays
    ignored where nohup has it ignored.
    """

    def __init__(self) -> None:
        self.stops = 0

    def __enter__(self) -> Self:
        self._reader, self._writer = os.pipe()
        for end in (self._reader, self._writer):
            os.set_blocking(end, False)
        self._wakeup = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        # A child's end wakes as well.
        numbers = [*STOPPING, signal.SIGCHLD]
        if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
            numbers.remove(signal.SIGHUP)
        self._handlers = {number: signal.signal(number, self._came) for number in numbers}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup)
        for end in (self._reader, self._writer):
            os.close(end)

    def wait(self, seconds: float, *files: int) -> list[int]:
        """Waits until a signal came since the last wait, a file can be read, or time is up; yields such files."""
        ready, _, _ = select.select([self._reader, *files], [], [], max(0.0, seconds))
        if self._reader in ready:
            os.read(self._reader, 65536)
            ready.remove(self._reader)
        return ready

    def _came(self, number: int, _frame: FrameType | None) -> None:
        self.stops += number != signal.SIGCHLD
