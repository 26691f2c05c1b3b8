"""The five sample articles: every sentence stays, and nothing else does."""

import importlib.util
from pathlib import Path

import pytest

from schemas.records import RawDocument
from transforms.clean.document import clean_document

HERE = Path(__file__).parent
spec = importlib.util.spec_from_file_location("regenerate", HERE / "golden" / "regenerate.py")
assert spec is not None
assert spec.loader is not None
regenerate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(regenerate)

SEEDS = sorted(regenerate.SEEDS.glob("*.txt"))


def test_all_seeds_have_a_golden_file() -> None:
    assert len(SEEDS) == 5
    assert [path.stem for path in SEEDS] == sorted(path.stem for path in (HERE / "golden").glob("*.tsv"))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_kept_and_dropped_lines_are_the_golden_ones(seed: Path) -> None:
    assert regenerate.golden_of(seed) == (HERE / "golden" / f"{seed.stem}.tsv").read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_no_line_of_a_golden_file_is_made_up(seed: Path) -> None:
    rows = (HERE / "golden" / f"{seed.stem}.tsv").read_text(encoding="utf-8").splitlines()
    assert {row.split("\t")[0] for row in rows} <= {"title", "keep", "drop"}


def test_the_sample_page_comes_out_as_its_four_paragraphs() -> None:
    page = regenerate.SEEDS / "summit.html"
    article = clean_document(RawDocument(page.name, page.stem, page.read_bytes(), "page", fetched_at=0))
    starts = [line.split(" ", 2)[:2] for line in article.text.split("\n\n")]
    assert starts == [["CAIRO", "—"], ["Egypt", "and"], ["The", "United"], ["“We", "will"]]
