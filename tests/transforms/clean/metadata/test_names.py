"""Bylines name persons; what else stands in them is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean.metadata.names import persons, shown_byline, vocabulary


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Jane Doe", ["Jane Doe"]),
        ("By Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
        ("by Jane Doe, John Roe & Mary-Ann O'Neil", ["Jane Doe", "John Roe", "Mary-Ann O'Neil"]),
        ("JANE DOE AND JOHN ROE", ["JANE DOE", "JOHN ROE"]),
        ("Written by: Jane Doe", ["Jane Doe"]),
        ("By Jane Doe, Political Correspondent", ["Jane Doe"]),
        ("By Jane Doe Senior Staff Writer", ["Jane Doe"]),
        ("By JANE DOE, AP National Security Writer", ["JANE DOE"]),
        ("Jane Doe in Nairobi", ["Jane Doe"]),
        ("Jane Doe for The Herald", ["Jane Doe"]),
        ("Jane Doe (Reuters)", ["Jane Doe"]),
        ("Jane Doe - Staff Writer", ["Jane Doe"]),
        ("Jane Doe, jane.doe@example.com", ["Jane Doe"]),
        ("Jane Doe @janedoe", ["Jane Doe"]),
        ("https://example.com/authors/jane", []),
        ("By Jane Doe | Nov 3, 2025 | 10:15 AM", ["Jane Doe"]),
        ("By Jane Doe On 11/13/25 at 4:00 PM EST", ["Jane Doe"]),
        ("Jane Doe 23 novembre 2025", ["Jane Doe"]),
        ("Monday November 17, 2025 7:45 am PST by Jane Doe", ["Jane Doe"]),
        ("Von Jürgen Müller und Anna-Lena Größe", ["Jürgen Müller", "Anna-Lena Größe"]),
        ("Par Hélène de La Tour, envoyée spéciale", ["Hélène de La Tour"]),
        ("Por José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Por José Ortega y Ana María López", ["José Ortega", "Ana María López"]),
        ("di Giovanni Rossi e Maria Bianchi", ["Giovanni Rossi", "Maria Bianchi"]),
        ("Автор: Иван Петров", ["Иван Петров"]),
        ("Иван Петров, корреспондент", ["Иван Петров"]),
        ("מאת: דנה כהן", ["דנה כהן"]),
        ("بقلم: أحمد منصور", ["أحمد منصور"]),
        ("김철수 기자", ["김철수"]),
        ("記者 王小明", ["王小明"]),
        ("文/王小明", ["王小明"]),
        ("文在寅", ["文在寅"]),
    ],
)
def test_the_persons_of_a_byline(byline: str, names: list[str]) -> None:
    assert list(persons([byline])) == names


@pytest.mark.parametrize(
    "byline",
    [
        "Reuters",
        "Reuters Staff",
        "AFP",
        "The Associated Press",
        "By Associated Press",
        "Staff Reports",
        "Editorial Board",
        "Editor",
        "Admin",
        "BBC News",
        "AP Sports",
        "Onlineredaktion",
        "La Redacción",
        "Agencia EFE",
        "Rédaction Web",
        "ИА Новости",
        "新华社",
        "View More Articles",
        "Follow Us On Twitter",
        "jdadmin",
        "user4711",
        "New York",
        "The Conversation",
        "Valley Finance",
        "Special to the Herald",
        "",
        "   ",
    ],
)
def test_what_is_no_person(byline: str) -> None:
    assert persons([byline]) == ()


def test_the_site_is_no_person() -> None:
    assert persons(["Daily Planet", "Jane Doe"], ["The Planet", "dailyplanet"]) == ("Jane Doe",)


def test_a_name_of_one_word_needs_a_source_that_says_so() -> None:
    assert persons(["Pelé"]) == ()
    assert persons(["Pelé"], single=True) == ("Pelé",)
    assert persons(["Reuters"], single=True) == ()


def test_a_name_stands_once_as_it_was_written_first() -> None:
    assert persons(["JANE DOE", "Jane Doe", "By Jane Doe"]) == ("JANE DOE",)


@pytest.mark.parametrize(
    ("pieces", "names"),
    [
        (("By", "Jane Doe", "Capital Weekly"), ("Jane Doe",)),
        (("By", "Jane Doe", "Port Harcourt"), ("Jane Doe",)),
        (("By", "Jane Doe", "and", "John Roe"), ("Jane Doe", "John Roe")),
        (("By", "Jane Doe", ",", "John Roe", "and", "Ann Poe", "Port Harcourt"), ("Jane Doe", "John Roe", "Ann Poe")),
        (("By Jane Doe", "Nov 3, 2025"), ("Jane Doe",)),
    ],
)
def test_a_byline_in_pieces(pieces: tuple[str, ...], names: tuple[str, ...]) -> None:
    assert persons([shown_byline(pieces)], first=True) == names


def test_the_words_of_bylines_are_in_lower_case_and_of_known_kinds() -> None:
    kinds = {"by", "open", "with", "with_words", "role", "body", "agency", "place", "tail", "day", "particle"}
    assert vocabulary().keys() == kinds
    assert all(word == word.lower().strip() and word for words in vocabulary().values() for word in words)


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["By", "Jane", "Doe", "and", ",", "|", "3", "@x", "AP", "y"])).map(" ".join)
)
def test_never_raises_and_what_it_found_it_finds_again(byline: str) -> None:
    found = persons([byline], single=True)
    assert set(persons(found, single=True)) <= set(found)
    assert all(name == name.strip() and len(name) <= 60 for name in found)
