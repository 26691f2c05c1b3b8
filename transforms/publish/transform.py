"""Partitions built by workers. An errand's rows travel as a file of the lake, for what a runner shuffles it holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import uuid4

import apache_beam as beam
import pyarrow.parquet as pq
from apache_beam.metrics import Metrics

from schemas.layout import TEMPORARY
from transforms.lake.files import Lake
from transforms.lake.parquet import to_parquet
from transforms.metrics import namespace
from transforms.publish.build import build
from transforms.publish.members import Errand
from transforms.version import SameVersionFn


@dataclass(frozen=True)
class Sent:
    """An errand whose members stand in a file: the table, each partition's key and fingerprint, the file's path."""

    table: str
    fingerprints: tuple[tuple[str, str], ...]
    file: str


class Outbox:
    """Writes errands' members to files of the lake, and takes them away at the end; no other run looks at them."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        # The name of a temporary file is never published, so it may be random.
        self.name = f"{TEMPORARY}/publish-{uuid4().hex}"
        self.files: list[str] = []

    def __enter__(self) -> "Outbox":
        return self

    def __exit__(self, *_: object) -> None:
        for file in self.files:
            self.lake.delete(file)

    def send(self, errands: Iterable[Errand]) -> list[Sent]:
        """Writes the errands' members, and returns the rest of them."""
        sent = []
        for errand in errands:
            self.files.append(f"{self.name}-{len(self.files):06d}.parquet")
            self.lake.write(self.files[-1], to_parquet(errand.members))
            sent.append(Sent(errand.table, tuple(sorted(errand.fingerprints.items())), self.files[-1]))
        return sent


def received(lake: Lake, sent: Sent) -> Errand:
    """The errand that was sent."""
    with lake.open(sent.file) as file:
        return Errand(sent.table, dict(sent.fingerprints), pq.ParquetFile(file).read())


class BuildFn(SameVersionFn):
    """Builds the partitions of one errand and puts their files in place; yields their paths.

    Another version would make other rows under the same fingerprint, so such a worker stops.
    """

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.partitions = Metrics.counter(namespace("publish"), "partitions_built")
        self.rows = Metrics.counter(namespace("publish"), "rows_read")

    def setup(self) -> None:
        super().setup()
        self.lake = Lake(self.address)

    def process(self, sent: Sent) -> Iterator[str]:
        errand = received(self.lake, sent)
        self.rows.inc(len(errand.members))
        for path in build(self.lake, errand):
            self.partitions.inc()
            yield path


@dataclass
class BuildPartitions(beam.PTransform):
    """PCollection[Sent] to PCollection[str]: builds the partitions, and returns the paths of their files.

    A partition may be built twice, where a runner tries again: its file is replaced by the same bytes.
    """

    lake: str

    def expand(self, errands: beam.PCollection[Sent]) -> beam.PCollection[str]:
        return (
            errands
            | "Spread errands" >> beam.Reshuffle().with_output_types(Sent)
            | "Build partitions" >> beam.ParDo(BuildFn(self.lake)).with_output_types(str)
        )
