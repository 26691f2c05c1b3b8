"""The flags of `newsbeam watch`, and what they set going."""

import argparse
import re
from collections.abc import Sequence

from pipelines.errors import UsageError
from pipelines.progress import stderr_console
from pipelines.watch.child import Ended, ingest_command, run_child
from pipelines.watch.rounds import Rounds, WatchOptions
from pipelines.watch.signals import Signals

UNIT_SECONDS = {"s": 1, "m": 60, "h": 60 * 60, "d": 24 * 60 * 60}
LEAST_EVERY_SECONDS = 10


def watch_command(argv: Sequence[str]) -> int:
    """Runs until it is stopped; raises UsageError where a flag is wrong or the feeds cannot be made out."""
    options = parse_watch(argv)
    with Signals() as signals:

        def launch(flags: Sequence[str], files: Sequence[int]) -> Ended:
            return run_child(ingest_command(flags), signals, grace=options.grace, files=files, verbose=options.verbose)

        return Rounds(options, launch, signals, stderr_console()).run()


def parse_watch(argv: Sequence[str]) -> WatchOptions:
    """The options that a command line stands for; raises UsageError, quoting what is wrong."""
    parser = argparse.ArgumentParser(
        prog="newsbeam watch",
        allow_abbrev=False,
        description="Polls feeds for ever: one run of newsbeam ingest an interval, for the feeds that are due. "
        "SIGTERM or Ctrl-C stops it when the present run is done, a second one at once.",
        epilog="All other flags of newsbeam ingest are taken, too, but for --input and --batch.",
    )
    parser.add_argument("--feeds", metavar="FILE_OR_URL[,...]", help="feeds to poll; files are read anew before a run")
    parser.add_argument("--output", metavar="LAKE", help="the lake: a folder, or an address such as s3://bucket/lake")
    parser.add_argument("--every", metavar="TIME", default="15m", help="30s, 15m, 1h, 1d (default: 15m; least: 10s)")
    parser.add_argument(
        "--grace", metavar="TIME", default="60s", help="how long a run may go on after a stop (default: 60s)"
    )
    parser.add_argument("--verbose", action="store_true", help="show all that the runs say, not of failed ones only")
    parser.add_argument("--input", help=argparse.SUPPRESS)
    parser.add_argument("--batch", help=argparse.SUPPRESS)
    given, rest = parser.parse_known_args(list(argv))
    for flag, value in (("--input", given.input), ("--batch", given.batch)):
        if value is not None:
            raise UsageError(f"{flag} {value!r} is not for newsbeam watch, which polls feeds: use newsbeam ingest")
    for flag, value in (("--feeds", given.feeds), ("--output", given.output)):
        if not value:
            raise UsageError(f"{flag} is missing: newsbeam watch --feeds FILE_OR_URL[,...] --output LAKE")
    every = duration("--every", given.every)
    if every < LEAST_EVERY_SECONDS:
        raise UsageError(f"--every {given.every!r} is too often: give {LEAST_EVERY_SECONDS}s or more")
    grace = duration("--grace", given.grace)
    return WatchOptions(given.feeds, given.output, every, grace, given.verbose, tuple(rest))


def duration(flag: str, value: str) -> int:
    """The seconds of a time such as 30s, 15m, 1h or 1d; raises UsageError for another."""
    match = re.fullmatch(r"([0-9]{1,6})([smhd])", value.strip())
    if match is None:
        raise UsageError(f"{flag} {value!r} is no time: give a number with s, m, h or d, for example 15m")
    return int(match[1]) * UNIT_SECONDS[match[2]]
