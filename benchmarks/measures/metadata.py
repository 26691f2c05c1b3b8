"""What pages say of themselves, against what their JSON-LD says where they carry it.

Once with the JSON-LD taken out of the page that is read, and once with everything shown. JSON-LD is wrong at times:
`data/metadata_labels.tsv` says what a reader finds on pages of half A, where JSON-LD disagrees with what was found, and
where there is none. Half B was not read: it has JSON-LD's word alone.
"""

import gzip
import hashlib
import logging
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml.html import HtmlElement
from trafilatura.metadata import extract_metadata

from measures.gold import DATA, Bench, parts
from measures.report import table
from schemas.codes import BodyKind
from schemas.times import parse_rfc3339
from transforms.clean.decode import decode
from transforms.clean.metadata import PageMetadata, page_metadata
from transforms.clean.metadata.linked_data import Object, article_object, texts
from transforms.clean.metadata.tags import one_line
from transforms.clean.pages.tree import parse
from transforms.clean.urls import article_key, canonical_form, day_in
from transforms.clean.words import letters, words
from transforms.dates.reading import read_date

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
FETCHED = parse_rfc3339("2020-01-01")
HOUR = 3600 * 1_000_000
DAY = 24 * HOUR
FIELDS = (
    "title",
    "title, most words",
    "authors",
    "published",
    "published to the hour",
    "updated",
    "source name",
    "canonical URL",
)
DERIVED = {"title, most words", "published to the hour"}
"""Fields that are other ones, measured by another rule."""
BODIES = {"Organization", "NewsMediaOrganization", "Corporation"}


@dataclass(frozen=True)
class Said:
    """The values of one field of a page: those found, those of the gold, and how many of each the other has."""

    found: int
    gold: int
    right: int
    met: int


def measure(bench: Bench) -> dict[str, Any]:
    """Found, gold and right values by field, with precision and recall, for all pages and the halves."""
    rows = [
        {"id": path.name.split(".")[0], "path": path} for path in sorted((bench.folder / "data" / "pages").glob("*.gz"))
    ]
    found: dict[str, Any] = {"pages": len(rows), "with JSON-LD": 0, "views": {}}
    pages = {row["id"]: _page(row) for row in rows}
    found["with JSON-LD"] = sum(bool(page.gold) for page in pages.values())
    labels = _labels()
    views = {
        "JSON-LD hidden, its word as gold": (0, {}),
        "JSON-LD hidden, gold mended": (0, labels),
        "trafilatura, JSON-LD hidden, gold mended": (2, labels),
        "everything shown, gold mended": (1, labels),
        "trafilatura, everything shown, gold mended": (3, labels),
    }
    for view, (which, mended) in views.items():
        found["views"][view] = {
            part: _figures(
                [
                    _compared(pages[row["id"]].read[which], pages[row["id"]].gold, mended.get(row["id"], {}))
                    for row in members
                ]
            )
            for part, members in parts(rows).items()
        }
    found["mended"] = sum(len(fields.keys() - DERIVED) for fields in labels.values())
    return found


@dataclass(frozen=True)
class Page:
    """What is read of a page: ours without and with its JSON-LD, trafilatura's likewise; and what its JSON-LD says."""

    read: tuple[PageMetadata, ...]
    gold: dict[str, list[Any]]


def _page(row: dict[str, Any]) -> Page:
    html = decode(gzip.decompress(row["path"].read_bytes()), BodyKind.PAGE, None)
    shown, hidden = parse(html), parse(html)
    assert shown is not None
    assert hidden is not None
    scripts = [e for e in hidden.iter("script") if "ld+json" in (e.get("type") or "").lower()]
    gold = _gold(article_object([e.text for e in scripts if e.text]))
    for script in scripts:
        _take_out(script)
    trees = (hidden, shown)
    return Page((*(page_metadata(tree, FETCHED) for tree in trees), *map(_trafilatura, trees)), gold)


def _trafilatura(tree: HtmlElement) -> PageMetadata:
    """What trafilatura's own reader says; it changes the tree, and knows days only."""
    found = extract_metadata(deepcopy(tree))
    return PageMetadata(
        title=found.title,
        authors=tuple(found.author.split("; ")) if found.author else (),
        published_at=parse_rfc3339(found.date) if found.date else None,
        source_name=found.sitename,
        canonical_url=canonical_form(found.url),
    )


def _take_out(element: HtmlElement) -> None:
    element.text = None
    element.set("type", "")


def _gold(article: Object) -> dict[str, list[Any]]:
    """What a JSON-LD article says by field, as the fields are compared; a field that it lacks is left out."""
    if not article:
        return {}
    people = article.get("author")
    names = [name for part in (people if isinstance(people, list) else [people]) for name in _person(part)]
    publisher = article.get("publisher")
    sites = [letters(n) for n in texts(publisher.get("name") if isinstance(publisher, dict) else publisher)]
    address = next(filter(None, map(canonical_form, _addresses(article))), None)
    values: dict[str, list[Any]] = {
        "title": [letters(one_line(text) or "") for text in texts(article.get("headline"))][:1],
        "authors": [letters(name) for name in names if letters(name) not in sites],  # a site that signs is no person
        "published": _times(article.get("datePublished")),
        "updated": _times(article.get("dateModified")),
        "source name": sites,
        "canonical URL": [article_key(address)] if address else [],
    }
    values["published to the hour"] = values["published"]
    values["title, most words"] = [text for text in map(one_line, texts(article.get("headline"))) if text][:1]
    return {field: value for field, value in values.items() if value or (field == "authors" and people)}


