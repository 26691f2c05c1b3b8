"""Cuts and groups files into splits, from the listing alone: never by the number of workers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from schemas.ids import digest
from transforms.sources.formats.endings import UNSUPPORTED
from transforms.sources.splits import FileRange, Split

SPLIT_BYTES = 8_000_000
SPLIT_FILES = 100
UNPACKED = 5
"""How many times its size a gzip file of text has, about: it weighs as much in a split."""


def plan(files: Sequence[FileRange], split_bytes: int = SPLIT_BYTES) -> list[Split]:
    """The splits of files, in order of their uris.

    An unpacked `.jsonl` of over `split_bytes` is cut into ranges of that many bytes, a split each. Other files
    stay whole, and follow one another in a split up to `SPLIT_FILES` files or `split_bytes` of content.
    """
    groups: list[list[FileRange]] = []
    room = -1
    for file in sorted(files, key=lambda file: (file.uri, file.start)):
        if file.format == "jsonl" and not file.gzipped and file.size > split_bytes:
            groups.extend([piece] for piece in _ranges(file, split_bytes))
            room = -1
            continue
        weight = _weight(file)
        if weight > room or len(groups[-1]) == SPLIT_FILES:
            groups.append([])
            room = split_bytes
        groups[-1].append(file)
        room -= weight
    return [Split(f"{number:05d}", tuple(group)) for number, group in enumerate(groups)]


def _weight(file: FileRange) -> int:
    """The bytes of content that reading it means, about."""
    if file.format == UNSUPPORTED:
        return 0
    return file.size * UNPACKED if file.gzipped else file.size


def _ranges(file: FileRange, split_bytes: int) -> Iterator[FileRange]:
    for start in range(0, file.size, split_bytes):
        end = start + split_bytes
        # The last has no end, so that a file that grows is read to its end, cut or not.
        yield replace(file, start=start, end=end if end < file.size else None)


def inputs_digest(files: Sequence[FileRange]) -> str:
    """32 hex digits that name a listing: its uris, sizes and times, in any order."""
    return digest("inputs", *sorted((file.uri, file.size, file.modified_at) for file in files))
