"""JSON lines: the fields, and what becomes of every kind of bad line."""

import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.codes import BodyKind, SkipReason
from schemas.records import Quarantined, RawDocument
from schemas.times import parse_rfc3339
from transforms.outcomes import EXCERPT_CHARACTERS, MESSAGE_CHARACTERS
from transforms.sources.formats.jsonl import LINE_BYTES, jsonl_documents
from transforms.sources.splits import FileRange, Found

FILE = FileRange(uri="/drops/a.jsonl", format="jsonl", gzipped=False, size=0, modified_at=1_700_000_000_000_000)


def read(data: bytes) -> list[Found]:
    return list(jsonl_documents(FILE, io.BytesIO(data)))


def document(**fields: object) -> RawDocument:
    (found,) = read(json.dumps({"text": "Body.", **fields}).encode())
    assert isinstance(found, RawDocument)
    return found


def bad(data: bytes) -> Quarantined:
    (found,) = read(data)
    assert isinstance(found, Quarantined)
    assert found.stage == "read"
    assert len(found.message) <= MESSAGE_CHARACTERS
    assert len(found.excerpt) <= EXCERPT_CHARACTERS
    return found


def test_all_fields() -> None:
    assert document(
        id="x-1",
        url="https://example.com/a?b=c#d",
        title=" Title ",
        published="2026-11-22T18:00:00+02:00",
        updated="2026-11-23",
        source="The Example",
        language="en_GB",
        authors=["Ann", "Bob"],
        unknown={"is": "ignored"},
    ) == RawDocument(
        uri="/drops/a.jsonl#0",
        source_id="x-1",
        id_scope="The Example",
        body=b"Body.",
        body_kind="text",
        fetched_at=FILE.modified_at,
        charset="utf-8",
        text_status="full",
        url="https://example.com/a?b=c#d",
        title="Title",
        authors=("Ann", "Bob"),
        published_at=parse_rfc3339("2026-11-22T16:00:00Z"),
        updated_at=parse_rfc3339("2026-11-23"),
        published_from="drop",
        source_name="The Example",
        language="en-GB",
    )


def test_uris_are_offsets_in_bytes_and_blank_lines_are_no_documents() -> None:
    data = '\ufeff{"text": "é"}\r\n\n \r\n{"text": "b"}\n\n{"text": "c"}'.encode()
    uris = [found.uri for found in read(data) if isinstance(found, RawDocument)]
    assert uris == [f"/drops/a.jsonl#{place}" for place in (0, data.index(b'{"text": "b'), data.index(b'{"text": "c'))]
    assert read(b"\xef\xbb\xbf\n") == read(b"") == read(b"\n\n") == []


@pytest.mark.parametrize(
    ("given_id", "source_id"),
    [
        (7, "7"),
        (7.0, "7"),
        (7.5, "7.5"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("", None),
        (None, None),
        (True, None),
        (["a"], None),
        (float("inf"), None),
        (float("nan"), None),
    ],
)
def test_ids(given_id: object, source_id: str | None) -> None:
    assert document(id=given_id).source_id == source_id


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("HTTP://Example.com", "HTTP://Example.com"),
        ("https://ann:secret@example.com:8443/a", "https://example.com:8443/a"),
        ("https://example.com/a?b=c&token=secret", "https://example.com/a?b=c&token=***"),
        ("ftp://example.com/a", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("/relative", None),
        ("http://", None),
        ("http://[", None),
        ("http://example.com:port/", None),
        ("http://example.com/\r\nHost: x", None),
        (7, None),
        ({"href": "http://example.com"}, None),
    ],
)
def test_urls(url: object, kept: str | None) -> None:
    assert document(url=url).url == kept


@pytest.mark.parametrize(
    "published", ["yesterday", "", 1_700_000_000, "0001-01-01T00:00:00+14:00", "9999", [], "\ud800"]
)
def test_a_date_that_no_one_can_read_is_null(published: object) -> None:
    found = document(published=published, updated=published)
    assert (found.published_at, found.published_from, found.updated_at) == (None, None, None)


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Ann", ("Ann",)),
        (["Ann", "", None, 5.5, ["x"], {"name": "Bob"}, {"no": 1}], ("Ann", "5.5", "Bob")),
        (None, ()),
        ({"name": "Ann"}, ("Ann",)),
    ],
)
def test_authors(authors: object, names: tuple[str, ...]) -> None:
    assert document(authors=authors).authors == names


@pytest.mark.parametrize(("language", "kept"), [("EN", "en"), ("zh-Hant", "zh-Hant"), ("English!", None), (1, None)])
def test_languages(language: object, kept: str | None) -> None:
    assert document(language=language).language == kept


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"text": "Words", "html": "<p>Words</p>"}, BodyKind.TEXT),
        ({"text": " ", "html": "<p>Words</p>"}, BodyKind.FRAGMENT),
        ({"text": 5, "html": "<p>Words</p>"}, BodyKind.FRAGMENT),
        ({"html": "\n<!DOCTYPE html><p>Words</p>"}, BodyKind.PAGE),
        ({"html": "<!-- made by hand --><HTML lang=en><p>Words</p>"}, BodyKind.PAGE),
        ({"html": "<header>Words</header>"}, BodyKind.FRAGMENT),
    ],
)
def test_the_body(fields: dict[str, object], kind: BodyKind) -> None:
    (found,) = read(json.dumps(fields).encode())
    assert isinstance(found, RawDocument)
    assert found.body_kind == kind
    assert b"Words" in found.body


