"""Feeds of every kind to entries and raw documents; malformed ones; text that is no feed."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.codes import SkipReason, TextStatus
from schemas.records import Quarantined, RawDocument
from schemas.times import parse_rfc3339
from transforms.outcomes import BadInput
from transforms.sources.feeds.entries import MAX_ENTRIES, Entry, ParsedFeed, entry_key, text_status
from transforms.sources.feeds.markup import plain_text
from transforms.sources.feeds.parse import parse
from transforms.sources.feeds.reader import feed_documents
from transforms.sources.splits import FileRange, Found

FILE = FileRange("/drops/news.xml", "feed", False, 0, 1_700_000_000_000_000)

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>World &amp;amp; Region</title><link>https://news.example/</link><language>en-GB</language><ttl>30</ttl>
<atom:link rel="self" href="https://ann:pw@news.example/feed.xml?token=hush"/>
<item><title>Rebels &lt;b&gt;sign&lt;/b&gt; AT&amp;amp;T deal</title><guid isPermaLink="false">g1</guid>
<link>/a/1</link><pubDate>Tue, 03 Jun 2025 10:00:00 +0200</pubDate><dc:creator>Jo Doe</dc:creator>
<category>World</category><category>World</category><category>Peace</category>
<description>Short. &lt;i&gt;Very.&lt;/i&gt;</description>
<content:encoded><![CDATA[<p>The whole story, caf\u00e9.</p>]]></content:encoded></item>
<item><title>Ministers met</title><link>https://news.example/a/2</link>
<description>They met. Read more...</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Blatt</title>
<link rel="self" href="https://blatt.example/atom"/><link href="https://blatt.example/"/>
<entry><id>tag:blatt.example,2025:1</id><title>Treffen</title><link href="https://blatt.example/1"/>
<published>2025-01-01T10:00:00+01:00</published><updated>2025-01-02T00:00:00Z</updated>
<author><name>Kim Roe</name></author><category term="pol" label="Politik"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Der ganze Text.</p></div></content></entry>
<entry><id>2</id><title>Nur Anriss</title><updated>2025-01-03T00:00:00Z</updated><summary>a &lt; b</summary></entry>
</feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://old.example/"><title>Old</title><link>https://old.example/</link></channel>
<item rdf:about="https://old.example/1"><title>One</title><link>https://old.example/1</link>
<description>Text.</description><dc:date>2025-03-01T00:00:00Z</dc:date></item></rdf:RDF>"""

JSON_FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Js",
    "language": "fr",
    "feed_url": "https://js.example/feed.json",
    "items": [
        {"id": 7, "url": "https://js.example/7", "title": "Sept", "content_html": "<p>Tout.</p>",
         "date_published": "2025-02-02T00:00:00+02:00", "authors": [{"name": "Lou"}, 3], "tags": ["a", "a", 1]},
        {"id": "8", "content_text": "1 < 2\n\nEnd", "date_published": "soon", "author": {"name": "Max"}},
        {"id": "9", "url": "https://js.example/9", "summary": "Only this"},
        "no object",
    ],
}  # fmt: skip


def drop(data: str | bytes) -> list[Found]:
    return list(feed_documents(FILE, io.BytesIO(data.encode() if isinstance(data, str) else data)))


def documents(data: str | bytes) -> list[RawDocument]:
    found = drop(data)
    assert all(isinstance(item, RawDocument) for item in found)
    return [item for item in found if isinstance(item, RawDocument)]


def test_rss_gives_all_that_a_document_can_hold() -> None:
    first, second = documents(RSS)
    assert first.uri == "/drops/news.xml#g1"
    assert (first.source_id, first.url) == ("g1", "https://news.example/a/1")
    assert first.title == "Rebels sign AT&T deal"
    assert first.body.decode() == "<p>The whole story, café.</p>"
    assert (first.body_kind, first.charset, first.text_status) == ("fragment", "utf-8", "full")
    assert first.teaser == "Short. <i>Very.</i>"
    assert list(first.authors) == ["Jo Doe"]
    assert list(first.categories) == ["World", "Peace"]
    assert first.published_at == parse_rfc3339("2025-06-03T08:00:00Z")
    assert first.published_from == "feed"
    assert first.updated_at is None
    assert (first.source_name, first.language) == ("World & Region", "en-GB")
    assert first.fetched_at == FILE.modified_at
    assert second.source_id == "https://news.example/a/2"
    assert (second.text_status, second.published_at, second.published_from) == ("teaser", None, None)


