"""Cuts a stream into lines by byte offset, whole or a range of it, in bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

BLOCK_BYTES = 1 << 18
KEPT_BYTES = 1000


@dataclass(frozen=True)
class Line:
    """One line without its line feed: where its first byte lies in the file, and how many bytes it has.

    `data` is the whole line, or its first `KEPT_BYTES` where it is longer than the limit and so not `complete`.
    """

    offset: int
    length: int
    data: bytes
    complete: bool


def lines(stream: BinaryIO, start: int, end: int | None, limit: int) -> Iterator[Line]:
    """The lines whose first byte lies in [start, end); `end` None is the end of the stream.

    Lines end with a line feed; the last may lack it. Of a line of over `limit` bytes (at least `KEPT_BYTES`)
    only the beginning is kept, and no more than `limit` and a block are ever held. The stream must be at its
    beginning, and be able to seek where `start` is not 0.
    """
    # Reading begins a byte early: if that byte is a line feed, a line begins at `start`, else within one.
    foreign = start > 0
    offset = position = stream.seek(start - 1) if foreign else 0
    parts: list[bytes] = []
    length = 0
    while block := stream.read(BLOCK_BYTES):
        at = 0
        while (feed := block.find(b"\n", at)) >= 0:
            if not foreign:
                yield _line(offset, length + feed - at, [*parts, block[at:feed]], limit)
            foreign, parts, length, at = False, [], 0, feed + 1
            offset = position + at
            if end is not None and offset >= end:
                return
        position += len(block)
        if foreign and end is not None and position >= end:
            return
        length += len(block) - at
        parts.append(b"" if foreign else block[at:])
        if length > limit:
            parts = [b"".join(parts)[:KEPT_BYTES]]
    if length and not foreign:
        yield _line(offset, length, parts, limit)


def _line(offset: int, length: int, parts: list[bytes], limit: int) -> Line:
    data = b"".join(parts)
    return Line(offset, length, data, True) if length <= limit else Line(offset, length, data[:KEPT_BYTES], False)
