"""The language of a text is read from the text; the source's claim helps where it cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.classify.language import language

TEXTS = {
    "en": "The king of Morocco congratulated the prime minister of Israel in a letter on Wednesday.",
    "fr": "Le roi du Maroc a félicité mercredi le premier ministre israélien dans une lettre.",
    "de": "Der König von Marokko gratulierte dem israelischen Ministerpräsidenten am Mittwoch in einem Brief.",
    "es": "El rey de Marruecos felicitó el miércoles al primer ministro de Israel en una carta.",
    "ar": "هنأ ملك المغرب رئيس الوزراء الإسرائيلي في رسالة يوم الأربعاء.",
    "he": "מלך מרוקו בירך את ראש ממשלת ישראל במכתב ביום רביעי.",
    "ru": "Король Марокко поздравил премьер-министра Израиля в письме в среду.",
    "zh": "摩洛哥国王星期三致信祝贺以色列总理当选,并表示愿意继续推动地区和平进程发展。",
}


@pytest.mark.parametrize("code", TEXTS)
def test_language_of_a_sentence(code: str) -> None:
    assert language(None, TEXTS[code], None) == code


@pytest.mark.parametrize(
    "text",
    [
        "Rebels loyal to Oumar Diallo killed four villagers near Gao.",
        "The president of Angola met his counterpart Joseph Kabila in Luanda on Sunday.",
        "Nigerian junior minister Dubem Oniya summoned Niger's ambassador on Tuesday, officials said.",
    ],
)
def test_english_with_foreign_names_is_english(text: str) -> None:
    assert language(None, text, None) == "en"


@pytest.mark.parametrize(
    ("headline", "code"),
    [
        ("Court jails former mayor for taking bribes", "en"),
        ("Ministers meet to discuss flood relief", "en"),
        ("Le tribunal condamne l'ancien maire", "fr"),
        ("Суд приговорил бывшего мэра", "ru"),
        ("法院判处前市长四年徒刑", "zh"),
        ("محكمة تحكم على رئيس البلدية السابق", "ar"),
    ],
)
def test_a_headline_is_enough(headline: str, code: str) -> None:
    assert language(headline, "", None) == code


@pytest.mark.parametrize(
    "names",
    ["Angela Merkel, Emmanuel Macron", "Oumar Diallo (Gao)", "FC Barcelona - Real Madrid 2:1", "Port-au-Prince, Haiti"],
)
def test_names_alone_are_of_no_language(names: str) -> None:
    assert language(None, names, None) is None
    assert language(None, names, "fr") == "fr"


def test_a_small_language_is_not_taken_for_its_larger_neighbour() -> None:
    assert (
        language(None, "Os veciños pechan a estrada en protesta pola falta de médicos no centro de saúde.", None)
        == "gl"
    )
    assert language(None, "Die skole sal Maandag gesluit wees omdat die onderwysers staak.", None) == "af"


def test_a_page_in_another_language_than_its_template_says() -> None:
    text = "Die Abgeordneten stimmten für die Erhöhung. Die Opposition kritisierte den Beschluss scharf."
    assert language("Mindestlohn steigt", text, "en") == "de"


def test_no_more_is_read_of_a_text_than_settles_it() -> None:
    assert language(None, TEXTS["ru"] * 20 + TEXTS["en"] * 2000, None) == "ru"


def test_a_claim_keeps_its_region_where_the_text_agrees_and_loses_where_it_does_not() -> None:
    assert language(None, TEXTS["en"], "EN_gb") == "en-GB"
    assert language(None, TEXTS["he"], "en") == "he"


def test_too_short_a_text_is_what_the_source_says() -> None:
    assert language(None, "Ja!", "de-ch") == "de-CH"
    assert language(None, "12:30", None) is None
    assert language(TEXTS["fr"], "Vidéo.", None) == "fr"


@pytest.mark.parametrize(
    ("claim", "tag"),
    [("zh-hant-tw", "zh-Hant-TW"), ("en-US", "en-US"), ("english", None), ("e", None), ("-", None), ("e1", None)],
)
def test_a_claim_is_written_as_bcp_47_writes_it(claim: str, tag: str | None) -> None:
    assert language(None, "", claim) == tag


@given(st.text(max_size=200), st.none() | st.text(max_size=12))
def test_never_raises_and_says_the_same_twice(text: str, claim: str | None) -> None:
    assert language(None, text, claim) == language(None, text, claim)
