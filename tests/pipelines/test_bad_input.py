"""Bad input, all of it in one run: each is settled, with a message that says what was wrong, and none stops it."""

import gzip
import json
import os
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from pipelines.cli import main
from transforms.lake.commits import read_commit
from transforms.lake.files import Lake
from transforms.publish.check import check

SENTENCE = "Israel and Morocco signed a defence agreement on Wednesday, the Israeli defence ministry said."
LINES = [
    {"id": "../../etc/passwd", "text": SENTENCE, "published": "2026-11-18T09:00:00Z"},
    {"id": "a/b.c/../d", "text": SENTENCE + " It was the second.", "published": "the day before yesterday"},
    {"id": 17, "text": SENTENCE + " It was the third.", "authors": "One Author"},
    {"id": "wrong-type", "text": ["no", "string"]},
    {"id": "no-text", "title": "A title alone"},
    {"id": "wrong-times", "text": SENTENCE + " It was the fourth.", "published": 20261118, "url": {"no": "url"}},
]


def write_bad_drops(folder: Path) -> None:
    folder.mkdir()
    lines = [json.dumps(line) for line in LINES]
    lines += ["no JSON at all", "42", '"a string"', "[]", '{"id": "cut', "{}", ""]
    (folder / "lines.jsonl").write_text("\n".join(lines), encoding="utf-8")
    long = json.dumps({"id": "long", "text": "x" * 50_000_000})
    after = json.dumps({"id": "after", "text": SENTENCE + " It was the fifth."})
    (folder / "long.jsonl").write_text(f"{long}\n{after}\n", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.jsonl").write_bytes(b"\n\n  \n")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "latin.txt").write_bytes(f"{SENTENCE} Café".encode("latin-1") + b"\xff\xfe")
    packed = gzip.compress(
        "\n".join(json.dumps({"id": f"n{n}", "text": f"{SENTENCE} {n}"}) for n in range(500)).encode()
    )
    (folder / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (folder / "cut.txt.gz").write_bytes(gzip.compress(SENTENCE.encode())[:-12])
    (folder / "not.txt.gz").write_bytes(SENTENCE.encode())
    (folder / "bomb.txt.gz").write_bytes(gzip.compress(b"0" * 200_000_000, 1))
    (folder / "nested.html").write_bytes(b"<div>" * 5_000 + SENTENCE.encode())
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "broken.xml").write_bytes(b"<rss><channel><item><title>Half a feed")
    (folder / "name with #, ? and %20.txt").write_text(SENTENCE + " It was the sixth.", encoding="utf-8")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    home = tmp_path_factory.mktemp("bad")
    write_bad_drops(home / "drops")
    flags = ["--input", str(home / "drops"), "--output", str(home / "lake"), "--batch", "bad"]
    assert main(["ingest", *flags]) == 0
    return Lake(str(home / "lake"))


def rows(lake: Lake, table: str) -> list[dict[str, object]]:
    return ds.dataset(f"{lake.address}/{table}", partitioning="hive").to_table().to_pylist()


def test_every_document_is_settled(lake: Lake) -> None:
    counts = read_commit(lake, "bad").counts
    assert counts.read == counts.settled
    assert counts.quarantined == len(rows(lake, "quarantine"))
    assert counts.written == len(rows(lake, "articles"))
    assert counts.skipped["empty"] >= 1
    assert counts.skipped["unsupported"] == 1
    assert check(lake) == []


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("bad_json", "lines.jsonl"),
        ("not_an_object", "lines.jsonl"),
        ("bad_field", "lines.jsonl"),
        ("line_too_long", "long.jsonl"),
        ("binary", "binary.txt"),
        ("truncated_gzip", "cut.jsonl.gz"),
        ("truncated_gzip", "cut.txt.gz"),
        ("too_large", "bomb.txt.gz"),
    ],
)
def test_quarantine_names_the_file_and_what_was_wrong(lake: Lake, kind: str, file: str) -> None:
    found = [row for row in rows(lake, "quarantine") if row["error_type"] == kind and file in str(row["input_id"])]
    assert found, [(row["error_type"], os.path.basename(str(row["input_id"]))) for row in rows(lake, "quarantine")]
    assert all(len(str(row["message"])) > 10 for row in found)


def test_not_gzip_under_a_gz_name_is_quarantined(lake: Lake) -> None:
    assert [row["error_type"] for row in rows(lake, "quarantine") if "not.txt.gz" in str(row["input_id"])]


def test_what_is_readable_is_read(lake: Lake) -> None:
    articles = {row["source_id"]: row for row in rows(lake, "articles")}
    assert {"../../etc/passwd", "a/b.c/../d", "17", "wrong-times", "after", "latin"} <= set(articles)
    assert "name with #, ? and %20" in articles
    assert articles["a/b.c/../d"]["published_at"] is None
    assert articles["17"]["authors"] == ["One Author"]
    assert sum(str(name).startswith("n") for name in articles) > 100, "lines before the cut are read"


def test_no_input_writes_outside_the_lake(lake: Lake) -> None:
    home = Path(lake.address).parent
    assert {path.name for path in home.iterdir()} == {"drops", "lake"}
