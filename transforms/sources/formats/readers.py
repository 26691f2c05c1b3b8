"""The reader of each format."""

from collections.abc import Callable
from typing import BinaryIO

from transforms.sources.feeds.reader import feed_documents
from transforms.sources.formats.eml import eml_documents
from transforms.sources.formats.html import html_documents
from transforms.sources.formats.jsonl import jsonl_documents
from transforms.sources.formats.text import text_documents
from transforms.sources.formats.warc import warc_documents
from transforms.sources.splits import Documents, FileRange

Reader = Callable[[FileRange, BinaryIO], Documents]

READERS: dict[str, Reader] = {
    "eml": eml_documents,
    "feed": feed_documents,
    "html": html_documents,
    "jsonl": jsonl_documents,
    "text": text_documents,
    "warc": warc_documents,
}
"""The reader of each format that `formats.endings` names, but for unsupported files."""
