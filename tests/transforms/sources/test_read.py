"""Splits to chunks: everything once, sums that hold, bounded sizes; plainly and on a runner."""

import gzip
import json
import os
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.testing.util import assert_that
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.codes import SkipReason
from schemas.feeds import FeedState
from schemas.records import Chunk, RawDocument
from transforms.sources.formats.readers import READERS
from transforms.sources.match import match
from transforms.sources.plan import plan
from transforms.sources.read import CHUNK_BYTES, CHUNK_DOCUMENTS, ReadSplits, chunks, open_file
from transforms.sources.splits import FileRange, Split


def read(*files: FileRange) -> list[Chunk]:
    found = list(chunks(Split("00007", files), open_file))
    for chunk in found:
        assert chunk.read == len(chunk.documents) + len(chunk.skipped) + len(chunk.quarantined)
        assert chunk.read <= CHUNK_DOCUMENTS
        assert len(chunk.documents) == 1 or sum(len(document.body) for document in chunk.documents) <= CHUNK_BYTES
    assert [chunk.shard for chunk in found] == [f"00007-{number:04d}" for number in range(len(found))]
    return found


def documents(found: Iterable[Chunk]) -> list[RawDocument]:
    return [document for chunk in found for document in chunk.documents]


def lines(count: int, text: str = "words") -> bytes:
    return b"".join(json.dumps({"id": n, "text": f"{text} {n}"}).encode() + b"\n" for n in range(count))


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with files of all formats, good and bad."""
    contents = {
        "a.txt": b"One.",
        "b.txt.gz": gzip.compress(b"Two."),
        "c.html": b"<html><p>Three.</p></html>",
        "d.jsonl": lines(250) + b"not json\n{}\n[]\n\n" + b'{"text": " "}\n',
        "e.jsonl.gz": gzip.compress(lines(3)) + gzip.compress(lines(2)),
        "f.jsonl.gz": gzip.compress(lines(100))[:-40],
        "g.txt": b" \n",
        "h.png": b"\x89PNG",
        "i.html.gz": b"plain",
        "j.jsonl": b"",
        "k.rss": b"<rss version='2.0'><channel><title>T</title><item><guid>1</guid><title>Six</title>"
        b"<description>Words of a story.</description></item></channel></rss>",
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_everything_has_one_end(mixed: Path) -> None:
    found = read(*match([str(mixed)]))
    names = Counter(os.path.basename(document.uri).partition("#")[0] for document in documents(found))
    kept = names.pop("f.jsonl.gz")
    assert names == {"a.txt": 1, "b.txt.gz": 1, "c.html": 1, "d.jsonl": 250, "e.jsonl.gz": 5, "k.rss": 1}
    packed = (mixed / "f.jsonl.gz").read_bytes()
    assert kept == zlib.decompressobj(31).decompress(packed).count(b"\n") > 20
    assert Counter(reason for chunk in found for reason in chunk.skipped) == {"empty": 2, "unsupported": 1}
    bad = [
        (os.path.basename(item.uri).partition("#")[0], item.error_type) for chunk in found for item in chunk.quarantined
    ]
    assert bad == [
        ("d.jsonl", "bad_json"),
        ("d.jsonl", "bad_field"),
        ("d.jsonl", "not_an_object"),
        ("f.jsonl.gz", "truncated_gzip"),
        ("i.html.gz", "truncated_gzip"),
    ]


def in_order(found: Iterable[Chunk]) -> list[Chunk]:
    return sorted(found, key=lambda chunk: chunk.shard)


def test_a_runner_gives_the_plain_functions_chunks(mixed: Path) -> None:
    splits = plan(match([str(mixed)]), split_bytes=4000)
    assert len(splits) > 4
    expected = in_order(chunk for split in splits for chunk in chunks(split, open_file))

    def same(actual: list[Chunk]) -> None:
        assert [plain(chunk) for chunk in in_order(actual)] == [plain(chunk) for chunk in expected]

    with beam.Pipeline("FnApiRunner") as pipeline:
        found = pipeline | beam.Create(splits) | ReadSplits()
        assert found.element_type is Chunk
        assert_that(found, same)
    result = pipeline.result.metrics().query(beam.metrics.MetricsFilter().with_namespace("newsbeam.read"))
    counted = {counter.key.metric.name: counter.committed for counter in result["counters"] if counter.committed}
    reasons = Counter(reason for chunk in expected for reason in chunk.skipped)
    assert counted == {
        "documents_in": sum(chunk.read for chunk in expected),
        "documents_out": sum(len(chunk.documents) for chunk in expected),
        "documents_quarantined": sum(len(chunk.quarantined) for chunk in expected),
        **{f"documents_skipped_{reason}": number for reason, number in reasons.items()},
    }
    (spread,) = result["distributions"]
    assert (spread.key.metric.name, spread.committed.count) == ("chunk_milliseconds", len(expected))


def plain(chunk: Chunk) -> tuple[object, ...]:
    return chunk.shard, chunk.read, *map(list, (chunk.documents, chunk.skipped, chunk.quarantined, chunk.feeds))


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(st.integers(0, 300), max_size=40),
    ending=st.sampled_from([b"\n", b"\r\n", b"\n\n"]),
    final=st.booleans(),
    size=st.integers(1, 3000),
)
def test_any_cut_of_a_jsonl_gives_the_documents_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, texts: list[int], ending: bytes, final: bool, size: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "a.jsonl"
    rows = [json.dumps({"id": n, "text": "é" * length}).encode() for n, length in enumerate(texts)]
    path.write_bytes(b"\xef\xbb\xbf" + ending.join(rows) + (ending if final else b""))
    (file,) = match([str(path)])
    whole = read(file)
    cut = [chunk for split in plan([file], split_bytes=size) for chunk in chunks(split, open_file)]
    assert documents(cut) == documents(whole)
    assert [reason for chunk in cut for reason in chunk.skipped] == [r for chunk in whole for r in chunk.skipped]
    assert [d.source_id for d in documents(whole)] == [str(n) for n, length in enumerate(texts) if length]


def test_feeds_states_go_with_the_documents_and_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.warc").write_bytes(b"")
    document = RawDocument(uri="a", source_id=None, body=b"x", body_kind="text", fetched_at=0)
    state = FeedState("https://example.com/feed", seen=("a", "b"))
    monkeypatch.setitem(READERS, "warc", lambda file, stream: iter([document, SkipReason.SEEN, state]))
    (chunk,) = read(*match([str(tmp_path)]))
    assert (chunk.read, chunk.skipped) == (2, ["seen"])
    assert [FeedState.from_json(text) for text in chunk.feeds] == [state]


def test_chunks_are_bounded_in_bytes(tmp_path: Path) -> None:
    for number, size in enumerate([7_000_000, 7_000_000, 7_000_000, 20_000_000, 1, 1]):
        (tmp_path / f"{number}.txt").write_bytes(b"x" * size)
    assert [chunk.read for chunk in read(*match([str(tmp_path)]))] == [2, 1, 1, 2]


def test_a_file_that_cannot_be_opened_is_quarantined_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"Words.")
    (file,) = match([str(tmp_path)])
    (chunk,) = read(replace(file, uri=f"{tmp_path}/gone.txt"), replace(file, uri=str(tmp_path)), file)
    assert [(item.error_type, item.stage) for item in chunk.quarantined] == [("unreadable", "read")] * 2
    assert "gone.txt" in chunk.quarantined[0].message
    assert [document.source_id for document in chunk.documents] == ["b"]


def test_no_password_reaches_the_quarantine(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(
        b'{"url": "https://ann:secret@example.com/a?api_key=secret", "text": 1}\n{"text": "https://ann:secret@example.com\n'
    )
    (chunk,) = read(*match([str(tmp_path)]))
    assert len(chunk.quarantined) == 2
    assert "example.com" in chunk.quarantined[0].excerpt
    assert "secret" not in repr(chunk)


PEAK = """
import resource, sys
from transforms.sources.match import match
from transforms.sources.plan import plan
from transforms.sources.read import chunks, open_file
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for split in plan(match(sys.argv[1:])):
    for chunk in chunks(split, open_file):
        for item in chunk.quarantined:
            print(item.error_type)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_memory_is_bounded_for_a_long_line_and_for_bombs(tmp_path: Path) -> None:
    with (tmp_path / "a.jsonl").open("wb") as out:
        for _ in range(200):
            out.write(b'"' * 1_000_000)
        out.write(b'\n{"text": "after"}\n')
    packer = zlib.compressobj(9, wbits=31)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(200)) + packer.flush()
    (tmp_path / "b.jsonl.gz").write_bytes(packed)
    (tmp_path / "c.txt.gz").write_bytes(packed)
    # In a process of its own: what this one has held at its peak says nothing of these files.
    done = subprocess.run([sys.executable, "-c", PEAK, str(tmp_path)], capture_output=True, text=True, check=True)
    *errors, peak = done.stdout.split()
    assert errors == ["line_too_long", "gzip_bomb", "too_large"]
    assert int(peak) < 130


def test_a_large_file_is_read_as_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl.gz"
    path.write_bytes(gzip.compress(lines(200_000), 1))
    (file,) = match([str(path)])
    raw = open_file(file)
    found = chunks(Split("00000", [file]), lambda uri: raw)
    assert next(found).read == CHUNK_DOCUMENTS
    assert raw.tell() < file.size / 2
    found.close()  # type: ignore[attr-defined]
    assert raw.closed
