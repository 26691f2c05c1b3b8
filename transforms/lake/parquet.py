"""Arrow tables as Parquet bytes, and back. The same rows give the same bytes."""

from collections.abc import Iterable, Mapping

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


def joined_parquet(tables: Iterable[pa.Table], schema: pa.Schema, rows: int) -> bytes:
    """Tables as one Parquet file, in memory, in row groups of so many rows; little more than the file is held."""
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(
        sink, schema, compression=COMPRESSION, compression_level=COMPRESSION_LEVEL, write_statistics=True
    ) as writer:
        held: list[pa.Table] = []
        for table in tables:
            held.append(table.cast(schema))
            if sum(map(len, held)) >= rows:
                whole = pa.concat_tables(held)
                most = len(whole) // rows * rows
                writer.write_table(whole.slice(0, most), row_group_size=rows)
                held = [whole.slice(most)]
        writer.write_table(pa.concat_tables([schema.empty_table(), *held]), row_group_size=rows)
    return bytes(sink.getvalue().to_pybytes())


def sorted_by(table: pa.Table, *columns: str) -> pa.Table:
    """The table with its rows in ascending order of the columns."""
    return table.sort_by([(column, "ascending") for column in columns])
