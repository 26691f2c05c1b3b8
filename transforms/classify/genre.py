"""What kind of text an article is: news, opinion, live, press release, or another.

Each mark that is found speaks for a genre with so many points; a genre is said where its points suffice.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from schemas.codes import Genre
from schemas.records import Article
from transforms.classify.genre_marks import SETTLED, Mark, marks_in, marks_in_text, section_marks
from transforms.classify.genre_voice import unquoted_title, voice

ORDER = (Genre.PRESS_RELEASE, Genre.LIVE, Genre.OPINION, Genre.OTHER)
"""Which of two genres with as many points is said."""
HEAD_LINES, TAIL_LINES = 8, 12
LAST_LINES = 4
"""Lines of a text: where labels are sought, and where notes on the writer stand."""
LONGEST_LINE = 320
"""In characters. No mark of a line is longer; a paragraph's beginning is read so far."""
ENDS = 1500
"""Characters at the beginning and at the end of a text in which its marks are sought."""
SHORTEST_NAME = 5
"""In letters. A shorter name of a site is found in too many words."""
OPENING = 600
"""In characters: where a text says whom it is about."""
AUTHORITY = re.compile(r"(?:^|\.)(?:(?:gov|govt|gob|gouv|gub|mil)(?:\.[a-z]{2})?|go\.[a-z]{2}|int)$")
"""Domains that registries keep for authorities. News agencies of states use them too: a hint."""
NO_LETTERS = re.compile(r"[\W_]+")
CATEGORY_SEPARATORS = re.compile(r"[,;/|>»]|\s[-–]\s")
MOST_NAMES = 30
"""The most authors and categories that are read."""
STAMP = re.compile(
    r"[\[(]?(?:(?:ore|at|posted at) )?(?:[01]?\d|2[0-3])"
    r"(?:[:h][0-5]\d(?::[0-5]\d)? ?(?:[ap]\.?m\b\.?)?|(?:\.[0-5]\d)? ?[ap]\.?m\b\.?"
    r"|\.[0-5]\d(?= ?(?:uhr|gmt|bst|utc|h\b| -)))"
    r" ?(?:uhr|gmt|bst|utc|est|edt|et|pst|pdt|pt|cet|cest|ist|h)?\b[\])]?(?P<alone>\.?$)?",
    re.IGNORECASE,
)
"""A time of day, as entries begin: `18:42`, `6.10pm`, `19h42`, `18.15 Uhr`; `alone` where the line has nothing else."""
MINUTE = re.compile(r"\d{1,3}(?:(?:\+\d{1,2})?(?:'|’| min(?:utes?|s)?)(?:\s|:)|\.[0-6]: )")
"""The minute of a match, or the ball of an over: `63' `, `90+4 min: `, `43.1: `."""
STAMPS, STAMPS_ALONE = 5, 3
"""A report or a timetable has a time of day at the beginning of a few lines; of fewer, where each is a line's all."""
INGREDIENT = re.compile(
    r"[-•*▢]?\s?(?:\d[\d/.,]*|[½¼¾⅓⅔]|\d [½¼¾⅓⅔]|\d+ \d/\d)\s?"
    r"(?:g|kg|ml|cl|dl|l|cups?|tbsps?|tsps?|oz|ounces?|lbs?|pounds?|tablespoons?|teaspoons?|cloves?|el|tl|pincée|"
    r"cucharadas?|cucharaditas?|colheres?|xícaras?|cuillères?|cucchiai|ст\. ?л|ч\. ?л)\b(?=.{3,70}$)",
    re.IGNORECASE,
)
INGREDIENTS = 3
"""A report has a quantity at the beginning of a line or two; a recipe has a list of them."""
QUESTIONS, LONGEST_QUESTION = 3, 160
"""An interview or an explainer has so many short paragraphs that end in a question; "I" is who answers, not the writer.
In characters: a writer's rhetorical question mostly ends a longer paragraph."""
LOOKED_LINES = 400
"""The most lines of a text that are looked at one by one."""


def genre(article: Article, beside: Sequence[str] = ()) -> Genre:
    """The genre of an article: what its page declares, else the one for which most speaks; news where little does.

    `beside` are lines that stand beside the text and are no part of it: bylines as written, notes on the writer, press
    contacts. OTHER is what is no report and no argument (recipes, quizzes, reviews).
    """
    if article.genre != Genre.OTHER:
        return Genre(article.genre)
    marks = evidence(article, beside)
    scores = {kind: _score(marks, kind) for kind in ORDER}
    # Where other marks settle a genre, counts of words settle no other: ministers write "we must" too.
    settled = [kind for kind in ORDER if scores[kind] >= SETTLED <= _told(marks, kind)]
    best = max(settled or ORDER, key=lambda kind: scores[kind])
    return best if scores[best] >= SETTLED else Genre.NEWS


def _score(marks: list[Mark], kind: Genre) -> float:
    """The points of a genre; what speaks for a report counts against it, unless one mark alone settles it.

    Live reports report.
    """
    mine = [mark for mark in marks if mark.genre is kind]
    total = sum(mark.points for mark in mine)
    if kind is Genre.LIVE or any(map(_settles, mine)):
        return total
    return total - sum(mark.points for mark in marks if mark.genre is Genre.NEWS)


