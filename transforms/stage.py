"""What the stages' transforms share: a chunk's way through a stage.

Records have no coder of their own: Beam's default pickles them, by reference to their class. RowCoder, tried
with Beam 2.77, gives back tuples of Beam's making in any other process than the one that built the pipeline.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from schemas.codes import Stage
from schemas.records import Article, Chunk, RawDocument
from transforms.metrics import StageMetrics, work_of
from transforms.outcomes import BadInput, Skipped, quarantined
from transforms.version import SameVersionFn

Item = TypeVar("Item", RawDocument, Article)


def settle(chunk: Chunk, stage: Stage, items: list[Item], function: Callable[[Item], Article]) -> Chunk:
    """Runs a function over a chunk's documents or articles; each ends as an article, skipped or quarantined.

    `BadInput` and `Skipped` settle one document. Anything else that the function raises is a bug and passes.
    """
    articles, skipped, bad = [], list(chunk.skipped), list(chunk.quarantined)
    for item in items:
        try:
            articles.append(function(item))
        except Skipped as skip:
            skipped.append(skip.reason.value)
        except BadInput as error:
            bad.append(quarantined(stage, item.uri, item.fetched_at, error))
    return replace(chunk, documents=(), articles=articles, skipped=skipped, quarantined=bad)


class StageFn(SameVersionFn):
    """A DoFn that turns each chunk into the next stage's chunk and tells what became of its documents, and how fast.

    `load` runs once a worker process and returns the function; give a cached one where it holds a model.
    """

    def __init__(
        self,
        stage: Stage,
        load: Callable[[], Callable[[Chunk], Chunk]],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        super().__init__()
        self.stage = stage
        self.load = load
        self.clock = clock
        self.metrics = StageMetrics(stage)

    def setup(self) -> None:
        super().setup()
        self.function = self.load()

    def process(self, chunk: Chunk) -> Iterator[Chunk]:
        started = self.clock()
        result = self.function(chunk)
        work = work_of(self.stage, chunk, result, self.clock() - started)
        self.metrics.settled(chunk, result, work)
        yield replace(result, stages=[*chunk.stages, work])
