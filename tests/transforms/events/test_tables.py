"""The built-in tables hold only what they may, each thing once, where a reader looks for it."""

from collections.abc import Iterable
from itertools import pairwise

import pytest

from transforms.events.checks import OBJECTS, SECTORS, actor_problems, trigger_problems
from transforms.events.folding import fold
from transforms.events.lexicon import TRANSNATIONAL, state_names
from transforms.events.rules import classes, verb_rules
from transforms.events.tables import Row, TableError, parse, read_table, table_files

WEIGHTS = {"owned", "fixed", "weak", "title", "none"}

SHARED: dict[str, str] = {}
"""Names of organisations that bodies of several countries may bear in the tables, and why the last one may win."""


def names(row: Row) -> list[str]:
    return [name.strip() for name in row["names"].split(";") if name.strip()]


def report(problems: Iterable[str]) -> None:
    """Fails with all problems, one a line, so that the data can be mended in one go."""
    found = list(problems)
    assert not found, f"{len(found)} problems:\n" + "\n".join(found)


@pytest.mark.parametrize("name", ["organisations", "leaders"])
def test_actors_have_known_codes_sectors_and_years(name: str) -> None:
    report(problem for row in read_table(name) for problem in actor_problems(row))


def test_every_leader_has_an_office() -> None:
    report(f"{row.where}: no office" for row in read_table("leaders") if not row["office"])


@pytest.mark.parametrize("name", ["verbs", "nouns"])
def test_triggers_have_known_types_classes_and_words(name: str) -> None:
    report(problem for row in read_table(name) for problem in trigger_problems(row))


def test_classes_are_used_and_hide_no_other_object() -> None:
    assert not OBJECTS & {name for found in classes().values() for name in found}
    used = {rule.object for rules in verb_rules().values() for rule in rules}
    assert used - OBJECTS <= {name for found in classes().values() for name in found}


def test_roles_have_known_sectors_and_weights() -> None:
    known = {*SECTORS, "NGO", ""}  # a charity of no known country is an NGO
    report(f"{row.where}: sector {row['sector']!r}" for row in read_table("roles") if row["sector"] not in known)
    report(f"{row.where}: weight {row['weight']!r}" for row in read_table("roles") if row["weight"] not in WEIGHTS)


@pytest.mark.parametrize("name", ["states", "organisations", "leaders"])
def test_each_file_is_sorted_by_country(name: str) -> None:
    column = "code" if name == "states" else "country"
    table = list(read_table(name))
    report(
        f"{b.where}: {b[column]} after {a[column]}"
        for a, b in pairwise(table)
        if a.file == b.file and a[column] > b[column]
    )


def test_every_state_stands_once() -> None:
    codes = [row["code"] for row in read_table("states")]
    assert len(codes) == len(set(codes)) == len(state_names())
    assert not TRANSNATIONAL & set(codes)


def test_no_name_of_an_organisation_stands_twice() -> None:
    first: dict[str, Row] = {}
    problems = []
    for row in read_table("organisations"):
        for name in names(row):
            other = first.setdefault(fold(name), row)
            if other is not row and (other["country"] == row["country"] or name not in SHARED):
                problems.append(
                    f"{row.where}: {name!r} ({row['country']}) stands in {other.where} ({other['country']})"
                )
    report(problems)


def test_no_leader_stands_twice_for_one_office_and_time() -> None:
    first: dict[tuple[str, ...], Row] = {}
    problems = []
    for row in read_table("leaders"):
        other = first.setdefault((row["country"], row["office"], row["from"], names(row)[0]), row)
        if other is not row:
            problems.append(f"{row.where}: {names(row)[0]!r}, {row['office']} from {row['from']}, is in {other.where}")
    report(problems)


NAMESAKES = {
    "King Abdullah": "of Jordan since 1999, of Saudi Arabia from 2005 to 2015, which news of those years means"
}
"""Names of people of several countries, and why the year decides well enough."""


def test_who_shares_a_name_is_of_one_country() -> None:
    """The year cannot tell two people of different countries apart as surely as two of one country."""
    first: dict[str, Row] = {}
    problems = []
    for row in read_table("leaders"):
        for name in names(row):
            other = first.setdefault(fold(name), row)
            if other["country"] != row["country"] and names(other)[0] != names(row)[0] and name not in NAMESAKES:
                mine, others = (f"{names(one)[0]} ({one['country']})" for one in (row, other))
                problems.append(f"{row.where}: {name!r} is {mine}, in {other.where} {others}")
    report(problems)


def test_a_table_is_a_file_or_a_folder_of_regions() -> None:
    labels = [label for label, _ in table_files("leaders")]
    assert len(labels) > 1
    assert labels == sorted(labels)
    assert all(label.startswith("data/leaders/") for label in labels)
    assert {row.file for row in read_table("leaders")} == set(labels)
    assert [label for label, _ in table_files("states")] == ["data/states.tsv"]


@pytest.mark.parametrize("name", ["leaders", "organisations"])
def test_transnational_sides_and_the_vatican_are_in_the_international_file(name: str) -> None:
    report(
        f"{row.where}: {row['country']} {names(row)[0]!r}: move it to data/{name}/international.tsv"
        for row in read_table(name)
        if row["country"] in {*TRANSNATIONAL, "VAT"} and not row.file.endswith("/international.tsv")
    )


def test_media_and_health_have_the_sectors_of_plover_not_of_cameo() -> None:
    by_name = {name: row for row in read_table("organisations") for name in names(row)}
    assert {by_name[name]["sector"] for name in ("BBC", "Xinhua", "Al-Jazeera", "CNN", "Reuters")} == {"JRN"}
    known = {noun: row["sector"] for row in read_table("roles") for noun in row["nouns"].split()}
    assert {known["newspaper"], known["doctor"]} == {"JRN", "MED"}


def test_no_lone_name_is_a_word_that_means_something_else() -> None:
    """Each of these stood in a table, and most of the news that has it means somebody or something else."""
    news = "Roma; Wagner; Vox; Cortes; Hina; Soca; RSS; FSA; E3; SPS; UNC; NAM; MDF; PPP; IAF; PCC; SAS; Total"
    people = "Ruddock; Viotti; Jiang; Kim; Helms; Schwab; Shipley; Sheeran; Lewandowski; Livingstone; Galloway"
    shown = {*news.split("; "), *people.split("; ")}
    tables = [*read_table("organisations"), *read_table("leaders")]
    report(f"{row.where}: {name!r}: give a longer name" for row in tables for name in names(row) if name in shown)


def test_rows_know_their_line() -> None:
    table = parse("own.tsv", "# a comment\n\ncountry\tsector\tnames\r\nFRA\tGOV\tÉlysée\r\n")
    assert [(row.where, row["names"]) for row in table.rows] == [("own.tsv, line 4", "Élysée")]


def test_a_table_that_is_not_there_is_named() -> None:
    with pytest.raises(TableError, match="data/nothing"):
        list(read_table("nothing"))
