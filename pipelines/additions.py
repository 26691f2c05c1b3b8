"""A user's own tables, as command lines name them: `--actors FILE[,FILE...] --triggers FILE[,FILE...]`."""

import argparse
from collections.abc import Sequence

from pipelines.errors import UsageError
from transforms.events.additions import read_additions
from transforms.events.tables import Additions, TableError


def add_flags(parser: argparse.ArgumentParser) -> None:
    """Adds `--actors` and `--triggers` to a command's flags."""
    parser.add_argument(
        "--actors",
        metavar="FILE[,FILE...]",
        help="your own organisations and people: tab-separated, with the header 'country sector names', for people "
        "also 'office from to surname'; they win over the built-in ones",
    )
    parser.add_argument(
        "--triggers",
        metavar="FILE[,FILE...]",
        help="your own verbs and nouns that report events: tab-separated, with the header "
        "'verbs with object type mode' or 'type mode nouns'",
    )


def listed(flag: str, value: str | None) -> tuple[str, ...]:
    """The items of a flag that takes several, with commas between; raises UsageError where one is empty."""
    if value is None:
        return ()
    items = tuple(item.strip() for item in value.split(","))
    if not all(items):
        raise UsageError(f"{flag} {value!r} has an empty item: separate items by one comma")
    return items


def own_tables(actors: Sequence[str], triggers: Sequence[str]) -> Additions:
    """The rows of a user's files; raises UsageError with all that is wrong with them."""
    try:
        return read_additions(actors, triggers)
    except TableError as error:
        raise UsageError(f"--actors or --triggers cannot be used:\n{error}") from error
