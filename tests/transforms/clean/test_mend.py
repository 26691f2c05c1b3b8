"""Spoilt text is put right where it is sure what was meant, and left alone elsewhere."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean.decode import decode
from transforms.clean.mend import MOST_MARKS, as_meant, composed, from_mixed_utf8, twice_decoded, without_invisible

SPOILT = {
    "quotes": ("The ministerâ€™s â€œlongâ€\x9d talks", "The minister’s “long” talks"),
    "quotes as Latin-1": ("The ministerâ\x80\x99s talks", "The minister’s talks"),
    "dash": ("Rabat â€“ Tel Aviv", "Rabat – Tel Aviv"),
    "letters": ("ZÃ¼rich, CafÃ©, SÃ£o Paulo", "Zürich, Café, São Paulo"),
    "beside right ones": ("a ‘right’ mark and a wrong oneâ€™s", "a ‘right’ mark and a wrong one’s"),
    "sign": ("Â© 2026", "© 2026"),
    "Arabic": ("قال الوزير".encode().decode("latin-1"), "قال الوزير"),
}
RIGHT = [
    "NÃO É ASSIM, disse o ministro",
    "ÂNGULO e ÂMBAR",
    "Þórður Ðögg Ñandú Øre Østfold Ïle",
    "L’été – où « tout » ira bien",
    "Ελλάδα, Россия, ישראל, المغرب",
    "50 € and 20 £, at 30 °C",
]


@pytest.mark.parametrize(("spoilt", "meant"), SPOILT.values(), ids=SPOILT)
def test_what_was_encoded_twice(spoilt: str, meant: str) -> None:
    assert as_meant(spoilt) == meant
    assert decode(spoilt.encode(), "page", None) == meant


@pytest.mark.parametrize("text", RIGHT)
def test_what_was_not_stays(text: str) -> None:
    assert as_meant(text) == text


def test_pieces_of_windows_1252_in_utf8() -> None:
    body = "Le président a dit « non » – ".encode() + b"l\x92accord du caf\xe9 \x93secret\x94 \x96 oui"
    assert decode(body, "page", None) == "Le président a dit « non » – l’accord du café “secret” – oui"


def test_damage_is_not_taken_for_letters() -> None:
    assert from_mixed_utf8("Zürich grüßt".encode() + b" a\xffb \xe2\x82 \xfe") == "Zürich grüßt a\ufffdb \ufffd \ufffd"


def test_a_text_in_other_letters_has_no_latin_ones_in_bad_bytes() -> None:
    russian = "Министр заявил, что переговоры продолжатся. "
    assert from_mixed_utf8(russian.encode() + b"x\xe9y \x93z\x94") == russian + "x\ufffdy “z”"


def test_a_few_bytes_of_windows_1252_late_in_a_page_of_ascii() -> None:
    body = b"<p>" + b"The envoys met. " * 1000 + b"It\x92s the minister\x92s \x93long\x94 talk.</p>"
    assert decode(body, "page", None).endswith("It’s the minister’s “long” talk.</p>")


def test_invisible_characters_go_and_joiners_stay() -> None:
    assert without_invisible("\u202bהשר אמר\u202c\u200f co\u00adop\u200berate") == "השר אמר cooperate"
    assert without_invisible("می\u200cخواهم") == "می\u200cخواهم"


def test_the_order_of_right_to_left_text_is_kept() -> None:
    text = "وقال الوزير (Smith) إن 25% من الاتفاق"
    assert decode(text.encode(), "page", None) == text


def test_thousands_of_marks_on_one_letter_are_cut() -> None:
    text = composed("a" + "\u0316\u0301" * 100_000 + "b")
    assert text.endswith("b")
    assert len(text) <= MOST_MARKS + 2


@given(st.text(max_size=200))
def test_mending_twice_changes_nothing(text: str) -> None:
    once = as_meant(text)
    assert as_meant(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.binary(max_size=200))
def test_any_bytes_are_text(body: bytes) -> None:
    from_mixed_utf8(body).encode()
    twice_decoded(body.decode("latin-1"))
