"""What a run did, as a short table."""

import re
import shlex

import pyarrow.compute as pc
from rich.console import Console
from rich.table import Table

from transforms.lake.commits import Commit
from transforms.lake.files import Lake
from transforms.publish.log import batch_rows

QUARANTINE_SHOWN = 5
FAILED_SHOWN = 3
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def print_summary(console: Console, lake: Lake, commit: Commit, seconds: float) -> None:
    """Prints read, written, duplicates, skipped, quarantined, events and seconds; and what was quarantined."""
    counts = commit.counts
    table = Table(title=f"batch {commit.batch}", title_justify="left")
    for name in ("read", "written", "duplicates", "skipped", "quarantined", "events", "seconds"):
        table.add_column(name, justify="right")
    skipped = sum(counts.skipped.values())
    numbers = (counts.read, counts.written, counts.duplicates, skipped, counts.quarantined, events(lake, commit))
    table.add_row(*(str(number) for number in numbers), f"{seconds:.1f}")
    console.print(table)
    for reason, number in counts.skipped.items():
        console.print(f"skipped, {reason}: {number}", markup=False)
    _print_feeds(console, lake, commit)
    _print_quarantine(console, lake, commit)


def _print_feeds(console: Console, lake: Lake, commit: Commit) -> None:
    """How many feeds failed, and the first of them."""
    failed = [(state["feed_url"], state["error"]) for state in commit.feeds if state.get("error")]
    for url, error in failed[:FAILED_SHOWN]:
        console.print(CONTROL.sub(" ", f"feed {url}: {error}"), markup=False)
    if failed:
        of = f"{len(failed)} of {len(commit.feeds)} feeds failed"
        console.print(f"{of}: newsbeam feeds {shlex.quote(lake.address)} lists them", markup=False)


def events(lake: Lake, commit: Commit) -> int:
    """How many events the batch's mentions belong to."""
    mentions = batch_rows(lake, commit, "mentions", ["event_id"])
    return len(pc.unique(mentions["event_id"].drop_null()))


def _print_quarantine(console: Console, lake: Lake, commit: Commit) -> None:
    bad = batch_rows(lake, commit, "quarantine", ["input_id", "message"])
    rows = sorted(bad.to_pylist(), key=lambda row: (row["input_id"], row["message"]))
    for row in rows[:QUARANTINE_SHOWN]:
        console.print(CONTROL.sub(" ", f"quarantined {row['input_id']}: {row['message']}"), markup=False)
    if len(rows) > QUARANTINE_SHOWN:
        console.print(f"and {len(rows) - QUARANTINE_SHOWN} more: see the quarantine table")
