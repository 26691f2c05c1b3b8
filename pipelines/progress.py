"""How far a run is, seen from outside: by the parts that it has written.

Local runners answer no questions while they run, and a cluster's answers differ; but every runner writes
the parts of the log, so these tell.
"""

import sys
import threading
import time
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console

from schemas.layout import LOG
from transforms.lake.files import Lake

INTERVAL_SECONDS = 2.0
PLAIN_INTERVAL_SECONDS = 10.0


class Progress:
    """Shows the articles that a batch has written: as a line that changes on a terminal, else as log lines.

    `feeds` are polled before anything is written.
    """

    def __init__(self, lake: Lake, batch: str, console: Console, feeds: int = 0) -> None:
        self.lake = lake
        self.batch = batch
        self.feeds = feeds
        self.console = console
        self.started = time.monotonic()
        # Parts that a crashed run of this batch left are written again, and do not count yet.
        self._rows = dict.fromkeys(self._parts(), 0)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="progress", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def line(self) -> str:
        """What can be seen now."""
        articles = self._articles()
        seconds = time.monotonic() - self.started
        done = f"{articles} articles coded" if articles or not self.feeds else f"polling {self.feeds} feeds"
        return f"{done}, {seconds:.0f} s"

    def _watch(self) -> None:
        if not self.console.is_terminal:
            while not self._stop.wait(PLAIN_INTERVAL_SECONDS):
                self.console.print(self.line(), highlight=False)
            return
        with self.console.status("starting") as status:
            while not self._stop.wait(INTERVAL_SECONDS):
                status.update(self.line())

    def _parts(self) -> list[str]:
        """The parts of the batch; none where the lake cannot be listed, which the run itself will tell better."""
        folder = f"{LOG}/articles"
        try:
            return [path for path in self.lake.list(folder) if path.startswith(f"{folder}/{self.batch}-")]
        except OSError:
            return []

    def _articles(self) -> int:
        for path in self._parts():
            if path not in self._rows:
                try:
                    metadata = pq.read_metadata(self.lake.path(path), filesystem=self.lake.filesystem)
                    self._rows[path] = metadata.num_rows
                except (OSError, pa.ArrowInvalid):
                    continue
        return sum(self._rows.values())


def stderr_console() -> Console:
    """Where commands speak: standard error, so that standard output stays for results."""
    return Console(file=sys.stderr, soft_wrap=True, highlight=False)
