"""`newsbeam explain`: how one text is coded, and why, for whoever adds a name or a rule.

The text takes the pipeline's way, cleaned and classified as a drop of its own, without Beam and without a lake.
"""

import argparse
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from pipelines.additions import add_flags, listed, own_tables
from pipelines.errors import UsageError
from schemas.codes import BodyKind, PublishedFrom
from schemas.records import Article, Mention, RawDocument
from schemas.tables import MENTIONS
from schemas.times import parse_rfc3339
from transforms.classify.document import classify
from transforms.classify.genre import evidence
from transforms.clean.document import clean_document
from transforms.events.explain import Line, explain
from transforms.events.tables import use
from transforms.events.trace import Trace, TracingCoder
from transforms.outcomes import BadInput, Skipped
from transforms.write.rows import mention_row

WIDTH = 100
"""Columns of a terminal that the output is laid out for."""

_LABEL = 10
_DEEPEST = 40


def explain_command(argv: Sequence[str]) -> int:
    """Prints a text's topics and genre, and how it is coded: gate, names, parse, sides, clauses, deeds, mentions."""
    parser = argparse.ArgumentParser(
        prog="newsbeam explain", allow_abbrev=False, description="Prints how a text is coded, and why."
    )
    parser.add_argument("text", metavar="TEXT", help="a sentence or a short text, as one argument: put it in quotes")
    parser.add_argument("--published", metavar="DATE", help="when it was published, such as 2021-11-24 (RFC 3339)")
    parser.add_argument("--title", metavar="TEXT", help="its title, which is coded, too")
    add_flags(parser)
    given = parser.parse_args(list(argv))
    article = read_article(given.text, given.title, given.published)
    use(own_tables(listed("--actors", given.actors), listed("--triggers", given.triggers)))
    print("\n".join(layout(TracingCoder().trace(article))).lstrip("\n"))
    return 0


def read_article(text: str, title: str | None = None, published: str | None = None) -> Article:
    """The article that the pipeline makes of a text, title and date; raises UsageError where it makes none."""
    try:
        moment = None if published is None else parse_rfc3339(published)
    except ValueError as error:
        raise UsageError(f"--published {published!r} is no date: give one such as 2021-11-24 or "
                         f"2021-11-24T18:00:00Z ({error})") from error  # fmt: skip
    document = RawDocument(
        uri="explain",
        source_id=None,
        body=text.encode("utf-8", "surrogateescape"),
        body_kind=BodyKind.TEXT.value,
        fetched_at=0,
        charset="utf-8",
        title=title,
        published_at=moment,
        published_from=None if moment is None else PublishedFrom.DROP.value,
    )
    try:
        return classify(clean_document(document))
    except (BadInput, Skipped) as error:
        raise UsageError(f"{text[:WIDTH]!r} is no text to code ({error}): give a sentence in quotes") from error


def layout(trace: Trace) -> Iterator[str]:
    """The lines to print, at most `WIDTH` columns wide: topics and genre, how it is coded, the mentions by column."""
    for line in (*_classified(trace.article), *explain(trace)):
        yield from _lines(line)
    yield from _lines(Line(0, "mentions", str(len(trace.mentions) or "none")))
    for number, mention in enumerate(trace.mentions, 1):
        for line in _row(number, mention):
            yield from _lines(line)


def _classified(article: Article) -> Iterator[Line]:
    """An article's topics with the words that weighed most, and its genre with what spoke for one."""
    yield Line(0, "topics", "" if article.topics else "none")
    for topic in article.topics:
        yield Line(1, f"{topic.score:.2f}", f"{topic.label}: {', '.join(topic.words) or 'a section of its source'}")
    yield Line(0, "genre", article.genre)
    for mark in evidence(article, article.beside):
        yield Line(1, f"{mark.points:.2f}", f"{mark.genre.value}: {mark.what}")


def _row(number: int, mention: Mention) -> Iterator[Line]:
    """A mention as the table has it; columns that are null or empty stand last, together."""
    values = mention_row(mention, "")
    columns = {name: values[name] for name in MENTIONS.names if name in values and name != "document"}
    yield Line(1, f"mention {number}")
    for name, value in columns.items():
        if value is not None and value != []:
            yield Line(2, name.ljust(len("recipient_country")), _shown(value))
    yield Line(
        2,
        "null or empty".ljust(len("recipient_country")),
        ", ".join(name for name, value in columns.items() if value is None or value == []),
    )


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _lines(line: Line) -> Iterator[str]:
    """A line as text: an empty line before each part, and what is too long goes on below itself."""
    if line.depth == 0:
        yield ""
    first = "  " * min(line.depth, _DEEPEST // 2) + _printable(line.label).ljust(_LABEL if line.depth else 0)
    first = f"{first}  " if line.text else first.rstrip()
    rest = " " * (len(first) if len(first) <= _DEEPEST else 4 + 2 * min(line.depth, _DEEPEST // 2))
    yield from textwrap.wrap(
        _printable(line.text), WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    ) or [first.rstrip()]


def _printable(text: str) -> str:
    """A text without what a terminal would take for a command."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in text)
