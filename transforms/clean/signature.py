"""The near-duplicate signature of a text: MinHash over its word shingles."""

import struct

from rensa import RMinHash

from transforms.clean.words import words

PERMUTATIONS = 64
SHINGLE_WORDS = 5
MINIMUM_WORDS = 20
"""A shorter text has too few shingles: two that share a phrase would count as copies."""
SEED = 2026
"""Part of the format: signatures with different seeds cannot be compared."""


def signature(text: str) -> bytes:
    """64 unsigned 32-bit numbers, little-endian; the share of equal ones estimates the Jaccard similarity
    of two texts' sets of 5-word shingles. Empty for a text of fewer than 20 words.

    R-MinHash as rensa 0.5 computes it; case and punctuation do not count.
    """
    tokens = words(text.lower())
    if len(tokens) < MINIMUM_WORDS:
        return b""
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update([" ".join(tokens[i : i + SHINGLE_WORDS]) for i in range(len(tokens) - SHINGLE_WORDS + 1)])
    return struct.pack(f"<{PERMUTATIONS}I", *sketch.digest())
