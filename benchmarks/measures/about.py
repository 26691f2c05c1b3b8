"""When, on what and of which state of the sources a benchmark's figures are."""

import subprocess
import time
from importlib.metadata import version
from pathlib import Path

from measures.machine import machine

ROOT = Path(__file__).parents[2]


def about(*packages: str) -> dict[str, str]:
    """The day, the commit, the machine, and the versions of Python and of those of the packages that are installed."""
    commit = _git("rev-parse", "--short", "HEAD") or "?"
    changed = _git("status", "--porcelain", "--", "schemas", "transforms", "pipelines")
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "commit": f"{commit}, with changes" if changed else commit,
        **machine(),
        **{name: found for name in packages if (found := _version(name))},
    }


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], capture_output=True, text=True, cwd=ROOT, check=False).stdout.strip()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except ModuleNotFoundError:
        return None
