"""Publication dates as feeds and pages write them, and only as they write them: no clock, no guess.

RSS asks for RFC 822 (RFC 5322), Atom, Dublin Core and schema.org for RFC 3339 (W3C's note on dates); what is written
is a day, a month's name in the feed's language, a year, a time and a zone, in some order. That grammar is small, so
that it stands here rather than in feedparser's readers, which take an unknown zone for UTC and a bare year for the
first of January, or in dateparser, which fills what is missing from the clock, depends on earlier calls and takes
milliseconds a string. What does not fit is no date: a wrong day is worse than none.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from schemas.times import EARLIEST, LATEST, to_micros
from transforms.dates.words import PLACE_OF_LANGUAGE, ZONES, ZONES_BY_PLACE, folded, long_names, month_of

LONGEST_DATE = 100
FIRST_YEAR = 1600
"""There were no newspapers before: a year below is a placeholder (0001) or of another calendar (1404, 114)."""

PLACEHOLDERS = frozenset({"1899-12-30", "1899-12-31", "1900-01-01", "1969-12-31", "1970-01-01"})
"""Days that programs write for "unknown": zero of OLE and SQL, and of Unix in zones west and east of Greenwich."""

TWO_DIGITS_FROM = 50
"""Years of two digits from here on are of the 20th century (RFC 5322, section 4.3)."""

BUDDHIST_YEARS = range(2500, 2643)
BUDDHIST_ERA = 543

CLOCK = (
    r"(?P<hour>[01]?\d|2[0-4])[:h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d|60))?(?:[.,](?P<fraction>\d{1,9}))?(?!\d)"
)
ISO = re.compile(
    r"(?:[^\W\d]+\.?, ?)?(?P<year>\d{4})"
    r"(?:(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})|(?P<m2>\d\d)(?P<d2>\d\d)|"
    r"-?w(?P<week>\d\d)-?(?P<weekday>[1-7])|-(?P<ordinal>\d{3}))"
    rf"(?:(?:t| t?|, )(?:{CLOCK}|(?P<h2>[01]\d|2[0-4])(?P<i2>[0-5]\d)(?P<s2>[0-5]\d)?(?!\d)))?(?P<rest>.*)"
)
NUMERIC = re.compile(
    r"(?:[^\W\d]+\.?,? )?(?P<a>\d{1,2})(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)"
    r"(?P<year>\d{4}|\d\d)\b(?P<rest>.*)"
)
EAST_ASIAN = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일](.*)")
TIME = re.compile(CLOCK)
OCLOCK = re.compile(r"\b(?:kl|klo|um|ore|ora|alle)\b\.? ?(\d{1,2})[.:](\d\d)\b|\b(\d{1,2})\.(\d\d) ?(?:uhr|u)\b")
OFFSET = re.compile(r"(?:(?:gmt|utc|z)? ?)?([+-])(\d{1,2}):?(\d\d)?(?: ?\([^)]*\))?")
HALF = re.compile(r"[ap]\.? ?m\b\.?|上午|下午|오전|오후")
WORDS = re.compile(r"\d+|[^\s\d.,;:/|()\[\]+–—-]+")
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|e|o)\b|(?<=\d)\.")
AFTER_TIME = {"uhr", "hrs", "hs", "h", "klo", "г", "года"}


@dataclass(frozen=True)
class DateHabits:
    """What a feed says of how its dates are to be read: language, country, and whether days come before months.

    `day_first` is None where that is unknown.
    """

    language: str | None = None
    place: str | None = None
    day_first: bool | None = None


def date_habits(texts: Iterable[str], language: str | None, host: str | None) -> DateHabits:
    """How a feed writes its dates, from all of its dates, its language (BCP 47) and its host's name.

    Dates such as 25/04/2025 show which number is the day; where two dates contradict each other, none does.
    """
    tag = (language or "").lower().replace("_", "-").split("-")
    region = next((part for part in tag[1:] if len(part) == 2), None)
    top = (host or "").rpartition(".")[2].lower()
    place = region or (top if len(top) == 2 else None) or PLACE_OF_LANGUAGE.get(tag[0])
    shown = set()
    for text in texts:
        match = NUMERIC.match(_normal(text)) if len(text) <= LONGEST_DATE else None
        if match and max(a := int(match["a"]), b := int(match["b"])) > 12 and min(a, b) <= 12:
            shown.add(a > 12)
    return DateHabits(tag[0] or None, place, shown.pop() if len(shown) == 1 else None)


@lru_cache(maxsize=4096)
def read_date(text: str, habits: DateHabits = DateHabits()) -> int | None:
    """Microseconds since the epoch of a written date; a time without a zone is taken as UTC, a day as its midnight.

    None for what is no whole date (relative, without a year, impossible), for one that can be read in two ways, for
    a zone that is not known, and for the placeholders of programs. Dates in the future keep what they say.
    """
    time = read_time(text, habits)
    return None if time is None else to_micros(time if time.tzinfo else time.replace(tzinfo=UTC))


def read_time(text: str, habits: DateHabits = DateHabits()) -> datetime | None:
    """The same as a time with the offset that was written; naive where no zone was."""
    if len(text) > LONGEST_DATE:
        return None
    normal = _normal(text)
    try:
        time = _unix(normal) or _iso(normal, habits) or _numeric(normal, habits) or _worded(normal, habits)
        utc = None if time is None else time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    if utc is None or not EARLIEST <= utc <= LATEST:
        return None
    # A placeholder that was moved into a zone is one still: up to half a day to the east, or to the west.
    days = {(utc + timedelta(hours=hours)).date().isoformat() for hours in (0, -14)}
    return None if utc.year < FIRST_YEAR or PLACEHOLDERS.intersection(days) else time


def _normal(text: str) -> str:
    """Lower case, ASCII digits and signs, single spaces, no marks of direction."""
    if not text.isascii():
        text = "".join(str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, -1) >= 0 else c for c in text)
        text = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("،", ",")
        text = re.sub("[\u200b-\u200f\u202a-\u202e\u2060-\u2069]", "", text)
    return " ".join(text.lower().split())


def _unix(text: str) -> datetime | None:
    """Seconds or milliseconds since the epoch, of this century."""
    if not re.fullmatch(r"\d{10}(?:\d{3}|\.\d{1,6})?", text):
        return None
    micros = int(text) * 1_000 if len(text) == 13 and "." not in text else round(float(text) * 1_000_000)
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)


def _iso(text: str, habits: DateHabits) -> datetime | None:
    """ISO 8601 in its whole forms, also with a space for the T and with slashes or points."""
    match = ISO.fullmatch(text)
    if match is None:
        if (match := EAST_ASIAN.fullmatch(text)) is None:
            return None
        year, month, day, rest = match.groups()
        return _with_time(datetime(int(year), int(month), int(day)), rest, habits)  # noqa: DTZ001  (_with_time adds it)
    year = int(match["year"])
    if match["week"]:
        date = datetime.fromisocalendar(year, int(match["week"]), int(match["weekday"]))
    elif match["ordinal"]:
        date = datetime.strptime(f"{year:04} {match['ordinal']}", "%Y %j")  # noqa: DTZ007
    else:
        date = datetime(year, int(match["month"] or match["m2"]), int(match["day"] or match["d2"]))  # noqa: DTZ001
    rest = match["rest"]
    if match["hour"] or match["h2"]:
        date = _at(date, match["hour"] or match["h2"], match["minute"] or match["i2"], match["second"] or match["s2"],
                   match["fraction"])  # fmt: skip
        if half := HALF.match(rest.strip()):
            date, rest = _half_day(date, half.group()), rest.strip()[half.end() :]
        return _in_zone(date, rest, habits)
    return _with_time(date, rest, habits)


def _numeric(text: str, habits: DateHabits) -> datetime | None:
    """Three numbers, the year last: which one is the day must be certain."""
    match = NUMERIC.fullmatch(text)
    if match is None:
        return None
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    # Points stand in dates of languages that put the day first, though English writes its own with them too.
    pointed = match["mark"] == "." and habits.language not in (None, "en")
    day_first = True if pointed else habits.day_first
    if len(match["year"]) == 2:
        if not pointed:
            return None
        year = _full_year(year)
    if a > 12 or b > 12 or a == b:
        day, month = (a, b) if a > 12 or a == b else (b, a)
    elif day_first is None:
        return None
    else:
        day, month = (a, b) if day_first else (b, a)
    return _with_time(datetime(year, month, day), match["rest"], habits)  # noqa: DTZ001


def _worded(text: str, habits: DateHabits) -> datetime | None:
    """A month's name with a day and a year around it; other words before the time are names of days, or "at"."""
    oclock = OCLOCK.search(text)
    time = TIME.search(text)
    before, rest = text, ""
    if time:
        before, rest = text[: time.start()], text[time.start() :]
    elif oclock:
        clock = f"{oclock[1] or oclock[3]}:{oclock[2] or oclock[4]}"
        before, rest = text[: oclock.start()], clock + text[oclock.end() :]
    if time and len(re.findall(r"\d+", before)) < 2:  # the time stands before the date, or before the year (asctime)
        before, rest = _time_first(before, rest)
    before = folded(ORDINAL.sub("", before))
    for name, joined in long_names():
        if name in before:
            before = re.sub(rf"\b{name}\b", joined, before)  # whole: Catalan "de nov" stands in Spanish "de noviembre"
    vietnamese = re.sub(
        r"\bthang (\d{1,2})\b", lambda m: _MONTHS[int(m[1]) - 1] if 0 < int(m[1]) < 13 else m[0], before
    )
    words = WORDS.findall(vietnamese)
    months = [month for word in words if (month := month_of(word, habits.language))]
    numbers = [word for word in words if word.isdigit()]
    # Where the name of a day is a month's too (mar. is Tuesday in Paris, Rome and Madrid), it stands first.
    if not months or len(months) > 2 or len(numbers) != 2:
        return None
    first, second = numbers
    if len(first) == 4 and len(second) <= 2:
        first, second = second, first
    if len(first) > 2 or len(second) not in (2, 4):
        return None
    year = int(second) if len(second) == 4 else _full_year(int(second))
    if year in BUDDHIST_YEARS and (habits.language == "th" or re.search("[\u0e00-\u0e7f]", text)):
        year -= BUDDHIST_ERA
    return _with_time(datetime(year, months[-1], int(first)), rest, habits)  # noqa: DTZ001


