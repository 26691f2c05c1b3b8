"""What a page calls its article."""

import pytest

from transforms.clean.pages.blocks import page_blocks
from transforms.clean.pages.headlines import is_headline, page_titles, width
from transforms.clean.pages.tree import parse


def headlines(html: str) -> list[str]:
    tree = parse(html)
    assert tree is not None
    titles = page_titles(tree)
    return [block.text for block in page_blocks(tree).blocks if is_headline(block, titles)]


HEAD = "<title>Ministers meet in Geneva - The Herald</title>"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (f"{HEAD}<body><h2>Ministers meet in Geneva</h2><p>Text</p>", ["Ministers meet in Geneva"]),
        (f"{HEAD}<body><div>MINISTERS MEET, in Geneva!</div>", ["MINISTERS MEET, in Geneva!"]),
        ("<body><h1>Talks go on in Geneva</h1><p>Text</p>", ["Talks go on in Geneva"]),
        (
            '<meta property="og:title" content="Talks go on, again"><body><h1>A</h1><h1>Talks go on, again</h1>',
            ["Talks go on, again"],
        ),
        (f"{HEAD}<body><h1>The Herald</h1><h2>Ministers meet in Geneva</h2>", ["Ministers meet in Geneva"]),
        (f"{HEAD}<body><p>Ministers</p><p>Other ministers meet in Geneva</p>", []),
        (f'{HEAD}<body><li><a href="/a">Ministers meet in Geneva</a></li>', []),
        (f'{HEAD}<body><h1><a href="/a">Ministers meet in Geneva</a></h1>', ["Ministers meet in Geneva"]),
        ("<title>部長がジュネーブで会談</title><body><h2>部長がジュネーブで会談</h2>", ["部長がジュネーブで会談"]),
        ("<body><h1>Talks go on in Geneva</h1><h1>Prices rise again</h1>", []),
        ("<title>News</title><body><p>News</p>", []),
    ],
    ids=[
        "heading",
        "other case",
        "h1",
        "two h1",
        "the site's name",
        "other lines",
        "link",
        "linked h1",
        "CJK",
        "chapters",
        "short",
    ],
)
def test_headlines(html: str, found: list[str]) -> None:
    assert headlines(html) == found


def test_a_page_of_titles_has_some_of_them() -> None:
    tree = parse("".join(f'<meta property="og:title" content="Ministers meet for the {i}. time">' for i in range(5000)))
    assert tree is not None
    assert len(page_titles(tree)) == 10


def test_a_character_of_chinese_counts_for_more() -> None:
    assert width("four") == 4
    assert width("Zürich") == 6
    assert width("会談") == 6
