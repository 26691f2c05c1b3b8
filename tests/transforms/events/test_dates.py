"""Dates are read against the publication day, and unknown ones stay unknown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.events.dates import event_date, find_dates

WEDNESDAY = date(2021, 11, 24)


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("They signed it Wednesday.", "2021-11-24", "day"),
        ("They signed it on Monday.", "2021-11-22", "day"),
        ("They met last Wednesday.", "2021-11-17", "day"),
        ("They met yesterday.", "2021-11-23", "day"),
        ("They met on December 4, 2019.", "2019-12-04", "day"),
        ("They met on 4 December 2019.", "2019-12-04", "day"),
        ("They met on Nov. 20.", "2021-11-20", "day"),
        ("They met in August.", "2021-08-01", "month"),
        ("They met last December.", "2020-12-01", "month"),
        ("They met last May.", "2021-05-01", "month"),
        ("They met earlier this month.", "2021-11-01", "month"),
        ("They met two weeks ago.", "2021-11-01", "month"),
        ("They met last month.", "2021-10-01", "month"),
        ("They met in May 2012.", "2012-05-01", "month"),
        ("They met in 2012.", "2012-01-01", "year"),
        ("They met last year.", "2020-01-01", "year"),
        ("They met three years ago.", "2018-01-01", "year"),
        ("They met three days ago.", "2021-11-21", "day"),
        ("They met.", "2021-11-24", "article"),
    ],
)
def test_reads_the_sentence_against_the_article(text: str, day: str, precision: str) -> None:
    when = event_date(text, 5, WEDNESDAY)
    assert (when.day and when.day.isoformat(), when.precision) == (day, precision)


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("He will arrive on Friday.", "2021-11-26", "day"),
        ("He will arrive on December 4.", "2021-12-04", "day"),
        ("He will arrive on January 4.", "2022-01-04", "day"),
        ("He will arrive next month.", "2021-12-01", "month"),
        ("He will arrive tomorrow.", "2021-11-25", "day"),
        ("He will arrive next year.", "2022-01-01", "year"),
        ("He will arrive in March.", "2022-03-01", "month"),
    ],
)
def test_reads_what_is_to_come_as_ahead(text: str, day: str, precision: str) -> None:
    when = event_date(text, 5, WEDNESDAY, future=True)
    assert (when.day and when.day.isoformat(), when.precision) == (day, precision)


@pytest.mark.parametrize("text", ["They met on Monday.", "They met last year.", "They met in May.", "They met."])
def test_without_publication_day_a_leaning_date_is_unknown(text: str) -> None:
    when = event_date(text, 5, None)
    assert (when.day, when.precision) == (None, "none")


def test_without_publication_day_a_whole_date_still_counts() -> None:
    assert event_date("They met on March 3, 2004.", 5, None).day == date(2004, 3, 3)


def test_the_date_of_the_triggers_clause_wins() -> None:
    text = "They met in June and will sign on Friday."
    assert event_date(text, 5, WEDNESDAY, clause=(0, 16)).text == "in June"


@pytest.mark.parametrize("text", ["He may go.", "A march for peace.", "They met in room 2012b.", "He was May's aide."])
def test_is_not_misled_by_words_that_look_like_dates(text: str) -> None:
    assert find_dates(text, WEDNESDAY) == []


@given(st.text(max_size=80), st.dates(), st.booleans())
def test_never_raises_and_its_words_stand_in_the_text(text: str, published: date, future: bool) -> None:
    for when in find_dates(text, published, future=future):
        assert when.text == text[when.start : when.start + len(when.text or "")]


@given(
    st.sampled_from(["last May", "next year", "9 years ago", "200 years ago", "next week", "on Friday", "Feb. 29"]),
    st.dates(),
    st.booleans(),
)
def test_the_ends_of_the_calendar_are_no_error(text: str, published: date, future: bool) -> None:
    find_dates(text, published, future=future)
