"""What kind of text an article is: news, opinion, live, press release, or another."""

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from schemas.codes import Genre
from schemas.records import Article

# Names of sections, as whole segments of a path, sections' names or the words before a title's colon.
SECTIONS: dict[Genre, frozenset[str]] = {
    Genre.LIVE: frozenset(
        {"live", "live updates", "live news", "liveblog", "live blog", "live coverage", "minute by minute"}
    ),
    Genre.OPINION: frozenset(
        {"opinion", "opinions", "comment", "commentary", "commentisfree", "editorial", "editorials", "op ed", "op eds"}
        | {
            "column",
            "columns",
            "columnist",
            "columnists",
            "columna",
            "opinion piece",
            "letters",
            "letters to the editor",
        }
        | {
            "viewpoint",
            "viewpoints",
            "perspective",
            "perspectives",
            "guest opinion",
            "guest column",
            "leader",
            "leaders",
        }
        | {
            "analysis and opinion",
            "ideas",
            "meinung",
            "kommentar",
            "tribune",
            "opinión",
            "blogs",
            "voices",
            "contributors",
        }
    ),
    Genre.PRESS_RELEASE: frozenset(
        {
            "press release",
            "press releases",
            "pressrelease",
            "pressreleases",
            "news release",
            "news releases",
            "newswire",
        }
        | {
            "pr newswire",
            "prnewswire",
            "business wire",
            "globenewswire",
            "sponsored",
            "sponsored content",
            "advertorial",
        }
        | {"partner content", "paid post", "brand content"}
    ),
    Genre.OTHER: frozenset(
        {
            "recipe",
            "recipes",
            "horoscope",
            "horoscopes",
            "crossword",
            "crosswords",
            "quiz",
            "quizzes",
            "puzzles",
            "obituary",
        }
        | {
            "obituaries",
            "podcast",
            "podcasts",
            "video",
            "videos",
            "gallery",
            "galleries",
            "photos",
            "reviews",
            "review",
        }
        | {"deals", "coupons", "shopping", "gift guide", "tv listings", "classifieds", "product reviews"}
    ),
}
PRESS_DOMAINS = frozenset({"prnewswire.com", "businesswire.com", "globenewswire.com", "prweb.com", "einpresswire.com"})
LIVE_TITLE = re.compile(
    r"\blive(?: news| blog| updates?| coverage| report| stream)?\s*(?::|\||–|—|-\s)"
    r"|\b(?:as it happened|live updates?|live blog)\b",
    re.IGNORECASE,
)
OPINION_TITLE = re.compile(
    r"^(?:opinion|op-?ed|editorial|commentary|column|letters?(?: to the editor)?|comment|viewpoint|perspective)"
    r"\s*[:|–—]"
    r"|\[(?:opinion|op-?ed|editorial|commentary)\]|\|\s*(?:opinion|editorial)\s*$"
    r"|\b(?:the guardian view|our view)\b",
    re.IGNORECASE,
)
PRESS_TEXT = re.compile(
    r"\bfor immediate release\b|/\s?(?:PRNewswire|EINPresswire\.com|PRWEB)\b"
    r"|\((?:BUSINESS WIRE|GLOBE NEWSWIRE|Marketwired|ACCESSWIRE)\)|\b(?:media|press) contacts?:"
    r"|\bforward-looking statements\b.{0,200}\bact of 1995\b",
    re.IGNORECASE,
)
OPINION_TEXT = re.compile(
    r"\bthe (?:views|opinions) expressed (?:here|in this|are|by)\b"
    r"|\bis (?:a|an) (?:\w+ ){0,3}(?:opinion )?columnist (?:for|at|with)\b",
    re.IGNORECASE,
)
LIVE_STAMP = re.compile(
    r"^\[?\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?(?: (?:GMT|BST|ET|EST|EDT|PT|UTC|CET))?\b", re.IGNORECASE | re.MULTILINE
)
LIVE_STAMPS = 5
TAIL_CHARACTERS = 1500
SEPARATORS = re.compile(r"[-_+ ]+")


def genre(article: Article) -> Genre:
    """The genre of an article: what its page declares, else its sections, its title, marks in its text; else news.

    OTHER is what its section says is no report (recipes, quizzes, reviews).
    """
    if article.genre != Genre.OTHER:
        return Genre(article.genre)
    if article.source_domain in PRESS_DOMAINS:
        return Genre.PRESS_RELEASE
    names = _section_names(article)
    title = article.title or ""
    ends = article.text if len(article.text) <= 2 * TAIL_CHARACTERS else _ends(article.text)
    tests: tuple[tuple[Genre, Callable[[], object]], ...] = (
        (Genre.PRESS_RELEASE, lambda: names & SECTIONS[Genre.PRESS_RELEASE] or PRESS_TEXT.search(ends)),
        (Genre.LIVE, lambda: names & SECTIONS[Genre.LIVE] or LIVE_TITLE.search(title) or _is_stamped(article.text)),
        (Genre.OPINION, lambda: names & SECTIONS[Genre.OPINION] or _is_opinion(title, ends)),
        (Genre.OTHER, lambda: names & SECTIONS[Genre.OTHER]),
    )
    return next((kind for kind, test in tests if test()), Genre.NEWS)


def _ends(text: str) -> str:
    return f"{text[:TAIL_CHARACTERS]}\n{text[-TAIL_CHARACTERS:]}"


def _is_opinion(title: str, ends: str) -> bool:
    return OPINION_TITLE.search(title) is not None or OPINION_TEXT.search(ends) is not None


def _is_stamped(text: str) -> bool:
    """Whether many paragraphs begin with a time of day, as posts of a live report do."""
    return len(LIVE_STAMP.findall(text)) >= LIVE_STAMPS


def _section_names(article: Article) -> frozenset[str]:
    """The folders of the URL's path and the source's categories, in lower case, words parted by one space."""
    path = urlsplit(article.canonical_url or "").path
    folders = unquote(path).split("/")[:-1]
    return frozenset(SEPARATORS.sub(" ", name).strip().lower() for name in (*folders, *article.categories))
