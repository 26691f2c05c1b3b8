"""Core: from raw documents to a commit, the same for every source, runner and kind of input."""

from dataclasses import dataclass, field
from importlib.metadata import version
from platform import python_version

import apache_beam as beam

from schemas.records import Chunk
from transforms.classify.transform import Classify
from transforms.clean.transform import Clean
from transforms.events.certainty import LEAST
from transforms.events.tables import Additions
from transforms.events.transform import CodeEvents, coder_version
from transforms.write.commit import About
from transforms.write.transform import BatchRule, Write


@dataclass
class Core(beam.PTransform):
    """PCollection[Chunk] to PCollection[str]: cleans, classifies and codes documents, writes and commits them.

    Yields the names of the batches that it committed: `rule.name` in the global window; in fixed windows
    one for each window that any chunk came in, were it an empty one. Nothing here knows whether its input ends.
    `additions` are a user's own actors and triggers; `rule` and `about` name the coder's version with them.
    """

    address: str
    rule: BatchRule
    about: About = field(default_factory=About)
    keep_text: bool = True
    additions: Additions = field(default_factory=Additions)
    least_confidence: float = LEAST

    def expand(self, chunks: beam.PCollection[Chunk]) -> beam.PCollection[str]:
        return (
            chunks
            | "Clean" >> Clean()
            | "Classify" >> Classify()
            | "Code events" >> CodeEvents(self.additions, self.least_confidence)
            | "Write" >> Write(self.address, self.rule, self.about, self.keep_text)
        )


def batch_rule(name: str, logical_time: int, additions: Additions | None = None) -> BatchRule:
    """The rule of a batch (or, in fixed windows, of a job) of this name, with the coder that is installed."""
    return BatchRule(name, logical_time, coder_version(additions or Additions()))


def versions(additions: Additions | None = None) -> dict[str, str]:
    """What made a batch: for its commit."""
    return {
        "newsbeam": version("newsbeam"),
        "coder": coder_version(additions or Additions()),
        "apache-beam": version("apache-beam"),
        "python": python_version(),
    }