_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


def _time_first(before: str, rest: str) -> tuple[str, str]:
    """A date around its time, or behind it, as the date and the time: 10:00, 3 June 2025; Jun 3 10:00:00 UTC 2025."""
    clock = TIME.match(rest)
    assert clock is not None
    after = rest[clock.end() :]
    zone = re.match(
        r" ?(?:" + HALF.pattern + r")? ?(?:\(?[a-z]{1,5}\)?(?= \d)|(?:gmt|utc)?[+-]\d{2}:?\d{2}(?!\d))?", after
    )
    end = zone.end() if zone and folded(zone.group().strip(" ()")) not in _months_words() else 0
    return f"{before} {after[end:]}", clock.group() + after[:end]


def _months_words() -> frozenset[str]:
    return frozenset(name[:length] for name in _MONTHS for length in (3, 4, 5))


def _full_year(year: int) -> int:
    return year + (2000 if year < TWO_DIGITS_FROM else 1900)


def _with_time(date: datetime, rest: str, habits: DateHabits) -> datetime | None:
    """The day at the time that follows it; midnight where none does."""
    rest = rest.strip(" ,.-–—|·")
    half = HALF.match(rest)
    if half:
        rest = rest[half.end() :].strip()
    clock = TIME.search(rest)
    if clock is None:
        return None if half or any(word.isdigit() for word in WORDS.findall(rest)) else _in_zone(date, rest, habits)
    if not all(_is_filler(word) for word in WORDS.findall(rest[: clock.start()])):
        return None
    date = _at(date, clock["hour"], clock["minute"], clock["second"], clock["fraction"])
    rest = rest[clock.end() :].strip()
    after = HALF.match(rest)
    if after and not half:
        half, rest = after, rest[after.end() :]
    return _in_zone(_half_day(date, half.group()) if half else date, rest, habits)


