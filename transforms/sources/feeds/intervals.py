"""How often, and when, a feed says that it is worth asking."""

import re
from collections.abc import Iterable

LONGEST_TTL = 7 * 24 * 60 * 60
PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 7 * 86_400, "monthly": 30 * 86_400, "yearly": 365 * 86_400}
"""Seconds of the RSS 1.0 syndication module's `updatePeriod` (http://purl.org/rss/1.0/modules/syndication/)."""

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOURS = 24


def ttl_seconds(ttl: str | None, period: str | None, frequency: str | None) -> int | None:
    """How long the feed need not be asked again: RSS 2.0's `ttl` (minutes), or an update period of the syndication
    module by how often in it (once, if that is not said); the longer of them, a week at most.
    """
    times = [time for time in (_number(ttl, 60), _period(period, frequency)) if time is not None]
    return min(max(times), LONGEST_TTL) if times else None


def _number(text: str | None, unit: int) -> int | None:
    text = (text or "").strip()
    return int(text) * unit if re.fullmatch(r"[0-9]{1,6}", text) else None


def _period(period: str | None, frequency: str | None) -> int | None:
    seconds = PERIODS.get((period or "").strip().lower())
    if seconds is None:
        return None
    # None or nought times a period is a mistake; the module's default is once.
    return max(seconds // (_number(frequency, 1) or 1), 1)


def skip_hours(texts: Iterable[str]) -> tuple[int, ...]:
    """RSS 2.0's `skipHours`: hours 0 to 23 of GMT. RSS 0.91 counted from 1 to 24, which is midnight.

    None where all hours are named: a feed that is never to be read says nothing.
    """
    hours = {int(text) % HOURS for text in map(str.strip, texts) if re.fullmatch(r"[01]?[0-9]|2[0-4]", text)}
    return () if len(hours) == HOURS else tuple(sorted(hours))


def skip_days(texts: Iterable[str]) -> tuple[int, ...]:
    """RSS 2.0's `skipDays`: English names of days, 0 is Monday; none where all seven are named."""
    named = {text.strip().lower() for text in texts}
    days = tuple(number for number, day in enumerate(DAYS) if day in named or day[:3] in named)
    return () if len(days) == len(DAYS) else days
