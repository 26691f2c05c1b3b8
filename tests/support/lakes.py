"""Small lakes made by hand: articles and mentions without a source, a coder or a runner."""

from collections.abc import Sequence
from pathlib import Path

from schemas.ids import article_id, content_hash, mention_id
from schemas.layout import commit_file
from schemas.records import Article, Chunk, Mention, Quarantined, Side
from schemas.times import parse_rfc3339
from transforms.lake.files import Lake
from transforms.write.commit import About, make_commit
from transforms.write.parts import write_chunk
from transforms.write.rows import Batch

NOON = "2026-11-20T12:00:00Z"


def article(name: str, **changes: object) -> Article:
    text = str(changes.pop("text", f"{name} says that Israel and Morocco signed an agreement."))
    url = f"https://news.example/{name}"
    times = {
        key: parse_rfc3339(str(changes.pop(key, default))) if changes.get(key, default) else changes.pop(key, None)
        for key, default in {"published_at": NOON, "fetched_at": NOON}.items()
    }
    fields: dict[str, object] = {
        "uri": f"drop/{name}.txt",
        "article_id": article_id(url, None, None, ""),
        "source_id": name,
        "url": url,
        "canonical_url": url,
        "source_domain": "news.example",
        "source_name": None,
        "feed_url": None,
        "title": f"Title of {name}",
        "authors": ["A. Reporter"],
        "published_from": "drop",
        "updated_at": None,
        "text": text,
        "text_status": "full",
        "content_hash": content_hash(f"Title of {name}", text),
        "word_count": len(text.split()),
        "coding_status": "coded",
        **times,
        **changes,
    }
    return Article(**fields)  # type: ignore[arg-type]


def mention(of: Article, **changes: object) -> Mention:
    kind = str(changes.get("event_type", "SUPPORT"))
    fields: dict[str, object] = {
        "uri": of.uri,
        "mention_id": mention_id(of.article_id, of.content_hash, kind, changes.get("sentence_index", 0)),
        "article_id": of.article_id,
        "sentence_index": 0,
        "sentence": of.text,
        "trigger": "signed",
        "trigger_start": 0,
        "trigger_end": 6,
        "event_type": kind,
        "modality": "asserted",
        "actor": Side("Israel", "Israel", "ISR", "GOV"),
        "recipient": Side("Morocco", "Morocco", "MAR", "GOV"),
        "event_date": "2026-11-20",
        "date_text": None,
        "date_precision": "article",
        "confidence": 0.5,
        **changes,
    }
    return Mention(**fields)  # type: ignore[arg-type]


def chunk(
    articles: Sequence[Article] = (),
    mentions: Sequence[Mention] = (),
    quarantined: Sequence[Quarantined] = (),
    skipped: Sequence[str] = (),
    feeds: Sequence[str] = (),
    shard: str = "00000",
) -> Chunk:
    return Chunk(
        shard=shard,
        read=len(articles) + len(quarantined) + len(skipped),
        articles=articles,
        mentions=mentions,
        quarantined=quarantined,
        skipped=skipped,
        feeds=feeds,
    )


def commit_batch(lake: Lake, name: str, *chunks: Chunk, coder_version: str = "1", logical_time: str = NOON) -> None:
    """Writes and commits a batch, as Write does; publishes nothing."""
    batch = Batch(name, parse_rfc3339(logical_time), coder_version)
    receipts = [write_chunk(c, batch, lake, keep_text=True) for c in chunks or (chunk(),)]
    lake.write(commit_file(name), make_commit(receipts, About()).to_json())


def published_files(lake: Lake) -> dict[str, bytes]:
    """Everything that readers see: each published file's path and bytes."""
    root = Path(lake.address)
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.relative_to(root).parts[0].startswith("_")
    }
