"""What a stage does with documents, told twice: as Beam's metrics, and as numbers that travel with the chunk.

Beam's metrics are for watching a job: a runner forgets what a worker counted before it crashed, and counts again
what it runs again. What a commit says is added up from what travelled.
"""

from collections import Counter
from collections.abc import Iterable

from apache_beam.metrics import Metrics

from schemas.codes import SkipReason, Stage
from schemas.records import Chunk, StageWork

NAMESPACE = "newsbeam"


def namespace(stage: str) -> str:
    """Where a stage's metrics stand: `newsbeam.clean`."""
    return f"{NAMESPACE}.{stage}"


def work_of(stage: Stage, before: Chunk | None, after: Chunk, seconds: float) -> StageWork:
    """What a stage made of a chunk in so many seconds; `before` is None for the stage that makes chunks."""
    return StageWork(
        stage=stage.value,
        documents_in=after.read if before is None else len(before.documents) or len(before.articles),
        documents_out=len(after.documents) or len(after.articles),
        skipped=len(after.skipped) - (len(before.skipped) if before else 0),
        quarantined=len(after.quarantined) - (len(before.quarantined) if before else 0),
        seconds=seconds,
    )


class StageMetrics:
    """The counters of a stage's documents by what became of them, and the milliseconds that a chunk takes."""

    def __init__(self, stage: Stage) -> None:
        name = namespace(stage.value)
        self.documents_in = Metrics.counter(name, "documents_in")
        self.documents_out = Metrics.counter(name, "documents_out")
        self.quarantined = Metrics.counter(name, "documents_quarantined")
        self.skipped = {
            reason.value: Metrics.counter(name, f"documents_skipped_{reason.value}") for reason in SkipReason
        }
        self.milliseconds = Metrics.distribution(name, "chunk_milliseconds")

    def count(self, work: StageWork, skipped: Iterable[str] = ()) -> None:
        """Counts a chunk's work; `skipped` are the reasons of the documents that this stage skipped.

        What is nothing is not counted, so that runners show only what happened.
        """
        self.documents_in.inc(work.documents_in)
        self.documents_out.inc(work.documents_out)
        if work.quarantined:
            self.quarantined.inc(work.quarantined)
        for reason in skipped:
            self.skipped[reason].inc()
        self.milliseconds.update(round(work.seconds * 1000))

    def settled(self, before: Chunk | None, after: Chunk, work: StageWork) -> None:
        """Counts a chunk's work with the reasons that the stage has added to its skipped documents."""
        known = Counter(before.skipped) if before else Counter[str]()
        self.count(work, (Counter(after.skipped) - known).elements() if work.skipped else ())
