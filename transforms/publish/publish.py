"""Publishing: every partition whose fingerprint is not the published one is written anew.

There is no lock. The set of committed batches is listed before and after; where it grew meanwhile, the
work is done again over the larger set, so the last one to look leaves what the whole set makes.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.layout import EMPTY_PARTITION, partition_file
from schemas.tables import PARTITION_KEYS, PUBLISHED, SCHEMA_VERSION
from transforms.lake.commits import committed, mark_published, published
from transforms.lake.files import Lake
from transforms.lake.parquet import to_parquet
from transforms.publish.build import FINGERPRINT, build_here
from transforms.publish.log import CommittedLog
from transforms.publish.members import Errand, Placed, Tables
from transforms.publish.reference import reference_files

Build = Callable[[Lake, Iterable[Errand]], Iterable[str]]
"""Builds the partitions of errands, in this process or on others, and returns the paths of the files it wrote."""

EMPTY = f"empty {SCHEMA_VERSION}"
"""The fingerprint of a table's empty partition: its columns are the first that a reader of all files sees."""


@dataclass(frozen=True)
class Published:
    """What publishing did: batches that can now be seen, and partitions that were written or removed."""

    batches: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def pending(lake: Lake) -> list[str]:
    """Batches that count and that readers may not see yet."""
    seen = published(lake)
    return [batch for batch in committed(lake) if batch not in seen]


def publish(lake: Lake, *, everything: bool = False, build: Build = build_here) -> Published:
    """Makes the published tables what the committed batches make, and marks these as published.

    All partitions are looked at, were no batch pending: a run that overlapped with another and died may have
    left an old file behind, after the other had marked both. `everything` builds each partition anew, whatever
    its file says of itself, and whatever the index says of the commits.
    """
    done = Published()
    while True:
        log = CommittedLog.open(lake, anew=everything, save=True)
        gone: list[str] = []
        done.written.extend(build(lake, _errands(lake, Tables(log), done, gone, everything=everything)))
        for path in gone:
            lake.delete(path)
            done.removed.append(path)
        for path, data in reference_files(log):
            if not lake.exists(path) or lake.read(path) != data:
                lake.write(path, data)
                done.written.append(path)
        everything = False
        # The second look: what was committed meanwhile may be missing in what was just written.
        if committed(lake) == log.batches:
            for batch in sorted(set(log.batches) - published(lake)):
                mark_published(lake, batch)
                done.batches.append(batch)
            return done


def published_fingerprints(lake: Lake, table: str) -> Iterator[tuple[str, str | None]]:
    """Each published partition of a table and the fingerprint in its file; None where that cannot be read."""
    for path in lake.list(table, recursive=True):
        key = path.split("/")[1].partition("=")[2] if path.count("/") == 2 else ""
        if path == partition_file(table, PARTITION_KEYS[table], key):
            yield key, _fingerprint(lake, path)


def expected_fingerprints(placed: Placed) -> dict[str, str]:
    """Each partition that a table should have, the empty one among them."""
    return {EMPTY_PARTITION[PARTITION_KEYS[placed.table]]: EMPTY, **placed.fingerprints}


def _errands(lake: Lake, tables: Tables, done: Published, gone: list[str], *, everything: bool) -> Iterator[Errand]:
    """What there is to build, table by table; empty partitions are written at once.

    The files of partitions that have no rows any more are added to `gone`. They go when all others are there.
    """
    for table, column in PARTITION_KEYS.items():
        placed = tables.place(table)
        wanted = expected_fingerprints(placed)
        found = dict(published_fingerprints(lake, table))
        changed = [key for key, mark in wanted.items() if everything or found.get(key) != mark]
        gone += [partition_file(table, column, key) for key in sorted(set(found) - set(wanted))]
        for key in changed:
            if wanted[key] == EMPTY:
                path = partition_file(table, column, key)
                lake.write(path, to_parquet(PUBLISHED[table].empty_table(), {FINGERPRINT: EMPTY}))
                done.written.append(path)
        yield from placed.errands([key for key in changed if wanted[key] != EMPTY])


def _fingerprint(lake: Lake, path: str) -> str | None:
    try:
        metadata = pq.read_metadata(lake.path(path), filesystem=lake.filesystem).metadata or {}
    except (pa.ArrowInvalid, OSError):
        return None
    mark = metadata.get(FINGERPRINT.encode())
    return mark.decode() if mark is not None else None
