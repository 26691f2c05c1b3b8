"""Articles a second on one worker and on two, memory against input size, and what a stream costs when nothing comes.

    scale.py [--articles 3000] [--rounds 3] [--flink] [--only workers|memory|idle]

Articles are made of the sentences of seeds/drops, ten each, in an order that follows from their number. Start-up is
kept apart: the speed is what is left of a large run after a small one, to the commit; publishing is not in it.
"""

import argparse
import hashlib
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from measures.machine import machine

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
RESULTS = Path(__file__).parent / "results"
SENTENCES = 10
FILE_ARTICLES = 250
SMALL = 300
SIZES = (100, 1_000, 10_000)
IDLE_SECONDS, IDLE_WINDOW = 120, 5
PAGE = os.sysconf("SC_PAGE_SIZE")
TICK = os.sysconf("SC_CLK_TCK")


def lay_out(articles: int, folder: Path) -> Path:
    """Writes so many different articles as JSONL files of a hundred."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds" / "drops").glob("*.txt"))]
    sentences = [line for text in texts for line in re.split(r"(?<=[.!?])\s+", text) if 30 < len(line) < 400]
    folder.mkdir(parents=True)
    for first in range(0, articles, FILE_ARTICLES):
        lines = []
        for number in range(first, min(first + FILE_ARTICLES, articles)):
            key = hashlib.sha256(str(number).encode()).digest()
            text = " ".join(sentences[int.from_bytes(key[i : i + 2]) % len(sentences)] for i in range(SENTENCES))
            row = {"id": f"a{number}", "title": f"Report {number}", "text": text, "published": "2026-11-20T12:00:00Z"}
            lines.append(json.dumps(row))
        (folder / f"{first:06d}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def descendants(pid: int) -> Iterator[int]:
    """A process and all that it started, and these."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from descendants(int(child))


class Peak:
    """The largest resident memory of any one Python process below some, in MB, looked at five times a second."""

    def __init__(self, *pids: int) -> None:
        self.pids = pids
        self.megabytes = 0.0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def close(self) -> float:
        self.ended.set()
        self.thread.join()
        return self.megabytes

    def _look(self) -> None:
        while not self.ended.wait(0.2):
            for pid in self.pids:
                try:
                    for each in descendants(pid):
                        if "python" in os.readlink(f"/proc/{each}/exe"):
                            pages = int(Path(f"/proc/{each}/statm").read_text().split()[1])
                            self.megabytes = max(self.megabytes, pages * PAGE / 1e6)
                except (FileNotFoundError, ProcessLookupError):
                    continue


def ingest(drops: Path, flags: Sequence[str], pools: Sequence[int] = ()) -> tuple[float, float]:
    """Seconds from the start of `newsbeam ingest` to its commit, and the peak memory of a process of it."""
    with tempfile.TemporaryDirectory() as folder:
        lake = Path(folder) / "lake"
        command = [sys.executable, "-m", "pipelines.cli", "ingest", "--input", str(drops), "--output", str(lake)]
        start = time.time()
        process = subprocess.Popen(
            [*command, "--batch", "b", *flags], cwd=ROOT, stderr=subprocess.PIPE, text=True, stdout=subprocess.DEVNULL
        )
        peak = Peak(process.pid, *pools)
        said = process.communicate()[1]
        memory = peak.close()
        if process.returncode:
            raise SystemExit(said)
        return (lake / "_commits" / "b.json").stat().st_mtime - start, memory


LOCAL = {
    "FnApiRunner, one process": ["--runner=FnApiRunner"],
    "FnApiRunner, two processes": [
        "--runner=FnApiRunner",
        "--direct_running_mode=multi_processing",
        "--direct_num_workers=2",
    ],
}
PAIRS = {
    "FnApiRunner": ("FnApiRunner, one process", "FnApiRunner, two processes"),
    "Flink": ("Flink, one slot", "Flink, two slots"),
}


def measure_workers(articles: int, rounds: int, cluster: dict[str, list[str]], pools: Sequence[int]) -> dict[str, Any]:
    """Speed and start-up of each way, medians over rounds; the ways take turns, and ratios are of one round's runs."""
    ways = {**LOCAL, **cluster}
    runs: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as name:
        small, large = lay_out(SMALL, Path(name) / "small"), lay_out(articles, Path(name) / "large")
        for flags in cluster.values():
            # A cluster's first job is slower than those after it.
            ingest(small, flags, pools)
        for turn in range(rounds):
            run: dict[str, float] = {}
            for way in [*ways][turn % len(ways) :] + [*ways][: turn % len(ways)]:
                little, _ = ingest(small, ways[way], pools)
                much, _ = ingest(large, ways[way], pools)
                run[f"{way}: articles/s"] = (articles - SMALL) / (much - little)
                run[f"{way}: start-up s"] = little - SMALL * (much - little) / (articles - SMALL)
            for runner, (one, two) in PAIRS.items():
                if one in ways:
                    run[f"{runner}: two over one"] = run[f"{two}: articles/s"] / run[f"{one}: articles/s"]
            runs.append({key: round(value, 2) for key, value in sorted(run.items())})
            print(json.dumps(runs[-1]), file=sys.stderr, flush=True)
    return {"median": {key: round(statistics.median(run[key] for run in runs), 2) for key in runs[0]}, "runs": runs}


