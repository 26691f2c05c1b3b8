"""The same published tables, byte for byte: from one process, from several, and from Flink."""

import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.dataset as ds
from cluster.runs import ARTICLES, SECONDS, Flink, ingest, portable

from deploy.flink.cluster import INSTALLED
from support.lakes import published_files
from transforms.lake.commits import read_commit
from transforms.lake.files import Lake
from transforms.publish.check import check


def test_several_processes(drops: Path, reference: dict[str, bytes], tmp_path: Path) -> None:
    flags = ["--runner=FnApiRunner", "--direct_running_mode=multi_processing", "--direct_num_workers=2"]
    done = ingest(drops, tmp_path / "lake", flags)
    assert done.code == 0, done.said[-3000:]
    assert published_files(Lake(str(tmp_path / "lake"))) == reference


def test_flink_within_the_job_server(
    embedded: str, pool: str, drops: Path, reference: dict[str, bytes], tmp_path: Path
) -> None:
    done = ingest(drops, tmp_path / "lake", portable(embedded, pool))
    assert done.code == 0, done.said[-3000:]
    assert published_files(Lake(str(tmp_path / "lake"))) == reference


def test_session_cluster(flink: Flink, drops: Path, reference: dict[str, bytes], tmp_path: Path) -> None:
    # A folder with a `schemas` of the user's own, and a lake that is named by where the user stands.
    (tmp_path / "schemas.py").write_text("raise ImportError('the decoy was imported')", encoding="utf-8")
    done = ingest(drops, "lake", portable(flink.endpoint, flink.pool), cwd=tmp_path)
    assert done.code == 0, done.said[-3000:]
    lake = Lake(str(tmp_path / "lake"))
    assert published_files(lake) == reference
    assert check(lake) == []
    commit = read_commit(lake, "one")
    assert len({part.path.split("-")[1] for part in commit.parts if part.table == "articles"}) >= 3, "splits were read"
    counts = commit.counts
    assert counts.read == counts.settled
    assert counts.written >= ARTICLES
    bad = ds.dataset(lake.path("quarantine"), partitioning="hive").to_table(columns=["error_type"]).to_pylist()
    assert bad == [{"error_type": "bad_json"}]


def test_flink_runner_with_a_job_server_of_its_own(flink: Flink, few_drops: Path, tmp_path: Path) -> None:
    where = [f"--flink_master={flink.cluster.rest}", f"--flink_job_server_jar={INSTALLED / 'job-server.jar'}"]
    workers = ["--environment_type=EXTERNAL", f"--environment_config={flink.pool}", "--parallelism=2"]
    done = ingest(few_drops, tmp_path / "lake", ["--runner=FlinkRunner", *where, *workers])
    assert done.code == 0, done.said[-3000:]
    assert read_commit(Lake(str(tmp_path / "lake")), "one").counts.written == 2


def test_publishing_spreads_over_the_cluster(
    flink: Flink, drops: Path, reference: dict[str, bytes], tmp_path: Path
) -> None:
    done = ingest(drops, tmp_path / "whole", ["--runner=FnApiRunner"])
    assert done.code == 0, done.said[-3000:]
    lake = tmp_path / "lake"
    for folder in ("_log", "_commits"):
        shutil.copytree(tmp_path / "whole" / folder, lake / folder)
    newsbeam = str(Path(sys.executable).with_name("newsbeam"))
    published = subprocess.run(
        [newsbeam, "publish", str(lake), *portable(flink.endpoint, flink.pool)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert published.returncode == 0, published.stderr[-3000:]
    assert published_files(Lake(str(lake))) == reference
    assert not list((lake / "_tmp").glob("*"))
