"""Splits: the same for the same listing, each byte once, small files together."""

import random

from hypothesis import given
from hypothesis import strategies as st

from transforms.sources.plan import PLAIN, SPLIT_BYTES, SPLIT_FILES, UNPACKED, inputs_digest, plan, weight_of
from transforms.sources.splits import FileRange

KINDS = [("jsonl", False), ("jsonl", True), ("text", False), ("html", True), ("unsupported", False)]


@st.composite
def listings(draw: st.DrawFn) -> list[FileRange]:
    sizes = st.sampled_from(
        [0, 1, 999, SPLIT_BYTES // PLAIN, SPLIT_BYTES - 1, SPLIT_BYTES, SPLIT_BYTES + 1, 3 * SPLIT_BYTES]
    )
    rows = draw(st.lists(st.tuples(sizes, st.sampled_from(KINDS)), max_size=250))
    return [FileRange(f"/d/{n:03d}", *kind, size, n) for n, (size, kind) in enumerate(rows)]


@given(files=listings(), seed=st.integers(0, 5))
def test_each_byte_is_in_one_split(files: list[FileRange], seed: int) -> None:
    splits = plan(files)
    assert len({split.shard for split in splits}) == len(splits)
    read = [file for split in splits for file in split.files]
    assert sorted({file.uri for file in read}) == [file.uri for file in files]
    for file in files:
        pieces = [piece for piece in read if piece.uri == file.uri]
        assert pieces[0].start == 0
        assert pieces[-1].end is None
        assert [piece.end for piece in pieces[:-1]] == [piece.start for piece in pieces[1:]]
        assert all(piece.start < max(file.size, 1) for piece in pieces)
        assert len(pieces) == 1 or (file.format == "jsonl" and not file.gzipped)
    for split in splits:
        assert 1 <= len(split.files) <= SPLIT_FILES
        assert len(split.files) == 1 or sum(map(weight_of, split.files)) <= SPLIT_BYTES
    shuffled = random.Random(seed).sample(files, len(files))
    assert plan(shuffled) == splits
    assert inputs_digest(shuffled) == inputs_digest(files)


def test_small_files_share_splits_in_the_order_of_their_names() -> None:
    files = [FileRange(f"/d/{n:03d}.txt", "text", False, 1000, 0) for n in range(250)]
    splits = plan(files)
    assert [split.shard for split in splits] == ["00000", "00001", "00002"]
    assert [len(split.files) for split in splits] == [100, 100, 50]
    assert [file for split in splits for file in split.files] == files


def test_a_large_jsonl_is_cut_and_a_packed_one_is_not() -> None:
    size = SPLIT_BYTES // PLAIN
    plain = FileRange("/d/a.jsonl", "jsonl", False, 2 * size + 1, 0)
    packed = FileRange("/d/b.jsonl.gz", "jsonl", True, 2 * size + 1, 0)
    ranges = [[(file.start, file.end) for file in split.files] for split in plan([packed, plain])]
    assert ranges == [[(0, size)], [(size, 2 * size)], [(2 * size, None)], [(0, None)]]


def test_plain_text_weighs_more_than_pages_and_packed_files_more_than_they_show() -> None:
    kinds = [("html", False), ("text", False), ("html", True), ("jsonl", True), ("unsupported", False)]
    weights = [weight_of(FileRange("/d/a", *kind, 1000, 0)) for kind in kinds]
    assert weights == [1000, 1000 * PLAIN, 1000 * UNPACKED, 1000 * PLAIN * UNPACKED, 0]
    assert weight_of(FileRange("/d/a", "jsonl", False, 9000, 0, start=1000, end=3000)) == 2000 * PLAIN
    assert weight_of(FileRange("/d/a", "jsonl", False, 9000, 0, start=8000)) == 1000 * PLAIN


def test_nothing_needs_no_split() -> None:
    assert plan([]) == []


def test_the_digest_names_the_listing() -> None:
    file = FileRange("/d/a.txt", "text", False, 1, 2)
    others = [
        [],
        [file, file],
        [FileRange("/d/b.txt", "text", False, 1, 2)],
        [FileRange("/d/a.txt", "text", False, 2, 2)],
        [FileRange("/d/a.txt", "text", False, 1, 3)],
    ]
    digests = {inputs_digest(other) for other in [[file], *others]}
    assert len(digests) == 6
    assert all(len(name) == 32 for name in digests)
