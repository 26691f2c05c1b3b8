"""What marks a genre: names of sections, and patterns for titles, authors and lines, each with its points.

`data/genre_sections.tsv` and `data/genre_marks.tsv` say what their columns mean.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick

from schemas.codes import Genre

SETTLED = 1.0
"""Points from which on a genre is settled."""
PARTS = ("opening", "title", "slug", "author", "first", "line", "tail", "text")
AT_START = ("opening", "first", "line", "tail")
"""Parts whose patterns are held against the beginning."""
MOST_NAME_WORDS = 5
"""A folder of more words is the name of an article."""
LONGEST_NAME = 60
"""In characters, so that what is kept of names that were seen stays small."""
SEPARATORS = re.compile(r"[^\w]+|_+")


@dataclass(frozen=True)
class Mark:
    """One thing that speaks for a genre: how strongly, and what it is, for people.

    What counts of words say (`alone` is False) never settles a genre against other marks.
    """

    genre: Genre
    points: float
    what: str
    alone: bool = True


@dataclass(frozen=True)
class Rule:
    """One row of `data/genre_marks.tsv`."""

    part: str
    genre: Genre
    points: float
    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    example: str


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of `data/`, by column; lines that begin with `#` are for people."""
    text = files("transforms.classify").joinpath(f"data/{name}").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


@cache
def rules() -> tuple[Rule, ...]:
    """The rows of `data/genre_marks.tsv` in their order. Raises ValueError for an unknown part or genre."""
    found = []
    for row in rows("genre_marks.tsv"):
        if row["part"] not in PARTS:
            raise ValueError(f"genre_marks.tsv: part {row['part']!r} is none of {PARTS}")
        pattern, needs = re.compile(row["pattern"]), tuple(filter(None, row["needs"].split(", ")))
        found.append(Rule(row["part"], Genre(row["genre"]), float(row["points"]), pattern, needs, row["example"]))
    return tuple(found)


@cache
def _of_part(part: str) -> tuple[re.Pattern[str], tuple[Rule, ...]]:
    """A part's rules, and one pattern that matches where any of them does: most texts have none."""
    mine = tuple(rule for rule in rules() if rule.part == part)
    return re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in mine)), mine


def load_marks() -> None:
    """Reads and compiles the tables, once a process; else the first article does."""
    for part in PARTS:
        _of_part(part)
    _needs()
    _sections()


def marks_in(part: str, texts: Iterable[str]) -> list[Mark]:
    """The marks of a part in some texts (a title, names, lines), each row of the table once."""
    any_rule, mine = _of_part(part)
    at_start = part in AT_START
    hits = [text for text in texts if (any_rule.match(text) if at_start else any_rule.search(text))]
    found = []
    for rule in mine if hits else ():
        look = rule.pattern.match if at_start else rule.pattern.search
        match = next(filter(None, map(look, hits)), None)
        if match is not None:
            found.append(Mark(rule.genre, rule.points, f"{part}: {match[0].strip()}"))
    return found


@cache
def _needs() -> tuple[AhoCorasick, tuple[tuple[Rule, ...], ...]]:
    """A matcher of all words that rules of texts need, and the rules that need each."""
    wanted: dict[str, list[Rule]] = {}
    for rule in _of_part("text")[1]:
        for word in rule.needs:
            wanted.setdefault(word, []).append(rule)
    return AhoCorasick(list(wanted)), tuple(map(tuple, wanted.values()))


def marks_in_text(text: str) -> list[Mark]:
    """The marks of a text, each row once. Patterns are slow: only rows of which a needed word is there are tried."""
    matcher, wanted = _needs()
    readable = text.lower().encode("utf-8", "replace").decode()  # the matcher takes no half of a surrogate pair
    hits = {number for number, _, _ in matcher.find_matches_as_indexes(readable, overlapping=True)}
    tried = dict.fromkeys(rule for number in sorted(hits) for rule in wanted[number])
    found = []
    for rule in tried:
        match = rule.pattern.search(text)
        if match is not None:
            found.append(Mark(rule.genre, rule.points, f"text: {match[0].strip()}"))
    return found


@cache
def _sections() -> Mapping[str, tuple[Mark, ...]]:
    """The marks that each section's name is. Raises ValueError for an unknown genre."""
    found: dict[str, dict[Genre, float]] = {}
    for row in rows("genre_sections.tsv"):
        for name in map(plain_name, row["names"].split(", ")):
            points = found.setdefault(name, {})
            points[Genre(row["genre"])] = max(float(row["points"]), points.get(Genre(row["genre"]), 0.0))
    return {
        name: tuple(Mark(genre, points, f"section: {name}") for genre, points in entry.items())
        for name, entry in found.items()
    }


def section_marks(name: str) -> tuple[Mark, ...]:
    """The marks of a section's name: a folder of an address, a label of a host, a category."""
    return _section_marks(name) if 1 < len(name) <= LONGEST_NAME else ()


@lru_cache(maxsize=4096)
def _section_marks(name: str) -> tuple[Mark, ...]:
    return _sections().get(plain_name(name), ())


def plain_name(name: str) -> str:
    """A section's name in lower case, its words parted by one space, without accents; empty for a long one."""
    decomposed = unicodedata.normalize("NFKD", name.lower().replace("ß", "ss"))
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    words = SEPARATORS.sub(" ", letters).split()
    return " ".join(words) if len(words) <= MOST_NAME_WORDS else ""
