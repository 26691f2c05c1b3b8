"""The lake's tables as Arrow schemas. Column names are a contract: columns are added, never renamed.

`PUBLISHED` is what readers see; the partition column of a table is its folder's name and stands in no
file. `LOG` is what a batch writes: the same rows before copies are chosen and events joined, with the
columns that publishing needs for that (`document`, `minhash`).
"""

import pyarrow as pa

SCHEMA_VERSION = "2"
"""Raised when columns are added, so that everything published is built anew with them."""

TIME = pa.timestamp("us", tz="UTC")
STRINGS = pa.list_(pa.string())
TOPIC = pa.struct([("code", pa.string()), ("label", pa.string()), ("score", pa.float32()), ("words", STRINGS)])

ARTICLES = pa.schema(
    [
        ("article_id", pa.string()),
        ("source_id", pa.string()),
        ("url", pa.string()),
        ("canonical_url", pa.string()),
        ("source_domain", pa.string()),
        ("source_name", pa.string()),
        ("feed_url", pa.string()),
        ("title", pa.string()),
        ("authors", STRINGS),
        ("published_at", TIME),
        ("published_from", pa.string()),
        ("published_text", pa.string()),
        ("updated_at", TIME),
        ("fetched_at", TIME),
        ("ingested_at", TIME),
        ("language", pa.string()),
        ("word_count", pa.int32()),
        ("text_status", pa.string()),
        ("page_error", pa.string()),
        ("content_hash", pa.string()),
        ("duplicate_of", pa.string()),
        ("genre", pa.string()),
        ("primary_topic", pa.string()),
        ("topics", pa.list_(TOPIC)),
        ("categories", STRINGS),
        ("coding_status", pa.string()),
        ("batch_id", pa.string()),
        ("coder_version", pa.string()),
    ]
)

ARTICLE_TEXT = pa.schema([("article_id", pa.string()), ("text", pa.string())])


def _side(role: str) -> list[pa.Field]:
    return [pa.field(f"{role}_{part}", pa.string()) for part in ("text", "name", "country", "sector")]


MENTIONS = pa.schema(
    [
        pa.field("mention_id", pa.string()),
        pa.field("event_id", pa.string()),
        pa.field("article_id", pa.string()),
        pa.field("sentence_index", pa.int32()),
        pa.field("sentence", pa.string()),
        pa.field("trigger", pa.string()),
        pa.field("trigger_start", pa.int32()),
        pa.field("trigger_end", pa.int32()),
        pa.field("event_type", pa.string()),
        pa.field("mode", pa.string()),
        pa.field("contexts", STRINGS),
        pa.field("cameo_code", pa.string()),
        pa.field("quad_class", pa.int8()),
        pa.field("goldstein", pa.float32()),
        *_side("actor"),
        *_side("recipient"),
        pa.field("dyad", pa.string()),
        pa.field("event_date", pa.date32()),
        pa.field("date_text", pa.string()),
        pa.field("date_precision", pa.string()),
        pa.field("place_name", pa.string()),
        pa.field("place_country", pa.string()),
        pa.field("latitude", pa.float64()),
        pa.field("longitude", pa.float64()),
        pa.field("geonames_id", pa.int64()),
        pa.field("modality", pa.string()),
        pa.field("attribution", pa.string()),
        pa.field("confidence", pa.float32()),
    ]
)

EVENTS = pa.schema(
    [
        ("event_id", pa.string()),
        ("event_date", pa.date32()),
        ("event_type", pa.string()),
        ("mode", pa.string()),
        ("contexts", STRINGS),
        ("cameo_code", pa.string()),
        ("quad_class", pa.int8()),
        ("goldstein", pa.float32()),
        ("actor_name", pa.string()),
        ("actor_country", pa.string()),
        ("actor_sector", pa.string()),
        ("recipient_name", pa.string()),
        ("recipient_country", pa.string()),
        ("recipient_sector", pa.string()),
        ("dyad", pa.string()),
        ("modality", pa.string()),
        ("date_precision", pa.string()),
        ("place_name", pa.string()),
        ("place_country", pa.string()),
        ("n_mentions", pa.int32()),
        ("n_articles", pa.int32()),
        ("n_sources", pa.int32()),
        ("first_reported_at", TIME),
        ("last_reported_at", TIME),
        ("article_id", pa.string()),
        ("url", pa.string()),
        ("sentence", pa.string()),
        ("confidence", pa.float32()),
    ]
)

QUARANTINE = pa.schema(
    [
        ("quarantine_id", pa.string()),
        ("batch_id", pa.string()),
        ("stage", pa.string()),
        ("input_id", pa.string()),
        ("error_type", pa.string()),
        ("message", pa.string()),
        ("excerpt", pa.string()),
        ("fetched_at", TIME),
    ]
)

FEEDS = pa.schema(
    [
        ("feed_url", pa.string()),
        ("moved_to", pa.string()),
        ("title", pa.string()),
        ("last_polled_at", TIME),
        ("last_success_at", TIME),
        ("status", pa.int32()),
        ("etag", pa.string()),
        ("last_modified", pa.string()),
        ("ttl_seconds", pa.int32()),
        ("next_due_at", TIME),
        ("wait_until", TIME),
        ("entries", pa.int32()),
        ("failures", pa.int32()),
        ("error", pa.string()),
    ]
)

DIM_EVENT_TYPE = pa.schema(
    [
        ("event_type", pa.string()),
        ("label", pa.string()),
        ("cameo_code", pa.string()),
        ("quad_class", pa.int8()),
        ("quad_label", pa.string()),
        ("goldstein", pa.float32()),
        ("description", pa.string()),
    ]
)

DIM_COUNTRY = pa.schema(
    [
        ("country", pa.string()),
        ("alpha_2", pa.string()),
        ("numeric", pa.string()),
        ("name", pa.string()),
        ("kind", pa.string()),
    ]
)

DIM_TOPIC = pa.schema([("code", pa.string()), ("label", pa.string()), ("description", pa.string())])

# How a published table is cut: its partition column, and what that column holds.
PARTITION_KEYS: dict[str, str] = {
    "articles": "day",
    "article_text": "day",
    "mentions": "month",
    "events": "month",
    "quarantine": "day",
}

PUBLISHED: dict[str, pa.Schema] = {
    "articles": ARTICLES,
    "article_text": ARTICLE_TEXT,
    "mentions": MENTIONS,
    "events": EVENTS,
    "quarantine": QUARANTINE,
    "feeds": FEEDS,
    "dim_event_type": DIM_EVENT_TYPE,
    "dim_country": DIM_COUNTRY,
    "dim_topic": DIM_TOPIC,
}

# The column that rows are sorted by, and that no two rows of a table share.
ROW_IDS: dict[str, str] = {
    "articles": "article_id",
    "article_text": "article_id",
    "mentions": "mention_id",
    "events": "event_id",
    "quarantine": "quarantine_id",
    "feeds": "feed_url",
    "dim_event_type": "event_type",
    "dim_country": "country",
    "dim_topic": "code",
}

DOCUMENT = pa.field("document", pa.string())
"""The id of a raw document in its batch: tells copies of one article apart, and finds their rows."""

LOG: dict[str, pa.Schema] = {
    "articles": pa.schema([*ARTICLES, DOCUMENT, pa.field("minhash", pa.binary())]),
    "article_text": pa.schema([*ARTICLE_TEXT, DOCUMENT]),
    "mentions": pa.schema([*MENTIONS, DOCUMENT]),
    "quarantine": QUARANTINE,
}
