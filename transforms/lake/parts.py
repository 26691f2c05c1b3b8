"""The parts of the log that count, folded from all commits."""

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from schemas.layout import index_file
from transforms.lake.commits import Commit, Part
from transforms.lake.folded import Folded


class LogParts(Folded):
    """The parts that each committed batch wrote, by the batch's name: a commit without the rest of what it says."""

    file = index_file("parts.json.gz")
    version = 1

    def clear(self) -> None:
        """Begins as if there were no commit."""
        self.parts: dict[str, Sequence[Part]] = {}

    def take(self, commit: Commit) -> None:
        """Takes in the parts of one commit."""
        self.parts[commit.batch] = tuple(commit.parts)

    def dump(self) -> Any:
        """The parts of each batch, without the names of their fields."""
        return {batch: [astuple(part) for part in self.parts[batch]] for batch in sorted(self.parts)}

    def restore(self, folded: Any) -> None:
        """The parts that `dump` returned."""
        self.parts = {batch: tuple(Part(*fields) for fields in parts) for batch, parts in folded.items()}
