"""Flags are checked before anything runs; what is wrong is quoted, and what is allowed is said."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.errors import UsageError
from pipelines.jobs import already_committed, plan_job
from pipelines.options import parse_ingest
from support.lakes import commit_batch
from transforms.lake.files import Lake

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("flags", "quoted"),
    [
        (["--input", "x"], "--output"),
        (["--output", "lake"], "--input"),
        (["--input", "a,,b", "--output", "lake"], "'a,,b'"),
        (["--input", "x", "--output", "lake", "--batch", "../up"], "'../up'"),
        (["--input", "x", "--output", "lake", "--batch", ""], "''"),
        (["--input", "x", "--output", "lake", "--no_such_flag"], "'--no_such_flag'"),
        (["--input", "x", "--output", "lake", "--direct_num_workers=many"], "--direct_num_workers=many"),
        (["--input", "nothing/here/*.txt", "--output", "lake"], "nothing/here/*.txt"),
        (["--feeds", "nowhere.opml", "--output", "lake"], "nowhere.opml"),
        (["--feeds", "ftp://news.example/feed", "--output", "lake"], "ftp://news.example/feed"),
        (["--input", "x", "--output", "nowhere://lake"], "nowhere://lake"),
        (["--input", "x", "--output", "lake", "--contact", "café"], "'café'"),
        (["--input", "x", "--output", "lake", "--batch", "0001-01-01T00:00:00+01:00"], "0001-01-01"),
        (["surplus", "--input", "x", "--output", "lake"], "surplus"),
    ],
)
def test_wrong_flags_end_in_code_2_and_are_quoted(
    flags: list[str], quoted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["ingest", *flags]) == 2
    said = capsys.readouterr().err
    assert quoted in said
    assert "Traceback" not in said


@pytest.mark.parametrize("words", [[], ["nonsense"], ["check", "no-lake"], ["publish", "no-lake"]])
def test_wrong_commands_end_in_code_2(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2


def test_a_lake_that_cannot_be_written_ends_in_code_1_and_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "drop.txt").write_text("Text.", encoding="utf-8")
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    flags = ["--input", str(tmp_path / "drop.txt"), "--output", str(tmp_path / "file" / "lake")]
    assert main(["ingest", *flags]) == 1
    assert "Not a directory" in capsys.readouterr().err.strip().splitlines()[-1]


def test_beams_flags_go_on_to_beam() -> None:
    options = parse_ingest(["--input", "x", "--output", "y", "--runner=PrismRunner", "--parallelism=2"], "newsbeam")
    assert options.beam == ("--runner=PrismRunner", "--parallelism=2")


def test_a_time_names_the_batch_in_utc(tmp_path: Path) -> None:
    (tmp_path / "drop.txt").write_text("Text.", encoding="utf-8")
    flags = ["--input", str(tmp_path), "--output", str(tmp_path / "lake"), "--batch", "2026-11-22T20:00:00+02:00"]
    job = plan_job(parse_ingest(flags, "newsbeam"), Lake(str(tmp_path / "lake")), NOW)
    assert job.batch == "20261122T180000Z"
    assert job.logical_time == 1_795_370_400_000_000


def test_files_alone_are_named_by_what_they_are(tmp_path: Path) -> None:
    def name() -> str:
        flags = ["--input", str(tmp_path / "drops"), "--output", str(tmp_path / "lake")]
        return plan_job(parse_ingest(flags, "newsbeam"), Lake(str(tmp_path / "lake")), NOW).batch

    (tmp_path / "drops").mkdir()
    (tmp_path / "drops" / "a.txt").write_text("Text.", encoding="utf-8")
    first = name()
    assert first == name()
    (tmp_path / "drops" / "b.txt").write_text("Text.", encoding="utf-8")
    assert first != name()


def test_a_committed_batch_is_not_made_anew_from_other_input(tmp_path: Path) -> None:
    (tmp_path / "drop.txt").write_text("Text.", encoding="utf-8")
    lake = Lake(str(tmp_path / "lake"))
    commit_batch(lake, "one")
    flags = ["--input", str(tmp_path / "drop.txt"), "--output", lake.address, "--batch", "one"]
    job = plan_job(parse_ingest(flags, "newsbeam"), lake, NOW)
    with pytest.raises(UsageError, match="'one' is committed already"):
        already_committed(job, lake)


def test_credentials_do_not_reach_the_commit(tmp_path: Path) -> None:
    flags = ["--feeds", "https://me:secret@news.example/feed", "--output", str(tmp_path / "lake")]
    job = plan_job(parse_ingest(flags, "newsbeam"), Lake(str(tmp_path / "lake")), NOW)
    assert "secret" not in repr(job.options)
