"""A lake in S3, on a real server: its files, first come or not, and what is said where it cannot be had."""

import gzip
import pickle
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from support.objects import ObjectStore, needs_object_store
from transforms.lake.addresses import S3Address, StoreFailed, UnknownAddress, s3_address
from transforms.lake.files import Lake

pytestmark = needs_object_store
ANSWER_SECONDS = 30
WRITERS = 8
ROUNDS = 10
CREATES = """
import sys
from transforms.lake.files import Lake
print(Lake(sys.argv[1]).create("_commits/one.json", sys.argv[2].encode() * 1000))
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with ObjectStore(tmp_path_factory.mktemp("s3")) as store, store.environment():
        yield store


@pytest.fixture
def lake(store: ObjectStore, request: pytest.FixtureRequest) -> Lake:
    return Lake(store.address(f"lakes/{request.node.name}"))


def test_bytes_come_back_as_they_went_in_packed_or_not(lake: Lake) -> None:
    for name, data in (
        ("a/b.warc.gz", gzip.compress(b"one")),
        ("a/c.json", b"{}"),
        ("a/d", b""),
        ("a/e f#?%20.txt", b"x"),
    ):
        lake.write(name, data)
        assert lake.read(name) == data
        with lake.open(name) as stream:
            assert stream.read() == data
    assert list(lake.list("a")) == ["a/b.warc.gz", "a/c.json", "a/d", "a/e f#?%20.txt"]
    lake.write("a/c.json", b"[]")
    assert lake.read("a/c.json") == b"[]", "what is there is replaced"


def test_what_is_not_there(lake: Lake) -> None:
    assert not lake.exists("x")
    assert list(lake.list("folder", recursive=True)) == []
    assert lake.modified_at("x") == 0
    lake.delete("x")
    for read in (lake.read, lake.open):
        with pytest.raises(FileNotFoundError):
            read("x")


def test_a_large_file_in_small_pieces_is_few_requests(store: ObjectStore, lake: Lake) -> None:
    data = bytes(range(256)) * 80_000
    lake.write("large", data)
    store.requests()
    with lake.open("large") as stream:
        assert stream.seek(5_000_000) == 5_000_000
        assert b"".join(iter(lambda: stream.read(65_536), b"")) == data[5_000_000:]
    assert store.requests()["GetObject"] <= 3


def test_what_a_small_file_costs(store: ObjectStore, lake: Lake) -> None:
    lake.exists("x")
    store.requests()
    lake.write("small", b"x" * 1_000_000)
    assert store.requests() == {"PutObject": 1}
    lake.read("small")
    assert store.requests() == {"HeadObject": 1, "GetObject": 1}
    assert lake.create("first", b"x")
    assert store.requests() == {"PutObject": 1}
    lake.delete("small")
    assert store.requests() == {"DeleteObject": 1}


def test_the_last_file_of_a_folder_leaves_no_object_behind(store: ObjectStore, lake: Lake) -> None:
    lake.write("events/month=2026-11/part-0.parquet", b"x")
    lake.delete("events/month=2026-11/part-0.parquet")
    assert list(lake.list("events", recursive=True)) == []
    assert not store.folder(s3_address(lake.address).path.partition("/")[2]).joinpath("events").exists()


def test_of_many_that_create_a_file_at_once_one_does(lake: Lake) -> None:
    lake.exists("x")
    together = Barrier(WRITERS)

    def create(name: str, data: bytes) -> bool:
        together.wait(10)
        return lake.create(name, data)

    with ThreadPoolExecutor(WRITERS) as pool:
        for number in range(ROUNDS):
            texts = [b"%d" % writer * 1000 for writer in range(WRITERS)]
            made = list(pool.map(create, [f"file{number}"] * WRITERS, texts))
            assert made.count(True) == 1
            assert lake.read(f"file{number}") == texts[made.index(True)]


def test_of_two_processes_that_create_a_file_one_does(lake: Lake) -> None:
    command = [sys.executable, "-c", CREATES, lake.address]
    running = [subprocess.Popen([*command, text], stdout=subprocess.PIPE, text=True) for text in "ab"]
    said = [process.communicate(timeout=60)[0].strip() for process in running]
    assert sorted(said) == ["False", "True"]
    assert lake.read("_commits/one.json") == b"ab"[said.index("True") : said.index("True") + 1] * 1000
    assert not lake.create("_commits/one.json", b"late")


def test_a_lake_goes_to_another_process_by_its_address_alone(lake: Lake) -> None:
    lake.write("x", b"data")
    pickled = pickle.dumps(lake)
    assert len(pickled) < len(lake.address) + 100
    assert pickle.loads(pickled).read("x") == b"data"


def test_other_programs_find_a_file_without_the_options(lake: Lake) -> None:
    assert lake.uri("events/x") == lake.address.partition("?")[0] + "/events/x"


@pytest.mark.parametrize(
    ("address", "path", "options"),
    [
        ("s3://bucket", "bucket", ""),
        ("s3://bucket/a b%20c/d", "bucket/a b%20c/d", ""),
        ("s3://bucket/a?region=eu-west-1&scheme=http", "bucket/a", "region=eu-west-1&scheme=http"),
        ("s3://bucket/a?/b[?].txt?region=x", "bucket/a?/b[?].txt", "region=x"),
        ("s3://bucket?region=x", "bucket", "region=x"),
    ],
)
def test_addresses(address: str, path: str, options: str) -> None:
    assert s3_address(address) == S3Address(path, options)


@pytest.mark.parametrize(
    "address",
    [
        "s3://",
        "s3:///lake",
        "s3://KEY:hidden@bucket/lake",
        "s3://KEY:hid/den@bucket/lake",
        "s3://hidden@b/l",
        "s3://*/x",
    ],
)
def test_an_address_without_a_bucket_or_with_credentials_is_refused_and_not_quoted(address: str) -> None:
    with pytest.raises(UnknownAddress, match="AWS_ACCESS_KEY_ID") as refused:
        Lake(address).exists("x")
    assert "hid" not in str(refused.value)


def test_the_endpoint_is_that_of_the_address_then_of_the_environment(
    store: ObjectStore, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake.write("x", b"data")
    plain = Lake(lake.address.partition("?")[0])
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    assert Lake(lake.address).read("x") == b"data"
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"{store.endpoint}/")
    assert plain.read("x") == b"data"
    assert plain.create("y", b"too"), "both libraries look there"


def test_an_unknown_option_is_named(store: ObjectStore) -> None:
    with pytest.raises(UnknownAddress, match=r"s3://news/lake .*'regoin'.*region"):
        Lake(f"{store.address('lake')}&regoin=x").exists("x")


def test_a_bucket_that_is_not_there_is_said_and_not_made(store: ObjectStore) -> None:
    address = store.address("lake").replace("s3://news/", "s3://nowhere/")
    for used in (
        lambda lake: list(lake.list("_commits")),
        lambda lake: lake.write("x", b""),
        lambda lake: lake.create("x", b""),
    ):
        with pytest.raises(UnknownAddress, match="no bucket 'nowhere' at http://127"):
            used(Lake(address))
    assert not (store.files / "nowhere").exists()


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [("AWS_SECRET_ACCESS_KEY", "wrong", "SIGNATURE_DOES_NOT_MATCH"), ("AWS_ACCESS_KEY_ID", "nobody", "access key ID")],
)
def test_wrong_credentials_are_said_at_once(store: ObjectStore, variable: str, value: str, said: str) -> None:
    started = time.monotonic()
    with store.environment(**{variable: value}), pytest.raises(StoreFailed, match=said):
        list(Lake(store.address(f"another/{variable}")).list("_commits"))
    assert time.monotonic() - started < ANSWER_SECONDS / 3


def test_a_closed_port_is_said_within_half_a_minute(store: ObjectStore, tmp_path: Path) -> None:
    address = "s3://news/lake?scheme=http&endpoint_override=127.0.0.1:1"
    started = time.monotonic()
    with pytest.raises(StoreFailed, match=r"http://127\.0\.0\.1:1 .*NETWORK_CONNECTION"):
        list(Lake(address).list("_commits"))
    assert time.monotonic() - started < ANSWER_SECONDS


def test_a_server_that_never_answers_is_given_up_within_half_a_minute() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"s3://news/lake?scheme=http&endpoint_override=127.0.0.1:{silent.getsockname()[1]}"
        started = time.monotonic()
        with pytest.raises(StoreFailed, match="NETWORK_CONNECTION"):
            list(Lake(address).list("_commits"))
    assert time.monotonic() - started < ANSWER_SECONDS
