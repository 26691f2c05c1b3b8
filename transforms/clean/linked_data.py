"""JSON-LD in a page: the object that describes its article (schema.org), and the texts in it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

ARTICLE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report)\Z")
MOST_OBJECTS = 2000
LONGEST_SCRIPT = 500_000
"""In characters. The data of an article is a few thousand; what is larger describes something else."""

NO_CHARACTERS = re.compile("[\0\ud800-\udfff]")
"""What JSON can name and no UTF-8 text holds: NUL, which tables refuse, and half of a surrogate pair."""


def article_object(scripts: Iterable[str]) -> Mapping[str, object]:
    """The first object of an article type in a page's JSON-LD scripts, empty where there is none.

    A script that is not JSON is passed over. Objects are sought in lists, `@graph` and properties.
    """
    for script in scripts:
        if len(script) > LONGEST_SCRIPT:
            continue
        try:
            found = next(filter(_is_article, _objects(json.loads(script, strict=False))), None)
        except (ValueError, RecursionError):
            continue
        if found is not None:
            return found
    return {}


def _is_article(value: Mapping[str, object]) -> bool:
    return any(ARTICLE.match(kind) for kind in texts(value.get("@type")))


def _objects(root: object) -> Iterator[Mapping[str, object]]:
    """All objects in a JSON value, outer ones first, at most 2,000."""
    waiting, seen = [root], 0
    while waiting and seen < MOST_OBJECTS:
        inner: list[object] = []
        for value in waiting:
            if isinstance(value, dict):
                seen += 1
                yield value
                inner += value.values()
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
