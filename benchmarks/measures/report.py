"""The tables as Markdown."""

from collections.abc import Iterable, Sequence
from typing import Any

Result = dict[str, Any]

_NEWS = (
    ("f1", "F1"),
    ("wire_f1", "wire F1"),
    ("wire_precision", "precision"),
    ("wire_key_recall", "key recall"),
    ("wire_mentions", "said"),
    ("politics_f1", "politics F1"),
    ("politics_precision", "precision"),
    ("politics_key_recall", "key recall"),
    ("politics_mentions", "said"),
    ("silent_where_nothing_happens", "silent"),
)
_PAIRS = (
    ("type_f1", "type F1"),
    ("type_precision", "precision"),
    ("type_recall", "recall"),
    ("pair_recall", "pair recall"),
    ("mentions", "said"),
)
_EVENTS = (
    ("type_f1", "type F1"),
    ("type_precision", "precision"),
    ("type_recall", "recall"),
    ("dyad_recall", "dyad recall"),
    ("full_recall", "full recall"),
    ("mentions", "said"),
)
SETS = {
    "news": ("Ordinary news, news_dev (`score.py news`)", "items", _NEWS),
    "own": ("Ordinary news, own set (`score.py news`)", "items", _NEWS),
    "pairs": ("Sentences with a given pair, plv_dev (`score.py pairs`)", "sentences", _PAIRS),
    "events": ("PLOVER's gold records, plover_gold_dev (`score.py events`)", "records", _EVENTS),
}


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A Markdown table; fractions have three decimals."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return [*lines, *(f"| {' | '.join(_cell(value) for value in row)} |" for row in rows), ""]


def gold(name: str, figures: Result) -> list[str]:
    """The figures of one gold set: all of it, its halves, and how much half B is below A."""
    title, unit, columns = SETS[name]
    counts = {part: figures[part].get(unit) for part in figures}
    rows = [
        [
            part,
            "" if part == "A-B" else int(counts[part]),
            *(_count(key, figures[part][key], part) for key, _ in columns),
        ]
        for part in figures
    ]
    return [f"### {title}", "", *table(["half", unit, *(label for _, label in columns)], rows)]


def _count(key: str, value: float, part: str) -> object:
    """A figure as a cell: mentions as whole numbers, their difference left out, for halves differ in size."""
    if key.endswith("mentions"):
        return "" if part == "A-B" else int(value)
    return f"{value:+.3f}" if part == "A-B" else f"{value:.3f}"


def reliability(found: Result) -> list[str]:
    lines = [
        "## Reliability",
        "",
        "Mentions by the confidence said: how many, their mean confidence, the share right.",
        "",
    ]
    for name, column in found.items():
        rows = [
            (f"{b['from']:.1f} to {b['to']:.1f}", int(b["mentions"]), f"{b['confidence']:.2f}", f"{b['right']:.2f}")
            for b in column["bins"]
            if b["mentions"]
        ]
        lines += [f"### {name}", "", *table(["said", "mentions", "mean confidence", "right"], rows)]
        lines += [f"Mean distance of the two: {column['off']:.3f}.", ""]
    return lines


def thresholds(found: list[Result]) -> list[str]:
    columns = [*_NEWS[:4], *_NEWS[5:8], _NEWS[9], ("own_f1", "own set: F1"), ("own_wire_f1", "wire F1"),
               ("own_politics_f1", "politics F1"), ("own_silent_where_nothing_happens", "silent")]  # fmt: skip
    rows = [[f"{row['least']:.2f}", *(f"{row[key]:.3f}" for key, _ in columns)] for row in found]
    return [
        "## Thresholds", "", "news_dev and the own set, where mentions below a confidence are left out.", "",
        *table(["confidence from", *(label for _, label in columns)], rows),
    ]  # fmt: skip


def silence(found: Result) -> list[str]:
    items = [(name, row["items"], row["silent"], f"{row['share']:.3f}") for name, row in found["items"].items()]
    whole = [(name, *row.values()) for name, row in found["articles"].items()]
    return [
        "## Silence", "", *table(["items without an event", "items", "without a mention", "share"], items),
        *table(["whole articles", "articles", "with a mention", "mentions", "mentions in 100 articles"], whole),
    ]  # fmt: skip


def pairs_of(title: str, head: Sequence[str], found: Result) -> list[str]:
    """A table of names and values."""
    return [f"## {title}", "", *table(head, ((key.replace("_", " "), value) for key, value in found.items()))]


def speed(found: Result, rounds: int) -> list[str]:
    """Medians of the rounds."""
    labels = {
        "coder": "coder, sentences/s",
        "spacy_pipe": "whole spaCy pipeline, nlp.pipe, sentences/s",
        "spacy_one_by_one": "whole spaCy pipeline, one by one, sentences/s",
        "ratio_to_pipe": "**coder to nlp.pipe** (median of paired ratios)",
        "ratio_to_one_by_one": "coder to one by one (median of paired ratios)",
        "gate": "gate alone, sentences/s",
        "names": "finding names alone, sentences/s",
    }
    corpora = found["corpora"]
    names = list(corpora)
    rows: list[list[object]] = [
        [label, *(corpora[name][key] for name in names)]
        for key, label in (("sentences", "sentences"), ("words_per_sentence", "words a sentence"))
    ]
    rows.append(["pass the gate", *(f"{corpora[name]['passing_the_gate']:.3f}" for name in names)])
    for key, label in labels.items():
        form = "{:.2f}" if key.startswith("ratio") else "{:,.0f}"
        rows.append([label, *(form.format(corpora[name]["median"][key]) for name in names)])
    return [
        "## Speed", "",
        f"One core, one thread, processor time; all in turn over the same sentences, medians of {rounds} rounds.", "",
        *table(["figure", *names], [[str(cell) for cell in row] for row in rows]),
        f"Loading the coder takes {found['load_s']:.1f} s, once a process.", "",
    ]  # fmt: skip


def page(result: Result) -> str:
    """The whole page; tables that were not measured are left out."""
    lines = ["# How well and how fast events are coded", "", "`make bench-coding BENCH=folder`; see ../README.md.", ""]
    if "gold" in result:
        lines += [
            "## Gold",
            "",
            "Half A may be read while rules are written, half B never is (halves by the hash of an item's id).",
            "The own set was labelled before the coder had seen it. A-B says what having read is worth.",
            "",
        ]
        lines += [line for name, figures in result["gold"].items() for line in gold(name, figures)]
    if "reliability" in result:
        lines += reliability(result["reliability"])
    if "thresholds" in result:
        lines += thresholds(result["thresholds"])
    if "silence" in result:
        lines += silence(result["silence"])
    if "seeds" in result:
        lines += pairs_of(
            "Sample articles (tests/transforms/events/test_seeds.py)", ["figure", "value"], result["seeds"]
        )
    if "vocabulary" in result:
        lines += pairs_of("Actors and triggers", ["kind", "number"], result["vocabulary"])
    if "speed" in result:
        lines += speed(result["speed"], result["rounds"])
    lines += pairs_of("Measured on", ["machine", ""], result["machine"])
    return "\n".join(lines).rstrip() + "\n"
