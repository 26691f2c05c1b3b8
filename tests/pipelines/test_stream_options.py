"""The flags of `newsbeam stream`; and what goes on beside a stream, with a job that only a test moves."""

from io import StringIO
from pathlib import Path

import pytest
from apache_beam.runners.runner import PipelineState
from rich.console import Console

from pipelines.cli import main
from pipelines.stream.options import StreamOptions, parse_stream
from pipelines.stream.running import Beside
from schemas.layout import commit_file
from transforms.lake.files import Lake
from transforms.sources.live.stops import asked_to_stop, stopped

ON_CLUSTER = ["--runner=PortableRunner", "--job_endpoint=localhost:1"]


@pytest.mark.parametrize(
    ("flags", "quoted"),
    [
        (["--input", "x"], "--output"),
        (["--output", "lake"], "--input"),
        (["--batch", "b", "--input", "x", "--output", "lake"], "'b' is not for newsbeam stream"),
        (["--window", "4s", "--input", "x", "--output", "lake"], "'4s' is too short"),
        (["--window", "soon", "--input", "x", "--output", "lake"], "'soon'"),
        (["--publish_every", "5", "--input", "x", "--output", "lake"], "'5'"),
        (["--job_name", "../up", "--input", "x", "--output", "lake"], "'../up'"),
        (["--job_name", "2026-11-22T18:00:00Z", "--input", "x", "--output", "lake"], "2026-11-22T18:00:00Z"),
        (["--job_name", "n" * 61, "--input", "x", "--output", "lake"], "n" * 61),
        (["--runner=FnApiRunner", "--input", "x", "--output", "lake"], "FnApiRunner cannot run a stream"),
        (["--runner", "DirectRunner", "--input", "x", "--output", "lake"], "DirectRunner cannot run a stream"),
        (["--prism_location=no/prism", "--input", "x", "--output", "lake"], "'no/prism'"),
        (["--nosuch", "--input", "x", "--output", "lake"], "'--nosuch'"),
        (["--feeds", "nowhere.opml", "--output", "lake", *ON_CLUSTER], "nowhere.opml"),
    ],
)
def test_wrong_flags_end_in_code_2_and_are_quoted(
    flags: list[str], quoted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["stream", *flags]) == 2
    said = capsys.readouterr().err
    assert quoted in said
    assert "Traceback" not in said


@pytest.mark.parametrize("flag", ["--publish_every", "--grace"])
def test_a_wrong_flag_is_told_where_there_is_no_prism(
    flag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("pipelines.stream.options.PRISM", tmp_path / "none")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["stream", "--input", "x", "--output", str(tmp_path / "lake"), flag, "5"]) == 2
    assert "'5'" in capsys.readouterr().err


def parsed(*flags: str) -> StreamOptions:
    return parse_stream(["--input", "drops/*.txt", "--output", "lake", *ON_CLUSTER, *flags])


def test_paths_mean_the_same_on_every_worker_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert parsed().common.output == str(tmp_path / "lake")
    assert parsed().common.inputs == (str(tmp_path / "drops/*.txt"),)
    assert parse_stream(["--input", "d*/", "--output", "s3://b/l", *ON_CLUSTER]).common.inputs == (f"{tmp_path}/d*/",)
    assert parse_stream(["--input", "x", "--output", "s3://b/l", *ON_CLUSTER]).common.output == "s3://b/l"


def test_a_streams_name_follows_from_what_it_reads() -> None:
    assert parsed().job == parsed().job
    assert parsed().job != parsed("--window", "1m").job, "windows of another length are other batches"
    assert parsed("--job_name", "desk").job == "desk"
    assert "--job_name=desk" in parsed("--job_name", "desk").common.beam, "Flink shows it"


def test_a_named_runner_is_taken_and_told_to_stream() -> None:
    options = parsed("--parallelism=2")
    assert options.prism is None
    assert options.common.beam[0] == "--runner=PortableRunner"
    assert {"--streaming", "--parallelism=2", "--job_endpoint=localhost:1"} <= set(options.common.beam)


class Job:
    """A job whose state a test moves."""

    def __init__(self, *states: str) -> None:
        self.states = list(states) or [PipelineState.RUNNING]
        self.cancelled = False

    @property
    def state(self) -> str:
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]

    def cancel(self) -> None:
        self.cancelled = True


class Steps:
    """Signals and the clock they wait by; at some seconds something happens."""

    def __init__(self, **steps: object) -> None:
        self.seconds = 0.0
        self.stops = 0
        self.steps = {int(name[1:]): action for name, action in steps.items()}

    def wait(self, seconds: float) -> None:
        self.seconds += seconds
        for at in [at for at in self.steps if at <= self.seconds]:
            action = self.steps.pop(at)
            if callable(action):
                action()
            else:
                self.stops += 1

    def clock(self) -> float:
        return self.seconds


def beside(tmp_path: Path, steps: Steps) -> Beside:
    options = parsed("--job_name", "desk", "--publish_every", "0s", "--grace", "20s")
    return Beside(options, Lake(str(tmp_path)), steps, Console(file=StringIO()))  # type: ignore[arg-type]


def test_a_stream_that_has_drained_is_cancelled_where_its_runner_keeps_it(tmp_path: Path) -> None:
    lake, job = Lake(str(tmp_path)), Job()
    lake.write(commit_file("desk-1"), b"")
    steps = Steps(s4="signal", s8=lambda: stopped(lake, "desk", "desk-1"))
    assert beside(tmp_path, steps).run(job, steps.clock)
    assert asked_to_stop(lake, "desk")
    assert job.cancelled
    assert steps.seconds < 20


def test_a_window_that_takes_longer_than_the_grace_is_cut(tmp_path: Path) -> None:
    lake, job = Lake(str(tmp_path)), Job()
    steps = Steps(s4="signal", s8=lambda: stopped(lake, "desk", "desk-1"))
    assert beside(tmp_path, steps).run(job, steps.clock)
    assert job.cancelled
    assert 24 <= steps.seconds <= 26


def test_a_second_signal_cancels_at_once(tmp_path: Path) -> None:
    job, steps = Job(), Steps(s4="signal", s6="signal")
    assert beside(tmp_path, steps).run(job, steps.clock)
    assert job.cancelled
    assert steps.seconds <= 8


def test_a_job_that_ends_by_itself_was_not_asked_to(tmp_path: Path) -> None:
    job, steps = Job(PipelineState.RUNNING, PipelineState.FAILED), Steps()
    assert not beside(tmp_path, steps).run(job, steps.clock)
    assert not job.cancelled
