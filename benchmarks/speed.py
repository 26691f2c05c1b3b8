"""HTML to published Parquet on one core against a bare loop of trafilatura, and memory at 1 and 20 times the input."""

import argparse
import gzip
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measures.machine import machine

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
ADDRESS = re.compile(
    rb"""(rel=["']?canonical["']?[^>]*?href=["'][^"'#]+|property=["']og:url["'][^>]*?content=["'][^"'#]+)"""
)
ROUNDS = 3
TIMES = 20


def pages(folder: str | None) -> list[bytes]:
    """The pages to measure with, as they were served."""
    if folder is None:
        return [path.read_bytes() for path in sorted((ROOT / "seeds").rglob("*.html"))]
    return [gzip.decompress(path.read_bytes()) for path in sorted(Path(folder).glob("*.html.gz"))]


def lay_out(found: list[bytes], times: int, folder: Path) -> None:
    """Writes each page so many times, each copy under an address of its own, so that none is a duplicate."""
    folder.mkdir()
    for copy in range(times):
        for number, page in enumerate(found):
            own = ADDRESS.sub(rb"\1?copy=%d" % copy, page) if copy else page
            (folder / f"{number:04d}-{copy:02d}.html.gz").write_bytes(gzip.compress(own, 6))


def bare_loop(folder: str) -> None:
    """Extracts every page of a folder and prints the seconds of the loop, without the first call's set-up."""
    import trafilatura

    found = [gzip.decompress(path.read_bytes()) for path in sorted(Path(folder).glob("*.html.gz"))]
    trafilatura.bare_extraction(found[0], with_metadata=True)
    start = time.perf_counter()
    for page in found:
        trafilatura.bare_extraction(page, with_metadata=True)
    print(time.perf_counter() - start)


def measured(command: list[str]) -> tuple[float, float, float, str]:
    """Wall seconds, CPU seconds and peak memory in MB of a process, and what it printed; pinned to one core."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(["taskset", "-c", "0", *command], stdout=out, stderr=said, text=True, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        for stream in (out, said):
            stream.seek(0)
        if status:
            raise SystemExit(f"{' '.join(command)} failed:\n{said.read()}")
        return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read()


def ingest(folder: Path, lake: Path) -> tuple[float, float, float, int]:
    """Wall and CPU seconds, peak memory in MB and articles written of one whole job in one process."""
    command = [sys.executable, "-m", "pipelines.cli", "ingest", "--input", str(folder), "--output", str(lake)]
    seconds, cpu, memory, _ = measured([*command, "--runner=FnApiRunner", "--batch", "bench"])
    counts = json.loads((lake / "_commits" / "bench.json").read_text(encoding="utf-8"))["counts"]
    return seconds, cpu, memory, counts["written"]


def measure(found: list[bytes], rounds: int) -> dict[str, object]:
    """All figures: medians over the rounds, each round's runs one after the other."""
    runs: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        lay_out(found, 1, home / "once")
        lay_out(found, TIMES, home / "many")
        for turn in range(rounds):
            loop = float(measured([sys.executable, __file__, "--loop", str(home / "many")])[3])
            once = ingest(home / "once", home / f"once-{turn}")
            many = ingest(home / "many", home / f"many-{turn}")
            articles = len(found) * (TIMES - 1)
            rate, bare = articles / (many[0] - once[0]), len(found) * TIMES / loop
            runs.append(
                {
                    "bare_articles_per_s": bare,
                    "articles_per_s": rate,
                    "ratio": rate / bare,
                    "cpu_ms_per_article": 1000 * (many[1] - once[1]) / articles,
                    "start_up_s": once[0] - len(found) / rate,
                    "memory_1x_mb": once[2],
                    "memory_20x_mb": many[2],
                    "written_1x": once[3],
                    "written_20x": many[3],
                }
            )
            print(json.dumps({key: round(value, 2) for key, value in runs[-1].items()}), file=sys.stderr)
    medians = {key: round(statistics.median(run[key] for run in runs), 2) for key in runs[0]}
    return {
        "pages": len(found),
        "rounds": rounds,
        "machine": machine("newsbeam", "apache-beam", "trafilatura", "spacy", "pyarrow"),
        "median": medians,
        "runs": runs,
    }


def main() -> None:
    """Measures and writes the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", help="a folder of news pages, *.html.gz; default: the sample pages")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--loop", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.loop:
        return bare_loop(options.loop)
    result = measure(pages(options.pages), options.rounds)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "speed.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    lines = ["# Speed and memory", "", f"{result['pages']} pages, medians of {result['rounds']} rounds.", ""]
    lines += ["| figure | median |", "|---|---|"]
    lines += [f"| {key.replace('_', ' ')} | {value} |" for key, value in result["median"].items()]  # type: ignore[attr-defined]
    lines += ["", "| machine | |", "|---|---|"]
    lines += [f"| {key} | {value} |" for key, value in result["machine"].items()]  # type: ignore[attr-defined]
    (RESULTS / "speed.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
