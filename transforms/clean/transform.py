"""The stage `clean` in a pipeline."""

from collections.abc import Callable
from dataclasses import dataclass

import apache_beam as beam

from schemas.codes import Stage
from schemas.records import Chunk
from transforms.clean.bounded import clean_bounded
from transforms.stage import StageFn, settle


def clean_chunk(chunk: Chunk) -> Chunk:
    """A chunk's documents as articles; each ends as an article, skipped or quarantined."""
    return settle(chunk, Stage.CLEAN, list(chunk.documents), clean_bounded)


def load() -> Callable[[Chunk], Chunk]:
    """The stage's function. Its patterns are read once a process, at their first use."""
    return clean_chunk


@dataclass
class Clean(beam.PTransform):
    """Chunks of raw documents in, chunks of articles out."""

    def expand(self, pcoll: beam.PCollection[Chunk]) -> beam.PCollection[Chunk]:
        return pcoll | "Clean documents" >> beam.ParDo(StageFn(Stage.CLEAN, load)).with_output_types(Chunk)
