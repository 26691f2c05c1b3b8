"""A lake's files on any file system that pyarrow knows: a local folder, S3, GCS, HDFS.

A file is written whole or not at all. On a local disk that is a write under `_tmp` and a rename, which
replaces atomically; on an object store it is one upload of bytes that are complete before it begins.
"""

import io
import os
import posixpath
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import unquote, urlsplit

import pyarrow as pa
from pyarrow import fs

from schemas.layout import TEMPORARY
from transforms.lake.addresses import UnknownAddress, is_s3, s3_address
from transforms.lake.s3 import S3Store, s3_lake

__all__ = ["Lake", "UnknownAddress"]

READ_BYTES = 8_000_000
"""What one request brings of a file in a store that is read in small pieces."""


@dataclass(frozen=True)
class Lake:
    """A lake by its address: a path, or a URI such as s3://bucket/lake. Nothing is opened before it is used.

    All paths given to its methods are relative to its root (`schemas.layout`). Methods raise UnknownAddress where
    there is no such file system or bucket, and OSError where it fails.
    """

    address: str

    def __reduce__(self) -> tuple[type["Lake"], tuple[str]]:
        # What was opened here is not for another process.
        return Lake, (self.address,)

    @cached_property
    def _s3(self) -> S3Store | None:
        return s3_lake(s3_address(self.address)) if is_s3(self.address) else None

    @cached_property
    def _opened(self) -> tuple[fs.FileSystem, str]:
        if self._s3:
            return self._s3.filesystem, s3_address(self.address).path.rstrip("/")
        parts = urlsplit(self.address)
        if parts.scheme == "file":
            return fs.LocalFileSystem(), str(Path(unquote(parts.path)).absolute())
        if "://" not in self.address:
            return fs.LocalFileSystem(), str(Path(self.address).absolute())
        try:
            filesystem, root = fs.FileSystem.from_uri(self.address)
        except pa.ArrowInvalid as error:
            raise UnknownAddress(
                f"lake {self.address!r} is no address: give a folder, or one such as s3://bucket/lake ({error})"
            ) from error
        return filesystem, root.rstrip("/")

    @property
    def filesystem(self) -> fs.FileSystem:
        """The pyarrow file system that the lake lies on."""
        return self._opened[0]

    def path(self, relative: str) -> str:
        """The path within `filesystem` of a path within the lake."""
        return posixpath.join(self._opened[1], relative)

    def uri(self, relative: str) -> str:
        """The address that other programs find a path within the lake under, without the options of the lake's own."""
        root = s3_address(self.address).uri if is_s3(self.address) else self.address
        return posixpath.join(root.rstrip("/"), relative)

    def exists(self, relative: str) -> bool:
        """Whether there is such a file."""
        return bool(self.filesystem.get_file_info(self.path(relative)).type == fs.FileType.File)

    def read(self, relative: str) -> bytes:
        """A file's bytes; raises FileNotFoundError where there is none."""
        # Not as a stream: that asks a store for a piece at a time.
        with self.filesystem.open_input_file(self.path(relative)) as file:
            return bytes(file.readall())

    def open(self, relative: str) -> BinaryIO:
        """A file's bytes as a seekable stream; raises FileNotFoundError where there is none."""
        return open_file(self.filesystem, self.path(relative))

    def modified_at(self, relative: str) -> int:
        """When a file was written, in microseconds since the epoch; 0 where there is none."""
        info = self.filesystem.get_file_info(self.path(relative))
        return (info.mtime_ns or 0) // 1_000

    def write(self, relative: str, data: bytes) -> None:
        """Puts a whole file in place of what was there, atomically."""
        if self._is_local:
            with self._complete(relative, data) as (temporary, target):
                os.replace(temporary, target)
        else:
            self._upload(relative, data)

    def create(self, relative: str, data: bytes) -> bool:
        """Puts a whole file where there is none yet; False where there is one, which stays as it is.

        Atomic on local disks and on S3. On others two writers may both find nothing, and the later one wins.
        """
        if self._s3:
            return self._s3.create(self.path(relative), data)
        if not self._is_local:
            if self.exists(relative):
                return False
            self._upload(relative, data)
            return True
        with self._complete(relative, data) as (temporary, target):
            try:
                os.link(temporary, target)
            except FileExistsError:
                return False
        return True

    @property
    def _is_local(self) -> bool:
        return isinstance(self.filesystem, fs.LocalFileSystem)

    def _upload(self, relative: str, data: bytes) -> None:
        with self.filesystem.open_output_stream(self.path(relative), compression=None) as stream:
            stream.write(data)

    @contextmanager
    def _complete(self, relative: str, data: bytes) -> Iterator[tuple[str, str]]:
        """A complete file under a temporary name, and the path that it is meant for, whose folder exists."""
        # The name of a temporary file is never read by anyone, so it may be random.
        temporary = self.path(f"{TEMPORARY}/{uuid.uuid4().hex}")
        target = self.path(relative)
        for path in (temporary, target):
            os.makedirs(posixpath.dirname(path), exist_ok=True)
        try:
            Path(temporary).write_bytes(data)
            yield temporary, target
        finally:
            Path(temporary).unlink(missing_ok=True)

    def delete(self, relative: str) -> None:
        """Removes a file; one that is not there is no error."""
        if self._s3:
            self._s3.delete(self.path(relative))
            return
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


def open_file(filesystem: fs.FileSystem, path: str) -> BinaryIO:
    """A file's bytes as a seekable stream; raises FileNotFoundError where there is none."""
    raw = filesystem.open_input_file(path)
    if isinstance(filesystem, fs.LocalFileSystem):
        return cast(BinaryIO, raw)
    # Each read of a file in a store is a request.
    return cast(BinaryIO, io.BufferedReader(raw, READ_BYTES))
