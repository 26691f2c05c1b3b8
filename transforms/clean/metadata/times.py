"""When a page was published and last updated, by what it says; never by the clock, never a guess.

A time without a zone is not known to the hour. It gets the zone that the page writes elsewhere: with another form of
the same time, or with the time of its update. Without either it is taken as UTC, as in feeds and drops, and is wrong
by half a day at most; cut to its day it would be wrong by up to a day and a half.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, timedelta
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from schemas.times import parse_rfc3339, to_micros
from transforms.clean.elements import UNREAD
from transforms.clean.metadata.linked_data import texts
from transforms.clean.metadata.marked import BEFORE, DATE, Marked, following, is_of_others, preceding
from transforms.clean.metadata.spans import REVISED, Dated, dates_in, issue_date
from transforms.clean.metadata.tags import Tags
from transforms.dates.reading import DateHabits, date_habits, read_time

EARLIEST = parse_rfc3339("1990-01-01")
DAY = 24 * 3600 * 1_000_000
WEST, EAST = timedelta(hours=12), timedelta(hours=14)
"""The furthest zones from Greenwich: a local day begins between 14 hours before and 12 hours after UTC's."""
LINES_AFTER = 40
TAILS_OF = 3
LONGEST_LINE = 100
"""In elements behind the headline, and in characters: where an unmarked date is still the article's."""
YEAR = re.compile(r"\b(?:19|20)\d\d")
CLOCK = re.compile(r"\d[:h.]\d\d(?!\d*[./-])|\d[Tt]\d\d")
"""What tells a written time from a day alone."""

PUBLISHED_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "og:datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "pubdate",
    "pub_date",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publication-date",
    "cxenseparse:recs:publishtime",
    "datecreated",
    "date",
)
UPDATED_NAMES = (
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "article:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
)


@dataclass(frozen=True)
class Times:
    """Microseconds since the epoch; None is "does not say"."""

    published_at: int | None
    updated_at: int | None


def times(
    page: Tags, shown: Iterable[Marked], headline: HtmlElement | None, fetched_at: int, address: str | None = None
) -> Times:
    """When a page was published and updated; `shown` are the marked elements near its `headline`.

    The page's language and the country of its `address` say what names of months and zones mean. A time later than
    a day after `fetched_at`, or before 1990, is taken for an error, and an update before the publication for none.
    """
    host = urlsplit(address).hostname if address else None
    habits = date_habits((), page.language(), host)
    said = [*_read(texts(page.article.get("datePublished")), habits), *_read(page.every(PUBLISHED_NAMES), habits)]
    revised = [*_read(texts(page.article.get("dateModified")), habits), *_read(page.every(UPDATED_NAMES), habits)]
    if not any(d.time.tzinfo for d in said) or not revised:
        seen = [*_elements(page.times, habits), *_visible(shown, habits)]
        said += [d for d in seen if not d.is_revision] or _only(page.times, habits)
        revised += [d for d in seen if d.is_revision]
    said = said or list(_unmarked(headline, habits))
    updated = _chosen(revised, (), fetched_at)
    published = _chosen(said, revised, fetched_at)
    if published is not None and updated is not None and updated < published:
        updated = None
    return Times(published, updated)


def _read(values: Iterable[str], habits: DateHabits) -> Iterator[Dated]:
    for value in values:
        time = read_time(value, habits)
        if time is not None:
            yield Dated(time, bool(CLOCK.search(value)), is_revision=False)


def _elements(elements: Sequence[HtmlElement], habits: DateHabits) -> Iterator[Dated]:
    """The values of `time` elements that say which of the two they are."""
    for element in elements:
        value = element.get("datetime") or element.get("content")
        marks = f"{element.get('itemprop', '')} {element.get('class', '')}".lower()
        if not value or "comment" in marks:
            continue
        if "datepublished" in marks or "pubdate" in element.attrib or "publish" in marks:
            yield from _read((value,), habits)
        elif "datemodified" in marks:
            yield from (Dated(d.time, d.has_clock, is_revision=True) for d in _read((value,), habits))


