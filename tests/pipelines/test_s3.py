"""Whole runs into a lake in S3, on a real server: in peace, killed, two at once, and with a store that fails."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from pipelines.cli import main
from schemas.tables import PARTITION_KEYS
from support.objects import KEY, SECRET, ObjectStore, free_port, needs_object_store
from transforms.lake.commits import committed, published, read_commit
from transforms.lake.files import Lake
from transforms.publish.check import check

pytestmark = needs_object_store
KILLED = Path(__file__).parents[1] / "support" / "killed.py"
NEWSBEAM = [sys.executable, "-m", "pipelines.cli"]
SECONDS = 120
GIVE_UP_SECONDS = 60
NOW = 1_795_400_000_000_000
TIME = 1_795_300_000
BATCH = ("--batch", "2026-11-22T18:00:00Z")
DROPS = {
    "one.txt": "Israel and Morocco signed a defence agreement on Wednesday, the Israeli defence ministry said.\n",
    "two.txt": "Spanish Foreign Minister José Manuel Albares met his Moroccan counterpart in Rabat on Tuesday.\n",
    "three.jsonl": '{"id": "a", "title": "Turkey", "text": "Turkey recalled its ambassador from Athens.", '
    '"published": "2026-11-18T09:00:00Z"}\nno JSON\n',
}
FEED = """<rss version="2.0"><channel><title>Observer</title>
<item><title>Accord signed, edition {edition}</title><guid isPermaLink="false">one</guid>
<pubDate>Thu, 19 Nov 2026 08:00:00 GMT</pubDate>
<description>Israel and Morocco signed a defence agreement on Wednesday, the Israeli ministry said.</description></item>
</channel></rss>
"""
KILLS = [
    ("before", "_log/mentions"),
    ("after", "_commits/"),
]
PUBLISH_KILLS = [
    ("before", "articles/day=2026"),
    ("before", "mentions/month"),
    ("before", "events/month=2026"),
    ("after", "views.sql"),
    ("before", "_published/"),
]
"""These die while they publish what is committed already."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with ObjectStore(tmp_path_factory.mktemp("s3")) as store, store.environment():
        yield store


