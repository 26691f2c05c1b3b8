"""Ends a stream on Flink itself: Beam's job server lets go of a job that it is asked to cancel, and it goes on."""

import argparse
import json
import urllib.request
from collections.abc import Sequence

from pipelines.stream.running import Job

ANSWER_SECONDS = 10
ENDED = frozenset({"FINISHED", "FAILED", "CANCELED", "CANCELLING"})


class FlinkJob:
    """A job on a Flink cluster whose REST address, HOST:PORT, is known: `cancel` ends it there, by its name."""

    def __init__(self, job: Job, master: str, name: str) -> None:
        self.job = job
        self.url = master if "://" in master else f"http://{master}"
        self.name = name

    @property
    def state(self) -> str:
        """As the job server has it."""
        return self.job.state

    def cancel(self) -> None:
        """Ends it at once; raises OSError where Flink does not answer."""
        self.job.cancel()
        with urllib.request.urlopen(f"{self.url}/jobs/overview", timeout=ANSWER_SECONDS) as answer:
            jobs = json.load(answer)["jobs"]
        for job in jobs:
            if job["name"] == self.name and job["state"] not in ENDED:
                request = urllib.request.Request(f"{self.url}/jobs/{job['jid']}?mode=cancel", method="PATCH")
                urllib.request.urlopen(request, timeout=ANSWER_SECONDS).close()


def flink_master(flags: Sequence[str]) -> str | None:
    """Flink's REST address in Beam's flags; None where they name none, or Flink runs within the job server."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--flink_master")
    master: str | None = parser.parse_known_args(list(flags))[0].flink_master
    return None if master is None or master.startswith("[") else master