def _told(marks: list[Mark], kind: Genre) -> float:
    """The points of a genre by marks that are no counts of words."""
    return sum(mark.points for mark in marks if mark.genre is kind and mark.alone)


def _settles(mark: Mark) -> bool:
    return mark.alone and mark.points >= SETTLED


def evidence(article: Article, beside: Sequence[str] = ()) -> list[Mark]:
    """All that speaks for a genre in an article: sections, authors, title, lines, and who speaks in its text."""
    plain = unquoted_title((article.title or "")[:LONGEST_LINE])
    title = plain.lower().strip()
    lines = [line for line in article.text.split("\n") if line]
    ends = lines if len(lines) <= HEAD_LINES + TAIL_LINES else [*lines[:HEAD_LINES], *lines[-TAIL_LINES:]]
    text = article.text if len(article.text) <= 2 * ENDS else f"{article.text[:ENDS]}\n{article.text[-ENDS:]}"
    marks = [mark for name in _section_names(article) for mark in section_marks(name)]
    best = {mark.genre: mark for mark in sorted(marks, key=lambda mark: mark.points)}
    if Genre.NEWS in best:  # interviews and analyses are reports, also where the opinion pages hold them
        best.pop(Genre.OPINION, None)
    marks = list(best.values())
    marks += marks_in("opening", [title])
    marks += marks_in("title", [title])
    marks += marks_in("slug", [_slug(article)])
    marks += marks_in("author", map(_plain, (*article.authors[:MOST_NAMES], *beside)))
    labels, around = list(map(_plain, ends)), list(map(_plain, beside))
    marks += marks_in("first", labels[:1])
    marks += marks_in("line", labels + around)
    marks += marks_in("tail", labels[-LAST_LINES:] + around)
    marks += marks_in_text(text)
    marks += voice(plain, article.text)
    marks += _about_itself(article, plain)
    asked = [line for line in lines[:LOOKED_LINES] if len(line) <= LONGEST_QUESTION and line.endswith(("?", "؟", "？"))]
    if len(asked) >= QUESTIONS:
        marks.append(Mark(Genre.NEWS, 1.0, "lines: questions, answered", alone=False))
    if _is_stamped(lines):
        marks.append(Mark(Genre.LIVE, SETTLED, "lines: times of day"))
    if sum(map(bool, map(INGREDIENT.match, lines[:LOOKED_LINES]))) >= INGREDIENTS:
        marks.append(Mark(Genre.OTHER, SETTLED, "lines: ingredients"))
    return marks


def _plain(line: str) -> str:
    return line[:LONGEST_LINE].lower().replace("’", "'")


def _about_itself(article: Article, plain: str) -> list[Mark]:
    """What speaks for a firm's or an authority's own page: its host, the site's name in the title and the beginning.

    `plain` is the title without quotations.
    """
    host = _host(article)
    if AUTHORITY.search(host):
        return [Mark(Genre.PRESS_RELEASE, 0.7, f"itself: an authority's host, {host}")]
    labels = host.split(".")[:-1]
    name = max((NO_LETTERS.sub("", label) for label in labels), key=len, default="")
    if len(name) < SHORTEST_NAME:
        return []
    title, start = (NO_LETTERS.sub("", _ascii(part.lower())) for part in (plain, article.text[:OPENING]))
    is_blog = "blog" in labels or "blog" in urlsplit(article.canonical_url or "").path.split("/")
    points = 0.4 * (name in title) + 0.2 * (name in start) + 0.4 * (is_blog and name in title + start)
    return [Mark(Genre.PRESS_RELEASE, round(points, 1), f"itself: {name}")] if points else []


def _ascii(text: str) -> str:
    """A text with the letters that hosts have: accents go, and letters of other scripts."""
    return text if text.isascii() else unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _is_stamped(lines: Sequence[str]) -> bool:
    """Whether many lines begin with a time, as entries of a live report do."""
    if len(lines) < STAMPS_ALONE:
        return False
    lines = lines[:LOOKED_LINES]
    stamps = [stamp for line in lines if (stamp := STAMP.match(line))]
    alone = sum(stamp["alone"] is not None for stamp in stamps)
    # The minutes of a match are many; those of a recipe are the same again and again.
    minutes = {minute.group() for line in lines if (minute := MINUTE.match(line))}
    return len(stamps) >= STAMPS or alone >= STAMPS_ALONE or len(minutes) >= STAMPS


def _section_names(article: Article) -> Iterator[str]:
    """The folders of the URL's path, the labels of its host before the site's own, and the source's categories."""
    yield from unquote(urlsplit(article.canonical_url or "").path).split("/")[:-1]
    yield from _host(article).split(".")[:-2]
    for category in article.categories[:MOST_NAMES]:
        yield from CATEGORY_SEPARATORS.split(category[:LONGEST_LINE])


def _host(article: Article) -> str:
    return urlsplit(article.canonical_url or "").hostname or ""


def _slug(article: Article) -> str:
    """The last part of the article's address, in lower case."""
    return urlsplit(article.canonical_url or "").path.rstrip("/").rpartition("/")[2][:LONGEST_LINE].lower()
