"""One session cluster for all tests here: starting it takes longer than most of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster.runs import Flink, ingest, write_drops

from deploy.flink.cluster import INSTALLED, job_server, session_cluster, worker_pool
from support.lakes import published_files
from transforms.lake.files import Lake


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    missing = not (INSTALLED / "pins").exists()
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.timeout(800))
            if missing:
                reason = f"FLINK WAS NOT TESTED: {INSTALLED} is missing; `make cluster` fetches it"
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("flink")


@pytest.fixture(scope="session")
def pool(home: Path) -> Iterator[str]:
    """A pool of workers that have newsbeam."""
    with worker_pool(home) as (address, _):
        yield address


@pytest.fixture(scope="session")
def flink(home: Path) -> Iterator[Flink]:
    """One TaskManager of two slots, a job server, and a pool of workers for it alone."""
    with (
        session_cluster(home) as cluster,
        job_server(home, cluster.rest) as (endpoint, _),
        worker_pool(home, name="session-pool") as (address, process),
    ):
        yield Flink(cluster, endpoint, address, process)


@pytest.fixture(scope="session")
def embedded(home: Path) -> Iterator[str]:
    """A job server that runs Flink within itself, which tries nothing twice."""
    with job_server(home, "[local]", name="embedded") as (endpoint, _):
        yield endpoint


@pytest.fixture(scope="session")
def drops(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drops")
    write_drops(folder)
    return folder


@pytest.fixture(scope="session")
def few_drops(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For runs that fail: two small files."""
    folder = tmp_path_factory.mktemp("few")
    for name in ("one", "two"):
        text = f"Israel and Morocco signed agreement {name} on Wednesday, the Israeli defence ministry said."
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def reference(drops: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process publishes."""
    lake = tmp_path_factory.mktemp("reference") / "lake"
    done = ingest(drops, lake, ["--runner=FnApiRunner"])
    assert done.code == 0, done.said[-3000:]
    return published_files(Lake(str(lake)))
