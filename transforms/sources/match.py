"""Finds the files that a run's `--input` names, on any file system that Beam knows."""

import os
import re
from collections.abc import Iterator, Sequence

from apache_beam.io.filesystem import BeamIOError, FileMetadata
from apache_beam.io.filesystems import FileSystems

from schemas.times import EARLIEST, LATEST, to_micros
from transforms.sources.formats.endings import ending
from transforms.sources.splits import FileRange

WILDCARD = re.compile(r"[*?[]")
HIDDEN = (".", "_")


def match(patterns: Sequence[str]) -> list[FileRange]:
    """The files that patterns name, each once, sorted by uri; those on the local disk by absolute path.

    A pattern is a file, a folder or a glob. A folder means all files below it, but none whose own or whose
    folder's name begins with `.` or `_`; links to folders are followed where a pattern names them, not below.
    A glob is as Beam takes it: `*` and `?` within a name, `**` across folders (`/**/` also means no folder
    between), `[...]`. A name that exists counts as it is, also where it looks like a glob. Files with endings
    that are not read come too, as `endings.UNSUPPORTED`, so that they can be counted.

    Raises ValueError for a pattern that matches nothing; a folder that is empty is no error.
    """
    found: dict[str, FileMetadata] = {}
    for pattern in patterns:
        try:
            found.update((metadata.path, metadata) for metadata in _files(pattern))
        except BeamIOError as error:
            raise ValueError(f"{pattern!r} cannot be listed: {error}") from error
    return [file_range(found[uri]) for uri in sorted(found)]


def _files(pattern: str) -> list[FileMetadata]:
    path = pattern if "://" in pattern or not pattern else _absolute(pattern)
    if pattern and (not WILDCARD.search(path) or FileSystems.exists(path)):
        below = list(_folder(path.rstrip("/") + "/"))
        visible = [file for file, names in below if not any(name.startswith(HIDDEN) for name in names)]
        if below or os.path.isdir(path):
            return visible
        files = [file for file in _list(_literal(path)) if file.path == path]
    else:
        files = [file for glob in _with_and_without_folders(path) for file in _list(glob)]
    if not files:
        raise ValueError(f"{pattern!r} matches no file: give a file, a folder, or a glob such as 'drops/**.jsonl.gz'")
    return files


def _absolute(pattern: str) -> str:
    """A local path that means the same in every folder, so that a run's batch does not depend on it."""
    path = os.path.abspath(os.path.expanduser(pattern))
    return path + "/**" if pattern.endswith("/") and WILDCARD.search(path) else path


def _folder(folder: str) -> Iterator[tuple[FileMetadata, list[str]]]:
    """The files below a folder, each with the names on the way to it."""
    for file in _list(_literal(folder) + "**"):
        if file.path.startswith(folder):
            yield file, file.path[len(folder) :].split("/")


def _literal(path: str) -> str:
    """A glob that matches a path, whatever characters it has; others may match it too."""
    return path.replace("[", "?")


def _with_and_without_folders(glob: str) -> list[str]:
    """Beam's `/**/` wants a folder between; that files right in the first folder were left out, no one would see."""
    return [glob, glob.replace("/**/", "/")] if "/**/" in glob else [glob]


def _list(glob: str) -> list[FileMetadata]:
    (result,) = FileSystems.match([glob])
    return list(result.metadata_list)


def file_range(metadata: FileMetadata) -> FileRange:
    """A whole file as its file system and its name describe it."""
    # A local name that is no UTF-8 cannot travel: escaped, it is not found, and so quarantined.
    uri = metadata.path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    kind = ending(uri)
    # File systems can hold times that no calendar does.
    modified = round(metadata.last_updated_in_seconds * 1_000_000)
    return FileRange(
        uri=uri,
        format=kind.format,
        gzipped=kind.gzipped,
        size=metadata.size_in_bytes,
        modified_at=min(max(modified, to_micros(EARLIEST)), to_micros(LATEST)),
    )
