"""Feeds as they are written: each with what must come out of its first entry, or of the feed itself."""

# ruff: noqa: E501  (a feed a line)

import json
from typing import Any

import pytest

from schemas.times import format_micros
from transforms.sources.feeds.entries import Entry, ParsedFeed, entry_key
from transforms.sources.feeds.parse import parse
from transforms.sources.feeds.people import person

URL = "https://news.example/feeds/all.xml"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{namespace}"'
    for prefix, namespace in {
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "media": "http://search.yahoo.com/mrss/",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "atom": "http://www.w3.org/2005/Atom",
        "sy": "http://purl.org/rss/1.0/modules/syndication/",
        "slash": "http://purl.org/rss/1.0/modules/slash/",
        "wfw": "http://wellformedweb.org/CommentAPI/",
        "thr": "http://purl.org/syndication/thread/1.0",
        "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    }.items()
)


def rss(item: str, channel: str = "<title>N</title><link>https://news.example/</link>", version: str = "2.0") -> str:
    return f'<rss version="{version}" {NAMESPACES}><channel>{channel}<item>{item}</item></channel></rss>'


def atom(entry: str, feed: str = "<title>N</title>", attributes: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMESPACES} {attributes}>{feed}<entry>{entry}</entry></feed>'


def read(text: str | bytes, url: str | None = URL, content_type: str | None = None) -> ParsedFeed:
    return parse(text.encode() if isinstance(text, str) else text, url, content_type)


def first(text: str | bytes, url: str | None = URL) -> Entry:
    return read(text, url).entries[0]


def shown(entry: Entry) -> dict[str, Any]:
    fields = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    for name in ("published_at", "updated_at"):
        fields[name] = None if fields[name] is None else format_micros(fields[name])
    for name in ("authors", "categories"):
        fields[name] = list(fields[name])
    return fields


