"""The stage in a pipeline: chunks in, the same chunks with mentions out."""

from collections.abc import Callable

import apache_beam as beam
from apache_beam.testing.util import assert_that

from schemas.records import Article, Chunk
from transforms.events.transform import CodeEvents


def test_chunks_pass_with_their_mentions(article: Callable[..., Article]) -> None:
    chunks = [
        Chunk(shard="a", read=1, articles=[article("France condemned Russia.")]),
        Chunk(shard="b", read=1, articles=[article("The bread was good.")]),
        Chunk(shard="heartbeat"),
    ]

    def check(found: list[Chunk]) -> None:
        told = {c.shard: ([a.coding_status for a in c.articles], [m.event_type for m in c.mentions]) for c in found}
        assert told == {"a": (["coded"], ["ACCUSE"]), "b": (["no_event"], []), "heartbeat": ([], [])}

    with beam.Pipeline("FnApiRunner") as pipeline:
        assert_that(pipeline | beam.Create(chunks) | CodeEvents(), check)
