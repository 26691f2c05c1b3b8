"""The committed parts of the log, read as Arrow tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.dataset as ds

from schemas.tables import LOG
from transforms.lake.commits import Commit, Part, committed, read_commit
from transforms.lake.files import Lake

PART = "__filename"
"""Arrow's own name for the file that a row was read from."""
PART_FIELD = pa.field(PART, pa.string())


@dataclass(frozen=True)
class CommittedLog:
    """The log as one set of commits has it: parts of batches that did not commit are not there."""

    lake: Lake
    commits: Sequence[Commit]

    @staticmethod
    def open(lake: Lake) -> "CommittedLog":
        """The log as it is committed now."""
        return CommittedLog(lake, [read_commit(lake, batch) for batch in committed(lake)])

    @cached_property
    def batches(self) -> list[str]:
        """The names of the committed batches, sorted."""
        return [commit.batch for commit in self.commits]

    def parts(self, table: str) -> list[Part]:
        """The committed parts of a table, by path."""
        parts = [part for commit in self.commits for part in commit.parts if part.table == table]
        return sorted(parts, key=lambda part: part.path)

    def read(
        self,
        table: str,
        columns: Sequence[str] | None = None,
        *,
        paths: Sequence[str] | None = None,
        where: ds.Expression | None = None,
    ) -> pa.Table:
        """Rows of a table's committed parts: some columns, some parts, or where an expression holds, if given.

        The column `PART` is the path of the part that a row stands in, and is read where it is named. Raises
        FileNotFoundError where a committed part is gone.
        """
        schema = LOG[table]
        if paths is None:
            paths = [self.lake.path(part.path) for part in self.parts(table)]
        if not paths:
            names = schema.names if columns is None else columns
            return pa.schema([PART_FIELD if name == PART else schema.field(name) for name in names]).empty_table()
        dataset = ds.FileSystemDataset.from_paths(
            paths, schema=schema, format=ds.ParquetFileFormat(), filesystem=self.lake.filesystem
        )
        return dataset.to_table(columns=None if columns is None else list(columns), filter=where)
