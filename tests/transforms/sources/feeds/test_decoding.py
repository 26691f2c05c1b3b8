"""Bytes of feeds to text: what they are in, against what they or their servers say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.sources.feeds.decoding import decode, known_encoding
from transforms.sources.feeds.parse import parse

TEXTS = {
    "gb2312": "部长们星期一会面并同意再次会谈",
    "gbk": "部長們星期一會面並同意再次會談",
    "big5": "部長們星期一會面並同意再次會談",
    "shift_jis": "大臣らは月曜日に会談し、再会談で合意した",
    "euc-jp": "大臣らは月曜日に会談し、再会談で合意した",
    "iso-2022-jp": "大臣らは月曜日に会談し、再会談で合意した",
    "euc-kr": "장관들은 월요일에 만나 다시 회담하기로 합의했다",
    "koi8-r": "Министры встретились в понедельник и договорились",
    "windows-1251": "Министры встретились в понедельник и договорились",
    "windows-1256": "اجتمع الوزراء يوم الاثنين واتفقوا على اللقاء",
    "windows-1252": "„Die Minister“ trafen sich – für Gespräche – in Zürich",
    "iso-8859-1": "Die Minister trafen sich für Gespräche in Zürich",
    "iso-8859-2": "Ministrowie spotkali się w poniedziałek",
    "utf-8": "Die Minister trafen sich für Gespräche in Zürich",
    "utf-16": "Die Minister trafen sich für Gespräche in Zürich",
    "utf-32": "Die Minister trafen sich für Gespräche in Zürich",
}


def feed(text: str, declared: str | None) -> str:
    declaration = "<?xml version='1.0'?>" if declared is None else f"<?xml version='1.0' encoding='{declared}'?>"
    return f"{declaration}\n<rss version='2.0'><channel><title>{text}</title></channel></rss>"


@pytest.mark.parametrize("encoding", TEXTS)
def test_what_is_declared_is_used(encoding: str) -> None:
    text = TEXTS[encoding]
    assert parse(feed(text, encoding).encode(encoding), None).title == text
    assert parse(feed(text, None).encode(encoding), None, f'text/xml; Charset="{encoding}"').title == text


@pytest.mark.parametrize(
    "encoding", ["gb2312", "shift_jis", "euc-kr", "koi8-r", "windows-1251", "windows-1256", "windows-1252"]
)
@pytest.mark.parametrize("declared", [None, "utf-8"])
def test_what_is_not_declared_is_found_out(encoding: str, declared: str | None) -> None:
    text = TEXTS[encoding] * 3
    assert parse(feed(text, declared).encode(encoding), None).title == text


@pytest.mark.parametrize(
    ("data", "content_type", "title"),
    [
        (feed("Zürich", "iso-8859-1").encode(), None, "Zürich"),
        (feed("Zürich", "utf-8").encode(), "text/xml; charset=iso-8859-1", "Zürich"),
        (feed("Zürich", "utf-8").encode("latin-1"), "text/xml; charset=iso-8859-1", "Zürich"),
        (feed("Zürich", "iso-8859-1").encode("latin-1"), "text/xml", "Zürich"),
        (feed("Zürich", "iso-8859-1").encode("latin-1"), "text/xml; charset=utf-8", "Zürich"),
        (feed("Zürich", "utf-8").encode("latin-1"), None, "Zürich"),
        (feed("“Zürich”", "iso-8859-1").encode("cp1252"), None, "“Zürich”"),
        (feed("Zürich", "us-ascii").encode(), None, "Zürich"),
        (feed("Zürich", "no-such-thing").encode(), "text/xml; charset=zip", "Zürich"),
        (feed(TEXTS["gb2312"], "gb2312").encode(), None, TEXTS["gb2312"]),
        (b"\xef\xbb\xbf" + feed("Zürich", "iso-8859-1").encode(), "text/xml; charset=iso-8859-1", "Zürich"),
        (b"\xef\xbb\xbf\xef\xbb\xbf\n" + feed("Zürich", None).encode(), None, "Zürich"),
        (feed("Zürich", None).encode("utf-16-le"), None, "Zürich"),
        (feed("Zürich", "utf-8").encode("utf-16-be"), "text/xml; charset=utf-8", "Zürich"),
        (feed("Zürich", None).encode("utf-32-le"), None, "Zürich"),
        (feed("Zürich", None).encode("utf-32-be"), None, "Zürich"),
        (feed("Zürich", "utf-16").encode(), None, "Zürich"),
        (feed("Zürich", "utf-7").encode(), None, "Zürich"),
        (
            feed("Zürich und Köln und Düsseldorf", None).encode() + "é".encode("latin-1"),
            None,
            "Zürich und Köln und Düsseldorf",
        ),
        (feed("Zürich und Köln – x", None).encode().replace("ö".encode(), b"\xf6"), None, "Zürich und Köln – x"),
        (feed("a\0b\x01c\x0bd\ufffe", None).encode(), None, "abcd"),
    ],
)
def test_what_is_wrongly_declared(data: bytes, content_type: str | None, title: str) -> None:
    assert parse(data, None, content_type).title == title


@pytest.mark.parametrize(
    "name", ["zip", "hex", "rot13", "base64", "idna", "punycode", "unicode_escape", "utf-7", "x" * 300, "\0"]
)
def test_what_is_no_encoding_of_text(name: str) -> None:
    assert known_encoding(name) is None


@given(st.binary(max_size=200), st.none() | st.text(max_size=30).map(lambda name: f"text/xml; charset={name}"))
def test_any_bytes_are_text(data: bytes, content_type: str | None) -> None:
    decode(data, content_type).encode()
