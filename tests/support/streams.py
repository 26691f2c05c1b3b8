"""A real `newsbeam stream` in a process of its own, with a feed on loopback, watched through its lake."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from schemas.times import parse_rfc3339
from transforms.lake.commits import Commit, committed, read_commit
from transforms.lake.files import Lake

NEWSBEAM = [sys.executable, "-m", "pipelines.cli"]
KILLED = [sys.executable, str(Path(__file__).with_name("killed.py"))]
WINDOW_SECONDS = 5
JOB = "desk"
SENTENCE = "Israeli Foreign Minister Gideon Saar visited Rabat on Friday and signed an agreement with Morocco."


class Feed:
    """A feed of two articles, each whole; how often it was asked for stands in `asked`."""

    def __init__(self, server: HTTPServer, path: str = "/feed") -> None:
        self.asked = 0
        self.url = server.url_for(path)
        server.expect_request(path).respond_with_handler(self._answer)

    def _answer(self, _: Request) -> Response:
        self.asked += 1
        items = "".join(
            f"<item><guid isPermaLink='false'>{number}</guid><title>Visit {number}</title>"
            f"<description>{f'{SENTENCE} This is article {number}. ' * 4}</description></item>"
            for number in range(2)
        )
        text = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Desk</title>{items}</channel></rss>"
        return Response(text, content_type="application/rss+xml", headers={"ETag": '"1"'})


class Stream:
    """A stream over `feeds` and the `.txt` files of `drops`, begun at once."""

    def __init__(
        self, lake: Path | str, drops: Path, feeds: Sequence[str], *flags: str, through: Sequence[str] = tuple(NEWSBEAM)
    ) -> None:
        self.lake = Lake(str(lake))
        self.drops = drops
        drops.mkdir(exist_ok=True)
        self.log = drops / "stream.log"
        command = [*through, "stream", "--output", str(lake), "--input", f"{drops}/*.txt", "--job_name", JOB]
        command += ["--window", f"{WINDOW_SECONDS}s", "--no_fetch", "--allow_private_addresses", *flags]
        command += ["--feeds", ",".join(feeds)] if feeds else []
        with self.log.open("w") as log:
            # A group of its own, so that signals to all of it can be sent.
            self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)

    def drop(self, name: str, text: str = SENTENCE) -> None:
        """Puts a file there, under its name when it is whole, last changed a while ago."""
        part = self.drops / f"{name}.part"
        part.write_text(f"{text} This is {name}.\n", encoding="utf-8")
        os.utime(part, (1_795_300_000, 1_795_300_000))
        part.rename(self.drops / f"{name}.txt")

    def commits(self) -> list[Commit]:
        return [read_commit(self.lake, batch) for batch in committed(self.lake)]

    def written(self) -> int:
        return sum(commit.counts.written for commit in self.commits())

    def wait_for(self, what: Callable[[], bool], seconds: float = 180) -> None:
        """Waits until something is so; fails where the stream ends, or time is up, before that."""
        ends = time.monotonic() + seconds
        while not what():
            assert self.process.poll() is None, f"the stream ended: {self.said()}"
            assert time.monotonic() < ends, f"not in {seconds} s: {self.said()}"
            time.sleep(0.2)

    def stop(self, seconds: float = 150) -> int:
        """Stops the stream as systemd and Ctrl-C do, with a signal to all of its group; its exit code."""
        os.killpg(self.process.pid, signal.SIGTERM)
        return self.process.wait(seconds)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-3000:]

    def end(self) -> None:
        """Ends it, were it running."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(30)


def windows(stream: Stream) -> list[int]:
    """When the committed windows began, in seconds."""
    return [parse_rfc3339(commit.logical_time) // 1_000_000 for commit in stream.commits()]
