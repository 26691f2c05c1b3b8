"""The command line's flags: parsed and checked here, without building or running anything."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from apache_beam.options.pipeline_options import PipelineOptions

from pipelines.additions import add_flags, listed
from pipelines.errors import UsageError
from schemas.layout import batch_name
from transforms.events.certainty import LEAST
from transforms.sources.polling.redact import redact

HOST_DELAY = 0.5
MOST_HOST_DELAY = 60


@dataclass(frozen=True)
class IngestOptions:
    """What `newsbeam ingest` was asked to do; `beam` are the flags that go on to Beam as they are."""

    inputs: tuple[str, ...]
    feeds: tuple[str, ...]
    output: str
    batch: str | None
    keep_text: bool
    least_confidence: float
    fetch_pages: bool
    only_due: bool
    host_delay: float
    allow_private_addresses: bool
    user_agent_contact: str | None
    actors: tuple[str, ...]
    triggers: tuple[str, ...]
    beam: tuple[str, ...]


def told(options: IngestOptions) -> dict[str, Any]:
    """What a commit says of the flags that its rows come from; no secrets."""
    return {
        "input": [redact(pattern) for pattern in options.inputs],
        "feeds": [redact(feed) for feed in options.feeds],
        "no_text": not options.keep_text,
        "least_confidence": options.least_confidence,
        "no_fetch": not options.fetch_pages,
        "only_due": options.only_due,
        "allow_private_addresses": options.allow_private_addresses,
        "actors": list(options.actors),
        "triggers": list(options.triggers),
    }


def ingest_parser(prog: str) -> argparse.ArgumentParser:
    """The parser of `newsbeam ingest`, without Beam's own flags."""
    parser = argparse.ArgumentParser(
        prog=prog,
        allow_abbrev=False,
        description="Reads files and feeds into a lake: cleaned articles, coded events, as partitioned Parquet.",
        epilog="Any other flag goes to Apache Beam, for example --runner=PrismRunner.",
    )
    parser.add_argument(
        "--input",
        metavar="GLOB[,GLOB...]",
        help="files or folders to read: .txt, .html, .jsonl, .warc, .xml, .rss, .atom, each also .gz",
    )
    parser.add_argument(
        "--feeds", metavar="FILE_OR_URL[,...]", help="feeds to poll: an OPML file, a text file of URLs, or a feed's URL"
    )
    parser.add_argument("--output", metavar="LAKE", help="the lake: a folder, or an address such as s3://bucket/lake")
    parser.add_argument(
        "--batch",
        metavar="ID",
        help="the batch's name, as a rule the scheduler's logical time; the same name again is the same batch. "
        "Default: a digest of the input files, or the time of polling",
    )
    parser.add_argument(
        "--least_confidence",
        metavar="SHARE",
        default=str(LEAST),
        help=f"leave out mentions that are less sure than this, 0 to 1 (default: {LEAST})",
    )
    parser.add_argument("--no_text", action="store_true", help="write no article_text table")
    parser.add_argument("--no_fetch", action="store_true", help="fetch no pages: the feed's own text only")
    parser.add_argument(
        "--only_due",
        action="store_true",
        help="poll only feeds that are due, by what they and their servers ask for; default: all, but for those "
        "that are gone and hosts that asked to wait",
    )
    parser.add_argument(
        "--host_delay",
        metavar="SECONDS",
        default=str(HOST_DELAY),
        help=f"seconds between two requests to one host (default: {HOST_DELAY}; none to private addresses)",
    )
    parser.add_argument(
        "--allow_private_addresses", action="store_true", help="poll and fetch from private and loopback addresses too"
    )
    parser.add_argument(
        "--contact", metavar="URL_OR_MAIL", help="a contact that the User-Agent names, for the sites that are polled"
    )
    add_flags(parser)
    return parser


def parse_ingest(argv: Sequence[str], prog: str) -> IngestOptions:
    """The options that a command line stands for; raises UsageError, quoting what is wrong."""
    known, rest = ingest_parser(prog).parse_known_args(list(argv))
    inputs, feeds = listed("--input", known.input), listed("--feeds", known.feeds)
    if not known.output:
        raise UsageError("--output is missing: name the lake's folder or address, for example --output lake")
    if not inputs and not feeds:
        raise UsageError("nothing to read: give --input with files or folders, --feeds with feeds, or both")
    batch = known.batch
    if batch is not None:
        try:
            batch = batch_name(batch)
        except ValueError as error:
            raise UsageError(f"--batch: {error}") from error
    if known.contact is not None and not (known.contact.isascii() and known.contact.isprintable()):
        raise UsageError(f"--contact {known.contact!r} cannot stand in a header: use printable ASCII, such as a URL")
    check_beam_flags(rest)
    return IngestOptions(
        inputs=inputs,
        feeds=feeds,
        output=known.output,
        batch=batch,
        keep_text=not known.no_text,
        least_confidence=_share("--least_confidence", known.least_confidence),
        fetch_pages=not known.no_fetch,
        only_due=known.only_due,
        host_delay=_seconds("--host_delay", known.host_delay),
        allow_private_addresses=known.allow_private_addresses,
        user_agent_contact=known.contact,
        actors=listed("--actors", known.actors),
        triggers=listed("--triggers", known.triggers),
        beam=tuple(rest),
    )


def _share(flag: str, value: str) -> float:
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise UsageError(f"{flag} {value!r} is no share: give a number from 0 to 1, for example 0.6")
    return share


def _seconds(flag: str, value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= MOST_HOST_DELAY:
        raise UsageError(f"{flag} {value!r} is no delay: give seconds from 0 to {MOST_HOST_DELAY}, for example 0.5")
    return seconds


def check_beam_flags(flags: Sequence[str]) -> None:
    """Raises UsageError where a flag is none of Beam's: Beam itself would drop it with a warning.

    A job server has flags of its own; with one, what is unknown here is left for it (`pipelines.job_server`).
    """
    unknown = unknown_flags(flags)
    if unknown and not any(flag.split("=")[0] == "--job_endpoint" for flag in flags):
        raise UsageError(
            f"{unknown[0]!r} is neither a flag of newsbeam nor one of Apache Beam: see newsbeam ingest --help"
        )


def unknown_flags(flags: Sequence[str]) -> list[str]:
    """Those of the flags that Beam does not have; raises UsageError where one that it has has a wrong value."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    for options in sorted(PipelineOptions.__subclasses__(), key=lambda cls: cls.__name__):
        options._add_argparse_args(_Tolerant(parser))
    try:
        return parser.parse_known_args(list(flags))[1]
    except SystemExit as stop:
        raise UsageError(f"one of Beam's flags has a wrong value: {' '.join(flags)}") from stop


class _Tolerant:
    """A parser that takes a flag which two of Beam's option classes define only once."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self.parser = parser

    def add_argument(self, *names: str, **settings: object) -> None:
        free = [name for name in names if name not in self.parser._option_string_actions]
        if free:
            self.parser.add_argument(*free, **settings)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> object:
        return getattr(self.parser, name)
