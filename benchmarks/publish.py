"""What publishing one more batch costs, by the size of the lake, before and after compaction: made-up articles."""

import argparse
import hashlib
import resource
import struct
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from schemas.ids import article_id, content_hash, mention_id
from schemas.layout import commit_file
from schemas.records import Article, Chunk, Mention, Side
from schemas.signatures import ANCHORS, FACTS, SHINGLES, Signature
from transforms.lake.files import Lake
from transforms.publish.compact import compact
from transforms.publish.publish import publish
from transforms.write.commit import About, make_commit
from transforms.write.parts import write_chunk
from transforms.write.rows import Batch

DAY = 86_400_000_000
START = 1_795_000_000_000_000
CHUNK = 100
DAYS = 28
SIGNATURE_BYTES = 4 * ANCHORS + 2 * (SHINGLES + FACTS)


def signature(name: str) -> bytes:
    """A signature as large as they are; those of two articles share nothing."""
    numbers = struct.unpack(f"<{ANCHORS}I{SHINGLES + FACTS}H", hashlib.shake_256(name.encode()).digest(SIGNATURE_BYTES))
    anchors, shingles, facts = numbers[:ANCHORS], numbers[ANCHORS:-FACTS], numbers[-FACTS:]
    return Signature(anchors, sorted(shingles), 14, sorted(facts)).to_bytes()


def made_up(number: int, day: int) -> tuple[Article, Mention]:
    """One article and its mention on a day of the month; all differ."""
    text = f"Article {number} says that Israel and Morocco signed agreement {number}. " * 20
    url = f"https://news.example/{number}"
    name = article_id(url, None, None, "")
    content = content_hash(None, text)
    seen = START + day * DAY
    article = Article(
        uri=url, article_id=name, source_id=str(number), url=url, canonical_url=url, source_domain="news.example",
        source_name=None, feed_url=None, title=None, authors=(), published_at=seen, published_from="drop",
        updated_at=None, fetched_at=seen, text=text, text_status="full", content_hash=content, word_count=200,
        minhash=signature(url),
    )  # fmt: skip
    mention = Mention(
        uri=url, mention_id=mention_id(name, content), article_id=name, sentence_index=0, sentence=text[:80],
        trigger="signed", trigger_start=0, trigger_end=6, event_type="SUPPORT", modality="asserted",
        actor=Side("Israel", "Israel", "ISR", "GOV"), recipient=Side(f"Side {number % 500}", f"Side {number % 500}"),
        event_date=f"2026-{11 - number % 10:02d}-{day + 1:02d}", date_text=None, date_precision="day", confidence=0.5,
    )  # fmt: skip
    return article, mention


def add_batch(lake: Lake, first: int, articles: int, day: int) -> None:
    """Writes and commits a batch of a day's articles, numbered from `first`."""
    batch = Batch(f"batch-{first:09d}", START, "1")
    receipts = []
    for start in range(first, first + articles, CHUNK):
        pairs = [made_up(number, day) for number in range(start, min(start + CHUNK, first + articles))]
        chunk = Chunk(f"{start:09d}", len(pairs), articles=[a for a, _ in pairs], mentions=[m for _, m in pairs])
        receipts.append(write_chunk(chunk, batch, lake, keep_text=True))
    lake.write(commit_file(batch.name), make_commit(receipts, About()).to_json())


def cost(work: Callable[[], object]) -> str:
    """The seconds that something takes, by the clock, and of CPU in brackets."""
    start, used = time.perf_counter(), time.process_time()
    work()
    return f"{time.perf_counter() - start:.1f} ({time.process_time() - used:.1f})"


def measured(size: int, batch: int) -> list[str]:
    """A table row for a lake of so many articles; runs in a process of its own, for the sake of its memory."""
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(str(Path(folder) / "lake"))
        for first in range(0, size, batch):
            add_batch(lake, first, batch, first // batch % DAYS)
        row = [str(size), cost(lambda: publish(lake))]
        add_batch(lake, size, batch, DAYS - 1)
        row.append(cost(lambda: publish(lake)))
        row.append(cost(lambda: compact(lake, now=0, keep=2**62)))
        add_batch(lake, size + batch, batch, DAYS - 1)
        row.append(cost(lambda: publish(lake)))
        return [*row, str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)]


def main() -> None:
    """Prints a table row for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000, 100_000])
    parser.add_argument("--batch", type=int, default=500, help="articles in a batch")
    options = parser.parse_args()
    print("| articles | first publish, s (CPU) | one more batch | compaction | one more batch after it | peak, MB |")
    print("|---|---|---|---|---|---|")
    for size in options.sizes:
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            print(f"| {' | '.join(pool.submit(measured, size, options.batch).result())} |", flush=True)


if __name__ == "__main__":
    main()
