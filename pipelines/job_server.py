"""What a job server takes beside Beam's own flags: it is asked, for Flink and Spark each have their own."""

import argparse
import logging
from collections.abc import Sequence

import grpc  # type: ignore[import-untyped]
from apache_beam.portability.api import beam_job_api_pb2, beam_job_api_pb2_grpc

from pipelines.causes import Place, no_job_server
from pipelines.endings import ANSWER_SECONDS, answers
from pipelines.errors import RunFailed, UsageError
from pipelines.options import unknown_flags

FLINK_STREAMING = {"checkpointing_interval": "--checkpointing_interval=10000"}
"""Flags that a stream on Flink has by default. Without checkpoints, a crash begins the windows anew."""

FINISH_BUNDLE = "finish_bundle_before_checkpointing"
"""A checkpoint in the midst of a bundle lets Flink's watermark overtake the bundle's output, which then is late."""


def endpoint_of(flags: Sequence[str]) -> str | None:
    """The job server that Beam's flags name, HOST:PORT; None where they name none."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--job_endpoint")
    endpoint: str | None = parser.parse_known_args(list(flags))[0].job_endpoint
    return endpoint


def checked_flags(flags: Sequence[str], *, streaming: bool = False) -> tuple[str, ...]:
    """Beam's flags, with those that a stream on the job server needs; as they are where they name no job server.

    Raises UsageError for a flag that neither Beam nor the job server has, or that has a value it may not have, and
    RunFailed where the server does not answer.
    """
    endpoint = endpoint_of(flags)
    if endpoint is None:
        return tuple(flags)
    # Beam warns of flags that only the job server knows. They are checked here.
    logging.getLogger("apache_beam.options.pipeline_options").setLevel(logging.ERROR)
    switches = described(endpoint)
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    for name, is_switch in switches.items():
        parser.add_argument(f"--{name}", action="store_true" if is_switch else "store")
    try:
        given, rest = parser.parse_known_args(unknown_flags(flags))
    except argparse.ArgumentError as error:
        raise UsageError(f"the job server at {endpoint} does not take a flag as it is given: {error}") from error
    if rest:
        raise UsageError(f"{rest[0]!r} is a flag neither of newsbeam, nor of Apache Beam, nor of the job server")
    added = [FLINK_STREAMING[name] for name in FLINK_STREAMING if name in switches and getattr(given, name) is None]
    if FINISH_BUNDLE in switches and not getattr(given, FINISH_BUNDLE):
        added.append(f"--{FINISH_BUNDLE}")
    return (*flags, *(added if streaming else ()))


def described(endpoint: str) -> dict[str, bool]:
    """The flags that a job server says it has, and which of them take no value; raises RunFailed."""
    if not answers(endpoint):
        raise RunFailed(no_job_server(Place(endpoint), ANSWER_SECONDS))
    with grpc.insecure_channel(endpoint) as channel:
        stub = beam_job_api_pb2_grpc.JobServiceStub(channel)
        request = beam_job_api_pb2.DescribePipelineOptionsRequest()
        try:
            options = stub.DescribePipelineOptions(request, timeout=ANSWER_SECONDS).options
        except grpc.RpcError as error:
            raise RunFailed(f"{endpoint} answers, but is no Beam job server: {error.details()}") from error
    boolean = beam_job_api_pb2.PipelineOptionType.BOOLEAN
    return {option.name: option.type == boolean for option in options}
