"""Compaction: small parts of the log joined into large ones, so that publishing opens few files.

Nothing that is published changes: rows keep their ids and documents, and a partition's fingerprint does not say in
which part a row stands. Parts that were joined are deleted by a later compaction, when whoever began to read the log
before has ended.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.ids import digest_bytes
from schemas.layout import JOINED, generation_file, joined_part
from schemas.layout import LOG as LOG_FOLDER
from schemas.tables import LOG
from transforms.lake.commits import DamagedLake, Part, stamped
from transforms.lake.files import Lake
from transforms.lake.joined import Generation, Joined, generations, parts_digest, read_generation
from transforms.lake.parquet import joined_parquet
from transforms.lake.parts import LogParts
from transforms.publish.log import CommittedLog

TIERS = (2_000_000, 32_000_000)
"""The most bytes of what is joined of smaller ones, step by step; from half of the last on, it stays as it is."""

WORTH_JOINING = 8
"""Neighbours in time that are joined into one; fewer are left as they are."""

ROWS_A_GROUP = 5_000
"""Of joined parts: what a reader of all columns holds at least."""


class CompactedMeanwhile(RuntimeError):
    """Another compaction ended while this one was at work; nothing of this one counts."""


@dataclass(frozen=True)
class Compacted:
    """What compaction did: how many parts it joined into how many, and how many files it deleted."""

    before: int = 0
    after: int = 0
    deleted: int = 0


@dataclass(frozen=True)
class Unit:
    """Batches that are joined already, or one that is not. `time` is that of the first commit, in nanoseconds."""

    time: int
    batches: Mapping[str, str]
    parts: Sequence[Part]

    @property
    def bytes(self) -> int:
        """The size of its parts."""
        return sum(part.bytes for part in self.parts)


def compact(lake: Lake, *, now: int, keep: int) -> Compacted:
    """Joins what is worth joining, and deletes what was joined `keep` microseconds before `now`, or earlier.

    May be killed at any moment: the file that makes joined parts count is created last. Raises CompactedMeanwhile
    where another compaction was faster, and FileNotFoundError where a committed part is gone.
    """
    deleted = _delete_old(lake, now - keep)
    log = CommittedLog.open(lake)
    groups = [group for group in planned(_units(lake, log)) if len(group) > 1]
    if not groups:
        return Compacted(deleted=deleted)
    made = [_join(lake, group) for group in groups]
    # By the part, not by the batch: one that was deleted and committed anew stands in two.
    replaced = {part.path for group in groups for unit in group for part in unit.parts}
    kept = [joined for joined in log.in_use if not replaced.intersection(part.path for part in joined.parts)]
    after = Generation(log.generation.number + 1, [*kept, *made])
    if not lake.create(generation_file(after.number), after.to_json()):
        raise CompactedMeanwhile(
            f"another compaction wrote {lake.uri(generation_file(after.number))}: nothing was changed, run it again"
        )
    return Compacted(
        before=sum(len(unit.parts) for group in groups for unit in group),
        after=sum(len(joined.parts) for joined in made),
        deleted=deleted,
    )


def planned(units: Iterable[Unit]) -> list[list[Unit]]:
    """Units in groups, in the order of time: those of a group are to be joined into one, one alone stays as it is."""
    groups = [[unit] for unit in sorted(units, key=lambda unit: (unit.time, sorted(unit.batches)))]
    for largest in TIERS:
        groups = [merged for run in _runs(groups, largest) for merged in _merged(run)]
    return groups


def _runs(groups: Iterable[list[Unit]], largest: int) -> Iterator[list[list[Unit]]]:
    """Neighbours that are not too large together; what is large enough ends a run, and is one by itself."""
    run: list[list[Unit]] = []
    held = 0
    for group in groups:
        size = sum(unit.bytes for unit in group)
        if run and (held + size > largest or size * 2 > largest):
            yield run
            run, held = [], 0
        run, held = [*run, group], held + size
        if size * 2 > largest:
            yield run
            run, held = [], 0
    if run:
        yield run


def _merged(run: list[list[Unit]]) -> list[list[Unit]]:
    return [[unit for group in run for unit in group]] if len(run) >= WORTH_JOINING else run


def _units(lake: Lake, log: CommittedLog) -> list[Unit]:
    """What may be joined. Not where rows of a batch that is gone lie between: what leaves them out goes by the part."""
    times = {batch: time for batch, (_, time) in stamped(lake).items()}
    units = [
        Unit(times.get(commit.batch, 0), {commit.batch: parts_digest(commit.parts)}, commit.parts)
        for commit in log.commits
        if commit.batch not in log.covered
    ]
    return units + [
        Unit(min(times.get(batch, 0) for batch in joined.batches), joined.batches, joined.parts)
        for joined in log.in_use
        if all(log.covered.get(batch) is joined for batch in joined.batches)
    ]


def _join(lake: Lake, group: Sequence[Unit]) -> Joined:
    """Writes the rows of a group's units as one part a table."""
    batches = {batch: digest for unit in group for batch, digest in unit.batches.items()}
    parts = []
    for table, schema in LOG.items():
        of_table = [part for unit in group for part in sorted(unit.parts, key=astuple) if part.table == table]
        if of_table:
            tables = (_rows(lake, part) for part in of_table)
            data = joined_parquet(tables, schema, ROWS_A_GROUP)
            digest = digest_bytes(data)
            path = joined_part(table, digest)
            lake.write(path, data)
            parts.append(Part(table, path, sum(part.rows for part in of_table), len(data), digest))
    return Joined(dict(sorted(batches.items())), parts)


def _rows(lake: Lake, part: Part) -> pa.Table:
    """A part's rows; raises DamagedLake where it is not what was committed, for it is about to be deleted."""
    data = lake.read(part.path)
    if digest_bytes(data) != part.digest:
        raise DamagedLake(f"{lake.uri(part.path)} is not the file that was committed: newsbeam check says what to do")
    rows, schema = pq.ParquetFile(pa.BufferReader(data)).read(), LOG[part.table]
    # A part of an earlier version may lack columns.
    return pa.table(
        [
            rows[name] if name in rows.column_names else pa.nulls(len(rows), schema.field(name).type)
            for name in schema.names
        ],
        schema=schema,
    )


def _delete_old(lake: Lake, before: int) -> int:
    """Deletes what was joined, and lists of it, where a later list was there already `before` that time.

    A reader that has begun since goes by that list, or by one after it; both do without what is deleted. Joined parts
    that no list names are of a compaction that died, if they are as old.
    """
    written = generations(lake)
    old = max((number for number, time in written.items() if time <= before), default=0)
    if not old:
        return 0
    since = [read_generation(lake, number) for number in written if number >= old]
    named = {part.path: part for generation in since for joined in generation.joined for part in joined.parts}
    for part in named.values():
        if lake.filesystem.get_file_info(lake.path(part.path)).size != part.bytes:
            raise DamagedLake(f"{lake.uri(part.path)} is not what was joined: nothing was deleted")
    doomed = [generation_file(number) for number in written if number < old]
    own = LogParts(lake)
    own.refresh()
    there = {path for table in LOG for path in lake.list(f"{LOG_FOLDER}/{table}")}
    for batch, parts in own.parts.items():
        if any(joined.covers(batch, parts) for joined in since[0].joined):
            doomed += [part.path for part in parts if part.path in there]
    for table in LOG:
        strays = [path for path in lake.list(f"{JOINED}/{table}") if path not in named]
        doomed += [path for path in strays if lake.modified_at(path) <= before]
    for path in doomed:
        lake.delete(path)
    return len(doomed)
