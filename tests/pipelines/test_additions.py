"""`newsbeam ingest --actors --triggers`: coded by workers of their own, versioned, and refused before anything runs."""

import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from pipelines.cli import main
from transforms.events.coder import CODER_VERSION
from transforms.events.tables import Additions, use
from transforms.lake.commits import committed, read_commit
from transforms.lake.files import Lake

ACTORS = "country\tsector\tnames\nMMR\tREB\tKachin Independence Army\n"
TRIGGERS = "verbs\twith\tobject\ttype\tmode\nfirebomb\t-\t-\tASSAULT\t\n"
SECONDS = 1_795_300_000


@pytest.fixture(autouse=True)
def built_in() -> Iterator[None]:
    """Leaves the process with the built-in tables alone."""
    yield
    use(Additions())


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with something to read and a user's own tables."""
    monkeypatch.chdir(tmp_path)
    text = "The Kachin Independence Army firebombed Myanmar troops on Monday, residents of the town said."
    for name, content in (("drop.txt", text), ("actors.tsv", ACTORS), ("triggers.tsv", TRIGGERS)):
        (tmp_path / name).write_text(content, encoding="utf-8")
        os.utime(tmp_path / name, (SECONDS, SECONDS))
    return tmp_path


def ingest(*flags: str) -> int:
    return main(["ingest", "--input", "drop.txt", "--output", "lake", *flags])


def published(table: str, *columns: str) -> list[tuple[object, ...]]:
    rows = ds.dataset(f"lake/{table}", partitioning="hive").to_table(columns=list(columns)).to_pylist()
    return [tuple(row.values()) for row in rows]


def test_worker_processes_code_with_a_users_own_tables(home: Path) -> None:
    workers = ("--runner=FnApiRunner", "--direct_running_mode=multi_processing", "--direct_num_workers=2")
    assert ingest("--batch", "one", "--actors", "actors.tsv", "--triggers", "triggers.tsv", *workers) == 0
    assert published("mentions", "event_type", "actor_name", "actor_sector", "recipient_country") == [
        ("ASSAULT", "Kachin Independence Army", "REB", "MMR")
    ]
    ((version,),) = published("articles", "coder_version")
    assert str(version).startswith(f"{CODER_VERSION}+")
    commit = read_commit(Lake("lake"), "one")
    assert commit.versions["coder"] == version
    assert (commit.options["actors"], commit.options["triggers"]) == (["actors.tsv"], ["triggers.tsv"])


def test_the_latest_edition_of_a_users_tables_wins(home: Path) -> None:
    own = ("--actors", "actors.tsv", "--triggers", "triggers.tsv")
    assert ingest() == 0
    assert published("articles", "coder_version") == [(CODER_VERSION,)]
    assert published("mentions", "actor_sector") == []
    # several editions: an order by digest alone would put some of them wrong
    for edition, sector in enumerate(("REB", "MIL", "OPP", "PTY"), 1):
        (home / "actors.tsv").write_text(ACTORS.replace("REB", sector), encoding="utf-8")
        os.utime(home / "actors.tsv", (SECONDS + edition, SECONDS + edition))
        assert ingest(*own) == 0
        assert published("mentions", "actor_sector") == [(sector,)]
    batches = committed(Lake("lake"))
    assert len(batches) == 5
    # the same files again are the same batch
    assert ingest(*own) == 0
    assert committed(Lake("lake")) == batches


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["--actors", "none.tsv"], ["none.tsv", "No such file"]),
        (["--actors", "triggers.tsv"], ["triggers.tsv, line 1", "'country sector names'"]),
        (["--triggers", "actors.tsv"], ["actors.tsv, line 1", "'type mode nouns'"]),
        (["--actors", "actors.tsv,bad.tsv"], ["bad.tsv, line 2", "'GER'", "bad.tsv, line 3", "'RBL'"]),
        (["--actors", "bad.tsv", "--triggers", "none.tsv"], ["bad.tsv, line 3", "none.tsv"]),
        (["--actors", "actors.tsv,,bad.tsv"], ["'actors.tsv,,bad.tsv'"]),
    ],
)
def test_tables_that_are_wrong_end_in_code_2_before_anything_runs(
    flags: list[str], told: list[str], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "bad.tsv").write_text("country\tsector\tnames\nGER\tREB\tX Y\nDEU\tRBL\tX Z\n", encoding="utf-8")
    assert ingest(*flags) == 2
    said = capsys.readouterr().err
    assert [part for part in told if part not in said] == []
    assert "Traceback" not in said
    assert not (home / "lake").exists()
