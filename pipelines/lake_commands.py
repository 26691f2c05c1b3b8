"""`newsbeam publish` and `newsbeam check`: what can be done to a lake without reading anything new."""

import argparse
from collections.abc import Sequence

import pyarrow as pa

from pipelines.errors import FAILED, RunFailed, UsageError
from pipelines.progress import stderr_console
from schemas.layout import COMMITS
from transforms.lake.files import Lake
from transforms.publish.check import check, repair
from transforms.publish.publish import publish


def publish_command(argv: Sequence[str]) -> int:
    """Publishes what is committed and cannot be seen yet."""
    parser = argparse.ArgumentParser(prog="newsbeam publish", description=publish_command.__doc__)
    parser.add_argument("lake", metavar="LAKE", help="the lake's folder or address")
    lake = _lake(parser.parse_args(list(argv)).lake)
    done = publish(lake)
    batches = ", ".join(done.batches) or "nothing new"
    stderr_console().print(f"published: {batches}; {len(done.written)} files written, {len(done.removed)} removed")
    return 0


def check_command(argv: Sequence[str]) -> int:
    """Holds the published tables against the log; exit code 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="newsbeam check", description=check_command.__doc__)
    parser.add_argument("lake", metavar="LAKE", help="the lake's folder or address")
    parser.add_argument("--repair", action="store_true", help="publish all partitions anew first")
    arguments = parser.parse_args(list(argv))
    lake = _lake(arguments.lake)
    try:
        findings = repair(lake) if arguments.repair else check(lake)
    except (pa.ArrowInvalid, OSError) as error:
        raise RunFailed(f"{arguments.lake} cannot be checked: {error}") from error
    for finding in findings:
        hint = "" if not finding.repairable or arguments.repair else " (check --repair mends it)"
        print(f"{finding.path}: {finding.problem}{hint}")
    print(f"{len(findings)} problems" if findings else "all is well")
    return FAILED if findings else 0


def _lake(address: str) -> Lake:
    lake = Lake(address)
    if not any(lake.list(COMMITS)):
        raise UsageError(f"{address!r} is no lake: it has no {COMMITS}/*.json; newsbeam ingest makes one")
    return lake
