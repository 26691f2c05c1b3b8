"""Gunzip: all members, everything before a break, and no bombs."""

import gzip
import io
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.outcomes import BadInput
from transforms.sources.formats.compression import Gunzip


def content_and_fault(packed: bytes, size: int = 10_000) -> tuple[bytes, BadInput | None]:
    stream = Gunzip(io.BytesIO(packed))
    content = b""
    try:
        while block := stream.read(size):
            assert len(block) <= size
            content += block
    except BadInput as fault:
        with pytest.raises(BadInput):
            stream.read(size)
        return content, fault
    return content, None


def noise(size: int) -> bytes:
    return random.Random(7).randbytes(size // 2) + b"the same again " * (size // 30)


@given(members=st.lists(st.binary(max_size=300), max_size=5), padding=st.integers(0, 20), size=st.integers(1, 500))
def test_all_members_and_padding(members: list[bytes], padding: int, size: int) -> None:
    packed = b"".join(gzip.compress(member) + b"\0" * padding for member in members)
    assert content_and_fault(packed, size) == (b"".join(members), None)


def test_larger_than_any_buffer() -> None:
    data = noise(3_000_000)
    packed = gzip.compress(data) + b"\0" * 200_000 + gzip.compress(data)
    assert content_and_fault(packed, 1 << 22) == (data * 2, None)


@pytest.mark.parametrize("kept", [1, 5, 17, 300, 5_000, 60_000, -9, -1])
def test_what_comes_before_a_break_is_kept(kept: int) -> None:
    data = noise(200_000)
    packed = gzip.compress(data)
    # what a decoder makes of these bytes when it gets them one by one
    expected = zlib.decompressobj(31).decompress(packed[:kept])
    content, fault = content_and_fault(packed[:kept])
    assert content == expected
    assert fault is not None
    assert fault.kind == "truncated_gzip"
    assert f"after {len(expected)} bytes" in fault.message


def test_damage_late_in_a_small_file_costs_what_follows_it_only() -> None:
    data = "".join(f"line {n}\n" for n in range(2000)).encode()
    packed = bytearray(gzip.compress(data))
    packed[-6] ^= 0xFF  # the checksum
    content, fault = content_and_fault(bytes(packed))
    assert content == data
    assert fault is not None
    assert "damaged" in fault.message


def test_a_broken_second_member_keeps_the_first() -> None:
    content, fault = content_and_fault(gzip.compress(b"first\n") + b"this is no gzip")
    assert content == b"first\n"
    assert fault is not None
    assert fault.kind == "truncated_gzip"


def test_plain_bytes_are_no_gzip() -> None:
    content, fault = content_and_fault(b'{"text": "plain"}\n')
    assert content == b""
    assert fault is not None
    assert "incorrect header" in fault.message


def test_an_empty_file_is_empty() -> None:
    assert content_and_fault(b"") == (b"", None)


def test_a_bomb_is_stopped_and_dense_text_is_not() -> None:
    packed = gzip.compress(b"\0" * 3_000_000)
    bomb = Gunzip(io.BytesIO(packed), bomb_bytes=1_000_000)
    assert sum(len(bomb.read(100_000)) for _ in range(10)) == 1_000_000
    with pytest.raises(BadInput, match=f"{len(packed)} bytes of gzip data") as caught:
        bomb.read(100_000)
    assert caught.value.kind == "gzip_bomb"
    below = Gunzip(io.BytesIO(packed), bomb_bytes=3_000_000)
    assert sum(map(len, iter(lambda: below.read(100_000), b""))) == 3_000_000
    text = "".join(f'{{"id": {n}, "text": "words and words"}}\n' for n in range(100_000)).encode()
    dense = Gunzip(io.BytesIO(gzip.compress(text)), bomb_bytes=1_000_000)
    assert sum(map(len, iter(lambda: dense.read(100_000), b""))) == len(text)
