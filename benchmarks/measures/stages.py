"""What cleaning and classifying a page costs by part, against trafilatura's own default call with metadata.

CPU time of one process, parts and whole in rounds that take turns with the bare call: machines are noisy, so the
ratio of a round counts, and the median over the rounds is quoted.
"""

import gzip
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import trafilatura

from measures.gold import Bench
from measures.report import table
from schemas.codes import BodyKind
from schemas.records import Article, RawDocument
from transforms.classify.document import classify
from transforms.clean.document import clean_document
from transforms.outcomes import BadInput, Skipped

ROUNDS = 7
FETCHED = 1_770_000_000_000_000
CLEAN, CLASSIFY = "transforms.clean.document", "transforms.classify.document"
PARTS = (
    (CLEAN, "decode", "bytes to text"),
    (CLEAN, "parse", "parse"),
    (CLEAN, "page_metadata", "metadata"),
    (CLEAN, "main_text", "main text"),
    (CLEAN, "without_boilerplate", "boilerplate"),
    (CLEAN, "signature", "signature of copies"),
    (CLASSIFY, "language", "language"),
    (CLASSIFY, "topics", "topics"),
    (CLASSIFY, "genre", "genre"),
)
"""The functions that the two stages call, by the module that calls them."""


def measure(bench: Bench) -> dict[str, Any]:
    """Milliseconds of CPU a page by part, and each round's ratio to the bare call."""
    bodies = [gzip.decompress(path.read_bytes()) for path in sorted((bench.folder / "data" / "pages").glob("*.gz"))]
    documents = [_document(number, body) for number, body in enumerate(bodies)]
    _ours(documents)  # models and lexicons are loaded once a process
    for body in bodies[:3]:
        trafilatura.bare_extraction(body, with_metadata=True)
    rounds: list[dict[str, float]] = []
    for _ in range(ROUNDS):
        bare = _cpu(lambda: [trafilatura.bare_extraction(body, with_metadata=True) for body in bodies])
        ours = _cpu(lambda: _ours(documents))
        with _timed_parts() as seconds:
            _ours(documents)
        rounds.append({"trafilatura": bare, "clean and classify": ours, **seconds})
    parts = {name: statistics.median(r[name] for r in rounds) / len(bodies) * 1000 for name in rounds[0]}
    text = ("bytes to text", "parse", "metadata", "main text")
    return {
        "pages": len(bodies),
        "rounds": ROUNDS,
        "milliseconds": {name: round(value, 3) for name, value in parts.items()},
        "ratio": round(statistics.median(r["clean and classify"] / r["trafilatura"] for r in rounds), 3),
        "ratio_text_and_metadata": round(
            statistics.median(sum(r[name] for name in text) / r["trafilatura"] for r in rounds), 3
        ),
    }


def lines(found: dict[str, Any]) -> list[str]:
    """The table as Markdown."""
    return [
        "## Cost by part",
        "",
        f"Milliseconds of CPU a page, medians of {found['rounds']} rounds over {found['pages']} pages.",
        f"Clean and classify take {found['ratio']:.2f} of trafilatura's default call with metadata;",
        f"what that call does, text and metadata from bytes, {found['ratio_text_and_metadata']:.2f}.",
        "",
        *table(["part", "ms a page"], found["milliseconds"].items()),
    ]


def _document(number: int, body: bytes) -> RawDocument:
    return RawDocument(
        uri=f"page-{number}",
        source_id=f"page-{number}",
        id_scope="bench",
        body=body,
        body_kind=BodyKind.PAGE,
        fetched_at=FETCHED,
    )


def _ours(documents: list[RawDocument]) -> list[Article]:
    articles = []
    for document in documents:
        try:
            articles.append(classify(clean_document(document)))
        except (BadInput, Skipped):
            continue
    return articles


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@contextmanager
def _timed_parts() -> Iterator[dict[str, float]]:
    """Seconds of CPU in each part, while the context lasts."""
    seconds = {label: 0.0 for _, _, label in PARTS}
    kept = [(import_module(module), name) for module, name, _ in PARTS]
    originals = [getattr(module, name) for module, name in kept]
    for (module, name), original, (_, _, label) in zip(kept, originals, PARTS, strict=True):
        setattr(module, name, _timed(original, seconds, label))
    try:
        yield seconds
    finally:
        for (module, name), original in zip(kept, originals, strict=True):
            setattr(module, name, original)


def _timed(function: Callable[..., Any], seconds: dict[str, float], label: str) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            seconds[label] += time.process_time() - start

    return timed
