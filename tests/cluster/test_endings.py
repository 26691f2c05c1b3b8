"""Bad endings: each is exit code 1 in bounded time, with what went wrong and what to do last, and nothing published."""

import importlib.metadata
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster.runs import Ended, Flink, ingest, parts, portable, running

from deploy.flink.cluster import free_ports, job_server, session_cluster, worker_pool
from transforms.lake.commits import committed
from transforms.lake.files import Lake

BEAMS_POOL = "apache_beam.runners.worker.worker_pool_main"
START_SECONDS = 150
"""What a client needs until it has imported Beam and built its pipeline, on a machine with other work."""


def first_on_path(folder: Path) -> dict[str, str]:
    """An environment in which Python looks into a folder first."""
    return {"PYTHONPATH": os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])}


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")


def assert_failed(done: Ended, lake: Path, *words: str, within: float) -> None:
    """It ended badly, as it should."""
    assert done.code == 1, done.said[-3000:]
    missing = [word for word in words if word not in done.last_line]
    assert not missing, f"{missing} not in {done.last_line!r}"
    assert done.seconds < within + START_SECONDS
    assert committed(Lake(str(lake))) == []
    assert not (lake / "articles").exists()


def test_no_job_server(few_drops: Path, tmp_path: Path) -> None:
    (port,) = free_ports(1)
    done = ingest(few_drops, tmp_path / "lake", portable(f"localhost:{port}", "localhost:1"))
    assert_failed(done, tmp_path / "lake", f"--job_endpoint=localhost:{port}", "start it", within=15)


def test_no_worker_pool(embedded: str, few_drops: Path, tmp_path: Path) -> None:
    (port,) = free_ports(1)
    done = ingest(few_drops, tmp_path / "lake", portable(embedded, f"localhost:{port}"))
    assert_failed(done, tmp_path / "lake", f"--environment_config=localhost:{port}", "pipelines.workers", within=30)


def test_error_that_comes_each_time_ends_the_job_on_a_cluster(flink: Flink, few_drops: Path, tmp_path: Path) -> None:
    """The workers have another version of newsbeam, which no attempt changes."""
    other = tmp_path / "other" / "newsbeam-0.0.1.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: newsbeam\nVersion: 0.0.1\n", encoding="utf-8")
    with worker_pool(tmp_path, module=BEAMS_POOL, env=first_on_path(other.parent)) as (pool, _):
        done = ingest(few_drops, tmp_path / "lake", portable(flink.endpoint, pool))
    words = ("VersionMismatch", "newsbeam 0.0.1", importlib.metadata.version("newsbeam"), "install the same version")
    assert_failed(done, tmp_path / "lake", *words, within=90)


@pytest.fixture
def python_without_newsbeam(tmp_path: Path) -> str:
    """A virtual environment with all other packages."""
    home = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True, timeout=60)
    packages = next(home.glob("lib/python*/site-packages"))
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if "newsbeam" not in entry.name and not (packages / entry.name).exists():
            (packages / entry.name).symlink_to(entry)
    return str(home / "bin" / "python")


def test_workers_without_newsbeam(embedded: str, few_drops: Path, tmp_path: Path, python_without_newsbeam: str) -> None:
    with worker_pool(tmp_path, python_without_newsbeam, module=BEAMS_POOL, env={"PYTHONPATH": ""}) as (pool, _):
        done = ingest(few_drops, tmp_path / "lake", portable(embedded, pool))
    assert_failed(done, tmp_path / "lake", "ModuleNotFoundError", "install newsbeam", within=30)


def test_pool_does_not_start_where_python_has_no_newsbeam(tmp_path: Path, python_without_newsbeam: str) -> None:
    """As where it runs from a checkout, with a Python that newsbeam was never installed for."""
    (port,) = free_ports(1)
    command = [python_without_newsbeam, "-m", "pipelines.workers", f"--service_port={port}"]
    here, env = Path(__file__).parents[2], {**os.environ, "PYTHONPATH": ""}
    done = subprocess.run(command, cwd=here, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "install newsbeam" in done.stderr.splitlines()[-1]


def test_lake_that_workers_may_not_write(embedded: str, few_drops: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    lake.mkdir(mode=0o555)
    # Root may write anywhere, unless it gives that up.
    mortal = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    with worker_pool(tmp_path, before=mortal) as (pool, _):
        done = ingest(few_drops, lake, portable(embedded, pool))
    assert_failed(done, lake, "PermissionError", str(lake), "--output", within=30)


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 kB, with nothing on it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "newsbeam-test", str(disk)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"A FULL DISK WAS NOT TESTED: no tmpfs can be mounted: {mounted.stderr.strip()}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True, timeout=30)


@needs_root
def test_full_disk(embedded: str, pool: str, few_drops: Path, full_disk: Path) -> None:
    done = ingest(few_drops, full_disk / "lake", portable(embedded, pool))
    assert_failed(done, full_disk / "lake", "No space left on device", "--output", within=30)


def test_job_server_dies_in_the_midst(flink: Flink, drops: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    with (
        job_server(tmp_path, flink.cluster.rest, name="mortal") as (endpoint, process),
        running(drops, lake, portable(endpoint, flink.pool)) as run,
    ):
        run.wait_for(lambda: "RUNNING" in flink.cluster.jobs().values())
        process.kill()
        done = run.end()
    flink.cluster.cancel_all()
    assert_failed(done, lake, endpoint, "run this again", within=60)


def test_cluster_dies_in_the_midst(pool: str, drops: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    with (
        session_cluster(tmp_path) as cluster,
        job_server(tmp_path, cluster.rest) as (endpoint, _),
        running(drops, lake, portable(endpoint, pool)) as run,
    ):
        run.wait_for(lambda: parts(lake))
        for process in (cluster.jobmanager, *cluster.taskmanagers):
            process.kill()
        done = run.end()
    assert_failed(done, lake, "run this again", within=150)
