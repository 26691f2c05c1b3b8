"""The dates in a line beside a headline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean.metadata.spans import dates_in
from transforms.dates.reading import DateHabits

LINES = {
    "Published: 23 November 2021, 10:15 GMT": ["2021-11-23T10:15:00+00:00"],
    "Nov 23, 2021 / 10:15 AM EST": ["2021-11-23T10:15:00-05:00"],
    "November 23rd, 2021 at 8:59 pm": ["2021-11-23T20:59:00"],
    "By Jane Doe | 23 Nov 2021": ["2021-11-23T00:00:00"],
    "12:03 GMT, Nov 20, 2019": ["2019-11-20T12:03:00+00:00"],
    "10:48, Tue, Nov 19, 2019": ["2019-11-19T10:48:00"],
    "Publié le 23 novembre 2021 à 18h30": ["2021-11-23T18:30:00"],
    "23. November 2021, 10:15 Uhr": ["2021-11-23T10:15:00"],
    "23 de noviembre de 2021": ["2021-11-23T00:00:00"],
    "2021年11月23日 10:15": ["2021-11-23T10:15:00"],
    "입력 2021.11.23 10:15": ["2021-11-23T10:15:00"],
    "23.11.2021": ["2021-11-23T00:00:00"],
    "Published Nov 18, 2019 at 4:07 PM | Updated Nov 19, 2019 at 5:36 PM CST": [
        "2019-11-18T16:07:00",
        "revised 2019-11-19T17:36:00-06:00",
    ],
    "Aktualisiert am 24. November 2021, erstellt am 23. November 2021": [
        "revised 2021-11-24T00:00:00",
        "2021-11-23T00:00:00",
    ],
    "il y a 2 heures": [],
    "2 days ago": [],
    "yesterday, 10:15": [],
    "03/04/2021": [],  # of March or of April
    "November 20 15:23": [],
    "Season 3, Episode 2021": [],
    "Call 555 12 34 2021": [],
    "31 February 2021": [],
    "": [],
}


@pytest.mark.parametrize("line", LINES, ids=[str(number) for number in range(len(LINES))])
def test_dates_in_a_line(line: str) -> None:
    habits = DateHabits("de" if "23.11" in line else None)
    found = [f"{'revised ' if d.is_revision else ''}{d.time.isoformat()}" for d in dates_in(line, habits)]
    assert found == LINES[line]


def test_a_day_alone_has_no_clock() -> None:
    assert [d.has_clock for d in dates_in("23 Nov 2021", DateHabits())] == [False]
    assert [d.has_clock for d in dates_in("23 Nov 2021 10:15", DateHabits())] == [True]


@given(
    st.text(max_size=120)
    | st.lists(st.sampled_from(["Nov", "23", "2021", ",", "10:15", "GMT", "/", "at", "pm"])).map(" ".join)
)
def test_never_raises(line: str) -> None:
    assert list(dates_in(line, DateHabits())) == list(dates_in(line, DateHabits()))
