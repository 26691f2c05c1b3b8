"""`.html`, `.htm`: a file is one article's page."""

from typing import BinaryIO

from schemas.codes import BodyKind
from transforms.sources.formats.whole import whole_document
from transforms.sources.splits import Documents, FileRange

HTML_TYPES = ("text/html", "application/xhtml+xml")
"""The media types of pages (HTML Living Standard, section 17)."""


def html_documents(file: FileRange, stream: BinaryIO) -> Documents:
    """The file's one document (`formats.whole`); its bytes are kept, for the page itself names its charset."""
    return whole_document(file, stream, BodyKind.PAGE)
