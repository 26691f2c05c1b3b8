"""Write and Commit as Beam transforms, the same for a batch and for a window of a stream."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import apache_beam as beam
from apache_beam.transforms.window import IntervalWindow
from apache_beam.utils.windowed_value import PaneInfoTiming

from schemas.codes import Stage
from schemas.layout import commit_file, window_batch
from schemas.records import Chunk
from transforms.lake.commits import read_commit
from transforms.lake.files import Lake
from transforms.metrics import StageMetrics
from transforms.version import SameVersionFn
from transforms.write.commit import About, make_commit
from transforms.write.late import late_commit
from transforms.write.parts import Receipt, write_chunk
from transforms.write.rows import Batch


@dataclass(frozen=True)
class BatchRule:
    """Which batch a chunk belongs to.

    In the global window that is `name` itself, at `logical_time` (microseconds); in a fixed window it is
    `name` and the window's start, which is then its logical time.
    """

    name: str
    logical_time: int
    coder_version: str

    def batch(self, window: object) -> Batch:
        """The batch of an element in a window."""
        if not isinstance(window, IntervalWindow):
            return Batch(self.name, self.logical_time, self.coder_version)
        start = window.start.micros
        return Batch(window_batch(self.name, start), start, self.coder_version)


class CommittedMeanwhile(RuntimeError):
    """Two runs made one batch from different bytes."""


class WriteFn(SameVersionFn):
    """Writes the parts of a chunk; yields its batch and its receipt."""

    def __init__(self, address: str, rule: BatchRule, *, keep_text: bool) -> None:
        super().__init__()
        self.address = address
        self.rule = rule
        self.keep_text = keep_text
        self.metrics = StageMetrics(Stage.WRITE)

    def setup(self) -> None:
        super().setup()
        self.lake = Lake(self.address)

    def process(self, chunk: Chunk, window=beam.DoFn.WindowParam) -> Iterator[tuple[str, Receipt]]:  # type: ignore[no-untyped-def]
        receipt = write_chunk(chunk, self.rule.batch(window), self.lake, keep_text=self.keep_text)
        self.metrics.count(receipt.stages[-1])
        yield receipt.batch, receipt


class CommitFn(beam.DoFn):
    """Commits a batch from its receipts, once; raises CommittedMeanwhile where it is committed otherwise.

    What comes for a window after it has committed, as late data does, makes a batch of its own: nothing is lost.
    """

    def __init__(self, address: str, about: About) -> None:
        self.address = address
        self.about = about

    def setup(self) -> None:
        self.lake = Lake(self.address)

    def process(self, batch: tuple[str, Iterable[Receipt]], pane=beam.DoFn.PaneInfoParam) -> Iterator[str]:  # type: ignore[no-untyped-def]
        name, receipts = batch
        receipts = list(receipts)
        if not receipts:
            # When a stream ends, runners fire each window once more, with nothing in it.
            return
        if pane.timing == PaneInfoTiming.LATE:
            commit = late_commit(receipts, read_commit(self.lake, name), self.about)
            if commit is None:
                return
        else:
            commit = make_commit(receipts, self.about)
        if not self.lake.create(commit_file(commit.batch), commit.to_json()):
            known = read_commit(self.lake, commit.batch)
            if known.parts != commit.parts:
                raise CommittedMeanwhile(
                    f"batch {commit.batch!r} was committed by another run while this one wrote other rows for it: "
                    "run newsbeam check, and give each run a batch of its own"
                )
        yield commit.batch


@dataclass
class Write(beam.PTransform):
    """PCollection[Chunk] to PCollection[str], the names of the batches that it committed.

    Parts first, under names that batch and shard decide; then, when all receipts of a batch (and window)
    are in, its one commit. A batch needs one chunk at least, which may be empty.
    """

    address: str
    rule: BatchRule
    about: About = field(default_factory=About)
    keep_text: bool = True

    def expand(self, chunks: beam.PCollection[Chunk]) -> beam.PCollection[str]:
        writer = WriteFn(self.address, self.rule, keep_text=self.keep_text)
        return (
            chunks
            | "Write parts" >> beam.ParDo(writer).with_output_types(tuple[str, Receipt])
            | "Gather receipts" >> beam.GroupByKey()
            | "Commit batches" >> beam.ParDo(CommitFn(self.address, self.about)).with_output_types(str)
        )
