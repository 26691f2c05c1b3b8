"""The coder as a whole: order, status, language, hostile text, offsets, and ids."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.codes import DatePrecision, EventType, Modality
from schemas.records import Article, Chunk, Mention
from transforms.events.coder import Coder
from transforms.events.transform import code_chunk

MakeArticle = Callable[..., Article]

TEXTS = [
    "Israel and Morocco signed a defense agreement Wednesday. Gantz thanked the king.",
    "The weather was fine and the bread was good.",
    "France condemned Russia. Germany will send Kenya aid next month.",
    "Rebels in Congo killed three UN soldiers in Goma, the army said.",
]


def test_articles_come_back_in_order_with_their_status(coder: Coder, article: MakeArticle) -> None:
    given_articles = [article(text) for text in TEXTS]
    coded = coder.code(given_articles)
    assert [a.text for a, _ in coded] == TEXTS
    assert [a.coding_status for a, _ in coded] == ["coded", "no_event", "coded", "coded"]
    assert all(m.article_id == a.article_id and m.uri == a.uri for a, mentions in coded for m in mentions)


def test_an_article_is_coded_the_same_alone_in_company_and_in_any_order(coder: Coder, article: MakeArticle) -> None:
    articles = [article(text) for text in TEXTS]
    together = {a.uri: mentions for a, mentions in coder.code(articles)}
    assert {a.uri: mentions for a, mentions in coder.code(articles[::-1])} == together
    for one in articles:
        assert coder.code([one])[0][1] == together[one.uri]


@pytest.mark.parametrize("language", ["fr", "ar", "de-AT"])
def test_another_language_is_kept_and_marked(coder: Coder, article: MakeArticle, language: str) -> None:
    coded, mentions = coder.code([article("France condemned Russia.", language=language)])[0]
    assert (coded.coding_status, mentions) == ("language", [])


def test_unknown_language_is_coded_where_it_looks_english(coder: Coder, article: MakeArticle) -> None:
    english = article("France condemned Russia.", language=None)
    french = article(
        "Le président de la République française a rencontré hier son homologue marocain. " * 4, language=None
    )
    assert [a.coding_status for a, _ in coder.code([english, french])] == ["coded", "language"]


def test_ids_differ_by_mention_and_are_stable(coder: Coder, article: MakeArticle) -> None:
    one = article("Kenya, Uganda and Tanzania signed a pact. Kenya, Uganda and Tanzania signed a pact.")
    ids = [m.mention_id for m in coder.code([one])[0][1]]
    assert len(ids) == len(set(ids)) == 6
    assert ids == [m.mention_id for m in coder.code([one])[0][1]]
    other = replace(one, article_id="another")
    assert set(ids).isdisjoint(m.mention_id for m in coder.code([other])[0][1])


HOSTILE = {
    "empty": "",
    "blanks": " \n\t\u00a0",
    "ten thousand words": "France condemned Russia and " * 2500,
    "no blank": "Russia" * 10_000,
    "no full stop": "the army of Iraq attacked Iran while " * 300,
    "all capitals": "FRANCE CONDEMNED RUSSIA. THE U.S. ARMY ATTACKED IRAN ON MONDAY.",
    "emoji": "🇫🇷 France 😀 condemned 👩‍👩‍👧 Russia 🚀. 🔥 Iran attacked Iraq 🔥🔥",
    "control characters": "France\x00 condemned\x07 Russia\x1b[31m. Iran\u202e attacked\ufeff Iraq.\x85",
    "surrogate": "France condemned \ud800 Russia.",
    "table": "Country\tGDP\tArmy\n" + "\n".join(f"Iran\t{i}\tattacked\t{i * 7}" for i in range(400)),
    "nested quotes": '“‘"France condemned Russia"’”' * 50,
    "brackets": "(" * 3000 + "France condemned Russia" + ")" * 3000,
    "commas": "France, " * 1500 + "condemned Russia.",
    "and and and": "France and Russia and " * 400 + "Iran met.",
    "stops": ". " * 5000 + "France condemned Russia" + "." * 5000,
    "nested protests": "France protested to protest to protest " + "to protest " * 60 + "against Russia.",
    "nested promises": "France agreed to agree " + "to agree " * 60 + "to attack Russia.",
    "nested sayings": "France said that Russia said that " * 30 + "Iran attacked Iraq.",
    "nested owners": "The army " + "of the army " * 60 + "of France attacked Russia.",
    "combining marks": "F\u0301" * 3000 + " condemned Russia.",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_coded_or_not_but_never_fails_or_hangs(coder: Coder, article: MakeArticle, name: str) -> None:
    started = time.process_time()
    text = HOSTILE[name]
    one = replace(article("x"), text=text, title=text[:500])
    coded, mentions = coder.code([one])[0]
    assert coded.coding_status in ("coded", "no_event", "language")
    readable = text.replace("\ud800", "\ufffd")
    _check(readable, readable[:500], mentions)
    assert time.process_time() - started < 30  # bounded: all of them take about a second at most here


def test_capitals_and_emoji_do_not_hide_an_event(coder: Coder, article: MakeArticle) -> None:
    for name in ("emoji", "all capitals"):
        text = HOSTILE[name]
        types = {m.event_type for m in coder.code([article(text)])[0][1]}
        assert types & {"ACCUSE", "ASSAULT"}, name


def _check(text: str, title: str | None, mentions: list[Mention]) -> None:
    for m in mentions:
        place = (title or "") if m.sentence_index == -1 else text
        assert place[m.trigger_start : m.trigger_end] == m.trigger != ""
        assert m.trigger in m.sentence
        assert m.sentence in place
        assert m.event_type in set(EventType)
        assert m.modality in set(Modality)
        assert m.date_precision in set(DatePrecision)
        assert (m.event_date is None) == (m.date_precision == "none")
        assert 0 <= m.confidence <= 1


TOKENS = (
    "France Russia Israeli troops the president Gantz Kenya and but attacked condemned signed met with will not agreed "
    "to threatened a treaty on Monday in Rabat said that killed by was Mr. U.S. “ ” , . ; 😀 \n his they rebels "
    "last May"
)
WORDS = st.sampled_from(TOKENS.split(" "))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, max_size=40))
def test_any_jumble_of_words_has_offsets_that_point_back(coder: Coder, article: MakeArticle, words: list[str]) -> None:
    text = " ".join(words)
    one = article(text, title=text[:60])
    _check(text, text[:60], coder.code([one])[0][1])


def test_a_chunk_gets_its_mentions_and_keeps_its_articles(article: MakeArticle) -> None:
    chunk = Chunk(shard="s", read=2, articles=[article(TEXTS[0]), article(TEXTS[1])])
    coded = code_chunk(chunk)
    assert [a.coding_status for a in coded.articles] == ["coded", "no_event"]
    assert {m.uri for m in coded.mentions} == {coded.articles[0].uri}
    assert (coded.shard, coded.read) == ("s", 2)


@pytest.mark.parametrize(
    ("genre", "factor"), [("news", 1), ("live", 1), ("other", 1), ("opinion", 0.7), ("press_release", 0.85)]
)
def test_events_of_all_genres_are_coded_and_their_confidence_says_how_far_to_believe_them(
    coder: Coder, article: MakeArticle, genre: str, factor: float
) -> None:
    text = "France condemned Russia. The visit of the German chancellor to Warsaw was a success."
    plain = coder.code([article(text)])[0][1]
    (coded, mentions), *_ = coder.code([replace(article(text), genre=genre)])
    assert coded.coding_status == "coded"
    assert [replace(m, confidence=0) for m in mentions] == [replace(m, confidence=0) for m in plain]
    assert [m.confidence for m in mentions] == pytest.approx([m.confidence * factor for m in plain], abs=0.001)


def test_who_asks_for_more_confidence_than_usual_gets_none_of_less(coder: Coder, article: MakeArticle) -> None:
    opinion = replace(article("France condemned Russia."), genre="opinion")
    assert [len(coder.code([opinion], least)[0][1]) for least in (0.4, 0.57, 0.58)] == [1, 1, 0]
