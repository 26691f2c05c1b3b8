"""Which rows of the log each published partition is made from, by the log's narrow columns, and their fingerprint."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from schemas.ids import digest
from schemas.tables import PARTITION_KEYS, SCHEMA_VERSION
from transforms.publish.log import PART, CommittedLog
from transforms.publish.resolve import query, resolve

RULES_VERSION = "2"
"""Raised when the same log gives other rows, so that everything published is built anew."""

FORMATS = {"day": "%Y-%m-%d", "month": "%Y-%m"}
ROWS_AT_ONCE = {
    "articles": 50_000,
    "article_text": 20_000,
    "mentions": 100_000,
    "events": 100_000,
    "quarantine": 50_000,
}
"""How many rows of the log are held in memory while partitions are built from them, unless one partition has more.

About 100 MB. Partitions that are built together share the parts of the log that they are read from.
"""
PARTITIONS_AT_ONCE = 200

ID, ORIGIN, MARK, KEY, ARTICLE_PART = "id", "origin", "mark", "partition_key", "article_part"
MENTION_COLUMNS = ("mention_id", "document", "event_date", "event_id")
FINGERPRINTS = f"""
    SELECT
        {KEY},
        md5(string_agg(concat_ws('|', {ID}, {ORIGIN}, {MARK}), chr(10) ORDER BY {ID}, {ORIGIN})) AS fingerprint
    FROM members GROUP BY {KEY} ORDER BY {KEY}
"""


@dataclass(frozen=True)
class Errand:
    """Some partitions of one table, to be built together: what a worker must know that does not know the log.

    `fingerprints` are those of the partitions, by key; `members` the rows of the log that they are made from, as
    `Placed` has them.
    """

    table: str
    fingerprints: Mapping[str, str]
    members: pa.Table


@dataclass(frozen=True)
class Placed:
    """The rows of the log that a published table is made from.

    `members` has a row for each: its id (`ID`), the document or batch that it came with (`ORIGIN`), the article that
    its article is a copy of, or "" (`MARK`), the part that it stands in (`PART`), for events the part that its
    article stands in (`ARTICLE_PART`), and the partition that it belongs to (`KEY`).
    """

    table: str
    members: pa.Table

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """Each partition that the table has, and the fingerprint of the rows of the log that it is made from."""
        found = query(FINGERPRINTS, members=self.members).to_pylist()
        return {row[KEY]: digest(SCHEMA_VERSION, RULES_VERSION, self.table, row["fingerprint"]) for row in found}

    def errands(self, keys: Sequence[str]) -> Iterator[Errand]:
        """What there is to do for some of the table's partitions, in pieces that can be held in memory."""
        members = self.members.filter(pc.is_in(self.members[KEY], pa.array(sorted(keys), pa.string())))
        for group in _groups(members, sorted(keys), ROWS_AT_ONCE[self.table]):
            rows = members.filter(pc.is_in(members[KEY], pa.array(group)))
            yield Errand(self.table, {key: self.fingerprints[key] for key in group}, rows)


@dataclass(frozen=True)
class Tables:
    """The published tables as one committed log makes them. Reads the log's narrow columns when first asked."""

    log: CommittedLog

    @cached_property
    def resolved(self) -> pa.Table:
        """Which copy of each article is published, and where."""
        return resolve(self.log)

    def place(self, table: str) -> Placed:
        """Where the rows of the log belong in a published table."""
        if table == "quarantine":
            return Placed(
                table, _first_of_each(self.log.read(table, ["quarantine_id", "batch_id", "fetched_at", PART]))
            )
        if table == "articles":
            found = self.resolved
            mark = pc.fill_null(found["duplicate_of"], "")
            return _placed(table, found["article_id"], found["document"], found[PART], found["day"], mark=mark)
        if table == "article_text":
            rows, places = self._published(self.log.read(table, ["article_id", "document", PART]))
            return _placed(table, rows["article_id"], rows["document"], rows[PART], self.resolved["day"].take(places))
        rows, places = self._published(self._mentions)
        days = pc.coalesce(rows["event_date"], self.resolved["day"].take(places))
        if table == "mentions":
            return _placed(table, rows["mention_id"], rows["document"], rows[PART], days)
        joins = pc.is_valid(rows["event_id"])
        rows, places, days = rows.filter(joins), places.filter(joins), days.filter(joins)
        mark = pc.fill_null(self.resolved["duplicate_of"].take(places), "")
        article_part = self.resolved[PART].take(places)
        return _placed(
            table, rows["mention_id"], rows["document"], rows[PART], days, mark=mark, article_part=article_part
        )

    @cached_property
    def _mentions(self) -> pa.Table:
        return self.log.read("mentions", [*MENTION_COLUMNS, PART])

    def _published(self, rows: pa.Table) -> tuple[pa.Table, pa.Array]:
        """The rows whose document is published, and for each the index of its article in `resolved`."""
        places = pc.index_in(rows["document"], value_set=self.resolved["document"].combine_chunks())
        valid = pc.is_valid(places)
        return rows.filter(valid), places.filter(valid)


def _placed(
    table: str,
    ids: pa.ChunkedArray,
    origins: pa.ChunkedArray,
    parts: pa.ChunkedArray,
    dates: pa.ChunkedArray,
    *,
    mark: pa.ChunkedArray | None = None,
    article_part: pa.ChunkedArray | None = None,
) -> Placed:
    nothing = pa.nulls(len(ids), pa.string())
    columns = {
        ID: ids,
        ORIGIN: origins,
        MARK: nothing if mark is None else mark,
        PART: parts,
        ARTICLE_PART: nothing if article_part is None else article_part,
        KEY: pc.strftime(dates, FORMATS[PARTITION_KEYS[table]]),
    }
    return Placed(table, pa.table(columns))


def _first_of_each(rows: pa.Table) -> pa.Table:
    """Quarantined documents, each once: the same input in two batches is one finding, the first batch's."""
    return query(
        f"SELECT {ID}, min({ORIGIN}) AS {ORIGIN}, '' AS {MARK}, arg_min(part, {ORIGIN}) AS \"{PART}\", "
        f"NULL::VARCHAR AS {ARTICLE_PART}, {KEY} FROM members GROUP BY {ID}, {KEY} ORDER BY {ID}",
        members=pa.table(
            {
                ID: rows["quarantine_id"],
                ORIGIN: rows["batch_id"],
                "part": rows[PART],
                KEY: pc.strftime(pc.cast(rows["fetched_at"], pa.date32()), FORMATS["day"]),
            }
        ),
    )


def _groups(members: pa.Table, keys: Sequence[str], most: int) -> Iterator[list[str]]:
    """Partitions that are built together: as many as are not too large to hold."""
    sizes = {row["values"]: row["counts"] for row in pc.value_counts(members[KEY]).to_pylist()}
    group: list[str] = []
    held = 0
    for key in keys:
        if group and (held + sizes.get(key, 0) > most or len(group) == PARTITIONS_AT_ONCE):
            yield group
            group, held = [], 0
        group.append(key)
        held += sizes.get(key, 0)
    if group:
        yield group
