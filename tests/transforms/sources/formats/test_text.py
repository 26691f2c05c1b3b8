"""Text files: with a block of fields over the text, and what only looks like one."""

import io
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemas.codes import BodyKind, SkipReason
from schemas.records import RawDocument
from schemas.times import parse_rfc3339
from transforms.clean.decode import decode
from transforms.sources.formats.frontmatter import BLOCK_BYTES, BLOCK_LINES, front_matter
from transforms.sources.formats.text import text_documents
from transforms.sources.splits import FileRange, Found

FILE = FileRange(uri="/drops/a.txt", format="text", gzipped=False, size=0, modified_at=1_700_000_000_000_000)
PLAIN = RawDocument(
    uri="/drops/a.txt", source_id="a", body=b"", body_kind="text", fetched_at=FILE.modified_at, text_status="full"
)
TEXT = "Cuba freed 553 prisoners.\n"


def read(data: bytes) -> Found:
    (found,) = text_documents(FILE, io.BytesIO(data))
    return found


def document(block: str, text: str = TEXT) -> RawDocument:
    found = read(f"---\n{block}\n---\n{text}".encode())
    assert isinstance(found, RawDocument)
    return found


def test_all_fields() -> None:
    block = """\
title: "Cuba: \\"553\\" freed"
date: 2026-11-22T18:00:00+02:00
url: https://ann:secret@example.com/a?b=c&token=secret
author: Ann Author
authors: [Bob, 'Cy Doe'; Ann Author]
source: 'The People''s Post'
language: en_GB
id: x-1
layout: post"""
    assert document(block) == replace(
        PLAIN,
        body=TEXT.encode(),
        source_id="x-1",
        id_scope="The People's Post",
        title='Cuba: "553" freed',
        published_at=parse_rfc3339("2026-11-22T16:00:00Z"),
        published_from="drop",
        url="https://example.com/a?b=c&token=***",
        authors=("Ann Author", "Bob", "Cy Doe"),
        source_name="The People's Post",
        language="en-GB",
    )


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", ""), *((name, "\ufeff") for name in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"))],
)
def test_line_ends_and_encodings(encoding: str, mark: str, line_end: str) -> None:
    text = "Größe – 大きさ\n\nÉtat.\n".replace("\n", line_end)
    block = "---\ntitle: Été 大\nlanguage: fr\n\n--- \n".replace("\n", line_end)
    found = read((mark + block + text).encode(encoding))
    assert isinstance(found, RawDocument)
    assert (found.title, found.language) == ("Été 大", "fr")
    assert found.body == (mark + text).encode(encoding)
    assert decode(found.body, BodyKind.TEXT, None) == decode((mark + text).encode(encoding), BodyKind.TEXT, None)


@pytest.mark.parametrize(
    ("title", "text", "encoding"),
    [
        ("Президент подписал указ", "Президент России подписал указ о мобилизации граждан. " * 5, "cp1251"),
        ("Café de la République", "Le café a été fermé à la demande du préfet. " * 5, "latin-1"),
        ("首相が訪米", "首相は月曜日にワシントンを訪れ、大統領と会談した。" * 5, "shift_jis"),
    ],
)
def test_other_encodings_are_detected_as_the_clean_stage_does(title: str, text: str, encoding: str) -> None:
    data = f"---\ntitle: {title}\n---\n{text}".encode(encoding)
    found = read(data)
    assert isinstance(found, RawDocument)
    assert found.body == text.encode(encoding)
    assert f"title: {found.title}" in decode(data, BodyKind.TEXT, None)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"title: no fence\n---\nText.",
        b"---",
        b"---\n",
        b"---\n---\nText.",
        b"---\n\n---\nText.",
        b"---\nIt was a dark night.\n---\nText.",
        b"---\nNote: this piece was changed.\n---\nText.",
        b"---\ntitle: never closed\nText.",
        b"---\ntitle: a\nAnd a sentence.\n---\nText.",
        b"---\ntitle: a\ntags:\n  - b\n---\nText.",
        b"---\ntitle: a\n# Heading\n---\nText.",
        b"---\ntitle:no blank\n---\nText.",
        b"---\nhttps://example.com/\n---\nText.",
        b"---\n10:30 it began.\n---\nText.",
        b"----\ntitle: a\n----\nText.",
        b"--\ntitle: a\n--\nText.",
        b"\n---\ntitle: a\n---\nText.",
        b" ---\ntitle: a\n---\nText.",
        b"---\ntitle: a\n----\nText.",
        b"---\ntitle: a\n ---\nText.",
        b"---\n" + b"title: a\n" * (BLOCK_LINES - 1) + b"---\nText.",
        b"---\ntitle: " + b"a" * BLOCK_BYTES + b"\n---\nText.",
        b"---\ntitle: " + b"a" * (BLOCK_BYTES - 15) + b"\n---xxx\nText.",
        "---\ntitle: a\n---\nText.".encode("utf-16-le"),
        b"\xff\xfe" + "---\ntitle: ".encode("utf-16-le") + b"\x00\xd8" + "\n---\nText.".encode("utf-16-le"),
    ],
)
def test_what_is_no_block_is_text(data: bytes) -> None:
    assert front_matter(data) is None
    assert read(data) == (replace(PLAIN, body=data) if data else SkipReason.EMPTY)


