"""Topics by their words: what an article is plainly about is found, and what says nothing has none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.topics import topics as iptc_topics
from transforms.classify.topics import ENOUGH, MOST_TOPICS, topic_words, topics


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The striker scored a hat trick as the club won the cup final in front of its fans.", "sport"),
        (
            "The actress won an award for her role in the film at the festival.",
            "arts, culture, entertainment and media",
        ),
        ("Shares fell after the company cut its profit forecast, analysts said.", "economy, business and finance"),
        ("The court sentenced the robber to nine years in prison.", "crime, law and justice"),
        ("The earthquake killed hundreds; rescuers searched the rubble.", "disaster, accident and emergency incident"),
        ("Pupils and teachers return to school as exams begin.", "education"),
        ("Carbon emissions and deforestation threaten endangered species.", "environment"),
        ("Doctors gave patients a vaccine against the virus.", "health"),
        ("The trade union called a walkout over wages and the minimum wage.", "labour"),
        ("Parliament votes on the bill after the prime minister lost the election.", "politics and government"),
        ("The pope met bishops at the Vatican.", "religion"),
        ("Scientists at NASA launched a spacecraft with a new telescope.", "science and technology"),
        ("Rebels shelled the city as troops broke the ceasefire.", "conflict, war and peace"),
        ("Forecasters expect a blizzard and heavy snowfall.", "weather"),
    ],
)
def test_a_plain_case_of_each_topic(text: str, label: str) -> None:
    assert topics(None, text, None, ())[0].label == label


def test_nothing_said_is_no_topic() -> None:
    assert topics(None, "", None, ()) == []
    assert topics("Untitled", "Lorem ipsum dolor amet.", "https://example.com/", ("Top",)) == []


def test_sections_are_a_hint() -> None:
    assert topics(None, "", "https://example.com/sport/football/a", ())[0].label == "sport"
    assert topics(None, "", None, ("Science & Environment",))[0].label == "science and technology"
    # a name that stands twice is one hint, and the file's own name is none
    assert topics(None, "", "https://example.com/weather", ()) == []


def test_several_topics_share_what_speaks() -> None:
    found = topics(
        "Court jails minister for bribery", "The prime minister and the senate were told by police.", None, ()
    )
    assert {"crime, law and justice", "politics and government"} <= {topic.label for topic in found}
    assert sum(topic.score for topic in found) <= 1.001
    assert [topic.score for topic in found] == sorted((topic.score for topic in found), reverse=True)


def test_a_possessive_a_plural_and_a_phrase_are_words_too() -> None:
    for text in ("quarterbacks", "The quarterback’s arm", "QUARTERBACK", "Super Bowl"):
        assert topics(None, text, None, ())[0].label == "sport"


def test_the_table_names_all_topics_and_only_them() -> None:
    named = {label for strengths in topic_words().words.values() for label in strengths}
    assert named == set(iptc_topics())
    assert set(topic_words().sections.values()) <= set(iptc_topics())


@given(st.none() | st.text(max_size=40), st.text(max_size=300), st.none() | st.just("https://e.org/%ff/a/b"))
def test_never_raises_and_keeps_its_bounds(title: str | None, text: str, url: str | None) -> None:
    found = topics(title, text, url, ())
    assert len(found) <= MOST_TOPICS
    assert all(0 < topic.score <= 1 and iptc_topics()[topic.label].code == topic.code for topic in found)
    assert ENOUGH > 0
