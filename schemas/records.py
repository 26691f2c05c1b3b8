"""The records that travel through the pipeline, from raw document to coded mention.

All are frozen. Times are microseconds since the epoch in UTC (`schemas.times`), days are ISO dates;
`None` is "unknown" and never a default.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RawDocument:
    """One document as it was found, before anything was read into it.

    `uri` names it for people and in the quarantine: the file, and `#line` or `#entry` where a file holds
    several. `id_scope` is what `source_id` is unique in: the source, the feed, the file; None where the id
    is no more than a file's name. `body` is the document's bytes or, for `BodyKind.TEXT`, UTF-8; `teaser` is
    what a feed said of it, as HTML, to fall back on; `page_error` says why its page could not be had.
    `published_text` is a publication date that no one can read, as it was written.
    """

    uri: str
    source_id: str | None
    body: bytes
    body_kind: str
    fetched_at: int
    id_scope: str | None = None
    charset: str | None = None
    text_status: str = "full"
    page_error: str | None = None
    teaser: str | None = None
    url: str | None = None
    title: str | None = None
    authors: Sequence[str] = ()
    published_at: int | None = None
    published_from: str | None = None
    published_text: str | None = None
    updated_at: int | None = None
    source_name: str | None = None
    source_domain: str | None = None
    feed_url: str | None = None
    language: str | None = None
    categories: Sequence[str] = ()


@dataclass(frozen=True)
class Topic:
    """One of IPTC Media Topics' top-level concepts: how likely it is the article's (0 to 1), and the words that say so.

    `words` are of the title and the text, in lower case, what weighed most first.
    """

    code: str
    label: str
    score: float
    words: Sequence[str] = ()


@dataclass(frozen=True)
class Article:
    """A cleaned article: a row of `articles` and of `article_text` (see `schemas.tables`).

    `uri` is the raw document's; together with the batch it tells copies of one article apart. `authors` are persons;
    `beside` is what stands beside the text, bylines as written and notes on the writer: for the genre, in no table.
    `minhash` is the near-duplicate signature of the text, as `schemas.signatures` packs it.
    """

    uri: str
    article_id: str
    source_id: str | None
    url: str | None
    canonical_url: str | None
    source_domain: str | None
    source_name: str | None
    feed_url: str | None
    title: str | None
    authors: Sequence[str]
    published_at: int | None
    published_from: str | None
    updated_at: int | None
    fetched_at: int
    text: str
    text_status: str
    content_hash: str
    word_count: int
    categories: Sequence[str] = ()
    beside: Sequence[str] = ()
    language: str | None = None
    published_text: str | None = None
    page_error: str | None = None
    genre: str = "other"
    primary_topic: str | None = None
    topics: Sequence[Topic] = ()
    coding_status: str | None = None
    minhash: bytes = b""


@dataclass(frozen=True)
class Side:
    """An actor or a recipient: as written, resolved, with PLOVER's country and sector codes."""

    text: str | None = None
    name: str | None = None
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True)
class Place:
    """Where an event happened: coordinates in degrees (WGS 84), the GeoNames id where there is one."""

    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None


@dataclass(frozen=True)
class Mention:
    """One event as one sentence reports it: a row of `mentions`.

    `uri` is the article's. `trigger_start` and `trigger_end` are code points into the article's text;
    `sentence_index` counts from 0, and -1 is the title, whose trigger offsets point into the title.
    `event_date` is an ISO day (the first of the month or year where the precision is one of these).
    """

    uri: str
    mention_id: str
    article_id: str
    sentence_index: int
    sentence: str
    trigger: str
    trigger_start: int
    trigger_end: int
    event_type: str
    modality: str
    actor: Side
    recipient: Side
    event_date: str | None
    date_text: str | None
    date_precision: str
    confidence: float
    mode: str | None = None
    contexts: Sequence[str] = ()
    place: Place | None = None
    attribution: str | None = None


@dataclass(frozen=True)
class Quarantined:
    """A document, or a piece of input, that could not be used: where, why, and how it begins."""

    stage: str
    uri: str
    error_type: str
    message: str
    excerpt: str
    fetched_at: int


@dataclass(frozen=True)
class StageWork:
    """What one stage did with the documents of a chunk, or of a batch.

    `documents_in == documents_out + skipped + quarantined`. `seconds` (of a wall clock, waiting included) are the one
    thing here that the input does not decide, so they do not count where two are compared.
    """

    stage: str
    documents_in: int
    documents_out: int
    skipped: int
    quarantined: int
    seconds: float = field(compare=False)


@dataclass(frozen=True)
class Chunk:
    """A few documents on their way through the stages: the unit of work, of retry and of writing.

    `shard` is unique in the batch and depends on the input alone. Each stage returns a new chunk in which
    `read == len(documents or articles) + len(skipped) + len(quarantined)`. An empty chunk is a heartbeat:
    it makes its batch commit.
    """

    shard: str
    read: int = 0
    documents: Sequence[RawDocument] = ()
    articles: Sequence[Article] = ()
    mentions: Sequence[Mention] = ()
    skipped: Sequence[str] = ()
    quarantined: Sequence[Quarantined] = ()
    feeds: Sequence[str] = field(default=())
    """New feed states that this chunk's input carries, as JSON objects (`schemas.feeds`)."""
    stages: Sequence[StageWork] = ()
    """What each stage that it came through did, in their order."""
