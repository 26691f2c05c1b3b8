"""Finds the files that a run's `--input` names: in S3 as a lake there is found, else on any file system of Beam's."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from apache_beam.io.filesystem import BeamIOError, FileMetadata
from apache_beam.io.filesystems import FileSystems

from schemas.times import EARLIEST, LATEST, to_micros
from transforms.lake.addresses import SCHEME, S3Address, is_s3, s3_address
from transforms.sources.formats.endings import ending
from transforms.sources.objects import s3_exists, s3_files
from transforms.sources.splits import FileRange

WILDCARD = re.compile(r"[*?[]")
HIDDEN = (".", "_")


class NoFile(ValueError):
    """A pattern matches nothing."""


def match(patterns: Sequence[str]) -> list[FileRange]:
    """The files that patterns name, each once, sorted by uri; those on the local disk by absolute path.

    A pattern is a file, a folder or a glob. A folder means all files below it, but none whose own or whose
    folder's name begins with `.` or `_`; links to folders are followed where a pattern names them, not below.
    A glob is as Beam takes it: `*` and `?` within a name, `**` across folders (`/**/` also means no folder
    between), `[...]`. A name that exists counts as it is, also where it looks like a glob. Files with endings
    that are not read come too, as `endings.UNSUPPORTED`, so that they can be counted. Addresses of S3 may end in
    options, as a lake's may (`lake.addresses`).

    Raises NoFile for a pattern that matches nothing (a folder that is empty is no error), ValueError for a bucket that
    is not there or a pattern that cannot be listed, and OSError where a store cannot be listed.
    """
    found: dict[tuple[str, str], FileRange] = {}
    for pattern in patterns:
        given = s3_address(pattern) if is_s3(pattern) else None
        options = given.options if given else ""
        try:
            files = _files(given.uri if given else pattern, options)
        except BeamIOError as error:
            raise ValueError(f"{pattern!r} cannot be listed: {error}") from error
        found.update(((file.path, options), replace(file_range(file), options=options)) for file in files)
    return [found[key] for key in sorted(found)]


def _files(pattern: str, options: str) -> list[FileMetadata]:
    path = _absolute(pattern) if pattern else pattern
    if pattern and (not WILDCARD.search(path) or _exists(path, options)):
        below = list(_folder(path.rstrip("/") + "/", options))
        visible = [file for file, names in below if not any(name.startswith(HIDDEN) for name in names)]
        if below or os.path.isdir(path):
            return visible
        files = [file for file in _list(_literal(path), options) if file.path == path]
    else:
        files = [file for glob in _with_and_without_folders(path) for file in _list(glob, options)]
    if not files:
        raise NoFile(f"{pattern!r} matches no file: give a file, a folder, or a glob such as 'drops/**.jsonl.gz'")
    return files


def _absolute(pattern: str) -> str:
    """An address, or a local path that means the same in every folder: a run's batch does not depend on that."""
    path = pattern.rstrip("/") if "://" in pattern else os.path.abspath(os.path.expanduser(pattern))
    return path + "/**" if pattern.endswith("/") and WILDCARD.search(path) else path


def _folder(folder: str, options: str) -> Iterator[tuple[FileMetadata, list[str]]]:
    """The files below a folder, each with the names on the way to it."""
    for file in _list(_literal(folder) + "**", options):
        if file.path.startswith(folder):
            yield file, file.path[len(folder) :].split("/")


def _literal(path: str) -> str:
    """A glob that matches a path, whatever characters it has; others may match it too."""
    return path.replace("[", "?")


def _with_and_without_folders(glob: str) -> list[str]:
    """Beam's `/**/` wants a folder between; that files right in the first folder were left out, no one would see."""
    return [glob, glob.replace("/**/", "/")] if "/**/" in glob else [glob]


def _exists(path: str, options: str) -> bool:
    return s3_exists(_in_s3(path, options)) if is_s3(path) else bool(FileSystems.exists(path))


def _list(glob: str, options: str) -> list[FileMetadata]:
    if is_s3(glob):
        return s3_files(_in_s3(glob, options), WILDCARD)
    (result,) = FileSystems.match([glob])
    return list(result.metadata_list)


def _in_s3(path: str, options: str) -> S3Address:
    return S3Address(path.removeprefix(SCHEME), options)


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