FORMATS = {
    "rss 0.90": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">'
    "<channel><title>N</title></channel><item><title>T</title><link>https://e.example/1</link></item></rdf:RDF>",
    "rss 0.91": '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    '<rss version="0.91"><channel><title>N</title><item><title>T</title><link>https://e.example/1</link></item></channel></rss>',
    "rss 0.92": '<rss version="0.92"><channel><title>N</title><item><title>T</title><link>https://e.example/1</link></item></channel></rss>',
    "rss 0.93": '<rss version="0.93"><channel><title>N</title><item><title>T</title><link>https://e.example/1</link></item></channel></rss>',
    "rss 0.94": '<rss version="0.94"><channel><title>N</title><item><title>T</title><link>https://e.example/1</link></item></channel></rss>',
    "rss 1.0": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    '<channel rdf:about="https://e.example/"><title>N</title><items><rdf:Seq><rdf:li rdf:resource="https://e.example/1"/></rdf:Seq></items>'
    '</channel><item rdf:about="https://e.example/1"><title>T</title></item></rdf:RDF>',
    "rss 1.0, prefixed": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rss="http://purl.org/rss/1.0/">'
    "<rss:channel><rss:title>N</rss:title></rss:channel><rss:item><rss:title>T</rss:title><rss:link>https://e.example/1</rss:link></rss:item></rdf:RDF>",
    "rss 2.0": '<rss version="2.0"><channel><title>N</title><item><title>T</title><link>https://e.example/1</link></item></channel></rss>',
    "rss 2.0, namespaced": '<rss version="2.0" xmlns="http://backend.userland.com/rss2"><channel><title>N</title><item><title>T</title>'
    "<link>https://e.example/1</link></item></channel></rss>",
    "rss in a namespace of its own": '<rss version="2.0" xmlns="http://cms.example/rss"><channel><title>N</title><item><title>T</title>'
    "<link>https://e.example/1</link></item></channel></rss>",
    "rss without channel": '<rss version="2.0"><title>N</title><item><title>T</title><link>https://e.example/1</link></item></rss>',
    "atom 0.3": '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>N</title><entry><title mode="escaped" type="text/html">T</title>'
    '<link rel="alternate" type="text/html" href="https://e.example/1"/></entry></feed>',
    "atom 1.0": '<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><title>T</title><link href="https://e.example/1"/></entry></feed>',
    "atom 1.0, prefixed": '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>N</a:title><a:entry><a:title>T</a:title><a:link href="https://e.example/1"/></a:entry></a:feed>',
    "atom 1.0, no namespace": '<feed><title>N</title><entry><title>T</title><link href="https://e.example/1"/></entry></feed>',
    "cdf": '<channel href="https://e.example/"><title>N</title><item href="https://e.example/1"><title>T</title><abstract>A</abstract></item></channel>',
    "json 1.0": '{"version":"https://jsonfeed.org/version/1","title":"N","items":[{"title":"T","url":"https://e.example/1"}]}',
    "json 1.1": '{"version":"https://jsonfeed.org/version/1.1","title":"N","items":[{"title":"T","url":"https://e.example/1"}]}',
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_each_format(name: str) -> None:
    feed = read(FORMATS[name])
    assert (feed.title, [(entry.title, entry.link) for entry in feed.entries]) == ("N", [("T", "https://e.example/1")])


ENTRIES: dict[str, tuple[str, dict[str, Any]]] = {
    "content beside description": (
        rss("<description>Short.</description><content:encoded><![CDATA[<p>Long.</p>]]></content:encoded>"),
        {"body": "<p>Long.</p>", "summary": "Short.", "whole": True}),
    "content alone": (rss("<content:encoded><![CDATA[<p>Long.</p>]]></content:encoded>"),
                      {"body": "<p>Long.</p>", "summary": None, "whole": True}),
    "a picture's caption is not the article": (
        rss('<description>Short.</description><media:content url="https://e.example/a.jpg"><media:title>Photo</media:title>'
            "<media:description>A much longer caption of a photograph.</media:description></media:content>"
            "<media:description>Another long caption of a photograph.</media:description><title>T</title>"),
        {"title": "T", "body": "Short.", "whole": False}),
    "a video's description, where there is no other": (
        atom('<title>V</title><link href="https://v.example/1"/><media:group><media:title>V2</media:title>'
             "<media:description>All about it.\nSee.</media:description></media:group>"),
        {"title": "V", "link": "https://v.example/1", "body": "<p>All about it.</p><p>See.</p>", "whole": False}),
    "a podcast's summary is no content": (
        rss("<description>Short.</description><itunes:summary>Long and wide.</itunes:summary><itunes:author>Show</itunes:author>"),
        {"body": "Short.", "whole": False, "authors": []}),
    "dublin core": (
        rss("<dc:creator>Jo Doe</dc:creator><dc:creator>Kim Roe</dc:creator><dc:date>2025-06-03T10:00:00+02:00</dc:date>"
            "<dc:subject>World</dc:subject><dc:title>DC</dc:title><dc:language>fr</dc:language><dc:identifier>i1</dc:identifier>"),
        {"authors": ["Jo Doe", "Kim Roe"], "published_at": "2025-06-03T08:00:00Z", "categories": ["World"],
         "title": "DC", "language": "fr", "id": "i1"}),
    "xhtml content": (
        atom('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A &amp; <b>b</b><br/></p></div></content>'),
        {"body": "<p>A &amp; <b>b</b><br></p>", "whole": True}),
    "xhtml content with a prefix": (
        atom('<content type="xhtml" xmlns:h="http://www.w3.org/1999/xhtml"><h:div><h:p>A</h:p></h:div></content>'),
        {"body": "<p>A</p>"}),
    "html content": (atom('<content type="html">&lt;p&gt;A &amp;amp; b&lt;/p&gt;</content>'), {"body": "<p>A &amp; b</p>"}),
    "text content": (atom('<content type="text">1 &lt; 2 &amp; 3</content>'), {"body": "<p>1 &lt; 2 &amp; 3</p>"}),
    "html that says it is text": (atom('<content type="text">&lt;p&gt;A&lt;/p&gt;</content>'), {"body": "<p>A</p>"}),
    "html of no type": (atom("<summary>&lt;p&gt;A&lt;/p&gt;</summary>"), {"body": "<p>A</p>", "whole": False}),
    "content elsewhere": (atom('<id>1</id><content type="text/html" src="/a/1"/><summary>S</summary>'),
                          {"link": "https://news.example/a/1", "body": "<p>S</p>", "whole": False}),
    "a picture as content": (atom('<id>1</id><content type="image/png">iVBORw0KGgo=</content><summary>S</summary>'),
                             {"link": None, "body": "<p>S</p>", "whole": False}),
    "summary of each type": (atom('<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">S <i>s</i></div></summary>'),
                             {"body": "S <i>s</i>"}),
    "base64 of atom 0.3": (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><content type="text/html" mode="base64">PHA+QTwvcD4=</content>'
        "<issued>2004-01-02T03:04:05Z</issued><modified>2004-01-03T00:00:00Z</modified></entry></feed>",
        {"body": "<p>A</p>", "published_at": "2004-01-02T03:04:05Z", "updated_at": "2004-01-03T00:00:00Z"}),
    "unescaped html": (rss("<description><p>One <b>two</b></p><p>three</p></description>"),
                       {"body": "<p>One <b>two</b></p><p>three</p>"}),
    "html escaped twice": (rss("<description>&amp;lt;p&amp;gt;A &amp;amp;amp; b&amp;lt;/p&amp;gt;</description>"),
                           {"body": "<p>A &amp; b</p>"}),
    "a text about html": (rss("<description>&amp;lt;div&amp;gt; is a tag</description>"), {"body": "&lt;div&gt; is a tag"}),
    "authors with mail": (rss("<author>jo@e.example (Jo Doe)</author><author>Kim Roe &lt;kim@e.example&gt;</author>"
                              "<author>max@e.example</author><dc:creator><![CDATA[Jo Doe]]></dc:creator>"),
                          {"authors": ["Jo Doe", "Kim Roe"]}),
    "atom's authors": (atom("<author><name>Jo</name><email>jo@e.example</email></author><author><name>Kim</name></author>"
                            "<contributor><name>Max</name></contributor>"), {"authors": ["Jo", "Kim"]}),
    "the feed's author": (atom("<id>1</id>", "<author><name>Desk</name></author>"), {"authors": ["Desk"]}),
    "categories": (atom('<category term="pol" label="Politics"/><category term="eu"/><category term="eu"/>'),
                   {"categories": ["Politics", "eu"]}),
    "a category with markup": (rss("<category domain='x'>R&amp;amp;D</category><category> </category>"),
                               {"categories": ["R&D"]}),
    "an entry from elsewhere": (
        atom('<title>T</title><link href="https://e.example/1"/><source><id>s</id><title>Other</title>'
             '<link href="https://other.example/"/><updated>2020-01-01T00:00:00Z</updated></source>'
             "<updated>2025-01-01T00:00:00Z</updated>"),
        {"title": "T", "link": "https://e.example/1", "id": None, "published_at": "2025-01-01T00:00:00Z"}),
    "comments": (
        rss("<title>T</title><link>https://e.example/1</link><comments>https://e.example/1#c</comments>"
            "<wfw:commentRss>https://e.example/1/feed</wfw:commentRss><slash:comments>3</slash:comments>"
            '<thr:in-reply-to ref="x" href="https://e.example/0"/><atom:link rel="replies" href="https://e.example/1/r"/>'),
        {"title": "T", "link": "https://e.example/1", "body": ""}),
    "lone control characters": (
        json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{
            "id": "a\x1b[31mb\x07", "title": "R\x1b[31med\x00 \x9b \u202eevil\u2066\u2069 \u200fok\n two",
            "authors": [{"name": "J\x7fo\u202d"}], "tags": ["x\x08y"]}]}),
        {"id": "ab", "title": "Red evil \u200fok two", "authors": ["Jo"], "categories": ["xy"]}),
}  # fmt: skip


