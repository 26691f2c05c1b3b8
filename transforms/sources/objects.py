"""Drops in S3, listed and opened by the file system that a lake there has; in Beam's terms, so that one rule matches.

Beam's own file system for S3 takes another library, and flags that say anew where the store is.
"""

import re
from posixpath import dirname
from typing import BinaryIO

from apache_beam.io.filesystem import FileMetadata, FileSystem
from pyarrow import fs

from transforms.lake.addresses import SCHEME, S3Address
from transforms.lake.files import open_file
from transforms.lake.s3 import s3_store


def s3_exists(address: S3Address) -> bool:
    """Whether there is a file of this name, or any below it; raises as `s3_files` does."""
    store = s3_store(address)
    try:
        return bool(store.filesystem.get_file_info(address.path).type != fs.FileType.NotFound)
    except OSError as error:
        # The answer to this request has no words: those to a listing do.
        store.check(dirname(address.path))
        raise store.failure(error) from error


def s3_files(glob: S3Address, wildcard: re.Pattern[str]) -> list[FileMetadata]:
    """The files that a glob matches, by their addresses without options.

    Raises UnknownAddress where there is no such bucket, StoreFailed where it cannot be listed.
    """
    store = s3_store(glob)
    begin = wildcard.search(glob.path)
    try:
        if begin is None:
            found = [store.filesystem.get_file_info(glob.path)]
        else:
            folder = dirname(glob.path[: begin.start()])
            rest = glob.path[len(folder) + 1 :]
            # Listing is by the page of a thousand names: not a whole tree for the files of one folder.
            deep = "/" in rest or "**" in rest
            found = store.filesystem.get_file_info(fs.FileSelector(folder, allow_not_found=True, recursive=deep))
            if not found:
                store.check(folder)
    except OSError as error:
        raise store.failure(error) from error
    regex = re.compile(FileSystem.translate_pattern(glob.path))
    return [
        FileMetadata(SCHEME + info.path, info.size, (info.mtime_ns or 0) / 1e9)
        for info in found
        if info.type == fs.FileType.File and (begin is None or regex.match(info.path))
    ]


def open_s3(address: S3Address) -> BinaryIO:
    """A file's bytes as a seekable stream; raises FileNotFoundError where there is none."""
    return open_file(s3_store(address).filesystem, address.path)
