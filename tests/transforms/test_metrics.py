"""What each stage tells of its documents: as Beam's metrics, and as numbers that travel to the commit."""

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.metrics import MetricsFilter
from apache_beam.testing.util import assert_that

from pipelines.core import batch_rule
from schemas.codes import SkipReason, Stage
from schemas.records import Chunk, RawDocument, StageWork
from support.lakes import article
from transforms.classify.transform import Classify
from transforms.clean.transform import Clean
from transforms.events.transform import CodeEvents
from transforms.metrics import namespace, work_of
from transforms.outcomes import BadInput, Skipped
from transforms.sources.match import match
from transforms.sources.plan import plan
from transforms.sources.read import ReadFn, ReadSplits
from transforms.sources.splits import Split
from transforms.stage import StageFn, settle
from transforms.write.commit import stages_of
from transforms.write.parts import Receipt
from transforms.write.transform import WriteFn

FLOW = ["read", "clean", "classify", "code", "write"]
TEXT = "Israel and Morocco signed a defence agreement on Wednesday, the Israeli defence ministry said.\n"


@pytest.fixture
def drops(tmp_path: Path) -> Path:
    """Documents of every end: five written, one of them twice; three skipped for three reasons; two quarantined."""
    folder = tmp_path / "drops"
    folder.mkdir()
    lines = [json.dumps({"id": str(number), "text": f"{TEXT} {number}"}) for number in range(3)]
    lines += [json.dumps({"url": "https://a.example/same", "text": TEXT})] * 2
    (folder / "a.jsonl").write_text("\n".join([*lines, "no JSON"]), encoding="utf-8")
    (folder / "b.txt").write_bytes(b"\x00\x01\x02" * 100)
    (folder / "c.txt").write_text("", encoding="utf-8")
    (folder / "d.png").write_bytes(b"\x89PNG")
    (folder / "e.html").write_text("<html><body><script>1</script></body></html>", encoding="utf-8")
    return folder


def splits(drops: Path) -> list[Split]:
    return [*plan(match([str(drops)])), Split("heartbeat", [])]


def named(result: beam.runners.runner.PipelineResult, stage: str) -> dict[str, int]:
    counted = result.metrics().query(MetricsFilter().with_namespace(namespace(stage)))["counters"]
    return {counter.key.metric.name: counter.committed for counter in counted if counter.committed}


def test_every_stage_says_what_became_of_its_documents_and_both_tellings_agree(drops: Path, tmp_path: Path) -> None:
    told: list[StageWork] = []

    def keep(receipts: list[tuple[str, Receipt]]) -> None:
        told.extend(stages_of(receipt for _, receipt in receipts))
        Path(tmp_path / "told.json").write_text(json.dumps([vars(work) for work in told]), encoding="utf-8")

    with beam.Pipeline("FnApiRunner") as pipeline:
        chunks = pipeline | beam.Create(splits(drops)) | ReadSplits() | Clean() | Classify() | CodeEvents()
        writer = WriteFn(str(tmp_path / "lake"), batch_rule("b", 0), keep_text=False)
        assert_that(chunks | "Write" >> beam.ParDo(writer), keep)
    stages = [StageWork(**fields) for fields in json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))]
    assert [work.stage for work in stages] == FLOW
    assert stages == [
        StageWork("read", 10, 7, 2, 1, 0),
        StageWork("clean", 7, 5, 1, 1, 0),
        StageWork("classify", 5, 5, 0, 0, 0),
        StageWork("code", 5, 5, 0, 0, 0),
        StageWork("write", 5, 5, 0, 0, 0),
    ]
    for work in stages:
        assert work.documents_in == work.documents_out + work.skipped + work.quarantined
    # A stage may take less than the millisecond that sums are rounded to; coding takes more.
    assert stages[FLOW.index("code")].seconds > 0
    for before, after in pairwise(stages):
        assert before.documents_out == after.documents_in
    reasons = {"read": {"documents_skipped_empty": 1, "documents_skipped_unsupported": 1}}
    reasons["clean"] = {"documents_skipped_no_text": 1}
    for work in stages:
        counters = named(pipeline.result, work.stage)
        assert {name: counters.pop(name) for name in list(counters) if "_skipped_" in name} == reasons.get(
            work.stage, {}
        )
        assert counters.pop("documents_quarantined", 0) == work.quarantined
        assert counters == {"documents_in": work.documents_in, "documents_out": work.documents_out}


def ticking(*seconds: float) -> Callable[[], float]:
    """A clock that shows these times, one after the other."""
    times = iter(seconds)
    return lambda: next(times)


def test_a_stages_seconds_are_the_functions_own(monkeypatch: pytest.MonkeyPatch) -> None:
    step = StageFn(Stage.CODE, lambda: lambda chunk: chunk, clock=ticking(10.0, 12.5))
    step.setup()
    before = StageWork("clean", 1, 1, 0, 0, 1.0)
    (chunk,) = step.process(Chunk("0", 1, articles=[article("x")], stages=[before]))
    assert [(work.stage, work.seconds) for work in chunk.stages] == [("clean", 1.0), ("code", 2.5)]


def test_reading_is_not_charged_with_what_the_stages_behind_it_take(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "one"}\n' * 150, encoding="utf-8")
    (split,) = plan(match([str(tmp_path)]))
    # Started, first chunk; 100 seconds pass in the stages behind; started again, second chunk.
    step = ReadFn(clock=ticking(0.0, 1.0, 101.0, 103.0, 200.0))
    chunks = list(step.process(split))
    assert [(work.documents_in, work.seconds) for chunk in chunks for work in chunk.stages] == [(100, 1.0), (50, 2.0)]


def test_the_reasons_of_stages_before_are_not_counted_again() -> None:
    def odd(item: RawDocument) -> None:
        raise {"s": Skipped(SkipReason.NO_TEXT), "b": BadInput("odd", "it is odd")}[item.uri]

    documents = [RawDocument(uri, None, b"", "text", 0) for uri in "ssb"]
    before = Chunk("0", 5, documents, skipped=["seen", "no_text"])
    after = settle(before, Stage.CLEAN, documents, odd)  # type: ignore[arg-type]
    assert work_of(Stage.CLEAN, before, after, 0.5) == StageWork("clean", 3, 0, 2, 1, 0.5)


def test_the_stages_of_shards_are_added_up_in_the_order_of_the_flow() -> None:
    one = [StageWork("read", 3, 2, 1, 0, 0.25), StageWork("clean", 2, 1, 0, 1, 1.0)]
    receipt = Receipt("b", 0, "0", [], [], 3, [], 0, [], 0, [], one)
    other = replace(receipt, shard="1", stages=[replace(work, seconds=0.5) for work in one])
    total = stages_of([receipt, other])
    assert total == [StageWork("read", 6, 4, 2, 0, 0), StageWork("clean", 4, 2, 0, 2, 0)]
    assert [work.seconds for work in total] == [0.75, 1.5]
    assert stages_of([]) == []


def test_seconds_do_not_count_where_two_are_compared_and_the_rest_does() -> None:
    work = StageWork("read", 3, 2, 1, 0, 0.25)
    assert work == replace(work, seconds=9.0)
    assert work != replace(work, skipped=0)
