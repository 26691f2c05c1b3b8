"""Which articles are copies of which: texts with little that is new, within three days.

What counts is the share of the later text that is not in the earlier one, by samples of both (`schemas.signatures`):
a copy that was cut is a copy, a later version of which a third is new is not. No article is held against all
others: only against those that share a long run of words with it (`candidates`), and against a few of these.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from schemas.codes import TextStatus
from schemas.signatures import ANCHOR_BYTES, FACTS, HEADER_BYTES, SHINGLES, VERSION, Signature

OLD = 0.66
"""The share of a text's shingles in an earlier one from which it is a copy.

A third of new words in one piece leaves two thirds of the shingles. In the pairs of `benchmarks/measures/copies.py`
(all shingles counted) 98 in 100 copies of each kind had 0.67 and more, and as many versions with 38% new words or more
had at most 0.62. Measure there before changing it.
"""
OLD_FACTS = 0.4
"""The share of a text's names and numbers that the earlier one must have, too.

Two days of a series (weather, markets, results) share up to 0.8 of their words, but 95 in 100 at most 0.4 of these; 97
in 100 copies have more, where a paragraph with names of its own was added, and nearly all others.
"""
OLD_FACTS_OF_ONE_SITE = 0.6
"""The same where both are of one site: there series, briefs and lines around them are alike, and a copy that is missed
counts as no second source anyhow."""
FEW_SHINGLES, OLD_OF_FEW = 16, 0.85
"""Of so small a sample more must be old: one of a short text is as small where the earlier is long."""
LEAST_SHINGLES = 4
"""A smaller sample says nothing."""
LEAST_FACTS = 4
"""A smaller sample of names and numbers says nothing."""
DAYS_APART = 3
COMPARED = 16
"""How many earlier articles one is held against, those with the rarest runs of words first.

Articles of one template share runs of words by the thousand; a copy shares others with its original, too.
"""

NO_TIME = 2**62
NO_SIGNATURE = Signature((), (), 0, ())
Mark = int | str
"""What an article may share with another: the hash of its text, and those of long runs of words."""
DAY_BITS = 22
"""Days are numbered from the year 1 on: up to 3,652,059."""


@dataclass(frozen=True)
class Signed:
    """An article as the search for duplicates sees it. Times are in microseconds.

    `source_domain` is the site, None where it is not known; `said` the latest time that it gives itself (updated, else
    published), None where it gives none.
    """

    article_id: str
    day: date
    source_domain: str | None
    first_seen: int
    said: int | None
    text_status: str
    word_count: int
    content_hash: str
    minhash: bytes


@lru_cache(maxsize=1024)
def _unpacked(minhash: bytes) -> Signature:
    """A signature; one that is not there has no numbers. Of a template, the same few are held against thousands."""
    return Signature.from_bytes(minhash) or NO_SIGNATURE


class Compared:
    """An article that is looked at, with its signature unpacked."""

    def __init__(self, article: Signed) -> None:
        """Unpacks the signature."""
        self.article = article
        self.day = article.day.toordinal()
        self.signature = _unpacked(article.minhash)
        self.marks: tuple[Mark, ...] = (article.content_hash, *self.signature.anchors)
        self._facts = Sample(self.signature.facts)
        self._shingles = {self.signature.shift: Sample(self.signature.shingles)}

    def is_copy_of(self, earlier: Signed) -> bool:
        """Whether an earlier article's text has nearly all of this one's."""
        if self.article.content_hash == earlier.content_hash:
            return True
        old = _unpacked(earlier.minhash)
        shift = max(old.shift, self.signature.shift)
        if shift not in self._shingles:
            self._shingles[shift] = Sample(_shifted(self.signature, shift))
        shingles = _shifted(old, shift)
        if not _is_old(*self._shingles[shift].known(shingles, SHINGLES)):
            return False
        one_site = self.article.source_domain is not None and self.article.source_domain == earlier.source_domain
        # Where it is not known which one is later, a site's shorter text of a story is its earlier version.
        if (
            one_site
            and _time(self.article) == _time(earlier)
            and not _is_old(*Sample(shingles).known(self._shingles[shift].numbers, SHINGLES))
        ):
            return False
        known, of = self._facts.known(old.facts, FACTS)
        return of < LEAST_FACTS or known >= (OLD_FACTS_OF_ONE_SITE if one_site else OLD_FACTS) * of


def _is_old(known: int, of: int) -> bool:
    """Whether so much of a sample of shingles is known that there is less than about a third new."""
    return of >= LEAST_SHINGLES and known >= (OLD_OF_FEW if of < FEW_SHINGLES else OLD) * of


class Sample:
    """The lowest numbers of a set, in ascending order."""

    def __init__(self, numbers: Sequence[int]) -> None:
        """Keeps the numbers."""
        self.numbers = numbers
        self.members = frozenset(numbers)

    def known(self, old: Sequence[int], most: int) -> tuple[int, int]:
        """How many of these numbers an older set has, of how many about which its sample says so.

        That is its lowest numbers; all of them, where they are fewer than `most`.
        """
        of = bisect_right(self.numbers, old[-1]) if len(old) == most else len(self.numbers)
        return len(self.members.intersection(old)), of


def _shifted(signature: Signature, shift: int) -> Sequence[int]:
    """The shingles with as few bits as those of another signature."""
    less = shift - signature.shift
    return [number >> less for number in signature.shingles] if less else signature.shingles


class Originals:
    """The articles that are no copies, in their order, and where to look for those that another may be a copy of."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.articles: list[Signed] = []
        self._places: dict[tuple[str, int] | int, list[int]] = defaultdict(list)
        self._marks: set[Mark] = set()

    def add(self, new: Compared) -> None:
        """Adds one more; not under a run of words that many of its day share."""
        for mark in new.marks:
            places = self._places[_key(mark, new.day)]
            if len(places) < COMPARED:
                places.append(len(self.articles))
        self._marks.update(new.marks)
        self.articles.append(new.article)

    def near(self, new: Compared) -> list[Signed]:
        """Those that an article may be a copy of, in their order."""
        days = range(new.day - DAYS_APART, new.day + DAYS_APART + 1)
        marks = self._marks.intersection(new.marks)
        found = [[place for day in days for place in self._places.get(_key(mark, day), ())] for mark in marks]
        rarest_first = sorted(found, key=lambda places: (len(places), places))
        near: set[int] = set()
        for place in chain.from_iterable(rarest_first):
            near.add(place)
            if len(near) == COMPARED:
                break
        return [self.articles[place] for place in sorted(near)]


