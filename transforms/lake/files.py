"""A lake's files on any file system that pyarrow knows: a local folder, S3, GCS, HDFS.

A file is written whole or not at all. On a local disk that is a write under `_tmp` and a rename, which
replaces atomically; on an object store it is one upload of bytes that are complete before it begins.
"""

import os
import posixpath
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyarrow import fs

from schemas.layout import TEMPORARY


@dataclass(frozen=True)
class Lake:
    """A lake by its address: a path, or a URI such as s3://bucket/lake. Opening does no I/O.

    All paths given to its methods are relative to its root (`schemas.layout`).
    """

    address: str

    @cached_property
    def _opened(self) -> tuple[fs.FileSystem, str]:
        if "://" in self.address:
            filesystem, root = fs.FileSystem.from_uri(self.address)
            return filesystem, root.rstrip("/")
        return fs.LocalFileSystem(), str(Path(self.address).absolute())

    @property
    def filesystem(self) -> fs.FileSystem:
        """The pyarrow file system that the lake lies on."""
        return self._opened[0]

    def path(self, relative: str) -> str:
        """The path within `filesystem` of a path within the lake."""
        return posixpath.join(self._opened[1], relative)

    def uri(self, relative: str) -> str:
        """The address that other programs find a path within the lake under."""
        return posixpath.join(self.address.rstrip("/"), relative)

    def exists(self, relative: str) -> bool:
        """Whether there is such a file."""
        return bool(self.filesystem.get_file_info(self.path(relative)).type == fs.FileType.File)

    def read(self, relative: str) -> bytes:
        """A file's bytes; raises FileNotFoundError where there is none."""
        with self.filesystem.open_input_stream(self.path(relative)) as stream:
            return bytes(stream.read())

    def write(self, relative: str, data: bytes) -> None:
        """Puts a whole file in place of what was there, atomically."""
        if not isinstance(self.filesystem, fs.LocalFileSystem):
            with self.filesystem.open_output_stream(self.path(relative)) as stream:
                stream.write(data)
            return
        # The name of a temporary file is never read by anyone, so it may be random.
        temporary = self.path(f"{TEMPORARY}/{uuid.uuid4().hex}")
        target = self.path(relative)
        for path in (temporary, target):
            os.makedirs(posixpath.dirname(path), exist_ok=True)
        try:
            Path(temporary).write_bytes(data)
            os.replace(temporary, target)
        finally:
            Path(temporary).unlink(missing_ok=True)

    def delete(self, relative: str) -> None:
        """Removes a file; one that is not there is no error."""
        try:
            self.filesystem.delete_file(self.path(relative))
        except FileNotFoundError:
            return

    def list(self, folder: str, *, recursive: bool = False) -> Iterator[str]:
        """The paths of the files in a folder, sorted; none where there is no such folder."""
        selector = fs.FileSelector(self.path(folder), allow_not_found=True, recursive=recursive)
        root = self._opened[1]
        found = self.filesystem.get_file_info(selector)
        yield from sorted(posixpath.relpath(info.path, root) for info in found if info.type == fs.FileType.File)
