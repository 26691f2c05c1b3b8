"""How a pipeline ends, on every runner: within bounded time, and with the error that ended it.

Beam's results wait for ever for a job server that is gone, and its limits on answers cut long jobs. What knows of
that stands here; what knows of errors' texts, in `pipelines.causes`.
"""

import logging
import os
import threading
import time
from collections.abc import Sequence

import apache_beam as beam
import grpc  # type: ignore[import-untyped]
from apache_beam.options.pipeline_options import PipelineOptions, PortableOptions
from apache_beam.runners.runner import PipelineResult, PipelineState

from pipelines.causes import Place, cause, job_server_lost, no_job_server
from pipelines.errors import RunFailed, UsageError

ANSWER_SECONDS = 10.0
"""How long a job server may take to accept a connection: it may just be starting."""

LOOK_SECONDS = 5.0
LOST_SECONDS = 60.0
"""How long it may not do so in the midst of a job before it is given up."""

RPC_SECONDS = 30 * 24 * 3600
"""Beam's limit on each of its answers. It holds for the stream of states too, so it must outlast every job."""

_LOGGER = logging.getLogger(__name__)


def new_pipeline(flags: Sequence[str]) -> beam.Pipeline:
    """An empty pipeline with Beam's flags; raises UsageError where they name a runner that there is not."""
    # Worker processes start in the current folder; a `schemas/` that lies there is not ours.
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        return beam.Pipeline(options=PipelineOptions(list(flags)))
    except (ValueError, ImportError) as error:
        raise UsageError(f"Beam does not take {' '.join(flags)!r}: {error}") from error


def run_pipeline(pipeline: beam.Pipeline) -> str:
    """Runs a pipeline to its end; returns its last state, raises RunFailed with what ended it and what to do.

    Where the wait itself is interrupted, the runner is asked to cancel the job.
    """
    job = submit(pipeline)
    try:
        while not PipelineState.is_terminal(job.state):
            job.wait(LOOK_SECONDS)
    except BaseException:
        job.cancel()
        if job.is_remote:
            # Flink's job server ends its own wait, and not the job.
            _LOGGER.warning("the job may go on in the cluster, and commit: cancel it there")
        raise
    if job.failure:
        raise RunFailed(job.failure) from job.error
    return job.state


def submit(pipeline: beam.Pipeline) -> "Submitted":
    """Starts a pipeline, and on local runners runs it to its end; raises RunFailed."""
    options = pipeline.options.view_as(PortableOptions)
    options.job_server_timeout = RPC_SECONDS
    place = Place(options.job_endpoint or "", options.environment_type or "", options.environment_config or "")
    if place.is_remote and not answers(place.endpoint):
        raise RunFailed(no_job_server(place, ANSWER_SECONDS))
    try:
        result = pipeline.run()
    except Exception as error:  # whatever a runner raises, the user gets its cause
        raise RunFailed(cause(error, (), place)) from error
    return Submitted(result, place)


def answers(endpoint: str) -> bool:
    """Whether a gRPC server accepts a connection at HOST:PORT; a stopped one does not, though its port is open."""
    # A pool of its own, or it would be told of the connection that the job has open, and not make one.
    with grpc.insecure_channel(endpoint, options=[("grpc.use_local_subchannel_pool", 1)]) as channel:
        try:
            grpc.channel_ready_future(channel).result(timeout=ANSWER_SECONDS)
        except grpc.FutureTimeoutError:
            return False
    return True


class Submitted:
    """A pipeline that was submitted: `state` and `cancel` as Beam's results have them, but bounded in time."""

    def __init__(self, result: PipelineResult, place: Place) -> None:
        self.error: Exception | None = None
        self._result = result
        self._place = place
        self._state = str(PipelineState.RUNNING)
        self._looked = self._answered = time.monotonic()
        # Daemons, since they wait for ever where a server accepts and says no more.
        self._thread = threading.Thread(target=self._follow, name="job", daemon=True)
        self._thread.start()

    @property
    def state(self) -> str:
        """One of PipelineState; FAILED, too, where the job server has not answered for `LOST_SECONDS`."""
        if not PipelineState.is_terminal(self._state) and self._place.is_remote:
            self._look()
        return self._state

    @property
    def failure(self) -> str:
        """What ended the job and what to do, in one line; empty where it runs, is done, or was cancelled."""
        if self.error is None or self._state == PipelineState.CANCELLED:
            return ""
        if isinstance(self.error, (TimeoutError, grpc.RpcError)) and self._place.is_remote:
            return job_server_lost(self._place, self.error)
        return cause(self.error, self._messages(), self._place)

    @property
    def is_remote(self) -> bool:
        """Whether a job server that others started runs it."""
        return self._place.is_remote

    def wait(self, seconds: float) -> None:
        """Waits until it ends, at most so long."""
        self._thread.join(seconds)

    def cancel(self) -> None:
        """Asks the runner to end the job at once."""
        asking = threading.Thread(target=self._cancel, daemon=True)
        asking.start()
        asking.join(ANSWER_SECONDS)

    def _follow(self) -> None:
        try:
            self._state = str(self._result.wait_until_finish())
        except Exception as error:  # whatever a runner raises, the job's end it is
            self.error = error
            # Private, but `state` asks the server, which may be gone.
            last = getattr(self._result, "_state", None)
            self._state = str(last if last and PipelineState.is_terminal(last) else PipelineState.FAILED)

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked < LOOK_SECONDS:
            return
        if answers(self._place.endpoint):
            self._answered = now
        elif now - self._answered > LOST_SECONDS and self._thread.is_alive():
            self.error = TimeoutError(f"no answer for {now - self._answered:.0f} s")
            self._state = str(PipelineState.FAILED)
        self._looked = time.monotonic()

    def _cancel(self) -> None:
        try:
            self._result.cancel()
        except Exception as error:  # it may have ended, or its server be gone
            _LOGGER.warning("the job could not be cancelled: %s", error)

    def _messages(self) -> list[str]:
        """What the job server told of the job, stacks among it; Beam shows these nowhere else."""
        told = [message.message_response.message_text for message in getattr(self._result, "_messages", ())]
        return [text for text in told if text]
