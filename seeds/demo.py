"""Runs the main job on everything in this folder, a feed served on loopback among it, and shows what came out."""

import argparse
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
from rich.console import Console

from pipelines.cli import main as newsbeam

SEEDS = Path(__file__).parent
EVENTS = """
    SELECT actor_name, actor_country, event_type, recipient_name, recipient_country, event_date, modality, sentence
    FROM read_parquet('{lake}/events/**/*.parquet', hive_partitioning = true)
    WHERE recipient_name IS NOT NULL AND actor_name IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY event_type ORDER BY n_mentions DESC, confidence DESC, event_id) <= 2
    ORDER BY event_date DESC, event_id LIMIT 8
"""


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line for each request."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serves a folder on a free loopback port; yields the address of its root."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def show(console: Console, lake: str) -> None:
    """Prints a handful of events, and the line that looks further."""
    console.print("\nSome of the events: who did what to whom, when, and the sentence that says so\n")
    for row in duckdb.sql(EVENTS.format(lake=lake)).fetchall():
        actor, actor_country, kind, recipient, recipient_country, day, modality, sentence = row
        sides = f"{actor} ({actor_country or '?'}) -> {recipient} ({recipient_country or '?'})"
        console.print(
            f"{day}  {kind:<10} {sides}" + ("" if modality == "asserted" else f"  [{modality}]"), markup=False
        )
        console.print(f"            {' '.join(sentence.split())}\n", markup=False)
    console.print("Look further:\n")
    glob = f"read_parquet('{lake}/events/**/*.parquet', hive_partitioning = true)"
    columns = "event_date, event_type, actor_name, recipient_name, n_sources, sentence"
    query = f"SELECT {columns} FROM {glob} ORDER BY event_date DESC"
    console.print(f"  .venv/bin/python -c \"import duckdb; duckdb.sql('''{query}''').show()\"", markup=False)


def main() -> int:
    """Exit code of the job."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", default="lake", help="the lake's folder (default: lake)")
    lake = parser.parse_args().output
    console = Console(soft_wrap=True, highlight=False)
    with served(SEEDS / "web") as address:
        command = ["ingest", "--input", str(SEEDS / "drops"), "--feeds", f"{address}/feed.xml"]
        command += ["--allow_private_addresses", "--output", lake]
        console.print(f"$ newsbeam {' '.join(command)}\n", markup=False)
        code = newsbeam(command)
    if code == 0:
        show(console, lake)
    return code


if __name__ == "__main__":
    sys.exit(main())
