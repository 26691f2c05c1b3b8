"""The flags of `newsbeam stream`: its own, and those that it shares with `newsbeam ingest`."""

import argparse
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.errors import UsageError
from pipelines.options import IngestOptions, parse_ingest
from pipelines.runners import everywhere
from pipelines.watch.command import duration
from schemas.ids import digest
from schemas.layout import batch_name
from transforms.sources.polling.redact import redact

PROG = "newsbeam stream"
LEAST_WINDOW_SECONDS = 5
JOB_CHARACTERS = 60
PRISM = Path(__file__).parents[2] / ".tools" / "bin" / "prism"
"""Where `make prism` puts it, in a checkout."""

BOUNDED_RUNNERS = frozenset(
    {"DirectRunner", "FnApiRunner", "BundleBasedDirectRunner", "SwitchingDirectRunner", "DaskRunner", "SparkRunner"}
)
INSTEAD = (
    "give --runner=PrismRunner --prism_location=FILE (make prism builds it), or --runner=PortableRunner "
    "--job_endpoint=HOST:PORT for a cluster; newsbeam watch needs neither"
)


@dataclass(frozen=True)
class StreamOptions:
    """What `newsbeam stream` was asked to do. `common` is what it shares with ingest; times are in seconds.

    `publish_every` is 0 where it does not publish; `stop` asks a stream that runs elsewhere to end. `prism` is the
    program that runs it on this machine, None where another runner does.
    """

    common: IngestOptions
    job: str
    window: int
    publish_every: int
    grace: int
    stop: bool
    prism: str | None


def stream_parser() -> argparse.ArgumentParser:
    """The parser of what `newsbeam stream` does not share with ingest."""
    parser = argparse.ArgumentParser(
        prog=PROG,
        allow_abbrev=False,
        description="Polls feeds when they are due and reads files as they appear, for ever, in one pipeline; each "
        "window of time is a batch. SIGTERM or Ctrl-C lets the present window end, a second one cancels.",
        epilog="All other flags of newsbeam ingest are taken, too, but for --batch; any other goes to Apache Beam.",
    )
    parser.add_argument("--window", metavar="TIME", default="5m", help="how long a window is (default: 5m; least: 5s)")
    parser.add_argument(
        "--publish_every", metavar="TIME", default="5m", help="how often tables are published; 0s: never (default: 5m)"
    )
    parser.add_argument(
        "--grace", metavar="TIME", default="60s", help="how long the last window may take after a stop (default: 60s)"
    )
    parser.add_argument(
        "--job_name", metavar="NAME", help="the stream's name, which its batches begin with (default: by what it reads)"
    )
    parser.add_argument("--stop", action="store_true", help="ask the stream of this lake and name to end, and return")
    parser.add_argument("--batch", help=argparse.SUPPRESS)
    return parser


def parse_stream(argv: Sequence[str]) -> StreamOptions:
    """The options that a command line stands for; raises UsageError, quoting what is wrong."""
    given, rest = stream_parser().parse_known_args(list(argv))
    if given.batch is not None:
        raise UsageError(f"--batch {given.batch!r} is not for {PROG}: its batches are its windows; see --job_name")
    common = parse_ingest(rest, PROG)
    window = duration("--window", given.window)
    if window < LEAST_WINDOW_SECONDS:
        raise UsageError(f"--window {given.window!r} is too short: give {LEAST_WINDOW_SECONDS}s or more")
    publish_every, grace = duration("--publish_every", given.publish_every), duration("--grace", given.grace)
    job = _job(given.job_name, common, window)
    flags, prism = ((), None) if given.stop else streaming_flags(common.beam, job)
    common = replace(
        common,
        inputs=tuple(everywhere(pattern) + "/" * pattern.endswith("/") for pattern in common.inputs),
        output=everywhere(common.output),
        beam=flags,
        only_due=True,
    )
    return StreamOptions(
        common=common,
        job=job,
        window=window,
        publish_every=publish_every,
        grace=grace,
        stop=given.stop,
        prism=prism,
    )


def streaming_flags(given: Sequence[str], job: str) -> tuple[tuple[str, ...], str | None]:
    """Beam's flags with what a stream needs, and the Prism to start where it runs on that.

    Raises UsageError where the runner is one that ends when its input seems to, or where there is no Prism.
    """
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    for flag in ("--runner", "--prism_location"):
        parser.add_argument(flag)
    known, rest = parser.parse_known_args(list(given))
    flags = [flag for flag in rest if flag != "--streaming"] + ["--streaming"]
    flags.append(f"--job_name={job}")
    if known.runner in BOUNDED_RUNNERS:
        raise UsageError(f"--runner={known.runner} cannot run a stream: {INSTEAD}")
    if known.runner not in (None, "PrismRunner"):
        return (f"--runner={known.runner}", *flags), None
    found = str(PRISM) if PRISM.exists() else "prism"
    prism = shutil.which(known.prism_location or found)
    if prism is None:
        raise UsageError(
            f"Prism, which runs a stream on this machine, was not found at {known.prism_location or found!r}: {INSTEAD}"
        )
    return ("--runner=PortableRunner", "--environment_type=LOOPBACK", *flags), prism


def _job(given: str | None, common: IngestOptions, window: int) -> str:
    if given is None:
        return f"stream-{digest('stream', [redact(feed) for feed in common.feeds], common.inputs, window)[:8]}"
    try:
        name = batch_name(given)
    except ValueError as error:
        raise UsageError(f"--job_name: {error}") from error
    if name != given or len(name) > JOB_CHARACTERS:
        raise UsageError(f"--job_name {given!r} is no name: give up to {JOB_CHARACTERS} letters, digits, '.', '_', '-'")
    return name
