"""How well articles are cleaned, classified and matched with their copies: all tables, printed and written.

python benchmarks/articles.py --bench FOLDER               all tables; FOLDER holds score.py and data/
python benchmarks/articles.py --bench FOLDER --only NAME   some of the tables, printed and not written
"""

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from measures.about import about
from measures.gold import Bench
from measures.report import table
from speed import RESULTS

TABLES = (
    "main_text", "boilerplate_lines", "boilerplate_invented", "metadata", "languages", "topic_sets", "genres", "copies",
    "stages",
)  # fmt: skip
"""Each is a module of `measures/`: `measure(bench)` gives its figures, `lines(figures)` prints them."""


def measured(bench: Bench, wanted: list[str]) -> dict[str, Any]:
    """The figures of the tables that are wanted, in their order."""
    found: dict[str, Any] = {}
    for name in wanted:
        found[name] = import_module(f"measures.{name}").measure(bench)
        print(f"measured {name}", file=sys.stderr, flush=True)
    return found


def page(found: dict[str, Any], machine: dict[str, str]) -> str:
    """All tables as Markdown, and what they were measured on."""
    lines = ["# Articles: text, metadata, topics, genres, copies", ""]
    for name, figures in found.items():
        lines += import_module(f"measures.{name}").lines(figures)
    lines += ["## Measured on", "", *table(["", ""], machine.items())]
    return "\n".join(lines)


def main() -> None:
    """Measures, prints, and writes the results of a whole run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True, help="the folder that holds score.py and data/")
    parser.add_argument("--only", nargs="+", choices=TABLES, help="tables to measure; writes no results")
    options = parser.parse_args()
    found = measured(Bench(options.bench), options.only or list(TABLES))
    machine = about("trafilatura", "resiliparse", "py3langid", "numpy")
    text = page(found, machine)
    print(text, end="")
    if not options.only:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "articles.md").write_text(text, encoding="utf-8")
        (RESULTS / "articles.json").write_text(
            json.dumps({**found, "machine": machine}, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
