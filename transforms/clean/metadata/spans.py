"""The dates in a line beside a headline: `Published Nov 18, 2019 at 4:07 PM | Updated at 5:36 PM CST, Nov 19, 2019`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from transforms.dates.reading import DateHabits, read_time

MONTH = r"[^\W\d_]{3,}\.?"
CLOCK = r"\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?\s?m\b\.?)?"
ZONE = r"(?:\s*\(?(?:[A-Z]{1,5}(?:[+-]\d{1,2}(?::?\d\d)?)?|[+-]\d{2}:?\d{2})\)?(?![A-Za-z]))"
DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|º|ª|\.)?\s*(?:de |of )?{MONTH},?\s*(?:de |del )?\d{{4}}"
    rf"|{MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?,?\s*\d{{4}}"
    r"|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})"
)
BETWEEN = r"(?:\s*(?:[,|/•·–—-]|at\b|um\b|à\b|às\b|kl\.?|klo\b|ore\b|alle\b|a las\b|a les\b|в\b|о\b|on\b|T)?\s*)"
SPAN = re.compile(
    rf"(?P<day>(?<![\d/.]){DAY})(?![\d/]\d)(?:{BETWEEN}(?P<clock>{CLOCK}(?P<zone>{ZONE})?))?", re.IGNORECASE
)
CLOCK_FIRST = re.compile(
    rf"(?P<clock>(?<!\d){CLOCK}(?P<zone>{ZONE})?),?\s*(?:on )?(?:[^\W\d_]{{2,9}}\.?,?\s*)?\Z", re.IGNORECASE
)
MOST_BESIDE = 9
"""In letters and digits: a line that says no more beside its date is a date line. Names of days are as long."""
REVISED = re.compile(
    r"updat|modif|edited|revis|corrected|aktualisiert|geändert|zuletzt|mise? à jour|actualiz|aggiorna|modifica|"
    r"atualiz|alterad|bijgewerkt|gewijzigd|oppdatert|opdateret|uppdaterad|päivitetty|zaktualiz|aktualiz|"
    r"обновл|изменен|оновлен|güncel|تحديث|עודכן|更新|修正|수정|\blast\b",
    re.IGNORECASE,
)
ISSUED = re.compile(
    r"publi|posted|issued|created|erstellt|veröffentlicht|inserito|geplaatst|publicad|pubblicat|publicerad|publisert|julkaistu|"
    r"опубликован|опубліковано|yayın|نشر|פורסם|発表|公開|发布|發布|입력",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Dated:
    """A date in a line; naive where no zone is written with it. `has_clock` is False for a day alone."""

    time: datetime
    has_clock: bool
    is_revision: bool


def dates_in(line: str, habits: DateHabits) -> Iterator[Dated]:
    """The whole dates in a line, in their order, each with whether the words before it call it an update."""
    end, word = 0, ""
    for match in SPAN.finditer(line):
        before, end = line[end : match.start()], match.end()
        word = _last_word(before) or word
        forms = [match.group(), match["day"] + " " + (match["clock"] or "").removesuffix(match["zone"] or "")]
        if match["clock"] is None and (first := CLOCK_FIRST.search(before)):
            forms = [f"{match['day']} {first['clock']}", *forms]
        for form in (*forms, match["day"]):
            time = read_time(form.strip(), habits)
            if time is not None:
                yield Dated(time, form.strip() != match["day"], word == "revised")
                break


def issue_date(line: str, habits: DateHabits, *, bare: bool) -> Dated | None:
    """The date in a line that says it is of publication, or, where `bare`, in one that says nothing else."""
    found = next((date for date in dates_in(line, habits) if not date.is_revision), None)
    match = SPAN.search(line)
    if found is None or match is None:
        return None
    rest = "".join(filter(str.isalnum, line[: match.start()] + line[match.end() :]))
    return found if ISSUED.search(line[: match.start()]) or (bare and len(rest) <= MOST_BESIDE) else None


def _last_word(text: str) -> str:
    """Which of the two a text speaks of last: of publication or of an update; empty where of neither."""
    found = [
        (match.start(), name)
        for name, sign in (("revised", REVISED), ("issued", ISSUED))
        for match in sign.finditer(text)
    ]
    return max(found)[1] if found else ""
