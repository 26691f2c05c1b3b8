"""Write and Commit as Beam transforms, the same for a batch and for a window of a stream."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version

import apache_beam as beam
from apache_beam.transforms.window import IntervalWindow

from schemas.layout import BASIC_TIME, commit_file
from schemas.records import Chunk
from transforms.lake.commits import read_commit
from transforms.lake.files import Lake
from transforms.write.commit import About, make_commit
from transforms.write.parts import Receipt, write_chunk
from transforms.write.rows import Batch


class VersionMismatch(RuntimeError):
    """A worker has another version of newsbeam installed than the program that submitted the job."""


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
        stamp = datetime.fromtimestamp(start // 1_000_000, UTC).strftime(BASIC_TIME)
        return Batch(f"{self.name}-{stamp}", start, self.coder_version)


class CommittedMeanwhile(RuntimeError):
    """Two runs made one batch from different bytes."""


class WriteFn(beam.DoFn):
    """Writes the parts of a chunk; yields its batch and its receipt."""

    def __init__(self, address: str, rule: BatchRule, *, keep_text: bool, submitter: str) -> None:
        self.address = address
        self.rule = rule
        self.keep_text = keep_text
        self.submitter = submitter

    def setup(self) -> None:
        installed = version("newsbeam")
        if installed != self.submitter:
            raise VersionMismatch(
                f"this worker has newsbeam {installed}, the job was submitted with {self.submitter}: "
                "install the same version on both"
            )
        self.lake = Lake(self.address)

    def process(self, chunk: Chunk, window=beam.DoFn.WindowParam) -> Iterator[tuple[str, Receipt]]:  # type: ignore[no-untyped-def]
        receipt = write_chunk(chunk, self.rule.batch(window), self.lake, keep_text=self.keep_text)
        yield receipt.batch, receipt


class CommitFn(beam.DoFn):
    """Commits a batch from its receipts, once; raises CommittedMeanwhile where it is committed otherwise."""

    def __init__(self, address: str, about: About) -> None:
        self.address = address
        self.about = about

    def setup(self) -> None:
        self.lake = Lake(self.address)

    def process(self, batch: tuple[str, Iterable[Receipt]]) -> Iterator[str]:
        name, receipts = batch
        commit = make_commit(receipts, self.about)
        if not self.lake.create(commit_file(name), commit.to_json()):
            known = read_commit(self.lake, name)
            if known.parts != commit.parts:
                raise CommittedMeanwhile(
                    f"batch {name!r} was committed by another run while this one wrote other rows for it: "
                    "run newsbeam check, and give each run a batch of its own"
                )
        yield name


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
        writer = WriteFn(self.address, self.rule, keep_text=self.keep_text, submitter=version("newsbeam"))
        return (
            chunks
            | "Write parts" >> beam.ParDo(writer).with_output_types(tuple[str, Receipt])
            | "Gather receipts" >> beam.GroupByKey()
            | "Commit batches" >> beam.ParDo(CommitFn(self.address, self.about)).with_output_types(str)
        )
