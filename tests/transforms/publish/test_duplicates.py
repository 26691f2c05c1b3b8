"""Which articles are copies of which, the quick look at all of them among it."""

import random
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from schemas.times import EARLIEST, LATEST, to_micros
from transforms.publish.duplicates import Signed, candidates, duplicates
from transforms.publish.resolve import article_days

NUMBERS = 64


def signed(number: int, minhash: bytes, *, day: int = 0, content: str | None = None) -> Signed:
    return Signed(str(number), date(2026, 11, 20) + timedelta(day), number, content or f"content {number}", minhash)


def like(minhash: bytes, equal: int) -> bytes:
    """A signature that shares its first numbers with another."""
    numbers = np.frombuffer(minhash, dtype="<u4").copy()
    numbers[equal:] += 1
    return numbers.tobytes()


def shared(articles: list[Signed]) -> list[bool]:
    contents = pa.array([article.content_hash for article in articles], pa.string())
    return list(candidates(contents, pa.array([article.minhash for article in articles], pa.binary())).to_pylist())


@pytest.mark.parametrize(("equal", "copy"), [(64, True), (52, True), (51, False), (4, False), (3, False)])
def test_copies_are_alike_in_four_fifths_of_their_numbers(equal: int, copy: bool) -> None:
    first = random.Random(1).randbytes(4 * NUMBERS)
    articles = [signed(0, first), signed(1, like(first, equal))]
    assert duplicates(articles) == ({"1": "0"} if copy else {})
    assert shared(articles) == [equal >= 4] * 2, "a band of four numbers makes a candidate"


def test_without_a_signature_only_the_same_text_is_a_copy() -> None:
    articles = [signed(0, b""), signed(1, b""), signed(2, b"", content="content 1"), signed(3, bytes(4 * NUMBERS))]
    assert shared(articles) == [False, True, True, False]
    assert duplicates(articles) == {"2": "1"}


def test_nothing_and_one_article_have_no_candidates() -> None:
    assert shared([]) == []
    assert shared([signed(0, bytes(4 * NUMBERS))]) == [False]


@pytest.mark.parametrize("seed", range(20))
def test_candidates_are_all_that_the_search_needs(seed: int) -> None:
    chance = random.Random(seed)
    known = [chance.randbytes(4 * NUMBERS) for _ in range(30)]
    articles = []
    for number in range(200):
        choice = chance.random()
        minhash = chance.randbytes(4 * NUMBERS) if choice < 0.6 else like(chance.choice(known), chance.randrange(65))
        content = f"content {chance.randrange(20)}" if chance.random() < 0.1 else None
        articles.append(signed(number, b"" if choice < 0.1 else minhash, day=chance.randrange(8), content=content))
    found = shared(articles)
    assert 0 < sum(found) < len(found)
    needed = [article for article, candidate in zip(articles, found, strict=True) if candidate]
    assert duplicates(needed) == duplicates(chance.sample(articles, len(articles))) != {}


def test_days_at_the_edges_of_the_calendar() -> None:
    noon = to_micros(EARLIEST) + 43_200_000_000
    last = to_micros(LATEST)
    published = pa.array([None, noon, -1, last, None], pa.int64())
    first_seen = pa.array([noon, last, 0, last, -1], pa.int64())
    days = article_days(published, first_seen).to_pylist()
    assert days == [EARLIEST.date(), LATEST.date(), date(1969, 12, 31), LATEST.date(), date(1969, 12, 31)]
