"""The near-duplicate signature of a text: small samples of the hashes of its runs of words, and of its facts.

Each sample is the lowest hashes of all (Broder 1997, a bottom-k sketch). Unlike MinHash's, two of them say which share
of one text stands in the other, also where one is longer: a copy that was cut is wholly in its original.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from schemas.signatures import ANCHORS, BITS, FACTS, SHINGLES, Signature
from transforms.clean.words import words

SHINGLE_WORDS = 3
"""Of 3 to 5 words, 3 tell best a copy with scattered changes from a later version with a third of it new."""
ANCHOR_WORDS = 8
"""So long a run is hardly ever in two texts by chance, and one in three still outlasts heavy copy-editing."""
LEAD_WORDS = 60
LEAD_ANCHORS = 4
"""As many anchors are of the text's beginning, for a teaser is hardly ever sampled from the whole of a long one."""
MINIMUM_WORDS = 20
"""A shorter text has too few shingles: two that share a phrase would count as copies."""

MOST_CHARACTERS = 100_000
"""What comes after is not looked at: the longest articles have less, and time a document is bounded."""

FACT = re.compile(r"(?<=[\w,;:] )[^\W\d_a-z]\w+|\d+")
"""Numbers, and words within a sentence: those in capitals are names."""
ACCENTS = re.compile("[\u0300-\u036f]+")

Hashes = NDArray[np.uint64]
MIX = np.uint64(0x9E3779B97F4A7C15)
"""Odd, its bits evenly spread (2**64 divided by the golden ratio)."""
HALF = np.uint64(32)


def signature(text: str) -> bytes:
    """The signature of a text (`schemas.signatures`), at most 508 bytes; empty for one of fewer than 20 words.

    Case, accents, punctuation and the form of characters (NFKC, UAX 15) do not count. Of a text of more than 100,000
    characters it is that of the beginning.
    """
    plain = _plain(text[:MOST_CHARACTERS])
    tokens = words(plain.lower())
    if len(tokens) < MINIMUM_WORDS:
        return b""
    hashes = _hashes(tokens)
    lead = _lowest(_runs(hashes[:LEAD_WORDS], ANCHOR_WORDS), LEAD_ANCHORS)
    anchors = _lowest(_runs(hashes, ANCHOR_WORDS), ANCHORS)
    anchors = sorted({*lead, *[anchor for anchor in anchors if anchor not in lead][: ANCHORS - len(lead)]})
    shingles = _lowest(_runs(hashes, SHINGLE_WORDS), SHINGLES)
    shift = max(0, shingles[-1].bit_length() - BITS)
    facts = _lowest(_spread(_hashes(_facts(plain))), FACTS)
    return Signature(anchors, _without(shingles, shift), shift, _without(facts, BITS)).to_bytes()


def _plain(text: str) -> str:
    """The text in one form of its characters: no accents on letters, no ligatures, one apostrophe."""
    if text.isascii():
        return text
    accented = unicodedata.normalize("NFKD", text.replace("\u2019", "'").replace("\u2018", "'"))
    return unicodedata.normalize("NFC", ACCENTS.sub("", accented))


def _facts(plain: str) -> list[str]:
    """Names and numbers, each once; of a text all in capitals, as some agencies send them, only numbers are known."""
    names = not plain.isupper()
    return sorted({fact.lower() for fact in FACT.findall(plain) if fact[0].isdigit() or (names and fact[0].isupper())})


def _hashes(tokens: Iterable[str]) -> Hashes:
    """A hash of each word; crc32 is the same everywhere and the fastest in the standard library."""
    return np.array([crc32(token.encode("utf-8", "surrogatepass")) for token in tokens], dtype=np.uint64)


def _runs(hashes: Hashes, size: int) -> Hashes:
    """A hash of each run of so many words."""
    runs = np.zeros(len(hashes) - size + 1, dtype=np.uint64)
    for start in range(size):
        runs = (runs ^ hashes[start : start + len(runs)]) * MIX
        runs ^= runs >> HALF
    return _spread(runs)


def _spread(hashes: Hashes) -> Hashes:
    """Hashes of 32 bits, evenly spread."""
    spread = (hashes ^ (hashes >> HALF)) * MIX
    spread ^= spread >> HALF
    return (spread * MIX) >> HALF


def _lowest(hashes: Hashes, most: int) -> Sequence[int]:
    lowest: list[int] = np.unique(hashes)[:most].tolist()
    return lowest


def _without(hashes: Sequence[int], bits: int) -> Sequence[int]:
    """Hashes without so many of their lowest bits."""
    return [number >> bits for number in hashes]
