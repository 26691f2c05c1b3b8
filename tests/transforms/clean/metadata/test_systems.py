"""Bylines and dates as widespread publishing systems write them, without any tag that says the same."""

import pytest

from schemas.times import format_micros, parse_rfc3339
from transforms.clean.metadata import page_metadata
from transforms.clean.pages.tree import parse

HEADING = "<h1 class='entry-title'>Ministers meet in Geneva</h1>"
SYSTEMS = {
    "blog with posted-on": (
        HEADING + "<div class='entry-meta'><span class='posted-on'>Posted on <a href='/2026/01/'><time class="
        "'entry-date published' datetime='2026-01-17T10:15:00+01:00'>January 17, 2026</time><time class='updated' "
        "datetime='2026-01-18T08:00:00+01:00'>January 18, 2026</time></a></span><span class='byline'> by <span "
        "class='author vcard'><a class='url fn n' href='/author/jane/'>Jane Doe</a></span></span></div>",
        ("Jane Doe",), "2026-01-17T09:15:00Z", "2026-01-18T07:00:00Z",
    ),
    "blog with h3": (
        "<h3 class='post-title entry-title'>Ministers meet in Geneva</h3><div class='post-header'>Posted by <span "
        "class='fn' itemprop='author'><span itemprop='name'>Jane Doe</span></span> on <abbr class='published' "
        "itemprop='datePublished' title='2026-01-17T10:15:00Z'>January 17, 2026</abbr></div>",
        ("Jane Doe",), "2026-01-17T00:00:00Z", None,
    ),
    "submitted by": (
        HEADING + "<div class='submitted'>Submitted by <span class='username'>Jane Doe</span> on Sat, 17 Jan 2026 - "
        "10:15</div>",
        ("Jane Doe",), "2026-01-17T10:15:00Z", None,
    ),
    "definition list": (
        HEADING + "<dl class='article-info'><dd class='createdby' itemprop='author'>Written by <span itemprop='name'>"
        "Jane Doe</span></dd><dd class='published'>Published: <time datetime='2026-01-17T10:15:00+00:00' "
        "itemprop='datePublished'>17 January 2026</time></dd></dl>",
        ("Jane Doe",), "2026-01-17T10:15:00Z", None,
    ),
    "people page": (
        HEADING + "<div class='b1'><a href='https://www.valley.com/people/jane-doe/'>Jane Doe</a></div><div>Jan. 17, "
        "2026 at 10:15 a.m. EST</div>",
        ("Jane Doe",), "2026-01-17T15:15:00Z", None,
    ),
    "french": (
        HEADING + "<span class='meta__author'>Par <a>Hélène Dupont</a></span><span class='meta__date'>Publié le 17 "
        "janvier 2026 à 10h15, mis à jour le 18 janvier 2026 à 09h00</span>",
        ("Hélène Dupont",), "2026-01-17T10:15:00Z", "2026-01-18T09:00:00Z",
    ),
    "german": (
        HEADING + "<p>Von Jürgen Müller</p><time datetime='2026-01-17T10:15:00+01:00'>17.01.2026, 10.15 Uhr</time>",
        ("Jürgen Müller",), "2026-01-17T09:15:00Z", None,
    ),
    "spanish": (
        HEADING + "<a href='https://www.valle.es/autor/ana-lopez/'>Ana López García</a><div>Madrid - 17 de noviembre "
        "de 2025</div>",
        ("Ana López García",), "2025-11-17T00:00:00Z", None,
    ),
    "russian": (
        HEADING + "<div class='article__date'>17 января 2026, 10:15</div><div class='article__authors'><a>Иван Петров"
        "</a></div>",
        ("Иван Петров",), "2026-01-17T10:15:00Z", None,
    ),
    "japanese": (
        HEADING + "<time>2026年1月17日 10時15分</time><span class='author'>山田太郎</span>",
        ("山田太郎",), "2026-01-17T00:00:00Z", None,
    ),
    "arabic": (
        HEADING + "<div class='byline'>بقلم: أحمد منصور</div><span class='date'>17 يناير 2026</span>",
        ("أحمد منصور",), "2026-01-17T00:00:00Z", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("system", SYSTEMS)
def test_byline_and_dates(system: str) -> None:
    body, authors, published, updated = SYSTEMS[system]
    tree = parse(f"<html><head><title>Ministers meet in Geneva</title></head><body>{body}<p>Text.</p></body></html>")
    assert tree is not None
    page = page_metadata(tree, parse_rfc3339("2026-01-20"))
    times = [None if time is None else format_micros(time) for time in (page.published_at, page.updated_at)]
    assert (page.authors, *times) == (authors, published, updated)
