"""What the classifier of boilerplate lines is learned from: invented pages, line by line, and short texts of news."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from string import capwords

from training.texts import seeds

PAGES = Path(__file__).parent / "pages"
ARTICLE, RELATED = "a", "related"
HEADING_WORDS = 4
"""A line of a box of other articles that has more words is a headline, unless words before it lead to it."""
LEAD_IN = re.compile("[:：|»›>→▶…]")


@dataclass(frozen=True)
class Line:
    """A line, and what it is: `a` of the article, or a kind of boilerplate."""

    kind: str
    text: str

    @property
    def goes(self) -> bool:
        """Whether it is boilerplate."""
        return self.kind != ARTICLE


@dataclass(frozen=True)
class Page:
    """The lines of a page from top to bottom, as an extractor leaves it."""

    language: str
    lines: list[Line] = field(default_factory=list)


def pages() -> list[Page]:
    """All pages of `pages/`, by file. Raises SystemExit for a row that stands before any page."""
    return [page for path in sorted(PAGES.glob("*.tsv")) for page in read_pages(path)]


def read_pages(path: Path) -> Iterator[Page]:
    """The pages of a file: a row `page`, language, what it is; then a row a line: kind, text."""
    page = None
    for row in path.read_text(encoding="utf-8").splitlines():
        if not row or row.startswith("#"):
            continue
        kind, _, text = row.partition("\t")
        if kind == "page":
            if page is not None:
                yield page
            page = Page(text.split("\t")[0])
        elif page is None:
            raise SystemExit(f"{path}: {row!r} stands before any page")
        else:
            page.lines.append(Line(kind, text))
    if page is not None:
        yield page


def telling_lines(page: Page) -> list[Line]:
    """The lines of a page that say by themselves what they are: bare headlines of other articles do not."""
    return [line for line in page.lines if line.kind != RELATED or not _is_bare_headline(line.text)]


def _is_bare_headline(text: str) -> bool:
    return text.count(" ") + 1 > HEADING_WORDS and not LEAD_IN.search(text)


def article_lines() -> list[str]:
    """The titles and texts of `seeds/`: lines of articles on everything that is news.

    Titles stand once more with capitals, as American papers write them.
    """
    return [line for text in seeds() for line in (text.title, capwords(text.title), text.text) if line]
