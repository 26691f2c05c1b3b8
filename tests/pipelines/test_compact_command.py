"""`newsbeam compact`: what it says, and what it takes."""

from pathlib import Path

import pytest

from pipelines.errors import RunFailed, UsageError
from pipelines.lake_commands import compact_command
from support.lakes import article, chunk, commit_batch, published_files
from transforms.lake.files import Lake
from transforms.publish.check import check
from transforms.publish.compact import WORTH_JOINING
from transforms.publish.publish import publish


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake(str(tmp_path / "lake"))
    for number in range(WORTH_JOINING):
        commit_batch(lake, f"batch-{number}", chunk([article(str(number))]))
    publish(lake)
    return lake


def test_it_joins_then_deletes_when_the_time_has_come(lake: Lake, capsys: pytest.CaptureFixture[str]) -> None:
    whole = published_files(lake)
    said = []
    for flags in ([], ["--keep", "1h"], ["--keep", "0s"], ["--keep", "0s"]):
        assert compact_command([lake.address, *flags]) == 0
        said.append(capsys.readouterr().err.strip())
    assert said == [
        f"joined: {2 * WORTH_JOINING} parts into 2; 0 files deleted that were joined before",
        "joined: 0 parts into 0; 0 files deleted that were joined before",
        f"joined: 0 parts into 0; {2 * WORTH_JOINING} files deleted that were joined before",
        "joined: 0 parts into 0; 0 files deleted that were joined before",
    ]
    assert published_files(lake) == whole
    assert check(lake) == []


def test_wrong_flags_are_quoted(lake: Lake, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--keep 'soon' is no time"):
        compact_command([lake.address, "--keep", "soon"])
    with pytest.raises(UsageError, match="is no lake"):
        compact_command([str(tmp_path / "nowhere")])


def test_two_at_once_are_told(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lake, "create", lambda *_: False)
    with pytest.raises(RunFailed, match=r"another compaction .* nothing was changed, run it again"):
        compact_command([lake.address])
