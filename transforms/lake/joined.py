"""Which parts of the log are joined: a numbered list of files, each whole in itself, of which the last one counts.

A list is never changed. The next one is created under the next number, where no file may be yet: so of two that
were made at once, from the same list before, one counts, and no batch is ever covered by two joined parts.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from typing import Any

from pyarrow import fs

from schemas.ids import digest
from schemas.layout import JOINED, generation_file
from transforms.lake.commits import DamagedLake, Part
from transforms.lake.files import Lake


@dataclass(frozen=True)
class Joined:
    """Parts that hold all rows of some batches, one part a table at most, in place of the batches' own.

    `batches` are their names, each with the digest of its own parts: of a batch that was deleted since, or committed
    anew, the rows here do not count.
    """

    batches: Mapping[str, str]
    parts: Sequence[Part]

    def covers(self, batch: str, parts: Sequence[Part]) -> bool:
        """Whether a batch that wrote these parts is in here."""
        return self.batches.get(batch) == parts_digest(parts)


@dataclass(frozen=True)
class Generation:
    """All that is joined, as one list of the numbered ones says; number 0 is that of a lake without any."""

    number: int = 0
    joined: Sequence[Joined] = ()

    def to_json(self) -> bytes:
        """The list's file."""
        return (json.dumps([asdict(joined) for joined in self.joined], indent=1, sort_keys=True) + "\n").encode()


def parts_digest(parts: Sequence[Part]) -> str:
    """What tells a batch's parts from those of another batch of the same name."""
    return digest("parts", *sorted(map(astuple, parts)))


def generations(lake: Lake) -> dict[int, int]:
    """The number of each list that is there, and when it was written, in microseconds; in order."""
    found = lake.filesystem.get_file_info(fs.FileSelector(lake.path(JOINED), allow_not_found=True))
    numbered = ((info.base_name.removesuffix(".json"), info) for info in found if info.base_name.endswith(".json"))
    return dict(sorted((int(name), (info.mtime_ns or 0) // 1000) for name, info in numbered if name.isdigit()))


def read_generation(lake: Lake, number: int) -> Generation:
    """One of the lists; raises DamagedLake where it cannot be read, for parts that it covers may be gone."""
    path = generation_file(number)
    try:
        return Generation(number, [_joined(fields) for fields in json.loads(lake.read(path))])
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedLake(f"{lake.uri(path)} cannot be read: {error}") from error


def latest(lake: Lake) -> Generation:
    """The list that counts."""
    number = max(generations(lake), default=0)
    return read_generation(lake, number) if number else Generation()


def _joined(fields: Any) -> Joined:
    return Joined(dict(fields["batches"]), [Part(**part) for part in fields["parts"]])
