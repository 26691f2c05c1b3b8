"""Pages that were cut, doubled, mixed and spoilt: an article, or a named reason why not, and never anything else."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.codes import BodyKind, TextStatus
from schemas.records import Article, RawDocument
from support.walled import ARTICLES_ABOUT, CONSENTS, ERRORS, LISTS, LOGINS, MARKS, SHELLS, STORY, paragraphs, site
from transforms.clean.document import clean_document
from transforms.outcomes import BadInput, Skipped

DATA = (
    '<script type="application/ld+json">{"@type":"NewsArticle","author":[{"name":"A"}],"datePublished":"2026"}</script>'
)
PAGES = [page.encode() for pages in (ERRORS, CONSENTS, LOGINS, SHELLS, LISTS) for page in pages.values()] + [
    site(head, f"<article><h1>{head}</h1>{paragraphs(*lines, *STORY)}</article>", MARKS + DATA).encode()
    for head, *lines in ARTICLES_ABOUT.values()
]
PIECES = [
    *(b"<table><tr><td>", b"</td>", b"<!--", b"-->", b"<![CDATA[", b"<script>", b"</script>", b"<title>", b"<svg><p>"),
    *(
        b"<meta content='",
        b'<a href="http://[',
        b"&#x110000;",
        b"&#0;",
        b"&lt;p&gt;",
        b"<base href='//['>",
        b"<plaintext>",
    ),
    *(
        b"\xff\xfe",
        b"\x92",
        b"\xe2\x82",
        "â€™".encode(),
        "\u202e\u200f".encode(),
        b"\x00",
        b"\r\n\r\n",
        b'{"@type":["Article"',
    ),
    *(b"<time datetime='9999999-99'>", b"<link rel=canonical href='http://a:b@[::1]:x/'>", b"<html lang='--'>", b"]]>"),
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A page with a few slices cut out, doubled, taken from another page, or overwritten."""
    page = draw(st.sampled_from(PAGES))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(page)))
        end = min(len(page), start + draw(st.integers(0, 200)))
        other = draw(st.sampled_from(PAGES))
        place = draw(st.integers(0, len(other)))
        new = draw(
            st.sampled_from(PIECES)
            | st.sampled_from([b"", page[start:end] * 2, other[place : place + 300]])
            | st.binary(max_size=20)
        )
        page = page[:start] + new + page[end:]
    return page


ADDRESSES = st.none() | st.sampled_from(["https://a.example/2026/13/45/x", "https://a.example/", "http://[", "x:y", ""])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    mutated(),
    st.sampled_from([kind.value for kind in BodyKind]),
    ADDRESSES,
    st.none() | st.sampled_from(["utf-8", "utf-16", "gbk", "x"]),
    st.none() | st.sampled_from([page.decode() for page in PAGES[::7]]),
)
def test_a_mutated_page_ends_in_a_named_way(
    body: bytes, kind: str, url: str | None, charset: str | None, teaser: str | None
) -> None:
    document = RawDocument("test:1", None, body, kind, 1_790_000_000_000_000, url=url, charset=charset, teaser=teaser)
    try:
        article = clean_document(document)
    except (BadInput, Skipped):
        return
    assert isinstance(article, Article)
    assert article.text.strip()
    assert article.text_status in set(TextStatus)
    assert clean_document(document) == article
    article.text.encode()
