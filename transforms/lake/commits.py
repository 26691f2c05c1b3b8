"""Commits: the files that make a batch count, and what can be folded from all of them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from pyarrow import fs

from schemas.feeds import FeedState
from schemas.layout import COMMITS, PUBLISHED, commit_file, published_mark
from schemas.records import StageWork
from transforms.lake.files import Lake


@dataclass(frozen=True)
class Part:
    """One file of the log. `bytes` is its size, `digest` the hash of its content, `rows` their number."""

    table: str
    path: str
    rows: int
    bytes: int
    digest: str


@dataclass(frozen=True)
class Counts:
    """What became of a batch's documents: read = written + duplicates + skipped + quarantined."""

    read: int = 0
    written: int = 0
    duplicates: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    quarantined: int = 0

    @property
    def settled(self) -> int:
        """How many documents have a disposition; equals `read`."""
        return self.written + self.duplicates + sum(self.skipped.values()) + self.quarantined


@dataclass(frozen=True)
class Commit:
    """A batch that counts. `touched` are partitions as TABLE/KEY=VALUE, by this batch's rows alone.

    `stages` says what each stage did, in the order of the flow. Two commits that differ in its seconds are equal.
    """

    batch: str
    logical_time: str
    inputs: str
    counts: Counts
    mentions: int
    parts: Sequence[Part]
    touched: Sequence[str]
    versions: Mapping[str, str]
    options: Mapping[str, Any]
    feeds: Sequence[Mapping[str, Any]]
    stages: Sequence[StageWork] = ()

    def to_json(self) -> bytes:
        """The commit file's bytes."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        # A path that is not UTF-8 stands in the options as lone surrogates, which JSON can escape.
        return text.encode("utf-8", "backslashreplace")

    def states(self) -> list[FeedState]:
        """The feeds' states after this batch; raises ValueError where one is none."""
        return [FeedState.from_fields(fields) for fields in self.feeds]

    @staticmethod
    def from_json(data: bytes) -> "Commit":
        """The commit that `to_json` wrote; raises ValueError where the bytes are none."""
        fields = json.loads(data)
        try:
            fields["counts"] = Counts(**fields["counts"])
            fields["parts"] = [Part(**part) for part in fields["parts"]]
            fields["stages"] = [StageWork(**work) for work in fields.get("stages", [])]
            return Commit(**fields)
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a commit of this version: {error}") from error


def committed(lake: Lake) -> list[str]:
    """The names of all batches that count, sorted."""
    return [_stem(path) for path in lake.list(COMMITS) if path.endswith(".json")]


Stamp = tuple[int, int]
"""Size and time (nanoseconds since the epoch) of a commit's file: tells it from another of the same name."""


def stamped(lake: Lake) -> dict[str, Stamp]:
    """The names of all batches that count, sorted, with the stamps of their commits; one listing, no file is read."""
    found = lake.filesystem.get_file_info(fs.FileSelector(lake.path(COMMITS), allow_not_found=True))
    files = {info.base_name: info for info in found if info.type == fs.FileType.File}
    return {
        name.removesuffix(".json"): (info.size, info.mtime_ns or 0)
        for name, info in sorted(files.items())
        if name.endswith(".json")
    }


def published(lake: Lake) -> set[str]:
    """The names of all batches that readers can see."""
    return {path.rsplit("/", 1)[1] for path in lake.list(PUBLISHED)}


class DamagedLake(ValueError):
    """A file of the log or a commit is not what it must be."""


def read_commit(lake: Lake, batch: str) -> Commit:
    """A batch's commit; raises DamagedLake, naming the file, where it cannot be read."""
    path = commit_file(batch)
    try:
        return Commit.from_json(lake.read(path))
    except ValueError as error:
        raise DamagedLake(f"{lake.uri(path)} cannot be read: {error}") from error


def mark_published(lake: Lake, batch: str) -> None:
    """Says that readers can see a batch."""
    lake.write(published_mark(batch), b"")


def last_states(commits: Iterable[Commit], known: Mapping[str, FeedState] | None = None) -> dict[str, FeedState]:
    """Each feed's state after the last poll that was committed, by its URL, on top of what was `known` before.

    Independent of the order of the commits.
    """
    states = dict(known or {})
    for commit in commits:
        fold_states(states, commit.states())
    return states


def fold_states(states: dict[str, FeedState], others: Iterable[FeedState]) -> None:
    """Takes other states into `states`, where they are later than what stands there."""
    for state in others:
        before = states.get(state.feed_url)
        if before is None or _is_later(state, before):
            states[state.feed_url] = state


def _is_later(state: FeedState, before: FeedState) -> bool:
    times = state.last_polled_at or 0, before.last_polled_at or 0
    # Two polls in one microsecond: any rule does that does not hang on which was read first.
    return times[0] > times[1] or (times[0] == times[1] and state.to_json() > before.to_json())


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[1].removesuffix(".json")
