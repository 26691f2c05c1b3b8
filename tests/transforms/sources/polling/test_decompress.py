"""Bodies are unpacked as they come, and no further than the bound."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.sources.polling.decompress import Body, BodyError


def unpack(encoding: str, data: bytes, block: int = 7, unpacked: int = 1000) -> bytes:
    body = Body(encoding, received=10_000_000, unpacked=unpacked)
    for start in range(0, len(data), block):
        body.add(data[start : start + block])
    return body.whole()


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@given(st.binary(max_size=300), st.integers(1, 50))
def test_every_encoding_in_blocks_of_any_size(data: bytes, block: int) -> None:
    assert unpack("gzip", gzip.compress(data), block) == data
    assert unpack("gzip", gzip.compress(data) + gzip.compress(data) + b"\0\0", block) == data * 2
    assert unpack("deflate", zlib.compress(data), max(block, 2)) == data
    assert unpack("deflate", raw_deflate(data), max(block, 2)) == data
    assert unpack("", data, block) == data


@pytest.mark.parametrize("encoding", ["gzip", "deflate", ""])
def test_what_is_over_the_bound_is_an_error(encoding: str) -> None:
    data = b"x" * 1001
    packed = {"gzip": gzip.compress(data), "deflate": zlib.compress(data), "": data}[encoding]
    with pytest.raises(BodyError, match="unpacks to over 1000 bytes"):
        unpack(encoding, packed)


def test_a_bomb_is_not_unpacked() -> None:
    body = Body("gzip", received=10_000_000, unpacked=1000)
    with pytest.raises(BodyError):
        body.add(gzip.compress(bytes(50_000_000)))
    assert len(body.content) == 1001


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("gzip", gzip.compress(b"x" * 99, mtime=0)[:-9]),
        ("gzip", b"no gzip"),
        ("br", b"nonsense"),
        ("zstd", b"nonsense"),
        ("compress", b""),
    ],
)
def test_damaged_and_unknown_bodies(encoding: str, data: bytes) -> None:
    with pytest.raises(BodyError):
        unpack(encoding, data)