def _person(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if not BODIES & set(texts(part.get("@type"))):
            yield from texts(part.get("name"))
    else:
        yield from texts(part)


def _addresses(article: Object) -> Iterator[str]:
    page = article.get("mainEntityOfPage")
    yield from texts(article.get("url"))
    yield from texts(page.get("@id") if isinstance(page, dict) else page)


def _times(value: object) -> list[int]:
    return [time for text in texts(value) if (time := read_date(text)) is not None][:1]


@cache
def _labels() -> dict[str, dict[str, list[Any]]]:
    """What readers say of pages, by page and field; several values are parted by `;`, and none is `-`."""
    labels: dict[str, dict[str, list[Any]]] = {}
    for line in (DATA / "metadata_labels.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            page, field, value = line.split("\t")[:3]
            values = [] if value == "-" else value.split("; ")
            if field in ("published", "updated"):
                labels.setdefault(page, {})[field] = list(map(parse_rfc3339, values))
            elif field == "title":
                labels.setdefault(page, {})[field] = values
            elif field == "canonical URL":
                labels.setdefault(page, {})[field] = list(map(article_key, values))
            else:
                labels.setdefault(page, {})[field] = list(map(letters, values))
    for fields in labels.values():
        if "published" in fields:
            fields["published to the hour"] = fields["published"]
    return labels


def _compared(page: PageMetadata, gold: dict[str, list[Any]], mended: dict[str, list[Any]]) -> dict[str, Said]:
    """The fields of a page that its gold speaks of."""
    ours: dict[str, list[Any]] = {
        "title": [letters(page.title)] if page.title else [],
        "authors": list(map(letters, page.authors)),
        "published": [time for time in (page.published_at, _day(page)) if time is not None][:1],
        "updated": [] if page.updated_at is None else [page.updated_at],
        "source name": [letters(page.source_name)] if page.source_name else [],
        "canonical URL": [article_key(page.canonical_url)] if page.canonical_url else [],
    }
    ours["published to the hour"] = ours["published"]
    ours["title, most words"] = [page.title] if page.title else []
    return {
        field: Said(
            len(ours[field]),
            len(values),
            sum(any(_agree(field, o, g) for g in values) for o in ours[field]),
            sum(any(_agree(field, o, g) for o in ours[field]) for g in values),
        )
        for field, values in {**gold, **mended}.items()
    }


def _day(page: PageMetadata) -> int | None:
    """The day in a page's address, which counts where the page says none (`clean.document`)."""
    day = day_in(page.canonical_url)
    return read_date(day) if day else None


def _agree(field: str, ours: Any, gold: Any) -> bool:
    if field in ("published", "updated"):
        return abs(ours - gold) <= DAY
    if field == "published to the hour":
        return abs(ours - gold) <= HOUR
    if field == "title" and gold.startswith("sha256:"):
        return bool(gold == f"sha256:{hashlib.sha256(ours.encode()).hexdigest()}")
    if field == "title, most words":
        one, other = (set(words(text.lower())) for text in (ours, gold))
        return len(one & other) >= 0.5 * max(len(one), len(other), 1)
    if field == "authors":  # JSON-LD has "By Jane Doe, Staff Writer", too
        return ours in gold
    if field == "source name":  # "The Herald" is "Herald", and "herald.com" is
        return ours in gold or gold in ours
    return bool(ours == gold)


def _figures(pages: list[dict[str, Said]]) -> dict[str, dict[str, float]]:
    figures = {}
    for field in FIELDS:
        said = [page[field] for page in pages if field in page]
        found, gold, right, met = (sum(getattr(s, name) for s in said) for name in ("found", "gold", "right", "met"))
        figures[field] = {
            "gold": gold, "found": found, "right": right,
            "precision": right / found if found else 0.0, "recall": met / gold if gold else 0.0,
        }  # fmt: skip
    return figures


def lines(found: dict[str, Any]) -> list[str]:
    """The tables: one a view, a row a field."""
    text = [
        "## What pages say of themselves", "",
        f"{found['pages']} pages, {found['with JSON-LD']} with a JSON-LD article; {found['mended']} values of half A",
        "are a reader's. Published and updated are right within a day; what the gold lacks is wrong.", "",
    ]  # fmt: skip
    for view, halves in found["views"].items():
        rows = [
            (part, field, f["gold"], f["found"], f["right"], f["precision"], f["recall"])
            for part, fields in halves.items()
            for field, f in fields.items()
        ]
        text += [f"### {view}", "", *table(["half", "field", "gold", "found", "right", "precision", "recall"], rows)]
    return text
