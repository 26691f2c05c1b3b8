"""One copy of each article, the day that it stands under, and the article that it duplicates."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from schemas.times import day_of
from transforms.publish.duplicates import Signed, duplicates
from transforms.publish.log import CommittedLog

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
OLDEST_DAYS = 365
NEWEST_DAYS = 1

RESOLVED = pa.schema(
    [
        ("article_id", pa.string()),
        ("document", pa.string()),
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


def article_day(published: int | None, first_seen: int) -> date:
    """The day of its publication, if within a year before and a day after it was first seen; else that day.

    Both times in microseconds.
    """
    seen = day_of(first_seen)
    if published is None:
        return seen
    day = day_of(published)
    return day if -OLDEST_DAYS <= (day - seen).days <= NEWEST_DAYS else seen


def resolve(log: CommittedLog) -> pa.Table:
    """All published articles (`RESOLVED`), sorted by id: which copy, under which day, duplicate of which."""
    copies = log.read("articles", COPY_COLUMNS)
    micros = pa.int64()
    copies = copies.append_column("published", pc.cast(copies["published_at"], micros))
    copies = copies.append_column("fetched", pc.cast(copies["fetched_at"], micros))
    copies = copies.append_column("ingested", pc.cast(copies["ingested_at"], micros))
    copies = copies.drop_columns(["published_at", "fetched_at", "ingested_at"])
    winners = query(sql("resolve.sql"), copies=copies).to_pylist()
    signed = [_signed(row) for row in winners]
    originals = duplicates(signed)
    rows = [
        {
            "article_id": article.article_id,
            "document": row["document"],
            "day": article.day,
            "duplicate_of": originals.get(article.article_id),
        }
        for row, article in zip(winners, signed, strict=True)
    ]
    return pa.Table.from_pylist(rows, schema=RESOLVED)


def _signed(row: dict[str, Any]) -> Signed:
    return Signed(
        article_id=row["article_id"],
        day=article_day(row["published"], row["first_seen"]),
        first_seen=row["first_seen"],
        content_hash=row["content_hash"],
        minhash=row["minhash"],
    )
