"""Which runner a job runs on where none is named, and in words what was chosen."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.sources.splits import Split

# Starting worker processes costs about 3 s each with the language model; below this there is nothing to gain.
WORTH_PROCESSES_BYTES = 24_000_000
WORTH_PROCESSES_SPLITS = 4


@dataclass(frozen=True)
class Choice:
    """Beam's flags for the runner, and what to tell the user."""

    flags: tuple[str, ...]
    reason: str


def choose_runner(given: Sequence[str], splits: Sequence[Split], workers: int | None = None) -> Choice:
    """The runner that the flags name; without one, the fastest local way for so much input.

    FnApiRunner is named outright: Beam's DirectRunner looks for another on the network first.
    """
    named = [flag for flag in given if flag.startswith("--runner")]
    if named:
        return Choice(tuple(given), f"runner: {named[0].partition('=')[2] or 'as given'}")
    workers = workers or os.cpu_count() or 1
    size = sum(file.size for split in splits for file in split.files)
    if workers > 1 and len(splits) >= WORTH_PROCESSES_SPLITS and size >= WORTH_PROCESSES_BYTES:
        workers = min(workers, len(splits))
        flags = ("--direct_running_mode=multi_processing", f"--direct_num_workers={workers}")
        return Choice(("--runner=FnApiRunner", *flags, *given), f"runner: local, in {workers} processes")
    return Choice(("--runner=FnApiRunner", *given), "runner: local, in one process")
