"""`newsbeam feeds`: failing feeds first, times in UTC, and nothing that a stranger wrote reaches the terminal raw."""

import os
import pty
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.feeds import COLUMNS, as_lines, health, in_order, printed, summary
from schemas.feeds import FeedState
from schemas.times import to_micros
from support.lakes import chunk, commit_batch
from transforms.lake.files import Lake
from transforms.publish.publish import publish

NOON = to_micros(datetime(2026, 11, 28, 12, 0, tzinfo=UTC))
HOUR = 3_600_000_000
WELL = FeedState(
    "https://b.example/feed",
    title="Zebra Post",
    last_polled_at=NOON,
    last_success_at=NOON,
    next_due_at=NOON + HOUR,
    status=200,
    entries=30,
)
MOVED = FeedState(
    "https://c.example/feed", moved_to="https://new.example/rss", title="apple daily", last_polled_at=NOON, status=304
)
FAILING = FeedState(
    "https://d.example/feed",
    title="Observer \x1b]0;owned\x07\x1b[31m [bold red]x[/] \u202egnp\nnext\tcolumn",
    last_polled_at=NOON,
    last_success_at=NOON - 400 * 24 * HOUR,
    next_due_at=NOON + HOUR,
    status=503,
    failures=7,
    error="the server answered 503 \x9b2J",
)
GONE = FeedState("https://a.example/feed", last_polled_at=NOON, next_due_at=NOON + HOUR, status=410, failures=1)
ALL = [WELL, MOVED, FAILING, GONE]
TOLD = "4 feeds: 2 well, 1 failing, 1 gone\n"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    made = Lake(str(tmp_path / "lake"))
    commit_batch(made, "one", chunk(feeds=[state.to_json() for state in ALL]))
    return made


def shown(lake: Lake, capsys: pytest.CaptureFixture[str], *flags: str) -> list[list[str]]:
    assert main(["feeds", lake.address, *flags]) == 0
    captured = capsys.readouterr()
    assert captured.err == TOLD
    return [line.split("\t") for line in captured.out.splitlines()]


def test_elsewhere_than_on_a_terminal_it_is_a_line_a_feed(lake: Lake, capsys: pytest.CaptureFixture[str]) -> None:
    observer = "Observer ]0;owned [31m [bold red]x[/] gnp next column"
    year_ago, now, later = "2025-10-24T12:00:00Z", "2026-11-28T12:00:00Z", "2026-11-28T13:00:00Z"
    error = "the server answered 503 2J"
    gone = ["gone", "-", "https://a.example/feed", "-", "-", "-", "0", "1", "410", "-"]
    failing = ["failing", observer, "https://d.example/feed", "-", year_ago, later, "0", "7", "503", error]
    moved = ["well", "apple daily", "https://c.example/feed", "https://new.example/rss", "-", "-", "0", "0", "304", "-"]
    well = ["well", "Zebra Post", "https://b.example/feed", "-", now, later, "30", "0", "200", "-"]
    assert shown(lake, capsys) == [list(COLUMNS), gone, failing, moved, well]
    assert shown(lake, capsys, "--failing") == [list(COLUMNS), gone, failing]


def test_publishing_changes_nothing_and_newer_commits_count(lake: Lake, capsys: pytest.CaptureFixture[str]) -> None:
    before = shown(lake, capsys)
    publish(lake)
    assert shown(lake, capsys) == before
    again = FeedState(WELL.feed_url, title="Zebra Post", last_polled_at=NOON + 1, status=0, failures=1, error="timeout")
    commit_batch(lake, "two", chunk(feeds=[again.to_json()]))
    assert main(["feeds", lake.address, "--failing"]) == 0
    captured = capsys.readouterr()
    assert captured.err == "4 feeds: 1 well, 2 failing, 1 gone\n"
    assert "\ttimeout\n" in captured.out


def test_on_a_terminal_it_fits_the_width_and_is_free_of_escapes(lake: Lake) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "60", "NO_COLOR": "1", "TERM": "xterm"}
    command = [sys.executable, "-m", "pipelines.cli", "feeds", lake.address]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, env=environment, text=True, check=True)
    os.close(theirs)
    text = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.stderr == TOLD
    lines = [line.removesuffix("\r") for line in text.replace("\x1b[1m", "").replace("\x1b[0m", "").split("\n")]
    assert max(map(len, lines)) <= 60
    assert all(line.isprintable() for line in lines)
    words = " ".join(text.split())
    assert all(part in words for part in ("moved to", "[bold red]x[/]", "failed 7 times:", "2025-10-24"))


def test_whoever_reads_only_the_first_line_is_not_an_error(lake: Lake) -> None:
    many = [FeedState(f"https://{number}.example/feed", last_polled_at=NOON).to_json() for number in range(5000)]
    commit_batch(lake, "many", chunk(feeds=many))
    command = f"{sys.executable} -m pipelines.cli feeds {lake.address} | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "5004 feeds: 5002 well, 1 failing, 1 gone\n")
    assert done.stdout.split("\t")[0] == "health"


def test_words_of_persian_and_emoji_stay_whole() -> None:
    assert printed("خبرهای\u200cروز \u00a0 👩\u200d💻\r\n\x00\u2028 x") == "خبرهای\u200cروز 👩\u200d💻 x"
    assert printed(None) == ""


def test_the_order_does_not_follow_from_the_lake() -> None:
    assert in_order(ALL) == in_order(ALL[::-1]) == [GONE, FAILING, MOVED, WELL]
    assert [health(state).value for state in in_order(ALL)] == ["gone", "failing", "well", "well"]
    assert summary([]) == "0 feeds: 0 well, 0 failing, 0 gone"
    assert as_lines([]) == ["\t".join(COLUMNS)]


def test_a_lake_without_feeds_has_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit_batch(Lake(str(tmp_path)), "one")
    assert main(["feeds", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "\t".join(COLUMNS) + "\n"


def test_what_is_no_lake_ends_in_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feeds", str(tmp_path)]) == 2
    assert "is no lake" in capsys.readouterr().err
