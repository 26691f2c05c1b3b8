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
    "published_at",
    "fetched_at",
    "ingested_at",
    "batch_id",
)
SIGNED = tuple(field.name for field in fields(Signed))
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
    micros = pa.int64()
    copies = copies.append_column("published", pc.cast(copies["published_at"], micros))
    copies = copies.append_column("fetched", pc.cast(copies["fetched_at"], micros))
    copies = copies.append_column("ingested", pc.cast(copies["ingested_at"], micros))
    copies = copies.drop_columns(["published_at", "fetched_at", "ingested_at"])
    winners = query(sql("resolve.sql"), copies=copies).combine_chunks()
    columns = {name: _whole(winners[name]) for name in winners.column_names}
    columns["day"] = article_days(columns["published"], columns["first_seen"])
    columns["duplicate_of"] = _originals(columns)
    return pa.table({name: columns[name] for name in RESOLVED.names}, schema=RESOLVED)


def _originals(columns: Mapping[str, pa.Array]) -> pa.Array:
    """For each article the id of the one that it is a copy of, or null."""
    found = candidates(columns["content_hash"], columns["minhash"])
    rows = pa.table({name: columns[name].filter(found) for name in SIGNED}).to_pylist()
    originals = duplicates(Signed(**row) for row in rows)
    copies = pa.array(list(originals), pa.string())
    places = pc.index_in(columns["article_id"], value_set=copies)
    return pa.array(list(originals.values()), pa.string()).take(places)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
