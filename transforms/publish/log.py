"""The committed parts of the log, read as Arrow tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from schemas.feeds import FeedState
from schemas.tables import LOG
from transforms.lake.commits import Part, stamped
from transforms.lake.files import Lake
from transforms.lake.joined import Generation, Joined, latest
from transforms.lake.parts import LogParts
from transforms.lake.states import FeedStates

PART = "__filename"
"""Arrow's own name for the file that a row was read from."""
PART_FIELD = pa.field(PART, pa.string())

PARTS_AT_ONCE = 256
ROWS_AT_ONCE = 10_000
"""How many rows of small parts are put together before those that are wanted are taken out."""


class Written(Protocol):
    """A committed batch and the parts that it wrote: a commit, or what is left of one here."""

    @property
    def batch(self) -> str:
        """Its name."""

    @property
    def parts(self) -> Sequence[Part]:
        """Its parts."""


@dataclass(frozen=True)
class BatchParts:
    """A committed batch and the parts that it wrote."""

    batch: str
    parts: Sequence[Part]


@dataclass(frozen=True)
class CommittedLog:
    """The log as one set of commits has it: parts of batches that did not commit are not there.

    `states` are the feeds' last states by these commits; `generation` says which parts are joined.
    """

    lake: Lake
    commits: Sequence[Written]
    states: Mapping[str, FeedState] = field(default_factory=dict)
    generation: Generation = field(default_factory=Generation)

    @staticmethod
    def open(lake: Lake, *, anew: bool = False, save: bool = False) -> "CommittedLog":
        """The log as it is committed now; with `anew` from all commits, whatever the index says of them.

        With `save` the index is brought up to date where that is worth it, or `anew`.
        """
        # One listing for both, so that they speak of one set of commits.
        current = stamped(lake)
        parts, states = LogParts(lake), FeedStates(lake)
        for folded in (parts, states):
            folded.refresh(current, anew=anew)
            if save:
                folded.save(always=anew)
        commits = [BatchParts(batch, parts.parts[batch]) for batch in sorted(parts.parts)]
        return CommittedLog(lake, commits, states.states, latest(lake))

    @cached_property
    def batches(self) -> list[str]:
        """The names of the committed batches, sorted."""
        return sorted(commit.batch for commit in self.commits)

    @cached_property
    def covered(self) -> dict[str, Joined]:
        """The batches whose rows are read from joined parts."""
        written = {commit.batch: commit.parts for commit in self.commits}
        return {
            batch: joined
            for joined in self.generation.joined
            for batch in joined.batches
            if batch in written and joined.covers(batch, written[batch])
        }

    @cached_property
    def in_use(self) -> list[Joined]:
        """What is joined and holds rows that count."""
        used = {id(joined) for joined in self.covered.values()}
        return [joined for joined in self.generation.joined if id(joined) in used]

    def parts(self, table: str) -> list[Part]:
        """The parts of a table that are read, by path: those of each batch, or the joined ones in their place."""
        own = [part for commit in self.commits if commit.batch not in self.covered for part in commit.parts]
        joined = [part for found in self.in_use for part in found.parts]
        return sorted((part for part in (*own, *joined) if part.table == table), key=lambda part: part.path)

    def read(self, table: str, columns: Sequence[str]) -> pa.Table:
        """Some columns of all rows of a table's committed parts.

        The column `PART` is the path of the part that a row stands in, and is read where it is named. Where `batch_id`
        is named as well, rows of batches that are not committed any more are left out; of the other tables they
        belong to no document. Raises FileNotFoundError where a committed part is gone.
        """
        paths = [self.lake.path(part.path) for part in self.parts(table)]
        if not paths:
            return _schema(table, columns).empty_table()
        rows = part_dataset(self.lake, table, paths).to_table(columns=list(columns))
        for path, batches in self._left_out(table) if {PART, "batch_id"} <= set(columns) else ():
            left = pc.and_(pc.equal(rows[PART], path), pc.is_in(rows["batch_id"], pa.array(batches)))
            rows = rows.filter(pc.invert(left))
        return rows

    def _left_out(self, table: str) -> Iterator[tuple[str, list[str]]]:
        """Of each joined part that is read, the batches that are not committed any more, or otherwise."""
        for joined in self.in_use:
            batches = [batch for batch in joined.batches if self.covered.get(batch) is not joined]
            if batches:
                yield from ((self.lake.path(part.path), batches) for part in joined.parts if part.table == table)


def batch_rows(lake: Lake, commit: Written, table: str, columns: Sequence[str]) -> pa.Table:
    """Some columns of the rows that one batch wrote to a table, wherever they stand now."""
    log = CommittedLog(lake, [commit], generation=latest(lake))
    if not log.covered:
        return log.read(table, columns)
    if "batch_id" in LOG[table].names:
        rows = log.read(table, [*columns, "batch_id"])
        return rows.filter(pc.equal(rows["batch_id"], commit.batch)).select(list(columns))
    documents = batch_rows(lake, commit, "articles", ["document"])["document"]
    rows = log.read(table, [*columns, "document"])
    return rows.filter(pc.is_in(rows["document"], pc.unique(documents))).select(list(columns))


def read_rows(
    lake: Lake, table: str, columns: Sequence[str], *, parts: pa.ChunkedArray, name: str, values: pa.ChunkedArray
) -> pa.Table:
    """Some columns of those rows of a table of the log whose column `name` is one of `values`.

    Row by row, `parts` are the paths of the parts that hold the `values`. Reads each part once, a bounded number of
    rows at a time, and the cost grows with the rows alone: a filter that the reader applies is set up anew for each
    part, with all values. Raises FileNotFoundError where a part is gone.
    """
    paths = sorted(pc.unique(parts).to_pylist())
    found = [_schema(table, columns).empty_table()]
    for start in range(0, len(paths), PARTS_AT_ONCE):
        some = paths[start : start + PARTS_AT_ONCE]
        wanted = pc.unique(values.filter(pc.is_in(parts, pa.array(some))))
        gathered = _gathered(part_dataset(lake, table, some).to_batches(columns=list(columns)))
        found.extend(rows.filter(pc.is_in(rows[name], wanted)) for rows in gathered)
    return pa.concat_tables(found)


def _gathered(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The same rows in tables of a useful size."""
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        if rows >= ROWS_AT_ONCE:
            yield pa.Table.from_batches(held)
            held, rows = [], 0
    if held:
        yield pa.Table.from_batches(held)


def part_dataset(lake: Lake, table: str, paths: Sequence[str]) -> ds.Dataset:
    """Parts of a table, by their paths in the file system, as one; columns that an old one lacks are null."""
    return ds.FileSystemDataset.from_paths(
        list(paths), schema=LOG[table], format=ds.ParquetFileFormat(), filesystem=lake.filesystem
    )


def _schema(table: str, columns: Sequence[str]) -> pa.Schema:
    return pa.schema([PART_FIELD if name == PART else LOG[table].field(name) for name in columns])
