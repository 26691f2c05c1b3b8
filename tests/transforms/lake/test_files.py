"""A lake's files are whole or not there, and come back as they went in."""

import gzip
from pathlib import Path

import pytest

from transforms.lake.files import Lake, UnknownAddress

PACKED = gzip.compress(b"one") + gzip.compress(b"two")


@pytest.mark.parametrize("address", ["{path}", "file://{path}", "{path}/with space"])
def test_bytes_come_back_as_they_went_in_packed_or_not(address: str, tmp_path: Path) -> None:
    lake = Lake(address.format(path=tmp_path))
    for name, data in (("a/b.warc.gz", PACKED), ("a/c.json", b"{}"), ("a/d.zst", b"no zstd")):
        lake.write(name, data)
        assert lake.read(name) == data
        with lake.open(name) as stream:
            assert stream.read() == data
    assert list(lake.list("a")) == ["a/b.warc.gz", "a/c.json", "a/d.zst"]
    assert list(lake.list("_tmp")) == [], "nothing is left under a temporary name"


def test_create_is_first_come(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path))
    assert lake.create("x", b"first")
    assert not lake.create("x", b"second")
    assert lake.read("x") == b"first"


def test_what_is_not_there(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path / "nowhere"))
    assert not lake.exists("x")
    assert list(lake.list("folder", recursive=True)) == []
    lake.delete("x")
    with pytest.raises(FileNotFoundError):
        lake.read("x")


def test_an_address_without_a_file_system_is_quoted() -> None:
    with pytest.raises(UnknownAddress, match="'nowhere://lake'"):
        Lake("nowhere://lake").exists("x")
