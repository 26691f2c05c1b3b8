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
PORT = 8765
EVENTS = """
    SELECT actor_name, actor_country, event_type, recipient_name, recipient_country, event_date, modality, sentence
    FROM read_parquet('{lake}/events/**/*.parquet', hive_partitioning = true)
    WHERE recipient_name IS NOT NULL AND actor_name IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY event_type ORDER BY n_mentions DESC, confidence DESC, event_id) = 1
    ORDER BY event_date DESC, event_id LIMIT 6
"""
UNDATED = """
    SELECT actor_name, actor_country, event_type, recipient_name, recipient_country, event_date, modality, sentence
    FROM read_parquet('{lake}/mentions/**/*.parquet', hive_partitioning = true)
    WHERE event_id IS NULL AND actor_name IS NOT NULL AND recipient_name IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY event_type ORDER BY confidence DESC, length(sentence), mention_id) = 1
    ORDER BY mention_id LIMIT 3
"""


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line for each request."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serves a folder on loopback; yields the address of its root.

    Always at the same port, if that is free: the feed is then the same one when the demo runs again.
    """
    handler = partial(_Quiet, directory=str(folder))
    try:
        server = ThreadingHTTPServer(("127.0.0.1", PORT), handler)
    except OSError:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def show_rows(console: Console, query: str) -> None:
    """Prints each row of a query as two lines."""
    for row in duckdb.sql(query).fetchall():
        actor, actor_country, kind, recipient, recipient_country, day, modality, sentence = row
        sides = f"{actor} ({actor_country or '?'}) -> {recipient} ({recipient_country or '?'})"
        said = "" if modality == "asserted" else f"  [{modality}]"
        when = "no day" if day is None else day.isoformat()
        console.print(f"{when:<10}  {kind:<10} {sides}{said}", markup=False)
        console.print(f"            {' '.join(sentence.split())}\n", markup=False)


def show(console: Console, lake: str) -> None:
    """Prints a handful of events, and the line that looks further."""
    console.print("\nSome of the events: who did what to whom, when, and the sentence that says so\n")
    show_rows(console, EVENTS.format(lake=lake))
    console.print("Some mentions without a day: the sample articles bear no date, so these join no event\n")
    show_rows(console, UNDATED.format(lake=lake))
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
