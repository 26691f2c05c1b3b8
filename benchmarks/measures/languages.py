"""How well the language of texts is told, by their length: articles, teasers, sentences, their first words, names.

`data/languages.tsv` holds sentences written for this; headlines and texts of topics_dev, all English, are read too.
"""

import statistics
import time
from collections import defaultdict
from typing import Any

from measures.gold import DATA, Bench, Row, parts
from measures.report import table
from transforms.classify.language import language

ROUNDS = 5
UNSPACED = {"zh", "ja"}
Text = tuple[str | None, str]
"""A text and its language; None for names alone, which are of none."""


def measure(bench: Bench) -> dict[str, Any]:
    """Shares told rightly, wrongly and not at all, and the milliseconds of CPU that an article takes."""
    sets = _sets()
    titles = [{"id": row["id"], "text": row["title"]} for row in bench.topics if row["title"]]
    texts = [{"id": row["id"], "text": row["text"]} for row in bench.topics]
    found: dict[str, Any] = {name: _shares(members) for name, members in sets.items()}
    for name, rows in (("headlines of topics_dev", titles), ("texts of topics_dev", texts)):
        for part, members in parts(rows).items():
            found[f"{name}, {part}"] = _shares(_english(members))
    whole = [text for _, text in sets["articles"]]
    return {"sets": found, "ms": _milliseconds(whole)}


def _english(rows: list[Row]) -> list[Text]:
    return [("en", row["text"]) for row in rows]


def _sets() -> dict[str, list[Text]]:
    """The project's own sentences by length."""
    by_language: dict[str, list[str]] = defaultdict(list)
    for line in (DATA / "languages.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, text = line.split("\t")
            by_language[code].append(text)
    names = by_language.pop("-")
    common = {code: lines for code, lines in by_language.items() if len(lines) > 3}
    every = [(code, line) for code, lines in common.items() for line in lines]
    rare = [(code, line) for code, lines in by_language.items() if code not in common for line in lines]
    return {
        "articles": [(code, "\n".join(lines)) for code, lines in common.items()],
        "teasers of two sentences": [
            (code, " ".join(lines[i : i + 2])) for code, lines in common.items() for i in range(0, len(lines), 2)
        ],
        "sentences": list(every),
        "first six words": [(code, _first(code, line, 6)) for code, line in every],
        "first four words": [(code, _first(code, line, 4)) for code, line in every],
        "sentences of smaller languages": list(rare),
        "first five words of these": [(code, _first(code, line, 5)) for code, line in rare],
        "names alone": [(None, name) for name in names],
    }


def _first(code: str, line: str, words: int) -> str:
    """So many words; in scripts without spaces as many characters as these mostly have."""
    return line[: 2 * words + 2] if code in UNSPACED else " ".join(line.split()[:words])


def _shares(texts: list[Text]) -> dict[str, float]:
    told = [(gold, _base(language(None, text, None))) for gold, text in texts]
    right = sum(gold == ours for gold, ours in told)
    silent = sum(ours is None and gold is not None for gold, ours in told)
    n = len(told)
    return {"texts": n, "right": right / n, "wrong": (n - right - silent) / n, "not told": silent / n}


def _base(tag: str | None) -> str | None:
    return tag.split("-")[0] if tag else None


def _milliseconds(texts: list[str]) -> float:
    """CPU of one article, the median of the rounds."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in texts:
            language(None, text, None)
        rounds.append((time.process_time() - start) / len(texts) * 1000)
    return statistics.median(rounds)


def lines(found: dict[str, Any]) -> list[str]:
    """The table: a row a set."""
    rows = [(name, s["texts"], s["right"], s["wrong"], s["not told"]) for name, s in found["sets"].items()]
    return [
        "## Languages", "",
        "Without any claim of the source. Right for names alone is not to tell.", "",
        *table(["texts", "number", "right", "wrong", "not told"], rows),
        f"An article takes {found['ms']:.2f} ms of CPU.", "",
    ]  # fmt: skip
