"""How many lines of boilerplate go from an article's text, and how many of the article's own.

Labels are `data/boilerplate_labels.tsv`: of lines of news pages, in their order, and of paragraphs of articles.
"""

import gzip
import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from measures.gold import DATA, Bench, half
from measures.report import table
from transforms.clean.boilerplate.lines import without_boilerplate
from transforms.clean.decode import decode

ARTICLE = "article"
COLUMNS = ("lines", "boilerplate", "removed", "wrong", "precision", "recall")
"""What `figures_of` says of a set of lines."""
LABELS = DATA / "boilerplate_labels.tsv"
UNSEEN = frozenset({"script", "style", "noscript", "template", "iframe", "object", "svg", "math", "select", "textarea"})
UNSEEN_HEAD = frozenset({"head", "title"})
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "button", "center", "dd", "details", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"}
    | {"html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"}
    | {"thead", "tr", "ul"}
)
SENTENCE = re.compile(r"(?<=[.!?\"”])\s+(?=[\"“A-Z])")


class Labelled(NamedTuple):
    """A line, and what a reader called it: `article` or a kind of boilerplate."""

    item: str
    line: str
    kind: str


def digest(line: str) -> str:
    """The SHA-256 of a line with its spaces made single and without characters that are not seen (category Cf)."""
    seen = "".join(character for character in line if unicodedata.category(character) != "Cf")
    return hashlib.sha256(" ".join(seen.split()).encode()).hexdigest()


@cache
def labels() -> dict[str, dict[str, str]]:
    """For each item the kind of each labelled line, by the line's digest."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in LABELS.read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            item, sha256, kind = row.split("\t")
            found[item][sha256] = kind
    return dict(found)


def page_lines(data: bytes) -> list[str]:
    """All lines that a reader may see of a page, one a block of it, their spaces made single."""
    html = re.sub(r"<!doctype[^>]*>", "", decode(data, "page", None), count=1, flags=re.IGNORECASE)
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    return list(_blocks(document_fromstring(html.encode(), parser=parser)))


def _blocks(tree: Any) -> Iterator[str]:
    pieces: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if element.tag in UNSEEN or element.tag in UNSEEN_HEAD:
            hidden += 1 if event == "start" else -1
        if element.tag in BLOCKS and not hidden:
            if line := " ".join("".join(pieces).split()):
                yield line
            pieces.clear()
        text = element.text if event == "start" else element.tail
        if text and not hidden and element is not tree:
            pieces.append(text)
    if line := " ".join("".join(pieces).split()):
        yield line


def _labelled(item: str, lines: Iterable[str]) -> list[Labelled]:
    """The labelled lines of an item in their order, each once. Raises SystemExit where one is not there."""
    wanted = dict(labels().get(item, {}))
    found = []
    for line in lines:
        kind = wanted.pop(digest(line), None)
        if kind is not None:
            found.append(Labelled(item, line, kind))
    if wanted:
        raise SystemExit(f"boilerplate_labels.tsv: {len(wanted)} lines of {item} are not there: another edition?")
    return found


def _paragraphs(text: str) -> list[str]:
    return [line for line in (" ".join(part.split()) for part in text.split("\n")) if line]


def lines_gone(lines: Sequence[str]) -> Counter[str]:
    """The lines that go, with how often; a line that only repeats the one before it is not counted."""
    once = [line for number, line in enumerate(lines) if not number or line != lines[number - 1]]
    return Counter(once) - Counter(without_boilerplate(once))


def _verdicts(item: str, lines: Sequence[str]) -> list[tuple[Labelled, bool]]:
    """Each labelled line, with whether it goes among the others."""
    found = _labelled(item, lines)
    gone = lines_gone([each.line for each in found])
    return [(each, gone[each.line] > 0) for each in found]


def figures_of(verdicts: Sequence[tuple[Labelled, bool]]) -> dict[str, Any]:
    """Precision and recall of labelled lines, each with whether it goes."""
    right = sum(gone for each, gone in verdicts if each.kind != ARTICLE)
    wrong = sum(gone for each, gone in verdicts if each.kind == ARTICLE)
    boilerplate = sum(each.kind != ARTICLE for each, _ in verdicts)
    return {
        "lines": len(verdicts),
        "boilerplate": boilerplate,
        "removed": right + wrong,
        "wrong": wrong,
        "precision": right / max(right + wrong, 1),
        "recall": right / max(boilerplate, 1),
    }


def _ordinary(rows: Sequence[dict[str, Any]], *, sentences: bool) -> dict[str, int]:
    """How much of all articles goes, paragraph by paragraph or sentence by sentence, under the article's title."""
    lines = gone = boilerplate = 0
    for row in rows:
        parts = _paragraphs(row["text"])
        if sentences:
            parts = [row["title"], *(part for line in parts for part in SENTENCE.split(line))]
        lines += len(parts)
        known = [
            line
            for line in _paragraphs(row["text"])
            if labels().get(row["id"], {}).get(digest(line), ARTICLE) != ARTICLE
        ]
        for line, times in lines_gone(parts).items():
            gone += times
            boilerplate += times * any(line in each for each in known)
    return {"lines": lines, "removed": gone, "labelled boilerplate": boilerplate}


def measure(bench: Bench) -> dict[str, Any]:
    """Precision and recall on the labelled lines, by set and half; recall by kind; what goes of ordinary articles."""
    topics = bench.topics
    texts = {row["id"]: row["text"] for row in topics}
    sets: dict[str, list[tuple[Labelled, bool]]] = {"pages": [], "articles": []}
    for item in labels():
        if item in texts:
            sets["articles"] += _verdicts(item, _paragraphs(texts[item]))
        else:
            data = gzip.decompress((bench.folder / "data" / "pages" / f"{item}.html.gz").read_bytes())
            sets["pages"] += _verdicts(item, page_lines(data))
    sets = {"all": sets["pages"] + sets["articles"], **sets}
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for each, gone in sets["all"]:
        kinds[each.kind][0] += 1
        kinds[each.kind][1] += gone
    return {
        "labelled": {
            name: {
                "all": figures_of(verdicts),
                **{part: figures_of([pair for pair in verdicts if half(pair[0].item) == part]) for part in "AB"},
            }
            for name, verdicts in sets.items()
        },
        "kinds": {kind: {"lines": lines, "removed": gone} for kind, (lines, gone) in sorted(kinds.items())},
        "ordinary": {
            "paragraphs": _ordinary(topics, sentences=False),
            "titles and sentences": _ordinary(topics, sentences=True),
        },
    }


def lines(found: dict[str, Any]) -> list[str]:
    """The tables as Markdown."""
    return [
        "## Boilerplate",
        "",
        "Lines of news pages and of articles, labelled by reading (`data/README.md`).",
        "",
        *table(
            ["set", "half", *COLUMNS],
            [
                (name, part, *(figures[part][column] for column in COLUMNS))
                for name, figures in found["labelled"].items()
                for part in ("all", "A", "B")
            ],
        ),
        *table(
            ["kind", "lines", "removed"], [(kind, row["lines"], row["removed"]) for kind, row in found["kinds"].items()]
        ),
        "What goes of all articles of `topics_dev.jsonl`: all that is not labelled boilerplate counts as wrong.",
        "",
        *table(
            ["each line is", "lines", "removed", "labelled boilerplate"],
            [(name, *row.values()) for name, row in found["ordinary"].items()],
        ),
    ]
