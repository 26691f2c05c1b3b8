"""One document in, one article out, or a named reason why not."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.codes import SkipReason
from schemas.records import Article, RawDocument
from schemas.times import parse_rfc3339
from transforms.clean.document import clean_document
from transforms.outcomes import BadInput, Skipped

FETCHED = parse_rfc3339("2026-01-20T00:00:00Z")
PROSE = (
    "The foreign ministers of the two countries met in Geneva on Tuesday for the first time since the war.",
    "They agreed to open embassies in both capitals before the end of the year, a spokesman said.",
    "Further talks are planned for May, when experts will discuss trade and the return of prisoners.",
)
ARTICLE = "".join(f"<p>{line}</p>" for line in PROSE)
HEAD = (
    '<title>Ministers meet</title><meta property="article:published_time" content="2026-01-17">'
    '<meta name="author" content="Jane Doe"><link rel="canonical" href="https://example.com/a">'
)
PAGE = f"<html lang=en><head>{HEAD}</head><body><article><h1>Ministers meet</h1>{ARTICLE}</article></body></html>"


def raw(body: str | bytes, kind: str = "page", **fields: object) -> RawDocument:
    data = body.encode() if isinstance(body, str) else body
    document = RawDocument("test:1", None, data, kind, FETCHED)
    return replace(document, **fields)  # type: ignore[arg-type]


def outcome(document: RawDocument) -> Article | str:
    try:
        return clean_document(document)
    except BadInput as error:
        return error.kind
    except Skipped as skip:
        return skip.reason.value


def test_a_page() -> None:
    article = clean_document(raw(PAGE))
    assert article.text == "\n\n".join(PROSE)
    assert (article.title, article.authors) == ("Ministers meet", ("Jane Doe",))
    assert (article.published_at, article.published_from) == (parse_rfc3339("2026-01-17"), "page")
    assert (article.canonical_url, article.source_domain) == ("https://example.com/a", "example.com")
    assert (article.language, article.text_status, article.word_count) == ("en", "full", 52)
    assert article.minhash


def test_what_the_source_says_wins_over_the_page() -> None:
    given_fields = {
        "title": "Feed's title",
        "authors": ("Feed Author",),
        "published_at": parse_rfc3339("2026-01-16"),
        "published_from": "feed",
        "source_name": "The Feed",
        "language": "en-GB",
    }
    article = clean_document(raw(PAGE, **given_fields))
    assert {name: getattr(article, name) for name in given_fields} == given_fields


def test_an_unknown_date_stays_unknown_and_a_url_may_tell() -> None:
    page = PAGE.replace(HEAD, "")
    assert clean_document(raw(page)).published_at is None
    article = clean_document(raw(page, url="https://example.com/2026/01/15/talks"))
    assert (article.published_at, article.published_from) == (parse_rfc3339("2026-01-15"), "url")
    assert clean_document(raw(page, url="https://example.com/2026/02/31/talks")).published_at is None


def test_ids() -> None:
    first = clean_document(raw(PAGE, url="https://example.com/a?utm_source=rss"))
    assert first.article_id == clean_document(raw(PAGE, url="https://EXAMPLE.com/a#top")).article_id
    by_name = [clean_document(raw("\n".join(PROSE), "text", source_id="7", id_scope=name)) for name in ("A", "B")]
    assert by_name[0].article_id != by_name[1].article_id
    assert by_name[0].content_hash == by_name[1].content_hash
    by_content = clean_document(raw("\n".join(PROSE), "text", source_id="7"))
    assert by_content.article_id == clean_document(raw("\n".join(PROSE), "text", source_id="8")).article_id
    assert by_content.article_id not in {by_name[0].article_id, first.article_id}


def test_a_text_drop_with_a_headline() -> None:
    article = clean_document(raw("Ministers meet in Geneva\n\n" + "\n".join(PROSE), "text"))
    assert (article.title, article.text) == ("Ministers meet in Geneva", "\n\n".join(PROSE))
    titled = clean_document(
        raw("Ministers meet in Geneva\n\n" + "\n".join(PROSE), "text", title="ministers MEET in geneva!")
    )
    assert titled.text == "\n\n".join(PROSE)


def test_a_fragment_keeps_its_status() -> None:
    article = clean_document(raw(ARTICLE, "fragment", text_status="teaser"))
    assert (article.text, article.text_status) == ("\n\n".join(PROSE), "teaser")


@pytest.mark.parametrize("page", ["", "<html><head><title>t</title></head></html>", "<script>app()</script>", "<html>"])
def test_a_page_without_text_falls_back_on_its_teaser(page: str) -> None:
    article = clean_document(raw(page, teaser="<p>Ministers met in Geneva.</p>"))
    assert (article.text, article.text_status) == ("Ministers met in Geneva.", "teaser")
    assert outcome(raw(page)) == SkipReason.NO_TEXT


def test_a_page_that_says_less_than_its_teaser_is_not_the_article() -> None:
    wall = "<html><body><article><p>Please log in.</p></article></body></html>"
    assert clean_document(raw(wall, teaser=ARTICLE)).text == "\n\n".join(PROSE)


@pytest.mark.parametrize(
    ("body", "kind", "result"),
    [
        (b"", "text", "no_text"),
        (b"", "page", "no_text"),
        (b" \n\t ", "fragment", "no_text"),
        (b"Share this article\nComments", "text", "no_text"),
        (b"\x00\x01\x02\x03" * 100, "text", "binary"),
        (b"%PDF-1.7", "page", "binary"),
        (b"<p>x</p>" * 1_300_000, "page", "too_large"),
        (b"<br>" * 200_001, "page", "too_large"),
        (b"<html><body>" + b"<script>var a = 1;</script>" * 500 + b"</body></html>", "page", "no_text"),
    ],
)
def test_what_is_no_article_ends_for_a_named_reason(body: bytes, kind: str, result: str) -> None:
    assert outcome(raw(body, kind)) == result


@pytest.mark.parametrize("kind", ["page", "fragment"])
def test_deep_nesting_ends(kind: str) -> None:
    deep = "<div>" * 5000 + "<p>Deep down there is a sentence.</p>" + "</div>" * 5000
    assert isinstance(outcome(raw(deep, kind)), Article | str)
    article = clean_document(raw(ARTICLE + deep, kind))
    assert PROSE[0] in article.text


def test_one_line_and_no_body_element() -> None:
    assert clean_document(raw("<p>Ministers met in Geneva on Tuesday, a spokesman said.")).text == (
        "Ministers met in Geneva on Tuesday, a spokesman said."
    )
    assert clean_document(raw(f"<html>{ARTICLE}")).text == "\n\n".join(PROSE)


def test_invalid_utf8_keeps_the_rest() -> None:
    page = PAGE.replace("war.", "war – the “long” one.").encode()
    article = clean_document(raw(page.replace(b"Geneva", b"Gen\xffva")))
    assert "met in Gen\ufffdva on Tuesday for the first time since the war – the “long” one." in article.text


def test_right_to_left_text() -> None:
    lines = [
        "وقال وزير الخارجية إن المحادثات ستستمر الأسبوع المقبل في جنيف.",
        "وأضاف أن الاتفاق بات قريبا جدا بين الجانبين.",
    ]
    article = clean_document(raw(f"<html dir=rtl><body><article>{''.join(f'<p>{x}</p>' for x in lines)}</article>"))
    assert article.text == "\n\n".join(lines)


def test_many_elements_end_in_time() -> None:
    article = clean_document(
        raw("<html><body>" + "<p>A sentence of prose stands here.</p><p>And one more.</p>" * 11_000)
    )
    assert article.text.startswith("A sentence of prose stands here.\n\nAnd one more.")


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "<table>", "<tr>", "</td>", "<a href='", "<!--", "]]>", "<![CDATA[", "&#0;"]
    )
    | st.sampled_from(
        ["<title>", "<script>", "<meta content='", "<h1>", "<html/>", "\ufffe", "\x0b", "<br/>", PROSE[0]]
    )
    | st.text(max_size=20),
    max_size=40,
).map(lambda parts: "".join(parts).encode("utf-8", "replace"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=300) | MARKUP, st.sampled_from(["text", "page", "fragment"]), st.none() | st.text(max_size=30)
)
def test_any_bytes_end_in_one_way_and_always_the_same(body: bytes, kind: str, teaser: str | None) -> None:
    document = raw(body, kind, teaser=teaser, title=teaser, url=teaser)
    first = outcome(document)
    assert first == outcome(document)
    assert not isinstance(first, Article) or first.text.strip()
