"""Who speaks in a text: the writer, an adviser or a reporter; told by counts of words outside quotations.

The words are those of `data/genre_voice.tsv`. Languages that leave the pronoun out say less; there sections and labels
decide.
"""

import re
from collections import Counter
from functools import cache

from schemas.codes import Genre
from transforms.classify.genre_marks import Mark, rows

QUOTED = {
    "“": r"“[^”\n]*(?:”|$)",
    '"': r'"(?<![^\s(]")(?:[^"\n]++|(?<=\s)")*+(?:"|$)',
    "«": r"«[^»\n]*(?:»|$)",
    "„": r"„[^“”\n]*(?:[“”]|$)",
}
"""Quotations by their opening mark. One that is not closed goes on to the end of its paragraph; a straight mark behind
a blank opens a quotation, also in one."""
QUOTATIONS = tuple((mark, re.compile(pattern, re.MULTILINE)) for mark, pattern in QUOTED.items())
QUOTED_IN_TITLE = re.compile("|".join((r"(?<!\w)['‘].+?['’](?!\w)", *QUOTED.values())))
"""Headlines quote in single marks too."""
READ_START, READ_END = 4500, 1500
"""In characters: a thousand words, of the beginning and of the end, where a writer concludes, say who speaks."""
LONG_WORDS = 60
"""From here on a text's counts are taken as rates; a teaser has too few words for that."""
ROLES = ("self", "us", "duty", "stance", "reader", "report")
STOPS = ("", ",", ".", "?", "!", ":", ";", "،", "؟")
"""What may follow a word in a text that is split at blanks."""


@cache
def words(role: str) -> frozenset[str]:
    """The words of a role of `data/genre_voice.tsv` in all languages, with each stop. Raises KeyError for no role."""
    found: dict[str, set[str]] = {}
    for row in rows("genre_voice.tsv"):
        found.setdefault(row["role"], set()).update(row["words"].split(", "))
    return frozenset(word + stop for word in found[role] for stop in STOPS)


SPEAKER = re.compile(r"(?<!World War )(?<!Schedule )(?<![\w.-])(?:I|I'm|I've|I'd|I'll) (?=[a-z])(?!\w*i\b)")
"""The writer speaks: an I with a verb behind it, and no numeral, nor an Italian "the"."""
SPEAKER_TITLE = re.compile(r"(?:^|[.!?] )My\b|^(?:(?!: ).)*\b(?<!\.)(?:I|I'm|I've|I'd|I'll)(?![.\w-]| \w*i\b)")
"""The writer speaks in the title. "Waters: I Am Not Afraid" is another's words: what follows a colon does not count."""


@cache
def _counted() -> frozenset[str]:
    return frozenset({"the", "les"}).union(*map(words, ROLES))


def unquoted_title(title: str) -> str:
    """A title without its quotations, its apostrophes straight."""
    return QUOTED_IN_TITLE.sub(" ", title).replace("’", "'")


def unquoted(text: str) -> str:
    """A text without its quotations, its apostrophes straight."""
    for mark, quotation in QUOTATIONS:
        if mark in text:
            text = quotation.sub(" ", text)
    return text.replace("’", "'")


def voice(title: str, text: str) -> list[Mark]:
    """What the words of a text say of who speaks in it. `title` is without quotations."""
    if len(text) > READ_START + READ_END:
        text = f"{text[:READ_START]}\n{text[-READ_END:]}"
    own_words = unquoted(text)
    tokens = own_words.lower().split()
    counts = Counter(filter(_counted().__contains__, tokens))
    # "I" is "the" in Italian, "je" is "is" in Czech and "you" in Dutch, and "US" no pronoun.
    counts["i"] = _written(own_words, "I") if counts["i"] and counts["the"] else 0
    counts["je"] *= counts["les"] > 0
    counts["us"] -= _written(own_words, "US") if counts["us"] else 0
    found = []
    if SPEAKER_TITLE.search(title):
        found.append(Mark(Genre.OPINION, 0.7, "voice: the writer speaks in the title", alone=False))
    if len(tokens) >= LONG_WORDS:
        found += _rates(counts, len(tokens), own_words.count("?"))
    else:
        found += _teaser(counts, len(SPEAKER.findall(own_words)))
    return found


def _count(counts: Counter[str], sought: frozenset[str]) -> int:
    return sum(counts[word] for word in sought.intersection(counts))


def _written(text: str, word: str) -> int:
    """How often a word stands in a text as it is written, between blanks."""
    return f" {text}".replace("\n", " ").count(f" {word} ")


def _rates(counts: Counter[str], total: int, questions: int) -> list[Mark]:
    """Marks of a longer text, by words in a hundred."""
    per = 100 / total
    self_, us, duty, stance, reader, report = (_count(counts, words(role)) * per for role in ROLES)
    opinion = 0.5 * min(self_, 2) + 0.3 * min(us, 2) + 0.45 * min(duty, 2) + 0.45 * min(stance, 2)
    opinion += 0.3 * min(questions * per, 1)
    found = [
        Mark(Genre.OPINION, round(opinion, 2), "voice: I, we, must, questions", alone=False),
        Mark(Genre.OTHER, round(0.15 * min(reader, 4), 2), "voice: you", alone=False),
        Mark(Genre.NEWS, round(0.4 * min(report, 2.5), 2), "voice: said, told, days", alone=False),
    ]
    return [mark for mark in found if mark.points >= 0.1]


def _teaser(counts: Counter[str], speaks: int) -> list[Mark]:
    """Marks of a text of a sentence or two, in which the writer `speaks` so often."""
    found = []
    if speaks:
        found.append(Mark(Genre.OPINION, 0.8 if speaks == 1 else 1.2, "voice: I", alone=False))
    if _count(counts, words("us")) and _count(counts, words("duty") | words("stance")):
        found.append(Mark(Genre.OPINION, 0.4, "voice: we must", alone=False))
    if reader := _count(counts, words("reader")):
        found.append(Mark(Genre.OTHER, 0.4 if reader < 3 else 0.7, "voice: you", alone=False))
    if reported := _count(counts, words("report")):
        found.append(Mark(Genre.NEWS, min(0.4 * reported, 1.0), "voice: said, told, days", alone=False))
    return found
