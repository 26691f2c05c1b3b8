"""The data files are what their headers say, and names resolve as a reader expects."""

import re

import pycountry
import pytest

from schemas.codes import EventType
from transforms.events.folding import fold
from transforms.events.gazetteer import gazetteer
from transforms.events.lexicon import (
    TRANSNATIONAL,
    entities,
    namesakes,
    office_holders,
    roles,
    state_names,
)
from transforms.events.rules import appraisals, classes, noun_rules, operators, verb_rules
from transforms.events.tables import read_table

TABLES = [
    *("states", "organisations", "leaders", "roles", "regions", "classes", "verbs"),
    *("nouns", "operators", "quiet", "appraisals"),
]


@pytest.mark.parametrize("name", TABLES)
def test_tables_can_be_read(name: str) -> None:
    assert len(list(read_table(name))) >= 2


def test_every_country_is_one_of_iso_or_plover() -> None:
    known = {country.alpha_3 for country in pycountry.countries} | TRANSNATIONAL | {"XKX"}
    assert {e.country for e in entities().values() if e.country} <= known
    assert set(state_names()) <= known


def test_every_rule_names_a_known_type_and_class() -> None:
    known = {name for names in classes().values() for name in names} | {"-", "side", "none", "thing"}
    assert {rule.object for rules in verb_rules().values() for rule in rules} <= known
    assert {rule.event_type for rule in noun_rules().values()} <= set(EventType)
    assert {event_type for _, event_type in appraisals().values()} <= set(EventType)
    kinds = {kind for found in operators().values() for kind in found}
    assert kinds == {
        *("agree", "vow", "threaten", "reject", "request", "allow", "prevent", "accuse"),
        *("same", "maybe", "fail", "stop", "say", "alone"),
    }


def test_every_event_type_can_be_reported() -> None:
    assert {rule.event_type for rules in verb_rules().values() for rule in rules} >= set(EventType)


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Niger is not Nigeria.", ["NER", "NGA"]),
        ("Let us help the US.", ["USA"]),
        ("Israeli-Moroccan relations", ["ISR", "MAR"]),
        ("The US-backed, pro-Iran and anti-American groups", []),
        ("Michael Jordan and the Indian Ocean", []),
        ("South Korea and North Korea", ["KOR", "PRK"]),
        ("New Delhi's response to Guinea-Bissau", ["IND", "GNB"]),
        ("turkey and china on the table", []),
        ("IDF Chief of Staff", ["ISR"]),
        ("Saudi Arabia, the Saudis and the UAE", ["SAU", "SAU", "ARE"]),
    ],
)
def test_names_in_a_text(text: str, countries: list[str]) -> None:
    found = gazetteer().find(text)
    assert [match.entity.country for match in found] == countries
    assert all(0 <= match.start < match.end <= len(text) for match in found)


def test_the_latest_holder_of_an_office_comes_first() -> None:
    holders = office_holders()[("GBR", "prime minister")]
    assert holders[0].name == "Keir Starmer"
    assert "Tony Blair" in {holder.name for holder in holders}


def test_roles_give_sectors() -> None:
    assert {noun: roles()[noun].sector for noun in ("police", "soldier", "rebel", "judge", "prime minister")} == {
        "police": "COP",
        "soldier": "MIL",
        "rebel": "REB",
        "judge": "JUD",
        "prime minister": "GOV",
    }


def test_each_organisation_has_its_own_name() -> None:
    for one, other in [
        ("Arakan Army", "Karen National Union"),
        ("M23", "Mai-Mai"),
        ("ELN", "FARC"),
        ("Justice and Equality Movement", "Rapid Support Forces"),
        ("World Bank", "IMF"),
        ("State Department", "White House"),
    ]:
        assert entities()[one].name != entities()[other].name


def test_every_name_of_an_organisation_resolves_to_the_first_of_its_row() -> None:
    rows = [[name.strip() for name in row["names"].split(";")] for row in read_table("organisations")]
    assert [name for names in rows for name in names if entities()[fold(name)].name != names[0]] == []


def test_a_row_of_organisations_does_not_hold_another_body() -> None:
    """More short names than the full ones account for are a list of bodies ("M23; MLC; RCD"), not names of one."""
    for row in read_table("organisations"):
        names = [name.strip() for name in row["names"].split(";")]
        full = [name for name in names if " " in name and not name.startswith(("the ", "The "))]
        acronyms = {short for name in names if (short := re.sub(r"[.-]|^the ", "", name)).isupper()}
        assert len(acronyms) <= 1 + len(full), f"{names}: give each body a row of its own"


def test_leaders_of_one_country_may_share_a_name() -> None:
    assert {"Castro", "Bush"} <= set(namesakes())


@pytest.mark.parametrize(
    ("surname", "year", "name"),
    [
        ("Castro", 1995, "Fidel Castro"),
        ("Castro", 2010, "Raul Castro"),
        ("Bush", 1991, "George H.W. Bush"),
        ("Bush", 2003, "George W. Bush"),
        ("Bush", 2020, "George W. Bush"),
        ("Clinton", 1998, "Bill Clinton"),
        ("Clinton", 2011, "Hillary Clinton"),
        ("Clinton", None, "Bill Clinton"),
        ("Assad", 1985, "Hafez al-Assad"),
        ("Assad", None, "Bashar al-Assad"),
        ("Merkel", 1950, "Angela Merkel"),
    ],
)
def test_the_year_decides_between_leaders_of_one_name(surname: str, year: int | None, name: str) -> None:
    (found,) = gazetteer().find(f"{surname} spoke.", year)
    assert found.entity.name == name


@pytest.mark.parametrize(
    ("text", "year", "names"),
    [
        ("Wales coach Martin Bashir and Chris Cuomo", 2020, ["Britain"]),
        ("Colin L. Powell met Yassir Arafat", 2002, ["Colin Powell", "Yasser Arafat"]),
        ("Sharon Stone left.", 2004, []),
        ("Sharon Monday told President Bush", 2004, ["Ariel Sharon", "George W. Bush"]),
        ("S Blair, J Bush and Mr Blair", 2004, ["Tony Blair"]),
    ],
)
def test_a_surname_in_another_name_is_nobody_listed(text: str, year: int, names: list[str]) -> None:
    assert [match.entity.name for match in gazetteer().find(text, year)] == names
