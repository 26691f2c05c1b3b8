"""Elements near a page's headline that its makers marked as byline or date, for pages whose tags say neither."""

import re
from collections import deque
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from transforms.clean.elements import UNREAD
from transforms.clean.metadata.tags import one_line
from transforms.clean.paragraphs import ends_sentence

AFTER = 150
BEFORE = 25
"""In elements. Bylines and dates stand behind the headline, seldom just before it; further away are those of other
articles. Most pages have 500 to 1,000 elements in all."""
WITHOUT_HEADLINE = 600
MOST_AROUND = 30
"""So many of the elements around one are looked at: pages nest 20 deep."""
MOST_PIECES = 60
LONGEST_TEXT = 200
"""In characters: what is longer is no byline but a paragraph or a box around several."""
PROSE_WORDS = 8

AUTHOR = re.compile(
    r"author|byline|by-line|writer|contributor|reporter|journalist|autor|auteur|verfasser|redakteur|"
    r"(?:submitted|posted|created|written)-?_?by|\bsubmitted\b"
)
AUTHORS_PAGE = re.compile(
    r"/(?:by|authors?|autor|autore|auteur|auteurs|autores|contributors?|journalists?|reporters?|people|profiles?|staff|"
    r"writers?|columnists?|team|redakteur|giornalisti|firmas?|correspondents?)/[\w%.-]",
    re.IGNORECASE,
)
"""The folder of a link to an author's own page."""
DATE = re.compile(r"date|time|publi|posted|byline|by-line|dateline|entry-meta|post-meta|article-meta|fecha|datum|data")
ABOUT_AUTHOR = re.compile(
    r"(?:author|byline|writer|reporter)\w*?[-_]*(?:title|role|job|position|org|source|affil|outlet|publication|location|"
    r"place|city|bio|desc|about|excerpt|email|mail|twitter|social|follow|link-|links|rss|image|img|avatar|photo|gear)"
)
"""Names of what stands beside an author's name and is none."""
OTHERS = re.compile(
    r"comment|repl(?:y|ies)|related|recommend|recirc|sidebar|widget|footer|popular|trending|latest|most-|teaser|promo|"
    r"carousel|newsletter|sign-?up|masthead|ticker|weather|tweet|event|caption|gallery|disqus|read-?more|more-"
)
"""Names of what surrounds articles, in any part of a page. They count on an element and on those around it."""
MARKS = ("class", "id", "itemprop", "rel")
OTHER_TAGS = frozenset({"aside", "footer", "nav", "form", "figure", "button", "select"})


@dataclass(frozen=True)
class Marked:
    """An element with its marks (class, id, itemprop, rel; lower case) and the texts in it."""

    element: HtmlElement
    marks: str
    texts: tuple[str, ...]
    is_after: bool

    @property
    def content(self) -> str | None:
        """The value that microdata puts in place of the text."""
        return one_line(self.element.get("content"))

    @property
    def text(self) -> str:
        """All its texts as one."""
        return " ".join(self.texts)


def marked(tree: HtmlElement, headline: HtmlElement | None) -> list[Marked]:
    """The marked elements near a headline in their order, those behind it first; of a page without one, the first."""
    if headline is None:
        near = [(element, True) for element in islice(tree.iter(), WITHOUT_HEADLINE)]
    else:
        near = [(element, True) for element in islice(following(headline), AFTER)]
        near += [(element, False) for element in islice(preceding(headline), BEFORE)]
    around = set() if headline is None else set(headline.iterancestors())
    found = []
    for element, is_after in near:
        if not isinstance(element.tag, str) or element.tag in UNREAD:
            continue
        named = dict(element.items())
        if not named and element.tag != "time":
            continue
        marks = _marks(*map(named.get, MARKS))
        if marks is None:
            continue
        if element.tag == "a" and AUTHORS_PAGE.search(named.get("href", "")) and not _is_in_prose(element):
            marks += " author"
        if (marks or (element.tag == "time" and headline is not None)) and not is_of_others(element, around):
            texts = _texts(element)
            if texts or named.get("datetime") or named.get("content"):
                found.append(Marked(element, marks, texts, is_after))
    return found


@lru_cache(maxsize=8192)
def _marks(*values: str | None) -> str | None:
    """Attributes as one text, where they mark a byline or a date; empty where not, None for what surrounds a name.

    A site's pages share them, so that they are looked at once.
    """
    marks = " ".join(filter(None, values)).lower()
    if ABOUT_AUTHOR.search(marks):
        return None
    return marks if AUTHOR.search(marks) or DATE.search(marks) else ""


def is_of_others(element: HtmlElement, around: Set[HtmlElement]) -> bool:
    """Whether an element belongs to something else than the article; what holds the headline, too, does not count."""
    node = element
    for _ in range(MOST_AROUND):
        if node is None or node in around or node.tag in ("body", "html", "main", "article"):
            return False
        if node.tag in OTHER_TAGS or _is_other(node.get("class"), node.get("id")):
            return True
        node = node.getparent()
    return False


@lru_cache(maxsize=8192)
def _is_other(*values: str | None) -> bool:
    return bool(OTHERS.search(" ".join(filter(None, values)).lower()))


def _is_in_prose(link: HtmlElement) -> bool:
    """Whether a link stands in a sentence: then it leads to whom the article speaks of, not to who wrote it."""
    paragraph = next(islice(link.iterancestors("p", "li", "blockquote"), 1), None)
    if paragraph is None:
        return False
    text = one_line("".join(islice(paragraph.itertext(), MOST_PIECES))) or ""
    return len(text) > LONGEST_TEXT or (ends_sentence(text) and text.count(" ") >= PROSE_WORDS)


def _texts(element: HtmlElement) -> tuple[str, ...]:
    """The pieces of text in an element that holds little, each in one line; none where it holds much."""
    pieces, size = [], 0
    for piece in islice(element.itertext(), MOST_PIECES):
        line = one_line(piece)
        if line:
            size += len(line)
            if size > LONGEST_TEXT:
                return ()
            pieces.append(line)
    return tuple(pieces)


def following(element: HtmlElement) -> Iterator[HtmlElement]:
    """The elements after one and what it holds, in document order."""
    node = element
    while node is not None:
        after = node.getnext()
        while after is not None:
            yield from after.iter()
            node, after = after, after.getnext()
        node = node.getparent()


def preceding(element: HtmlElement) -> Iterator[HtmlElement]:
    """The elements before one that do not hold it, the nearest first."""
    node = element
    while node is not None:
        before = node.getprevious()
        while before is not None:
            yield from reversed(deque(before.iter(), maxlen=BEFORE))
            node, before = before, before.getprevious()
        node = node.getparent()