def test_a_feeds_own_address_comes_without_credentials() -> None:
    assert documents(RSS)[0].feed_url == "https://news.example/feed.xml?token=***"
    assert "hush" not in repr(documents(RSS))
    assert "pw@" not in repr(documents(RSS))


def test_rss_says_how_long_it_keeps() -> None:
    assert parse(RSS.encode(), None).ttl_seconds == 1800


def test_atom() -> None:
    first, second = documents(ATOM)
    assert first.published_at == parse_rfc3339("2025-01-01T09:00:00Z")
    assert first.updated_at == parse_rfc3339("2025-01-02T00:00:00Z")
    assert b"Der ganze Text." in first.body
    assert (first.text_status, first.language, list(first.categories)) == ("full", "de", ["Politik"])
    assert list(first.authors) == ["Kim Roe"]
    assert second.published_at == parse_rfc3339("2025-01-03T00:00:00Z")
    assert second.updated_at is None
    assert second.body == b"<p>a &lt; b</p>"
    assert second.url is None


def test_rdf() -> None:
    (only,) = documents(RDF)
    assert (only.title, only.url, only.source_name) == ("One", "https://old.example/1", "Old")
    assert only.published_at == parse_rfc3339("2025-03-01T00:00:00Z")


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"])
def test_json_feed(version: str) -> None:
    found = drop(json.dumps(JSON_FEED | {"version": version}))
    first, second, third = (item for item in found if isinstance(item, RawDocument))
    assert found[3] is SkipReason.EMPTY
    assert (first.source_id, first.title, first.url) == ("7", "Sept", "https://js.example/7")
    assert first.published_at == parse_rfc3339("2025-02-01T22:00:00Z")
    assert (list(first.authors), list(first.categories)) == (["Lou"], ["a"])
    assert (first.language, first.feed_url, first.text_status) == ("fr", "https://js.example/feed.json", "full")
    assert second.body == b"<p>1 &lt; 2</p><p>End</p>"
    assert (second.published_at, list(second.authors)) == (None, ["Max"])
    assert (third.body, third.text_status) == (b"<p>Only this</p>", "teaser")


@pytest.mark.parametrize(
    "text",
    ["", "hello", "<html><head><title>T</title></head><body><p>x</p></body></html>", '{"a": 1}', '{"items": [', "\0\1"],
)
def test_text_that_is_no_feed_is_told_apart_from_a_feed_without_entries(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        drop(text)
    assert caught.value.kind == "not_a_feed"
    assert drop('<rss version="2.0"><channel><title>Quiet</title></channel></rss>') == []


def test_of_a_feed_that_breaks_off_the_entries_before_are_read() -> None:
    cut = RSS[: RSS.index("Ministers met")]
    found = drop(cut)
    assert isinstance(found[0], RawDocument)
    assert found[0].title == "Rebels sign AT&T deal"


def test_the_charset_of_the_http_header_is_used() -> None:
    data = '<rss version="2.0"><channel><item><title>café</title></item></channel></rss>'.encode("latin-1")
    assert parse(data, "https://e.example/f", "text/xml; charset=iso-8859-1").entries[0].title == "café"


def test_links_are_resolved_and_other_schemes_left_out() -> None:
    items = "".join(f"<item><title>t</title><link>{link}</link></item>" for link in ("x/1", "javascript:alert(1)"))
    data = f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
    assert [entry.link for entry in parse(data, "https://e.example/f/feed").entries] == [
        "https://e.example/f/x/1",
        None,
    ]


def test_a_feed_of_too_many_entries_says_how_many_are_left_out() -> None:
    items = "".join(f"<item><guid>{n}</guid><title>t{n}</title></item>" for n in range(MAX_ENTRIES + 3))
    found = drop(f'<rss version="2.0"><channel>{items}</channel></rss>')
    assert sum(isinstance(item, RawDocument) for item in found) == MAX_ENTRIES
    (last,) = (item for item in found if isinstance(item, Quarantined))
    assert (last.error_type, last.message[:1]) == ("too_many_entries", "3")


def test_entries_that_share_an_id_have_uris_of_their_own() -> None:
    item = "<item><guid>g</guid><title>t</title></item>"
    uris = [document.uri for document in documents(f'<rss version="2.0"><channel>{item * 3}</channel></rss>')]
    assert uris == ["/drops/news.xml#g", "/drops/news.xml#g~2", "/drops/news.xml#g~3"]


def test_a_path_as_content_is_not_opened(tmp_path: Any) -> None:
    (tmp_path / "feed.xml").write_text(RSS)
    with pytest.raises(BadInput):
        drop(str(tmp_path / "feed.xml"))


LONG = "<p>" + "The talks went on all day. " * 60 + "</p>"


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        (Entry("1", None, "t", "<p>All of it.</p>", whole=True), TextStatus.FULL),
        (Entry("1", None, "t", "<p>All of it.</p>"), TextStatus.TEASER),
        (Entry("1", None, "t", LONG), TextStatus.FULL),
        (Entry("1", None, "t", LONG + "<a href='x'>Read more</a>"), TextStatus.TEASER),
        (Entry("1", None, "t", "<p>It began [&#8230;]</p>", whole=True), TextStatus.TEASER),
        (Entry("1", None, "t", "<p>It &hellip;</p><p>The post <a>T</a> appeared first on <a>S</a>.</p>", whole=True),
         TextStatus.TEASER),
        (Entry("1", None, "t", "<p>Whole.</p><p>The post T appeared first on S.</p>", whole=True), TextStatus.FULL),
        (Entry("1", None, "t", "<p>Same.</p>", summary="Same.", whole=True), TextStatus.TEASER),
        (Entry("1", None, "t", "<p>Lees verder</p>", whole=True), TextStatus.TEASER),
        (Entry("1", None, "t", "<p>“We read more…” he said, and left.</p>", whole=True), TextStatus.FULL),
        (Entry("1", None, "t", "<img src='x'>", whole=True), TextStatus.TEASER),
    ],
)  # fmt: skip
def test_whether_a_text_looks_whole(entry: Entry, status: TextStatus) -> None:
    assert text_status(entry) is status


