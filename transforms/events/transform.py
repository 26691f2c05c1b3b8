"""The stage "code events" as a transform over chunks."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import apache_beam as beam

from schemas.codes import Stage
from schemas.records import Chunk
from transforms.events.coder import load_coder
from transforms.stage import StageFn


def code_chunk(chunk: Chunk) -> Chunk:
    """A chunk with its articles' coding status set and their mentions added, in the order of the articles."""
    coded = load_coder().code(list(chunk.articles))
    found = [mention for _, mentions in coded for mention in mentions]
    return replace(chunk, articles=[article for article, _ in coded], mentions=[*chunk.mentions, *found])


def load() -> Callable[[Chunk], Chunk]:
    """Loads the coder, so that the first chunk need not wait for it, and returns the stage's function."""
    load_coder()
    return code_chunk


@dataclass
class CodeEvents(beam.PTransform):
    """Codes the articles of each chunk into mentions; English ones, the others are marked `language`."""

    def expand(self, chunks: beam.PCollection[Chunk]) -> beam.PCollection[Chunk]:
        return chunks | "Code events" >> beam.ParDo(StageFn(Stage.CODE, load)).with_output_types(Chunk)
