"""What other extractors say, and whether a block is in it."""

import pytest

from transforms.clean.pages.opinions import Opinion, quick_opinion, thorough_opinion
from transforms.clean.pages.tree import parse

LONG = "The foreign ministers of the two countries met in Geneva on Tuesday for the first time since the war ended."


@pytest.mark.parametrize(
    ("text", "block", "holds"),
    [
        (f"Before.\n{LONG}\nAfter.", LONG, True),
        (LONG.replace(" ", "\n"), LONG, True),
        (LONG.replace("Geneva", "Genf"), LONG, True),
        (LONG[:45], LONG, False),
        ("", LONG, False),
        (f"Share\n{LONG}", "Share", True),
        (f"Share this. {LONG}", "Share", False),
        (f"Before. A line of middling length. {LONG}", "A line of middling length.", True),
    ],
    ids=["whole", "broken", "a word differs", "a part", "empty", "line", "word in a line", "in a line"],
)
def test_a_block_in_a_text(text: str, block: str, holds: bool) -> None:
    assert Opinion(text).holds(block) is holds


PAGE = f"<html><body><nav><a href='/'>Home</a></nav><article>{f'<p>{LONG}</p>' * 5}</article></body></html>"


def test_both_extractors_find_an_article() -> None:
    assert quick_opinion(PAGE).holds(LONG)
    tree = parse(PAGE)
    assert tree is not None
    assert thorough_opinion(tree).holds(LONG)
    assert len(tree.findall(".//p")) == 5


HOSTILE = {
    "empty": "",
    "one character": "<",
    "NUL": "<p>a\0b",
    "divs": "<div>" * 5000 + "deep",
    "bold": "<b>" * 20_000 + "x",
    "tables": "<table><tr><td>" * 5000 + "x",
    "ends": "</p>" * 5000,
    "svg": "<svg>" * 5000 + "x",
    "comments": "<!--" * 5000,
    "byte order mark": "\ufeff<p>x",
    "one line": "<p>" + "word " * 200_000,
    "options": "<select><option>" * 5000,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_the_quick_extractor_stands_anything(html: str) -> None:
    quick_opinion(html)


@pytest.mark.parametrize("html", ["<p>", "<html></html>", "<frameset><frame src=x></frameset>", "<p>" * 3000])
def test_the_thorough_extractor_has_no_opinion_of_pages_without_text(html: str) -> None:
    tree = parse(html)
    assert tree is not None
    assert thorough_opinion(tree).text == ""