@pytest.mark.parametrize("name", ENTRIES)
def test_what_comes_out_of_an_entry(name: str) -> None:
    text, expected = ENTRIES[name]
    found = shown(first(text))
    assert {key: found[key] for key in expected} == expected


ORIGINAL = "<link>https://count.example/1</link><feedburner:origLink>https://e.example/1</feedburner:origLink>"
LINKS = {
    "original": (rss(ORIGINAL), "https://e.example/1"),
    "atom's relations": (atom('<link rel="self" href="/s"/><link rel="enclosure" href="/e"/><link rel="replies" href="/r"/>'
                              '<link rel="hub" href="/h"/><link rel="edit" href="/x"/><link rel="alternate" href="/a"/>'),
                         "https://news.example/a"),
    "html before other types": (atom('<link type="application/json" href="/j"/><link type="text/html" href="/a"/>'),
                                "https://news.example/a"),
    "relation as an address": (atom('<link rel="http://www.iana.org/assignments/relation/alternate" href="/a"/>'),
                               "https://news.example/a"),
    "atom:link in rss": (rss('<atom:link rel="standout" href="/no"/><link>https://e.example/1</link>'), "https://e.example/1"),
    "permalink by default": (rss("<guid>https://e.example/1</guid>"), "https://e.example/1"),
    "guid that says it is a permalink": (rss('<guid isPermaLink="true">https://e.example/1</guid>'), "https://e.example/1"),
    "guid that says it is none": (rss('<guid isPermaLink="false">https://e.example/1</guid>'), None),
    "guid that is no address": (rss("<guid>12 of 13</guid>"), None),
    "empty link": (rss("<link/><guid>https://e.example/1</guid>"), "https://e.example/1"),
    "id that is an address": (atom("<id>https://e.example/1</id>"), "https://e.example/1"),
    "enclosure only": (rss('<guid isPermaLink="false">1</guid><enclosure url="https://e.example/1.mp3" type="audio/mpeg"/>'), None),
    "guid that is the recording": (rss('<guid>https://e.example/1.mp3?x=1</guid><enclosure url="https://e.example/1.mp3?x=1" type="audio/mpeg"/>'), None),
    "link that is the recording": (rss('<link>https://e.example/play?id=1</link><enclosure url="https://e.example/play?id=1" type="audio/mpeg"/>'), None),
    "link that ends as a recording": (rss("<link>https://e.example/1.MP3</link>"), None),
    "page beside a recording": (rss('<link>https://e.example/1</link><enclosure url="https://e.example/1.mp3" type="audio/mpeg"/>'), "https://e.example/1"),
    "only a recording in atom": (atom('<id>1</id><link rel="alternate" type="audio/mpeg" href="/1"/>'), None),
    "xml:base of the feed": (atom('<link href="a"/>', attributes='xml:base="https://b.example/x/"'), "https://b.example/x/a"),
    "xml:base in xml:base": (atom('<link xml:base="c/" href="a"/>', attributes='xml:base="https://b.example/x/"'), "https://b.example/x/c/a"),
    "relative to the feed": (rss("<link>a/1</link>", "<link>https://site.example/</link>"), "https://news.example/feeds/a/1"),
    "without a scheme": (rss("<link>//e.example/1</link>"), "https://e.example/1"),
    "white space": (rss("<link>\n  https://e.example/a\n\tb c  </link>"), "https://e.example/ab%20c"),
    "other characters": (rss('<link>https://e.example/ä/"x"?q=ü#ö</link>'), "https://e.example/%C3%A4/%22x%22?q=%C3%BC#%C3%B6"),
    "already encoded": (rss("<link>https://e.example/a%20b?x=1&amp;y=%2F</link>"), "https://e.example/a%20b?x=1&y=%2F"),
    "ampersand escaped twice": (rss("<link><![CDATA[https://e.example/?a=1&b=2]]></link>"), "https://e.example/?a=1&b=2"),
    "bare ampersand": (rss("<link>https://e.example/?a=1&b=2&copy=3</link>"), "https://e.example/?a=1&b=2&copy=3"),
    "another alphabet": (rss("<link>https://müller.example/1</link>"), "https://xn--mller-kva.example/1"),
    "a host that is none": (rss("<link>https://ex ample/1</link>"), None),
    "another scheme": (rss("<link>javascript:alert(1)</link>"), None),
    "about": ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
              '<item rdf:about="https://e.example/1"/></rdf:RDF>', "https://e.example/1"),
    "json's external page": ('{"version":"https://jsonfeed.org/version/1","items":[{"external_url":"https://e.example/1"}]}', "https://e.example/1"),
    "json's recording": ('{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","url":"https://e.example/1.mp3"}]}', None),
}  # fmt: skip


