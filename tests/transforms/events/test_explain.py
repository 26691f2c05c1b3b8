"""What is said of a coding: that it is true of the coder's own run, and names what somebody who adds a rule needs."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from schemas.records import Article
from transforms.events.additions import read_additions
from transforms.events.coder import Coder
from transforms.events.explain import Line, explain
from transforms.events.tables import Additions, use
from transforms.events.trace import Trace, TracingCoder

MakeArticle = Callable[..., Article]
Said = Callable[..., list[Line]]

DROPS = sorted((Path(__file__).parents[3] / "seeds" / "drops").glob("*.txt"))
SENTENCES = [
    "France condemned Russia.",
    "Israeli troops attacked Lebanese villages.",
    "President Bush visited Poland.",
    "Peru cut diplomatic ties with Chile.",
    "Japan gave Kenya a grant of ten million dollars.",
    "India lifted its ban on Nepalese tea.",
    "Turkey withdrew its troops from Syria.",
    "Moroccan police arrested two Spanish journalists in Tangier.",
    "The African Union urged Sudan to release the prisoners.",
    "Hezbollah fired rockets at Israel on 3 May 2021.",
    "Three Dutch soldiers were killed by the Taliban.",
    "Algeria was accused by Mali of arming the rebels.",
    "The German chancellor paid a visit to Warsaw.",
    "Clashes between Armenian and Azerbaijani forces continued.",
    "North Korea threatened to attack South Korea.",
    "Cuba agreed to release Mexican prisoners.",
    "Hungary refused to help Ukraine.",
    "Sweden will give Ethiopia food aid.",
    "China will not recognize Kosovo.",
    "Canada said that Haiti must hold elections.",
    "Brazil stopped sending aid to Bolivia.",
    "Kenya, Uganda and Tanzania signed a trade agreement.",
    "France may attack Libya.",
    "Portugal began shelling Spain, according to officials in Lisbon.",
    "The rebels killed three policemen, the army said, after the United States condemned Rwanda.",
    "The Tories say Labour has failed. Tony Blair rejected this. Mr Blair met the Tories.",
    "Manchester United beat Chelsea 2-1 after the coach attacked the referee.",
    "He praised the king.",
    "The weather was fine.",
    "KABUL, Afghanistan (AP) - Gunmen kidnapped two Italian aid workers, police said.",
]


@pytest.fixture(autouse=True)
def built_in() -> Iterator[None]:
    """Leaves the process with the built-in tables alone."""
    yield
    use(Additions())


@pytest.fixture(scope="module")
def tracing() -> TracingCoder:
    return TracingCoder()


@pytest.fixture
def said(tracing: TracingCoder, article: MakeArticle) -> Said:
    def run(text: str, title: str | None = None, topic: str | None = None) -> list[Line]:
        return list(explain(tracing.trace(replace(article(text, title), primary_topic=topic))))

    return run


def texts(lines: list[Line], label: str) -> list[str]:
    return [line.text for line in lines if line.label == label]


def check(trace: Trace) -> None:
    """That each mention is explained by one deed, and each confidence is the product that it is said to be."""
    lines = list(explain(trace))
    assert sorted(map(int, texts(lines, "mention"))) == list(range(1, len(trace.mentions) + 1))
    confidences = []
    for text in texts(lines, "confidence"):
        value, product = text.split(" = ")
        factors = [float(factor) for factor in re.findall(r"(?:^| x )([\d.]+) \(", product)]
        assert math.prod(factors) == pytest.approx(float(value), abs=0.003), text
        confidences.append(float(value))
    assert {mention.confidence for mention in trace.mentions} <= set(confidences)


@pytest.mark.parametrize("text", SENTENCES)
def test_what_is_explained_is_what_the_coder_codes(
    text: str, tracing: TracingCoder, coder: Coder, article: MakeArticle
) -> None:
    given = article(text)
    trace = tracing.trace(given)
    assert [(trace.article, trace.mentions)] == coder.code([given])
    check(trace)


@pytest.mark.parametrize("genre", ["opinion", "press_release"])
def test_what_a_genre_takes_off_is_explained(
    genre: str, tracing: TracingCoder, coder: Coder, article: MakeArticle
) -> None:
    given = replace(article("France condemned Russia. Canada said that Haiti must hold elections."), genre=genre)
    trace = tracing.trace(given)
    assert [(trace.article, trace.mentions)] == coder.code([given])
    check(trace)
    assert all(f"(genre: {genre})" in text for text in texts(list(explain(trace)), "confidence"))


@pytest.mark.parametrize("drop", DROPS, ids=lambda drop: drop.stem)
def test_whole_articles_are_explained(drop: Path, tracing: TracingCoder, coder: Coder, article: MakeArticle) -> None:
    given = article(drop.read_text(encoding="utf-8"), "Israel and Morocco sign an agreement")
    trace = tracing.trace(given)
    assert [(trace.article, trace.mentions)] == coder.code([given])
    assert trace.mentions
    check(trace)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("France condemned Russia.", "passed: 'condemned' may report an event, the name 'France' may be a side"),
        ("The rebels killed three villagers.", "passed: 'killed' may report an event, the role noun 'rebels' may"),
        ("France is a big country.", "not passed: no word that may report an event"),
        ("The boy condemned the loud music.", "not passed: 'condemned' may report an event, but no name"),
        ("Condemned it.", "not passed: fewer than three words"),
        ("France and Italy held the talks.", "passed: "),
    ],
)
def test_the_gate_says_by_which_words(said: Said, text: str, told: str) -> None:
    (gate,) = texts(said(text), "gate")
    assert gate.startswith(told)


def test_names_say_where_they_are_written(said: Said) -> None:
    lines = said("Defence minister Ali Hassan Kanu met Emmanuel Macron in Izmir. Kanu thanked France.")
    names = texts(lines, "name")
    assert any(
        re.match(r"Emmanuel Macron: person .* FRA GOV \(president 2017-\); data/leaders/.*, line \d+", n) for n in names
    )
    assert any(re.match(r"France: state France FRA; data/states.tsv, line \d+ \(listed\)", n) for n in names)
    assert any(n.startswith("Izmir: ") and "preposition of place" in n for n in names)
    assert any(n.startswith("Kanu: person Ali Hassan Kanu") and "introduced" in n for n in names)


def test_the_line_of_the_rule_and_of_the_operator(said: Said) -> None:
    lines = said("Cuba agreed to release Mexican prisoners.")
    assert re.search(r"operator agree by 'agree' \(data/operators.tsv, line \d+\)", texts(lines, "reading")[0])
    clauses = {line.label: line for line in lines if line.label in ("agreed", "release") and "data/" in line.text}
    assert clauses["release"].depth == clauses["agreed"].depth + 1
    assert re.search(r"CONCEDE .*\(data/verbs.tsv, line \d+\)", clauses["release"].text)
    rules = Path("transforms/events/data/verbs.tsv")
    number = int(re.findall(r"verbs.tsv, line (\d+)", clauses["release"].text)[0])
    row = (Path(__file__).parents[3] / rules).read_text(encoding="utf-8").split("\n")[number - 1]
    assert "release" in row.split("\t")[0].split()


def test_a_verb_without_a_fitting_rule_says_which_there_are(said: Said) -> None:
    lines = said("Brazil held a dog after an attack.")
    (told,) = [line.text for line in lines if line.label == "held" and "rule" in line.text]
    assert told.startswith("no rule of 'hold' fits, done to 'dog', of no class: ")
    assert re.search(r"CONSULT for \w+ \(data/verbs.tsv, line \d+\)", told)
    (unknown,) = [line.text for line in said("France painted Spain in an attack.") if "no rule knows" in line.text]
    assert unknown == "no rule knows 'paint'"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("France will visit Libya.", "future, by 'will'"),
        ("France may attack Libya.", "hypothetical, by 'may'"),
        ("France did not attack Libya.", "negated, by 'not'"),
        ("France failed to help Libya.", "negated, by what governs it"),
    ],
)
def test_the_modality_says_by_which_word(said: Said, text: str, told: str) -> None:
    assert told in texts(said(text), "modality")


def test_what_was_dropped_says_why(said: Said) -> None:
    match = said("Microsoft attacked Apple in the match, the goalkeeper and the striker said.", topic="weather")
    assert texts(match, "dropped") == ["quiet: words of a match (goalkeeper, match, striker)"]
    sport = said("The coach of Spain praised France.", topic="sport")
    assert texts(sport, "dropped")[0].endswith("in an article on sport")
    repeated = said("France condemned Russia for the war in the east, a diplomat said.", "France condemns Russia at UN")
    assert "the title's, and the text tells it as well" in texts(repeated, "dropped")
    twice = said("France condemned Russia and France condemned Russia.")
    assert "told already in this sentence" in texts(twice, "dropped")
    lonely = said("France held talks.")
    assert texts(lonely, "dropped") == ["CONSULT needs both sides"]


def test_sides_that_the_clause_leaves_out_say_so(said: Said) -> None:
    implied = said("Rocket attacks killed three in Israel.")
    assert any("nobody is named: the country of the place, or of the article" in t for t in texts(implied, "actor"))
    elsewhere = said("In a speech in Peru, French ministers condemned the plan. France praised the plan.")
    assert any("elsewhere in the sentence" in text and "PER" in text for text in texts(elsewhere, "recipient"))
    (given,) = texts(said("France condemned Russia."), "recipient")
    assert given == "Russia [Russia, RUS, -], sure 1.00: dobj of 'condemned'"


def test_a_users_own_rows_are_named(tmp_path: Path, article: MakeArticle) -> None:
    actors, triggers = tmp_path / "mine.tsv", tmp_path / "verbs.tsv"
    actors.write_text("country\tsector\tnames\nMMR\tREB\tKachin Independence Army\n", encoding="utf-8")
    triggers.write_text("verbs\twith\tobject\ttype\tmode\n\nfirebomb\t-\t-\tASSAULT\t\n", encoding="utf-8")
    use(read_additions([str(actors)], [str(triggers)]))
    lines = list(explain(TracingCoder().trace(article("The Kachin Independence Army firebombed Myanmar troops."))))
    assert any(f"{actors}, line 2" in text for text in texts(lines, "name"))
    assert any(f"{triggers}, line 3" in text for text in texts(lines, "rule"))
    assert texts(lines, "mention") == ["1"]


def test_another_language_is_not_read(tracing: TracingCoder, article: MakeArticle) -> None:
    lines = list(explain(tracing.trace(article("France condemned Russia.", language="fr"))))
    assert texts(lines, "language") == ["fr, language"]
    assert texts(lines, "gate") == []
