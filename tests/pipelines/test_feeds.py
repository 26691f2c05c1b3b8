"""A feed's news is written once: polled again, killed before its commit, or polled by two runs at once."""

import signal
import subprocess
import sys
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from transforms.lake.commits import committed, read_commit
from transforms.lake.files import Lake
from transforms.publish.check import check

KILLED = Path(__file__).parents[1] / "support" / "killed.py"
NEWSBEAM = [sys.executable, "-m", "pipelines.cli"]
SECONDS = 120
ETAG = '"first"'
FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Observer</title><link>https://observer.example/</link>
<item><title>Accord signed</title><guid isPermaLink="false">one</guid><link>https://observer.example/one</link>
<pubDate>Thu, 19 Nov 2026 08:00:00 GMT</pubDate>
<description>Israel and Morocco signed a defence agreement on Wednesday, the Israeli ministry said.</description></item>
<item><title>Talks held</title><guid isPermaLink="false">two</guid><link>https://observer.example/two</link>
<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate>
<description>Spanish Foreign Minister José Manuel Albares met his Moroccan counterpart in Rabat.</description></item>
</channel></rss>
"""


class Feed:
    """A feed on loopback that knows its ETag, and which requests came."""

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("/feed.xml")
        self.asked: list[str | None] = []
        server.expect_request("/feed.xml").respond_with_handler(self.answer)

    def answer(self, request: Request) -> Response:
        self.asked.append(request.headers.get("If-None-Match"))
        if self.asked[-1] == ETAG:
            return Response(status=304, headers={"ETag": ETAG})
        return Response(FEED, headers={"ETag": ETAG}, content_type="application/rss+xml")


@pytest.fixture
def feed(httpserver: HTTPServer) -> Feed:
    return Feed(httpserver)


def arguments(feed: Feed, lake: Lake, *more: str) -> list[str]:
    flags = ["--feeds", feed.url, "--output", lake.address, "--allow_private_addresses", "--no_fetch"]
    return ["ingest", *flags, *more]


def run(feed: Feed, lake: Lake, *more: str) -> None:
    command = [*NEWSBEAM, *arguments(feed, lake, *more)]
    done = subprocess.run(command, timeout=SECONDS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert check(lake) == []


def kill(step: str, feed: Feed, lake: Lake, *more: str) -> None:
    command = [sys.executable, str(KILLED), "before", step, *arguments(feed, lake, *more)]
    done = subprocess.run(command, timeout=SECONDS, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr[-3000:]


def titles(lake: Lake) -> list[str]:
    return sorted(ds.dataset(f"{lake.address}/articles", partitioning="hive").to_table()["title"].to_pylist())


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "lake"))


def test_polled_again_a_feed_is_asked_for_what_is_new_only(feed: Feed, lake: Lake) -> None:
    run(feed, lake, "--batch", "2026-11-20T10:00:00Z")
    run(feed, lake, "--batch", "2026-11-20T11:00:00Z")
    assert feed.asked == [None, ETAG]
    assert titles(lake) == ["Accord signed", "Talks held"]
    assert [read_commit(lake, batch).counts.read for batch in committed(lake)] == [2, 0]
    (row,) = ds.dataset(f"{lake.address}/feeds").to_table().to_pylist()
    assert (row["feed_url"], row["title"], row["status"], row["etag"]) == (feed.url, "Observer", 304, ETAG)


@pytest.mark.parametrize("step", ["_log/articles", "_commits/"])
def test_killed_after_landing_the_same_batch_is_not_polled_again(step: str, feed: Feed, lake: Lake) -> None:
    kill(step, feed, lake, "--batch", "2026-11-20T10:00:00Z")
    assert committed(lake) == []
    run(feed, lake, "--batch", "2026-11-20T10:00:00Z")
    assert feed.asked == [None]
    assert titles(lake) == ["Accord signed", "Talks held"]


def test_killed_after_landing_the_next_run_finishes_what_was_landed(feed: Feed, lake: Lake) -> None:
    kill("_log/articles", feed, lake, "--batch", "2026-11-20T10:00:00Z")
    run(feed, lake, "--batch", "2026-11-20T11:00:00Z")
    assert feed.asked == [None, ETAG], "the state that was landed counts: nothing is asked for twice"
    assert titles(lake) == ["Accord signed", "Talks held"]
    assert [batch.split("-")[0] for batch in committed(lake)] == ["20261120T100000Z.recovered", "20261120T110000Z"]


def test_killed_before_landing_nothing_is_lost(feed: Feed, lake: Lake) -> None:
    kill("_raw/", feed, lake, "--batch", "2026-11-20T10:00:00Z")
    run(feed, lake, "--batch", "2026-11-20T11:00:00Z")
    assert feed.asked == [None, None]
    assert titles(lake) == ["Accord signed", "Talks held"]


def test_landed_file_is_a_drop_that_makes_the_same_articles(feed: Feed, lake: Lake, tmp_path: Path) -> None:
    run(feed, lake, "--batch", "2026-11-20T10:00:00Z")
    other = Lake(str(tmp_path / "other"))
    command = [*NEWSBEAM, "ingest", "--input", f"{lake.address}/_raw/**/*.warc.gz", "--output", other.address]
    done = subprocess.run(
        [*command, "--batch", "2026-11-20T10:00:00Z"], timeout=SECONDS, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    tables = [
        ds.dataset(f"{found.address}/{table}", partitioning="hive").to_table().to_pylist()
        for found in (lake, other)
        for table in ("articles", "article_text", "mentions", "events")
    ]
    assert tables[:4] == tables[4:]
