"""What polling costs: thousands of feeds on a loopback server that takes its time, once cold and once unchanged.

The server is a process of its own, so that its CPU is not counted, and each feed has a host name of its own, which the
benchmark's resolver leads to loopback. What is measured runs in a process of its own as well: its CPU, that of the
processes that it starts, and how long it waited.
"""

import argparse
import asyncio
import gzip
import importlib
import json
import os
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from measures.machine import machine  # noqa: E402

from support.web import Names, Pause, Request, Server, Step, answer  # noqa: E402

RESULTS = Path(__file__).parent / "results"
FEEDS = 2_000
ENTRIES = 30
LATENCY_SECONDS = 0.05
TEXT_CHARACTERS = 1_050
"""Of an entry, so that a feed has about 40 KB; short enough that a description of that length counts as a teaser."""

PAGE_PARAGRAPHS = 25
VOCABULARY = 4_000
AGENT = "newsbeam/benchmark (+https://contact.example)"
MODIFIED = "Tue, 03 Jun 2025 10:00:00 GMT"
MEGABYTE = 1 << 20
FORM = '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'


# The server.


class Texts:
    """Prose without meaning: the same for a number in every run, and another for each number."""

    def __init__(self) -> None:
        dice = random.Random(0)
        letters = "eeeetttaaaooiinnsshhrrdlucmfwypvbgk"
        words = ["".join(dice.choices(letters, k=dice.randint(2, 10))) for _ in range(VOCABULARY)]
        picked = (dice.choices(words, k=dice.randint(8, 24)) for _ in range(5_000))
        self._sentences = [" ".join(chosen).capitalize() + "." for chosen in picked]

    def paragraph(self, number: int, characters: int) -> str:
        """About so many characters."""
        dice = random.Random(number)
        said = f"Number {number}."
        while len(said) < characters:
            said += " " + self._sentences[dice.randrange(len(self._sentences))]
        return said[:characters]


def feed(number: int, texts: Texts, pages: int, port: int) -> bytes:
    """A feed of RSS 2.0: whole articles where its number is even, else teasers, of which `pages` have links."""
    items = []
    for place in range(ENTRIES):
        name = number * ENTRIES + place
        text = texts.paragraph(name, TEXT_CHARACTERS)
        if number % 2 == 0:
            half = len(text) // 2
            whole = f"<p>{text[:half]}</p>\n<p>{text[half:]}</p>"
            body = f"<description>{text[:160]}</description><content:encoded><![CDATA[{whole}]]></content:encoded>"
        else:
            body = f"<description>{text}</description>"
        link = f"<link>http://{host(number)}:{port}/page/{place}</link>" if number % 2 and place < pages else ""
        items.append(
            f'<item><title>{text[:70]}</title>{link}<guid isPermaLink="false">{name}</guid>'
            f"<pubDate>Tue, 03 Jun 2025 {place % 24:02d}:{number % 60:02d}:00 GMT</pubDate>"
            f"<category>Category {name % 17}</category>{body}</item>\n"
        )
    head = f"<channel><title>Feed {number}</title><link>http://{host(number)}/</link><description>News</description>"
    return f"{FORM}{head}{''.join(items)}</channel></rss>".encode()


def page(number: int, texts: Texts) -> bytes:
    """An article's page."""
    paragraphs = "".join(f"<p>{texts.paragraph((number + 1) * 10**9 + n, 400)}</p>\n" for n in range(PAGE_PARAGRAPHS))
    menu = "".join(f'<li><a href="/section/{n}">Section {n}</a></li>' for n in range(60))
    article = f"<article><h1>Page {number}</h1>{paragraphs}</article>"
    return f"<!doctype html><title>Page {number}</title><nav><ul>{menu}</ul></nav>{article}".encode()


def host(number: int) -> str:
    return f"feed{number:04d}.example"


