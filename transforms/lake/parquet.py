"""Arrow tables as Parquet bytes, and back. The same rows give the same bytes."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.parquet as pq

COMPRESSION = "zstd"
COMPRESSION_LEVEL = 3
ROW_GROUP_ROWS = 50_000


def to_parquet(table: pa.Table, metadata: Mapping[str, str] | None = None) -> bytes:
    """A table as one Parquet file, in memory; `metadata` becomes the file's key-value pairs."""
    if metadata:
        table = table.replace_schema_metadata({k.encode(): v.encode() for k, v in sorted(metadata.items())})
    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        compression=COMPRESSION,
        compression_level=COMPRESSION_LEVEL,
        row_group_size=ROW_GROUP_ROWS,
        write_statistics=True,
    )
    return bytes(sink.getvalue().to_pybytes())


def sorted_by(table: pa.Table, *columns: str) -> pa.Table:
    """The table with its rows in ascending order of the columns."""
    return table.sort_by([(column, "ascending") for column in columns])
