"""How well and how fast events are coded: all tables, printed, and written to `results/` where gold data is given.

python benchmarks/coding.py --bench FOLDER     all tables; FOLDER holds score.py and data/
python benchmarks/coding.py                    what needs no gold: sample articles, counts, speed on these articles
python benchmarks/coding.py --only speed ...   some of the tables, printed and not written
"""

import argparse
import json
import sys
from pathlib import Path

from measures import confidence, report, silence, throughput
from measures.about import about
from measures.gold import Bench
from measures.job import Coded, coded
from measures.report import Result
from measures.scoring import halves
from measures.seeds import seeds
from measures.vocabulary import vocabulary
from speed import RESULTS

from transforms.events.coder import CODER_VERSION
from transforms.events.parsing import MODELS

ROUNDS = 5
WITH_GOLD = ("gold", "reliability", "thresholds", "silence")
WITHOUT = ("seeds", "vocabulary", "speed")


def on_gold(bench: Bench, wanted: set[str]) -> Result:
    """The tables that need gold; each set is coded once."""
    sets = {"news": bench.news, "own": bench.own, "pairs": bench.pairs, "events": bench.events}
    found: dict[str, dict[str, Coded]] = {}
    for name, rows in sets.items():
        found[name] = coded(rows, name)
        print(f"coded {name}: {len(rows)}", file=sys.stderr, flush=True)
    result: Result = {}
    if "gold" in wanted:
        commands = {"news": "news", "own": "news", "pairs": "pairs", "events": "events"}
        result["gold"] = {name: halves(bench, commands[name], sets[name], found[name]) for name in sets}
    if "reliability" in wanted:
        result["reliability"] = confidence.reliability(bench, found)
    if "thresholds" in wanted:
        all_of_it = {name: coded(sets[name], name, 0.0) for name in ("news", "own")}
        result["thresholds"] = confidence.thresholds(bench, all_of_it)
    if "silence" in wanted:
        items = {"news_dev": (bench.news, found["news"]), "own set": (bench.own, found["own"])}
        result["silence"] = {"items": silence.quiet_items(items), "articles": silence.silence(bench)}
    return result


def measure(bench: Bench | None, wanted: set[str], rounds: int) -> Result:
    """The tables that are wanted, those that need gold only where there is some."""
    result: Result = {}
    if bench is not None and wanted & set(WITH_GOLD):
        result |= on_gold(bench, wanted)
    if "seeds" in wanted:
        result["seeds"] = seeds()
    if "vocabulary" in wanted:
        result["vocabulary"] = vocabulary()
    if "speed" in wanted:
        result |= {
            "rounds": rounds,
            "speed": throughput.in_own_process(throughput.corpora(bench), rounds, __file__),
        }
    models = [name.replace("_", "-") for name in MODELS]
    return {**result, "machine": {"coder": CODER_VERSION, **about(*models)}}


def main() -> None:
    """Measures, prints, and writes the results of a whole run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, help="the folder that holds score.py and data/")
    parser.add_argument(
        "--only", nargs="+", choices=[*WITH_GOLD, *WITHOUT], help="tables to measure; writes no results"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds of the speed table; default %(default)s")
    parser.add_argument("--timed", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error(f"--rounds is {options.rounds}: give 1 or more")
    if options.timed:
        print(json.dumps(throughput.timed(json.load(sys.stdin), options.rounds)))
        return
    wanted = set(options.only or [*WITH_GOLD, *WITHOUT])
    bench = Bench(options.bench) if options.bench else None
    if bench is None and options.only and wanted & set(WITH_GOLD):
        parser.error(f"{' '.join(sorted(wanted & set(WITH_GOLD)))}: gold data is needed, give --bench")
    result = measure(bench, wanted, options.rounds)
    page = report.page(result)
    print(page, end="")
    if bench is not None and not options.only:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "coding.md").write_text(page, encoding="utf-8")
        (RESULTS / "coding.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
