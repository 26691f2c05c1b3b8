"""A user's own actors and triggers: what they change, that they win, and what is wrong with them."""

import functools
import importlib
import pickle
import pkgutil
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import transforms.events
from schemas.records import Article, Chunk, Mention
from transforms.events.additions import read_additions
from transforms.events.gazetteer import gazetteer
from transforms.events.rules import noun_rules, verb_rules
from transforms.events.tables import Additions, TableError, use
from transforms.events.transform import code_chunk, coder_version, load

ACTORS = "# own names\ncountry\tsector\tnames\nMMR\tREB\tKachin Independence Army\n"
PEOPLE = "country\tsector\toffice\tfrom\tto\tnames\tsurname\nTUR\tGOV\tmayor\t2019\t\tEkrem İmamoğlu; İmamoğlu\t\n"
TRIGGERS = "verbs\twith\tobject\ttype\tmode\nfirebomb\t-\t-\tASSAULT\t\n"
SENTENCE = "The Kachin Independence Army firebombed Myanmar troops on Monday."
MakeArticle = Callable[..., Article]


@pytest.fixture(autouse=True)
def built_in() -> Iterator[None]:
    """Leaves the process with the built-in tables alone."""
    yield
    use(Additions())


@pytest.fixture
def added(tmp_path: Path) -> Callable[..., Additions]:
    """Additions from the text of files."""

    def read(actors: tuple[str, ...] = (), triggers: tuple[str, ...] = ()) -> Additions:
        paths: dict[str, list[str]] = {"actors": [], "triggers": []}
        for kind, texts in (("actors", actors), ("triggers", triggers)):
            for number, text in enumerate(texts):
                file = tmp_path / f"{kind}{number}.tsv"
                file.write_bytes(text.encode())
                paths[kind].append(str(file))
        return read_additions(**paths)

    return read


def coded(article: Article, additions: Additions | None = None) -> list[Mention]:
    return list(code_chunk(Chunk(shard="a", read=1, articles=[article]), additions).mentions)


def test_own_actors_and_verbs_are_coded_and_gone_without_them(
    article: MakeArticle, added: Callable[..., Additions]
) -> None:
    mine = added((ACTORS,), (TRIGGERS,))
    one = article(SENTENCE)
    assert coded(one) == []
    (mention,) = coded(one, mine)
    assert (mention.event_type, mention.actor.name, mention.actor.country, mention.actor.sector) == (
        "ASSAULT",
        "Kachin Independence Army",
        "MMR",
        "REB",
    )
    assert coded(one) == []


def test_two_jobs_of_one_worker_keep_their_own_additions(article: MakeArticle, added: Callable[..., Additions]) -> None:
    mine, other = load(added((ACTORS,), (TRIGGERS,))), load(added((ACTORS,)))
    chunk = Chunk(shard="a", read=1, articles=[article(SENTENCE)])
    assert [len(function(chunk).mentions) for function in (mine, other, mine)] == [1, 0, 1]


def test_additions_travel_by_content(added: Callable[..., Additions], tmp_path: Path) -> None:
    mine = added((ACTORS, PEOPLE), (TRIGGERS,))
    sent = pickle.dumps(mine)
    for file in tmp_path.iterdir():
        file.unlink()
    assert pickle.loads(sent) == mine
    assert pickle.loads(sent).version("2") == mine.version("2")


def test_own_names_win_over_built_in_ones(added: Callable[..., Additions]) -> None:
    text = "Castro spoke to the Taliban."
    actors = "country\tsector\tnames\nPAK\tOPP\tOwn Movement; Taliban\n"
    people = "country\tsector\toffice\tfrom\tto\tnames\nUSA\tGOV\tmayor\t2009\t2014\tJulian Castro; Castro\n"
    use(added((actors, people)))
    for year in (None, 1980, 2012):
        assert [match.entity.name for match in gazetteer().find(text, year)] == ["Julian Castro", "Own Movement"]
    use(Additions())
    assert [match.entity.name for match in gazetteer().find(text, 1980)] == ["Fidel Castro", "Taliban"]


def test_own_people_of_one_name_are_told_apart_by_the_year(added: Callable[..., Additions]) -> None:
    people = "country\tsector\toffice\tfrom\tto\tnames\nFRA\tGOV\tmayor\t1990\t1999\tAnne Untel; Untel\n"
    use(added((people + "FRA\tGOV\tmayor\t2010\t2019\tJean Untel; Untel\n",)))
    assert [gazetteer().find("Untel spoke.", year)[0].entity.name for year in (1995, 2012)] == [
        "Anne Untel",
        "Jean Untel",
    ]