@pytest.mark.parametrize("name", LINKS)
def test_an_entrys_link(name: str) -> None:
    text, link = LINKS[name]
    assert first(text).link == link


def test_links_of_a_feed_without_an_address_are_relative_to_its_site() -> None:
    assert (
        first(rss("<link>a/1</link>", "<link>https://site.example/x/</link>"), None).link
        == "https://site.example/x/a/1"
    )
    assert first(rss("<link>a/1</link>", ""), None).link is None


TITLES = {
    rss("<title>AT&amp;T</title>"): "AT&T",
    rss("<title>AT&amp;amp;T</title>"): "AT&T",
    rss("<title>&amp;quot;No&amp;quot;</title>"): '"No"',
    rss("<title>&amp;amp;quot;No&amp;amp;quot; &amp;amp;amp; yes</title>"): '"No" & yes',
    rss("<title>How to use &lt;div&gt;</title>"): "How to use <div>",
    rss("<title>How to use &amp;lt;div&amp;gt;</title>"): "How to use <div>",
    rss("<title>How to use &amp;lt;b&amp;gt;x&amp;lt;/b&amp;gt;</title>"): "How to use <b>x</b>",
    rss("<title><![CDATA[How to use <div>]]></title>"): "How to use <div>",
    rss("<title>5 &lt; 6 &amp; 7 &gt; 3</title>"): "5 < 6 & 7 > 3",
    rss("<title>&lt;i&gt;Le Monde&lt;/i&gt; says</title>"): "Le Monde says",
    rss("<title><![CDATA[A <b>b</b> c]]></title>"): "A b c",
    rss("<title><![CDATA[One<br>two]]></title>"): "Onetwo",
    rss("<title>A <b>b</b> c</title>"): "A b c",
    rss("<title>It&#8217;s &#x2014; so</title>"): "It’s — so",
    rss("<title>caf&eacute;&nbsp;x &hellip;</title>"): "café x …",
    rss("<title>a &unknown; b & c</title>"): "a &unknown; b & c",
    rss("<title> \n A\t b </title>"): "A b",
    rss("<title></title>"): None,
    rss(""): None,
    atom("<title>1 &lt; 2</title>"): "1 < 2",
    atom('<title type="text">A &lt;b&gt;b&lt;/b&gt;</title>'): "A b",
    atom('<title type="text">Use &lt;div&gt;</title>'): "Use <div>",
    atom('<title type="html">Use &lt;em&gt;it&lt;/em&gt; &amp;amp; go</title>'): "Use it & go",
    atom('<title type="html">Use &amp;lt;div&amp;gt;</title>'): "Use <div>",
    atom('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Use <em>it</em> &lt;div&gt;</div></title>'): "Use it <div>",
}  # fmt: skip


