"""The rows of each published partition, and a fingerprint of what they are made from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from schemas.ids import digest
from schemas.tables import PARTITION_KEYS, PUBLISHED, ROW_IDS, SCHEMA_VERSION
from transforms.publish.log import PART, CommittedLog
from transforms.publish.resolve import query, resolve, sql

RULES_VERSION = "1"
"""Raised when the same log gives other rows, so that everything published is built anew."""

FORMATS = {"day": "%Y-%m-%d", "month": "%Y-%m"}
DOCUMENTS_AT_ONCE = 20_000
"""How many rows of the log are held in memory while partitions are built from them."""

KEY = "partition_key"
# The log's table that a published table is made from, where that has another name.
SOURCES = {"events": "mentions"}
# What is read of every row of the log to know where it belongs.
PLACED_BY = {
    "articles": ("article_id", "document"),
    "article_text": ("article_id", "document"),
    "mentions": ("mention_id", "document", "event_date"),
    "events": ("mention_id", "document", "event_date", "event_id"),
    "quarantine": ("quarantine_id", "batch_id", "fetched_at"),
}
FINGERPRINTS = f"""
    SELECT {KEY}, md5(string_agg(concat_ws('|', id, origin, mark), chr(10) ORDER BY id, origin)) AS fingerprint
    FROM members GROUP BY {KEY} ORDER BY {KEY}
"""


@dataclass(frozen=True)
class Tables:
    """The published tables as one committed log makes them. Reads the log's narrow columns when first asked."""

    log: CommittedLog
    _found: dict[str, pa.Table] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def resolved(self) -> pa.Table:
        """Which copy of each article is published, and where."""
        return resolve(self.log)

    def fingerprints(self, table: str) -> dict[str, str]:
        """Each partition that the table has, and the fingerprint of the rows of the log that it is made from."""
        found = query(FINGERPRINTS, members=self._members(table)).to_pylist()
        return {row[KEY]: digest(SCHEMA_VERSION, RULES_VERSION, table, row["fingerprint"]) for row in found}

    def partitions(self, table: str, keys: Sequence[str]) -> Iterator[tuple[str, pa.Table]]:
        """The rows of some of a table's partitions, sorted by id, partition by partition."""
        members = self._members(table)
        members = members.filter(pc.is_in(members[KEY], pa.array(sorted(keys))))
        for group in _groups(members, sorted(keys)):
            rows = self._rows(table, members.filter(pc.is_in(members[KEY], pa.array(group))))
            for key in group:
                part = rows.filter(pc.equal(rows[KEY], key)).drop_columns([KEY])
                yield key, part.select(PUBLISHED[table].names).cast(PUBLISHED[table]).sort_by(ROW_IDS[table])

    def _members(self, table: str) -> pa.Table:
        """id, origin, mark, PART and partition key of each row of the log that a table is made from."""
        if table not in self._found:
            self._found[table] = self._place(table)
        return self._found[table]

    def _place(self, table: str) -> pa.Table:
        source = SOURCES.get(table, table)
        rows = self.log.read(source, [*PLACED_BY[table], PART])
        if table == "quarantine":
            return _first_of_each(rows)
        if table == "events":
            rows = rows.filter(pc.is_valid(rows["event_id"]))
        rows, places = _joined(rows, self.resolved)
        days = self.resolved["day"].take(places)
        dates = pc.coalesce(rows["event_date"], days) if "event_date" in rows.column_names else days
        marks = self.resolved["duplicate_of"].take(places)
        return pa.table(
            {
                "id": rows[PLACED_BY[table][0]],
                "origin": rows["document"],
                "mark": pc.fill_null(marks, "")
                if table in ("articles", "events")
                else pa.nulls(len(rows), pa.string()),
                PART: rows[PART],
                KEY: pc.strftime(dates, FORMATS[PARTITION_KEYS[table]]),
            }
        )

    def _rows(self, table: str, members: pa.Table) -> pa.Table:
        """The published rows that some members make, with their partition's key."""
        source = SOURCES.get(table, table)
        name = "batch_id" if table == "quarantine" else "document"
        rows = self._read(source, members, ds.field(name).isin(pc.unique(members["origin"])))
        # A document may have rows in several partitions: the member is found by row id and document.
        both = _pair(rows[ROW_IDS[source]], rows[name])
        at = pc.index_in(both, value_set=_pair(members["id"], members["origin"]).combine_chunks())
        rows = _first_of(
            rows.append_column(KEY, members[KEY].take(at)).append_column("both", both).filter(pc.is_valid(at))
        )
        if table == "events":
            return self._events(rows)
        if table == "articles":
            _, places = _joined(rows, self.resolved)
            column = rows.schema.get_field_index("duplicate_of")
            rows = rows.set_column(column, "duplicate_of", self.resolved["duplicate_of"].take(places))
        return rows

    def _events(self, mentions: pa.Table) -> pa.Table:
        """Mentions joined into events."""
        documents = pc.unique(mentions["document"])
        members = self._members("articles")
        members = members.filter(pc.is_in(members["origin"], documents))
        articles = self._read("articles", members, ds.field("document").isin(documents))
        reported = pc.coalesce(articles["published_at"], articles["fetched_at"])
        _, places = _joined(articles, self.resolved)
        columns: Mapping[str, pa.Array] = {
            "document": articles["document"],
            "url": articles["url"],
            "source_domain": articles["source_domain"],
            "source_name": articles["source_name"],
            # DuckDB needs an extension for times with a zone; whole numbers need none.
            "reported": pc.cast(reported, pa.int64()),
            "duplicate_of": self.resolved["duplicate_of"].take(places),
        }
        return query(sql("events.sql"), mentions=mentions, articles=pa.table(columns))

    def _read(self, table: str, members: pa.Table, where: ds.Expression) -> pa.Table:
        paths = sorted(pc.unique(members[PART]).to_pylist())
        return self.log.read(table, paths=paths, where=where)