def test_own_rules_come_before_built_in_ones_of_equal_breadth(added: Callable[..., Additions]) -> None:
    (broad,) = [rule for rule in verb_rules()["condemn"] if rule.breadth == (3, True)]
    nouns = "type\tmode\tnouns\nPROTEST\triot\tattack\n"
    use(added((), ("verbs\twith\tobject\ttype\ncondemn\t-\t-\tREJECT\ncondemn\tin\tban\tNONE\n", nouns)))
    rules = verb_rules()["condemn"]
    assert rules == sorted(rules, key=lambda rule: rule.breadth)
    assert [rule.event_type for rule in rules if rule.breadth == broad.breadth] == ["REJECT", broad.event_type]
    assert (noun_rules()["attack"].event_type, noun_rules()["attack"].mode) == ("PROTEST", "riot")


@pytest.mark.parametrize("written", ["İmamoğlu", "Imamoglu", "Ekrem İmamoğlu"])
def test_accents_do_not_hide_a_name(added: Callable[..., Additions], written: str) -> None:
    use(added((PEOPLE,)))
    text = f"Before Erdoğan and Müller, {written} spoke."
    found = gazetteer().find(text)
    assert [(text[match.start : match.end], match.entity.country) for match in found][::2][0] == ("Erdoğan", "TUR")
    last = found[-1]
    assert (text[last.start : last.end], last.entity.name, last.entity.surname) == (
        written,
        "Ekrem İmamoğlu",
        "İmamoğlu",
    )


def test_the_version_follows_what_the_files_say(added: Callable[..., Additions]) -> None:
    plain = coder_version(Additions())
    mine = coder_version(added((ACTORS,), (TRIGGERS,)))
    assert mine.startswith(f"{plain}+")
    assert len(mine) == len(plain) + 9
    same = added((f"# another comment\n\n{ACTORS}",), (TRIGGERS.replace("\n", "\r\n"),))
    assert coder_version(same) == mine
    assert coder_version(added((ACTORS,))) != mine
    assert coder_version(added((ACTORS.replace("REB", "MIL"),), (TRIGGERS,))) != mine
    assert coder_version(added(("country\tsector\tnames\n",))) == plain


def test_nothing_made_of_the_tables_outlives_other_additions(added: Callable[..., Additions]) -> None:
    """A module that keeps something in a `functools.cache` would go on with the additions of another job.

    Only `places` may, whose cities and states come from no table.
    """
    load(Additions())
    use(added((ACTORS,)))
    for module in pkgutil.iter_modules(transforms.events.__path__, "transforms.events."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, functools._lru_cache_wrapper) and not value.__module__.endswith(".places"):
                assert value.cache_info().currsize == 0, f"{module.name}.{name}: use transforms.events.tables.cache"


HEADER = "country\tsector\toffice\tfrom\tto\tnames\n"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("country\tsector\tnames\nGER\tREB\tX Y\n", 2, ["'GER'", "alpha-3", "IGO, ISM, MNC, NGO"]),
        ("country\tsector\tnames\nDEU\tARMY\tX Y\n", 2, ["'ARMY'", "GOV", "MIL"]),
        ("country\tsector\tnames\n\n# c\nDEU\tREB\t\n", 4, ["'names'"]),
        ("country\tsector\tnames\nDEU\tREB\tX; ; Y\n", 2, ["'X; ; Y'"]),
        ("country\tsector\tnames\nDEU\tREB\n", 2, ["2 columns", "3"]),
        ("country\tsector\tnames\nDEU\tREB\tX\tY\n", 2, ["4 columns", "3"]),
        (f"{HEADER}DEU\tGOV\tmayor\t20x0\t\tX Y\n", 2, ["'20x0'", "four digits"]),
        (f"{HEADER}DEU\tGOV\tmayor\t\t\tX Y\n", 2, ["'from' is empty"]),
        (f"{HEADER}DEU\tGOV\tmayor\t2010\t2005\tX Y\n", 2, ["2010", "2005"]),
        (f"{HEADER}DEU\tGOV\t\t2010\t2005\tX Y\n", 2, ["office"]),
        ("DEU\tREB\tX Y\n", 1, ["'DEU REB X Y'", "'country sector names'"]),
        ("country sector names\nDEU REB X\n", 1, ["tabs"]),
        ("country\tsector\tnames\tnames\nDEU\tREB\tX\tY\n", 1, ["'country sector names'"]),
    ],
)
def test_wrong_actors_are_named_by_line(added: Callable[..., Additions], text: str, line: int, told: list[str]) -> None:
    with pytest.raises(TableError) as error:
        added((text,))
    (problem,) = error.value.problems
    assert f"actors0.tsv, line {line}: " in problem
    assert [part for part in told if part not in problem] == []


