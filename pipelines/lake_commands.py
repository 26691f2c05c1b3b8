"""`newsbeam publish`, `compact` and `check`: what can be done to a lake without reading anything new."""

import argparse
from collections.abc import Sequence

import pyarrow as pa

from pipelines.errors import FAILED, RunFailed, UsageError
from pipelines.progress import stderr_console
from pipelines.watch.command import duration
from schemas.layout import COMMITS
from schemas.times import now_micros
from transforms.lake.files import Lake
from transforms.publish.check import check, repair
from transforms.publish.compact import CompactedMeanwhile, compact
from transforms.publish.publish import Published, publish

MOST_NAMES = 10
"""Batches that are told by their names, where there are no more."""


def publish_command(argv: Sequence[str]) -> int:
    """Publishes what is committed and cannot be seen yet: in this process, or with Beam's flags on a runner."""
    parser = argparse.ArgumentParser(
        prog="newsbeam publish",
        allow_abbrev=False,
        description=publish_command.__doc__,
        epilog="Any other flag goes to Apache Beam, for example --runner=FlinkRunner: workers build the partitions.",
    )
    parser.add_argument("lake", metavar="LAKE", help="the lake's folder or address")
    given, flags = parser.parse_known_args(list(argv))
    lake = _lake(given.lake)
    done = _publish_on(flags, lake) if flags else publish(lake)
    batches = ", ".join(done.batches) or "nothing new"
    if len(done.batches) > MOST_NAMES:
        batches = f"{len(done.batches)} batches"
    text = f"published: {batches}; {len(done.written)} files written, {len(done.removed)} removed"
    stderr_console().print(text, markup=False)
    return 0


def _publish_on(flags: Sequence[str], lake: Lake) -> Published:
    # Beam takes seconds to import, and is not needed without a runner.
    from pipelines.options import check_beam_flags
    from pipelines.publishing import build_on
    from pipelines.runners import choose_runner, everywhere

    check_beam_flags(flags)
    choice = choose_runner(flags, ())
    return publish(Lake(everywhere(lake.address)), build=build_on(choice.flags))


def compact_command(argv: Sequence[str]) -> int:
    """Joins small parts of the log into large ones, so that publishing opens few files; changes nothing published."""
    parser = argparse.ArgumentParser(prog="newsbeam compact", allow_abbrev=False, description=compact_command.__doc__)
    parser.add_argument("lake", metavar="LAKE", help="the lake's folder or address")
    parser.add_argument(
        "--keep",
        metavar="TIME",
        default="1d",
        help="how long parts that were joined stay, for who still reads them: 30s, 15m, 1h, 1d (default: 1d)",
    )
    given = parser.parse_args(list(argv))
    lake = _lake(given.lake)
    try:
        done = compact(lake, now=now_micros(), keep=duration("--keep", given.keep) * 1_000_000)
    except CompactedMeanwhile as error:
        raise RunFailed(str(error)) from error
    text = f"joined: {done.before} parts into {done.after}; {done.deleted} files deleted that were joined before"
    stderr_console().print(text, markup=False)
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
