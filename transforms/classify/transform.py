"""The stage `classify` in a pipeline."""

from collections.abc import Callable
from dataclasses import dataclass

import apache_beam as beam

from schemas.codes import Stage
from schemas.records import Chunk
from transforms.classify import topics
from transforms.classify.document import classify
from transforms.classify.genre_marks import load_marks
from transforms.classify.language import load_model
from transforms.stage import StageFn, settle


def classify_chunk(chunk: Chunk) -> Chunk:
    """A chunk's articles with their language, genre and topics."""
    return settle(chunk, Stage.CLASSIFY, list(chunk.articles), classify)


def load() -> Callable[[Chunk], Chunk]:
    """The stage's function; the language model, the marks of genres and the words of topics are read once a process."""
    load_model()
    load_marks()
    topics.load()
    return classify_chunk


@dataclass
class Classify(beam.PTransform):
    """Chunks of articles in, the same chunks with their articles classified out."""

    def expand(self, pcoll: beam.PCollection[Chunk]) -> beam.PCollection[Chunk]:
        return pcoll | "Classify articles" >> beam.ParDo(StageFn(Stage.CLASSIFY, load)).with_output_types(Chunk)
