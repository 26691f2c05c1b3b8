"""Feeds that are no XML, that break off, that are too large, or that mean harm: what can be read is."""

# ruff: noqa: E501  (a case a line)

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.records import Quarantined
from transforms.outcomes import BadInput
from transforms.sources.feeds.entries import MAX_ENTRIES, ParsedFeed, entry_key, text_status
from transforms.sources.feeds.mend import mend
from transforms.sources.feeds.parse import parse
from transforms.sources.feeds.surplus import without_surplus

from .test_feed import ATOM, RDF, RSS, drop

ITEM = (
    "<item><title>T {0}</title><link>https://e.example/{0}</link><guid>{0}</guid>"
    "<description>Text &lt;b&gt;of&lt;/b&gt; {0}</description></item>"
)


def rss(inside: str, before: str = "", after: str = "") -> bytes:
    return f"{before}<rss version='2.0'><channel><title>N</title>{inside}</channel></rss>{after}".encode()


def titles(data: bytes) -> list[str | None]:
    return [entry.title for entry in parse(data, "https://e.example/f").entries]


BROKEN = {
    "blank lines before": rss("<item><title>A</title></item>", "\n\n \t<?xml version='1.0'?>\n"),
    "a warning before": rss(
        "<item><title>A</title></item>", "<br />\n<b>Warning</b>: x() in <b>/a.php</b>\n<?xml version='1.0'?>"
    ),
    "a warning as a page before": rss(
        "<item><title>A</title></item>", "<html><body>Error</body></html><?xml version='1.0'?>"
    ),
    "a comment before": rss("<item><title>A</title></item>", "<!-- cached <rss> --><?xml version='1.0'?><!-- > -->"),
    "a style sheet before": rss(
        "<item><title>A</title></item>", "<?xml version='1.0'?><?xml-stylesheet href='a.xsl'?>"
    ),
    "text and a script after": rss(
        "<item><title>A</title></item>", after="\nDone in 0.1 s<script>if (a < b) c()</script>"
    ),
    "a comment after": rss("<item><title>A</title></item>", after="<!-- served by -- x -->"),
    "a second root": rss("<item><title>A</title></item>") + rss("<item><title>B</title></item>"),
    "an unclosed item": rss("<item><title>A</title><item><title>B</title></item>"),
    "all items unclosed": rss("<item><title>A</title><item><title>B</title>"),
    "unclosed fields": rss(
        "<item><title>A<link>https://e.example/1<pubDate>x<description>y</item><item><title>B</title></item>"
    ),
    "tags of soup": rss(
        "<item><title>A</title><description><p>a<br>b<b>c</p></i>d</description></item><item><title>B</title></item>"
    ),
    "an end tag too many": rss("</title><item><title>A</title></item></item>"),
    "bare signs": rss("<item><title>A</title><description>a < b & c && d <3 <- </description></item>"),
    "attributes of html": rss(
        "<item><title>A</title><enclosure url=http://e.example/?a=1&b=2 length=3 url='x' y/></item>"
    ),
    "an attribute with a tag": rss("<item><title>A</title><x y='<b>'/></item>"),
    "prefixes of nothing": rss("<item><title>A</title><foo:bar b:c='1'>x</foo:bar></item>"),
    "names of html": rss("<item><title>A</title><description>&nbsp;&eacute;&bogus;</description></item>"),
    "control characters": rss("<item><title>A\x01\x0c\x1b&#1;&#x1f;&#11;</title></item>"),
    "an open comment": rss("<item><title>A</title></item><!-- "),
    "nested cdata": rss("<item><title>A</title><description><![CDATA[a <![CDATA[b]]> c]]></description></item>"),
    "other letters": rss("<item><title>A</title><PubDate>x</pubdate><Link>y</LINK></item>"),
    "no end of the root": b"<rss version='2.0'><channel><title>N</title><item><title>A</title></item>",
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_can_be_read_of_a_broken_feed(name: str) -> None:
    expected = ["A", "B"] if b">B<" in BROKEN[name] else ["A"]
    feed = parse(BROKEN[name], "https://e.example/f")
    assert (feed.title, [entry.title for entry in feed.entries]) == ("N", expected)
    assert not feed.broken_off


def test_fields_of_broken_entries() -> None:
    first = parse(BROKEN["unclosed fields"], None).entries[0]
    assert (first.link, first.body) == ("https://e.example/1", "y")
    soup = parse(BROKEN["tags of soup"], None).entries[0]
    assert soup.text == "abcd"
    assert parse(BROKEN["bare signs"], None).entries[0].body.startswith("a < b & c && d <3")
    assert parse(BROKEN["names of html"], None).entries[0].body == "é&bogus;"
    well = "<item><title>A</title><content:encoded>Long</content:encoded><dc:creator>Jo</dc:creator></item>"
    unbound = parse(rss(well), None).entries[0]
    assert (unbound.body, unbound.whole, list(unbound.authors)) == ("Long", True, ["Jo"])


@pytest.mark.parametrize("good", [RSS, ATOM, RDF], ids=["rss", "atom", "rdf"])
def test_of_a_feed_cut_anywhere_the_whole_entries_are_read(good: str) -> None:
    data = good.encode()
    ends = [match for match in range(len(data)) if data[match:].startswith((b"</item>", b"</entry>"))]
    whole = parse(data, "https://e.example/f").entries
    for cut in range(1, len(data), 10):
        try:
            feed = parse(data[:cut], "https://e.example/f")
        except BadInput:
            assert cut < 100
            continue
        complete = sum(end + len(b"</item>") <= cut for end in ends)
        if cut not in range(ends[-1], len(data)):  # the end tag of an entry may be cut itself
            assert [entry.title for entry in feed.entries] == [entry.title for entry in whole[:complete]]


def test_a_drop_that_breaks_off_says_so() -> None:
    found = drop(RSS[: RSS.index("They met")])
    assert [type(item).__name__ for item in found] == ["RawDocument", "Quarantined"]
    assert isinstance(found[1], Quarantined)
    assert found[1].error_type == "breaks_off"


@pytest.mark.parametrize(
    "text",
    ["<html><body><rss><item>x", "<!doctype html><html><feed xmlns='x'>", "<opml><body/></opml>", "<svg/>", "hello <rss",
     "<!-- <rss> -->", "<?xml version='1.0'?>", "[]", '{"version": 1}', '{"version": "https://jsonfeed.org/version/2"}'],
)  # fmt: skip
def test_what_is_no_feed(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(text.encode(), None)
    assert caught.value.kind == "not_a_feed"


def doctype(subset: str, title: str) -> bytes:
    return f"<?xml version='1.0'?><!DOCTYPE rss [{subset}]><rss><channel><item><title>{title}</title></item></channel></rss>".encode()


def test_entities(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    assert titles(doctype("<!ENTITY co 'Jo &#38; Sons'><!ELEMENT x (y)>", "&co; &amp; &copy;")) == ["Jo & Sons & ©"]
    external = f"<!ENTITY a SYSTEM 'file://{tmp_path}/secret'><!ENTITY % b SYSTEM 'http://127.0.0.1:1/x'> %b;"
    assert titles(doctype(external, "x&a;")) == ["x&a;"]
    laughs = "<!ENTITY a0 'lol'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    assert titles(doctype(laughs, "&a9;")) == ["&a9;"]
    grown = parse(doctype(f"<!ENTITY a '{'A' * 90}'>", "&a;" * 50_000), None).entries[0]
    assert len(grown.title or "") <= 2_000
    outside = b"<!DOCTYPE rss SYSTEM 'http://127.0.0.1:1/rss.dtd'>" + rss("<item><title>&nbsp;A</title></item>")
    assert titles(outside) == ["A"]


BOUNDS = {
    "fifty thousand entries": (rss("".join(ITEM.format(n) for n in range(50_000))), MAX_ENTRIES),
    "fifty thousand broken ones": (rss("<b>" + "".join(ITEM.format(n) for n in range(50_000))), MAX_ENTRIES),
    "twenty thousand unclosed items": (rss("".join(ITEM.format(n)[:-7] for n in range(20_000))), MAX_ENTRIES),
    "deep": (rss(ITEM.replace("</desc", "<b>" * 100_000 + "x" + "</b>" * 100_000 + "</desc").format(1)), 1),
    "deep and open": (rss(ITEM.replace("</desc", "<b>" * 100_000 + "x</desc").format(1)), 1),
    "deep markup": (rss(ITEM.replace("</desc", "&lt;b&gt;" * 100_000 + "x</desc").format(1)), 1),
    "end tags of nothing": (rss(ITEM.replace("</desc", "<b>" * 50_000 + "</i>" * 50_000 + "</desc").format(1)), 1),
    "a long attribute": (rss(f"<item><link href='{'a' * 2_000_000}'/><title>T</title></item>"), 1),
    "many attributes": (rss(f"<item><title>T</title><x {' '.join(f'a{n}=1' for n in range(200_000))}></item>"), 1),
    "many prefixes": (rss(f"<item>{''.join(f'<p{n}:x>1</p{n}:x>' for n in range(20_000))}</item>"), 1),
    "flat html": (rss(ITEM.replace("</desc", "<p>a <a href=x>b</a><br>\n" * 80_000 + "</desc").format(1)), 1),
    "a page": (b"<html><body>" + b"<p>a <a href=x>b</a></p>\n" * 80_000, None),
    "only less-than": (rss("<item><title>" + "<" * 1_000_000 + "</title></item>"), 1),
    "only ampersands": (rss("<item><title>" + "&" * 1_000_000 + "</title></item>"), 1),
    "open quotes": (rss("<item>" + "<a b=\"c 'd " * 150_000 + "</item>"), 1),
    "open cdata": (rss("<item><title>" + "<![CDATA[" * 200_000 + "</title></item>"), 0),
    "open comments": (rss("<item><title>" + "<!--" * 300_000 + "</title></item>"), 0),
    "open doctypes": (b"<!DOCTYPE r [<!ENTITY a '" * 50_000 + rss(ITEM), 1),
    "open instructions": (b"<?" * 500_000 + rss(ITEM), 1),
    "open subsets": (b"<!DOCTYPE r [<!ENTITY a '" * 50_000 + b"]" + rss(ITEM), 1),
    "broken tags in titles": (rss("".join(f"<item><title>{'&lt;b&gt;' * 1_000}{n}</title></item>" for n in range(500))), 500),
    "doctypes in a row": (b"<!DOCTYPE [" * 100_000 + rss(ITEM), 1),
    "doctypes in a row, ended": (b"<!DOCTYPE []" * 100_000 + rss(ITEM), 1),
    "doctypes in an entry": (rss(f"<item><title>{'<!DOCTYPE [' * 100_000}</title></item>"), 1),
    "many categories": (rss("<item>" + "<category>a</category>" * 50_000 + "</item>"), 1),
    "many channel's links": (rss("<link>https://e.example/</link>" * 50_000 + "<item/>"), 1),
    "many authors": (rss("<item>" + "<author>a@e.example (A)</author>" * 50_000 + "</item>"), 1),
    "a long author": (rss(f"<item><author>{'a.' * 500_000}<b/>{'a@' * 500_000}</author></item>"), 1),
    "long dates": (rss(f"<item><pubDate>{'1' * 500_000}</pubDate><updated>{'2025-' * 100_000}</updated></item>"), 1),
    "many namespaces": (
        b"<rss%s><channel>" % b"".join(b" xmlns:p%d='urn:%d'" % (n, n) for n in range(5_000))
        + b"".join(b"<item><p%d:x/></item>" % n for n in range(2_000)) + b"</channel></rss>", MAX_ENTRIES),
    "a long base": (rss("<item><link>a</link></item>" * 2_000).replace(b"<rss", b"<rss xml:base='%s'" % (b"a/" * 50_000)), MAX_ENTRIES),
    "nothing": (b"\0" * 2_000_000, None),
}  # fmt: skip


@pytest.mark.parametrize("name", BOUNDS)
def test_no_feed_takes_long(name: str) -> None:
    data, count = BOUNDS[name]
    start = time.process_time()
    try:
        feed = parse(data, "https://e.example/f")
    except BadInput:
        assert count is None
    else:
        assert len(feed.entries) == count
        for entry in feed.entries:
            entry_key(entry)
            text_status(entry)
    assert time.process_time() - start < 6, "far more than the two seconds or so that the slowest takes"


def test_a_surplus_is_counted_but_not_what_looks_like_entries() -> None:
    text = "<rss><item><![CDATA[<item>]]></item><!-- <item> --><items/><item/><item>3</item><ttl>5</ttl></rss>"
    assert without_surplus(text, 3) == (text, 0)
    assert without_surplus(text, 2) == (text.replace("<item>3</item>", ""), 1)
    assert without_surplus("<feed><a:entry>1<a:entry>2<a:entry>3", 1) == ("<feed><a:entry>1</a:entry>", 2)


TAGS = st.sampled_from(
    ["<rss>", "<channel>", "</channel>", "</rss>", "<item>", "</item>", "<entry>", "</entry>", "<title>", "</title>", "<p>",
     "</p>", "<br>", "<![CDATA[", "]]>", "<!--", "-->", "&", "&nbsp;", "&#1;", "&#xD800;", "<a b='", "'", '"', ">", "<", "x",
     " ", "<link/>", "<content type='xhtml'>", "</content>", "<?x", "?>", "<!DOCTYPE a [", "]>", "é", "\0"]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(TAGS, max_size=40).map("".join))
def test_whatever_is_mended_is_well_formed(text: str) -> None:
    import lxml.etree

    lxml.etree.fromstring(mend("<rss>" + text.replace("\0", ""), {})[0].encode())
    assert isinstance(parse(b"<rss>" + text.encode(), "https://e.example/"), ParsedFeed)


@settings(max_examples=200)
@given(st.sampled_from([RSS, ATOM, RDF]), st.data())
def test_a_changed_feed_is_read_or_bad_input(good: str, data: st.DataObject) -> None:
    feed = bytearray(good.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(feed) - 1))
        length = data.draw(st.integers(0, 30))
        feed[at : at + length] = data.draw(st.binary(max_size=8) | TAGS.map(str.encode))
    try:
        parsed = parse(
            bytes(feed),
            "https://e.example/f",
            data.draw(st.sampled_from([None, "text/xml; charset=utf-16", "text/html"])),
        )
    except BadInput:
        return
    for entry in parsed.entries:
        entry_key(entry)
        text_status(entry)
        for text in (entry.title, *entry.authors, *entry.categories):
            assert text is None or not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in text)
