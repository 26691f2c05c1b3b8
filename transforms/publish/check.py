"""The published files held against the log, and the log against its commits."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from schemas.ids import digest_bytes
from schemas.layout import JOINED, partition_file, table_file
from schemas.tables import PARTITION_KEYS, PUBLISHED, ROW_IDS
from transforms.lake.commits import Commit, Part, read_commit
from transforms.lake.files import Lake
from transforms.lake.joined import Joined
from transforms.publish.log import CommittedLog
from transforms.publish.members import Placed, Tables
from transforms.publish.publish import expected_fingerprints, pending, publish, published_fingerprints
from transforms.publish.reference import VIEWS, reference_files


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it must be. `repairable` where publishing anew mends it."""

    path: str
    problem: str
    repairable: bool = True


def check(lake: Lake) -> list[Finding]:
    """All that is wrong with a lake: commits, parts of the log, published partitions and their rows."""
    # What the log has lost cannot be told from what was published wrongly.
    return _check_log(lake) or _check_published(lake)


def repair(lake: Lake) -> list[Finding]:
    """Publishes everything anew, then says what is still wrong; publishes nothing from a damaged log."""
    findings = _check_log(lake)
    if findings:
        return findings
    publish(lake, everything=True)
    return _check_published(lake)


def _check_log(lake: Lake) -> list[Finding]:
    log = CommittedLog.open(lake, anew=True)
    findings = [
        finding
        for batch in log.batches
        for finding in _check_commit(lake, read_commit(lake, batch), in_joined=batch in log.covered)
    ]
    return findings + [finding for joined in log.in_use for finding in _check_joined(lake, joined)]


def _check_published(lake: Lake) -> list[Finding]:
    log = CommittedLog.open(lake, anew=True)
    findings = [Finding(f"_commits/{batch}.json", "committed, not published yet") for batch in pending(lake)]
    tables = Tables(log)
    for table in PARTITION_KEYS:
        findings += _check_table(lake, tables.place(table))
    for path, data in reference_files(log):
        if not lake.exists(path):
            findings.append(Finding(path, "is missing"))
        elif lake.read(path) != data:
            findings.append(Finding(path, "is not what the log makes"))
    known = {*(table_file(name) for name in PUBLISHED if name not in PARTITION_KEYS), VIEWS}
    for name in set(PUBLISHED) - set(PARTITION_KEYS):
        findings += [
            Finding(path, "does not belong there", repairable=False) for path in lake.list(name) if path not in known
        ]
    return findings


def _check_commit(lake: Lake, commit: Commit, *, in_joined: bool) -> Iterator[Finding]:
    counts = commit.counts
    if counts.read != counts.settled:
        problem = f"{counts.read} documents read, {counts.settled} settled"
        yield Finding(f"_commits/{commit.batch}.json", problem, repairable=False)
    rows = sum(part.rows for part in commit.parts if part.table == "articles")
    if rows != counts.written + counts.duplicates:
        problem = f"{rows} articles in its parts, {counts.written + counts.duplicates} counted"
        yield Finding(f"_commits/{commit.batch}.json", problem, repairable=False)
    again = f"delete _commits/{commit.batch}.json and _published/{commit.batch}, then ingest its input again"
    for part in () if in_joined else commit.parts:
        if problem := _problem(lake, part):
            yield Finding(part.path, f"{problem}: {again}", repairable=False)


def _check_joined(lake: Lake, joined: Joined) -> Iterator[Finding]:
    again = f"restore it, or delete the commits of its {len(joined.batches)} batches, then ingest their input again"
    for part in joined.parts:
        if problem := _problem(lake, part):
            yield Finding(part.path, f"{problem}: {again}; {JOINED}/*.json names them", repairable=False)


def _problem(lake: Lake, part: Part) -> str:
    """What is wrong with a part of the log, or ""."""
    if not lake.exists(part.path):
        return "is committed and missing"
    return "is not the file that was committed" if digest_bytes(lake.read(part.path)) != part.digest else ""


def _check_table(lake: Lake, placed: Placed) -> Iterator[Finding]:
    table, column = placed.table, PARTITION_KEYS[placed.table]
    wanted = expected_fingerprints(placed)
    found = dict(published_fingerprints(lake, table))
    for key in sorted(wanted.keys() | found.keys()):
        path = partition_file(table, column, key)
        if key not in found:
            yield Finding(path, "is missing")
        elif key not in wanted:
            yield Finding(path, "holds rows that no committed batch wrote")
        elif found[key] is None:
            yield Finding(path, "cannot be read, or was not written by newsbeam")
        elif found[key] != wanted[key]:
            yield Finding(path, "is stale: its fingerprint is not that of the committed batches")
        else:
            yield from _check_rows(lake, table, path)
    strays = set(lake.list(table, recursive=True)) - {partition_file(table, column, key) for key in found}
    for path in sorted(strays):
        yield Finding(path, "does not belong there: readers take it for data; move it away", repairable=False)


def _check_rows(lake: Lake, table: str, path: str) -> Iterator[Finding]:
    try:
        rows = pq.read_table(lake.path(path), filesystem=lake.filesystem, partitioning=None)
    except (pa.ArrowInvalid, OSError) as error:
        yield Finding(path, f"cannot be read: {error}")
        return
    if not rows.schema.equals(PUBLISHED[table]):
        yield Finding(path, "has other columns or types than the table")
        return
    ids = rows[ROW_IDS[table]]
    if ids.null_count or pc.count_distinct(ids).as_py() != len(ids):
        yield Finding(path, f"{ROW_IDS[table]} is null or stands twice")