def test_a_key_changes_with_title_and_text_but_not_with_markup() -> None:
    entry = Entry("1", "https://e.example/1", "Title", "<p>Text</p>")
    same = Entry("1", "https://e.example/1", "Title", "<p>Text<img src='https://count.example/?r=1'></p>")
    title, text = Entry("1", None, "Title!", "<p>Text</p>"), Entry("1", None, "Title", "<p>Text two</p>")
    assert entry_key(entry) == entry_key(same)
    assert len({entry_key(entry), entry_key(title), entry_key(text), entry_key(Entry("2", None, "Title", "Text"))}) == 4
    assert len(entry_key(entry)) == 16


@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: ("<rss><item>" + text).encode("utf-8", "replace"))
)
def test_any_bytes_are_a_feed_or_bad_input(data: bytes) -> None:
    try:
        assert isinstance(parse(data, "https://e.example/"), ParsedFeed)
    except BadInput:
        return


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda x: st.lists(x) | st.dictionaries(
    st.sampled_from(["items", "id", "url", "title", "content_html", "authors", "tags", "name"]), x)))  # fmt: skip
def test_any_json_under_a_feeds_version_is_read(value: Any) -> None:
    feed = parse(
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [value], "title": value}).encode(), None
    )
    assert len(feed.entries) == 1


@given(st.text())
def test_plain_text_takes_any_markup(text: str) -> None:
    assert plain_text(text) == plain_text(plain_text(text)) or "<" in plain_text(text) or "&" in plain_text(text)


@pytest.mark.parametrize(
    ("reference", "text"),
    [("&#55357;&#56832;", "😀"), ("&#xD83D;&#XDE00;", "😀"), ("&#xD800;", "\ufffd"), ("&#0055357;a", "\ufffda"),
     ("&#56832;&#20013;", "\ufffd中"), ("&#x110000;", "\ufffd"), ("&#99999999999999999999;", "\ufffd"),
     ("&#x65E5;&#26412;&#x000e9;", "日本é")],
)  # fmt: skip
def test_references_to_what_is_no_character(reference: str, text: str) -> None:
    feed = parse(
        f"<rss version='2.0'><channel><title>N</title><item><title>T {reference}</title>"
        f"<description>D {reference}</description></item></channel></rss>".encode(),
        None,
    )
    (entry,) = feed.entries
    assert (entry.title, entry.text) == (f"T {text}", f"D {text}")


def test_references_to_no_character_in_other_encodings() -> None:
    data = '<?xml version="1.0" encoding="utf-16"?><rss version="2.0"><channel><title>&#xD800;</title></channel></rss>'
    assert parse(data.encode("utf-16"), None).title == "\ufffd"
