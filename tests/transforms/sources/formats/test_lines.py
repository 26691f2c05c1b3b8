"""Lines by byte offset: any cut of a file gives each line once, and long lines are never held."""

import io
import tracemalloc
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.sources.formats import lines as module
from transforms.sources.formats.lines import KEPT_BYTES, Line, lines

LIMIT = 2 * KEPT_BYTES
LENGTHS = st.integers(0, 40) | st.integers(LIMIT - 2, LIMIT + 2)


@given(
    lengths=st.lists(LENGTHS, max_size=30),
    ending=st.sampled_from([b"\n", b"\r\n"]),
    final=st.booleans(),
    step=st.integers(1, 50) | st.integers(1, 10_000),
    block=st.sampled_from([1, 7, 64, 1 << 18]),
)
def test_any_cut_gives_the_lines_of_the_whole(
    lengths: list[int], ending: bytes, final: bool, step: int, block: int
) -> None:
    texts = [bytes([97 + number % 26]) * length for number, length in enumerate(lengths)]
    data = ending.join(texts) + (ending if final and texts else b"")
    expected, offset = [], 0
    for text in data.split(b"\n") if data else []:
        if offset < len(data):
            kept = text if len(text) <= LIMIT else text[:KEPT_BYTES]
            expected.append(Line(offset, len(text), kept, len(text) <= LIMIT))
        offset += len(text) + 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK_BYTES", block)
        assert list(lines(io.BytesIO(data), 0, None, LIMIT)) == expected
        cut = [
            line
            for start in range(0, max(len(data), 1), step)
            for line in lines(io.BytesIO(data), start, start + step, LIMIT)
        ]
    assert cut == expected


class Generated(io.RawIOBase):
    """A line of 50 MB and a short one, made as they are read; it counts what was read."""

    def __init__(self) -> None:
        self.position = 0

    def read(self, size: int = -1) -> bytes:
        left = 50_000_000 - self.position
        block = b"x" * min(size, left) if left > 0 else b"\nshort\n" if left == 0 else b""
        self.position += len(block)
        return block

    def seek(self, offset: int, whence: int = 0) -> int:
        self.position = offset
        return offset


def test_a_line_of_50_mb_is_skipped_in_bounded_memory() -> None:
    tracemalloc.start()
    try:
        found = list(lines(cast(BinaryIO, Generated()), 0, None, 1_000_000))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == [
        Line(0, 50_000_000, b"x" * KEPT_BYTES, False),
        Line(50_000_001, 5, b"short", True),
    ]
    assert peak < 5_000_000


def test_a_range_within_a_long_line_reads_no_further_than_its_end() -> None:
    stream = Generated()
    assert list(lines(cast(BinaryIO, stream), 8_000_000, 16_000_000, 1_000_000)) == []
    assert stream.position < 16_000_000 + module.BLOCK_BYTES
