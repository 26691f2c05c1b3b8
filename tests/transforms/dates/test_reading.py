"""Dates as feeds and pages write them: each with the time that it says, or None where it says none for certain."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.times import format_micros
from transforms.dates.reading import DateHabits, date_habits, read_date, read_time
from transforms.dates.words import MONTHS, folded, month_of

DATES = {
    'Tue, 03 Jun 2025 10:00:00 +0200': '2025-06-03T08:00:00Z',
    'Tue, 3 Jun 25 10:00 EDT': '2025-06-03T14:00:00Z',
    'Tue, 03 Jun 2025 10:00:00 CEST': '2025-06-03T08:00:00Z',
    'Tue, 03 Jun 2025 10:00:00 GMT+2': '2025-06-03T08:00:00Z',
    '3 Jun 2025 10:00 +0530': '2025-06-03T04:30:00Z',
    '2025-06-03T10:00:00Z': '2025-06-03T10:00:00Z',
    'tue, 03 jun 2025 10:00:00 z': '2025-06-03T10:00:00Z',
    '2025-W23-2': '2025-06-03T00:00:00Z',
    '2025W232T100000Z': '2025-06-03T10:00:00Z',
    '2025-154': '2025-06-03T00:00:00Z',
    '2025-06-03 10:00': '2025-06-03T10:00:00Z',
    '2025-06-03 10:00:00 +0200': '2025-06-03T08:00:00Z',
    '2025-06-03T10:00:00.123456789+02:00': '2025-06-03T08:00:00Z',
    '20250603': '2025-06-03T00:00:00Z',
    '20250603T100000Z': '2025-06-03T10:00:00Z',
    '2025/06/03 10:00:00': '2025-06-03T10:00:00Z',
    '1748944800': '2025-06-03T10:00:00Z',
    '1748944800000': '2025-06-03T10:00:00Z',
    '3 juin 2025 à 10h30': '2025-06-03T10:30:00Z',
    'mar., 03 juin 2025 10:00:00 +0200': '2025-06-03T08:00:00Z',
    'mar, 04 mar 2025 10:00:00 +0100': '2025-03-04T09:00:00Z',
    'Dienstag, 3. Juni 2025, 10:00 Uhr': '2025-06-03T10:00:00Z',
    'Di, 03 Mai 2025 10:00:00 +0200': '2025-05-03T08:00:00Z',
    '3 de junio de 2025': '2025-06-03T00:00:00Z',
    '3 de noviembre de 2025': '2025-11-03T00:00:00Z',
    '3 de julho de 2025': '2025-07-03T00:00:00Z',
    '3 de nov de 2025': '2025-11-03T00:00:00Z',
    '3 de novembre de 2025': '2025-11-03T00:00:00Z',
    'martedì 3 giugno 2025 10:00': '2025-06-03T10:00:00Z',
    'Terça-feira, 3 de junho de 2025 10:00': '2025-06-03T10:00:00Z',
    'dinsdag 3 mei 2025 10:00': '2025-05-03T10:00:00Z',
    'Вт, 3 июня 2025 г. 10:00': '2025-06-03T10:00:00Z',
    '3 يونيو 2025': '2025-06-03T00:00:00Z',
    '٣ يونيو ٢٠٢٥': '2025-06-03T00:00:00Z',
    '15 كانون الثاني 2025': '2025-01-15T00:00:00Z',
    '15 تشرين الأول 2025 10:00': '2025-10-15T10:00:00Z',
    'Tuesday, June 3rd, 2025 10:00 AM EST': '2025-06-03T15:00:00Z',
    'June 3, 2025 12:30 am': '2025-06-03T00:30:00Z',
    'Jun 3 2025 10:00PM': '2025-06-03T22:00:00Z',
    'Tue Jun  3 10:00:00 2025': '2025-06-03T10:00:00Z',
    'Tue Jun  3 10:00:00 UTC 2025': '2025-06-03T10:00:00Z',
    'Tue Jun 03 10:00:00 +0200 2025': '2025-06-03T08:00:00Z',
    'Tue Jun 03 2025 10:00:00 GMT+0200 (CEST)': '2025-06-03T08:00:00Z',
    'Tue Jun 03 2025 10:00:00 GMT+0200 (Central European Summer Time)': '2025-06-03T08:00:00Z',
    'Tue, 03 Jun 2025 10:00:00 -0400 (EDT)': '2025-06-03T14:00:00Z',
    '10:00, 3 June 2025': '2025-06-03T10:00:00Z',
    '2025年6月3日 10:00': '2025-06-03T10:00:00Z',
    '2025年6月3日 下午3:05': '2025-06-03T15:05:00Z',
    '2025년 6월 3일 오후 3:05': '2025-06-03T15:05:00Z',
    '25/04/2025': '2025-04-25T00:00:00Z',
    '04/25/2025 10:00 PM': '2025-04-25T22:00:00Z',
    '03/04/2025': None,
    '3.4.2025': None,
    'Today, 14:00': None,
    'yesterday': None,
    '31 Feb 2025': None,
    '2025-02-31': None,
    '0001-01-01T00:00:00Z': None,
    '1970-01-01T00:00:00Z': None,
    'Thu, 01 Jan 1970 01:00:00 +0100': None,
    'Wed, 31 Dec 1969 19:00:00 -0500': None,
    'Wed, 30 Nov -0001 00:00:00 +0000': None,
    '0000-00-00 00:00:00': None,
    '2025': None,
    '2025-06': None,
    'June 2025': None,
    '3 June': None,
    '2 hours ago': None,
    'Tue, 03 Jun 2099 10:00:00 GMT': '2099-06-03T10:00:00Z',
    'Tue, 03 Jun 2025 10:00:00 XYZT': None,
    'Tue, 03 Jun 2025 10:00:00 IST': None,
    '3 listopad 2025': None,
    'Tue, 03 Jun 2025 24:00:00 GMT': '2025-06-04T00:00:00Z',
    'Tue, 03 Jun 2025 25:00:00 GMT': None,
    'Tue, 03 Jun 2025': '2025-06-03T00:00:00Z',
    '3-Jun-2025 10:00': '2025-06-03T10:00:00Z',
    '03-JUN-25': '2025-06-03T00:00:00Z',
    '2025-06-03T10:00': '2025-06-03T10:00:00Z',
    '2025-06-03T10:00:00 EST': '2025-06-03T15:00:00Z',
    'Tue, 03 June 2025 10:00:00 UTC': '2025-06-03T10:00:00Z',
    'Tue, 03 Jun 2025, 10:00 BST': '2025-06-03T09:00:00Z',
    '3 มิถุนายน 2568': '2025-06-03T00:00:00Z',
    '3 tháng 6, 2025': '2025-06-03T00:00:00Z',
    '2025. június 3. 10:00': '2025-06-03T10:00:00Z',
    'Published on June 3, 2025 at 10:00': '2025-06-03T10:00:00Z',
    '2025-06-03 10:00 AM': '2025-06-03T10:00:00Z',
    'Mon, 03 Mar 2025 00:00:00 GMT': '2025-03-03T00:00:00Z',
    '1955-08-01': '1955-08-01T00:00:00Z',
    '3 de Mar de 2025': '2025-03-03T00:00:00Z',
    '2025-06-03T10:00:00+0200': '2025-06-03T08:00:00Z',
    '2025-06-03T10:00:00+02': '2025-06-03T08:00:00Z',
    'Tue, 03 Jun 2025 10:00:00 +02:00': '2025-06-03T08:00:00Z',
    'Tue,03 Jun 2025 10:00:00 GMT': '2025-06-03T10:00:00Z',
    'Tue, 03 Jun 2025 10:00:00GMT': '2025-06-03T10:00:00Z',
    'Tue, 2025-06-03 10:00:00': '2025-06-03T10:00:00Z',
    '06/03/2025 - 10:00': None,
    'Tue, 06/17/2025 - 10:00': '2025-06-17T10:00:00Z',
    '2025-06-03T10:00:00Europe/Berlin': None,
    '': None,
    'abc': None,
    'Tue, 03 Jun 2025 10.00 Uhr': '2025-06-03T10:00:00Z',
    '2025-06-03T10:00:00+99:00': None,
    'Fri, 2006/09/15 08:19:53 EDT': '2006-09-15T12:19:53Z',
    'Sept. 3, 2025': '2025-09-03T00:00:00Z',
    '3 Sept 2025 10:00:00': '2025-09-03T10:00:00Z',
    '12 Mai 2025': '2025-05-12T00:00:00Z',
    '1st May 2025': '2025-05-01T00:00:00Z',
    "Tue, 03 Jun 2025 23:59:60 GMT": "2025-06-03T23:59:59Z",
    "Tue, 29 Feb 2023 10:00:00 GMT": None,
    "Tue, 03 Jun 2025 10:00:00 AST": "2025-06-03T14:00:00Z",
    "Mon Mar  3 10:00:00 EST 2025": "2025-03-03T15:00:00Z",
    "3 Jun 25 10:00 -0000": "2025-06-03T10:00:00Z",
    "3 Jun 99 10:00 GMT": "1999-06-03T10:00:00Z",
    "2025-06-03T10:00:00−05:00": "2025-06-03T15:00:00Z",
    "2025-06-03T10:00:00+14:00": "2025-06-02T20:00:00Z",
    "12:00 3 June 2025": "2025-06-03T12:00:00Z",
    "1900-01-01 00:00:00": None,
    "1899-12-30T00:00:00": None,
    "0000000000": None,
    "1": None,
    "20250230": None,
    "1403/03/13": None,
    "9999-12-31T23:59:59Z": None,
    "now": None,
    "heute, 14:00": None,
    "3 June 2025 tomorrow 10:00 or later": None,
    "3 June 4 July 2025": None,
    "2025-06-03T10:00:00Z 2025-06-04": None,
}  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_each_habit(text: str) -> None:
    time = read_date(text)
    assert (None if time is None else format_micros(time)) == DATES[text]


@pytest.mark.parametrize(
    ("text", "habits", "expected"),
    [
        ("03/04/2025", DateHabits(day_first=True), "2025-04-03T00:00:00Z"),
        ("03/04/2025 10:00", DateHabits(day_first=False), "2025-03-04T10:00:00Z"),
        ("3.4.2025", DateHabits("de"), "2025-04-03T00:00:00Z"),
        ("03.06.25 10:00 Uhr", DateHabits("de"), "2025-06-03T10:00:00Z"),
        ("03/06/25", DateHabits("fr", day_first=True), None),
        ("Tue, 03 Jun 2025 10:00:00 IST", DateHabits("en", "in"), "2025-06-03T04:30:00Z"),
        ("Tue, 03 Jun 2025 10:00:00 IST", DateHabits("en", "ie"), "2025-06-03T09:00:00Z"),
        ("Tue, 03 Jun 2025 10:00:00 IST", DateHabits("he", "il"), "2025-06-03T08:00:00Z"),
        ("Tue, 03 Jun 2025 10:00:00 IST", DateHabits("en", "us"), None),
        ("Tue, 03 Jun 2025 10:00:00 CST", DateHabits("zh", "cn"), "2025-06-03T02:00:00Z"),
        ("Tue, 03 Jun 2025 10:00:00 CST", DateHabits("en", "us"), "2025-06-03T16:00:00Z"),
        ("3 listopad 2025", DateHabits("hr"), "2025-10-03T00:00:00Z"),
        ("3 listopad 2025", DateHabits("cs"), "2025-11-03T00:00:00Z"),
    ],
)
def test_dates_that_depend_on_the_feed(text: str, habits: DateHabits, expected: str | None) -> None:
    time = read_date(text, habits)
    assert (None if time is None else format_micros(time)) == expected


def test_where_a_feed_is_written() -> None:
    assert date_habits([], "en-IN", None) == DateHabits("en", "in")
    assert date_habits([], "zh-Hant-TW", "e.example") == DateHabits("zh", "tw")
    assert date_habits([], None, "news.example.ie") == DateHabits(None, "ie")
    assert date_habits([], "he", "news.example.com") == DateHabits("he", "il")
    assert date_habits(["1/2/2025", "31/2/2025"], None, None).day_first is True
    assert date_habits(["1/2/2025", "2/31/2025"], None, None).day_first is False
    assert date_habits(["31/1/2025", "1/31/2025"], None, None).day_first is None


@pytest.mark.parametrize("language", MONTHS)
def test_each_month_in_each_language(language: str) -> None:
    names = MONTHS[language].split()
    assert len(names) == 12
    for number, alternatives in enumerate(names, 1):
        for name in alternatives.split("|"):
            assert month_of(name, language) == number
            text = f"5 {name.replace('_', ' ')} 2025 10:00"
            assert read_date(text, DateHabits(language)) == read_date(f"2025-{number:02}-05 10:00"), text


def test_a_name_that_means_two_months_is_none_without_a_language() -> None:
    assert month_of("listopad", None) is None
    assert month_of("juin", None) == 6
    assert folded("Février") == "fevrier"


def test_two_thousand_odd_dates_take_little_time() -> None:
    start = time.process_time()
    for number in range(2_000):
        read_date(f"le {number % 28 + 1} juin 2025 à 10h{number % 60:02} heure {number} " + "x" * 60)
    assert time.process_time() - start < 2


@given(st.text(max_size=120) | st.text("0123456789-:/.+ TZJunMaramp", max_size=40))
def test_any_text_is_a_date_or_none(text: str) -> None:
    time = read_date(text)
    assert time is None or isinstance(time, int)
    date_habits([text], text, text)


@given(st.datetimes())
def test_what_standards_ask_for_is_read_exactly(when: object) -> None:
    text = str(when)
    time = read_date(text)
    assert time is None or format_micros(time)[:19].replace("T", " ") == text[:19]


def test_a_time_keeps_the_offset_that_was_written_and_none_that_was_not() -> None:
    written = ("2025-06-03T10:00:00+02:00", "June 3, 2025 10:00 EST", "2025-06-03 10:00")
    assert [time.isoformat() if (time := read_time(text)) else None for text in written] == [
        "2025-06-03T10:00:00+02:00",
        "2025-06-03T10:00:00-05:00",
        "2025-06-03T10:00:00",
    ]
