"""The files that stand beside the partitioned tables: dimensions, the feeds' table, the flat views."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pyarrow as pa
import pycountry

from schemas.codes import TRANSNATIONAL
from schemas.event_types import QUAD_LABELS, event_types
from schemas.feeds import FeedState
from schemas.layout import table_file
from schemas.tables import PUBLISHED, ROW_IDS
from schemas.times import known_time
from schemas.topics import topics
from transforms.lake.parquet import to_parquet
from transforms.publish.log import CommittedLog
from transforms.publish.resolve import sql

VIEWS = "views.sql"
Rows = Sequence[Mapping[str, Any]]


def reference_files(log: CommittedLog) -> Iterator[tuple[str, bytes]]:
    """The path and content of each file, a function of the committed batches and of this version alone."""
    tables = {
        "feeds": _feeds(log.states),
        "dim_event_type": [
            {**asdict(info), "quad_label": QUAD_LABELS[info.quad_class]} for info in event_types().values()
        ],
        "dim_country": _countries(),
        "dim_topic": [asdict(topic) for topic in topics().values()],
    }
    for name, rows in tables.items():
        schema = PUBLISHED[name]
        chosen = [{column: row[column] for column in schema.names} for row in rows]
        yield table_file(name), to_parquet(pa.Table.from_pylist(chosen, schema=schema).sort_by(ROW_IDS[name]))
    yield VIEWS, sql(VIEWS).encode()


def _countries() -> Rows:
    """ISO 3166-1 as pycountry has it, and PLOVER's transnational codes."""
    states = [
        {
            "country": country.alpha_3,
            "alpha_2": country.alpha_2,
            "numeric": country.numeric,
            "name": getattr(country, "common_name", country.name),
            "kind": "country",
        }
        for country in pycountry.countries
    ]
    kinds = [
        {"country": code, "alpha_2": None, "numeric": None, "name": name, "kind": "transnational"}
        for code, name in TRANSNATIONAL.items()
    ]
    return states + kinds


def _feeds(states: Mapping[str, FeedState]) -> Rows:
    return [
        {
            "feed_url": state.feed_url,
            "moved_to": state.moved_to,
            "title": state.title,
            "last_polled_at": known_time(state.last_polled_at),
            "last_success_at": known_time(state.last_success_at),
            "status": state.status,
            "etag": state.etag,
            "last_modified": state.last_modified,
            "ttl_seconds": state.ttl_seconds,
            "next_due_at": known_time(state.next_due_at),
            "wait_until": known_time(state.wait_until),
            "entries": state.entries,
            "failures": state.failures,
            "error": state.error,
        }
        for state in states.values()
    ]
