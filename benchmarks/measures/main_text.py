"""The main text of whole pages, against other extractors' on the same pages (`score.py pages`: 4-word shingles)."""

import gzip
from collections import Counter
from collections.abc import Callable
from typing import Any

from resiliparse.extract.html2text import extract_plain_text
from trafilatura import bare_extraction
from trafilatura.settings import Document

from measures.gold import Bench, Row, parts, read
from measures.report import table
from schemas.codes import BodyKind
from schemas.records import RawDocument
from transforms.clean.decode import decode
from transforms.clean.document import clean_document
from transforms.clean.pages.article import judge
from transforms.clean.pages.blocks import page_blocks
from transforms.clean.pages.headlines import page_titles
from transforms.clean.pages.text import main_text
from transforms.clean.pages.tree import parse
from transforms.outcomes import BadInput, Skipped

FETCHED = 1_770_000_000_000_000


def measure(bench: Bench) -> dict[str, Any]:
    """Precision, recall and F1 of each way, of all pages and of both halves."""
    folder = bench.folder / "data" / "pages"
    gold = read(folder / "truth.jsonl")
    bodies = {row["id"]: gzip.decompress((folder / f"{row['id']}.html.gz").read_bytes()) for row in gold}
    html = {key: decode(body, BodyKind.PAGE, None) for key, body in bodies.items()}
    ways: dict[str, Callable[[str], str]] = {
        "the stage `clean`": lambda key: _stage(bodies[key]),
        "main text before its lines are read": lambda key: _main_text(html[key]),
        "the page's build alone": lambda key: _own(html[key]),
        "Resiliparse, main content": lambda key: _resiliparse(html[key]),
        "trafilatura's quick strict way": lambda key: _trafilatura(
            html[key], include_comments=False, favor_precision=True, fast=True
        ),
        "trafilatura, default without comments": lambda key: _trafilatura(html[key], include_comments=False),
        "trafilatura, precision mode": lambda key: _trafilatura(
            html[key], include_comments=False, favor_precision=True
        ),
    }
    return {
        "pages": len(gold),
        "ways": {name: _scores(bench, gold, {row["id"]: way(row["id"]) for row in gold}) for name, way in ways.items()},
    }


def lines(found: dict[str, Any]) -> list[str]:
    """The table as Markdown."""
    head = ["way", "F1", "precision", "recall", "F1 of half A", "F1 of half B"]
    rows = [
        [name, *(parts["all"][key] for key in ("f1", "precision", "recall")), parts["A"]["f1"], parts["B"]["f1"]]
        for name, parts in found["ways"].items()
    ]
    return [
        "## Main text",
        "",
        f"{found['pages']} pages (`score.py pages`). Half A's errors were read while the rules were written; of half B "
        "the totals alone were seen.",
        "",
        *table(head, rows),
    ]


def _scores(bench: Bench, gold: list[Row], texts: dict[str, str]) -> dict[str, dict[str, float]]:
    return {name: _score(bench.score.shingles, rows, texts) for name, rows in parts(gold).items()}


def _score(shingles: Callable[[str], Counter[Any]], rows: list[Row], texts: dict[str, str]) -> dict[str, float]:
    """As the scorer counts: means over pages, precision over those that have a text."""
    precisions, recalls = [], []
    for row in rows:
        want, got = shingles(row["text"]), shingles(texts[row["id"]])
        both = (want & got).total()
        if got:
            precisions.append(both / got.total())
        recalls.append(both / want.total())
    precision, recall = sum(precisions) / max(1, len(precisions)), sum(recalls) / max(1, len(recalls))
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": precision, "recall": recall, "f1": f1}


def _stage(body: bytes) -> str:
    try:
        return clean_document(RawDocument("bench:page", None, body, BodyKind.PAGE, FETCHED)).text
    except (BadInput, Skipped):
        return ""


def _main_text(html: str) -> str:
    tree = parse(html)
    return "" if tree is None else "\n".join(main_text(tree, html))


def _own(html: str) -> str:
    tree = parse(html)
    if tree is None:
        return ""
    page = page_blocks(tree)
    chosen = judge(page, page_titles(tree)).chosen
    return "\n".join(block.text for block, is_chosen in zip(page.blocks, chosen, strict=True) if is_chosen)


def _resiliparse(html: str) -> str:
    return extract_plain_text(html, main_content=True, preserve_formatting=True, alt_texts=False, comments=False)


def _trafilatura(html: str, **options: bool) -> str:
    found = bare_extraction(html, **options)
    return (found.text or "") if isinstance(found, Document) else ""
