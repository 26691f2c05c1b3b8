"""Figures of the bench's own scorer, over a lake of two small files that holds what was coded."""

import contextlib
import io
import json
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from measures.gold import Bench, Row, parts
from measures.job import Coded
from schemas.tables import LOG
from transforms.write.rows import Batch, article_row, mention_row

Figures = dict[str, float]

_BATCH = Batch("bench", 0, "bench")


def scored(bench: Bench, command: str, rows: list[Row], found: dict[str, Coded], least: float = 0.0) -> Figures:
    """What `score.py COMMAND LAKE TRUTH` prints of some rows; mentions below the confidence `least` are left out."""
    with tempfile.TemporaryDirectory() as name:
        lake, truth = Path(name) / "lake", Path(name) / "truth.jsonl"
        truth.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        ours = [found[row["id"]] for row in rows]
        mentions = [mention for one in ours for mention in one.mentions if mention.confidence >= least]
        _write(lake / "articles", [article_row(one.article, _BATCH) for one in ours])
        _write(lake / "mentions", [mention_row(mention, "") for mention in mentions])
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            getattr(bench.score, command)(str(lake), str(truth))
    pairs = (line.split(": ") for line in printed.getvalue().splitlines())
    return {figure: float(value) for figure, value in pairs}


def _write(folder: Path, rows: list[Row]) -> None:
    folder.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=LOG[folder.name]), folder / "part.parquet")


def halves(bench: Bench, command: str, rows: list[Row], found: dict[str, Coded]) -> dict[str, Figures]:
    """The figures of a set, of its halves, and A less B: what is lost on text that no rule was fitted to."""
    figures = {name: scored(bench, command, some, found) for name, some in parts(rows).items()}
    gap = {figure: round(value - figures["B"][figure], 4) for figure, value in figures["A"].items()}
    return {**figures, "A-B": gap}
