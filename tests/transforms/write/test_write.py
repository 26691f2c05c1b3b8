"""What a chunk leaves behind: parts whose bytes the input decides, and counts that add up."""

import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from apache_beam.utils.windowed_value import PANE_INFO_UNKNOWN
from hypothesis import given
from hypothesis import strategies as st

from schemas.layout import commit_file
from schemas.records import Quarantined, Side, StageWork
from schemas.tables import LOG
from schemas.times import parse_rfc3339
from support.lakes import NOON, article, chunk, mention
from transforms.lake.commits import Commit
from transforms.lake.files import Lake
from transforms.write.commit import About, make_commit
from transforms.write.identity import mention_event, side_class, side_key
from transforms.write.parts import write_chunk
from transforms.write.rows import Batch
from transforms.write.transform import CommitFn, CommittedMeanwhile

BATCH = Batch("b", parse_rfc3339(NOON), "1")
BAD = Quarantined("read", "x", "bad_json", "no", "{", parse_rfc3339(NOON))


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "lake"))


def test_parts_have_the_tables_schema_and_sorted_ids(lake: Lake) -> None:
    articles = [article(name) for name in "zxy"]
    receipt = write_chunk(chunk(articles, [mention(a) for a in articles], [BAD]), BATCH, lake, keep_text=True)
    assert [part.path for part in receipt.parts] == [f"_log/{table}/b-00000.parquet" for table in LOG]
    for part in receipt.parts:
        rows = pq.read_table(lake.path(part.path))
        assert rows.schema.equals(LOG[part.table])
        ids = rows.column(0).to_pylist()
        assert ids == sorted(ids)


def test_the_same_chunk_in_another_order_gives_the_same_bytes(lake: Lake, tmp_path: Path) -> None:
    articles = [article(name) for name in "xyz"]
    one = write_chunk(chunk(articles), BATCH, lake, keep_text=True)
    two = write_chunk(chunk(articles[::-1]), BATCH, Lake(str(tmp_path / "other")), keep_text=True)
    assert one.parts == two.parts


def test_without_text_no_text_is_written(lake: Lake) -> None:
    receipt = write_chunk(chunk([article("x")]), BATCH, lake, keep_text=False)
    assert [part.table for part in receipt.parts] == ["articles"]


def test_a_stage_that_loses_a_document_crashes_the_run(lake: Lake) -> None:
    with pytest.raises(AssertionError, match="2 documents read, 1 settled"):
        write_chunk(replace(chunk([article("x")]), read=2), BATCH, lake, keep_text=True)


@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from("uvwxyz"), max_size=5), st.integers(0, 3), st.integers(0, 3)), max_size=4
    )
)
def test_read_is_written_duplicates_skipped_and_quarantined(shards: list[tuple[list[str], int, int]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        receipts = [
            write_chunk(
                chunk([article(n) for n in names], quarantined=[BAD] * bad, skipped=["seen"] * seen, shard=f"{number}"),
                BATCH,
                Lake(folder),
                keep_text=False,
            )
            for number, (names, bad, seen) in enumerate([*shards, ([], 0, 0)])
        ]
    counts = make_commit(receipts, About()).counts
    names = [name for names, _, _ in shards for name in names]
    assert counts.read == counts.settled == len(names) + sum(bad + seen for _, bad, seen in shards)
    assert counts.written == len(set(names))
    assert counts.duplicates == len(names) - len(set(names))


def test_commit_does_not_depend_on_the_order_of_receipts_and_counts_a_shard_once(lake: Lake) -> None:
    receipts = [
        write_chunk(chunk([article(name)], shard=name), BATCH, lake, keep_text=True) for name in ("x", "y", "z")
    ]
    commit = make_commit(receipts, About(inputs="i", versions={"newsbeam": "1"}))
    assert make_commit([*receipts[::-1], receipts[0]], About(inputs="i", versions={"newsbeam": "1"})) == commit
    assert Commit.from_json(commit.to_json()) == commit


def test_the_commit_says_what_each_stage_did_and_its_seconds_do_not_count(lake: Lake) -> None:
    read = StageWork("read", 3, 2, 1, 0, 0.5)
    one = replace(chunk([article("x"), article("y")], skipped=["seen"], shard="1"), stages=[read])
    two = replace(one, shard="2", articles=[article("z"), article("w")])
    receipts = [write_chunk(c, BATCH, lake, keep_text=True) for c in (one, two)]
    commit = make_commit(receipts, About())
    assert commit.stages == [StageWork("read", 6, 4, 2, 0, 0), StageWork("write", 4, 4, 0, 0, 0)]
    assert commit.stages[0].seconds == 1.0
    assert commit.stages[1].seconds > 0
    told = json.loads(commit.to_json())["stages"]
    assert told[0] == {
        "stage": "read",
        "documents_in": 6,
        "documents_out": 4,
        "skipped": 2,
        "quarantined": 0,
        "seconds": 1.0,
    }
    slower = make_commit([replace(r, stages=[replace(w, seconds=99.0) for w in r.stages]) for r in receipts], About())
    assert slower == commit
    assert slower.to_json() != commit.to_json()
    other = make_commit([replace(r, stages=[replace(w, skipped=9) for w in r.stages]) for r in receipts], About())
    assert other != commit


def test_a_committed_batch_is_never_changed(lake: Lake) -> None:
    def commit(name: str) -> None:
        step = CommitFn(lake.address, About())
        step.setup()
        list(step.process(("b", [write_chunk(chunk([article(name)]), BATCH, lake, keep_text=True)]), PANE_INFO_UNKNOWN))

    commit("x")
    commit("x")
    before = lake.read(commit_file("b"))
    with pytest.raises(CommittedMeanwhile, match="'b' was committed by another run"):
        commit("y")
    assert lake.read(commit_file("b")) == before


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b"not json", b'{"counts": 1, "parts": []}'])
def test_damaged_commit_says_so(damage: bytes) -> None:
    with pytest.raises(ValueError, match=r"commit|JSON|Expecting"):
        Commit.from_json(damage)


@pytest.mark.parametrize(
    ("side", "key"),
    [
        (Side("Rabat", "Morocco", "MAR", "GOV"), ("MAR", "state")),
        (Side("Morocco", "Morocco", "MAR", None), ("MAR", "state")),
        (Side("Hamas", "Hamas", "PSE", "REB"), ("PSE", "armed")),
        (Side("protesters", None, "MAR", "CVL"), ("MAR", "other")),
        (Side("NATO", "NATO", "IGO", None), ("NATO", "other")),
        (Side("Polisario", "Polisario Front", None, "REB"), ("Polisario Front", "armed")),
        (Side(), ("", "other")),
    ],
)
def test_a_side_is_its_country_or_else_its_name(side: Side, key: tuple[str, str]) -> None:
    assert side_key(side) == key
    assert side_class(side) == key[1]


def test_a_negated_event_is_not_the_event() -> None:
    of = article("x")
    assert mention_event(mention(of)) != mention_event(mention(of, modality="negated"))
