"""What a page says of itself is read; what it does not say stays unknown."""

import json

import pytest

from schemas.times import format_micros, parse_rfc3339
from transforms.clean.metadata import PageMetadata, page_metadata
from transforms.clean.page import parse

FETCHED = parse_rfc3339("2026-01-20T00:00:00Z")


def read(head: str, body: str = "<p>Text.</p>", attributes: str = "") -> PageMetadata:
    tree = parse(f"<html {attributes}><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return page_metadata(tree, FETCHED)


def linked(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle"} | fields)}</script>'


def test_nothing_said_is_nothing_known() -> None:
    assert read("") == PageMetadata()


def test_json_ld() -> None:
    page = read(
        linked(
            headline="Ministers meet",
            author=[{"@type": "Person", "name": "By Jane Doe"}, {"name": "John Roe"}],
            datePublished="2026-01-17T10:00:00+02:00",
            dateModified="2026-01-18T10:00:00Z",
            publisher={"name": "The Herald"},
            articleSection="World",
        )
    )
    assert page.title == "Ministers meet"
    assert page.authors == ("Jane Doe", "John Roe")
    assert page.published_at == parse_rfc3339("2026-01-17T08:00:00Z")
    assert page.updated_at == parse_rfc3339("2026-01-18T10:00:00Z")
    assert page.source_name == "The Herald"
    assert page.categories == ("World",)


def test_json_ld_in_a_graph_beside_a_broken_script() -> None:
    graph = {"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["NewsArticle"], "headline": "Ministers meet"}]}
    deep = "[" * 50_000
    head = "".join(
        f'<script type="application/ld+json">{text}</script>' for text in ("{broken", deep, json.dumps(graph))
    )
    assert read(head).title == "Ministers meet"


def test_meta_tags() -> None:
    page = read(
        '<meta property="og:title" content="Talks &amp;amp; tea | The Herald">'
        '<meta property="og:site_name" content="The Herald">'
        '<meta name="author" content="Jane Doe and John Roe; https://example.com/jane">'
        '<meta property="article:published_time" content="2026-01-17T10:00:00+0000">'
        '<link rel="canonical" href="https://example.com/a?utm_source=x">',
        attributes='lang="en_GB"',
    )
    assert page.title == "Talks & tea"
    assert page.authors == ("Jane Doe", "John Roe")
    assert page.published_at == parse_rfc3339("2026-01-17T10:00:00Z")
    assert page.canonical_url == "https://example.com/a"
    assert page.language == "en-GB"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Ministers meet - The Herald</title>", "<h1>Ministers meet</h1>", "Ministers meet"),
        ("<title>Ministers meet</title>", "", "Ministers meet"),
        ("<meta property='og:title' content='US - Iran talks fail'>", "", "US - Iran talks fail"),
        (
            "<meta property='og:site_name' content='Herald'><title>Herald: a life | Herald</title>",
            "",
            "Herald: a life",
        ),
    ],
)
def test_title_without_the_site(head: str, body: str, title: str) -> None:
    assert read(head, body).title == title


@pytest.mark.parametrize(
    ("value", "time"),
    [
        ("2026-01-17", "2026-01-17T00:00:00Z"),
        ("Sat, 17 Jan 2026 10:00:00 GMT", "2026-01-17T10:00:00Z"),
        ("2026-01-17 10:00", "2026-01-17T10:00:00Z"),
        ("2031-01-01", None),
        ("0001-01-01", None),
        ("yesterday", None),
        ("", None),
        ("Sat, 99 Jan 99999 10:00:00", None),
    ],
)
def test_a_date_is_a_likely_one_or_unknown(value: str, time: str | None) -> None:
    found = read(f'<meta name="pubdate" content="{value}">').published_at
    assert (format_micros(found) if found is not None else None) == time


def test_a_time_element_counts_where_it_is_marked_or_alone() -> None:
    one = '<time datetime="2026-01-17">then</time>'
    other = '<time datetime="2026-01-11">before</time>'
    marked = '<time datetime="2026-01-15" itemprop="datePublished">then</time>'
    assert read("", one).published_at == parse_rfc3339("2026-01-17")
    assert read("", one + other).published_at is None
    assert read("", one + other + marked).published_at == parse_rfc3339("2026-01-15")


def test_json_ld_that_names_what_is_no_character() -> None:
    page = read(linked(headline="Ministers \ud83d meet", author={"name": "Jane\0 Doe"}, articleSection=["\udc00"]))
    assert page.title == "Ministers \ufffd meet"
    assert page.authors == ("Jane\ufffd Doe",)
    assert page.categories == ("\ufffd",)
