"""What a file's name says of it: its format, whether it is gzipped, and its name without its endings."""

import posixpath
from typing import NamedTuple

UNSUPPORTED = "unsupported"
"""The format of files that are not read. They are counted as skipped, so that none is lost in silence."""

FORMATS = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".warc": "warc",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".eml": "eml",
}
GZIP = ".gz"


class Ending(NamedTuple):
    """A file's format, whether it is gzipped, and its name without folder and endings."""

    format: str
    gzipped: bool
    stem: str


def ending(uri: str) -> Ending:
    """What a file's name says; upper case counts as lower case. Endings that are not read are `UNSUPPORTED`."""
    name = posixpath.basename(uri)
    gzipped = name.lower().endswith(GZIP)
    stem, extension = posixpath.splitext(name[: -len(GZIP)] if gzipped else name)
    known = FORMATS.get(extension.lower())
    return Ending(known, gzipped, stem) if known else Ending(UNSUPPORTED, False, name)
