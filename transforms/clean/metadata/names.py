"""The persons whom a byline names: no agencies, desks, titles of office, addresses, nor the words around them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from transforms.clean.metadata.tags import one_line
from transforms.clean.words import letters
from transforms.dates.words import folded, month_of

MOST_AUTHORS = 20
LONGEST_BYLINE = 600
LONGEST_NAME = 60
MOST_WORDS = 5
"""Names of persons in news have two to five words; what has more is a sentence or a job."""

ADDRESS = re.compile(r"\S+@\S+|@\w+|(?:https?://|www\.)\S+|\([^()]*\)|\[[^\[\]]*\]")
"""What stands beside a name and is none: mail addresses, handles, links, and what brackets hold."""
BREAK = re.compile(r"[|;•·/\n\t]|\s[–—-]+\s|\s*[–—]\s*$")
LIST = re.compile(r"[,，、،&+]")
NUMBERED = re.compile(r"(?:^|\s)\S*\d.*", re.DOTALL)
"""A word with a digit and all after it: names have none, dates have, and stand behind names."""
MARKS = ' \t.,:;|*·•–—-"“”„«»()[]<>'
UNCASED = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts without capitals: Hebrew, Arabic, those of India, Thai, Chinese, Japanese, Korean."""
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
EAST_ASIAN_ROLE = re.compile(
    r"^(?:本报)?(?:记者|記者)[:：/／\s]*|^(?:文|作者|撰文|編輯|编辑|글)[:：/／]\s*|"
    r"[\s/]*(?:기자|특파원|논설위원|선임기자|記者|记者|編集委員)$"
)


@cache
def vocabulary() -> dict[str, frozenset[str]]:
    """The words of bylines by their kind, from `data/byline_words.tsv`; read once a process."""
    found: dict[str, set[str]] = {}
    text = files("transforms.clean").joinpath("data/byline_words.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        kind, _, listed = line.partition("\t")
        if listed and not line.startswith("#"):
            found.setdefault(kind, set()).update(listed.split("|"))
    return {kind: frozenset(listed) for kind, listed in found.items()}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands before a name, between two, and between a name and what else is said of its bearer."""
    by, between, tail = (
        "|".join(re.escape(word) for word in sorted(vocabulary()[kind], key=lambda w: (-len(w), w)))
        for kind in ("by", "with", "tail")
    )
    upper = "|".join(re.escape(word.upper()) for word in sorted(vocabulary()["with"]) if word != "dan")
    return (
        re.compile(
            rf"^(?:{by})\b(?:\s*[:：/]\s*|\s+)|\bby\s+|^(?:{by})\s*[:：]\s*|^(?:文|글)\s*[/:：]\s*", re.IGNORECASE
        ),
        re.compile(rf"(?:\s+|^)(?:{between}|{upper})(?:\s+|$)"),
        re.compile(rf"\s(?:{tail})\s.*"),
    )


def shown_byline(pieces: Sequence[str]) -> str:
    """The pieces of text of a byline as one line for `persons`, those apart that no "and" joins.

    What stands behind a name in an element of its own is its bearer's job, paper or town more often than a second
    author; a comma between them says nothing unless an "and" follows.
    """
    joined = {*vocabulary()["with"], *(word.upper() for word in vocabulary()["with"]), "&"}
    if any(word in joined for piece in pieces for word in piece.split()):
        joined.add(",")
    line = ""
    for piece in pieces:
        words = piece.replace(",", " , ").split()
        is_joined = bool(words) and (words[0] in joined or (line.replace(",", " , ").split() or [""])[-1] in joined)
        line += f" {piece}" if is_joined else f" | {piece}"
    return line.strip(" |")


def persons(
    bylines: Iterable[str], others: Iterable[str] = (), *, single: bool = False, first: bool = False
) -> tuple[str, ...]:
    """The persons in some bylines, in their order, each once. `others` are names that are no person's: the site's.

    `single` lets a name of one word stand, where the source says that it is a person's; `first` ends a byline with
    its first part that holds a name.
    """
    known = frozenset(letters(name) for name in others)
    found: dict[str, str] = {}
    for byline in bylines:
        for name in _persons(byline, known, single, first):
            found.setdefault(letters(name), name)
    return tuple(found.values())[:MOST_AUTHORS]


def _persons(byline: str, others: frozenset[str], single: bool, first: bool) -> Iterator[str]:
    text = ADDRESS.sub(" | ", (one_line(byline) or "")[:LONGEST_BYLINE])
    before, between, tail = _patterns()
    for piece in BREAK.split(text):
        piece = _without_date(before.split(piece.strip(MARKS))[-1])
        found = []
        for number, part in enumerate(_parts(between.sub(" , ", piece))):
            name = _without_role(tail.sub("", part).strip(MARKS), is_first=not number)
            if name and _is_person(name, others, single):
                found.append(name)
        yield from found
        if found and first:
            return


def _without_date(piece: str) -> str:
    """What stands before the first number, and before the names of a month and a day that lead to it."""
    start = NUMBERED.search(piece)
    if start is None:
        return piece
    words = piece[: start.start()].split()
    while words and (
        month_of(folded(words[-1].strip(MARKS).lower()), None) or words[-1].strip(MARKS).lower() in vocabulary()["day"]
    ):
        words.pop()
    return " ".join(words).strip(MARKS)


def _parts(piece: str) -> Iterator[str]:
    """The members of a list of names."""
    inner = vocabulary()["with_words"]
    for part in LIST.split(piece):
        words = part.split()
        at = next((i for i, w in enumerate(words) if w in inner and i >= 2 and len(words) - i > 2), None)
        if at is None:
            yield " ".join(words)
        else:
            yield " ".join(words[:at])
            yield " ".join(words[at + 1 :])


def _without_role(part: str, *, is_first: bool) -> str:
    """A name without the job behind it; empty where a job is all that there is, as behind a comma."""
    if EAST_ASIAN.search(part):
        part = EAST_ASIAN_ROLE.sub("", part)
    roles = vocabulary()["role"]
    words = part.split()
    at = next((i for i, word in enumerate(words) if word.lower().strip(".,:") in roles), len(words))
    return " ".join(words[:at]) if at == len(words) or (at >= 2 and is_first) else ""


def _is_person(name: str, others: frozenset[str], single: bool) -> bool:
    words = name.split()
    lower = name.lower()
    known = vocabulary()
    if (
        not 2 <= len(name) <= LONGEST_NAME
        or len(words) > MOST_WORDS
        or any(c.isdigit() or c in "_=<>{}#%" for c in name)
    ):
        return False
    if lower.startswith("the ") or lower in known["agency"] or lower in known["place"] or letters(name) in others:
        return False
    if any(word in known["body"] for word in re.split(r"[\s.'’-]+", lower)):
        return False
    if UNCASED.search(name):
        if EAST_ASIAN.fullmatch(name.replace(" ", "")):
            return 2 <= len(name.replace(" ", "")) <= 6
        return 2 <= len(words) <= MOST_WORDS or (single and len(name) > 2)
    if not name.isupper() and words[0].isupper() and words[0].lower() in known["agency"]:
        return False  # "AP National Security"
    capital = [word for word in words if word.strip("'’\"(")[:1].isupper()]
    if any(word not in capital and word.lower() not in known["particle"] for word in words):
        return False
    if len(words) == 1:
        return single and len(name) > 2 and bool(capital) and (name[1:].islower() or not name.isascii())
    return bool(capital) and (len(capital) > 1 or len(words[-1]) > 1)
