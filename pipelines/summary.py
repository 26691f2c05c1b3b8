"""What a run did, as a short table."""

import re

import pyarrow.compute as pc
import pyarrow.dataset as ds
from rich.console import Console
from rich.table import Table

from schemas.tables import LOG
from transforms.lake.commits import Commit
from transforms.lake.files import Lake

QUARANTINE_SHOWN = 5
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
    _print_quarantine(console, lake, commit)


def events(lake: Lake, commit: Commit) -> int:
    """How many events the batch's mentions belong to."""
    mentions = _read(lake, commit, "mentions", ["event_id"])
    return 0 if mentions is None else len(pc.unique(mentions["event_id"].drop_null()))


def _print_quarantine(console: Console, lake: Lake, commit: Commit) -> None:
    bad = _read(lake, commit, "quarantine", ["input_id", "message"])
    if bad is None:
        return
    rows = sorted(bad.to_pylist(), key=lambda row: (row["input_id"], row["message"]))
    for row in rows[:QUARANTINE_SHOWN]:
        console.print(CONTROL.sub(" ", f"quarantined {row['input_id']}: {row['message']}"), markup=False)
    if len(rows) > QUARANTINE_SHOWN:
        console.print(f"and {len(rows) - QUARANTINE_SHOWN} more: see the quarantine table")


def _read(lake: Lake, commit: Commit, table: str, columns: list[str]):  # type: ignore[no-untyped-def]
    paths = [lake.path(part.path) for part in commit.parts if part.table == table]
    if not paths:
        return None
    dataset = ds.FileSystemDataset.from_paths(
        paths, schema=LOG[table], format=ds.ParquetFileFormat(), filesystem=lake.filesystem
    )
    return dataset.to_table(columns=columns)
