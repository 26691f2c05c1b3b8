"""One copy of each article, the day that it stands under, and the article that it duplicates."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.publish.duplicates import Signed, candidates, duplicates
from transforms.publish.log import PART, CommittedLog

COPY_COLUMNS = (
    "article_id",
    "document",
    "text_status",
    "coder_version",
    "content_hash",
    "minhash",
    "source_domain",
    "word_count",
    "published_at",
    "updated_at",
    "fetched_at",
    "ingested_at",
    "batch_id",
)
TIMES = {"published_at": "published", "updated_at": "updated", "fetched_at": "fetched", "ingested_at": "ingested"}
"""Times as whole numbers: DuckDB needs an extension for those with a zone."""
SIGNED = tuple(field.name for field in fields(Signed))
ROWS_AT_ONCE = 10_000
OLDEST_DAYS = 365
NEWEST_DAYS = 1
DAY = 86_400_000_000
NEVER = -(2**62)

RESOLVED = pa.schema(
    [
        ("article_id", pa.string()),
        ("document", pa.string()),
        (PART, pa.string()),
        ("day", pa.date32()),
        ("duplicate_of", pa.string()),
    ]
)


@cache
def sql(name: str) -> str:
    """The text of a query that is shipped beside this module."""
    return files("transforms.publish").joinpath(name).read_text(encoding="utf-8")


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """DuckDB without a database; opening it costs more than most queries."""
    return duckdb.connect(":memory:", config={"threads": 2})


def query(text: str, **tables: pa.Table) -> pa.Table:
    """The answer of a SQL query over Arrow tables, by name."""
    with _engine().cursor() as connection:
        for name, table in tables.items():
            connection.register(name, table)
        return connection.sql(text).to_arrow_table()


def article_days(published: pa.Array, first_seen: pa.Array) -> pa.Array:
    """Each article's day: that of publication, if within a year before and a day after it was first seen; else that.

    Both times are in microseconds, that of publication may be null.
    """
    seen = first_seen.to_numpy() // DAY
    given = pc.fill_null(published, NEVER).to_numpy() // DAY
    late = given - seen
    return pa.array(np.where((late >= -OLDEST_DAYS) & (late <= NEWEST_DAYS), given, seen).astype("datetime64[D]"))


def resolve(log: CommittedLog) -> pa.Table:
    """All published articles (`RESOLVED`), by id: which copy, in which part, under which day, a duplicate of which."""
    copies = log.read("articles", [*COPY_COLUMNS, PART])
    for name, number in TIMES.items():
        copies = copies.append_column(number, pc.cast(copies[name], pa.int64()))
    winners = query(sql("resolve.sql"), copies=copies.drop_columns(list(TIMES)))
    # Signatures stay in chunks: those of four million articles are more than one array of them can hold.
    columns = {name: _whole(winners[name]) for name in winners.column_names if name != "minhash"}
    columns["day"] = article_days(columns["published"], columns["first_seen"])
    columns["duplicate_of"] = _originals({**columns, "minhash": winners["minhash"]})
    return pa.table({name: columns[name] for name in RESOLVED.names}, schema=RESOLVED)


def _originals(columns: Mapping[str, pa.Array | pa.ChunkedArray]) -> pa.Array:
    """For each article the id of the one that it is a copy of, or null."""
    found = candidates(columns["content_hash"], columns["day"], columns["minhash"])
    batches = pa.table({name: columns[name].filter(found) for name in SIGNED}).to_batches(max_chunksize=ROWS_AT_ONCE)
    originals = duplicates(Signed(**row) for batch in batches for row in batch.to_pylist())
    copies = pa.array(list(originals), pa.string())
    places = pc.index_in(columns["article_id"], value_set=copies)
    return pa.array(list(originals.values()), pa.string()).take(places)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
