"""What dies in the midst of a batch on the cluster is survived: the published tables are those of a run in peace."""

import os
import signal
from pathlib import Path

from cluster.runs import Flink, Running, children, parts, portable, running

from support.lakes import published_files
from transforms.lake.commits import committed
from transforms.lake.files import Lake
from transforms.publish.check import check


def until_half_way(run: Running, lake: Path) -> None:
    """Waits until some parts are written; the batch is not yet committed then."""
    run.wait_for(lambda: parts(lake))
    assert committed(Lake(str(lake))) == []


def test_taskmanager_dies_and_comes_again(
    flink: Flink, drops: Path, reference: dict[str, bytes], tmp_path: Path
) -> None:
    lake = tmp_path / "lake"
    with running(drops, lake, portable(flink.endpoint, flink.pool)) as run:
        until_half_way(run, lake)
        flink.cluster.taskmanagers[-1].kill()
        flink.cluster.start_taskmanager()
        done = run.end()
    assert done.code == 0, done.said[-3000:]
    assert published_files(Lake(str(lake))) == reference
    assert check(Lake(str(lake))) == []


def test_python_worker_dies(flink: Flink, drops: Path, reference: dict[str, bytes], tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    with running(drops, lake, portable(flink.endpoint, flink.pool)) as run:
        until_half_way(run, lake)
        workers = children(flink.pool_process.pid)
        assert workers
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        done = run.end()
    assert done.code == 0, done.said[-3000:]
    assert published_files(Lake(str(lake))) == reference
    assert check(Lake(str(lake))) == []
