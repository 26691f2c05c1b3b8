"""A real S3 server on loopback: versitygw, which keeps its objects as files in a folder.

    with ObjectStore(folder) as store, store.environment():
        Lake(store.address("lake"))

It is a process of its own, which a test may kill, stop and start again over the same files.
"""

import contextlib
import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

SERVER = Path(__file__).parents[2] / ".tools" / "bin" / "versitygw"
BUCKET = "news"
KEY = "tester"
SECRET = "loopback-secret"
START_SECONDS = 20
OPERATION = re.compile(r" s3_(\w+) (\S+) \S+ (\d{3}) ")

needs_object_store = pytest.mark.skipif(
    not SERVER.exists(),
    reason=f"S3 WAS NOT TESTED: {SERVER} is missing; `make versitygw` builds it where Go is there",
)


class ObjectStore:
    """The server, with one bucket; `read_only` refuses what writes. Its address stays over a restart."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.files = folder / "objects"
        (self.files / BUCKET).mkdir(parents=True, exist_ok=True)
        self.log = folder / f"access{'-read-only' if read_only else ''}.log"
        self.read_only = read_only
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def start(self) -> None:
        """Starts it, and returns when it answers."""
        flags = ["--port", f"127.0.0.1:{self.port}", "--quiet", "--health", "/health"]
        flags += ["--access", KEY, "--secret", SECRET, "--access-log", str(self.log)]
        command = [str(SERVER), *flags, *(["--readonly"] if self.read_only else []), "posix", str(self.files)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        while True:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.endpoint}/health", timeout=1):
                return
            assert self._process.poll() is None, "versitygw did not start"
            assert time.monotonic() < deadline, "versitygw does not answer"
            time.sleep(0.02)

    def kill(self) -> None:
        """Ends it at once, as a power cut does."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(START_SECONDS)
            self._process = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def address(self, path: str) -> str:
        """The address of a path in the bucket, as Newsbeam takes it."""
        return f"s3://{BUCKET}/{path}?endpoint_override=127.0.0.1:{self.port}&scheme=http"

    def folder(self, path: str = "") -> Path:
        """Where the server keeps what lies below a path in the bucket."""
        return self.files / BUCKET / path

    def objects(self, path: str) -> dict[str, bytes]:
        """What lies below a path in the bucket, by the names within it."""
        root = self.folder(path)
        return {str(file.relative_to(root)): file.read_bytes() for file in sorted(root.rglob("*")) if file.is_file()}

    def requests(self) -> Counter[str]:
        """What was asked since the last call, by the names that S3 has for it."""
        asked = Counter(match.group(1) for match in OPERATION.finditer(self.log.read_text()))
        os.truncate(self.log, 0)
        return asked

    @contextlib.contextmanager
    def environment(self, **changes: str) -> Iterator[Mapping[str, str]]:
        """The credentials in this process's environment, and so in that of its children, for as long."""
        given = {
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            # Nothing of the machine's own, and no look for the role of one in a cloud.
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            **changes,
        }
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith("AWS_")]:
                patch.delenv(name)
            for name, value in given.items():
                patch.setenv(name, value)
            yield dict(os.environ)


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
