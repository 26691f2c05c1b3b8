"""Which files a pattern names, and what their names say of them."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from apache_beam.io.filesystem import FileMetadata, FileSystem

from schemas.times import EARLIEST, LATEST, to_micros
from transforms.sources.match import file_range, match
from transforms.sources.splits import FileRange

Names = Callable[..., list[str]]


@pytest.fixture
def drops(tmp_path: Path) -> Path:
    for name in (
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
        "sub-1]/h.txt",
        "sub1/i.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "empty").mkdir()
    return tmp_path


@pytest.fixture
def names(drops: Path) -> Names:
    def names(*patterns: str) -> list[str]:
        return [os.path.relpath(file.uri, drops) for file in match([f"{drops}/{pattern}" for pattern in patterns])]

    return names


ALL_VISIBLE = [
    "a.txt",
    "b.jsonl.gz",
    "sub-1]/h.txt",
    "sub/c.html",
    "sub/deep/d.XML",
    "sub/picture.png",
    "sub1/i.txt",
    "sub[1]/h.txt",
]


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        ([""], ALL_VISIBLE),
        (["."], ALL_VISIBLE),
        (["sub"], ["sub/c.html", "sub/deep/d.XML", "sub/picture.png"]),
        (["sub/"], ["sub/c.html", "sub/deep/d.XML", "sub/picture.png"]),
        (["sub/deep", "sub", "sub/../sub/c.html"], ["sub/c.html", "sub/deep/d.XML", "sub/picture.png"]),
        (["a.txt"], ["a.txt"]),
        (["a.txt/"], ["a.txt"]),
        (["*.txt"], [".hidden.txt", "a.txt"]),
        (["_tmp"], ["_tmp/e.txt"]),
        (["_raw/**/*.warc.gz"], ["_raw/batch/g.warc.gz"]),
        (["sub/**.html"], ["sub/c.html"]),
        (["sub/**/*.[hX]*"], ["sub/c.html", "sub/deep/d.XML"]),
        (["sub[1]"], ["sub[1]/h.txt"]),
        (["sub[1]/h.txt"], ["sub[1]/h.txt"]),
        (["sub[1]/*"], ["sub1/i.txt"]),
        (["su[b]/"], ["sub/.git/f.txt", "sub/c.html", "sub/deep/d.XML", "sub/picture.png"]),
        (["empty"], []),
        (["empty/", "a.txt"], ["a.txt"]),
    ],
)
def test_patterns(names: Names, patterns: list[str], expected: list[str]) -> None:
    assert names(*patterns) == expected


@pytest.mark.parametrize("pattern", ["nope", "nope/", "*.pdf", "sub/**/*.txt.gz", "a.txt/x", "[z-a]*"])
def test_a_pattern_that_names_nothing_is_an_error_that_quotes_it(names: Names, drops: Path, pattern: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(f"{drops}/{pattern}"))):
        names("a.txt", pattern)


@pytest.mark.parametrize("pattern", ["", " ", "nope://bucket/a.txt"])
def test_patterns_that_are_none(pattern: str) -> None:
    with pytest.raises(ValueError, match=pattern or "''"):
        match([pattern])


def test_relative_and_absolute_names_are_the_same_files(drops: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(drops)
    assert match(["sub", "./*.txt", "b.jsonl.gz"]) == match([f"{drops}/{name}" for name in ("*.txt", "sub", "b.*")])
    monkeypatch.setenv("HOME", str(drops))
    assert match(["~/a.txt"]) == match(["a.txt"])


@pytest.mark.parametrize(
    ("name", "format_", "gzipped"),
    [
        ("a.txt", "text", False),
        ("a.html", "html", False),
        ("a.htm.gz", "html", True),
        ("a.b.JSONL.Gz", "jsonl", True),
        ("a.warc.gz", "warc", True),
        ("a.xml", "feed", False),
        ("a.rss", "feed", False),
        ("a.atom.gz", "feed", True),
        ("a.csv", "unsupported", False),
        ("a.gz", "unsupported", False),
        ("txt", "unsupported", False),
        ("a.txt.zip", "unsupported", False),
    ],
)
def test_formats(tmp_path: Path, name: str, format_: str, gzipped: bool) -> None:
    path = tmp_path / name
    path.write_bytes(b"12345")
    os.utime(path, ns=(0, 1_700_000_000_123_456_000))
    modified = 1_700_000_000_123_456
    assert match([str(path)]) == [FileRange(str(path), format_, gzipped, size=5, modified_at=modified)]


def test_times_outside_the_calendar_are_taken_to_its_ends() -> None:
    assert file_range(FileMetadata("a.txt", 1, 1e12)).modified_at == to_micros(LATEST)
    assert file_range(FileMetadata("a.txt", 1, -1e12)).modified_at == to_micros(EARLIEST)


def test_a_name_that_is_no_utf_8_can_travel(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"x")
    assert [file.uri for file in match([str(tmp_path)])] == [f"{tmp_path}/caf\\xe9.txt"]


class FlatFileSystem(FileSystem):
    """A store of keys without folders, as S3 and GCS are; Beam finds it by its scheme."""

    keys = ("flat://b/drops/a.txt", "flat://b/drops/sub/b.jsonl", "flat://b/drops/_tmp/c.txt", "flat://b/drops2/d.txt")

    @classmethod
    def scheme(cls) -> str:
        return "flat"

    def has_dirs(self) -> bool:
        return False

    def exists(self, path: str) -> bool:
        return path in self.keys

    def metadata(self, path: str) -> FileMetadata:
        return FileMetadata(path, 5, 1.5)

    def _list(self, dir_or_prefix: str) -> Iterator[FileMetadata]:
        return (self.metadata(key) for key in self.keys if key.startswith(dir_or_prefix))

    def _unused(self, *args: object) -> None:
        raise NotImplementedError

    join = split = mkdirs = create = open = copy = rename = size = last_updated = checksum = delete = _unused


FlatFileSystem.__abstractmethods__ = frozenset()


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("drops", ["drops/a.txt", "drops/sub/b.jsonl"]),
        ("drops/", ["drops/a.txt", "drops/sub/b.jsonl"]),
        ("drops/a.txt", ["drops/a.txt"]),
        ("drops*/*.txt", ["drops/a.txt", "drops2/d.txt"]),
        ("drops/**/*", ["drops/_tmp/c.txt", "drops/a.txt", "drops/sub/b.jsonl"]),
    ],
)
def test_object_stores(pattern: str, expected: list[str]) -> None:
    found = match([f"flat://b/{pattern}"])
    assert [file.uri.removeprefix("flat://b/") for file in found] == expected
    assert {(file.size, file.modified_at) for file in found} == {(5, 1_500_000)}


def test_object_stores_have_no_empty_folders() -> None:
    with pytest.raises(ValueError, match="'flat://b/drop'"):
        match(["flat://b/drop"])