VERBS = "verbs\twith\tobject\ttype\tmode\n"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (f"{VERBS}firebomb\t-\t-\tATTACK\n", 2, ["'ATTACK'", "ASSAULT", "NONE"]),
        (f"{VERBS}firebomb\t-\tweapons\tASSAULT\n", 2, ["'weapons'", "side", "arms"]),
        (f"{VERBS}firebomb\t\t-\tASSAULT\n", 2, ["''", "'-'"]),
        (f"{VERBS}fire bomb,\t-\t-\tASSAULT\n", 2, ["'bomb,'"]),
        (f"{VERBS}\t-\t-\tASSAULT\n", 2, ["'verbs' is empty"]),
        (f"{VERBS}firebomb\t-\t-\n", 2, ["3 columns", "5"]),
        ("type\tmode\tnouns\nNONE\t\tfirebombing\n", 2, ["'NONE'", "ASSAULT"]),
        ("type\tmode\tnouns\nASSAULT\t\tFirebombing\n", 2, ["'Firebombing'"]),
        ("country\tsector\tnames\nDEU\tREB\tX\n", 1, ["'verbs with object type mode roles'", "'type mode nouns'"]),
    ],
)
def test_wrong_triggers_are_named_by_line(
    added: Callable[..., Additions], text: str, line: int, told: list[str]
) -> None:
    with pytest.raises(TableError) as error:
        added((), (text,))
    (problem,) = error.value.problems
    assert f"triggers0.tsv, line {line}: " in problem
    assert [part for part in told if part not in problem] == []


def test_all_problems_are_shown_in_the_order_of_lines_and_ten_at_most(added: Callable[..., Additions]) -> None:
    bad = "country\tsector\tnames\nAAA\tBBB\t\nFRA\nFRA\tGOV\tX\nCCC\tGOV\tX\n"
    with pytest.raises(TableError) as error:
        added((bad, "country\tsector\tnames\n" + "ZZZ\tGOV\tX\n" * 14))
    lines = [problem.split("actors")[1].split(":")[0] for problem in error.value.problems]
    assert lines[:5] == [f"0.tsv, line {number}" for number in (2, 2, 2, 3, 5)]
    assert len(lines) == 5 + 11
    assert error.value.problems[-1].endswith("and 4 more")


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "latin.tsv").write_bytes("country\tsector\tnames\nFRA\tGOV\tÉlysée\n".encode("latin-1"))
    (tmp_path / "empty.tsv").write_text("# nothing\n")
    with pytest.raises(TableError) as error:
        read_additions([str(tmp_path / name) for name in ("none.tsv", "latin.tsv", "empty.tsv", ".")])
    missing, latin, empty, folder = error.value.problems
    assert "none.tsv" in missing
    assert "No such file" in missing
    assert "latin.tsv, line 2" in latin
    assert "UTF-8" in latin
    assert "no header" in empty
    assert "directory" in folder


def test_the_documents_example_is_what_it_says(article: MakeArticle, added: Callable[..., Additions]) -> None:
    text = (Path(__file__).parents[3] / "docs" / "coding.md").read_text(encoding="utf-8")
    section = text.split("## Your own actors and triggers")[1].replace("<TAB>", "\t")
    actors, triggers, wrong = re.findall(r"(?:^    .+\n)+", section, re.MULTILINE)
    own = added((textwrap.dedent(actors),), (textwrap.dedent(triggers),))
    assert [m.event_type for m in coded(article(SENTENCE), own)] == ["ASSAULT"]
    with pytest.raises(TableError) as error:
        added((textwrap.dedent(actors).replace("MMR", "BUR", 1),))
    assert error.value.problems[0].endswith(wrong.strip().removeprefix("actors.tsv"))
