"""A pool of Python workers for a cluster: one beside each of Flink's TaskManagers.

    python -P -m pipelines.workers --service_port=50000

It is Beam's own pool. That starts plain `python`, says nothing where it dies, and leaves the job to wait for ever. So
this looks first whether such a `python` has newsbeam, of the version of this one. What it starts ends with it. Beam's
pool listens on all interfaces and runs code for whoever asks: keep the port within the cluster.
"""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import FrameType

from apache_beam.runners.worker import worker_pool_main

from pipelines.errors import RunFailed, guarded

IMPORT_SECONDS = 120
ASK = "import pipelines.core; from importlib.metadata import version; print(version('newsbeam'))"


def main(argv: Sequence[str] | None = None) -> int:
    """Serves until it is ended; raises RunFailed where workers could not run newsbeam."""
    parser = argparse.ArgumentParser(
        prog="python -m pipelines.workers", allow_abbrev=False, description="A pool of workers for a cluster."
    )
    parser.add_argument("--service_port", type=int, required=True, help="where the cluster asks for workers")
    given = parser.parse_args(argv)
    # Workers are started as plain `python`, in this folder: this one is meant, and no packages that lie here.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    os.environ["PYTHONSAFEPATH"] = "1"
    check_python()
    # Beam's pool ends without its workers. So it leads a process group, which ends as a whole.
    if os.getpgrp() != os.getpid():
        os.setpgid(0, 0)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    try:
        worker_pool_main.main([sys.argv[0], f"--service_port={given.service_port}"])
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(0, signal.SIGTERM)
    return 0


def check_python() -> None:
    """Raises RunFailed where `python` on the PATH has not the newsbeam of this process."""
    try:
        done = subprocess.run(
            ["python", "-c", ASK], capture_output=True, text=True, timeout=IMPORT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RunFailed(f"workers cannot start: `python`, first on the PATH: {error}") from error
    said = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines() or ["nothing"]
    if done.returncode != 0 or said[-1] != _installed():
        raise RunFailed(
            f"workers cannot run newsbeam {_installed()}: `python`, first on the PATH, says {said[-1]!r}; install "
            "newsbeam where the pool runs, and start the pool with that Python"
        )


def _installed() -> str:
    """The version of newsbeam that is installed for this process."""
    try:
        return version("newsbeam")
    except PackageNotFoundError:
        return "(not installed)"


def _end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    """Ends as by sys.exit, with what a shell would say of such an end."""
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(guarded(main))
