"""Drops in S3, on a real server: the same files as from a folder, by the same patterns, and read the same."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.objects import ObjectStore, needs_object_store
from transforms.lake.addresses import StoreFailed
from transforms.sources.match import match
from transforms.sources.read import found_in, open_file
from transforms.sources.splits import FileRange

pytestmark = needs_object_store
TIME = 1_700_000_000
NAMES = (
    "a.txt",
    "b.jsonl.gz",
    "sub/c.html",
    "sub/deep/d.XML",
    "sub/picture.png",
    ".hidden.txt",
    "_tmp/e.txt",
    "sub/.git/f.txt",
    "_raw/batch/g.warc.gz",
    "sub[1]/h.txt",
    "sub1/i.txt",
    "odd #%20?é/j k.txt",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with ObjectStore(tmp_path_factory.mktemp("s3")) as store, store.environment():
        for name in NAMES:
            file = store.folder(f"drops/{name}")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"Israel and Morocco signed.")
            os.utime(file, (TIME, TIME))
        yield store


def in_store(store: ObjectStore, pattern: str) -> str:
    """The address of a pattern below the drops."""
    where, _, options = store.address("drops").partition("?")
    return f"{where}/{pattern}?{options}" if pattern else f"{where}?{options}"


@pytest.mark.parametrize(
    "patterns",
    [
        [""],
        ["sub"],
        ["sub/"],
        ["sub/deep", "sub"],
        ["a.txt"],
        ["a.txt/"],
        ["*.txt"],
        ["?.txt"],
        ["_tmp"],
        ["_raw/**/*.warc.gz"],
        ["sub/**.html"],
        ["sub/**/*.[hX]*"],
        ["sub[1]"],
        ["sub[1]/h.txt"],
        ["sub[1]/*"],
        ["su[b]/"],
        ["odd #%20?é/j k.txt"],
        ["odd*/*", "s*/*", "**.gz"],
    ],
)
def test_a_pattern_names_the_same_files_as_in_a_folder(store: ObjectStore, patterns: list[str]) -> None:
    folder = store.folder("drops")
    local = match([f"{folder}/{pattern}" for pattern in patterns])
    found = match([in_store(store, pattern) for pattern in patterns])
    assert local
    assert [file.uri.removeprefix("s3://news/drops/") for file in found] == [
        os.path.relpath(file.uri, folder) for file in local
    ]
    assert [(file.format, file.gzipped, file.size, file.modified_at) for file in found] == [
        (file.format, file.gzipped, file.size, file.modified_at) for file in local
    ]


def test_the_address_says_where_the_file_is_and_the_options_where_the_store_is(store: ObjectStore) -> None:
    (file,) = match([in_store(store, "a.txt")])
    options = store.address("").partition("?")[2]
    expected = FileRange("s3://news/drops/a.txt", "text", False, 26, TIME * 1_000_000, options=options)
    assert file == expected
    with open_file(file) as stream:
        assert stream.read() == b"Israel and Morocco signed."


def test_the_store_may_stand_in_the_environment(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", store.endpoint)
    (file,) = match(["s3://news/drops/a.txt"])
    assert open_file(file).read() == b"Israel and Morocco signed."


def test_files_of_one_folder_do_not_list_those_below(store: ObjectStore) -> None:
    match([in_store(store, "a.txt")])
    store.requests()
    match([in_store(store, "*.txt")])
    assert store.requests().total() <= 3


@pytest.mark.parametrize("pattern", ["nope", "nope/", "*.pdf", "sub/**/*.txt.gz", "a.txt/x"])
def test_a_pattern_that_names_nothing_is_an_error_that_quotes_it(store: ObjectStore, pattern: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"s3://news/drops/{pattern}") + ".*matches no file"):
        match([in_store(store, pattern)])


@pytest.mark.parametrize("pattern", ["drops", "drops/*.txt", "drops/**"])
def test_a_bucket_that_is_not_there(store: ObjectStore, pattern: str) -> None:
    with pytest.raises(ValueError, match="no bucket 'nowhere'"):
        match([store.address(pattern).replace("s3://news", "s3://nowhere")])


def test_credentials_do_not_belong_in_a_pattern() -> None:
    with pytest.raises(ValueError, match="AWS_ACCESS_KEY_ID") as refused:
        match(["s3://KEY:hidden@news/drops/*.txt"])
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("pattern", ["a.txt", "*.txt", ""])
def test_wrong_credentials_are_no_wrong_pattern(store: ObjectStore, pattern: str) -> None:
    with store.environment(AWS_SECRET_ACCESS_KEY="wrong"), pytest.raises(StoreFailed, match="SIGNATURE_DOES_NOT_MATCH"):
        match([in_store(store, pattern) + "&region=us-east-1"])


def test_a_file_that_is_gone_is_quarantined_and_a_store_that_is_gone_is_not(tmp_path: Path) -> None:
    with ObjectStore(tmp_path) as store, store.environment():
        store.folder("a.txt").write_bytes(b"x")
        (file,) = match([store.address("a.txt")])
        store.folder("a.txt").unlink()
        (bad,) = found_in(file, open_file)
        assert (bad.error_type, bad.uri) == ("unreadable", "s3://news/a.txt")  # type: ignore[union-attr]
        store.kill()
        with pytest.raises(OSError, match="NETWORK_CONNECTION"):
            list(found_in(file, open_file))
