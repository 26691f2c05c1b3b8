"""What is folded from all commits, so that each commit is read once, and not by every run.

What was folded is kept in a file of the index, together with the names and stamps of the commits that are in it. So
that file may be old, missing, damaged, or put back by a slower run: what it does not cover is read from the commits,
and where it covers a commit that is gone or another now, all are read.
"""

import gzip
import json
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from schemas.layout import commit_file
from transforms.lake.commits import Commit, DamagedLake, Stamp, read_commit, stamped
from transforms.lake.files import Lake

WORTH_SAVING = 16
"""Commits that may be read anew by every run before the file is written again, which costs as much as some of them."""


class Folded(ABC):
    """Something that follows from the commits in any order. One object is not for two threads.

    `file` is where the index keeps it, in a form that `version` names; a file of another version is not read.
    """

    file: ClassVar[str]
    version: ClassVar[int]

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self._read: dict[str, Stamp] = {}
        self._saved = 0
        self.clear()

    def refresh(self, current: Mapping[str, Stamp] | None = None, *, anew: bool = False) -> list[str]:
        """Takes in the commits made since the last look, and returns their batches' names, sorted.

        The first look returns all batches; it reads the commits that the index does not cover. `current` is a listing
        to go by, where one was made already. With `anew` all commits are read, whatever the index says. Raises
        DamagedLake where a commit cannot be read, or OSError; then the next look takes up where this one ended.
        """
        before = set(self._read)
        for _ in self.new_commits(current, anew=anew):
            pass
        return sorted(self._read.keys() - before)

    def new_commits(self, current: Mapping[str, Stamp] | None = None, *, anew: bool = False) -> Iterator[Commit]:
        """The same, commit by commit as each is read and taken in; those that the index covers are not among them."""
        current = stamped(self.lake) if current is None else current
        if anew or not self._read.items() <= current.items():
            self._read, self._saved = {}, 0
            self.clear()
        if not self._read and not anew:
            self._load(current)
        for batch, stamp in current.items():
            if batch not in self._read:
                commit = read_commit(self.lake, batch)
                try:
                    self.take(commit)
                except ValueError as error:
                    raise DamagedLake(f"{self.lake.uri(commit_file(batch))} cannot be read: {error}") from error
                self._read[batch] = stamp
                yield commit

    def save(self, *, always: bool = False) -> bool:
        """Writes the index anew, if enough commits came that it does not cover, or `always`; whether it did.

        It may be called by anyone at any time after a `refresh`, by several runs at once; the last one stays.
        """
        if not always and len(self._read) - self._saved < WORTH_SAVING:
            return False
        commits = {batch: self._read[batch] for batch in sorted(self._read)}
        text = json.dumps(
            {"version": self.version, "commits": commits, "folded": self.dump()},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        self.lake.write(self.file, gzip.compress(text.encode(), compresslevel=1, mtime=0))
        self._saved = len(self._read)
        return True

    @abstractmethod
    def clear(self) -> None:
        """Begins as if there were no commit."""

    @abstractmethod
    def take(self, commit: Commit) -> None:
        """Takes in one commit, or nothing of it; raises ValueError where it is not what it must be."""

    @abstractmethod
    def dump(self) -> Any:
        """All that was taken in, as JSON has it."""

    @abstractmethod
    def restore(self, folded: Any) -> None:
        """What `dump` returned; raises ValueError, KeyError or TypeError where it is not that."""

    def _load(self, current: Mapping[str, Stamp]) -> None:
        """Begins with what the index holds, where all that it covers still is what it was."""
        try:
            content = json.loads(gzip.decompress(self.lake.read(self.file)))
            covered = {batch: (int(size), int(time)) for batch, (size, time) in content["commits"].items()}
            if content["version"] != self.version or not covered.items() <= current.items():
                return
            self.restore(content["folded"])
        except (FileNotFoundError, gzip.BadGzipFile, zlib.error, EOFError, ValueError, KeyError, TypeError):
            self.clear()
            return
        self._read, self._saved = covered, len(covered)
