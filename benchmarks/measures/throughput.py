"""Sentences a second on one core: the coder, the gate, and a loop that parses every sentence with all of spaCy.

The measuring runs in a process of its own (`in_own_process`), pinned to one core, with one thread for linear algebra.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import spacy

from measures.gold import Bench, Row, in_drawing_order
from measures.job import bare_article
from schemas.records import Article
from transforms.events.coder import load_coder
from transforms.events.gate import passes
from transforms.events.gazetteer import gazetteer
from transforms.events.parsing import MODELS
from transforms.events.sentences import split
from transforms.sources.read import CHUNK_DOCUMENTS

DROPS = Path(__file__).parents[2] / "seeds" / "drops"
NEWS_ARTICLES = 120
"""Of AG and BBC together, by the hash of their ids: about 700 sentences."""

WARM_UP = 20
LEAST_SECONDS = 0.3
"""How long a measured pass over the gate lasts at least; it is repeated until then."""


def corpora(bench: Bench | None) -> dict[str, list[Row]]:
    """What is measured on, by name: plain diplomatic sentences and ordinary news, or the repository's articles."""
    if bench is None:
        files = sorted(DROPS.glob("*.txt"))
        texts = [{"id": f.name, "text": f.read_text(encoding="utf-8"), "published": "2021-11-24"} for f in files]
        return {f"sample articles ({len(files)}, seeds/drops)": texts}
    diplomatic = {row["text"]: {"id": row["id"], "text": row["text"], "published": row["published"]} for row in
                  [*bench.pairs, *bench.events]}  # fmt: skip
    news = in_drawing_order(row for row in bench.topics if row["set"] in ("ag", "bbc"))[:NEWS_ARTICLES]
    fields = ("id", "text", "published")
    return {
        "diplomatic sentences (plv_dev, plover_gold_dev)": list(diplomatic.values()),
        "ordinary news (AG, BBC; topics_dev)": [{field: row[field] for field in fields} for row in news],
    }


def in_own_process(rows: dict[str, list[Row]], rounds: int, script: str) -> dict[str, Any]:
    """Runs `script --timed` on one core, with the texts as its input, and returns its figures."""
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, script, "--timed", "--rounds", str(rounds)],
        input=json.dumps(rows),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, **threads},
    )
    return dict(json.loads(done.stdout))


def timed(rows: dict[str, list[Row]], rounds: int) -> dict[str, Any]:
    """What `in_own_process` gives, measured in this process: sentences a second by corpus, and the coder's load."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    whole = spacy.load(next(name for name in MODELS if spacy.util.is_package(name)))
    start = time.process_time()
    load_coder()
    load = time.process_time() - start
    found = {name: _corpus([bare_article(row) for row in some], rounds, whole) for name, some in rows.items()}
    return {"load_s": round(load, 2), "corpora": found}


def _corpus(articles: list[Article], rounds: int, whole: Any) -> dict[str, Any]:
    """Rounds of each way in turn over the same sentences; sentences a second and the paired ratios."""
    texts = [sentence.text for article in articles for sentence in split(article.text)]
    chunks = [articles[first : first + CHUNK_DOCUMENTS] for first in range(0, len(articles), CHUNK_DOCUMENTS)]
    coder, names = load_coder(), gazetteer()
    named = [(text, any(match.entity.kind != "city" for match in names.find(text))) for text in texts]
    ways: dict[str, Callable[[], object]] = {
        "coder": lambda: [coder.code(chunk) for chunk in chunks],
        "spacy_pipe": lambda: list(whole.pipe(texts)),
        "spacy_one_by_one": lambda: [whole(text) for text in texts],
        "gate": lambda: [passes(text, has_name, True) for text, has_name in named],
        "names": lambda: [names.find(text) for text in texts],
    }
    coder.code(articles[:WARM_UP])
    list(whole.pipe(texts[:WARM_UP]))
    runs: list[dict[str, float]] = []
    for turn in range(rounds):
        # the order turns, so that no way is always measured behind the same other one
        order = [*ways][turn % len(ways) :] + [*ways][: turn % len(ways)]
        rates = {way: len(texts) / _seconds(ways[way]) for way in order}
        rates["ratio_to_pipe"] = rates["coder"] / rates["spacy_pipe"]
        rates["ratio_to_one_by_one"] = rates["coder"] / rates["spacy_one_by_one"]
        runs.append({name: rates[name] for name in sorted(rates)})
        print(json.dumps({name: round(rate, 2) for name, rate in runs[-1].items()}), file=sys.stderr, flush=True)
    return {
        "articles": len(articles),
        "sentences": len(texts),
        "words_per_sentence": round(sum(len(text.split()) for text in texts) / max(1, len(texts)), 1),
        "passing_the_gate": round(sum(passes(text, known, True) for text, known in named) / max(1, len(texts)), 4),
        "median": {name: round(statistics.median(run[name] for run in runs), 2) for name in runs[0]},
        "runs": [{name: round(rate, 2) for name, rate in run.items()} for run in runs],
    }


def _seconds(way: Callable[[], object]) -> float:
    """The processor's seconds of one pass, a mean where passes are short; what else the machine does counts little."""
    passed, start = 0, time.process_time()
    while True:
        way()
        passed += 1
        spent = time.process_time() - start
        if spent >= LEAST_SECONDS:
            return spent / passed
