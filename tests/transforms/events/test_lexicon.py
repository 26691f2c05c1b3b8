"""The data files are what their headers say, and names resolve as a reader expects."""

import pycountry
import pytest

from schemas.codes import EventType
from transforms.events.gazetteer import gazetteer
from transforms.events.lexicon import TRANSNATIONAL, entities, office_holders, read_table, roles, state_names
from transforms.events.rules import appraisals, classes, noun_rules, operators, verb_rules

TABLES = [
    *("states.tsv", "organisations.tsv", "leaders.tsv", "roles.tsv", "regions.tsv", "classes.tsv", "verbs.tsv"),
    *("nouns.tsv", "operators.tsv", "quiet.tsv", "appraisals.tsv"),
]


@pytest.mark.parametrize("name", TABLES)
def test_tables_can_be_read(name: str) -> None:
    assert len(list(read_table(name))) >= 2


def test_every_country_is_one_of_iso_or_plover() -> None:
    known = {country.alpha_3 for country in pycountry.countries} | TRANSNATIONAL | {"XKX"}
    assert {e.country for e in entities().values() if e.country} <= known
    assert set(state_names()) <= known


@pytest.mark.parametrize("name", ["states.tsv", "leaders.tsv", "organisations.tsv"])
def test_tables_are_sorted_by_country(name: str) -> None:
    column = "code" if name == "states.tsv" else "country"
    countries = [row[column] for row in read_table(name)]
    assert countries == sorted(countries)


def test_every_rule_names_a_known_type_and_class() -> None:
    known = {name for names in classes().values() for name in names} | {"-", "side", "none", "thing"}
    assert {rule.object for rules in verb_rules().values() for rule in rules} <= known
    assert {rule.event_type for rule in noun_rules().values()} <= set(EventType)
    assert set(appraisals().values()) <= set(EventType)
    kinds = {kind for found in operators().values() for kind in found}
    assert kinds == {
        *("agree", "vow", "threaten", "reject", "request", "allow", "prevent", "accuse"),
        *("same", "maybe", "fail", "stop", "say"),
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
