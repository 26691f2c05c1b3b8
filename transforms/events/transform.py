"""The stage "code events" as a transform over chunks."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

import apache_beam as beam

from schemas.codes import Stage
from schemas.records import Chunk
from transforms.events.certainty import LEAST
from transforms.events.coder import CODER_VERSION, load_coder
from transforms.events.tables import Additions, use
from transforms.stage import StageFn

_CODING = threading.Lock()
"""The tables are the process's: no thread may set others while one codes, as when a worker serves two jobs."""


def coder_version(additions: Additions) -> str:
    """The version of the coder with a user's additions, as rows and commits bear it: "3", or "3+3f2a91c0"."""
    return additions.version(CODER_VERSION)


def code_chunk(chunk: Chunk, additions: Additions | None = None, least: float = LEAST) -> Chunk:
    """A chunk with its articles' coding status set and their mentions added, in the order of the articles."""
    with _CODING:
        use(additions or Additions())
        coded = load_coder().code(list(chunk.articles), least)
    found = [mention for _, mentions in coded for mention in mentions]
    return replace(chunk, articles=[article for article, _ in coded], mentions=[*chunk.mentions, *found])


def load(additions: Additions, least: float = LEAST) -> Callable[[Chunk], Chunk]:
    """Loads the coder, so that the first chunk need not wait for it, and returns the stage's function."""
    with _CODING:
        use(additions)
        load_coder()
    return partial(code_chunk, additions=additions, least=least)


@dataclass
class CodeEvents(beam.PTransform):
    """Codes the articles of each chunk into mentions; English ones, the others are marked `language`.

    `additions` travel by content: workers need not have the user's files. Mentions of a confidence below `least`
    are left out.
    """

    additions: Additions = field(default_factory=Additions)
    least: float = LEAST

    def expand(self, chunks: beam.PCollection[Chunk]) -> beam.PCollection[Chunk]:
        code = StageFn(Stage.CODE, partial(load, self.additions, self.least))
        return chunks | "Code events" >> beam.ParDo(code).with_output_types(Chunk)