@pytest.fixture(scope="module")
def drops(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drops")
    fill(folder)
    return folder


def fill(folder: Path) -> None:
    folder.mkdir(exist_ok=True, parents=True)
    for name, text in DROPS.items():
        (folder / name).write_text(text, encoding="utf-8")
        os.utime(folder / name, (TIME, TIME))


def ingest(source: Path | str, lake: str, *more: str) -> list[str]:
    return ["ingest", "--input", str(source), "--output", lake, *(more or BATCH)]


def seen(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What readers see of a lake's files."""
    return {name: data for name, data in files.items() if not name.startswith("_")}


def local(lake: Path) -> dict[str, bytes]:
    return {str(path.relative_to(lake)): path.read_bytes() for path in sorted(lake.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def peace(drops: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run into a folder publishes."""
    lake = tmp_path_factory.mktemp("peace") / "lake"
    assert main(ingest(drops, str(lake))) == 0
    return seen(local(lake))


def wait(process: subprocess.Popen[str]) -> str:
    """What a process has said when it came to its end."""
    _, said = process.communicate(timeout=SECONDS)
    return said


def start(*command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def test_drops_and_feeds_make_the_bytes_of_a_local_lake(
    store: ObjectStore, drops: Path, tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transforms.sources.polling.transform.now_micros", lambda: NOW)
    httpserver.expect_request("/feed.xml").respond_with_data(FEED.format(edition=1), content_type="text/xml")
    flags = ["--feeds", httpserver.url_for("/feed.xml"), "--allow_private_addresses", "--no_fetch", *BATCH]
    assert main(ingest(drops, str(tmp_path / "lake"), *flags)) == 0
    assert main(ingest(drops, store.address("whole"), *flags)) == 0
    one, other = local(tmp_path / "lake"), store.objects("whole")
    assert one.keys() == other.keys()
    assert seen(one) == seen(other)
    logged = [name for name in one if name.startswith("_log/")]
    assert logged
    assert [one[name] for name in logged] == [other[name] for name in logged]


@pytest.fixture(scope="module")
def whole(store: ObjectStore, drops: Path, peace: dict[str, bytes]) -> Lake:
    """A lake in the store, published, with the bytes of one in a folder."""
    address = store.address("peace")
    assert main(ingest(drops, address)) == 0
    assert seen(store.objects("peace")) == peace
    return Lake(address)


def test_commands_on_a_lake(whole: Lake, store: ObjectStore, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", whole.address]) == 0
    assert capfd.readouterr().out == "all is well\n"
    before = seen(store.objects("peace"))
    assert main(["publish", whole.address]) == 0
    assert "nothing new; 0 files written, 0 removed" in capfd.readouterr().err
    assert seen(store.objects("peace")) == before
    assert main(["feeds", whole.address]) == 0
    assert "0 feeds" in capfd.readouterr().err


def test_a_damaged_partition_is_found_and_mended(store: ObjectStore, whole: Lake, peace: dict[str, bytes]) -> None:
    shutil.copytree(store.folder("peace"), store.folder("damaged"))
    lake = Lake(store.address("damaged"))
    lake.write("events/month=2026-11/part-0.parquet", b"no Parquet")
    lake.write("articles/day=2001-01-01/part-0.parquet", lake.read("articles/day=2026-11-18/part-0.parquet"))
    assert main(["check", lake.address]) == 1
    assert main(["check", "--repair", lake.address]) == 0
    assert seen(store.objects("damaged")) == peace


@pytest.fixture(scope="module")
def killed(store: ObjectStore, drops: Path) -> dict[tuple[str, str], str]:
    """Lakes whose run was killed at a step. The runs are apart from one another, so two go on at a time."""
    lakes = {kill: f"killed{number}" for number, kill in enumerate([*KILLS, *PUBLISH_KILLS])}

    def run(kill: tuple[str, str]) -> None:
        address = store.address(lakes[kill])
        command = ingest(drops, address) if kill in KILLS else ["publish", address]
        process = start(sys.executable, str(KILLED), *kill, *command)
        said = wait(process)
        assert process.returncode == -signal.SIGKILL, said[-3000:]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, KILLS))
        for kill in PUBLISH_KILLS:
            shutil.copytree(store.folder(lakes["after", "_commits/"]), store.folder(lakes[kill]))
        list(pool.map(run, PUBLISH_KILLS))
    return lakes


@pytest.mark.parametrize("kill", [*KILLS, *PUBLISH_KILLS], ids=" ".join)
def test_killed_at_a_step(
    kill: tuple[str, str],
    killed: dict[tuple[str, str], str],
    store: ObjectStore,
    drops: Path,
    peace: dict[str, bytes],
) -> None:
    lake = Lake(store.address(killed[kill]))
    assert committed(lake) == ([] if kill == KILLS[0] else ["20261122T180000Z"])
    assert published(lake) == set()
    assert main(ingest(drops, lake.address)) == 0
    assert committed(lake) == sorted(published(lake))
    assert check(lake) == []
    assert seen(store.objects(killed[kill])) == peace


def test_killed_after_landing_the_same_batch_is_not_polled_again(store: ObjectStore, httpserver: HTTPServer) -> None:
    editions = Editions(httpserver)
    command = editions.ingest(store.address("landed"))
    process = start(sys.executable, str(KILLED), "before", "_commits/", *command)
    said = wait(process)
    assert process.returncode == -signal.SIGKILL, said[-3000:]
    assert main(command) == 0
    assert editions.asked == 1
    assert titles(Lake(store.address("landed"))) == ["Accord signed, edition 1"]


class Editions:
    """A feed that says something else each time. Who asks second is kept waiting until `first_done`."""

    def __init__(self, server: HTTPServer, first_done: Callable[[], bool] = lambda: True) -> None:
        self.url = server.url_for("/feed.xml")
        self.number = count(1)
        self.asked = 0
        self.first_done = first_done
        server.expect_request("/feed.xml").respond_with_handler(self.answer)

    def answer(self, request: Request) -> Response:
        edition = next(self.number)
        self.asked += 1
        deadline = time.monotonic() + SECONDS
        while (self.asked < 2 or edition > 1) and not self.first_done() and time.monotonic() < deadline:
            time.sleep(0.02)
        return Response(FEED.format(edition=edition), content_type="application/rss+xml")

    def ingest(self, lake: str) -> list[str]:
        return ["ingest", "--feeds", self.url, "--output", lake, "--allow_private_addresses", "--no_fetch", *BATCH]


def titles(lake: Lake) -> list[str]:
    return sorted(table(lake, "articles")["title"].to_pylist())


def test_two_runs_of_one_batch_at_once_share_what_the_first_landed(store: ObjectStore) -> None:
    """Each polls other news, and the second lands when the first has written: it must read what that one landed."""
    lake = Lake(store.address("together"))
    written = store.folder("together/_log/articles")
    with HTTPServer(threaded=True) as server:
        editions = Editions(server, written.exists)
        running = [start(*NEWSBEAM, *editions.ingest(lake.address)) for _ in range(2)]
        said = [wait(process) for process in running]
        assert editions.asked == 2
    assert [process.returncode for process in running] == [0, 0], said
    assert check(lake) == []
    assert titles(lake) == ["Accord signed, edition 1"]
    assert read_commit(lake, "20261122T180000Z").counts.read == 1


def test_two_runs_of_overlapping_input_at_once(store: ObjectStore, drops: Path, tmp_path: Path) -> None:
    halves = [tmp_path / "first", tmp_path / "second"]
    for half, left_out in zip(halves, ("one.txt", "three.jsonl"), strict=True):
        fill(half)
        (half / left_out).unlink()
        assert main(ingest(half, str(tmp_path / "alone"), "--batch", half.name)) == 0
    address = store.address("overlapping")
    running = [start(*NEWSBEAM, *ingest(half, address, "--batch", half.name)) for half in halves]
    for process in running:
        said = wait(process)
        assert process.returncode == 0, said[-3000:]
    assert check(Lake(address)) == []
    assert seen(store.objects("overlapping")) == seen(local(tmp_path / "alone"))


def test_drops_in_the_store_are_read_by_worker_processes(store: ObjectStore, whole: Lake) -> None:
    fill(store.folder("drops"))
    workers = ("--runner=FnApiRunner", "--direct_running_mode=multi_processing", "--direct_num_workers=1")
    process = start(*NEWSBEAM, *ingest(store.address("drops/**"), store.address("from-drops"), *BATCH, *workers))
    said = wait(process)
    assert process.returncode == 0, said[-3000:]
    lake = Lake(store.address("from-drops"))
    for name in ("articles", "article_text", "mentions", "events"):
        # The bytes differ by the fingerprint: it holds where each document was read from.
        assert table(lake, name).equals(table(whole, name))
    assert table(lake, "quarantine")["input_id"].to_pylist() == ["s3://news/drops/three.jsonl#123"]


def table(lake: Lake, name: str) -> pa.Table:
    found = ds.dataset(lake.path(name), filesystem=lake.filesystem, partitioning="hive").to_table()
    return found.sort_by([(found.column_names[0], "ascending")])


def test_the_store_dies_in_the_middle_of_a_run_and_comes_back(
    tmp_path: Path, drops: Path, peace: dict[str, bytes]
) -> None:
    with ObjectStore(tmp_path) as store, store.environment():
        process = start(*NEWSBEAM, *ingest(drops, store.address("lake")))
        deadline = time.monotonic() + SECONDS
        while not store.folder("lake/_log/articles").exists():
            assert process.poll() is None, wait(process)
            assert time.monotonic() < deadline
            time.sleep(0.002)
        store.kill()
        died = time.monotonic()
        said = wait(process)
        assert process.returncode == 1, said[-3000:]
        assert time.monotonic() - died < GIVE_UP_SECONDS
        assert said.splitlines()[-1].startswith("newsbeam: the store does not answer")
        assert "Could not connect to server" in said.splitlines()[-2]
        store.start()
        assert main(ingest(drops, store.address("lake"))) == 0
        assert check(Lake(store.address("lake"))) == []
        assert seen(store.objects("lake")) == peace


def test_a_store_that_may_only_be_read(store: ObjectStore, drops: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with ObjectStore(store.files.parent, read_only=True) as frozen:
        assert main(ingest(drops, frozen.address("frozen"))) == 1
        *_, reason, advice = capfd.readouterr().err.splitlines()
        assert "nothing of it was published" in reason
        assert "AccessDenied" in reason or "ACCESS_DENIED" in reason
        assert advice.startswith("newsbeam: there are no credentials")
        assert "s3:PutObject" in advice
    assert store.objects("frozen") == {}


@pytest.mark.parametrize(
    ("changed", "variables", "code", "said"),
    [
        (("s3://news/", "s3://nowhere/"), {}, 2, "there is no bucket 'nowhere'"),
        (("&scheme", "&shceme"), {}, 2, "has an option 'shceme'"),
        (("", ""), {"AWS_SECRET_ACCESS_KEY": "wrong"}, 1, "AWS_SECRET_ACCESS_KEY"),
        (("", ""), {"AWS_ACCESS_KEY_ID": "nobody"}, 1, "AWS_SECRET_ACCESS_KEY"),
        (("", ""), {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, 1, "there are no credentials"),
        (("{port}", "{closed}"), {}, 1, "AWS_ENDPOINT_URL"),
    ],
)
@pytest.mark.parametrize("command", ["ingest", "publish"])
def test_what_is_said_where_there_is_no_store(
    command: str,
    changed: tuple[str, str],
    variables: dict[str, str],
    code: int,
    said: str,
    store: ObjectStore,
    drops: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    ports = {"port": str(store.port), "closed": str(free_port())}
    address = store.address(f"none/{code}{len(variables)}").replace(*(text.format(**ports) for text in changed))
    started = time.monotonic()
    with store.environment(**variables):
        assert main(ingest(drops, address) if command == "ingest" else [command, address]) == code
    assert time.monotonic() - started < GIVE_UP_SECONDS / 2
    told = capfd.readouterr().err
    assert said in told.splitlines()[-1]
    assert "Traceback" not in told
    assert SECRET not in told
    assert store.objects("none") == {}


def test_readers_see_the_tables(whole: Lake, store: ObjectStore) -> None:
    options = {
        "aws_access_key_id": KEY,
        "aws_secret_access_key": SECRET,
        "aws_endpoint_url": store.endpoint,
        "aws_region": "us-east-1",
        "aws_allow_http": "true",
    }
    for table in PARTITION_KEYS:
        arrow = ds.dataset(whole.path(table), filesystem=whole.filesystem, partitioning="hive")
        glob = f"{whole.uri(table)}/**/*.parquet"
        frame = pl.read_parquet(glob, hive_partitioning=True, storage_options=options)
        with duckdb.connect() as connection:
            connection.register("read_from_store", arrow)
            ((rows,),) = connection.execute("SELECT count(*) FROM read_from_store").fetchall()
        assert frame.height == arrow.count_rows() == rows
        assert sorted(frame.columns) == sorted(arrow.schema.names)
        assert rows == {"articles": 3, "article_text": 3, "quarantine": 1}.get(table, rows)
        assert rows
