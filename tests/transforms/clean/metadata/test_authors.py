"""Authors come from what a page says they are, and from the byline beside its headline alone."""

import json

import pytest

from schemas.times import parse_rfc3339
from transforms.clean.metadata import page_metadata
from transforms.clean.pages.tree import parse

TITLE = "<h1>Ministers meet in Geneva</h1>"


def authors(body: str, head: str = "", url: str | None = None) -> tuple[str, ...]:
    tree = parse(f"<html><head><title>Ministers meet in Geneva</title>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return tuple(page_metadata(tree, parse_rfc3339("2026-01-20"), url).authors)


def linked(author: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "author": author})}</script>'


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Jane Doe", ("Jane Doe",)),
        ({"@type": "Person", "name": "Pelé"}, ("Pelé",)),
        ({"@type": "Person", "name": "Reuters"}, ()),
        ({"@type": "Organization", "name": "Jane Doe Associates"}, ()),
        ([{"@type": "Person", "name": "Jane Doe"}, {"@type": "Organization", "name": "AFP"}], ("Jane Doe",)),
        ([["Jane Doe"]], ("Jane Doe",)),
        (7, ()),
    ],
    ids=["text", "one word", "agency", "body", "both", "nested", "number"],
)
def test_json_ld(author: object, names: tuple[str, ...]) -> None:
    assert authors(TITLE, linked(author)) == names


@pytest.mark.parametrize(
    "byline",
    [
        "<p class='article-byline'>By Jane Doe and John Roe</p>",
        "<div class=byline>By <a>Jane Doe</a>, <a>John Roe</a> and <b>Herald</b></div>",
        "<span class=author>Jane Doe</span><span class=author>John Roe</span>",
        "<p>By <a href='/authors/jane-doe'>Jane Doe</a>, <a href='/authors/john-roe'>John Roe</a></p>",
        "<div itemprop=author><span itemprop=name>Jane Doe</span></div><div itemprop=author>John Roe</div>",
        "<p>By Jane Doe and John Roe</p>",
        "<div><a rel=author>Jane Doe</a> and <a rel=author>John Roe</a></div>",
        "<ul><li class=author>Jane Doe</li><li class=author>John Roe</li></ul><p><i><b class=author>An Poe</b></i></p>",
    ],
    ids=["class", "list", "twice", "links", "microdata", "unmarked", "rel", "items"],
)
def test_the_byline_below_the_headline(byline: str) -> None:
    assert authors(f"{TITLE}{byline}<p>Text.</p>") == ("Jane Doe", "John Roe")


@pytest.mark.parametrize(
    "other",
    [
        "<div class=comments><span class=comment-author>Ann Poe</span></div>",
        "<aside><span class=author>Ann Poe</span></aside>",
        "<div class=related-posts><span class=author>Ann Poe</span></div>",
        "<footer><a rel=author>Ann Poe</a></footer>",
        "<form><input><span class=author>Ann Poe</span></form>",
        "<p>By Popular demand the ministers met again, and they talked for a whole day about many things.</p>",
        "<div class=byline>Herald Staff</div>",
        "<p class=author-note>By the Editorial Board</p>",
    ],
    ids=["comments", "aside", "related", "footer", "form", "prose", "staff", "board"],
)
def test_who_did_not_write_it(other: str) -> None:
    assert authors(f"{TITLE}<p>Text.</p>{other}") == ()


def test_a_link_to_a_persons_page_counts_beside_the_text_and_not_within() -> None:
    link = "<a href='/people/jane-doe'>Jane Doe</a>"
    assert authors(f"{TITLE}<p>{link}, Geneva</p>") == ("Jane Doe",)
    assert authors(f"{TITLE}<p>President {link} has been eager to withdraw her troops, an aide said.</p>") == ()


def test_tags_that_name_one_of_the_authors_of_the_byline() -> None:
    byline = "<p class=byline>By Jane Doe, John Roe and Ann Poe</p>"
    assert authors(TITLE + byline, linked("Jane Doe")) == ("Jane Doe", "John Roe", "Ann Poe")
    assert authors(TITLE + byline, linked("Max Moe")) == ("Max Moe",)


def test_a_site_that_signs_for_its_authors() -> None:
    assert authors(TITLE, '<meta name="author" content="Valley Star">', "https://valleystar.com/a") == ()


def test_what_names_no_person_is_kept_as_it_was_written() -> None:
    tree = parse(f"<html><head>{linked('Editorial Board')}</head><body>{TITLE}</body></html>")
    assert tree is not None
    found = page_metadata(tree, parse_rfc3339("2026-01-20"))
    assert (found.authors, found.bylines) == ((), ("Editorial Board",))
