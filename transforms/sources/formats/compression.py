"""Gunzips a stream in bounded memory, and keeps what can be read of a file that breaks off or is damaged."""

import io
import zlib
from typing import TYPE_CHECKING, BinaryIO

from transforms.outcomes import BadInput

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK_BYTES = 1 << 16
CONTENT_BYTES = 1 << 20
GZIP_WINDOW = 31  # zlib's wbits for the gzip format (RFC 1952) with the largest window

# Text packs 3 to 10 times, markup and logs up to 50; deflate ends at 1,032. Small files may be anything.
BOMB_BYTES = 100_000_000
BOMB_RATIO = 200


class Gunzip(io.RawIOBase):
    """The content of a gzip stream: all its members, one after the other (RFC 1952, section 2.2).

    `read(n)` returns up to n bytes, none at the end only. Zero bytes after a member are padding; an empty
    stream has no content. Where the data break off, are damaged or are not gzip, it first returns
    everything before that place, then raises `BadInput("truncated_gzip")`; from `bomb_bytes` of content
    on it raises `BadInput("gzip_bomb")` where that is over `bomb_ratio` times the compressed bytes.
    """

    def __init__(self, raw: BinaryIO, bomb_bytes: int = BOMB_BYTES, bomb_ratio: int = BOMB_RATIO) -> None:
        self.raw = raw
        self.bomb_bytes = bomb_bytes
        self.bomb_ratio = bomb_ratio
        self.bytes_in = 0
        self.bytes_out = 0
        self._decoder: zlib._Decompress | None = None  # None between members
        self._members = 0
        self._pending = b""  # compressed bytes that were read and not yet used
        self._ended = False
        self._fault: BadInput | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer).cast("B")
        content = self._content(min(len(view), CONTENT_BYTES)) if view else b""
        view[: len(content)] = content
        return len(content)

    def _content(self, limit: int) -> bytes:
        """The next 1 to `limit` bytes of content; none at the end."""
        while not self._fault:
            data, self._pending = self._pending or self._read_block(), b""
            if self._decoder is None:
                data = data.lstrip(b"\0") if self._members else data
                if not data and self._ended:
                    return b""
                if not data:
                    continue
                self._decoder = zlib.decompressobj(GZIP_WINDOW)
                self._members += 1
            content = self._inflate(self._decoder, data, limit)
            self.bytes_out += len(content)
            if self.bytes_out > max(self.bomb_bytes, self.bomb_ratio * self.bytes_in):
                self._fault = BadInput(
                    "gzip_bomb",
                    f"{self.bytes_in} bytes of gzip data hold over {self.bytes_out} bytes: over {self.bomb_bytes} "
                    f"bytes, at most {self.bomb_ratio} times the compressed size is read",
                )
            elif content:
                return content
        raise self._fault

    def _read_block(self) -> bytes:
        block = self.raw.read(BLOCK_BYTES)
        self.bytes_in += len(block)
        self._ended = not block
        return block

    def _inflate(self, decoder: "zlib._Decompress", data: bytes, limit: int) -> bytes:
        """Feeds a decoder; sets `_fault` where that fails, and returns what came before."""
        # A failing call throws away what it had inflated; the copy lets us ask for that again.
        before = decoder.copy()
        try:
            content = decoder.decompress(data, limit)
        except zlib.error as error:
            content = _inflate_until_error(before, data)
            place = self.bytes_out + len(content)
            self._fault = BadInput(
                "truncated_gzip", f"the gzip data are damaged after {place} bytes of content ({error})", data
            )
            return content
        if decoder.eof:
            self._pending, self._decoder = decoder.unused_data, None
        else:
            self._pending = decoder.unconsumed_tail
            if not data and not content:
                self._fault = BadInput(
                    "truncated_gzip", f"the gzip data break off after {self.bytes_out} bytes of content"
                )
        return content


def _inflate_until_error(decoder: "zlib._Decompress", data: bytes) -> bytes:
    """What a decoder makes of data, byte by byte, until it fails: no more than the failed call's limit."""
    content = bytearray()
    for place in range(len(data)):
        try:
            content += decoder.decompress(data[place : place + 1])
        except zlib.error:
            break
    return bytes(content)
