"""Files that no window of a stream has taken yet, and the list of those that one takes.

The list is put into the lake before anything is read: a window that is tried again, after a crash, reads the same
files. Files of windows that committed are taken; what a stream took and never committed is free again.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict

from schemas.ids import digest
from schemas.layout import DROPS, commit_file, drops_file
from transforms.lake.files import Lake
from transforms.sources.match import NoFile, match
from transforms.sources.splits import FileRange

SETTLED_SECONDS = 2
"""How long a file must lie still before it is read: one that is still being written would be read in part."""

SECOND = 1_000_000


class TakenFiles:
    """The files that committed windows took, by address, size and time: a file that changed is new.

    No list is read twice.
    """

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self._keys: set[str] = set()
        self._lists: set[str] = set()

    def __contains__(self, file: FileRange) -> bool:
        return _key(file) in self._keys

    def refresh(self) -> None:
        """Reads the lists of windows that committed since the last look."""
        for path in self.lake.list(DROPS):
            batch = path.rsplit("/", 1)[1].removesuffix(".json")
            if path not in self._lists and self.lake.exists(commit_file(batch)):
                self._lists.add(path)
                self._keys.update(map(_key, taken_by(self.lake, batch) or ()))


def new_files(patterns: Sequence[str], taken: TakenFiles, now: int) -> list[FileRange]:
    """The files that patterns name and that no committed window took, sorted; those just written are left for later.

    A pattern that matches nothing is no error here: the first file may be still to come. Raises as `match` else does.
    """
    taken.refresh()
    found: dict[str, FileRange] = {}
    for pattern in patterns:
        try:
            found.update((file.uri, file) for file in match([pattern]))
        except NoFile:
            continue
    # A time in the future is a wrong clock's, and says nothing.
    still = [file for file in found.values() if abs(now - file.modified_at) >= SETTLED_SECONDS * SECOND]
    return sorted((file for file in still if file not in taken), key=lambda file: file.uri)


def take(lake: Lake, batch: str, files: Sequence[FileRange]) -> list[FileRange]:
    """Makes files those of a window, where it has none yet; returns the window's files."""
    if files:
        lake.create(drops_file(batch), json.dumps([asdict(file) for file in files]).encode())
    return taken_by(lake, batch) or []


def taken_by(lake: Lake, batch: str) -> list[FileRange] | None:
    """The files that a window took; None where it took none. Raises ValueError where the list cannot be read."""
    path = drops_file(batch)
    try:
        text = lake.read(path)
    except FileNotFoundError:
        return None
    try:
        return [FileRange(**fields) for fields in json.loads(text)]
    except (ValueError, TypeError) as error:
        raise ValueError(
            f"{lake.uri(path)} is no list of files ({error}): delete it to have them read again"
        ) from error


def _key(file: FileRange) -> str:
    return digest("taken", file.uri, file.size, file.modified_at)[:20]
