"""The command `newsbeam`."""

import sys
from collections.abc import Callable, Sequence

from pipelines.errors import USAGE, guarded

HELP = """\
usage: newsbeam COMMAND ...

From news to tables: who did what to whom, when and where, and which articles say so.

  newsbeam ingest  --input GLOB[,GLOB...] --feeds FILE_OR_URL[,...] --output LAKE [--batch ID]
                   [--actors FILE] [--triggers FILE]
                   reads files and feeds, codes them, and publishes the lake
  newsbeam watch   --feeds FILE_OR_URL[,...] --output LAKE [--every 15m] [--grace 60s] [--verbose]
                   does so for ever, on a schedule, for the feeds that are due
  newsbeam stream  --feeds FILE_OR_URL[,...] --input GLOB[,...] --output LAKE [--window 5m] [--publish_every 5m]
                   [--job_name NAME] [--stop] [Beam flags]
                   does so in one pipeline that never ends, on a runner that streams; a window of time is a batch
  newsbeam feeds   LAKE [--failing]
                   shows how the feeds are: when they were polled, what they brought, what is wrong
  newsbeam publish LAKE [Beam flags]
                   makes the published tables what the committed batches make
  newsbeam compact LAKE [--keep 1d]
                   joins small parts of the log, so that publishing opens few files
  newsbeam check   LAKE [--repair]
                   holds the published tables against the log; --repair publishes them anew
  newsbeam explain "A SENTENCE." [--published DATE] [--title TEXT] [--actors FILE] [--triggers FILE]
                   prints how a text is coded, and why

newsbeam COMMAND --help says more.
"""


def _ingest(argv: Sequence[str]) -> int:
    # Beam takes seconds to import: only the command that runs it waits for it.
    from pipelines import ingest

    return ingest.main(argv)


def _watch(argv: Sequence[str]) -> int:
    # Runs for months, and so imports as little as can be; nor does it import what the others need.
    from pipelines.watch import command

    return command.watch_command(argv)


def _stream(argv: Sequence[str]) -> int:
    from pipelines.stream import command

    return command.stream_command(argv)


def _feeds(argv: Sequence[str]) -> int:
    from pipelines import feeds

    return feeds.feeds_command(argv)


def _publish(argv: Sequence[str]) -> int:
    # DuckDB and what it brings along take a second or two.
    from pipelines import lake_commands

    return lake_commands.publish_command(argv)


def _compact(argv: Sequence[str]) -> int:
    from pipelines import lake_commands

    return lake_commands.compact_command(argv)


def _check(argv: Sequence[str]) -> int:
    from pipelines import lake_commands

    return lake_commands.check_command(argv)


def _explain(argv: Sequence[str]) -> int:
    # The parser and the lists take a second to load.
    from pipelines import explain

    return explain.explain_command(argv)


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "ingest": _ingest,
    "watch": _watch,
    "stream": _stream,
    "feeds": _feeds,
    "publish": _publish,
    "compact": _compact,
    "check": _check,
    "explain": _explain,
}


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code of a command line: 0 when it did its work, 1 when that failed, 2 when it was wrong."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help", "help"):
        print(HELP, end="")
        return 0 if words else USAGE
    command = COMMANDS.get(words[0])
    if command is None:
        print(f"newsbeam: no command {words[0]!r}: there are {', '.join(COMMANDS)}", file=sys.stderr)
        return USAGE
    return guarded(lambda: command(words[1:]))


if __name__ == "__main__":
    sys.exit(main())
