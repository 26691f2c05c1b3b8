"""Feeds broken in all ways at once, through a whole run: each has its row, every document its end, and no run dies."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pyarrow.dataset as ds

from support.malformed import malformed
from support.web import Request, Server, Step, answer
from transforms.lake.commits import committed, read_commit
from transforms.lake.files import Lake

FEEDS = 120
PAGE = b"<html><body><article><p>" + b"The ministers met in Rabat on Monday. " * 20 + b"</p></article></body></html>"


def ingest(tmp_path: Path, urls: list[str], *flags: str) -> Lake:
    (tmp_path / "feeds.txt").write_text("\n".join([*urls, "no address"]))
    lake = Lake(str(tmp_path / "lake"))
    command = [sys.executable, "-m", "pipelines.cli", "ingest", "--feeds", str(tmp_path / "feeds.txt")]
    done = subprocess.run(
        [*command, "--output", lake.address, *flags], capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"of {len(urls) + 1} feeds failed" in done.stderr
    return lake


def feeds(lake: Lake) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = ds.dataset(f"{lake.address}/feeds").to_table().to_pylist()
    return rows


def test_each_malformed_feed_has_its_row_and_every_document_its_end(tmp_path: Path) -> None:
    with Server() as server:

        def serve(request: Request) -> Sequence[Step]:
            kind, _, number = request.path.strip("/").partition("/")
            if kind == "feed":
                link = server.url(f"/page/{number}") if int(number) % 4 == 0 else ""
                return [answer(malformed(int(number), link), headers={"Content-Type": "application/xml"})]
            return [answer(PAGE, headers={"Content-Type": "text/html"}) if kind == "page" else answer(b"", 404)]

        server.otherwise(serve)
        urls = [server.url(f"/feed/{number}") for number in range(FEEDS)]
        lake = ingest(tmp_path, urls, "--allow_private_addresses")
    rows = feeds(lake)
    assert {row["feed_url"] for row in rows} == {*urls, "no address"}
    assert 20 < sum(row["error"] is None for row in rows) < FEEDS
    (batch,) = committed(lake)
    counts = read_commit(lake, batch).counts
    assert counts.read == counts.written + counts.duplicates + sum(counts.skipped.values()) + counts.quarantined
    assert counts.written > 50
    quarantined = ds.dataset(f"{lake.address}/quarantine", partitioning="hive").to_table()
    assert quarantined.num_rows == counts.quarantined > 10
    titles = ds.dataset(f"{lake.address}/articles", partitioning="hive").to_table()["title"].to_pylist()
    assert all(title is None or title.isprintable() for title in titles)


def test_without_leave_not_one_connection_is_made(tmp_path: Path) -> None:
    with Server() as server:
        lake = ingest(tmp_path, [server.url(f"/feed/{number}") for number in range(FEEDS)])
        server.settle()
        assert server.connections == []
    rows = feeds(lake)
    assert len(rows) == FEEDS + 1
    assert all("refused" in str(row["error"]) for row in rows)