def serve(feeds: int, pages: int, latency: float, packed: bool) -> None:
    """Serves until its standard input ends; for each line on it, prints what was asked since the last as JSON."""
    texts = Texts()
    bodies: dict[str, bytes] = {}

    def act(request: Request) -> Sequence[Step]:
        if request.path == "/robots.txt":
            return [Pause(latency), answer(b"User-agent: *\nDisallow: /private/\n", kind="text/plain")]
        number = int(request.host[4:8])
        if request.path != "/feed.xml":
            place = int(request.path.rpartition("/")[2])
            return [Pause(latency), answer(page(number * ENTRIES + place, texts), kind="text/html; charset=utf-8")]
        etag = f'"{number}-1"'
        headers = {"ETag": etag, "Last-Modified": MODIFIED, "Cache-Control": "max-age=900"}
        if request.header("If-None-Match") == etag:
            return [Pause(latency), answer(b"", 304, headers)]
        packing = {"Content-Encoding": "gzip"} if packed else {}
        return [
            Pause(latency),
            answer(bodies[request.host], headers={**headers, **packing}, kind="application/rss+xml"),
        ]

    with Server() as server:
        server.otherwise(act)
        sizes = []
        for number in range(feeds):
            body = feed(number, texts, pages, server.port)
            sizes.append(len(body))
            bodies[host(number)] = gzip.compress(body, 6) if packed else body
        print(json.dumps({"port": server.port, "feed_kb": sum(sizes) / len(sizes) / 1000}), flush=True)
        asked = connections = 0
        for _ in sys.stdin:
            found = {
                "requests": len(server.requests) - asked,
                "connections": len(server.connections) - connections,
                "most_requests_at_once": server.most_at_once.pop("", 0),
                "most_requests_at_once_to_one_host": max(server.most_at_once.values(), default=0),
            }
            asked, connections = len(server.requests), len(server.connections)
            server.most_at_once.clear()
            print(json.dumps(found), flush=True)


# What is measured.


def children() -> list[int]:
    """The processes that this one has started and that are still there (Linux)."""
    found = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(number) for file in found for number in file.read_text(encoding="ascii").split()]


def cpu_of_children() -> float:
    """CPU seconds of all that this process has started: those that have ended, and those that are still there."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = ended.ru_utime + ended.ru_stime
    for number in children():
        fields = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def peak_memory_of_children() -> float:
    """The sum of the largest resident sizes of the processes that are still there, in MB."""
    peaks = (re.search(r"VmHWM:\s*(\d+)", Path(f"/proc/{n}/status").read_text(encoding="utf-8")) for n in children())
    return sum(int(peak.group(1)) / 1024 for peak in peaks if peak)


@dataclass
class Waiting:
    """Seconds that the running event loop had nothing to do."""

    seconds: float = 0.0

    def watch(self) -> None:
        selector = asyncio.get_running_loop()._selector  # type: ignore[attr-defined]
        select = selector.select

        def timed(timeout: float | None = None) -> Any:
            start = time.perf_counter()
            try:
                return select(timeout)
            finally:
                self.seconds += time.perf_counter() - start

        selector.select = timed


async def poll_all(states: Sequence[Any], fetch_pages: bool) -> list[Any]:
    """The state of each feed after one poll, in an order of its own; the one place that knows how feeds are polled."""
    from transforms.sources.polling.fetch import Fetcher
    from transforms.sources.polling.land import land
    from transforms.sources.polling.poll import poll
    from transforms.sources.polling.traffic import PollOptions, Traffic

    resolver = Names(others=["127.0.0.1"])
    after = []
    async with Fetcher(
        user_agent=AGENT, clock=lambda: time.time_ns() // 1_000, allow_private_addresses=True, resolver=resolver
    ) as fetcher:
        traffic = Traffic(fetcher, PollOptions(fetch_pages=fetch_pages))
        async for landing in poll(states, traffic):
            traffic.landed(landing, len(land(landing)))
            after.append((landing.state, len(landing.new), len(landing.pages)))
    return after


def once(states: Sequence[Any], fetch_pages: bool) -> tuple[list[Any], dict[str, float]]:
    """Polls all feeds; the states afterwards, and the figures."""
    waiting = Waiting()

    async def run() -> list[Any]:
        waiting.watch()
        return await poll_all(states, fetch_pages)

    own, theirs, start = time.process_time(), cpu_of_children(), time.perf_counter()
    after = asyncio.run(run())
    wall, own, theirs = time.perf_counter() - start, time.process_time() - own, cpu_of_children() - theirs
    errors = sorted({state.error for state, _, _ in after if state.error is not None})
    if errors:
        print(f"{len(errors)} kinds of error, such as {errors[0]!r}", file=sys.stderr)
    figures = {
        "seconds": wall,
        "feeds_per_second": len(states) / wall,
        "cpu_seconds_own": own,
        "cpu_seconds_children": theirs,
        "cpu_ms_per_feed": 1000 * (own + theirs) / len(states),
        "share_of_time_waiting": waiting.seconds / wall,
        "share_of_cores_busy": (own + theirs) / wall / (os.cpu_count() or 1),
        "new_entries": sum(new for _, new, _ in after),
        "pages": sum(pages for _, _, pages in after),
        "feeds_failed": sum(state.error is not None for state, _, _ in after),
    }
    return [state for state, _, _ in after], figures


def measure(feeds: int, port: int, pages: int) -> None:
    """Polls twice and prints the figures of each time, a line each; a line is read in between and at the end."""
    from schemas.feeds import FeedState

    importlib.import_module("transforms.sources.polling.poll")  # which is no part of a poll

    states = [FeedState(f"http://{host(number)}:{port}/feed.xml") for number in range(feeds)]
    imported = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for _ in range(2):
        states, figures = once(states, pages > 0)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        memory = {
            "memory_mb_imported": imported,
            "memory_mb_peak": peak,
            "memory_mb_peak_children": peak_memory_of_children(),
        }
        print(json.dumps({**figures, **memory}), flush=True)
        sys.stdin.readline()


def talk(process: "subprocess.Popen[str]") -> dict[str, float]:
    """The next line that a process prints."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise SystemExit(f"{process.args} ended with code {process.wait()}")
    return dict(json.loads(line))


