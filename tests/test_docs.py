"""What the documents say is what there is."""

import re
from pathlib import Path

import pytest

from pipelines.cli import COMMANDS, HELP
from pipelines.options import ingest_parser
from schemas.tables import PUBLISHED

ROOT = Path(__file__).parents[1]


def sections() -> dict[str, str]:
    text = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    return {part.split("\n")[0].split(",")[0].strip(): part for part in text.split("\n## ")[1:]}


@pytest.mark.parametrize("table", PUBLISHED)
def test_every_column_is_documented(table: str) -> None:
    section = sections()["Dimensions" if table.startswith("dim_") else table]
    named = set(re.findall(r"`(\w+)`", section))
    assert set(PUBLISHED[table].names) <= named


def test_every_command_and_flag_is_documented() -> None:
    text = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    flags = {name for action in ingest_parser("newsbeam ingest")._actions for name in action.option_strings}
    assert {flag for flag in flags if flag.startswith("--") and flag != "--help" and flag not in text} == set()
    assert all(f"newsbeam {command}" in text and command in HELP for command in COMMANDS)


def test_links_between_documents_lead_somewhere() -> None:
    for document in [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "benchmarks").glob("*.md")]:
        for link in re.findall(r"\]\((?!http)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / link).exists(), f"{document.name} links to {link}"
