"""Two TaskManagers on two hosts, each with a pool of its own: both work, and one that dies whole is survived."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from cluster.hosts import Host, NoHosts, hosts
from cluster.runs import parts, portable, running

from deploy.flink.cluster import Cluster, Process, job_server, session_cluster, worker_pool
from support.lakes import published_files
from transforms.lake.commits import committed
from transforms.lake.files import Lake
from transforms.publish.check import check

POOL_PORT = 50000
"""The same on each host: to a TaskManager its pool is at localhost."""


@pytest.fixture
def two_hosts() -> Iterator[tuple[str, list[Host]]]:
    with ExitStack() as stack:
        try:
            found = stack.enter_context(hosts(2))
        except NoHosts as error:
            pytest.skip(f"TWO HOSTS WERE NOT TESTED: {error}")
        yield found


@dataclass
class Workers:
    """What runs on one host."""

    taskmanager: Process
    pool: Process


def start(host: Host, cluster: Cluster, stack: ExitStack, name: str) -> Workers:
    """A pool and a TaskManager of one slot on a host."""
    place = {"before": host.enter, "host": host.address, "port": POOL_PORT, "name": name}
    _, pool = stack.enter_context(worker_pool(cluster.run, **place))  # type: ignore[arg-type]
    return Workers(cluster.start_taskmanager(host.enter, [f"-Dtaskmanager.host={host.address}"]), pool)


def test_a_host_dies_and_comes_again(
    two_hosts: tuple[str, list[Host]], drops: Path, reference: dict[str, bytes], tmp_path: Path
) -> None:
    here, (one, two) = two_hosts
    lake = tmp_path / "lake"
    with ExitStack() as stack:
        cluster = stack.enter_context(session_cluster(tmp_path / "run", taskmanagers=0, slots=1, host=here))
        endpoint, _ = stack.enter_context(job_server(tmp_path / "run", cluster.rest))
        first, second = (start(host, cluster, stack, host.name) for host in (one, two))
        run = stack.enter_context(running(drops, lake, portable(endpoint, f"localhost:{POOL_PORT}")))
        run.wait_for(lambda: parts(lake))
        assert committed(Lake(str(lake))) == []
        assert all("Starting worker" in host.pool.tail(100_000) for host in (first, second))
        second.pool.kill()
        second.taskmanager.kill()
        start(two, cluster, stack, f"{two.name}-again")
        done = run.end()
    assert done.code == 0, done.said[-3000:]
    assert published_files(Lake(str(lake))) == reference
    assert check(Lake(str(lake))) == []
