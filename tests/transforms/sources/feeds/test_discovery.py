"""Feeds that pages name, and what is a page."""

# ruff: noqa: E501  (a page a line)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.sources.feeds.discovery import feed_links, looks_like_page

URL = "https://news.example/a/page.html"
RSS = 'type="application/rss+xml"'


@pytest.mark.parametrize(
    ("page", "links"),
    [
        ("", []),
        ("<p>x", []),
        (f'<link rel="alternate" {RSS} href="/f.xml">', ["https://news.example/f.xml"]),
        ("<LINK REL=Alternate TYPE='Application/RSS+XML; charset=utf-8' HREF=f.xml>", ["https://news.example/a/f.xml"]),
        (f'<base href="https://b.example/x/"><link rel="alternate" {RSS} href="f">', ["https://b.example/x/f"]),
        (f'<link rel="alternate" {RSS} href="f"><base href="/x/">', ["https://news.example/x/f"]),
        (f'<link rel="home alternate" {RSS} href="//e.example/f">', ["https://e.example/f"]),
        (f'<link rel="alternate stylesheet" {RSS} href="/f">', []),
        ('<link rel="alternate" hreflang="de" href="/de"><link rel="alternate" type="text/html" href="/m">', []),
        ('<link rel="feed" href="/f"><link rel="feed" type="text/html" href="/g">', ["https://news.example/f"]),
        (f'<body><p>x</p><link rel="alternate" {RSS} href="/f"></body>', ["https://news.example/f"]),
        (f'<link rel="alternate" {RSS} title="N » Comments Feed" href="/c"><link rel="alternate" type="application/atom+xml" href="/f">',
         ["https://news.example/f", "https://news.example/c"]),
        (f'<link rel="alternate" {RSS} href="/comments/feed/"><link rel="alternate" {RSS} href="/feed/"><link rel="alternate" {RSS} href="/feed/">',
         ["https://news.example/feed/", "https://news.example/comments/feed/"]),
        ('<link rel="alternate" type="application/feed+json" href="/j"><link rel="alternate" type="application/rdf+xml" href="/r">'
         '<link rel="alternate" type="application/json" href="/k"><link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">'
         '<link rel="alternate" type="application/json+oembed" href="/o">',
         ["https://news.example/j", "https://news.example/r", "https://news.example/k"]),
        (f'<link rel="alternate" {RSS} href="feed://e.example/f"><link rel="alternate" {RSS} href="feed:https://e.example/g">',
         ["http://e.example/f", "https://e.example/g"]),
        (f'<link rel="alternate" {RSS} href="javascript:x"><link rel="alternate" {RSS} href="http://[x"><link rel="alternate" {RSS}>', []),
        (f'<!-- <link rel="alternate" {RSS} href="/f"> --><script>"<link rel=alternate {RSS} href=/g>"</script>', []),
        ("".join(f'<link rel="alternate" {RSS} href="/{n}">' for n in range(30)), [f"https://news.example/{n}" for n in range(10)]),
        (f'<link rel="alternate" {RSS} href=" /f\n/&auml;?a=1&amp;b=2 ">', ["https://news.example/f/%C3%A4?a=1&b=2"]),
    ],
)  # fmt: skip
def test_the_feeds_that_a_page_names(page: str, links: list[str]) -> None:
    assert feed_links(page.encode(), URL, None) == links
    assert feed_links(page.encode("utf-16"), URL, "utf-16") == links


def test_the_charset_is_used() -> None:
    page = f'<link rel="alternate" {RSS} href="/ä">'
    assert feed_links(page.encode("latin-1"), URL, "iso-8859-1") == ["https://news.example/%C3%A4"]
    assert feed_links(page.encode(), URL, "no such charset") != []


def test_a_large_page_is_read_in_part() -> None:
    page = f'<link rel="alternate" {RSS} href="/f">' + "<div>" * 1_000_000 + f'<link rel="alternate" {RSS} href="/g">'
    assert feed_links(page.encode(), URL, None) == ["https://news.example/f"]


@pytest.mark.parametrize(
    ("data", "content_type", "is_page"),
    [
        (b"<!DOCTYPE html><html>", None, True),
        (b"\xef\xbb\xbf\n<!-- x --><html lang='de'>", "text/xml", True),
        (
            b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'x'>",
            "application/xhtml+xml",
            True,
        ),
        ("<html>".encode("utf-16"), None, True),
        (b"<div>x", "text/html; charset=utf-8", True),
        (b"<rss version='2.0'>", "text/html", False),
        (b"<?xml version='1.0'?>", "text/html", False),
        (b"<rss version='2.0'><channel><description><![CDATA[<html>", "text/html", False),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "text/html", False),
        (b"{}", "application/json", False),
        (b"", None, False),
        (b"hello", "text/plain", False),
    ],
)
def test_what_is_a_page(data: bytes, content_type: str | None, is_page: bool) -> None:
    assert looks_like_page(data, content_type) is is_page


@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda t: f'<link rel="alternate" {RSS} href="{t}">'.encode("utf-8", "replace")),
    st.text(max_size=10),
)
def test_any_bytes_name_feeds_or_none(data: bytes, charset: str) -> None:
    for link in feed_links(data, URL, charset):
        assert link.startswith(("http://", "https://"))
    looks_like_page(data, charset)
