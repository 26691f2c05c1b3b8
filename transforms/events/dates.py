"""When an event happened, as its sentence says it: an ISO day with its precision, against the publication day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.codes import DatePrecision

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
_SHORT = {name[:3]: i for i, name in enumerate(MONTHS, 1)} | {"sept": 9}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {w: i for i, w in enumerate(_COUNTED, 1)} | {
    "a": 1, "an": 1, "couple of": 2, "a couple of": 2, "several": 4, "few": 3, "a few": 3}  # fmt: skip
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_COUNT = rf"(?P<count>\d{{1,3}}|(?:a )?couple of|a few|an?|{'|'.join(_COUNTED)}|several|few)"


@dataclass(frozen=True)
class EventDate:
    """A day, its precision, and the words that say it with their offset in the sentence (None, -1 where none do)."""

    day: date | None
    precision: DatePrecision
    text: str | None = None
    start: int = -1


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shift(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_RULES: list[tuple[str, re.Pattern[str]]] = [
    ("full", re.compile(rf"\b{_MONTH} {_DAY},? {_YEAR}\b")),
    ("full", re.compile(rf"\b{_DAY}(?: of)? {_MONTH},? {_YEAR}\b")),
    ("iso", re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)\b")),
    ("month_year", re.compile(rf"\b{_MONTH},?(?: of)? {_YEAR}\b")),
    ("day_month", re.compile(rf"\b{_MONTH} {_DAY}\b(?![,.]?\d)")),
    ("day_month", re.compile(rf"\b{_DAY}(?: of)? {_MONTH}\b")),
    (
        "weekday",
        re.compile(
            rf"\b(?:(?P<which>last|next|this|coming|past|previous) )?{_WEEKDAY}(?! (?:Times|Night))(?P<plural>s)?\b"
        ),
    ),
    (
        "near",
        re.compile(
            r"\b(?P<word>[Tt]oday|[Tt]onight|[Yy]esterday|[Tt]omorrow|this (?:morning|evening|afternoon)|last night)\b"
        ),
    ),
    ("ago", re.compile(rf"\b(?i:{_COUNT}) (?P<unit>day|week|month|year)s? (?:ago|earlier|before)\b")),
    (
        "ahead",
        re.compile(
            rf"\b(?:in|within) (?i:{_COUNT}) (?P<unit>day|week|month|year)s?(?: time|'s time|' time)?(?=[,.;]|$)"
        ),
    ),
    (
        "relative_month",
        re.compile(rf"\b(?P<which>last|next|this|[Ee]arlier this|[Ll]ater this|past|previous|coming) {_MONTH}\b"),
    ),
    (
        "unit",
        re.compile(
            r"\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Ee]arlier this|[Ll]ater this|the past|the previous|the coming) "
            r"(?P<unit>week|weekend|month|year)\b(?! old)"
        ),
    ),
    (
        "month",
        re.compile(
            r"\b(?:(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|of|[Dd]uring)(?: (?:early|late|mid))?[ -])"
            rf"{_MONTH}(?= |[.,;:)]|$)(?! \d)"
        ),
    ),
    ("year", re.compile(r"\b(?:[Ii]n|[Ss]ince|during|of)(?: (?:early|late|mid))?[ -](?P<year>(?:19|20)\d\d)\b(?!s)")),
]


def find_dates(text: str, published: date | None, *, future: bool = False) -> list[EventDate]:
    """The dates that a sentence says, in the order of the text.

    Without `published`, words that lean on it ("on Monday", "last year") give no day and precision none, and
    whole dates still count. `future` says that the event is still to come, which decides "on Monday".
    """
    found: list[EventDate] = []
    taken: list[tuple[int, int]] = []
    for kind, pattern in _RULES:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            read = _read(kind, match, published, future)
            if read is None:
                continue
            taken.append(match.span())
            found.append(EventDate(read[0], read[1], match.group(), match.start()))
    return sorted(found, key=lambda when: when.start)


def event_date(
    text: str, trigger: int, published: date | None, *, future: bool = False, clause: tuple[int, int] | None = None
) -> EventDate:
    """The date of the event whose trigger stands at an offset of a sentence.

    Of several dates the one in the trigger's clause wins, then the nearest one. A sentence without one has the
    article's own day, precision article; without that, none.
    """
    dates = find_dates(text, published, future=future)
    if clause is not None:
        inside = [when for when in dates if clause[0] <= when.start < clause[1]]
        dates = inside or dates
    if dates:
        return min(dates, key=lambda when: (when.day is None, abs(when.start - trigger), when.start))
    if published is None:
        return EventDate(None, DatePrecision.NONE)
    return EventDate(published, DatePrecision.ARTICLE)


def _month(match: re.Match[str]) -> int:
    word = match["month"].lower().rstrip(".")
    return _SHORT.get(word) or _SHORT[word[:3]]


def _read(
    kind: str, match: re.Match[str], published: date | None, future: bool
) -> tuple[date | None, DatePrecision] | None:
    if kind in ("full", "iso"):
        month = int(match["number"]) if kind == "iso" else _month(match)
        day = _safe(int(match["year"]), month, int(match["day"]))
        return (day, DatePrecision.DAY) if day else None
    if kind == "month_year":
        return date(int(match["year"]), _month(match), 1), DatePrecision.MONTH
    if kind == "year":
        return date(int(match["year"]), 1, 1), DatePrecision.YEAR
    if kind == "day_month" and _safe(2000, _month(match), int(match["day"])) is None:
        return None
    if kind == "month" and match["month"] in ("Mar", "Dec") and published is None:
        return None
    if published is None:
        return None, DatePrecision.NONE
    try:
        return _leaning(kind, match, published, future)
    except (OverflowError, ValueError):
        return None


def _leaning(kind: str, match: re.Match[str], published: date, future: bool) -> tuple[date, DatePrecision] | None:
    """A date that is said against the publication day."""
    if kind == "day_month":
        near = [d for y in (-1, 0, 1) if (d := _safe(published.year + y, _month(match), int(match["day"])))]
        return _nearest(near, published, future), DatePrecision.DAY
    if kind == "weekday":
        if match["plural"]:
            return None
        return _weekday(match["weekday"].lower(), match["which"], published, future), DatePrecision.DAY
    if kind == "near":
        word = match["word"].lower()
        days = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)
        return published + timedelta(days=days), DatePrecision.DAY
    if kind in ("ago", "ahead"):
        word = match["count"].lower()
        count = (int(word) if word.isdigit() else _NUMBERS.get(word, 1)) * (-1 if kind == "ago" else 1)
        unit = match["unit"]
        if unit == "day":
            return published + timedelta(days=count), DatePrecision.DAY
        if unit == "week":
            return (published + timedelta(weeks=count)).replace(day=1), DatePrecision.MONTH
        if unit == "month":
            return _shift(published, count).replace(day=1), DatePrecision.MONTH
        return date(published.year + count, 1, 1), DatePrecision.YEAR
    if kind == "unit":
        return _unit(match["which"].lower(), match["unit"], published)
    if kind == "relative_month":
        which = match["which"].lower()
        direction = 1 if which in ("next", "coming", "later this") else -1
        return _nearest_month(_month(match), published, direction if "this" not in which else 0), DatePrecision.MONTH
    return _nearest_month(_month(match), published, 1 if future else -1), DatePrecision.MONTH


def _nearest(days: list[date], published: date, future: bool) -> date:
    """Of the same day in three years: the first to come for what is to come, else the nearest."""
    ahead = [day for day in days if day >= published]
    if future and ahead:
        return min(ahead)
    return min(days, key=lambda day: abs((day - published).days))


def _nearest_month(month: int, published: date, direction: int) -> date:
    """The last such month up to now, the next one from now on, or (0) the one of this year."""
    year = published.year
    if direction < 0 and month > published.month:
        year -= 1
    elif direction > 0 and month < published.month:
        year += 1
    return date(year, month, 1)


def _weekday(name: str, which: str | None, published: date, future: bool) -> date:
    back = (published.weekday() - WEEKDAYS.index(name)) % 7
    if which in ("next", "coming") or (future and which not in ("last", "past", "previous")):
        return published + timedelta(days=(-back) % 7 or (7 if which == "next" else 0))
    if which in ("last", "past", "previous") and back == 0:
        back = 7
    return published - timedelta(days=back)


def _unit(which: str, unit: str, published: date) -> tuple[date, DatePrecision]:
    step = {"last": -1, "the past": -1, "the previous": -1, "next": 1, "the coming": 1}.get(which, 0)
    if unit == "month":
        return _shift(published.replace(day=1), step), DatePrecision.MONTH
    if unit == "year":
        return date(published.year + step, 1, 1), DatePrecision.YEAR
    return (published + timedelta(weeks=step)).replace(day=1), DatePrecision.MONTH
