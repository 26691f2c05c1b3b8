"""Topics by their words: what an article is plainly about is found, and what says nothing has none."""

import hashlib
import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.topics import topics as iptc_topics
from transforms.classify.topic_table import READ_CHARACTERS, counts, read, tokens, topic_table
from transforms.classify.topics import LEAST, MOST_TOPICS, MOST_WORDS, topic_sections, topics


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
        ("The kitten that rode a bus for miles was reunited with its owner; the video went viral.", "human interest"),
        ("The trade union called a walkout over wages and the minimum wage.", "labour"),
        ("Slice the aubergine, salt it, and fry it in olive oil for this easy summer dish.", "lifestyle and leisure"),
        ("Parliament votes on the bill after the prime minister lost the election.", "politics and government"),
        ("The pope met bishops at the Vatican.", "religion"),
        ("Scientists at NASA launched a spacecraft with a new telescope.", "science and technology"),
        ("Refugee families tell of discrimination in their new neighbourhood.", "society"),
        ("Rebels shelled the city as troops broke the ceasefire.", "conflict, war and peace"),
        ("Forecasters expect a blizzard and heavy snowfall.", "weather"),
    ],
)
def test_a_plain_case_of_each_topic(text: str, label: str) -> None:
    assert topics(None, text, None, ())[0].label == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The central bank raised interest rates to curb inflation.", "economy, business and finance"),
        ("The chip maker's profit fell; its shares lost a tenth.", "economy, business and finance"),
        ("The phone maker showed a handset with a bigger screen and a faster chip.", "science and technology"),
        ("The late-night host mocked the president in his monologue.", "arts, culture, entertainment and media"),
        ("The foreign ministers of Morocco and Israel met in Rabat to discuss ties.", "politics and government"),
        ("The army said that rockets fired from the strip killed two soldiers.", "conflict, war and peace"),
    ],
)
def test_a_case_on_the_border_of_two_topics(text: str, label: str) -> None:
    assert topics(None, text, None, ())[0].label == label


def test_nothing_said_is_no_topic() -> None:
    assert topics(None, "", None, ()) == []
    assert topics("Qwxz", "Zzxq jkqv 1234.", "https://example.com/", ("Top",)) == []
    assert topics(None, "The of and, to a.", None, ()) == []


def test_sections_are_a_hint() -> None:
    assert topics(None, "", "https://example.com/sport/football/a", ())[0].label == "sport"
    assert topics(None, "", None, ("Science & Environment",))[0].label == "science and technology"
    # the file's own name is none
    assert topics(None, "", "https://example.com/weather", ()) == []


def test_a_section_raises_its_topic_and_its_name_twice_no_more_than_once() -> None:
    text = "The minister met the company's workers."
    bare, hinted, twice = (
        {topic.label: topic.score for topic in topics(None, text, None, names)}.get("labour", 0.0)
        for names in ((), ("Jobs",), ("Jobs", "jobs", "Careers"))
    )
    assert bare < hinted == twice


def test_several_topics_share_what_speaks() -> None:
    found = topics(
        "Court jails minister for bribery", "The prime minister and the senate were told by police.", None, ()
    )
    assert {"crime, law and justice", "politics and government"} <= {topic.label for topic in found}
    assert sum(topic.score for topic in found) <= 1.001
    assert [topic.score for topic in found] == sorted((topic.score for topic in found), reverse=True)


def test_the_words_that_weighed_are_the_texts_own() -> None:
    best = topics(
        "Goalkeeper saves penalty", "The goalkeeper saved a penalty in the cup final, the club said.", None, ()
    )[0]
    assert best.label == "sport"
    assert best.words[0] in {"goalkeeper", "penalty", "cup final"}
    assert len(best.words) == MOST_WORDS
    assert "said" not in best.words
    assert topics(None, "", None, ("Sport",))[0].words == ()


def test_a_possessive_a_plural_and_capitals_are_the_same_word() -> None:
    for text in ("quarterbacks", "The quarterback’s arm", "QUARTERBACK", "Super Bowl"):
        assert topics(None, text, None, ())[0].label == "sport"
    assert tokens("The Pope’s 2nd visit: don't!") == ["the", "pope", "2nd", "visit", "don't"]


def test_what_stands_far_below_the_beginning_does_not_count() -> None:
    text = "The striker scored in the cup final. " + "x " * READ_CHARACTERS
    assert topics(None, text + "Shares fell on the stock market. " * 99, None, ()) == topics(None, text, None, ())


def test_a_word_of_the_title_weighs_more_than_one_of_the_text() -> None:
    found = counts("Striker", "goalkeeper", topic_table().rows)
    assert found["striker"] > found["goalkeeper"] == 1.0


def test_the_table_is_the_one_that_its_provenance_names() -> None:
    data = files("transforms.classify").joinpath("data")
    named = re.search(r"SHA-256: ([0-9a-f]{64})", data.joinpath("topics.md").read_text(encoding="utf-8"))
    assert named is not None
    assert named[1] == hashlib.sha256(data.joinpath("topic_words.npz").read_bytes()).hexdigest()


def test_sections_name_iptcs_topics_and_each_is_written_as_it_is_looked_up() -> None:
    assert set(topic_sections().values()) <= set(iptc_topics())
    assert all(name == " ".join(name.lower().split()) for name in topic_sections())


@given(st.none() | st.text(max_size=40), st.text(max_size=300), st.none() | st.just("https://e.org/%ff/a/b"))
def test_never_raises_and_keeps_its_bounds(title: str | None, text: str, url: str | None) -> None:
    found = topics(title, text, url, ())
    assert len(found) <= MOST_TOPICS
    assert all(LEAST <= topic.score <= 1 and iptc_topics()[topic.label].code == topic.code for topic in found)
    assert all(set(topic.words) <= set(read(title, text).words) for topic in found)
    assert topics(title, text, url, ()) == found
