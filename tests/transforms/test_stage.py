"""Each stage settles each document: as an article, as skipped, or in the quarantine."""

import pytest

from schemas.codes import SkipReason, Stage
from schemas.records import Article, Chunk, RawDocument
from support.lakes import article
from transforms.classify.document import classify
from transforms.clean.document import clean_document
from transforms.outcomes import BadInput, Skipped, printable, quarantined
from transforms.stage import settle

TEXT = "Israel and Morocco signed a defence agreement on Wednesday, the Israeli defence ministry said. "


def raw(body: bytes, kind: str = "text", name: str = "x") -> RawDocument:
    return RawDocument(uri=name, source_id=name, body=body, body_kind=kind, fetched_at=0)


def settled(chunk: Chunk) -> int:
    return len(chunk.documents) + len(chunk.articles) + len(chunk.skipped) + len(chunk.quarantined)


def test_clean_settles_every_document_of_a_mixed_chunk() -> None:
    bodies = [
        raw(TEXT.encode() * 3, name="good"),
        raw(b"\x00\x01\x02" * 100, name="binary"),
        raw(b"<html><body><script>1</script></body></html>", "page", "script"),
        raw(b"", "page", "empty"),
        raw(TEXT.encode("latin-1") + b"\xff\xfe\xfd", name="bytes"),
        raw(b"<p>" + TEXT.encode() + b"</p>", "fragment", "fragment"),
    ]
    chunk = Chunk("0", read=8, documents=bodies, skipped=["seen"], quarantined=[], feeds=["{}"])
    chunk = settle(
        Chunk("0", 7, bodies, skipped=["seen"], feeds=["{}"]), Stage.CLEAN, list(chunk.documents), clean_document
    )
    assert settled(chunk) == chunk.read == 7
    assert [a.uri for a in chunk.articles] == ["good", "bytes", "fragment"]
    assert [bad.uri for bad in chunk.quarantined] == ["binary"]
    assert sorted(chunk.skipped) == ["no_text", "no_text", "seen"]
    assert chunk.feeds == ["{}"]


def test_classify_settles_every_article() -> None:
    articles = [article(name, text=TEXT) for name in "xyz"]
    chunk = settle(Chunk("0", 3, articles=articles), Stage.CLASSIFY, articles, classify)
    assert settled(chunk) == 3
    assert {a.language for a in chunk.articles} == {"en"}


@pytest.mark.parametrize(
    ("error", "skipped", "bad"),
    [(Skipped(SkipReason.EMPTY), ["empty"], []), (BadInput("odd", "it is odd", "xyz"), [], ["odd"])],
)
def test_an_outcome_settles_one_document(error: Exception, skipped: list[str], bad: list[str]) -> None:
    def function(item: Article) -> Article:
        if item.source_id == "y":
            raise error
        return item

    articles = [article(name) for name in "xyz"]
    chunk = settle(Chunk("0", 3, articles=articles), Stage.CODE, articles, function)
    assert [a.source_id for a in chunk.articles] == ["x", "z"]
    assert (list(chunk.skipped), [q.error_type for q in chunk.quarantined]) == (skipped, bad)


def test_a_bug_is_no_outcome() -> None:
    def function(item: Article) -> Article:
        raise KeyError(item.uri)

    with pytest.raises(KeyError):
        settle(Chunk("0", 1, articles=[article("x")]), Stage.CODE, [article("x")], function)


def test_the_quarantine_is_bounded_and_printable() -> None:
    error = BadInput("long", "m" * 10_000, b"\xff\x1b[31m" + b"e" * 10_000)
    record = quarantined(Stage.READ, "u" * 10_000, 0, error)
    assert max(len(record.uri), len(record.message), len(record.excerpt)) <= 500
    assert record.excerpt.startswith("\\xff\\u001b[31m")
    assert printable("a\x00b\u202ec", 100) == "a\\u0000b\\u202ec"
