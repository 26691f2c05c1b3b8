"""The stage as a whole, and in a pipeline."""

import apache_beam as beam
from apache_beam.testing import test_pipeline as testing
from apache_beam.testing.util import assert_that

from schemas.records import Chunk, RawDocument
from support.lakes import article
from transforms.classify.document import classify
from transforms.classify.transform import Classify
from transforms.clean.document import clean_document

ENGLISH = "Rebels shelled the city on Tuesday as troops broke the ceasefire, the army said."
FRENCH = "Les rebelles ont bombardé la ville mardi, a annoncé l'armée, malgré le cessez-le-feu (bombing, sport, NASA)."


def test_an_article_is_classified_and_otherwise_unchanged() -> None:
    plain = article("a", text=ENGLISH, language=None, genre="other", canonical_url=None, title=None)
    found = classify(plain)
    assert (found.language, found.genre, found.primary_topic) == ("en", "news", "conflict, war and peace")
    assert found.topics[0].code == "medtop:16000000"
    assert (found.text, found.article_id, found.minhash) == (plain.text, plain.article_id, plain.minhash)
    assert classify(found) == found


def test_a_note_on_the_writer_is_no_text_and_tells_the_genre() -> None:
    note = "The writer is a former ambassador to Israel."
    body = f"Why the accord matters\n\n{ENGLISH}\n\nThey agreed to meet again in May.\n\n{note}"
    cleaned = clean_document(RawDocument("test:1", None, body.encode(), "text", 0, authors=("Editorial Board",)))
    assert note not in cleaned.text
    assert cleaned.authors == ()
    assert list(cleaned.beside) == ["Editorial Board", note]
    assert classify(cleaned).genre == "opinion"


def test_english_words_say_nothing_in_another_language() -> None:
    found = classify(article("a", text=FRENCH, language=None, title=None, canonical_url="https://example.fr/a"))
    assert (found.language, found.primary_topic, list(found.topics)) == ("fr", None, [])


def test_the_stage_keeps_all_articles_and_what_came_before() -> None:
    articles = [article(f"a{n}", text=text) for n, text in enumerate((ENGLISH, FRENCH))]
    given_chunk = Chunk("0", read=3, articles=articles, skipped=["no_text"])

    def check(chunks: list[Chunk]) -> None:
        (chunk,) = chunks
        assert chunk.read == len(chunk.articles) + len(chunk.skipped) + len(chunk.quarantined)
        assert [found.language for found in chunk.articles] == ["en", "fr"]

    with testing.TestPipeline(runner="BundleBasedDirectRunner") as pipeline:
        assert_that(pipeline | beam.Create([given_chunk]) | Classify(), check)
