"""What finding duplicates costs, by the number of articles within three days: made-up signatures, one process each."""

import argparse
import random
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context

import pyarrow as pa
from measures.about import about
from measures.report import table
from speed import RESULTS

from schemas.signatures import ANCHORS, BITS, FACTS, SHINGLES, Signature
from transforms.publish.duplicates import Signed, candidates, duplicates

SIZES = [20_000, 100_000]
HEAD = ["case", "articles", "candidates", "copies", "finding candidates, CPU s", "comparing, CPU s", "memory, MB"]
FIRST_DAY = date(2026, 11, 20)
RUNS = {"anchors": (330, ANCHORS), "shingles": (340, SHINGLES), "facts": (30, FACTS)}
"""How many runs of words, and facts, an article has, and how many of them its signature holds."""

Text = dict[str, list[int]]
"""All hashes of a made-up text."""


def text(chance: random.Random, of: Text | None = None, share: float = 0.0, facts: float | None = None) -> Text:
    """The hashes of a text, a share of them, and of its facts, those of another text."""
    shares = {"anchors": share, "shingles": share, "facts": share if facts is None else facts}
    made = {}
    for kind, (size, _) in RUNS.items():
        old = of[kind][: int(shares[kind] * size)] if of else []
        made[kind] = [*old, *(chance.getrandbits(32) for _ in range(size - len(old)))]
    return made


def ordinary(size: int, chance: random.Random) -> Iterator[Text]:
    """Three in ten are copies of one of the last thousand originals, one in ten shares a third with one of them."""
    known = [text(chance)]
    for _ in range(size):
        kind = chance.random()
        if kind < 0.3:
            yield text(chance, chance.choice(known), chance.uniform(0.7, 1))
        elif kind < 0.4:
            yield text(chance, chance.choice(known), 0.33)
        else:
            known = [*known[-999:], text(chance)]
            yield known[-1]


def all_copies(size: int, chance: random.Random) -> Iterator[Text]:
    """All are copies of ten texts."""
    known = [text(chance) for _ in range(10)]
    return (text(chance, chance.choice(known), chance.uniform(0.7, 1)) for _ in range(size))


def one_template(size: int, chance: random.Random) -> Iterator[Text]:
    """All share three fifths of their words and a fifth of their facts: each shares runs of words with all others."""
    template = text(chance)
    return (text(chance, template, 0.6, 0.2) for _ in range(size))


CASES: dict[str, Callable[[int, random.Random], Iterator[Text]]] = {
    "ordinary": ordinary,
    "all copies of ten": all_copies,
    "one template": one_template,
}


def signed(number: int, hashes: Text, chance: random.Random) -> Signed:
    """An article of such a text, on one of three days."""
    anchors, shingles, facts = (sorted(set(hashes[kind]))[:most] for kind, (_, most) in RUNS.items())
    shift = max(0, shingles[-1].bit_length() - BITS)
    packed = Signature(anchors, [n >> shift for n in shingles], shift, [n >> BITS for n in facts]).to_bytes()
    day = FIRST_DAY + timedelta(number % 3)
    seen = chance.getrandbits(40)
    return Signed(f"{number:032x}", day, None, seen, None, "full", 350, f"{number:x}", packed)


def measured(case: str, size: int) -> list[str]:
    """A table row of a case; runs in a process of its own, for the sake of its memory."""
    chance = random.Random(f"{case} {size}")
    articles = [signed(number, hashes, chance) for number, hashes in enumerate(CASES[case](size, chance))]
    columns = (
        pa.array([article.content_hash for article in articles], pa.string()),
        pa.array([article.day for article in articles], pa.date32()),
        pa.chunked_array([[article.minhash for article in articles]], pa.binary()),
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    flags = candidates(*columns).to_pylist()
    between = time.process_time()
    found = duplicates(article for article, flag in zip(articles, flags, strict=True) if flag)
    end = time.process_time()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    seconds = f"{between - start:.2f}", f"{end - between:.2f}"
    return [case, str(size), str(sum(flags)), str(len(found)), *seconds, str(grown)]


def main() -> None:
    """Prints a table row for each case and size; writes the results of the sizes that are the default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options = parser.parse_args()
    rows = []
    for case in CASES:
        for size in options.sizes:
            with ProcessPoolExecutor(1, get_context("spawn")) as pool:
                rows.append(pool.submit(measured, case, size).result())
    lines = ["# What finding copies costs", "", *table(HEAD, rows), *table(["measured on", ""], about("numpy").items())]
    print("\n".join(lines))
    if options.sizes == SIZES:
        (RESULTS / "duplicates.md").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
