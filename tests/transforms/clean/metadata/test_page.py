"""What a page says of itself is read; what it does not say stays unknown."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from schemas.times import format_micros, parse_rfc3339
from transforms.clean.metadata import PageMetadata, page_metadata
from transforms.clean.pages.tree import parse

FETCHED = parse_rfc3339("2026-01-20T00:00:00Z")


def read(head: str, body: str = "<p>Text.</p>", attributes: str = "", url: str | None = None) -> PageMetadata:
    tree = parse(f"<html {attributes}><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    before = html.tostring(tree)
    found = page_metadata(tree, FETCHED, url)
    assert html.tostring(tree) == before  # the main text is read from the same tree
    return found


def linked(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle"} | fields)}</script>'


def meta(**tags: str) -> str:
    return "".join(f'<meta property="{name.replace("_", ":", 1)}" content="{value}">' for name, value in tags.items())


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
    assert page.bylines == ("By Jane Doe", "John Roe")
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


def test_json_ld_that_names_its_author_elsewhere() -> None:
    graph = {
        "@graph": [
            {"@type": "Article", "headline": "Ministers meet", "author": {"@id": "#jane"}, "publisher": {"@id": "#us"}},
            {"@type": "Organization", "@id": "#us", "name": "The Herald"},
            {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
        ]
    }
    page = read(f'<script type="application/ld+json">{json.dumps(graph)}</script>')
    assert (page.authors, page.source_name) == (("Jane Doe",), "The Herald")


def test_json_ld_of_other_articles_is_not_this_one() -> None:
    others = [{"@type": "NewsArticle", "headline": "Another", "datePublished": "2025-01-01", "author": "Ann Poe"}]
    lists = {"@type": "ItemList", "itemListElement": others}
    page = read(f'<title>Ministers meet</title><script type="application/ld+json">{json.dumps(lists)}</script>')
    assert (page.title, page.authors, page.published_at) == ("Ministers meet", (), None)


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


def test_json_ld_that_names_what_is_no_character() -> None:
    page = read(linked(headline="Ministers \ud83d meet", author={"name": "Jane\0 Doe"}, articleSection=["\udc00"]))
    assert page.title == "Ministers \ufffd meet"
    assert page.authors == ("Jane\ufffd Doe",)
    assert page.categories == ("\ufffd",)


def test_sections_in_one_tag_are_several() -> None:
    assert read(meta(article_section="World, Middle East; World")).categories == ("World", "Middle East")


@pytest.mark.parametrize(
    ("address", "url", "canonical"),
    [
        ("/2026/talks", "https://example.com/x?y=1", "https://example.com/2026/talks"),
        ("https://example.com/a#top", None, "https://example.com/a"),
        ("/2026/talks", None, None),
        ("http://[::1", "https://example.com/x", None),
    ],
)
def test_canonical_url(address: str, url: str | None, canonical: str | None) -> None:
    assert read(f'<link rel="canonical" href="{address}">', url=url).canonical_url == canonical


PIECES = [
    "<h1>", "</h1>", "<time datetime='2026-01-17'>", "</time>", "<div class='byline date'>", "</div>", "By Jane Doe",
    "<meta property='og:title' content='A | B'>", "<meta name=author content='x@'>", "<a rel=author href='/author/x'>",
    "Nov 17, 2026", "|",
    "<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":[[1]],\"publisher\":[{}]}</script>",
]  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=25).map("".join))
def test_never_raises_and_says_the_same_twice(body: str) -> None:
    tree = parse(f"<html><body>{body}</body></html>")
    assert tree is None or page_metadata(tree, FETCHED) == page_metadata(tree, FETCHED, None)


def test_times_are_bounded_by_when_the_page_was_fetched() -> None:
    assert read(meta(article_published_time="2026-01-20T20:00:00Z")).published_at is not None
    late = read(meta(article_published_time="2026-03-01T00:00:00Z", article_modified_time="2026-03-02T00:00:00Z"))
    assert (late.published_at, late.updated_at) == (None, None)


def test_a_whole_page_without_tags() -> None:
    page = read(
        "<title>Ministers meet in Geneva - Valley Herald</title>",
        "<header><a class=logo>Valley Herald</a><span class=date>Tuesday, January 20, 2026</span></header>"
        "<article><h1>Ministers meet in Geneva</h1><p class=byline>By <a>Jane Doe</a> and <a>John Roe</a>"
        " | <span>Posted January 16, 2026 5:10 pm EST</span></p><p>The ministers met.</p></article>"
        "<aside class=related><span class=author>Ann Poe</span><time datetime=2025-12-31>then</time></aside>",
        url="https://www.valleyherald.com/a",
    )
    assert page.title == "Ministers meet in Geneva"
    assert page.authors == ("Jane Doe", "John Roe")
    assert page.published_at is not None
    assert format_micros(page.published_at) == "2026-01-16T22:10:00Z"
    assert page.source_name == "Valley Herald"


@pytest.mark.parametrize(
    ("head", "attributes", "language"),
    [
        ("", "lang=de", "de"),
        (meta(og_locale="pt_BR"), "", "pt-BR"),
        (meta(og_locale="pt_BR"), "lang='{{ lang }}'", "pt-BR"),
        (linked(inLanguage="uk"), "", "uk"),
        (meta(og_locale="English please"), "", None),
    ],
    ids=["attribute", "open graph", "template", "json-ld", "prose"],
)
def test_the_language_that_a_page_claims(head: str, attributes: str, language: str | None) -> None:
    assert read(head, attributes=attributes).language == language
