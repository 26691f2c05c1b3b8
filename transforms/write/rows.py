"""Rows of the log's tables, column by column as `schemas.tables.LOG` has them."""

from dataclasses import astuple, dataclass, replace
from datetime import date
from typing import Any

from schemas.event_types import event_types
from schemas.ids import digest
from schemas.records import Article, Chunk, Mention, Quarantined, Side
from schemas.times import known_time
from transforms.write.identity import dyad, mention_event

Row = dict[str, Any]


@dataclass(frozen=True)
class Batch:
    """A batch as its rows name it. `logical_time` is in microseconds."""

    name: str
    logical_time: int
    coder_version: str

    def document(self, article: Article) -> str:
        """The id of an article as this batch has it: another text, date or coder gives another id."""
        return digest("document", self.name, self.coder_version, *astuple(replace(article, minhash=b"")))


def article_row(article: Article, batch: Batch) -> Row:
    """The log's row of an article; `duplicate_of` is found when publishing."""
    return {
        "article_id": article.article_id,
        "source_id": article.source_id,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "source_domain": article.source_domain,
        "source_name": article.source_name,
        "feed_url": article.feed_url,
        "title": article.title,
        "authors": list(article.authors),
        "published_at": known_time(article.published_at),
        "published_from": article.published_from,
        "published_text": article.published_text,
        "updated_at": known_time(article.updated_at),
        "fetched_at": known_time(article.fetched_at),
        "ingested_at": known_time(batch.logical_time),
        "language": article.language,
        "word_count": article.word_count,
        "text_status": article.text_status,
        "page_error": article.page_error,
        "content_hash": article.content_hash,
        "duplicate_of": None,
        "genre": article.genre,
        "primary_topic": article.primary_topic,
        "topics": [
            {"code": t.code, "label": t.label, "score": t.score, "words": list(t.words)} for t in article.topics
        ],
        "categories": list(article.categories),
        "coding_status": article.coding_status,
        "batch_id": batch.name,
        "coder_version": batch.coder_version,
        "document": batch.document(article),
        "minhash": article.minhash,
    }


def text_row(article: Article, batch: Batch) -> Row:
    """The log's row of an article's text."""
    return {"article_id": article.article_id, "text": article.text, "document": batch.document(article)}


def _side(role: str, side: Side) -> Row:
    return {
        f"{role}_text": side.text,
        f"{role}_name": side.name,
        f"{role}_country": side.country,
        f"{role}_sector": side.sector,
    }


def mention_row(mention: Mention, document: str) -> Row:
    """The log's row of a mention of a document, with its type's codes and the event that it joins."""
    info = event_types()[mention.event_type]
    place = mention.place
    return {
        "mention_id": mention.mention_id,
        "event_id": mention_event(mention),
        "article_id": mention.article_id,
        "sentence_index": mention.sentence_index,
        "sentence": mention.sentence,
        "trigger": mention.trigger,
        "trigger_start": mention.trigger_start,
        "trigger_end": mention.trigger_end,
        "event_type": mention.event_type,
        "mode": mention.mode,
        "contexts": list(mention.contexts),
        "cameo_code": info.cameo_code,
        "quad_class": info.quad_class,
        "goldstein": info.goldstein,
        **_side("actor", mention.actor),
        **_side("recipient", mention.recipient),
        "dyad": dyad(mention),
        "event_date": date.fromisoformat(mention.event_date) if mention.event_date else None,
        "date_text": mention.date_text,
        "date_precision": mention.date_precision,
        "place_name": place.name if place else None,
        "place_country": place.country if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geonames_id": place.geonames_id if place else None,
        "modality": mention.modality,
        "attribution": mention.attribution,
        "confidence": mention.confidence,
        "document": document,
    }


def quarantine_row(bad: Quarantined, batch: Batch) -> Row:
    """The log's row of a document that could not be used."""
    return {
        "quarantine_id": digest("quarantine", bad.uri, bad.stage, bad.error_type, bad.message, bad.fetched_at),
        "batch_id": batch.name,
        "stage": bad.stage,
        "input_id": bad.uri,
        "error_type": bad.error_type,
        "message": bad.message,
        "excerpt": bad.excerpt,
        "fetched_at": known_time(bad.fetched_at),
    }


def log_rows(chunk: Chunk, batch: Batch, *, keep_text: bool) -> dict[str, list[Row]]:
    """All rows that a chunk adds to the log, by table; tables without rows are left out."""
    documents = {article.uri: batch.document(article) for article in chunk.articles}
    rows = {
        "articles": [article_row(a, batch) for a in chunk.articles],
        "article_text": [text_row(a, batch) for a in chunk.articles] if keep_text else [],
        "mentions": [mention_row(m, documents[m.uri]) for m in chunk.mentions],
        "quarantine": [quarantine_row(q, batch) for q in chunk.quarantined],
    }
    return {table: found for table, found in rows.items() if found}
