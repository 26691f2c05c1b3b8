"""What the shards of a batch wrote, as the commit that makes the batch count."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from schemas.records import StageWork
from schemas.times import format_micros
from transforms.lake.commits import Commit, Counts
from transforms.write.parts import Receipt


@dataclass(frozen=True)
class About:
    """What a commit says of its run: a digest of its inputs, versions, and options without secrets."""

    inputs: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)


def make_commit(receipts: Iterable[Receipt], about: About) -> Commit:
    """The commit of one batch from the receipts of all its shards, in any order; a shard counts once.

    A document whose article stands in the batch already is a duplicate. Raises ValueError without receipts.
    """
    by_shard = {receipt.shard: receipt for receipt in receipts}
    shards = [by_shard[name] for name in sorted(by_shard)]
    if not shards:
        raise ValueError("no shard, so no batch to commit: an empty batch has one empty shard")
    articles = Counter(article for shard in shards for article in shard.articles)
    counts = Counts(
        read=sum(shard.read for shard in shards),
        written=len(articles),
        duplicates=articles.total() - len(articles),
        skipped=dict(sorted(Counter(reason for shard in shards for reason in shard.skipped).items())),
        quarantined=sum(shard.quarantined for shard in shards),
    )
    if counts.read != counts.settled:
        raise AssertionError(f"batch {shards[0].batch}: {counts.read} documents read, {counts.settled} settled")
    return Commit(
        batch=shards[0].batch,
        logical_time=format_micros(min(shard.logical_time for shard in shards)),
        inputs=about.inputs,
        counts=counts,
        mentions=sum(shard.mentions for shard in shards),
        parts=sorted((part for shard in shards for part in shard.parts), key=lambda part: part.path),
        touched=sorted({partition for shard in shards for partition in shard.touched}),
        versions=dict(sorted(about.versions.items())),
        options=dict(sorted(about.options.items())),
        feeds=[json.loads(state) for state in sorted({state for shard in shards for state in shard.feeds})],
        stages=stages_of(shards),
    )


def stages_of(shards: Iterable[Receipt]) -> list[StageWork]:
    """What each stage did in all shards together, in the order of the flow; seconds are added up over workers."""
    by_stage: dict[str, list[StageWork]] = {}
    for shard in shards:
        for work in shard.stages:
            by_stage.setdefault(work.stage, []).append(work)
    return [
        StageWork(
            stage=stage,
            documents_in=sum(work.documents_in for work in found),
            documents_out=sum(work.documents_out for work in found),
            skipped=sum(work.skipped for work in found),
            quarantined=sum(work.quarantined for work in found),
            seconds=round(sum(work.seconds for work in found), 3),
        )
        for stage, found in by_stage.items()
    ]
