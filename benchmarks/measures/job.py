"""The stages that the real job puts an article through, in this process: read, clean, classify, code."""

import json
from dataclasses import dataclass

from measures.gold import Row
from schemas.ids import content_hash
from schemas.records import Article, Chunk, Mention, RawDocument
from schemas.times import parse_rfc3339
from transforms.classify.transform import classify_chunk
from transforms.clean.transform import clean_chunk
from transforms.events.certainty import LEAST
from transforms.events.transform import code_chunk
from transforms.sources.formats.jsonl import line_document
from transforms.sources.formats.lines import Line
from transforms.sources.read import CHUNK_DOCUMENTS

FIELDS = ("id", "title", "text", "published")


@dataclass(frozen=True)
class Coded:
    """An article as the job would write it, and its mentions."""

    article: Article
    mentions: list[Mention]


def coded(rows: list[Row], name: str, least: float = LEAST) -> dict[str, Coded]:
    """What the job makes of the rows of a JSONL drop, by id, in chunks as large as the job's.

    Mentions of a confidence below `least` are left out, as by the job's flag.
    Raises RuntimeError where a row is left out or quarantined: gold is all to be read.
    """
    found: dict[str, Coded] = {}
    for first in range(0, len(rows), CHUNK_DOCUMENTS):
        chunk = _chunk(rows[first : first + CHUNK_DOCUMENTS], name, first)
        chunk = code_chunk(classify_chunk(clean_chunk(chunk)), least=least)
        if chunk.skipped or chunk.quarantined:
            raise RuntimeError(f"{name}: not all was read: {[*chunk.skipped, *chunk.quarantined]}")
        for article in chunk.articles:
            mentions = [mention for mention in chunk.mentions if mention.article_id == article.article_id]
            found[str(article.source_id)] = Coded(article, mentions)
    if len(found) != len(rows):
        raise RuntimeError(f"{name}: {len(rows)} rows made {len(found)} articles: ids must differ")
    return found


def _chunk(rows: list[Row], name: str, first: int) -> Chunk:
    documents: list[RawDocument] = []
    for number, row in enumerate(rows, first):
        data = json.dumps({field: row[field] for field in FIELDS if row.get(field)}).encode()
        document = line_document(Line(0, len(data), data, True), f"{name}.jsonl#{number}", 0)
        if not isinstance(document, RawDocument):
            raise RuntimeError(f"{name}: {row['id']} is no document: {document}")
        documents.append(document)
    return Chunk(f"{first:09d}", len(documents), documents)


def bare_article(row: Row) -> Article:
    """An English article of a row's text as it stands, for what is measured of the coder alone."""
    return Article(
        uri=row["id"],
        article_id=row["id"],
        source_id=row["id"],
        url=None,
        canonical_url=None,
        source_domain=None,
        source_name=None,
        feed_url=None,
        title=None,
        authors=(),
        published_at=parse_rfc3339(row["published"]),
        published_from=None,
        updated_at=None,
        fetched_at=0,
        text=row["text"],
        text_status="full",
        content_hash=content_hash(None, row["text"]),
        word_count=len(row["text"].split()),
        language="en",
    )
