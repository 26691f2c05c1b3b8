"""When a page was published and updated: what it says, with a zone where it says one, and nothing invented."""

import pytest
from lxml.html import HtmlElement

from schemas.times import format_micros, parse_rfc3339
from transforms.clean.metadata import PageMetadata, page_metadata
from transforms.clean.pages.tree import parse

FETCHED = parse_rfc3339("2026-01-20T00:00:00Z")
TITLE = "<h1>Ministers meet in Geneva</h1>"


def read(head: str = "", body: str = "", attributes: str = "", url: str | None = None) -> PageMetadata:
    head = f"<title>Ministers meet in Geneva</title>{head}"
    tree: HtmlElement | None = parse(f"<html {attributes}><head>{head}</head><body>{body}<p>Text.</p></body></html>")
    assert tree is not None
    return page_metadata(tree, FETCHED, url)


def written(micros: int | None) -> str | None:
    return None if micros is None else format_micros(micros)


def tag(name: str, value: str) -> str:
    return f'<meta name="{name}" content="{value}">'


@pytest.mark.parametrize(
    ("value", "time"),
    [
        ("2026-01-17", "2026-01-17T00:00:00Z"),
        ("Sat, 17 Jan 2026 10:00:00 GMT", "2026-01-17T10:00:00Z"),
        ("2026-01-17 10:00", "2026-01-17T10:00:00Z"),
        ("2026-01-17T10:00:00-05:00", "2026-01-17T15:00:00Z"),
        ("January 17, 2026 10:00 PST", "2026-01-17T18:00:00Z"),
        ("17 janvier 2026", "2026-01-17T00:00:00Z"),
        ("1768644000", "2026-01-17T10:00:00Z"),
        ("2031-01-01", None),
        ("0001-01-01", None),
        ("1970-01-01T00:00:00Z", None),
        ("yesterday", None),
        ("il y a 2 heures", None),
        ("02/03/2025", None),
        ("", None),
        ("Sat, 99 Jan 99999 10:00:00", None),
    ],
)
def test_a_date_is_a_likely_one_or_unknown(value: str, time: str | None) -> None:
    assert written(read(tag("pubdate", value)).published_at) == time


def test_a_time_element_counts_where_it_is_marked_or_alone() -> None:
    one = '<time datetime="2026-01-17">then</time>'
    other = '<time datetime="2026-01-11">before</time>'
    marked = '<time datetime="2026-01-15" itemprop="datePublished">then</time>'
    assert written(read("", one).published_at) == "2026-01-17T00:00:00Z"
    assert read("", one + other).published_at is None
    assert written(read("", one + other + marked).published_at) == "2026-01-15T00:00:00Z"


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("<span class=date>Published: 17 January 2026, 10:15 GMT</span>", "2026-01-17T10:15:00Z", None),
        ("<p class=byline>By Jane Doe, Jan 17, 2026 / 10:15 AM EST</p>", "2026-01-17T15:15:00Z", None),
        ("<p class=timestamp>Updated Jan 18, 2026 10:15 AM EST</p>", None, "2026-01-18T15:15:00Z"),
        ("<time>17 January 2026</time>", "2026-01-17T00:00:00Z", None),
        ("<time class=updated datetime=2026-01-18>18 January</time>", None, "2026-01-18T00:00:00Z"),
        (
            "<p class=dates><b>Published Jan 17, 2026 at 4:07 PM</b> | <b>Updated Jan 18, 2026 5:36 PM CST</b>",
            "2026-01-17T22:07:00Z",  # the page writes its zone once
            "2026-01-18T23:36:00Z",
        ),
        ("<span class=date>2 hours ago</span>", None, None),
        ("<span class=date>January 17</span>", None, None),
        ("<div class=related><span class=date>17 January 2026</span></div>", None, None),
        ("<div class=comment><time datetime=2026-01-17>17 January 2026</time></div><time datetime=2026-01-18></time>",
         "2026-01-18T00:00:00Z", None),
        ("<div>publiziert am 30. Juli 2025</div>", "2025-07-30T00:00:00Z", None),
        ("<td>기사입력 :[ 2025-08-25 15:24 ]</td>", "2025-08-25T15:24:00Z", None),
        ("<i></i> Saturday, January 17, 2026 <i></i>", "2026-01-17T00:00:00Z", None),
        ("<p>Last updated: January 17, 2026</p>", None, None),
        ("<p>Copyright 2026 The Herald</p>", None, None),
        ("<p>The treaty was signed on 17 January 2026.</p>", None, None),
    ],
    ids=[
        "labelled", "byline", "updated", "time", "class", "both", "ago", "no year", "related", "comment", "said",
        "korean", "bare", "revised", "copyright", "prose",
    ],
)  # fmt: skip
def test_a_date_below_the_headline(line: str, published: str | None, updated: str | None) -> None:
    page = read("", TITLE + line)
    assert (written(page.published_at), written(page.updated_at)) == (published, updated)


def test_todays_date_above_the_headline_is_not_the_articles() -> None:
    assert read("", f"<div class=date>Tuesday, 20 January 2026</div>{TITLE}").published_at is None


@pytest.mark.parametrize(
    ("first", "second", "time"),
    [
        ("2026-01-17 10:00:00", "2026-01-17T10:00:00-05:00", "2026-01-17T15:00:00Z"),  # the same with its zone
        ("2026-01-17 10:00:00", "2026-01-17T15:00:30Z", "2026-01-17T15:00:30Z"),
        ("2026-01-17", "2026-01-17T23:00:00-05:00", "2026-01-18T04:00:00Z"),  # the day, and the time on it
        ("2026-01-17", "2026-01-17 23:00:00", "2026-01-17T23:00:00Z"),
        ("Saturday, 17 January 2026", "2026-01-17 23:00:00", "2026-01-17T23:00:00Z"),
        ("2026-01-17", "2026-01-12T10:00:00Z", "2026-01-17T00:00:00Z"),  # of another day: the first is believed
        ("2026-01-17 10:00:00", "2026-01-17T11:07:00Z", "2026-01-17T10:00:00Z"),  # no zone is 67 minutes off
    ],
)
def test_a_time_without_zone_gets_it_from_another_form_of_it(first: str, second: str, time: str) -> None:
    head = tag("article:published_time", first) + tag("date", second)
    assert written(read(head).published_at) == time


def test_a_time_without_zone_gets_that_of_the_update() -> None:
    head = tag("article:published_time", "2026-01-17 10:00:00") + tag(
        "article:modified_time", "2026-01-18T10:00:00+08:00"
    )
    assert written(read(head).published_at) == "2026-01-17T02:00:00Z"


def test_an_update_before_the_publication_is_none() -> None:
    head = tag("article:published_time", "2026-01-17T10:00:00Z") + tag("article:modified_time", "2026-01-16T10:00:00Z")
    page = read(head)
    assert (written(page.published_at), page.updated_at) == ("2026-01-17T10:00:00Z", None)
