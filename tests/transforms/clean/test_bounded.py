"""Time a document: what is ordinary stays in the process and is quick; the rest goes to a child that can be killed."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from schemas.codes import SkipReason
from schemas.records import Article, RawDocument
from support.walled import STORY, paragraphs, site
from transforms.clean import bounded
from transforms.clean.bounded import ORDINARY_BYTES, ORDINARY_PIECES, ORDINARY_TAGS, clean_bounded, is_ordinary
from transforms.clean.document import clean_document
from transforms.outcomes import BadInput, Skipped
from transforms.watchdog import Limits, Watchdog

PAGE = site("Ministers meet", f"<article><h1>Ministers meet</h1>{paragraphs(*STORY)}</article>")
NAMES = [
    a + b + c for a in "abcdefgh" for b in "abcdefghijklmnopqrstuvwxyz" for c in "abcdefghijklmnopqrstuvwxyz0123456789"
]


def raw(body: str | bytes, kind: str = "page", **fields: object) -> RawDocument:
    data = body.encode() if isinstance(body, str) else body
    return replace(RawDocument("test:1", None, data, kind, 0), **fields)  # type: ignore[arg-type]


def ending(document: RawDocument) -> str:
    try:
        return clean_bounded(document).text_status
    except Skipped as skip:
        return skip.reason.value
    except BadInput as error:
        return error.kind


@pytest.mark.parametrize(
    "document",
    [
        raw("<p>x</p>" * (ORDINARY_TAGS // 2 + 1)),
        raw("x" * (ORDINARY_BYTES + 1), "text"),
        raw("<p " + "a " * (ORDINARY_PIECES + 1) + ">"),
        raw("&lt;p&gt;" * (ORDINARY_TAGS // 2 + 1), "text"),
        raw(PAGE, teaser="<b>" * ORDINARY_TAGS),
        raw(PAGE, teaser=f"<p {'a ' * (ORDINARY_PIECES + 1)}>"),
        raw(PAGE, title="x" * ORDINARY_BYTES),
        raw(PAGE, url="https://a.example/" + "x" * ORDINARY_BYTES),
    ],
    ids=["tags", "bytes", "attributes", "escaped", "teaser", "its attributes", "title", "address"],
)
def test_what_is_large_in_one_way_is_not_ordinary(document: RawDocument) -> None:
    assert not is_ordinary(document)
    assert is_ordinary(raw(PAGE))


def test_a_child_gives_the_same_article(monkeypatch: pytest.MonkeyPatch) -> None:
    here = clean_bounded(raw(PAGE))
    monkeypatch.setattr(bounded, "is_ordinary", lambda document: False)
    there = clean_bounded(raw(PAGE))
    assert isinstance(there, Article)
    assert here == there
    with pytest.raises(Skipped) as caught:
        clean_bounded(raw("<html><script src=x></script></html>"))
    assert caught.value.reason is SkipReason.NEEDS_JAVASCRIPT
    with pytest.raises(BadInput) as refused:
        clean_bounded(raw(b"%PDF-1.7"))
    assert refused.value.kind == "binary"


def test_what_takes_too_long_is_quarantined_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Watchdog(Limits(cpu_seconds=1.0), children=1)
    monkeypatch.setattr(bounded, "watchdog", lambda: small)
    names = " ".join(f"{name}{end}" for end in range(8) for name in NAMES)
    try:
        assert ending(raw(f"<p {names}>{STORY[0]}</p>{PAGE}")) == "too_slow"
        assert ending(raw(PAGE + "<br>" * ORDINARY_TAGS)) == "full"
    finally:
        small.close()


LARGEST = 9_900_000
HUGE = {
    "one line of prose": raw("The envoys met in Geneva on Tuesday, a spokesman said. " * (LARGEST // 55), "text"),
    "a page that is one line": raw(f"<p>{'The envoys met in Geneva. ' * (LARGEST // 26)}</p>"),
    "one word": raw(f"<p>{'a' * LARGEST}</p>"),
    "white space": raw(" " * LARGEST + "x", "text"),
    "scripts": raw(f"<script>{'var a = 1;' * (LARGEST // 10)}</script>{PAGE}"),
    "an image in the text": raw(f"<img src='data:image/png;base64,{'A' * LARGEST}'>{PAGE}"),
    "line breaks": raw("<br>" * (LARGEST // 4)),
    "over the limit": raw("<p>x</p>" * (LARGEST // 7)),
}


@pytest.mark.parametrize("document", HUGE.values(), ids=HUGE)
def test_ten_megabytes_end_in_a_named_way(document: RawDocument) -> None:
    reasons = {reason.value for reason in SkipReason}
    assert ending(document) in {"full", "teaser", "too_large", "too_slow"} | reasons


def attributes(count: int) -> str:
    return " ".join(f"{name}{number}" for number in range(8) for name in NAMES)[: count * 5]


# The shapes that cost most of those tried, each as large as an ordinary document may be.
WORST = {
    "attributes": f"<p {attributes(ORDINARY_PIECES - 3000)}>{STORY[0]}</p>{PAGE}",
    "nested tables": "<table><tr><td>word " * (ORDINARY_TAGS // 3),
    "nested divs": "<div>" * (ORDINARY_TAGS - 20) + STORY[0],
    "noscript": "<noscript><p>x</p>" * (ORDINARY_TAGS // 3),
    "formatting": "<b><i><p>word" * (ORDINARY_TAGS // 3),
    "marks out of order": "<p>a" + "\u0316\u0301" * (ORDINARY_BYTES // 5),
    "one paragraph": f"<p>{'外務大臣は会談した。' * (ORDINARY_BYTES // 31)}</p>",
    "entities": "&amp;" * (ORDINARY_BYTES // 6),
    "lists of data": f'<script type="application/ld+json">[{"[]," * 160_000}[]]</script>{PAGE}',
}


@pytest.fixture(scope="module")
def patient() -> Iterator[Watchdog]:
    """Ten times what the shapes took where they were measured."""
    made = Watchdog(Limits(cpu_seconds=30), children=1)
    yield made
    made.close()


@pytest.mark.parametrize("kind", ["page", "fragment"])
@pytest.mark.parametrize("shape", WORST)
def test_the_worst_ordinary_documents_do_not_hold_up_the_process(shape: str, kind: str, patient: Watchdog) -> None:
    document = raw(WORST[shape], kind)
    assert is_ordinary(document)
    # A BadInput would be `too_slow`, which nothing would have said here.
    with contextlib.suppress(Skipped):
        patient.run(clean_document, document)