@pytest.mark.parametrize("text", TITLES)
def test_titles(text: str) -> None:
    assert first(text).title == TITLES[text]


@pytest.mark.parametrize(
    ("channel", "ttl", "hours", "days"),
    [
        ("", None, (), ()),
        ("<ttl>30</ttl>", 1800, (), ()),
        ("<ttl> 99999999 </ttl>", None, (), ()),
        ("<ttl>999999</ttl>", 604_800, (), ()),
        ("<ttl>soon</ttl>", None, (), ()),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>", 3600, (), ()),
        ("<sy:updatePeriod> Daily </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 21_600, (), ()),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", 86_400, (), ()),
        ("<sy:updatePeriod>yearly</sy:updatePeriod>", 604_800, (), ()),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 86_400, (), ()),
        ("<sy:updateFrequency>4</sy:updateFrequency>", None, (), ()),
        ("<ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 3600, (), ()),
        ('<u:updatePeriod xmlns:u="http://purl.org/rss/1.0/modules/syndication/">hourly</u:updatePeriod>', 3600, (), ()),
        ("<skipHours><hour>0</hour><hour> 24 </hour><hour>07</hour><hour>25</hour><hour>x</hour></skipHours>", None, (0, 7), ()),
        (f"<skipHours>{''.join(f'<hour>{n}</hour>' for n in range(24))}</skipHours>", None, (), ()),
        ("<skipDays><day>Sunday</day><day>saturday </day><day>Sonntag</day></skipDays>", None, (), (5, 6)),
    ],
)  # fmt: skip
def test_when_a_feed_wants_to_be_asked(channel: str, ttl: int | None, hours: Any, days: Any) -> None:
    feed = read(rss("<title>T</title>", channel))
    assert (feed.ttl_seconds, tuple(feed.skip_hours), tuple(feed.skip_days)) == (ttl, hours, days)


