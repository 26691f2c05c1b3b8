"""What a user reads of an error that a runner wrapped."""

import pytest

from pipelines.causes import Place, cause, python_error

PLACE = Place("localhost:8099", "EXTERNAL", "localhost:50000")
FLINK = """\
Pipeline job-1 failed in state FAILED: java.lang.RuntimeException: Error received from SDK harness for instruction 4: \
Traceback (most recent call last):
  File "apache_beam/runners/common.py", line 1576, in apache_beam.runners.common.DoFnRunner.process
  File "/venv/transforms/lake/files.py", line 9, in write
    os.makedirs(folder)
PermissionError: [Errno 13] Permission denied: '/lake/_tmp'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/venv/apache_beam/runners/worker/sdk_worker.py", line 310, in _execute
    response = task()
               ^^^^^^
PermissionError: [Errno 13] Permission denied: '/lake/_tmp' [while running 'Core/Write/Write parts']

\tat java.base/java.util.concurrent.CompletableFuture.reportGet(CompletableFuture.java:396)
"""
STACK = """\
org.apache.flink.client.program.ProgramInvocationException: Job failed (JobID: 6edf)
\tat org.apache.flink.client.deployment.ClusterClientJobClientAdapter.get(ClusterClientJobClientAdapter.java:130)
Caused by: org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException: UNAVAILABLE: io exception
\tat org.apache.beam.runners.fnexecution.environment.ExternalEnvironmentFactory.createEnvironment(X.java:113)
Caused by: java.net.ConnectException: finishConnect(..) failed: Connection refused
"""


def test_error_of_a_worker_is_found_in_flinks() -> None:
    told = cause(RuntimeError(FLINK), [], PLACE)
    assert told.startswith("PermissionError: [Errno 13] Permission denied: '/lake/_tmp' [while running")
    assert told.endswith("workers must be able to write what --output names, as the user that they run as")


def test_message_of_several_lines_is_one() -> None:
    text = 'Traceback (most recent call last):\n  File "x.py", line 1, in f\nValueError: one\n  two\nthree\n\nnot this'
    assert python_error(text) == "ValueError: one two three"


@pytest.mark.parametrize("text", ["", "no error at all", "java.lang.Exception: x\n\tat a.B.c(B.java:1)"])
def test_text_without_a_traceback_has_no_error_of_python(text: str) -> None:
    assert python_error(text) is None


@pytest.mark.parametrize(
    ("error", "stack", "advice"),
    [
        ("java.net.ConnectException: Connection refused", STACK, "no pool of workers answers at"),
        ("java.util.concurrent.TimeoutException: x", "NoResourceAvailableException: y", "no free slots"),
        ("java.net.ConnectException: x", "FutureUtils$RetryException: y", "localhost:8099 is gone"),
        ("OSError: [Errno 28] No space left on device", "", "make room where --output lies"),
        ("ModuleNotFoundError: No module named 'transforms'", "", "install newsbeam"),
    ],
)
def test_known_failures_say_what_to_do(error: str, stack: str, advice: str) -> None:
    told = cause(RuntimeError(f"Pipeline job-1 failed in state FAILED: {error}"), [stack], PLACE)
    assert told.startswith(error)
    assert advice in told
    assert "\n" not in told


def test_error_without_words_is_named() -> None:
    assert cause(KeyError(), [], Place()) == "KeyError: without a word"


def test_very_long_error_is_cut() -> None:
    assert len(cause(ValueError("x" * 100_000), [], Place())) < 2_000
