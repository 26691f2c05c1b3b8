"""`newsbeam feeds`: how the feeds of a lake are, those that fail first.

On a terminal it is a table of its width, elsewhere one line a feed with tabs between, for grep, sort and cut.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.errors import UsageError
from pipelines.known_feeds import KnownFeeds
from pipelines.progress import stderr_console
from schemas.feeds import FeedState
from schemas.layout import COMMITS
from schemas.times import format_micros, now_micros
from transforms.lake.files import Lake
from transforms.sources.polling.schedule import GONE

NONE = "-"
COLUMNS = (
    "health",
    "title",
    "feed_url",
    "moved_to",
    "last_success",
    "next_due",
    "entries",
    "failures",
    "status",
    "error",
)
"""Of the lines with tabs; times are RFC 3339, in UTC."""

JOINERS = "\u200c\u200d"
"""Characters without a width that words in Persian and Hindi need; other invisible ones are left out."""


class Health(Enum):
    """How a feed is, by its last poll."""

    WELL = "well"
    FAILING = "failing"
    GONE = "gone"


def feeds_command(argv: Sequence[str]) -> int:
    """Shows the feeds' health: last success, next turn, entries, failures and errors, as of their last polls."""
    parser = argparse.ArgumentParser(prog="newsbeam feeds", allow_abbrev=False, description=feeds_command.__doc__)
    parser.add_argument("lake", metavar="LAKE", help="the lake's folder or address")
    parser.add_argument("--failing", action="store_true", help="only feeds that fail or are gone")
    given = parser.parse_args(list(argv))
    lake = Lake(given.lake)
    if not any(lake.list(COMMITS)):
        raise UsageError(f"{given.lake!r} is no lake: it has no {COMMITS}/*.json; newsbeam ingest makes one")
    known = KnownFeeds(lake)
    known.refresh()
    states = in_order(known.states.values())
    shown = [state for state in states if health(state) is not Health.WELL or not given.failing]
    console = Console(highlight=False)
    try:
        if console.is_terminal:
            console.print(as_table(shown, now_micros()))
        else:
            sys.stdout.write("".join(f"{line}\n" for line in as_lines(shown)))
        sys.stdout.flush()
    except BrokenPipeError:
        # `| head` has read enough; what is left in the buffer must not be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    stderr_console().print(summary(states), markup=False)
    return 0


def health(state: FeedState) -> Health:
    """How a feed is: gone for good (410), failing since its last poll, or well."""
    if state.status == GONE:
        return Health.GONE
    return Health.FAILING if state.failures or state.error is not None else Health.WELL


def in_order(states: Iterable[FeedState]) -> list[FeedState]:
    """The feeds that fail or are gone, then the others, each by name."""
    return sorted(
        states,
        key=lambda state: (health(state) is Health.WELL, (state.title or state.feed_url).casefold(), state.feed_url),
    )


def summary(states: Sequence[FeedState]) -> str:
    """How many feeds are how, in a line."""
    number = Counter(map(health, states))
    return f"{len(states)} feeds: " + ", ".join(f"{number[kind]} {kind.value}" for kind in Health)


def as_lines(states: Sequence[FeedState]) -> list[str]:
    """A line of names and one a feed, with tabs between; what is unknown is `-`."""
    rows = [
        (
            health(state).value,
            state.title,
            state.feed_url,
            state.moved_to,
            None if state.last_success_at is None else format_micros(state.last_success_at),
            None if state.next_due_at is None or health(state) is Health.GONE else format_micros(state.next_due_at),
            str(state.entries),
            str(state.failures),
            str(state.status),
            state.error,
        )
        for state in states
    ]
    return ["\t".join(printed(value) or NONE for value in row) for row in (COLUMNS, *rows)]


def as_table(states: Sequence[FeedState], now: int) -> Table:
    """The same for a person: what is wrong with a feed below its name, times in UTC, those of this year without it."""
    table = Table(box=SIMPLE_HEAD, expand=True, pad_edge=False)
    table.add_column("feed", ratio=1, overflow="fold")
    table.add_column("last success", max_width=11)
    table.add_column("next due (UTC)", max_width=11)
    table.add_column("entries", justify="right", no_wrap=True)
    table.add_column("health", no_wrap=True)
    for state in states:
        due = None if health(state) is Health.GONE else state.next_due_at
        times = (_short(moment, now) for moment in (state.last_success_at, due))
        # As Text, which takes no markup.
        table.add_row(*map(Text, (_named(state), *times, str(state.entries), health(state).value)))
    return table


def printed(text: str | None) -> str:
    """A text from a stranger, on one line, without what a terminal would take for a command or would not show."""
    kept = "".join(c if c.isprintable() or c in JOINERS else " " for c in text or "")
    return " ".join(kept.split())


def _named(state: FeedState) -> str:
    """The lines of a feed's first cell."""
    moved = f"moved to {printed(state.moved_to)}" if state.moved_to else ""
    return "\n".join(filter(None, (printed(state.title), printed(state.feed_url), moved, _trouble(state))))


def _trouble(state: FeedState) -> str:
    if health(state) is not Health.FAILING:
        return ""
    times = f"failed {state.failures} times: " if state.failures > 1 else ""
    return times + (printed(state.error) or f"status {state.status}")


def _short(moment: int | None, now: int) -> str:
    if moment is None:
        return NONE
    text, today = format_micros(moment), format_micros(now)
    return f"{text[5:10]} {text[11:16]}" if text[:4] == today[:4] else text[:10]
