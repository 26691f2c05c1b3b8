"""Ids: hashes of content, so that the same input has the same id in every run, on every machine."""

import hashlib
import json
from collections.abc import Sequence

ID_BYTES = 16


def digest(*fields: object) -> str:
    """32 hex digits (BLAKE2b, 128 bits) of a sequence of JSON values; null differs from empty."""
    packed = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.blake2b(packed.encode("utf-8", "surrogatepass"), digest_size=ID_BYTES).hexdigest()


def digest_bytes(data: bytes) -> str:
    """32 hex digits (BLAKE2b, 128 bits) of a file's bytes."""
    return hashlib.blake2b(data, digest_size=ID_BYTES).hexdigest()


def article_id(canonical_url: str | None, scope: str | None, source_id: str | None, content_hash: str) -> str:
    """The id of an article: by its address; without one, by who calls it what; without that, by its text.

    A name without a scope says too little: files of one name in two folders are two articles.
    """
    if canonical_url:
        return digest("url", canonical_url)
    if scope and source_id:
        return digest("source", scope, source_id)
    return digest("content", content_hash)


def content_hash(title: str | None, text: str) -> str:
    """The hash of what an article says: its title and its clean text."""
    return digest("text", title, text)


def mention_id(article: str, content: str, *place: object) -> str:
    """The id of one mention: the article, what it says, and the mention's place and sides in it."""
    return digest("mention", article, content, *place)


def event_id(date: str, event_type: str, modality: str, sides: Sequence[tuple[str, str]], *, ordered: bool) -> str:
    """The id of a dyad-day (DESIGN: one type of event between two sides on one day at one modality).

    `sides` are (country or name, class) of actor and recipient; what two sides do together is unordered.
    """
    return digest("event", date, event_type, modality, sides if ordered else sorted(sides))