def test_a_block_within_the_bounds_is_read() -> None:
    assert front_matter(b"---\n" + b"title: a\n" * (BLOCK_LINES - 2) + b"---\nText.") is not None
    assert front_matter(b"---\ntitle: " + b"a" * (BLOCK_BYTES - 16) + b"\n---\nText.") is not None


@pytest.mark.parametrize("text", ["", "\n", " \r\n\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_block_alone_is_empty(encoding: str, text: str) -> None:
    assert read(f"---\ntitle: a\n---{text}".encode(encoding)) == SkipReason.EMPTY


@pytest.mark.parametrize(
    ("date", "instant"),
    [
        ("2026-11-22", "2026-11-22T00:00:00Z"),
        ("'2026-11-22T18:00:00Z'", "2026-11-22T18:00:00Z"),
        ("2026-11-22 18:00:00 +0200", "2026-11-22T16:00:00Z"),
        ("2026-11-22 18:00", "2026-11-22T18:00:00Z"),
    ],
)
def test_dates(date: str, instant: str) -> None:
    found = document(f"date: {date}")
    assert (found.published_at, found.published_from) == (parse_rfc3339(instant), "drop")
    assert found.published_text is None


@pytest.mark.parametrize("date", ["22 novembre 2026", "2026-02-30", "9999", "0001-01-01T00:00:00+14:00"])
def test_a_date_that_no_one_can_read_is_kept_as_text(date: str) -> None:
    found = document(f"date: {date}")
    assert (found.published_at, found.published_from, found.published_text) == (None, None, date)


@pytest.mark.parametrize(
    "url", ["", "/relative", "example.com/a", "ftp://example.com/a", "javascript:alert(1)", "http://", "http://["]
)
def test_what_is_no_address_is_null_as_in_jsonl(url: str) -> None:
    found = document(f"url: {url}\ntitle: a")
    assert (found.url, found.title, found.body) == (None, "a", TEXT.encode())


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("TITLE : A: B", "title", "A: B"),
        ("title: first\ntitle: last", "title", "last"),
        ('title: "A" and "B"', "title", '"A" and "B"'),
        ("title: '", "title", "'"),
        ('title: "\\\\d"', "title", "\\d"),
        ("title: a  b\x00", "title", "a b"),
        ("title:", "title", None),
        ("title:   ", "title", None),
        ("title: ---", "title", "---"),
        ("authors: Ann, Bob; Ann", "authors", ("Ann", "Bob")),
        ("authors: []", "authors", ()),
        ("author: Doe, Jane", "authors", ("Doe, Jane",)),
        ("language: English!", "language", None),
        ("id: ", "source_id", "a"),
        ("id: x", "id_scope", "a.txt"),
        ("source: x", "id_scope", None),
    ],
)
def test_values(line: str, field: str, value: object) -> None:
    assert getattr(document(line), field) == value


LINES = st.sampled_from(["---", "title: a", "date: 2026-11-22", "id:x", "note: é", "", "A sentence.", "url: http://["])
FILES = st.builds(
    lambda lines, end, encoding: end.join(["---", *lines]).encode(encoding),
    st.lists(LINES | st.text(max_size=10), max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)


@given(data=FILES | st.binary(max_size=60).map(b"---\ntitle: a\n---\n".__add__) | st.binary(max_size=60))
@example(data=b"---\ntitle: \xff\n---\n\x80")
def test_no_byte_below_a_block_is_lost(data: bytes) -> None:
    found = front_matter(data)
    if found is None:
        assert read(data) in (SkipReason.EMPTY, replace(PLAIN, body=data))
        return
    marks = (b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
    mark = next((mark for mark in marks if data.startswith(mark)), b"")
    rest = found.body.removeprefix(mark)
    assert found.body.startswith(mark)
    assert data.endswith(rest)
    block = data[len(mark) : len(data) - len(rest)].replace(b"\0", b"").rstrip()
    assert block.startswith(b"---")
    assert block.endswith(b"---")
    item = read(data)
    assert item is SkipReason.EMPTY or isinstance(item, RawDocument)
    if isinstance(item, RawDocument):
        texts = [item.source_id, item.url, item.title, item.source_name, item.language, *item.authors]
        assert all(text is None or text.encode() for text in texts)