def measure_memory(cluster: dict[str, list[str]], pools: Sequence[int]) -> dict[str, Any]:
    """Peak memory of one worker, in MB, at 1, 10 and 100 times the input."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        for size in SIZES:
            drops = lay_out(size, Path(name) / str(size))
            for way, flags in {"FnApiRunner": LOCAL["FnApiRunner, one process"], **cluster}.items():
                found[f"{way}, {size} articles"] = round(ingest(drops, flags, pools)[1])
                print(json.dumps(found), file=sys.stderr, flush=True)
    return found


def measure_idle() -> dict[str, Any]:
    """What a window without news costs a stream on Prism: CPU of all its processes, and seconds to its commit."""
    with tempfile.TemporaryDirectory() as name:
        lake, drops = Path(name) / "lake", Path(name) / "drops"
        drops.mkdir()
        command = [sys.executable, "-m", "pipelines.cli", "stream", "--input", f"{drops}/*.txt", "--output", str(lake)]
        command += ["--window", f"{IDLE_WINDOW}s", "--publish_every", "0s", "--job_name", "idle"]
        process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        while not list(lake.glob("_commits/*")):
            time.sleep(0.5)
            if process.poll() is not None:
                raise SystemExit("the stream ended")
        time.sleep(2 * IDLE_WINDOW)
        before, commits = _cpu(process.pid), set(lake.glob("_commits/*"))
        time.sleep(IDLE_SECONDS)
        spent = _cpu(process.pid) - before
        new = sorted(set(lake.glob("_commits/*")) - commits)
        late = [each.stat().st_mtime % IDLE_WINDOW for each in new]
        size = statistics.median(each.stat().st_size for each in new)
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    return {
        "windows": len(new),
        "CPU ms a window": round(spent / len(new) * 1000, 1),
        "share of a core": round(spent / IDLE_SECONDS, 4),
        "median ms from a window's begin to its commit": round(statistics.median(late) * 1000),
        "bytes of an empty commit": round(size),
    }


def _cpu(pid: int) -> float:
    total = 0
    for each in descendants(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def report(figures: dict[str, Any]) -> str:
    """The figures as Markdown tables."""
    lines = ["# Scale", ""]
    for title, found in figures.items():
        rows = found.get("median", found)
        lines += [f"| {title} | |", "|---|---|", *(f"| {key} | {value} |" for key, value in rows.items()), ""]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--flink", action="store_true", help="also on a Flink cluster of its own (make cluster)")
    parser.add_argument("--only", choices=["workers", "memory", "idle"])
    given = parser.parse_args()
    figures: dict[str, Any] = {}
    with ExitStack() as parts:
        cluster: dict[str, list[str]] = {}
        pools: list[int] = []
        if given.flink and given.only != "idle":
            from deploy.flink.cluster import job_server, session_cluster, worker_pool

            run = Path(parts.enter_context(tempfile.TemporaryDirectory()))
            rest = parts.enter_context(session_cluster(run, slots=2)).rest
            endpoint, _ = parts.enter_context(job_server(run, rest))
            pool, process = parts.enter_context(worker_pool(run))
            pools.append(process.pid)
            flags = ["--runner=PortableRunner", f"--job_endpoint={endpoint}", "--environment_type=EXTERNAL"]
            flags.append(f"--environment_config={pool}")
            cluster = {
                f"Flink, {word}": [*flags, f"--parallelism={n}", f"--sdk_worker_parallelism={n}"]
                for n, word in ((1, "one slot"), (2, "two slots"))
            }
        if given.only in (None, "workers"):
            figures["workers"] = measure_workers(given.articles, given.rounds, cluster, pools)
        if given.only in (None, "memory"):
            one = {way: flags for way, flags in cluster.items() if way == "Flink, two slots"}
            figures["peak memory of one process, MB"] = measure_memory(one, pools)
    if given.only in (None, "idle"):
        figures["a stream without news, on Prism"] = measure_idle()
    figures["machine"] = machine("newsbeam", "apache-beam", "spacy", "pyarrow")
    if given.only is None:
        RESULTS.joinpath("scale.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        RESULTS.joinpath("scale.md").write_text(report(figures), encoding="utf-8")
    print(report(figures))


if __name__ == "__main__":
    main()
