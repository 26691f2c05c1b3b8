"""Beam's Prism, run beside a stream: out of reach of the signals that stop the stream, and never outliving it.

Beam would start it in the stream's own process group, where Ctrl-C ends it before the last window.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import RunFailed
from pipelines.watch.child import follow

START_SECONDS = 20
SHOWN_CHARACTERS = 1_000


@contextmanager
def prism(program: str) -> Iterator[str]:
    """Starts Prism and yields its job endpoint, HOST:PORT; raises RunFailed, with its last words, if it ends early."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [program, "--job_port", str(port), "--log_level", "warn", "--serve_http=false"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "pipelines.stream.prism", str(os.getpid()), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for(port, process, Path(f"/dev/fd/{said.fileno()}"))
            yield f"localhost:{port}"
        finally:
            process.kill()
            process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]", said: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < ends:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    words = said.read_text(encoding="utf-8", errors="replace")[-SHOWN_CHARACTERS:].strip()
    raise RunFailed(f"Prism did not start (exit code {process.poll()}): {words}; make prism builds it anew")


def main(argv: Sequence[str]) -> None:
    """Becomes Prism, and ends when the process whose id comes first does."""
    follow(int(argv[0]))
    os.execv(argv[1], list(argv[1:]))


if __name__ == "__main__":
    main(sys.argv[1:])
