"""Who wrote an article: persons, from JSON-LD, meta tags, or the byline that readers see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from lxml.html import HtmlElement

from transforms.clean.metadata.linked_data import texts
from transforms.clean.metadata.marked import AUTHOR, MOST_AROUND, Marked, following
from transforms.clean.metadata.names import MOST_AUTHORS, persons, shown_byline, vocabulary
from transforms.clean.metadata.tags import Tags, one_line, text_of
from transforms.clean.words import letters

NAMES = (
    "author",
    "article:author",
    "author.name",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
)
BODIES = frozenset({"Organization", "NewsMediaOrganization", "Corporation"})
NEAR = 60
"""In elements behind the headline: a line that begins with "By" and a name is a byline there without being marked."""
LONGEST_LINE = 120
LONGEST_BYLINE = 200
MOST_BYLINES = 10


@dataclass(frozen=True)
class Authors:
    """The persons who wrote an article, and the bylines as they were written, bodies and jobs in them too."""

    persons: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()


def authors(page: Tags, others: Sequence[str], shown: Sequence[Marked], headline: HtmlElement | None) -> Authors:
    """Who wrote an article; `others` are the site's names, `shown` the marked elements near its headline."""
    linked = list(islice(_linked(page.article.get("author")), MOST_AUTHORS))
    tagged = list(islice(page.every(NAMES), MOST_AUTHORS))
    people = [persons([name], others, single=is_person) for name, is_person in linked if is_person is not None]
    said = tuple(dict.fromkeys(chain.from_iterable(people))) or persons(tagged, others)
    marks = [mark for mark in shown if AUTHOR.search(mark.marks)]
    byline = _marked(marks, others)
    # Tags name the first of several authors, at times; the byline that has him has them all.
    if not said or (len(byline) > len(said) and set(map(letters, said)) <= set(map(letters, byline))):
        said = byline or said or _unmarked(headline, others)
    written = [*(name for name, _ in linked), *tagged, *(mark.content or mark.text for mark in marks[:1])]
    return Authors(said, tuple(dict.fromkeys(line[:LONGEST_BYLINE] for line in written))[:MOST_BYLINES])


def _linked(value: object) -> Iterator[tuple[str, bool | None]]:
    """The names in JSON-LD's `author`, and whether it says that they are persons': None where a body's."""
    for part in value if isinstance(value, list) else [value]:
        kinds = set(texts(part.get("@type"))) if isinstance(part, dict) else set()
        is_person = None if kinds & BODIES else bool(kinds & {"Person", "person"})
        for name in texts(part.get("name") if isinstance(part, dict) else part):
            if line := one_line(name):
                yield line, is_person


def _marked(bylines: list[Marked], others: Sequence[str]) -> tuple[str, ...]:
    """The persons in the first marked byline that names any, and in those beside it."""
    above = {mark: set(islice(mark.element.iterancestors(), MOST_AROUND)) for mark in bylines}
    for byline in bylines:
        inner = [mark for mark in bylines if byline.element in above[mark]]
        leaves = [mark for mark in inner if not any(mark.element in above[other] for other in inner)]
        beside = [mark for mark in bylines if mark.marks == byline.marks and _cousins(mark.element, byline.element)]
        for group in (leaves, beside, [byline]):
            # Pieces of text are apart mostly, but a name may stand in two of them.
            for join in (shown_byline, " ".join):
                if found := persons((mark.content or join(mark.texts) for mark in group), others, first=True):
                    return found
    return ()


def _cousins(one: HtmlElement, other: HtmlElement) -> bool:
    """Whether two elements stand in one list: they have a parent in common, or a grandparent."""
    above, there = islice(one.iterancestors(), 2), list(islice(other.iterancestors(), 2))
    return any(a is b for a in above for b in there)


def _unmarked(headline: HtmlElement | None, others: Sequence[str]) -> tuple[str, ...]:
    """The persons in a short line soon after the headline that begins as bylines do."""
    if headline is None:
        return ()
    opens = tuple(f"{word} " for word in vocabulary()["open"]) + tuple(f"{word}:" for word in vocabulary()["open"])
    for index, element in enumerate(following(headline)):
        if index >= NEAR:
            break
        line = one_line(element.text) if isinstance(element.tag, str) else None
        if line and (line.lower().startswith(opens) or line.lower() in vocabulary()["open"]):
            whole = text_of(element) or ""
            if len(whole) <= LONGEST_LINE and (found := persons([whole], others, first=True)):
                return found
    return ()