def test_blank_bodies_are_empty() -> None:
    assert read(b'{"text": " "}\n{"text": "", "html": null}\n{"html": "\\n"}') == [SkipReason.EMPTY] * 3


@pytest.mark.parametrize(
    ("line", "kind", "said"),
    [
        (b'{"text": "a"', "bad_json", "line 1 column 13"),
        (b"not json", "bad_json", "Expecting value"),
        (b'{"text": "a"} {"text": "b"}', "bad_json", "Extra data"),
        (b"[" * 200_000, "bad_json", "nested too deep"),
        (b'{"text": "a", "x": ' + b'{"x":' * 100_000, "bad_json", "nested too deep"),
        (b'{"id": ' + b"9" * 5000 + b', "text": "a"}', "bad_json", "4300"),
        (b"\x00\x01\x02", "bad_json", "Expecting value"),
        (b"17", "not_an_object", "17"),
        (b"null", "not_an_object", "None"),
        (b"NaN", "not_an_object", "None"),
        (b'["text"]', "not_an_object", "['text']"),
        (b'"' + b"x" * 5000 + b'"', "not_an_object", "xxx"),
        (b"[" * 500 + b"]" * 500, "not_an_object", "[[["),
        (b'{"text": 17}', "bad_field", "'text' is 17"),
        (b'{"text": "", "html": ["<p>"]}', "bad_field", "'html' is ['<p>']"),
        (b'{"text": {"a": "' + b"x" * 5000 + b'"}}', "bad_field", "'text' is {'a': "),
        (b'{"body": "a"}', "bad_field", "only ['body']"),
        (b"{}", "bad_field", "no 'text' and no 'html'"),
    ],
)
def test_bad_lines_are_quarantined_under_their_place(line: bytes, kind: str, said: str) -> None:
    first, found, last = read(b'{"text": "first"}\n' + line + b'\n{"text": "last"}\n')
    assert isinstance(first, RawDocument)
    assert isinstance(last, RawDocument)
    assert isinstance(found, Quarantined)
    assert (found.error_type, found.uri) == (kind, "/drops/a.jsonl#18")
    assert said in found.message
    assert found == replace(bad(line), uri=found.uri)


def test_a_line_too_long_is_quarantined_and_the_next_is_read() -> None:
    found, after = read(b'{"text": "' + b"x" * LINE_BYTES + b'"}\n{"text": "after"}')
    assert isinstance(found, Quarantined)
    assert found.error_type == "line_too_long"
    assert str(LINE_BYTES + 12) in found.message
    assert found.excerpt.startswith('{"text": "xxx')
    assert isinstance(after, RawDocument)


def test_what_can_be_mended_is() -> None:
    found, nan, twice = read(
        b'{"text": "caf\xe9 \\ud83d \\ud83d\\ude00 \\u0000", "title": "\\udc00x", "id": "a\\ud800"}\n'
        b'{"text": "a", "url": NaN, "id": NaN, "title": -Infinity}\n'
        b'{"text": "a", "text": "b", "id": 1, "id": 2}\n'
    )
    assert isinstance(found, RawDocument)
    assert found.body.decode() == "caf\ufffd \ufffd \U0001f600 \ufffd"
    assert (found.title, found.source_id) == ("\ufffdx", "a\ufffd")
    assert isinstance(nan, RawDocument)
    assert (nan.url, nan.source_id, nan.title) == (None, None, None)
    assert isinstance(twice, RawDocument)
    assert (twice.body, twice.source_id) == (b"b", "2")


TEXTS = st.text('aé7\ud83d\ude00\x00 \n"/:@.<-[T', max_size=20) | st.sampled_from(["https://e.com", "2026-11-22"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["id", "url", "title", "text", "html", "published", "updated", "source", "language", "authors"])
OBJECTS = st.dictionaries(NAMES, TEXTS | JSON).map(json.dumps).map(str.encode)


@given(lines=st.lists(OBJECTS | st.binary(max_size=60), max_size=5))
def test_nothing_crashes_and_each_line_has_one_end(lines: list[bytes]) -> None:
    data = b"\n".join(lines)
    found = read(data)
    marked = data.removeprefix(b"\xef\xbb\xbf")
    assert len(found) == sum(1 for line in marked.split(b"\n") if line.strip())
    for item in found:
        if isinstance(item, RawDocument):
            texts = [item.source_id, item.url, item.title, item.source_name, item.language, *item.authors]
            assert all(text is None or text.encode() for text in texts)
            assert item.body.decode().strip()


def test_numbers_that_are_larger_than_any_float() -> None:
    found = document(id=10**400, title=10**400, source=-(10**400), authors=[10**400])
    assert found.source_id == found.title == found.authors[0] == "1" + "0" * 400
    assert found.source_name == "-1" + "0" * 400
