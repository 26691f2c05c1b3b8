"""Bytes of unknown encoding become the text that was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean.decode import LARGEST_BODY, UNWANTED, decode, without_controls
from transforms.clean.mend import TWICE
from transforms.outcomes import BadInput

GERMAN = "Der Außenminister grüßte die Gäste in Zürich – „höflich“, sagte er."
RUSSIAN = "Министр иностранных дел заявил, что переговоры продолжатся на следующей неделе в Москве."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_or_without_a_mark(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding), "text", None) == GERMAN


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("ISO-8859-1", "cp1252"), ("windows-1252", "cp1252"), ('"latin1"', "cp1252")],
)
def test_a_declared_charset_means_what_it_means_on_the_web(charset: str, encoding: str) -> None:
    assert decode(GERMAN.encode(encoding), "page", charset) == GERMAN


def test_the_page_declares_where_http_does_not() -> None:
    page = f'<html><head><meta charset="koi8-r"></head><body>{RUSSIAN}</body></html>'
    assert RUSSIAN in decode(page.encode("koi8-r"), "page", None)


def test_utf8_wins_over_a_wrong_declaration() -> None:
    assert decode(GERMAN.encode(), "page", "iso-8859-1") == GERMAN


def test_japanese_that_looks_like_ascii() -> None:
    text = "外務大臣は会談した。"
    assert decode(text.encode("iso2022_jp"), "page", "ISO-2022-JP") == text


def test_an_undeclared_charset_is_detected() -> None:
    assert decode((RUSSIAN * 5).encode("cp1251"), "text", None) == RUSSIAN * 5


def test_broken_utf8_keeps_what_is_readable() -> None:
    damaged = GERMAN.encode().replace("ß".encode(), b"\xff", 1)
    assert decode(damaged, "text", None) == GERMAN.replace("ß", "\ufffd", 1)


@pytest.mark.parametrize(
    "charset", ["no-such-charset", "utf-7", "unicode_escape", "undefined", "hex", "a\0b", "cp037", ""]
)
def test_a_charset_that_is_none_is_passed_over(charset: str) -> None:
    assert decode(GERMAN.encode(), "page", charset) == GERMAN


def test_line_ends_and_control_characters() -> None:
    assert decode(b"one\r\ntwo\rth\x07ree", "text", None) == "one\ntwo\nthree"


@pytest.mark.parametrize("body", [b"%PDF-1.7 binary", b"text with a \0 in it", bytes(range(32)) * 4, b"\x89PNG\r\n"])
def test_binary_is_refused_and_quoted(body: bytes) -> None:
    with pytest.raises(BadInput, match="no text") as caught:
        decode(body, "text", None)
    assert caught.value.kind == "binary"
    assert repr(body[:16]) in caught.value.message


def test_a_stray_nul_in_a_page_is_forgiven() -> None:
    assert decode(b"<html><body><p>One\0 two three four five six</p></body></html>", "page", None).count("One two") == 1


def test_too_large_a_body_is_refused() -> None:
    with pytest.raises(BadInput, match="at most") as caught:
        decode(b" " * (LARGEST_BODY + 1), "page", None)
    assert caught.value.kind == "too_large"


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Cn")), max_size=200))
def test_utf8_comes_back(text: str) -> None:
    if not text.startswith("\ufeff") and not TWICE.search(text):
        assert decode(text.encode(), "text", None) == text


@given(st.text(alphabet=st.characters(blacklist_characters="\r", blacklist_categories=("Cs",)), max_size=200))
def test_what_xml_does_not_allow_goes_however_it_is_looked_for(text: str) -> None:
    assert without_controls(text) == UNWANTED.sub("", text)


def test_each_unwanted_character_goes() -> None:
    for character in filter(UNWANTED.match, map(chr, range(0x10000))):
        assert without_controls(f"a{character}é") == "aé"
