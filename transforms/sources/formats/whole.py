"""Files that hold one document each: their bytes, bounded, and the document."""

import codecs
from typing import BinaryIO

from schemas.codes import BodyKind, SkipReason
from schemas.records import RawDocument
from transforms.outcomes import EXCERPT_CHARACTERS, BadInput
from transforms.sources.formats.endings import ending
from transforms.sources.splits import Documents, FileRange

FILE_BYTES = 50_000_000
BLOCK_BYTES = 1 << 20


def read_whole(file: FileRange, stream: BinaryIO, limit: int = FILE_BYTES) -> bytes:
    """All bytes of a file.

    Raises BadInput("too_large") where there are over `limit`: without reading them where the listing says so.
    """
    known = 0 if file.gzipped else file.size
    blocks, total = [], 0
    while block := stream.read(EXCERPT_CHARACTERS if known > limit else BLOCK_BYTES):
        blocks.append(block)
        total += len(block)
        if max(total, known) > limit:
            size = f"{known} bytes" if known > limit else f"over {limit} bytes of content"
            raise BadInput(
                "too_large", f"the file has {size}: at most {limit} are read", blocks[0][:EXCERPT_CHARACTERS]
            )
    return b"".join(blocks)


def whole_document(file: FileRange, stream: BinaryIO, kind: BodyKind) -> Documents:
    """The file as one document, or SkipReason.EMPTY where it holds nothing but white space.

    The file's name without its endings is the document's `source_id`, its modification time `fetched_at`.
    A gzip file that breaks off is quarantined whole: half an article would be coded as if it were all of it.
    """
    body = read_whole(file, stream)
    if not body or body == codecs.BOM_UTF8 or body.isspace():
        yield SkipReason.EMPTY
        return
    yield RawDocument(
        uri=file.uri,
        source_id=ending(file.uri).stem,
        body=body,
        body_kind=kind.value,
        fetched_at=file.modified_at,
    )
