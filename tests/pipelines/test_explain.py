"""`newsbeam explain`: the pipeline's own rows, in plain text for a terminal, and what it says of wrong flags."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pytest

from pipelines.cli import main
from pipelines.explain import WIDTH, layout, read_article
from transforms.events.tables import Additions, use
from transforms.events.trace import TracingCoder
from transforms.write.rows import mention_row

ROOT = Path(__file__).parents[2]
TEXTS = [
    "Israeli Defense Minister Benny Gantz said on Monday that Israel agreed to sell drones to Morocco. He met him.",
    "Moroccan police arrested two Spanish journalists in Tangier on 3 May 2021, according to officials.",
    "France will send Kenya aid next month.",
]
TITLE = "Russia condemns France at UN"


@pytest.fixture(autouse=True)
def built_in() -> Iterator[None]:
    """Leaves the process with the built-in tables alone."""
    yield
    use(Additions())


def explained(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["explain", *words]) == 0
    return capsys.readouterr().out


def test_it_says_which_words_tell_the_topic_and_what_speaks_for_a_genre(capsys: pytest.CaptureFixture[str]) -> None:
    told = explained(capsys, "Rebels shelled the city as troops broke the ceasefire.", "--title", "Opinion: No peace")
    topics, genre = told.split("\n\n")[:2]
    assert topics.startswith("topics\n")
    assert "conflict, war and peace: " in topics
    assert "ceasefire" in topics
    assert genre.splitlines()[0] == "genre  opinion"
    assert "1.00        opinion: opening: opinion:" in genre


def test_its_mentions_are_those_that_a_run_publishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    drops = [{"id": str(i), "text": text, "title": TITLE, "published": "2021-11-24"} for i, text in enumerate(TEXTS)]
    Path("drops.jsonl").write_text("\n".join(map(json.dumps, drops)), encoding="utf-8")
    assert main(["ingest", "--input", "drops.jsonl", "--output", "lake", "--batch", "one"]) == 0
    published = ds.dataset("lake/mentions", partitioning="hive").to_table().to_pylist()
    coder = TracingCoder()
    traces = [coder.trace(read_article(text, TITLE, "2021-11-24")) for text in TEXTS]
    rows = [mention_row(mention, "") for trace in traces for mention in trace.mentions]
    own = {"mention_id", "article_id", "confidence", "goldstein", "month"}  # ids follow from the drop; short floats

    def plain(row: dict[str, Any]) -> dict[str, Any]:
        return {column: row[column] for column in sorted(set(published[0]) - own)}

    def place(row: dict[str, Any]) -> tuple[object, ...]:
        return row["sentence"], row["trigger_start"], str(row["recipient_text"])

    assert len(published) >= 4
    assert [plain(row) for row in sorted(rows, key=place)] == [plain(row) for row in sorted(published, key=place)]
    assert sorted(row["confidence"] for row in rows) == pytest.approx(sorted(row["confidence"] for row in published))
    # and these rows are what is printed
    for trace in traces:
        printed = "\n".join(layout(trace))
        assert all(mention.mention_id in printed for mention in trace.mentions)


def test_it_is_plain_text_of_a_terminals_width(capsys: pytest.CaptureFixture[str]) -> None:
    text = "\x1b[31mFrance\x1b[0m condemned Russia " + "and Spain, " * 80 + "x" * 300 + " 😀 &amp; the war."
    out = explained(capsys, text, "--title", "France \x1b]0;condemns\x07 Russia")
    assert max(map(len, out.split("\n"))) <= WIDTH
    assert all(line.isprintable() for line in out.split("\n"))


def test_each_run_says_the_same_and_does_not_wait_for_beam(capsys: pytest.CaptureFixture[str]) -> None:
    script = "import sys; from pipelines.cli import main; main(sys.argv[1:]); assert 'apache_beam' not in sys.modules"
    words = ["explain", TEXTS[0], "--published", "2021-11-24", "--title", TITLE]
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", script, *words], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == explained(capsys, *words[1:])


def test_a_users_own_tables_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("actors.tsv").write_text("country\tsector\tnames\nMMR\tREB\tKachin Independence Army\n", encoding="utf-8")
    Path("triggers.tsv").write_text("verbs\twith\tobject\ttype\tmode\nfirebomb\t-\t-\tASSAULT\t\n", encoding="utf-8")
    text = "The Kachin Independence Army firebombed Myanmar troops."
    assert "mentions  none" in explained(capsys, text)
    out = explained(capsys, text, "--actors", "actors.tsv", "--triggers", "triggers.tsv")
    assert "actors.tsv, line 2" in out
    assert "triggers.tsv, line 2" in out
    assert "mentions  1" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["France met Spain.", "--published", "last week"], ["--published 'last week' is no date", "2021-11-24"]),
        (["France met Spain.", "--published", "2021-02-30"], ["'2021-02-30'"]),
        (["France met Spain.", "--actors", "none.tsv"], ["none.tsv", "No such file"]),
        (["France met Spain.", "--triggers", "a.tsv,,b.tsv"], ["'a.tsv,,b.tsv'"]),
        (["  "], ["'  ' is no text"]),
    ],
)
def test_wrong_words_end_in_code_2(words: list[str], told: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", *words]) == 2
    captured = capsys.readouterr()
    assert [part for part in told if part not in captured.err] == []
    assert captured.out == ""
    assert "Traceback" not in captured.err


@pytest.mark.parametrize("words", [[], ["France", "met", "Spain."], ["France met Spain.", "--publish", "2021-11-24"]])
def test_wrong_flags_end_in_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["explain", *words])
    assert stop.value.code == 2
    assert "newsbeam explain" in capsys.readouterr().err
