"""Cuts a text into sentences by a regular expression, with exact code point offsets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.events.lexicon import words

LONGEST_CHARACTERS = 1200
"""A longer sentence is no prose (a table, a list without full stops) and is cut, to bound the parser's time."""

ABBREVIATIONS = words(
    "mr mrs ms dr st gen lt col sgt capt maj adm brig cmdr rev hon sen rep gov pres prof sr jr no vs etc jan feb mar "
    "apr jun jul aug sep sept oct nov dec inc ltd co corp dept est fig approx ave mt ft u.s u.k u.n u.a.e e.u d.c h.e "
    "i.e e.g a.m p.m al messrs mme amb insp supt pvt cpl spc atty sec min"
)

# A full stop, question or exclamation mark, closing quotes or brackets, blanks, and what may begin a sentence.
_END = re.compile(r"([.!?…]+)([\"'”’)\]]*)(\s+)(?=[\"'“‘(\[]*[A-Z0-9À-Þ])")
_PARAGRAPH = re.compile(r"\s*\n\s*")
_LAST_WORD = re.compile(r"[\w.'’-]+\Z")
# What cannot stand alone after "U.S." or an initial, so that the full stop ends the sentence.
_STARTERS = words("The A An In On At He She It They We But And His Her Its Their This That These Those")


@dataclass(frozen=True)
class Sentence:
    """A sentence: its number in the text (-1 for a title), where it starts in it (code points), its text."""

    index: int
    start: int
    text: str


def split(text: str) -> list[Sentence]:
    """The sentences of a text in order; `text[s.start : s.start + len(s.text)] == s.text` for each.

    A line break ends a sentence; blanks around one belong to none.
    """
    spans = [span for start, end in _paragraphs(text) for span in _in_paragraph(text, start, end)]
    return [Sentence(i, start, text[start:end]) for i, (start, end) in enumerate(spans)]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _in_paragraph(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for stop in _END.finditer(text, start, end):
        if stop[1] == "." and stop[2] in ("", ")") and _goes_on(text, begin, stop):
            continue
        yield from _bounded(text, begin, stop.end(2))
        begin = stop.end()
    yield from _bounded(text, begin, end)


def _goes_on(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether a full stop belongs to an abbreviation or an initial, and the sentence goes on behind it."""
    before = _LAST_WORD.search(text, max(begin, stop.start() - 30), stop.start())
    if before is None:
        return False
    word = before.group().lower().lstrip(".'’").rpartition("-")[2]
    following = re.match(r"\w+", text[stop.end() : stop.end() + 20])
    if word in (
        "u.s",
        "u.k",
        "u.n",
        "u.a.e",
        "e.u",
        "d.c",
        "a.m",
        "p.m",
        "etc",
        "inc",
        "ltd",
        "co",
        "corp",
        "jr",
        "sr",
    ):
        return following is not None and following.group() not in _STARTERS
    if word in ("no", "sec", "min", "mar", "est", "fig"):
        return following is not None and following.group()[0].isdigit()
    return (
        word in ABBREVIATIONS or (len(word) == 1 and before.group().isupper()) or bool(re.fullmatch(r"(\w\.)+\w", word))
    )


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without blanks at its ends, cut at a blank where it is too long."""
    while start < end:
        while start < end and text[start].isspace():
            start += 1
        cut = end
        if end - start > LONGEST_CHARACTERS:
            blank = text.rfind(" ", start, start + LONGEST_CHARACTERS)
            cut = blank if blank > start else start + LONGEST_CHARACTERS
        last = cut
        while last > start and text[last - 1].isspace():
            last -= 1
        if last > start:
            yield start, last
        start = cut


_DATELINE = re.compile(
    # PARIS, March 3 or LA PAZ, Bolivia
    r"(?:[A-Z][A-Z'’.-]{2,}(?:[ ,/]+[A-Z][\w.'’]*){0,5}(?:,? \w+\.? \d{1,2})?"
    # Taipei, Nov. 12 before an agency in brackets
    r"|[A-Z][\w.'’]+(?:[ ,]+[A-Z][\w.'’]*){0,3}(?:[ ,]+\d{1,2})?(?=[ ,]*\())?"
    r"(?: ?\([A-Za-z .]{2,20}\))? ?(?:--?-?|–|—|:) +"
)
_AGENCY = re.compile(r"(?:AP|Reuters|AFP|UPI|SPACE\.com) (?:-|–|—|--) +")


def dateline(text: str) -> int:
    """How many characters at the beginning of a sentence only say where it was written ("PARIS (Reuters) - ")."""
    match = _DATELINE.match(text) or _AGENCY.match(text)
    return match.end() if match and match.end() < len(text) // 2 + 20 and match.end() < 70 else 0