def _joined(rows: pa.Table, resolved: pa.Table) -> tuple[pa.Table, pa.Array]:
    """The rows whose document is published, and for each the index of its article in `resolved`."""
    places = pc.index_in(rows["document"], value_set=resolved["document"].combine_chunks())
    valid = pc.is_valid(places)
    return rows.filter(valid), places.filter(valid)


def _first_of_each(rows: pa.Table) -> pa.Table:
    """Quarantined documents, each once: the same input in two batches is one finding, the first batch's."""
    return query(
        f"SELECT id, min(origin) AS origin, '' AS mark, arg_min(part, origin) AS \"{PART}\", {KEY} "
        f"FROM members GROUP BY id, {KEY} ORDER BY id",
        members=pa.table(
            {
                "id": rows["quarantine_id"],
                "origin": rows["batch_id"],
                "part": rows[PART],
                KEY: pc.strftime(pc.cast(rows["fetched_at"], pa.date32()), FORMATS["day"]),
            }
        ),
    )


def _first_of(rows: pa.Table) -> pa.Table:
    """One row for each row id and document: a file that was read twice in a batch gave each row twice."""
    numbered = rows.append_column("row", pa.array(range(len(rows)), pa.int64()))
    first = numbered.group_by("both").aggregate([("row", "min")])["row_min"]
    return rows.take(first).drop_columns(["both"])


def _pair(ids: pa.ChunkedArray, documents: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(ids, documents, "|")


def _groups(members: pa.Table, keys: Sequence[str]) -> Iterator[list[str]]:
    """Partitions that are built together: as many as are not too large to hold."""
    sizes = {row["values"]: row["counts"] for row in pc.value_counts(members[KEY]).to_pylist()}
    group: list[str] = []
    held = 0
    for key in keys:
        if group and held + sizes.get(key, 0) > DOCUMENTS_AT_ONCE:
            yield group
            group, held = [], 0
        group.append(key)
        held += sizes.get(key, 0)
    if group:
        yield group
