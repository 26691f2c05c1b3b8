"""Runs newsbeam and kills it, with SIGKILL, at a chosen step of the lake's protocol.

    killed.py before|after PATTERN ARGUMENT...

The process dies before or after the first file is put in its place in whose path in the lake PATTERN is found.
"""

import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyarrow import fs

from transforms.lake.files import Lake


def main(moment: str, pattern: str, arguments: list[str]) -> int:
    """The command's exit code, where it comes that far."""

    def dying(put: Callable[[Lake, str, bytes], Any]) -> Callable[[Lake, str, bytes], Any]:
        def dies(lake: Lake, relative: str, data: bytes) -> Any:
            if not re.search(pattern, relative):
                return put(lake, relative, data)
            if moment == "before" and isinstance(lake.filesystem, fs.LocalFileSystem):
                # As far as a write can come without being done: the bytes are there, under a temporary name. In a
                # store of objects nothing is there.
                temporary = Path(lake.path("_tmp/killed"))
                temporary.parent.mkdir(parents=True, exist_ok=True)
                temporary.write_bytes(data)
            elif moment == "after":
                put(lake, relative, data)
            return os.kill(os.getpid(), signal.SIGKILL)

        return dies

    Lake.write = dying(Lake.write)  # type: ignore[method-assign]
    Lake.create = dying(Lake.create)  # type: ignore[method-assign]
    from pipelines.cli import main as newsbeam

    return newsbeam(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
