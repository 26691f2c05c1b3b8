"""Files of one document: text and pages."""

import gzip
import io
from pathlib import Path

import pytest

from schemas.codes import SkipReason
from schemas.records import RawDocument
from transforms.outcomes import BadInput
from transforms.sources.formats.compression import Gunzip
from transforms.sources.formats.html import html_documents
from transforms.sources.formats.text import text_documents
from transforms.sources.formats.whole import FILE_BYTES, read_whole
from transforms.sources.splits import FileRange


def file(name: str, size: int = 0, *, gzipped: bool = False) -> FileRange:
    return FileRange(uri=f"/drops/{name}", format="text", gzipped=gzipped, size=size, modified_at=17)


@pytest.mark.parametrize(
    ("name", "source_id"),
    [("a.txt", "a"), ("a.b.TXT.GZ", "a.b"), ("2026/11 22/é ü.txt", "é ü"), (".txt", ".txt")],
)
def test_a_text_file_is_one_article(name: str, source_id: str) -> None:
    (found,) = text_documents(file(name), io.BytesIO(b"Caf\xe9\r\n"))
    assert found == RawDocument(
        uri=f"/drops/{name}", source_id=source_id, body=b"Caf\xe9\r\n", body_kind="text", fetched_at=17
    )


def test_a_page_keeps_its_bytes() -> None:
    page = b"\xff\xfe<\0p\0>\0"
    (found,) = html_documents(file("page.html"), io.BytesIO(page))
    assert isinstance(found, RawDocument)
    assert (found.body, found.body_kind, found.source_id, found.charset) == (page, "page", "page", None)


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf"])
def test_blank_files_are_empty(data: bytes) -> None:
    assert list(text_documents(file("a.txt"), io.BytesIO(data))) == [SkipReason.EMPTY]
    assert list(html_documents(file("a.html"), io.BytesIO(data))) == [SkipReason.EMPTY]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as sparse:
        sparse.truncate(10_000_000_000)
    with path.open("rb", buffering=0) as stream:
        with pytest.raises(BadInput, match="10000000000 bytes") as caught:
            list(text_documents(file("huge.txt", 10_000_000_000), stream))
        assert stream.tell() < 1000
    assert caught.value.kind == "too_large"


def test_the_limit_is_exact_whatever_the_listing_says() -> None:
    assert read_whole(file("a.txt", 10), io.BytesIO(b"x" * 10), limit=10) == b"x" * 10
    for listed in (0, 10, 11):
        with pytest.raises(BadInput, match="at most 10"):
            read_whole(file("a.txt", listed), io.BytesIO(b"x" * 11), limit=10)


def test_unpacked_bytes_count_for_gzip() -> None:
    packed = gzip.compress(b"\0" * (FILE_BYTES + 1))
    with pytest.raises(BadInput, match="over 50000000 bytes of content") as caught:
        list(text_documents(file("a.txt.gz", len(packed), gzipped=True), Gunzip(io.BytesIO(packed))))
    assert caught.value.kind == "too_large"


def test_half_an_article_is_none() -> None:
    packed = gzip.compress(b"A long article. " * 1000)
    with pytest.raises(BadInput, match="break off"):
        list(text_documents(file("a.txt.gz", gzipped=True), Gunzip(io.BytesIO(packed[:-20]))))
