"""deploy/worker-pool.sh: workers for a job of another process, and nothing of them left when it ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc
import pytest
from apache_beam.portability.api import beam_fn_api_pb2, beam_fn_api_pb2_grpc

from support.wheels import ROOT, build, decoy, install
from transforms.lake.commits import read_commit
from transforms.lake.files import Lake

SCRIPT = ROOT / "deploy" / "worker-pool.sh"


def wait_for(condition: Callable[[], bool], what: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{what}: not within {seconds} s"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("", 0))
        return int(found.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def group(leader: int) -> list[int]:
    """The living processes of a group; zombies, which only wait to be counted, are none."""
    members = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = status.read_text(encoding="utf-8").rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(its_group) == leader and state != "Z":
            members.append(int(status.parent.name))
    return members


@contextmanager
def pool(venv: Path, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A pool started from a folder, and its port; it is stopped as an operator would, and must be gone then."""
    port = free_port()
    with (folder / "pool.log").open("wb") as log:
        process = subprocess.Popen([str(SCRIPT), str(port), str(venv)], cwd=folder, stderr=log, stdout=log)
        try:
            wait_for(lambda: listens(port) or process.poll() is not None, "the pool's port")
            yield process, port
            process.terminate()
            process.wait(20)
            wait_for(lambda: group(process.pid) == [], "the end of the pool's processes", 10)
        finally:
            for left in group(process.pid):
                os.kill(left, signal.SIGKILL)


@contextmanager
def job_server(folder: Path) -> Iterator[int]:
    """Beam's own job server, which hands a job's work to the pool as a cluster does."""
    port = free_port()
    command = [sys.executable, "-P", "-m", "apache_beam.runners.portability.local_job_service_main", f"--port={port}"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd="/", stderr=log, stdout=log)
        try:
            wait_for(lambda: listens(port), "the job server's port")
            yield port
        finally:
            process.kill()
            process.wait(20)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def venv(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(wheel, tmp_path_factory.mktemp("home") / "venv")


def ingest(venv: Path, folder: Path, server: int, workers: int) -> subprocess.CompletedProcess[str]:
    """Submits from the decoy folder; paths are absolute, for the workers stand elsewhere."""
    command = [str(venv / "bin" / "newsbeam"), "ingest", "--input", str(folder / "drop.txt"), "--batch", "one"]
    flags = [f"--output={folder / 'lake'}", "--runner=PortableRunner", f"--job_endpoint=localhost:{server}"]
    flags += ["--environment_type=EXTERNAL", f"--environment_config=localhost:{workers}"]
    return subprocess.run([*command, *flags], cwd=folder, capture_output=True, text=True, timeout=150, check=False)


def test_a_job_from_a_decoy_folder_runs_on_a_pool_that_was_started_there(venv: Path, tmp_path: Path) -> None:
    folder = decoy(tmp_path / "work")
    with pool(venv, folder) as (_, workers), job_server(tmp_path) as server:
        done = ingest(venv, folder, server, workers)
        said = (folder / "pool.log").read_text(encoding="utf-8")
    assert done.returncode == 0, done.stderr[-3000:] + said[-3000:]
    assert "Starting worker with command" in said, "the pool had a part in it"
    assert read_commit(Lake(str(folder / "lake")), "one").counts.written == 1


def test_a_worker_of_another_version_says_so_and_reads_nothing(venv: Path, wheel: Path, tmp_path: Path) -> None:
    other = install(wheel, tmp_path / "venv")
    (metadata,) = other.glob("lib/python*/site-packages/newsbeam-*.dist-info/METADATA")
    text = metadata.read_text(encoding="utf-8")
    metadata.write_text(text.replace("\nVersion: ", "\nVersion: 9.", 1), encoding="utf-8")
    folder = decoy(tmp_path / "work")
    with pool(other, folder) as (_, workers), job_server(tmp_path) as server:
        done = ingest(venv, folder, server, workers)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert "this worker has newsbeam 9.0.1.0, the job was submitted with newsbeam 0.1.0: install the same" in last
    assert not (folder / "lake" / "_log").exists()
    assert not (folder / "lake" / "_commits").exists()


def start_worker(port: int, control: int) -> None:
    """Asks the pool for a worker of a runner that never says a word."""
    request = beam_fn_api_pb2.StartWorkerRequest(worker_id="one")
    request.control_endpoint.url = f"localhost:{control}"
    with grpc.insecure_channel(f"localhost:{port}") as channel:
        started = beam_fn_api_pb2_grpc.BeamFnExternalWorkerPoolStub(channel).StartWorker(request, timeout=20)
    assert started.error == ""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_pool_and_the_workers_that_it_has(venv: Path, tmp_path: Path, how: signal.Signals) -> None:
    with pool(venv, tmp_path) as (process, port), socket.create_server(("127.0.0.1", 0)) as silent:
        start_worker(port, silent.getsockname()[1])
        wait_for(lambda: len(group(process.pid)) > 1, "a worker")
        process.send_signal(how)
        process.wait(20)
        wait_for(lambda: group(process.pid) == [], "the end of the workers", 10)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none"], "port 'none' is no number"),
        (["0"], "port 0 is not from 1 to 65535"),
        (["50000", "nowhere"], "there is no nowhere/bin/python: name a virtual environment with newsbeam in it"),
        (["1", "2", "3"], "too many arguments: 1 2 3"),
    ],
)
def test_wrong_arguments_are_quoted(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [str(SCRIPT), *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=20, check=False
    )
    assert done.returncode == 2
    assert said in done.stderr


def test_an_environment_without_newsbeam_is_told(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True, timeout=60)
    command = [str(SCRIPT), str(free_port()), str(tmp_path / "venv")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 2
    assert f"newsbeam is not installed in {tmp_path / 'venv'}" in done.stderr
