"""Each file is taken by one window, whole; a window that is tried again takes the same files."""

import os
from pathlib import Path

import pytest

from schemas.layout import commit_file, drops_file
from schemas.times import now_micros
from transforms.lake.files import Lake
from transforms.sources.live.listing import SECOND, TakenFiles, new_files, take, taken_by
from transforms.sources.splits import FileRange


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "lake"))


def drop(folder: Path, name: str, text: str = "Israel and Morocco signed.", age: float = 60) -> Path:
    file = folder / name
    file.write_text(text)
    then = now_micros() / SECOND - age
    os.utime(file, (then, then))
    return file


def names(files: list[FileRange]) -> list[str]:
    return [Path(file.uri).name for file in files]


def test_what_a_committed_window_took_is_not_new(tmp_path: Path, lake: Lake) -> None:
    drop(tmp_path, "a.txt")
    taken, pattern = TakenFiles(lake), [str(tmp_path / "*.txt")]
    first = new_files(pattern, taken, now_micros())
    assert names(take(lake, "w-1", first)) == ["a.txt"]
    assert names(new_files(pattern, taken, now_micros())) == ["a.txt"], "no commit, not taken: a crash loses no file"
    lake.write(commit_file("w-1"), b"{}")
    drop(tmp_path, "b.txt")
    assert names(new_files(pattern, taken, now_micros())) == ["b.txt"]
    assert names(new_files(pattern, TakenFiles(lake), now_micros())) == ["b.txt"], "nor in a new process"


def test_a_file_that_changed_is_new(tmp_path: Path, lake: Lake) -> None:
    drop(tmp_path, "a.txt")
    taken, pattern = TakenFiles(lake), [str(tmp_path / "*.txt")]
    take(lake, "w-1", new_files(pattern, taken, now_micros()))
    lake.write(commit_file("w-1"), b"{}")
    assert new_files(pattern, taken, now_micros()) == []
    drop(tmp_path, "a.txt", "More text than before.", age=30)
    assert names(new_files(pattern, taken, now_micros())) == ["a.txt"]


def test_a_window_that_is_tried_again_takes_the_same_files(tmp_path: Path, lake: Lake) -> None:
    drop(tmp_path, "a.txt")
    pattern = [str(tmp_path / "*.txt")]
    first = take(lake, "w-1", new_files(pattern, TakenFiles(lake), now_micros()))
    drop(tmp_path, "b.txt")
    assert take(lake, "w-1", new_files(pattern, TakenFiles(lake), now_micros())) == first


def test_a_file_that_may_still_be_written_waits(tmp_path: Path, lake: Lake) -> None:
    drop(tmp_path, "a.txt", age=0.5)
    pattern, now = [str(tmp_path / "*.txt")], now_micros()
    assert new_files(pattern, TakenFiles(lake), now) == []
    assert names(new_files(pattern, TakenFiles(lake), now + 2 * SECOND)) == ["a.txt"]
    drop(tmp_path, "clock.txt", age=-3600)
    assert names(new_files(pattern, TakenFiles(lake), now)) == ["clock.txt"], "a wrong clock keeps no file out"


def test_a_folder_without_files_yet_is_no_error(tmp_path: Path, lake: Lake) -> None:
    assert new_files([str(tmp_path / "none" / "*.txt"), str(tmp_path / "not-yet")], TakenFiles(lake), 0) == []
    assert take(lake, "w-1", []) == []
    assert taken_by(lake, "w-1") is None


def test_a_damaged_list_is_named(lake: Lake) -> None:
    lake.write(drops_file("w-1"), b'[{"uri": 1}]')
    with pytest.raises(ValueError, match=r"w-1\.json is no list of files"):
        taken_by(lake, "w-1")
