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

PLAIN = 8
"""How much more a byte of plain text weighs than one of a page: it is all text, and coding it is most of the work.

A worker takes some ten seconds for a split then, of either kind.
"""
PLAIN_FORMATS = frozenset({"jsonl", "text"})


def plan(files: Sequence[FileRange], split_bytes: int = SPLIT_BYTES) -> list[Split]:
    """The splits of files, in order of their uris.

    A split has up to `SPLIT_FILES` files, and `split_bytes` of pages or a `PLAIN`th of that in plain text. An unpacked
    `.jsonl` that is larger is cut into ranges, a split each; other files stay whole.
    """
    groups: list[list[FileRange]] = []
    room = -1
    for file in sorted(files, key=lambda file: (file.uri, file.start)):
        weight = weight_of(file)
        if file.format == "jsonl" and not file.gzipped and weight > split_bytes:
            groups.extend([piece] for piece in _ranges(file, max(1, split_bytes // PLAIN)))
            room = -1
            continue
        if weight > room or len(groups[-1]) == SPLIT_FILES:
            groups.append([])
            room = split_bytes
        groups[-1].append(file)
        room -= weight
    return [Split(f"{number:05d}", tuple(group)) for number, group in enumerate(groups)]


def weight_of(file: FileRange) -> int:
    """The work that a file means, about, in bytes of pages."""
    if file.format == UNSUPPORTED:
        return 0
    size = (file.size if file.end is None else file.end) - file.start
    return size * (UNPACKED if file.gzipped else 1) * (PLAIN if file.format in PLAIN_FORMATS else 1)


def _ranges(file: FileRange, split_bytes: int) -> Iterator[FileRange]:
    for start in range(0, file.size, split_bytes):
        end = start + split_bytes
        # The last has no end, so that a file that grows is read to its end, cut or not.
        yield replace(file, start=start, end=end if end < file.size else None)


def inputs_digest(files: Sequence[FileRange]) -> str:
    """32 hex digits that name a listing: its uris, sizes and times, in any order."""
    return digest("inputs", *sorted((file.uri, file.size, file.modified_at) for file in files))
