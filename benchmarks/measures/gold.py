"""Gold data: the bench folder's sets and scorer, the project's own set, and the halves of each."""

import hashlib
import importlib.util
import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

Row = dict[str, Any]

DATA = Path(__file__).parents[1] / "data"
OWN = ("own_wire", "own_politics")
PUBLISHED = {"ag": "2005-01-01T00:00:00Z", "bbc": "2005-01-01T00:00:00Z", "huff": "2019-06-01T00:00:00Z"}
"""The day assumed for the articles of each topic set, which carry none; the bench's news items have the same."""


def half(name: str) -> str:
    """A or B, by the first byte of the SHA-256 of an item's id."""
    return "AB"[hashlib.sha256(name.encode()).digest()[0] & 1]


def parts(rows: list[Row]) -> dict[str, list[Row]]:
    """A set as a whole and its two halves."""
    return {"all": rows, **{name: [row for row in rows if half(row["id"]) == name] for name in "AB"}}


def in_drawing_order(rows: Iterable[Row]) -> list[Row]:
    """Items by the SHA-1 of their ids: an order that nobody chose."""
    return sorted(rows, key=lambda row: hashlib.sha1(row["id"].encode(), usedforsecurity=False).hexdigest())


def read(path: Path) -> list[Row]:
    """The objects of a JSONL file; raises SystemExit where there is none."""
    if not path.is_file():
        raise SystemExit(f"{path} is missing: give --bench the folder that holds score.py and data/")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class Bench:
    """A folder of gold data with its scorer; each set is read when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def score(self) -> ModuleType:
        """The scorer, `score.py`, as a module."""
        path = self.folder / "score.py"
        spec = importlib.util.spec_from_file_location("bench_score", path)
        if spec is None or spec.loader is None or not path.is_file():
            raise SystemExit(f"{path} is missing: give --bench the folder that holds score.py and data/")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    @cached_property
    def news(self) -> list[Row]:
        return read(self.folder / "data" / "events" / "news_dev.jsonl")

    @cached_property
    def pairs(self) -> list[Row]:
        return read(self.folder / "data" / "events" / "plv_dev.jsonl")

    @cached_property
    def events(self) -> list[Row]:
        return read(self.folder / "data" / "events" / "plover_gold_dev.jsonl")

    @cached_property
    def topics(self) -> list[Row]:
        """Whole articles and teasers with their topic, and with the day assumed for their set."""
        rows = read(self.folder / "data" / "topics" / "topics_dev.jsonl")
        return [{**row, "published": PUBLISHED[row["set"]]} for row in rows]

    @cached_property
    def own(self) -> list[Row]:
        """The project's own labels with the text that they are of.

        Raises SystemExit where a text is missing or is not the one that was labelled.
        """
        texts = {row["id"]: row for row in self.topics}
        return [_with_text(row, texts.get(row["id"]), name) for name in OWN for row in read(DATA / f"{name}.jsonl")]


def _with_text(label: Row, article: Row | None, name: str) -> Row:
    """A label with its item's title and text: blanks joined, and cut to as many characters as were labelled."""
    if article is None:
        raise SystemExit(f"{name}.jsonl: {label['id']} is not in topics_dev.jsonl: the labels are of another edition")
    title, text = (" ".join(article[field].split()) for field in ("title", "text"))
    text = text[: label["characters"]]
    if hashlib.sha256(f"{title}\n{text}".encode()).hexdigest() != label["sha256"]:
        raise SystemExit(f"{name}.jsonl: {label['id']} has another text than the one labelled: label it anew")
    return {"id": label["id"], "title": title, "text": text, "published": label["published"], "events": label["events"]}
