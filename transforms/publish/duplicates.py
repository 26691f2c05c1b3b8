"""Near-duplicates: articles of almost the same text within three days.

Signatures are MinHash (Broder 1997): the share of equal numbers in two signatures estimates the Jaccard
similarity of the texts' shingles. Candidates are found by banding (Leskovec, Rajaraman, Ullman, "Mining
of Massive Datasets", section 3.4), so that no article is held against all others; and since almost no article
has any, those that have are found first, column by column.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

SIMILAR = 0.8
"""The estimated similarity from which two texts are copies of each other."""
BANDS = 16
"""With 64 numbers in bands of 4, a pair at 0.8 is found with probability 0.9998."""
DAYS_APART = 3

MIX = np.uint64(0x9E3779B97F4A7C15)
"""Odd, its bits evenly spread (2**64 divided by the golden ratio)."""

Signature = NDArray[np.uint32]


@dataclass(frozen=True)
class Signed:
    """An article as the search for duplicates sees it. `first_seen` is in microseconds."""

    article_id: str
    day: date
    first_seen: int
    content_hash: str
    minhash: bytes

    @property
    def order(self) -> tuple[int, str]:
        """The first copy comes first: by the time it was seen, then by id."""
        return self.first_seen, self.article_id


def duplicates(articles: Iterable[Signed]) -> dict[str, str]:
    """For each article that is a copy, the id of the first article that it is a copy of.

    Two articles are copies where their texts are equal or similar and their days at most three apart.
    An article that is a copy itself is no one's original. Independent of the order of the input.
    """
    ordered = sorted(articles, key=lambda article: article.order)
    signatures = [np.frombuffer(article.minhash, dtype="<u4") for article in ordered]
    buckets: dict[tuple[int | str, bytes], list[int]] = defaultdict(list)
    originals: dict[str, str] = {}
    for index, article in enumerate(ordered):
        keys = list(_keys(article, signatures[index]))
        seen = sorted({other for key in keys for other in buckets[key]})
        original = next((o for o in seen if _copies(article, ordered[o], signatures[index], signatures[o])), None)
        if original is not None:
            originals[article.article_id] = ordered[original].article_id
            continue
        for key in keys:
            buckets[key].append(index)
    return originals


def candidates(contents: pa.Array, minhashes: pa.Array) -> pa.Array:
    """Whether each article shares its text or a band of its signature with another: no other is a copy, or has one.

    `contents` are hashes of the texts, strings; `minhashes` the signatures, binary. True also for a few that share
    nothing, where two bands have one hash.
    """
    found = _shared(pc.dictionary_encode(contents).indices.to_numpy())
    lengths = pc.binary_length(minhashes).to_numpy()
    for length in np.unique(lengths[lengths > 0]):
        (places,) = np.nonzero(lengths == length)
        data = b"".join(minhashes.take(pa.array(places)).to_pylist())
        bands = np.frombuffer(data, dtype="<u4").reshape(len(places), BANDS, -1)
        for number in range(BANDS):
            hashes = np.zeros(len(places), dtype=np.uint64)
            for word in bands[:, number].T:
                hashes = (hashes ^ word) * MIX
            found[places[_shared(hashes)]] = True
    return pa.array(found)


def _shared(keys: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether each key stands more than once."""
    order = np.argsort(keys)
    equal = keys[order][1:] == keys[order][:-1]
    shared = np.zeros(len(keys), dtype=bool)
    shared[order[1:][equal]] = shared[order[:-1][equal]] = True
    return shared


def _keys(article: Signed, signature: Signature) -> Iterable[tuple[int | str, bytes]]:
    yield "content", article.content_hash.encode()
    if signature.size:
        for number, band in enumerate(signature.reshape(BANDS, -1)):
            yield number, band.tobytes()


def _copies(article: Signed, other: Signed, signature: Signature, other_signature: Signature) -> bool:
    if abs((article.day - other.day).days) > DAYS_APART:
        return False
    if article.content_hash == other.content_hash:
        return True
    return (
        signature.size > 0
        and signature.size == other_signature.size
        and float(np.mean(signature == other_signature)) >= SIMILAR
    )