def _only(elements: Sequence[HtmlElement], habits: DateHabits) -> list[Dated]:
    """The value of a page's `time` elements, where there is only one, and no mark of an update on it."""
    values = {
        value: REVISED.search(f"{element.get('class', '')} {element.get('itemprop', '')}")
        for element in elements
        if (value := element.get("datetime"))
    }
    return [] if len(values) != 1 or any(values.values()) else list(_read(values, habits))


def _visible(shown: Iterable[Marked], habits: DateHabits) -> Iterator[Dated]:
    """The dates in the first marked elements that hold any, those of updates apart."""
    kinds: set[bool] = set()
    for mark in shown:
        if not (DATE.search(mark.marks) or mark.element.tag == "time"):
            continue
        if not mark.is_after and not any(sign in mark.marks for sign in ("publi", "posted", "article", "entry")):
            continue  # before the headline stands today's date, too
        value = mark.element.get("datetime") or mark.element.get("content")
        found = list(_read((value,), habits)) if value else []
        if found and (REVISED.search(mark.text) or ("updated" in mark.marks and "publish" not in mark.marks)):
            found = [Dated(d.time, d.has_clock, is_revision=True) for d in found]
        for date in (*found, *dates_in(mark.text, habits)):
            if date.is_revision not in kinds or (found and date in found):
                yield date
        kinds |= {date.is_revision for date in found} | {d.is_revision for d in dates_in(mark.text, habits)}
        if kinds == {True, False}:
            return


def _unmarked(headline: HtmlElement | None, habits: DateHabits) -> Iterator[Dated]:
    """The dates of short lines close to the headline that are date lines by what they say."""
    if headline is None:
        return
    around = set(headline.iterancestors())
    tails = [(element.tail, True) for element in (headline, *islice(headline.iterancestors(), TAILS_OF))]
    near = [(element, True) for element in islice(following(headline), LINES_AFTER)]
    near += [(element, False) for element in islice(preceding(headline), BEFORE)]
    lines = ((text, is_after) for element, is_after in near for text in _own_texts(element, around))
    for text, is_after in (*tails, *lines):
        if text and len(line := " ".join(text.split())) <= LONGEST_LINE and YEAR.search(line):
            # Above the headline stands today's date, too.
            date = issue_date(line, habits, bare=is_after)
            if date is not None:
                yield date


def _own_texts(element: HtmlElement, around: Set[HtmlElement]) -> tuple[str | None, ...]:
    """The text in an element and behind it, where it is no part of something else than the article."""
    if not isinstance(element.tag, str) or element.tag in UNREAD:
        return ()
    text, tail = element.text, element.tail
    return (text, tail) if YEAR.search(f"{text} {tail}") and not is_of_others(element, around) else ()


def _chosen(dates: Sequence[Dated], others: Sequence[Dated], fetched_at: int) -> int | None:
    """The first likely one of some dates, with the zone that the others give it."""
    likely = [date for date in dates if EARLIEST <= _micros(date) <= fetched_at + DAY]
    if not likely:
        return None
    first = likely[0]
    if first.time.tzinfo is not None:
        return _micros(first)
    if exact := next((date for date in likely if date.time.tzinfo and _may_be(first, date)), None):
        return _micros(exact)
    if not first.has_clock and (finer := next((d for d in likely if d.has_clock and _same_day(first, d)), None)):
        first = finer
    zone = next((d.time.tzinfo for d in (*likely, *others) if d.time.tzinfo and d.time.utcoffset()), None)
    if first.has_clock and zone is not None:
        return to_micros(first.time.replace(tzinfo=zone).astimezone(UTC))
    return _micros(first)


def _micros(date: Dated) -> int:
    return to_micros(date.time if date.time.tzinfo else date.time.replace(tzinfo=UTC))


def _may_be(local: Dated, exact: Dated) -> bool:
    """Whether a time with a zone can be the one that another names without: as a day, or as a clock somewhere."""
    utc = exact.time.astimezone(UTC).replace(tzinfo=None)
    ahead = local.time - utc
    if not local.has_clock:
        return -WEST - timedelta(days=1) < ahead <= EAST
    quarter = timedelta(minutes=15)
    off = abs((ahead + quarter / 2) % quarter - quarter / 2)
    return -WEST <= ahead <= EAST and off <= timedelta(minutes=1)


def _same_day(day: Dated, other: Dated) -> bool:
    return day.time.date() == other.time.date()
