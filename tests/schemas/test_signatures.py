"""The packed form of near-duplicate signatures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.signatures import ANCHORS, FACTS, SHINGLES, VERSION, Signature


def sample(most: int, bits: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.sets(st.integers(0, 2**bits - 1), max_size=most).map(lambda numbers: tuple(sorted(numbers)))


@given(sample(ANCHORS, 32), sample(SHINGLES, 16), st.integers(0, 16), sample(FACTS, 16))
def test_what_is_packed_comes_out_and_is_small(
    anchors: tuple[int, ...], shingles: tuple[int, ...], shift: int, facts: tuple[int, ...]
) -> None:
    made = Signature(anchors, shingles, shift, facts)
    assert Signature.from_bytes(made.to_bytes()) == made
    assert len(made.to_bytes()) <= 508
    assert len(made.to_bytes()) % 4 == 0, "the anchors of many are read at once"


@pytest.mark.parametrize(
    "data",
    [b"", b"\x02", bytes([VERSION - 1, 0, 2, 0]) + bytes(8), bytes([VERSION, 0, 4, 0]) + bytes(8), bytes(256)],
    ids=["none", "cut header", "older version", "cut numbers", "64 numbers without a header"],
)
def test_what_is_no_signature_of_this_version_counts_as_none(data: bytes) -> None:
    assert Signature.from_bytes(data) is None