def nudge(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def runs(options: argparse.Namespace) -> dict[str, Any]:
    """Starts server and poller, and gathers what both saw of each of the two polls."""
    shared = ["--feeds", str(options.feeds), "--pages", str(options.pages), "--latency", str(options.latency)]
    command = [sys.executable, __file__, *shared, *(["--gzip"] if options.gzip else [])]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    found: dict[str, Any] = {}
    with subprocess.Popen([*command, "--serve"], **pipes) as server:
        ready = talk(server)
        with subprocess.Popen([*command, "--poll", str(int(ready["port"]))], **pipes) as poller:
            for name in ("cold", "unchanged"):
                figures = talk(poller)
                nudge(server)
                found[name] = {**talk(server), **figures}
                nudge(poller)
                print(name, json.dumps({key: round(value, 2) for key, value in found[name].items()}), file=sys.stderr)
        assert server.stdin is not None
        server.stdin.close()
    return {
        "feeds": options.feeds,
        "entries_per_feed": ENTRIES,
        "feed_kb": round(ready["feed_kb"], 1),
        "latency_ms": 1000 * options.latency,
        "pages_per_teaser_feed": options.pages,
        "gzip": options.gzip,
        "machine": machine("newsbeam", "aiohttp", "lxml", "feedparser", "pyarrow"),
        "polls": {name: {key: round(value, 3) for key, value in figures.items()} for name, figures in found.items()},
    }


def report(result: dict[str, Any]) -> str:
    """The results as Markdown."""
    polls = result["polls"]
    lines = [
        "# Polling",
        "",
        f"`python benchmarks/polling.py`: {result['feeds']} feeds of {result['entries_per_feed']} entries and "
        f"{result['feed_kb']} KB on as many hosts, {result['latency_ms']:g} ms before each answer, "
        f"{result['pages_per_teaser_feed']} pages for each feed of teasers; polled, and once more with nothing new.",
        "CPU of the server is not counted. Memory is resident; the second poll is in the process of the first.",
        "",
        f"| figure | {' | '.join(polls)} |",
        f"|---|{'---|' * len(polls)}",
    ]
    lines += [
        f"| {key.replace('_', ' ')} | {' | '.join(f'{poll[key]:g}' for poll in polls.values())} |"
        for key in polls["cold"]
    ]
    lines += ["", "| machine | |", "|---|---|", *(f"| {key} | {value} |" for key, value in result["machine"].items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measures and writes the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=FEEDS)
    parser.add_argument("--pages", type=int, default=0, help="entries with a page in each feed of teasers")
    parser.add_argument("--latency", type=float, default=LATENCY_SECONDS, help="seconds before each answer")
    parser.add_argument("--gzip", action="store_true", help="feeds are sent packed")
    parser.add_argument("--dry", action="store_true", help="print the results, and write none")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--poll", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        return serve(options.feeds, options.pages, options.latency, options.gzip)
    if options.poll is not None:
        return measure(options.feeds, options.poll, options.pages)
    result = runs(options)
    text = report(result)
    if not options.dry:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "polling.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        (RESULTS / "polling.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
