"""JSON-LD in a page: the object that describes its article (schema.org), and the texts in it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

ARTICLE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report)\Z")
MOST_OBJECTS = 2000
LONGEST_SCRIPT = 500_000
"""In characters. The data of an article is a few thousand; what is larger describes something else."""

OTHER_PAGES = frozenset(
    {"itemListElement", "hasPart", "mentions", "citation", "isBasedOn", "isRelatedTo", "relatedLink", "comment"}
    | {"significantLink", "review", "subjectOf", "liveBlogUpdate", "blogPost", "recommendation"}
)
"""Properties whose articles are others than the page's own: lists, parts, what it refers to."""

NO_CHARACTERS = re.compile("[\0\ud800-\udfff]")
"""What JSON can name and no UTF-8 text holds: NUL, which tables refuse, and half of a surrogate pair."""

Object = Mapping[str, object]


def article_object(scripts: Iterable[str]) -> Object:
    """The first object of an article type in a page's JSON-LD scripts, empty where there is none.

    A script that is not JSON is passed over. Objects are sought in lists, `@graph` and properties. Its author and
    publisher stand in it whole, also where it names them by the `@id` of an object elsewhere on the page.
    """
    article: Object = {}
    by_id: dict[str, Object] = {}
    for script in scripts:
        if len(script) > LONGEST_SCRIPT:
            continue
        try:
            root = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for value in _objects(root):
            name = value.get("@id")
            if isinstance(name, str) and len(value) > 1:
                by_id.setdefault(name, value)
            if not article and _is_article(value):
                article = value
    return {**article, **{key: _whole(article[key], by_id) for key in ("author", "publisher") if key in article}}


def _is_article(value: Object) -> bool:
    return any(ARTICLE.match(kind) for kind in texts(value.get("@type")))


def _whole(value: object, by_id: Mapping[str, Object]) -> object:
    """A value in which objects that are nothing but a reference are the objects that they refer to."""
    if isinstance(value, list):
        return [_whole(part, by_id) if isinstance(part, dict) else part for part in value]
    if not isinstance(value, dict) or "name" in value or not isinstance(name := value.get("@id"), str):
        return value
    return by_id.get(name, value)


def _objects(root: object) -> Iterator[Object]:
    """All objects in a JSON value that are of this page, outer ones first, at most 2,000."""
    waiting, seen = [root], 0
    while waiting and seen < MOST_OBJECTS:
        inner: list[object] = []
        for value in waiting:
            if isinstance(value, dict):
                seen += 1
                yield value
                inner += [part for key, part in value.items() if key not in OTHER_PAGES]
            elif isinstance(value, list):
                inner += value
        waiting = inner


def texts(value: object) -> Iterator[str]:
    """The texts that a property holds: one, or those in a list; spaces at the ends and empty ones dropped.

    What is no character becomes U+FFFD.
    """
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, str) and part.strip():
            yield NO_CHARACTERS.sub("\ufffd", part.strip())


def named(value: object) -> str | None:
    """The name of a person or organisation that is given as a text or as an object with `name`."""
    if isinstance(value, list):
        return next(filter(None, map(named, value)), None)
    return next(texts(value.get("name") if isinstance(value, dict) else value), None)
