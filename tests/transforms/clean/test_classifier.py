"""The classifier of lines: wordings that no rule holds, and articles' lines of the same words."""

import hashlib
import math
import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import RawDocument
from transforms.clean.boilerplate.classifier import features, likeness
from transforms.clean.boilerplate.labels import When
from transforms.clean.boilerplate.lines import SURE, when_it_goes, without_boilerplate
from transforms.clean.document import clean_document

DATA = files("transforms.clean").joinpath("data")


def test_the_weights_are_those_that_are_described() -> None:
    named = re.search(r"SHA-256: ([0-9a-f]{64})", DATA.joinpath("boilerplate_weights.md").read_text(encoding="utf-8"))
    assert named
    assert named[1] == hashlib.sha256(DATA.joinpath("boilerplate_weights.npz").read_bytes()).hexdigest()


@given(st.text(min_size=1).filter(str.strip))
def test_any_line_has_a_likeness(line: str) -> None:
    assert math.isfinite(likeness(line))
    assert len(set(features(line))) == len(features(line))


def test_a_long_line_costs_no_more_than_its_first_words() -> None:
    line = "to the minister of the interior " * 2000
    assert len(features(line)) < 100


BODY = ["The army entered the city on Monday.", "It met no resistance, and the mayor fled.", "Two soldiers fell."]


@pytest.mark.parametrize(
    "line",
    [
        "Text NEWS to 80800 and get our alerts on your phone",
        "Ten articles a month are free; this was your tenth",
        "Our readers get this story free thanks to a grant",
        "Comments are moderated and appear after review",
        "Your details are safe with us and never sold",
        "Cet article vous est offert par un abonné",
        "Unsere Redaktion erreichen Sie unter redaktion@example.org",
        "この記事は会員だけが読めます",
    ],
)
def test_wordings_that_no_rule_holds_go(line: str) -> None:
    assert without_boilerplate([BODY[0], line, *BODY[1:]]) == BODY


@pytest.mark.parametrize(
    "line",
    [
        "The app was downloaded two million times in its first week.",
        "Subscribers to the service were told to change their passwords.",
        "Comments by the minister angered his partners in the coalition.",
        "The newsletter said that the bank had hidden its losses.",
        "What we know about the attack",
        "Israel's answer",
        "Lebanon: 14 dead, 30 injured",
        "A: No, we never met them.",
        "Tickets cost 20 dollars at the door.",
        "- the release of all hostages",
        "200 g flour, two eggs, a pinch of salt",
        "Le ministre a signé l'accord à Jérusalem mercredi.",
        "Die Regierung in Rabat wies den Vorwurf zurück.",
        "وقع الوزيران الاتفاق في الرباط يوم الأربعاء.",
        "שני השרים חתמו על ההסכם ברבאט ביום רביעי.",
    ],
)
def test_what_articles_say_stays(line: str) -> None:
    assert when_it_goes(line) is When.NEVER


def test_what_a_rule_lets_stay_but_for_its_place_is_left_to_the_rule() -> None:
    day = "November 24, 2021"
    assert likeness(day) > SURE
    assert without_boilerplate([*BODY, day, *BODY]) == [*BODY, day, *BODY]


def test_the_times_of_a_live_reports_entries_stay() -> None:
    for time in ("18.42 GMT", "22:40", "6:45 p.m. Thursday", "11:15 p.m. First counties report"):
        assert without_boilerplate([*BODY, time, *BODY]) == [*BODY, time, *BODY]


def test_quoted_speech_is_not_judged_by_its_words() -> None:
    line = "“Text NEWS to 80800 and get our alerts on your phone,” the leaflet said."
    assert when_it_goes(line) is When.NEVER


def test_a_plain_texts_title_stays_whatever_it_says() -> None:
    titles = ["Save the whale", "Press review of the week", "Readers' letters anger the king"]
    assert any(when_it_goes(title) is When.ALWAYS for title in titles)
    prose = "The foreign ministers of the two countries met in Geneva on Tuesday for the first time since the war."
    for title in titles:
        document = RawDocument("test:1", None, f"Share this article\n\n{title}\n\n{prose}".encode(), "text", 0)
        article = clean_document(document)
        assert (article.title, article.text) == (title, prose)
