"""Splits become chunks of raw documents, read as they are asked for."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import BinaryIO, cast

import apache_beam as beam
from apache_beam.io.filesystem import CompressionTypes
from apache_beam.io.filesystems import FileSystems

from schemas.codes import SkipReason, Stage
from schemas.feeds import FeedState
from schemas.records import Chunk, Quarantined, RawDocument
from transforms.lake.addresses import SCHEME, S3Address, is_s3
from transforms.lake.files import Lake
from transforms.metrics import StageMetrics, work_of
from transforms.outcomes import BadInput, quarantined
from transforms.sources.formats.compression import Gunzip
from transforms.sources.formats.endings import UNSUPPORTED
from transforms.sources.formats.readers import READERS
from transforms.sources.objects import open_s3
from transforms.sources.polling.redact import redact
from transforms.sources.splits import Documents, FileRange, Found, Split
from transforms.version import SameVersionFn

CHUNK_DOCUMENTS = 100
CHUNK_BYTES = 16_000_000

Open = Callable[[FileRange], BinaryIO]


@dataclass
class ReadSplits(beam.PTransform):
    """PCollection[Split] -> PCollection[Chunk], each split by one worker.

    Only the splits are shuffled, to spread them; documents' bodies go straight on to the next stage.
    """

    def expand(self, splits: beam.PCollection[Split]) -> beam.PCollection[Chunk]:
        return (
            splits
            | "Spread splits" >> beam.Reshuffle().with_output_types(Split)
            | "Read documents" >> beam.ParDo(ReadFn()).with_output_types(Chunk)
        )


class ReadFn(SameVersionFn):
    """Reads a split lazily, a chunk at a time, and tells what became of its documents, and how fast."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__()
        self.clock = clock
        self.metrics = StageMetrics(Stage.READ)

    def process(self, split: Split) -> Iterator[Chunk]:
        started = self.clock()
        for chunk in chunks(split, open_file):
            work = work_of(Stage.READ, None, chunk, self.clock() - started)
            self.metrics.settled(None, chunk, work)
            yield replace(chunk, stages=[work])
            # The stages behind this one have run meanwhile: their time is theirs.
            started = self.clock()


def open_file(file: FileRange) -> BinaryIO:
    """A file's bytes as they lie in its lake, in S3 or on any of Beam's file systems, packed where they are packed.

    A lake's own files are opened as they were written: Beam knows other addresses than pyarrow does.
    """
    if file.lake is not None:
        return Lake(file.lake).open(file.uri)
    if is_s3(file.uri):
        return open_s3(S3Address(file.uri.removeprefix(SCHEME), file.options))
    return cast(BinaryIO, FileSystems.open(file.uri, compression_type=CompressionTypes.UNCOMPRESSED))


def chunks(split: Split, open_stream: Open) -> Iterator[Chunk]:
    """The split's documents in order, as chunks `SHARD-0000`, `SHARD-0001`, ... of a bounded size.

    A chunk holds up to `CHUNK_DOCUMENTS` documents, skipped and quarantined ones counted, of up to `CHUNK_BYTES`,
    or one document that is larger. `read` counts all three; feed states come on top. A split without
    anything in it yields one empty chunk, which makes its batch commit.
    """
    building = _Building()
    number = 0
    for file in split.files:
        for found in found_in(file, open_stream):
            if not building.has_room(found):
                yield building.chunk(f"{split.shard}-{number:04d}")
                building = _Building()
                number += 1
            building.add(found)
    yield building.chunk(f"{split.shard}-{number:04d}")


def found_in(file: FileRange, open_stream: Open) -> Documents:
    """What one file holds; the part of it that cannot be read is one quarantined record under the file's uri.

    A file that is gone or may not be read is quarantined. Other errors of the file system pass, for a
    network may work when the runner tries again.
    """
    if file.format == UNSUPPORTED:
        yield SkipReason.UNSUPPORTED
        return
    try:
        with closing(open_stream(file)) as raw:
            stream = cast(BinaryIO, Gunzip(raw)) if file.gzipped else raw
            yield from READERS[file.format](file, stream)
    except BadInput as error:
        yield quarantined(Stage.READ, file.uri, file.modified_at, error)
    except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
        unreadable = BadInput("unreadable", f"the file cannot be opened: {error}")
        yield quarantined(Stage.READ, file.uri, file.modified_at, unreadable)


@dataclass
class _Building:
    """A chunk while it is filled."""

    documents: list[RawDocument] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    items: int = 0
    size: int = 0

    def has_room(self, found: Found) -> bool:
        return self.items == 0 or (self.items < CHUNK_DOCUMENTS and self.size + _bytes(found) <= CHUNK_BYTES)

    def add(self, found: Found) -> None:
        self.items += 1
        self.size += _bytes(found)
        match found:
            case RawDocument():
                self.documents.append(found)
            case Quarantined():
                # What was wrong is quoted, and may hold a URL with a password.
                without = replace(found, message=redact(found.message), excerpt=redact(found.excerpt))
                self.quarantined.append(without)
            case SkipReason():
                self.skipped.append(found.value)
            case FeedState():
                self.feeds.append(found.to_json())

    def chunk(self, shard: str) -> Chunk:
        return Chunk(
            shard=shard,
            read=len(self.documents) + len(self.skipped) + len(self.quarantined),
            documents=self.documents,
            skipped=self.skipped,
            quarantined=self.quarantined,
            feeds=self.feeds,
        )


def _bytes(found: Found) -> int:
    """What holding it costs, about: a document by its texts, a feed's state by the entries that it remembers."""
    if isinstance(found, RawDocument):
        return len(found.body) + len(found.teaser or "")
    return sum(map(len, found.seen)) if isinstance(found, FeedState) else 0
