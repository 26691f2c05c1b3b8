"""Every table can be read by its plain glob, with the tools that readers use."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pytest

from schemas.feeds import FeedState
from schemas.records import Place, Quarantined, Side, Topic
from schemas.tables import PARTITION_KEYS, PUBLISHED
from support.lakes import article, chunk, commit_batch, mention
from transforms.lake.files import Lake
from transforms.publish.publish import publish

ROWS = {
    "articles": 3,
    "article_text": 3,
    "mentions": 4,
    "events": 2,
    "quarantine": 1,
    "feeds": 1,
    "dim_event_type": 16,
    "dim_topic": 17,
}


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Articles with everything and with nothing: undated, untitled, without address, topics or events."""
    lake = Lake(str(tmp_path_factory.mktemp("lake")))
    whole = article(
        "x", topics=[Topic("medtop:11000000", "politics and government", 0.75)], categories=["World"], language="en"
    )
    bare = article(
        "y", published_at=None, title=None, url=None, canonical_url=None, source_id=None, authors=[], source_domain=None
    )
    old = article("z", published_at="2026-10-02T00:00:00Z")
    mentions = [
        mention(whole, place=Place("Rabat", "MAR", 34.01, -6.83, 2538475), contexts=["diplomatic"], mode="visit"),
        mention(bare, event_date=None, date_precision="none", recipient=Side()),
        mention(old, event_date="2026-10-01", date_precision="month", date_text="in October"),
        mention(old, sentence_index=1, event_date="2026-10-02"),
    ]
    bad = Quarantined("read", "drop.jsonl#9", "bad_json", "not JSON", "{", whole.fetched_at)
    feed = FeedState("https://news.example/feed", title="News", status=200, entries=3, seen=["0" * 16])
    commit_batch(lake, "a", chunk([whole, bare, old], mentions, [bad], feeds=[feed.to_json()]))
    publish(lake)
    return lake


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    lake = Lake(str(tmp_path_factory.mktemp("empty")))
    commit_batch(lake, "a")
    publish(lake)
    return lake


@pytest.mark.parametrize("table", PUBLISHED)
@pytest.mark.parametrize("reader", ["duckdb", "pyarrow", "polars", "pandas"])
@pytest.mark.parametrize("which", ["lake", "empty"])
def test_reads_by_plain_glob(which: str, reader: str, table: str, request: pytest.FixtureRequest) -> None:
    root = Path(request.getfixturevalue(which).address)
    glob = f"{root}/{table}/**/*.parquet"
    if reader == "duckdb":
        relation = duckdb.sql(f"SELECT * FROM read_parquet('{glob}', hive_partitioning = true)")
        columns, rows = relation.columns, len(relation.fetchall())
    elif reader == "pyarrow":
        arrow = ds.dataset(root / table, partitioning="hive").to_table()
        columns, rows = arrow.column_names, len(arrow)
    elif reader == "polars":
        frame = pl.read_parquet(glob, hive_partitioning=True)
        columns, rows = frame.columns, len(frame)
    else:
        pandas = pd.read_parquet(root / table)
        columns, rows = list(pandas.columns), len(pandas)
    expected = list(PUBLISHED[table].names) + ([PARTITION_KEYS[table]] if table in PARTITION_KEYS else [])
    assert sorted(columns) == sorted(expected)
    if which == "lake" and table in ROWS:
        assert rows == ROWS[table]


def test_values_come_back_with_their_types(lake: Lake) -> None:
    glob = f"{lake.address}/articles/**/*.parquet"
    (row,) = duckdb.sql(
        f"SELECT day, epoch_us(published_at) AS time, topics[1].label AS topic, authors "
        f"FROM read_parquet('{glob}', hive_partitioning = true) WHERE source_id = 'x'"
    ).fetchall()
    assert row == (date(2026, 11, 20), 1795176000000000, "politics and government", ["A. Reporter"])


def test_undated_and_unnamed_are_null_and_not_invented(lake: Lake) -> None:
    frame = pl.read_parquet(f"{lake.address}/mentions/**/*.parquet", hive_partitioning=True)
    undated = frame.filter(pl.col("date_precision") == "none").to_dicts()[0]
    assert undated["event_date"] is None
    assert undated["event_id"] is None
    assert undated["recipient_country"] is None
    assert undated["month"] == "2026-11", "filed under the article's day"


def test_flat_views_have_no_lists(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(lake.address)
    with duckdb.connect() as connection:
        connection.execute(Path("views.sql").read_text(encoding="utf-8"))
        views = [
            row[0] for row in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        ]
        assert set(PUBLISHED) <= set(views)
        for view in views:
            types = connection.execute(f"SELECT column_type FROM (DESCRIBE {view})").fetchall()
            assert not [kind for (kind,) in types if "[]" in kind or "STRUCT" in kind]
        assert connection.execute("SELECT label FROM article_topics").fetchall() == [("politics and government",)]
        assert connection.execute("SELECT contexts FROM mentions WHERE mode = 'visit'").fetchall() == [("diplomatic",)]