def _key(mark: Mark, day: int) -> tuple[str, int] | int:
    """A mark on a day; of a number, for there are many, as a number."""
    return mark << DAY_BITS | day if isinstance(mark, int) else (mark, day)


def duplicates(articles: Iterable[Signed]) -> dict[str, str]:
    """For each article that is a copy, the id of the first article that it is a copy of.

    Two articles are compared where their days are at most three apart. An article that is a copy itself is no one's
    original: a story that changes a little each day is new again when a third of it is. Independent of the order of
    the input.
    """
    originals = Originals()
    found: dict[str, str] = {}
    for article in sorted(articles, key=order):
        new = Compared(article)
        original = next((earlier for earlier in originals.near(new) if new.is_copy_of(earlier)), None)
        if original is None:
            originals.add(new)
        else:
            found[article.article_id] = original.article_id
    return found


def _time(article: Signed) -> tuple[bool, int, int]:
    """What tells which of two articles is the later one; one that says no time comes last of those seen at once."""
    said = NO_TIME if article.said is None else article.said
    return article.text_status != TextStatus.FULL, article.first_seen, said


def order(article: Signed) -> tuple[bool, int, int, int, str]:
    """Which of several articles comes first: whole texts before teasers, then the one that was seen first.

    Of those that were seen at once, as all of a drop are: the one that says the earlier time, then the one with more
    words, then by id.
    """
    return *_time(article), -article.word_count, article.article_id


def candidates(contents: pa.Array, days: pa.Array, minhashes: pa.ChunkedArray) -> pa.Array:
    """Whether each article shares its text or a long run of words with another of a near day.

    No other is a copy, or has one. `contents` are hashes of the texts, strings; `days` dates; `minhashes` the
    signatures, binary.
    """
    numbered = pc.cast(days, pa.int32()).to_numpy().astype(np.int64)
    codes = pc.dictionary_encode(contents).indices.to_numpy().astype(np.uint64)
    found = np.zeros(len(codes), dtype=bool)
    found[_shared(codes, numbered)] = True
    anchors, places = _anchors(minhashes)
    found[places[_shared(anchors, numbered[places])]] = True
    return pa.array(found)


def _anchors(minhashes: pa.ChunkedArray) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """All anchors of some signatures, and for each the place of its signature."""
    anchors, places = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    first = 0
    for chunk in minhashes.chunks:
        lengths = pc.binary_length(chunk).to_numpy()
        (held,) = np.nonzero((lengths >= HEADER_BYTES) & (lengths % ANCHOR_BYTES == 0))
        lengths = lengths[held]
        data = b"".join(chunk.take(pa.array(held)).to_pylist())
        numbers = np.frombuffer(data, dtype="<u4")
        starts = (np.cumsum(lengths) - lengths) // ANCHOR_BYTES
        headers = numbers[starts].astype("<u4").view(np.uint8).reshape(-1, 4).astype(np.int64)
        shorts = headers[:, 2] + headers[:, 3]
        sizes = HEADER_BYTES + ANCHOR_BYTES * headers[:, 1] + 2 * (shorts + shorts % 2)
        current = (headers[:, 0] == VERSION) & (sizes == lengths)
        starts, counts = starts[current] + HEADER_BYTES // ANCHOR_BYTES, headers[current, 1]
        steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        anchors.append(numbers[np.repeat(starts, counts) + steps].astype(np.uint64))
        places.append(np.repeat(held[current] + first, counts))
        first += len(chunk)
    return np.concatenate(anchors), np.concatenate(places)


def _shared(keys: NDArray[np.uint64], days: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of the keys, of 32 bits, that stand more than once within the days that count."""
    if not len(keys):
        return np.zeros(0, np.int64)
    both = (keys << np.uint64(32)) | (days - days.min()).astype(np.uint64)
    places = np.argsort(both)
    both = both[places]
    # Equal keys lie side by side, by day: a key's nearest day is that of one of its neighbours.
    near = both[1:] - both[:-1] <= DAYS_APART
    near &= both[1:] >> np.uint64(32) == both[:-1] >> np.uint64(32)
    shared: NDArray[np.int64] = places[np.concatenate([near, [False]]) | np.concatenate([[False], near])]
    return shared
