"""The stage in a pipeline: every document in ends as an article, skipped or quarantined."""

import apache_beam as beam
from apache_beam.testing import test_pipeline as testing
from apache_beam.testing.util import assert_that

from schemas.codes import SkipReason
from schemas.records import Chunk, RawDocument
from support.walled import CONSENTS, ERRORS, LISTS, LOGINS, SHELLS
from transforms.clean.transform import Clean, clean_chunk

BODIES = [b"Ministers met in Geneva on Tuesday.", b"", b"\0\1\2\3\4", b"Envoys met in Oslo on Friday."]


WALLS = {
    SkipReason.ERROR_PAGE: ERRORS["site-404"],
    SkipReason.CONSENT_WALL: CONSENTS["partners"],
    SkipReason.LOGIN_WALL: LOGINS["form"],
    SkipReason.NEEDS_JAVASCRIPT: SHELLS["react"],
    SkipReason.NO_ARTICLE: LISTS["frames"],
}


def test_each_kind_of_page_that_is_no_article_is_counted_under_its_name() -> None:
    documents = [RawDocument(f"test:{reason}", None, page.encode(), "page", 0) for reason, page in WALLS.items()]
    chunk = clean_chunk(Chunk("0", read=len(documents), documents=documents))
    assert list(chunk.skipped) == [reason.value for reason in WALLS]
    assert not chunk.articles


def test_each_document_ends_in_one_way() -> None:
    documents = tuple(RawDocument(f"test:{n}", str(n), body, "text", 0) for n, body in enumerate(BODIES))

    def check(chunks: list[Chunk]) -> None:
        (chunk,) = chunks
        assert chunk.read == len(BODIES)
        assert len(chunk.documents) == 0
        assert [article.source_id for article in chunk.articles] == ["0", "3"]
        assert list(chunk.skipped) == ["no_text"]
        assert [(bad.stage, bad.uri, bad.error_type) for bad in chunk.quarantined] == [("clean", "test:2", "binary")]

    with testing.TestPipeline(runner="BundleBasedDirectRunner") as pipeline:
        cleaned = pipeline | beam.Create([Chunk("0", read=len(BODIES), documents=documents)]) | Clean()
        assert_that(cleaned, check)
