"""The rows of published partitions, from the rows of the log that they are made from, and their files."""

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from schemas.layout import partition_file
from schemas.tables import LOG, PARTITION_KEYS, PUBLISHED, ROW_IDS
from transforms.lake.files import Lake
from transforms.lake.parquet import to_parquet
from transforms.publish.log import PART, read_rows
from transforms.publish.members import ARTICLE_PART, ID, KEY, MARK, ORIGIN, Errand
from transforms.publish.resolve import query, sql

FINGERPRINT = "newsbeam.fingerprint"
"""The key under which a file's metadata holds the fingerprint of what it was made from."""

ARTICLE_COLUMNS = ("document", "url", "source_domain", "source_name", "published_at", "fetched_at")
EVENT_COLUMNS = (
    *(name for name in PUBLISHED["events"].names if name in LOG["mentions"].names),
    *("mention_id", "document"),
)


def build_here(lake: Lake, errands: Iterable[Errand]) -> Iterator[str]:
    """Builds and writes partitions one errand after the other, and yields the paths of their files."""
    for errand in errands:
        yield from build(lake, errand)


def build(lake: Lake, errand: Errand) -> Iterator[str]:
    """Builds the partitions of an errand and puts each file in place, whole; yields their paths."""
    for key, rows in partitions(lake, errand):
        path = partition_file(errand.table, PARTITION_KEYS[errand.table], key)
        lake.write(path, to_parquet(rows, {FINGERPRINT: errand.fingerprints[key]}))
        yield path


def partitions(lake: Lake, errand: Errand) -> Iterator[tuple[str, pa.Table]]:
    """The rows of an errand's partitions, sorted by id, partition by partition."""
    schema, row_id = PUBLISHED[errand.table], ROW_IDS[errand.table]
    rows = _events(lake, errand.members) if errand.table == "events" else _rows(lake, errand)
    for key in sorted(errand.fingerprints):
        part = rows.filter(pc.equal(rows[KEY], key)).drop_columns([KEY])
        yield key, part.select(schema.names).cast(schema).sort_by(row_id)


def _rows(lake: Lake, errand: Errand) -> pa.Table:
    """The rows of the log that are published as they are, but for the article that an article is a copy of."""
    rows, places = _matching(lake, errand.table, PUBLISHED[errand.table].names, errand.members)
    if errand.table == "articles":
        marks = errand.members[MARK].take(places)
        marks = pc.if_else(pc.equal(marks, ""), pa.scalar(None, pa.string()), marks)
        rows = rows.set_column(rows.schema.get_field_index("duplicate_of"), "duplicate_of", marks)
    return rows


def _matching(lake: Lake, table: str, columns: Iterable[str], members: pa.Table) -> tuple[pa.Table, pa.Array]:
    """Some columns of the log's rows that are members, each with its partition's key, and their places in `members`.

    Each once: a file that was read twice in a batch gave each row twice.
    """
    name = "batch_id" if table == "quarantine" else "document"
    columns = dict.fromkeys([*columns, name])
    rows = read_rows(lake, table, list(columns), parts=members[PART], name=name, values=members[ORIGIN])
    # An id names one member. A document may have rows in other partitions too, a batch those of other batches.
    places = pc.index_in(rows[ROW_IDS[table]], value_set=members[ID].combine_chunks())
    valid = pc.fill_null(pc.equal(members[ORIGIN].take(places), rows[name]), fill_value=False)
    rows, places = rows.filter(valid), places.filter(valid)
    first = _firsts(places)
    rows, places = rows.take(first), places.take(first)
    return rows.append_column(KEY, members[KEY].take(places)), places


def _firsts(values: pa.ChunkedArray) -> pa.Array:
    """The place of the first of each value."""
    numbered = pa.table({"value": values, "place": pa.array(range(len(values)), pa.int64())})
    return numbered.group_by("value").aggregate([("place", "min")])["place_min"]


def _events(lake: Lake, members: pa.Table) -> pa.Table:
    """Mentions joined into events."""
    mentions, _ = _matching(lake, "mentions", EVENT_COLUMNS, members)
    articles = read_rows(
        lake, "articles", ARTICLE_COLUMNS, parts=members[ARTICLE_PART], name="document", values=members[ORIGIN]
    )
    articles = articles.take(_firsts(articles["document"]))
    marks = members[MARK].take(pc.index_in(articles["document"], value_set=members[ORIGIN].combine_chunks()))
    columns: Mapping[str, pa.Array] = {
        "document": articles["document"],
        "url": articles["url"],
        "source_domain": articles["source_domain"],
        "source_name": articles["source_name"],
        # DuckDB needs an extension for times with a zone; whole numbers need none.
        "reported": pc.cast(pc.coalesce(articles["published_at"], articles["fetched_at"]), pa.int64()),
        "original": pc.equal(marks, ""),
    }
    return query(sql("events.sql"), mentions=mentions, articles=pa.table(columns))
