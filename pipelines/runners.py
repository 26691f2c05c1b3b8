"""Which runner a job runs on where none is named, and in words what was chosen."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from apache_beam.options.pipeline_options import PipelineOptions, PortableOptions, StandardOptions

from transforms.sources.plan import weight_of
from transforms.sources.splits import Split

# Starting worker processes costs about 3 s each with the language model; below this there is nothing to gain.
WORTH_PROCESSES_BYTES = 24_000_000  # as sources.plan weighs it
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
    if any(flag.split("=")[0] == "--runner" for flag in given):
        return Choice(tuple(given), f"runner: {_told(given)}")
    workers = workers or os.cpu_count() or 1
    work = sum(weight_of(file) for split in splits for file in split.files)
    if workers > 1 and len(splits) >= WORTH_PROCESSES_SPLITS and work >= WORTH_PROCESSES_BYTES:
        workers = min(workers, len(splits))
        flags = ("--direct_running_mode=multi_processing", f"--direct_num_workers={workers}")
        return Choice(("--runner=FnApiRunner", *flags, *given), f"runner: local, in {workers} processes")
    return Choice(("--runner=FnApiRunner", *given), "runner: local, in one process")


def everywhere(address: str) -> str:
    """A lake's address as it means the same in every process: workers run in folders of their own."""
    return address if "://" in address else str(Path(address).absolute())


def _told(given: Sequence[str]) -> str:
    """The runner and its job server, as they are named."""
    options = PipelineOptions(list(given)).view_as(StandardOptions)
    endpoint = options.view_as(PortableOptions).job_endpoint
    return f"{options.runner} at {endpoint}" if endpoint else str(options.runner)
