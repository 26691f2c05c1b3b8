"""A job server that stops answering is given up in bounded time, whatever its open connections say."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import grpc
import pytest

from pipelines import endings
from pipelines.causes import Place
from pipelines.endings import Submitted, answers, new_pipeline, submit
from pipelines.errors import RunFailed, UsageError

SERVER = """
import concurrent.futures, grpc, time
server = grpc.server(concurrent.futures.ThreadPoolExecutor(1))
print(server.add_insecure_port("localhost:0"), flush=True)
server.start()
time.sleep(120)
"""


class Endless:
    """A result whose job never ends."""

    def __init__(self) -> None:
        self.cancelled = threading.Event()

    def wait_until_finish(self) -> str:
        threading.Event().wait(120)
        return "DONE"

    def cancel(self) -> None:
        self.cancelled.set()


@pytest.fixture
def server() -> Iterator[tuple[str, int]]:
    process = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield f"localhost:{process.stdout.readline().strip()}", process.pid
    finally:
        process.kill()
        process.communicate()


def test_stopped_server_does_not_answer_though_it_is_connected(
    server: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint, pid = server
    with grpc.insecure_channel(endpoint) as channel:
        grpc.channel_ready_future(channel).result(timeout=30)
        assert answers(endpoint)
        os.kill(pid, signal.SIGSTOP)
        monkeypatch.setattr(endings, "ANSWER_SECONDS", 1.0)
        assert not answers(endpoint)


def test_job_whose_server_is_lost_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANSWER_SECONDS", "LOOK_SECONDS", "LOST_SECONDS"):
        monkeypatch.setattr(endings, name, 0.2)
    result = Endless()
    job = Submitted(result, Place("localhost:1"))
    assert job.failure == ""
    for _ in range(100):
        if job.state == "FAILED":
            break
        job.wait(0.1)
    assert job.state == "FAILED"
    assert "the job server at localhost:1 is gone" in job.failure
    job.cancel()
    assert result.cancelled.is_set()


def test_missing_job_server_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endings, "ANSWER_SECONDS", 0.5)
    with pytest.raises(RunFailed, match="no job server answers at --job_endpoint=localhost:1"):
        submit(new_pipeline(["--runner=PortableRunner", "--job_endpoint=localhost:1"]))


def test_unknown_runner_is_a_wrong_flag() -> None:
    with pytest.raises(UsageError, match="Unexpected pipeline runner: SlowRunner"):
        new_pipeline(["--runner=SlowRunner"])
