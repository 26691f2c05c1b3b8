"""`.txt`: a file is one article in plain text."""

from typing import BinaryIO

from schemas.codes import BodyKind
from transforms.sources.formats.whole import whole_document
from transforms.sources.splits import Documents, FileRange


def text_documents(file: FileRange, stream: BinaryIO) -> Documents:
    """The file's one document (`formats.whole`); its bytes are taken as they are."""
    return whole_document(file, stream, BodyKind.TEXT)
