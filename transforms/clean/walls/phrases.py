"""What pages say that are no article: the table `data/walls.tsv`."""

import re
from functools import cache

from transforms.clean.rules import Rule, read_rules

KINDS = frozenset({"error", "failure", "consent", "choice", "login", "members", "javascript", "frames"})
LONGEST_HEAD = 120
LONGEST_LINE = 600
"""In characters. Longer lines are an article's prose; matching them would cost more than it could tell."""
TYPESET_QUOTES = re.compile("[“”„«»]")
SEPARATOR = re.compile(r"\s+[|·•–—:»«-]+\s+|\s*\|\s*")


@cache
def patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a kind in `data/walls.tsv`; raises ValueError for a row that is not kind, pattern, example."""
    return tuple(re.compile(rule.pattern, re.IGNORECASE) for rule in _rules() if rule.kind == kind)


@cache
def _rules() -> tuple[Rule, ...]:
    return read_rules("walls.tsv", KINDS)


def is_head(kind: str, head: str) -> bool:
    """Whether a title or heading, or a part of it beside the site's name, says no more than a kind's patterns."""
    if not head or len(head) > LONGEST_HEAD:
        return False
    parts = dict.fromkeys(part.strip(" .,!¡¿?…") for part in (head, *SEPARATOR.split(head)))
    return any(pattern.fullmatch(part) for part in parts if part for pattern in patterns(kind))


def says(kind: str, text: str) -> bool:
    """Whether one of a kind's patterns stands in a line."""
    return len(text) <= LONGEST_LINE and any(pattern.search(text) for pattern in patterns(kind))


def says_failure(text: str) -> bool:
    """Whether a line says that the page could not be shown. Servers quote addresses; articles, what pages say."""
    return not TYPESET_QUOTES.search(text) and says("failure", text)


def is_choice(text: str) -> bool:
    """Whether a line is a button under a request for consent."""
    bare = text.strip(" .!›»→")
    return len(bare) <= LONGEST_HEAD and any(pattern.fullmatch(bare) for pattern in patterns("choice"))
