"""Rows as parts of the log: one Parquet file a table and shard, its name decided by the input."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from schemas.codes import Stage
from schemas.ids import digest_bytes
from schemas.layout import log_part
from schemas.records import Chunk, StageWork
from schemas.tables import LOG, PARTITION_KEYS, ROW_IDS
from transforms.lake.commits import Part
from transforms.lake.files import Lake
from transforms.lake.parquet import sorted_by, to_parquet
from transforms.write.rows import Batch, Row, log_rows


@dataclass(frozen=True)
class Receipt:
    """What one shard of a batch wrote and what became of its documents. Small: it is shuffled."""

    batch: str
    logical_time: int
    shard: str
    parts: Sequence[Part]
    touched: Sequence[str]
    read: int
    articles: Sequence[str]
    mentions: int
    skipped: Sequence[str]
    quarantined: int
    feeds: Sequence[str]
    stages: Sequence[StageWork] = ()


def write_chunk(
    chunk: Chunk, batch: Batch, lake: Lake, *, keep_text: bool, clock: Callable[[], float] = time.perf_counter
) -> Receipt:
    """Writes a chunk's rows as parts of the log. Writing it again replaces each part by the same bytes.

    Raises AssertionError where a document of the chunk has no disposition: that is a bug in a stage.
    """
    started = clock()
    settled = len(chunk.articles) + len(chunk.skipped) + len(chunk.quarantined)
    if chunk.read != settled or chunk.documents:
        raise AssertionError(f"shard {chunk.shard}: {chunk.read} documents read, {settled} settled: a stage lost some")
    parts, touched = [], set()
    for table, rows in log_rows(chunk, batch, keep_text=keep_text).items():
        arrow = sorted_by(pa.Table.from_pylist(rows, schema=LOG[table]), ROW_IDS[table])
        data = to_parquet(arrow)
        path = log_part(table, batch.name, chunk.shard)
        lake.write(path, data)
        parts.append(Part(table, path, len(rows), len(data), digest_bytes(data)))
        touched.update(_partitions(table, rows))
    written = len(chunk.articles)
    return Receipt(
        batch=batch.name,
        logical_time=batch.logical_time,
        shard=chunk.shard,
        parts=parts,
        touched=sorted(touched),
        read=chunk.read,
        articles=[article.article_id for article in chunk.articles],
        mentions=len(chunk.mentions),
        skipped=sorted(chunk.skipped),
        quarantined=len(chunk.quarantined),
        feeds=list(chunk.feeds),
        stages=[*chunk.stages, StageWork(Stage.WRITE.value, written, written, 0, 0, clock() - started)],
    )


def _partitions(table: str, rows: Sequence[Row]) -> set[str]:
    """The partitions that rows would stand in if there were no other copies of their articles."""
    key = PARTITION_KEYS[table]
    if table == "articles":
        days = {(row["published_at"] or row["fetched_at"]).date() for row in rows}
    elif table == "mentions":
        days = {row["event_date"] for row in rows if row["event_date"]}
    elif table == "quarantine":
        days = {row["fetched_at"].date() for row in rows}
    else:
        return set()
    return {f"{table}/{key}={day.isoformat()[: 7 if key == 'month' else 10]}" for day in days}
