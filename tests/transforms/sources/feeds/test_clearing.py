"""What feedparser by itself confuses: a line for each, with what it gives where it is not cleared away."""

# ruff: noqa: E501  (a feed a line)

from typing import Any

import feedparser
import lxml.etree
import pytest

from transforms.outcomes import BadInput
from transforms.sources.feeds import xmlfeed
from transforms.sources.feeds.clearing import clear
from transforms.sources.feeds.parse import parse

from .test_feed_kinds import atom, first, read, rss, shown

CONFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "a second description, as content": (rss("<description>A</description><description>Longer</description>"), {"body": "Longer", "whole": False}),
    "a summary beside a description, as content": (rss("<description>A</description><summary>B</summary>"), {"body": "A", "whole": False}),
    "a caption, as content": (rss("<description>A</description><media:description>Caption</media:description>"), {"body": "A", "whole": False}),
    "a podcast's summary, as content": (rss("<description>A</description><itunes:summary>B</itunes:summary>"), {"body": "A", "whole": False}),
    "an id, as a relative address": (atom("<id>2</id>", attributes='xml:base="https://b.example/"'), {"id": "2", "link": None}),
    "an id that is text": (rss("<guid>12 of 13</guid>"), {"id": "12 of 13", "link": None}),
    "an empty link, as the base": (atom('<link href=""/><id>1</id>', attributes='xml:base="https://b.example/"'), {"link": None}),
    "an empty link, as the entry's": (rss("<link/><guid>https://e.example/1</guid>"), {"link": "https://e.example/1"}),
    "the end of a picture's title, as that of the summary": (
        rss("<description>A <svg><title>b</title></svg> c</description><author>Jo</author>"), {"title": None, "authors": ["Jo"]}),
    "the end of a summary in HTML": (
        rss("<description><details><summary>A</summary>b</details></description><title>T</title>"), {"title": "T", "body": "<details><summary>A</summary>b</details>"}),
    "a drawing, as text": (
        atom('<content type="image/svg+xml"><svg xmlns="http://www.w3.org/2000/svg"><title>b</title></svg></content><summary>S</summary>'),
        {"title": None, "body": "<p>S</p>", "whole": False}),
    "elements inside a title": (rss("<title>A <i>b</i> <foo>c</foo> &lt;d></title>"), {"title": "A b c <d>"}),
    "names of its own lists": (
        rss("<links>a</links><tags>b</tags><authors>c</authors><content_detail>d</content_detail><link>https://e.example/1</link>"
            "<category>C</category><author>Jo</author>"), {"link": "https://e.example/1", "categories": ["C"], "authors": ["Jo"]}),
    "a source's date": (rss("<pubDate>2025-01-02</pubDate><source><pubDate>2020-01-01</pubDate></source>"), {"published_at": "2025-01-02T00:00:00Z"}),
    "Dublin Core's date, as that of an update": (
        rss("<pubDate>soon</pubDate><dc:date>2025-01-02</dc:date>"), {"published_at": "2025-01-02T00:00:00Z", "updated_at": None}),
    "Dublin Core's title before the title": (rss("<dc:title>A</dc:title><title>B</title>"), {"title": "B"}),
    "the type of a text in RSS, as that of data": (rss('<description type="text/plain">A &lt;b&gt;b&lt;/b&gt;</description>'), {"body": "A <b>b</b>"}),
    "a podcast's author": (rss("<itunes:author>Show</itunes:author><dc:creator>Jo</dc:creator>"), {"authors": ["Jo"]}),
    "a picture's keywords": (rss("<media:keywords>a, b</media:keywords><category>C</category>"), {"categories": ["C"]}),
}  # fmt: skip


@pytest.mark.parametrize("name", CONFUSED)
def test_what_is_not_confused(name: str) -> None:
    text, expected = CONFUSED[name]
    found = shown(first(text))
    assert {key: found[key] for key in expected} == expected


def test_what_is_nobodys_business_is_left_out() -> None:
    root = lxml.etree.fromstring(
        "<rss xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:x='urn:x'><channel><x:y/><image/><item a='1' x:b='2'>"
        "<dc:creator>Jo</dc:creator><x:z/><foo>1</foo></item><item/></channel></rss>"
    )
    feed = clear(root, 1)
    assert b"<channel><item><dc:creator><name>Jo</name></dc:creator></item></channel>" in feed.document
    assert b"urn:x" not in feed.document
    assert (feed.left_out, feed.is_atom, feed.is_podcast) == (1, False, False)


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel><item><\u0132:title xmlns:\u0132='http://purl.org/rss/1.0/'>T</\u0132:title></item></channel></rss>",
        "<rss xmlns:\U00010000='urn:x' \U00010000='1'><channel \U00010000:a='1'><item \U00010000='1'><\U00010000/><title>T</title></item></channel></rss>",
        "<a:rss xmlns:a='urn:own'><a:channel><a:item><a:title>T</a:title></a:item></a:channel></a:rss>",
        "<rss><channel><item><title>T</title><description><a:1x>b</a:1x><a:>c</a:></description></item></channel></rss>",
        "<rss><foo><item><title>T</title></item></foo></rss>",
    ],
)
def test_names_that_the_strict_parser_would_refuse(text: str) -> None:
    assert [entry.title for entry in read(text).entries] == ["T"]


def test_where_feedparser_gives_up_the_feed_is_bad_but_a_bug_of_ours_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise LookupError("x")

    with monkeypatch.context() as patch:
        patch.setattr(feedparser, "parse", fail)
        with pytest.raises(BadInput, match="gave up"):
            parse(rss("<title>T</title>").encode(), None)
    monkeypatch.setattr(xmlfeed, "title_text", fail)
    with pytest.raises(LookupError):
        parse(rss("<title>T</title>").encode(), None)
