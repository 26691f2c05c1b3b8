"""From a runner's error to one line that says what went wrong and what to do.

Runners put a worker's error into errors of theirs, with stacks of two languages in one text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import dropwhile, takewhile

TRACEBACK = "Traceback (most recent call last):"
JAVA_FRAME = re.compile(r"\s*(at [\w.$/]+\(|\.\.\. \d+ more)")
JAVA_NAME = re.compile(r"^(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error): ?")
MOST_CHARACTERS = 1000

NO_POOL = re.compile(r"(Connection refused|UNAVAILABLE|UNIMPLEMENTED|UnknownHost)[\s\S]*ExternalEnvironmentFactory")
CLUSTER_GONE = re.compile(r"FutureUtils\$RetryException|flink\.shaded\.netty4\S*ConnectException")


@dataclass(frozen=True)
class Place:
    """Where a pipeline runs, as Beam's flags name it: its job server, and what its workers are."""

    endpoint: str = ""
    environment: str = ""
    config: str = ""

    @property
    def is_remote(self) -> bool:
        """Whether a job server that others started runs it."""
        return self.endpoint not in ("", "embed")


def cause(error: BaseException, messages: Sequence[str], place: Place) -> str:
    """What ended a job, in one line, and what to do where that is known; `messages` are the job server's."""
    texts = [str(error), *messages]
    advice = next(_advices("\n".join(texts), place), "")
    found = next((line for text in texts if (line := python_error(text))), None) or plain_error(error)
    found = found if len(found) <= MOST_CHARACTERS else found[:MOST_CHARACTERS] + " ..."
    return f"{found}: {advice}" if advice else found


def python_error(text: str) -> str | None:
    """The error that a text's last Python traceback ends with, in one line; None without a traceback."""
    _, found, last = text.rpartition(TRACEBACK)
    if not found:
        return None
    lines = dropwhile(lambda line: not line.strip() or line[0].isspace(), last.splitlines())
    own = takewhile(lambda line: line.strip() and not JAVA_FRAME.match(line), lines)
    return " ".join(line.strip() for line in own) or None


def plain_error(error: BaseException) -> str:
    """The last line of an error that names an error, or its last line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not JAVA_FRAME.match(line)]
    named = [line for line in lines if ": " in line and line.split(":", 1)[0].replace(".", "").isidentifier()]
    line = named[-1] if named else f"{type(error).__name__}: {lines[-1] if lines else 'without a word'}"
    return re.sub(r"^RuntimeError: Pipeline \S+ failed in state \w+: ", "", line)


def no_job_server(place: Place, seconds: float) -> str:
    """For a job server that is not there."""
    return (
        f"no job server answers at --job_endpoint={place.endpoint} (waited {seconds:.0f} s): start it, or give the "
        "HOST:PORT that it listens at"
    )


def job_server_lost(place: Place, error: BaseException) -> str:
    """For a job server that went away in the midst of a job."""
    details = getattr(error, "details", None)
    said = (details() if callable(details) else None) or str(error)
    return (
        f"the job server at {place.endpoint} is gone ({said}), and the job may still run: look whether the cluster is "
        "well, then run this again"
    )


def _advices(text: str, place: Place) -> Iterator[str]:
    """What to do, for each of the known failures of clusters and disks that the text tells of."""
    at = f"--environment_config={place.config}"
    if re.search(r"No module named '(schemas|transforms|pipelines)'", text):
        yield f"install newsbeam {version('newsbeam')} where the workers of {at} run"
    if NO_POOL.search(text):
        yield (
            f"no pool of workers answers at {at}: start one beside each TaskManager, by "
            "python -P -m pipelines.workers --service_port=PORT"
        )
    if "NoResourceAvailableException" in text:
        yield "the cluster has no free slots: start TaskManagers, end other jobs, or give a smaller --parallelism"
    if CLUSTER_GONE.search(text):
        yield f"the cluster behind the job server at {place.endpoint} is gone: once it is well, run this again"
    if re.search(r"Permission denied|Read-only file system", text):
        yield "workers must be able to write what --output names, as the user that they run as"
    if re.search(r"No space left on device|Disk quota exceeded|File too large", text):
        yield "make room where --output lies, then run this again"
