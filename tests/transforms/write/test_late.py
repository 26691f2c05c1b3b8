"""What comes for a window that has committed makes a batch of its own: it is in the lake, and counted once."""

from pathlib import Path

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.testing import test_stream
from apache_beam.transforms.window import FixedWindows, TimestampedValue
from apache_beam.utils.timestamp import Duration

from schemas.records import Chunk
from support.lakes import article, chunk
from transforms.lake.commits import committed, read_commit
from transforms.lake.files import Lake
from transforms.publish.check import check
from transforms.publish.publish import publish
from transforms.write.commit import About, make_commit
from transforms.write.late import late_commit
from transforms.write.parts import write_chunk
from transforms.write.transform import BatchRule, Write

RULE = BatchRule("desk", 0, "1")
WINDOW = "desk-19700101T001640Z"


def run(lake: Lake, source: test_stream.TestStream) -> None:
    # The one local runner that moves a watermark as a test says.
    options = PipelineOptions(["--runner=BundleBasedDirectRunner", "--streaming"])
    with beam.Pipeline(options=options) as pipeline:
        _ = (
            pipeline
            | source
            | beam.WindowInto(FixedWindows(10), allowed_lateness=Duration(3600))
            | Write(lake.address, RULE)
        )


def at(second: int, shard: str, *names: str) -> TimestampedValue:
    return TimestampedValue(chunk([article(name) for name in names], shard=shard), second)


def test_late_documents_are_committed_beside_their_window(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path / "lake"))
    source = (
        test_stream.TestStream(coder=beam.coders.registry.get_coder(Chunk))
        .advance_watermark_to(1000)
        .add_elements([at(1001, "a", "one", "two")])
        .advance_watermark_to(1015)
        .add_elements([at(1002, "b", "three")])
        .add_elements([at(1012, "c", "four")])
        .advance_watermark_to_infinity()
    )
    run(lake, source)
    commits = [read_commit(lake, batch) for batch in committed(lake)]
    assert [commit.batch.partition(".late-")[0] for commit in commits] == [WINDOW, WINDOW, "desk-19700101T001650Z"]
    assert [commit.counts.written for commit in commits] == [2, 1, 1]
    publish(lake)
    assert check(lake) == []


def test_a_shard_that_comes_again_is_not_late(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path / "lake"))
    source = (
        test_stream.TestStream(coder=beam.coders.registry.get_coder(Chunk))
        .advance_watermark_to(1000)
        .add_elements([at(1001, "a", "one")])
        .advance_watermark_to(1015)
        .add_elements([at(1001, "a", "one")])
        .advance_watermark_to_infinity()
    )
    run(lake, source)
    assert committed(lake) == [WINDOW]


def test_a_late_batch_is_named_by_its_shards(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path / "lake"))
    batch = RULE.batch(None)
    first, second, third = (
        write_chunk(chunk([article(name)], shard=name), batch, lake, keep_text=True) for name in ("a", "b", "c")
    )
    known = make_commit([first], About())
    assert late_commit([first], known, About()) is None
    late, again = late_commit([second, third, first], known, About()), late_commit([third, second], known, About())
    assert late is not None
    assert again is not None
    assert late.batch == again.batch
    assert late.counts.written == 2