def _is_filler(word: str) -> bool:
    return not word.isdigit() and len(word) <= 8 and month_of(word, None) is None


def _at(date: datetime, hour: str, minute: str, second: str | None, fraction: str | None) -> datetime:
    if int(hour) == 24 and (int(minute) or int(second or 0)):
        raise ValueError("there is no time after 24:00")
    micros = int((fraction or "0")[:6].ljust(6, "0"))
    # A leap second is the last one of its minute here.
    span = timedelta(hours=int(hour), minutes=int(minute), seconds=min(int(second or 0), 59), microseconds=micros)
    return date + span


def _half_day(date: datetime, half: str) -> datetime:
    if not 1 <= date.hour <= 12:
        return date
    afternoon = half[0] == "p" or half in ("下午", "오후")
    return date.replace(hour=date.hour % 12 + 12 * afternoon)


def _in_zone(date: datetime, rest: str, habits: DateHabits) -> datetime | None:
    """The time with its zone; as it is where none follows; None for a zone, or anything else, that is not known."""
    rest = rest.strip(" ,.").removeprefix("(").removesuffix(")") if "(" not in rest.strip()[1:] else rest.strip()
    offset = OFFSET.fullmatch(rest)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes > 15 * 60 or int(offset[3] or 0) > 59:
            return None
        return date.replace(tzinfo=timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes)))
    words = [word for word in WORDS.findall(rest) if word not in AFTER_TIME]
    if not words:
        return date
    if len(words) > 1:
        return None
    by_place = ZONES_BY_PLACE.get(words[0], {}).get(habits.place or "")
    zone = by_place if by_place is not None else ZONES.get(words[0])
    return None if zone is None else date.replace(tzinfo=timezone(timedelta(minutes=zone)))
