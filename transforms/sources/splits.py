"""Splits: pieces of input that are read on their own, named by the input alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.codes import SkipReason
from schemas.feeds import FeedState
from schemas.records import Quarantined, RawDocument


@dataclass(frozen=True)
class FileRange:
    """A file, or for a format of lines that is not compressed, the lines that begin in [start, end).

    `format` is a key of `formats.readers.READERS`; `modified_at` is in microseconds. `uri` is an
    address that Beam's file systems know or, where `lake` is the address of a lake, a path within that lake.
    `options` belong to an address of S3, and say where the store is (`lake.addresses`).
    """

    uri: str
    format: str
    gzipped: bool
    size: int
    modified_at: int
    start: int = 0
    end: int | None = None
    lake: str | None = None
    options: str = ""


@dataclass(frozen=True)
class Split:
    """Files that one worker reads in order. `shard` is unique in the batch and depends on the input alone."""

    shard: str
    files: Sequence[FileRange]


HEARTBEAT = Split(shard="heartbeat", files=())
"""An input without files, in every batch: it makes an empty batch commit."""

# What a format's reader yields: a document, or one that could not be read, or was left out; or a feed's state.
Found = RawDocument | Quarantined | SkipReason | FeedState
Documents = Iterator[Found]
