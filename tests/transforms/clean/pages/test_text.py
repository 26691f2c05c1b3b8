"""The article of a whole page."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from transforms.clean.pages import text
from transforms.clean.pages.text import main_text
from transforms.clean.pages.tree import parse
from transforms.outcomes import BadInput

PROSE = [
    "The foreign ministers of the two countries met in Geneva on Tuesday for the first time since the war.",
    "They agreed to open embassies in both capitals before the end of the year, a spokesman said.",
    "Further talks are planned for May, when experts will discuss trade and the return of prisoners.",
]
ARTICLE = "".join(f"<p>{line}</p>" for line in PROSE)
PAGE = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "x"><html><head><title>Ministers meet</title></head><body>
<nav><ul><li><a href="/a">Home</a></li><li><a href="/b">World</a></li></ul></nav>
<article><h1>Ministers meet</h1>{ARTICLE}</article>
<div id="comments"><p>I do not believe a single word of what was said there, wrote an angry reader.</p></div>
<footer><p>Copyright The Herald</p></footer></body></html>"""


def page_text(html: str) -> list[str]:
    tree = parse(html)
    assert tree is not None
    return main_text(tree, html)


def test_the_article_without_navigation_headline_and_comments() -> None:
    assert page_text(PAGE) == PROSE


def test_reading_the_text_leaves_the_tree_as_it_was() -> None:
    tree = parse(PAGE)
    assert tree is not None
    before = etree.tostring(tree)
    assert main_text(tree, PAGE) == main_text(tree, PAGE)
    assert etree.tostring(tree) == before


def test_the_third_extractor_is_asked_where_the_first_two_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(text, "thorough_opinion", lambda tree: asked.append(tree) or text.Opinion("\n".join(PROSE)))
    assert page_text(PAGE) == PROSE
    assert not asked
    # The page's build passes over a widget; the quick extractor takes in both.
    other = "".join(f"<p>{line.replace('Geneva', 'Vienna')}</p>" for line in PROSE)
    page_text(f"<body><div class='widget'>{other}</div><div><div>{ARTICLE}{ARTICLE.upper()}</div></div></body>")
    assert len(asked) == 1


def test_two_of_three_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    extra = "Officials of both sides had prepared the meeting for more than a year in a small town by the lake."
    html = f"<body><div>{ARTICLE}</div><div class='promo'><p>{extra}</p></div></body>"
    monkeypatch.setattr(text, "AGREEMENT", 1.1)
    monkeypatch.setattr(text, "quick_opinion", lambda html: text.Opinion("\n".join([*PROSE[:2], extra])))
    monkeypatch.setattr(text, "thorough_opinion", lambda tree: text.Opinion("\n".join([PROSE[0], extra])))
    assert page_text(html) == [*PROSE[:2], extra]
    monkeypatch.setattr(text, "thorough_opinion", lambda tree: text.Opinion(PROSE[2]))
    assert page_text(html) == PROSE


def test_what_leads_elsewhere_no_vote_brings_back(monkeypatch: pytest.MonkeyPatch) -> None:
    link = "Court rules that the mayor has to step down over a contract for new buses"
    html = (
        f"<title>Ministers meet</title><body><div><h1>Ministers meet</h1>{ARTICLE}<p><a href='/x'>{link}</a></p></div>"
    )
    both = text.Opinion("\n".join(["Ministers meet", *PROSE, link]))
    monkeypatch.setattr(text, "AGREEMENT", 1.1)
    monkeypatch.setattr(text, "quick_opinion", lambda html: both)
    monkeypatch.setattr(text, "thorough_opinion", lambda tree: both)
    assert page_text(html) == PROSE


def test_outside_the_article_s_element_only_prose_is_voted_in(monkeypatch: pytest.MonkeyPatch) -> None:
    lead = "It was the first meeting of its kind in many years, and it ended with an agreement."
    both = text.Opinion("\n".join([lead, "Advert", *PROSE]))
    monkeypatch.setattr(text, "AGREEMENT", 1.1)
    monkeypatch.setattr(text, "quick_opinion", lambda html: both)
    monkeypatch.setattr(text, "thorough_opinion", lambda tree: both)
    assert page_text(f"<body><p>{lead}</p><p>Advert</p><div>{ARTICLE * 5}</div>") == [lead, *PROSE * 5]


def test_a_page_on_whose_text_nobody_agrees_has_what_its_build_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "quick_opinion", lambda html: text.Opinion(""))
    monkeypatch.setattr(text, "thorough_opinion", lambda tree: text.Opinion(""))
    assert page_text(PAGE) == PROSE


@pytest.mark.parametrize("html", ["<html>", "<script>app()</script>", "<frameset><frame src='/a'></frameset>", "<p>"])
def test_pages_without_text(html: str) -> None:
    assert page_text(html) == []


def test_a_page_that_is_one_line_of_many_paragraphs() -> None:
    lines = [f"Sentence number {i} of the report says what happened on that day of the war." for i in range(3000)]
    html = "<html><body><div>" + "".join(f"<p>{line}</p>" for line in lines) + "</div></body></html>"
    assert page_text(html) == lines


def test_other_languages() -> None:
    arabic = ["وقال وزير الخارجية إن المحادثات ستستمر الأسبوع المقبل في جنيف.", "وأضاف أن الاتفاق بات قريبا جدا."]
    chinese = [
        "两国外长星期二在日内瓦举行战后首次会谈。",
        "发言人说，双方同意年底前互设使馆。",
        "下一轮会谈定于五月举行。",
    ]
    for lines in (arabic, chinese):
        html = f"<html><body><article>{''.join(f'<p>{line}</p>' for line in lines)}</article></body></html>"
        assert page_text(html) == lines


def test_many_and_deep_elements_are_read_by_the_page_s_build_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "quick_opinion", lambda html: pytest.fail("asked"))
    assert page_text("<body><div>" + "<b></b>" * 21_000 + ARTICLE + "</div>") == PROSE
    assert page_text("<div>" * 600 + ARTICLE + "</div>" * 600) == PROSE


def test_too_many_elements_are_refused() -> None:
    with pytest.raises(BadInput, match="elements") as refused:
        page_text("<br>" * 200_001)
    assert refused.value.kind == "too_large"


TAGS = "<p>|</p>|<div>|</div>|<table>|<td>|<a href='|<!--|]]>|<![CDATA[|&#0;|<br/>|<h1>|<script>"
MARKUP = st.lists(
    st.sampled_from(TAGS.split("|"))
    | st.sampled_from(PROSE)
    | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
    max_size=40,
).map("".join)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MARKUP)
def test_any_markup_gives_lines_and_always_the_same(html: str) -> None:
    tree = parse(html)
    if tree is None:
        return
    lines = main_text(tree, html)
    assert lines == main_text(tree, html)
    assert all(line == " ".join(line.split()) != "" for line in lines)