def test_what_a_feed_says_of_itself() -> None:
    channel = (
        "<title>A &amp;amp; B</title><link>https://s.example/</link><language>pt-BR</language>"
        '<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="/f.xml"/>'
        "<image><title>Logo</title><link>https://s.example/i</link><url>https://s.example/l.png</url></image>"
    )
    feed = read(rss("", channel))
    assert (feed.title, feed.language, feed.self_url) == ("A & B", "pt-BR", "https://news.example/f.xml")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("jo@e.example (Jo Doe)", "Jo Doe"),
        ("jo@e.example(Jo Doe", "Jo Doe"),
        ("jo@e.example Jo Doe", "Jo Doe"),
        ("<jo@e.example> Jo Doe", "Jo Doe"),
        ("Jo Doe <jo@e.example>", "Jo Doe"),
        ('"Doe, Jo" <mailto:jo@e.example>', "Doe, Jo"),
        ("Jo Doe (jo@e.example)", "Jo Doe"),
        ("jo@e.example", None),
        ("noreply@e.example ()", None),
        ("jo@e.example (jo@e.example)", None),
        ("Jo Doe, The Paper", "Jo Doe, The Paper"),
        ("@jo", "@jo"),
        (" ", None),
    ],
)
def test_names_beside_addresses(text: str, name: str | None) -> None:
    assert person(text) == name


def test_dates_that_the_feed_itself_makes_clear() -> None:
    def times(*dates: str, language: str = "en") -> list[str | None]:
        items = "".join(f"<item><guid>{date}</guid><pubDate>{date}</pubDate></item>" for date in dates)
        feed = read(f"<rss version='2.0'><channel><language>{language}</language>{items}</channel></rss>")
        for entry, date in zip(feed.entries, dates, strict=True):
            assert entry.published_text == (None if entry.published_at is not None else date)
        return [None if e.published_at is None else format_micros(e.published_at)[:10] for e in feed.entries]

    assert times("03/04/2025") == [None]
    assert times("03/04/2025", "25/04/2025") == ["2025-04-03", "2025-04-25"]
    assert times("03/04/2025", "04/25/2025") == ["2025-03-04", "2025-04-25"]
    assert times("03/04/2025", "04/25/2025", "25/04/2025") == [None, "2025-04-25", "2025-04-25"]
    assert times("3.4.2025", language="de") == ["2025-04-03"]
    assert times("mar, 04 mar 2025 10:00:00 +0100", language="fr") == ["2025-03-04"]
    assert times("3 listopad 2025", language="pl") == ["2025-11-03"]


def test_a_date_that_no_one_can_read_is_kept_as_text() -> None:
    # feedparser takes C1's control characters for those of windows-1252, which they mostly are: 9B is "›" there.
    entry = first(rss(f"<pubDate> Today,\n 14:00\x9b \x7f{'x' * 200}</pubDate>"))
    assert entry.published_at is None
    assert entry.published_text is not None
    assert entry.published_text.startswith("Today, 14:00› x")
    assert len(entry.published_text) == 100
    unread = first(atom("<published>soon</published><updated>2025-01-01T00:00:00Z</updated>"))
    assert (unread.published_at, unread.published_text) == (None, "soon")
    assert unread.updated_at is not None
    another = first(rss("<pubDate>soon</pubDate><dc:date>2025-01-01</dc:date>"))
    assert (another.published_text, another.published_at is not None) == (None, True)


def test_entries_that_share_an_id_have_keys_of_their_own() -> None:
    items = "".join(f"<item><guid>g</guid><title>t{n}</title></item>" for n in range(3))
    feed = read(
        f"<rss version='2.0'><channel>{items}<item><title>a</title></item><item><title>b</title></item></channel></rss>"
    )
    assert len({entry_key(entry) for entry in feed.entries}) == 5


@pytest.mark.parametrize(
    ("text", "titles", "broken_off"),
    [
        ('{"version":"https://jsonfeed.org/version/1","items":[{"title":"A, ] }"},{"title":"B",},],}', ["A, ] }", "B"], False),
        ('{"version":"https://jsonfeed.org/version/1","items":[{"title":"A"},{"title":"B","id', ["A"], True),
        ('{"version":"https://jsonfeed.org/version/1","items":[{"title":"A"},', ["A"], True),
        ('{"items":[{"title":"A"},],"version":"https://jsonfeed.org/version/1"}', ["A"], False),
        ('{"version":"http://www.jsonfeed.org/version/1.1","items":[{"title":"A\nB"}]}', ["A B"], False),
    ],
)  # fmt: skip
def test_json_that_is_not_whole(text: str, titles: list[str], broken_off: bool) -> None:
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16"), text.encode("utf-16-le")):
        feed = read(data)
        assert ([entry.title for entry in feed.entries], feed.broken_off) == (titles, broken_off)
