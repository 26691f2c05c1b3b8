"""The words of a noun phrase, as they are written."""

import re

from transforms.events.parsing import Name, Token

MODIFIERS = frozenset({"compound", "amod", "nmod", "poss", "nummod", "det", "quantmod", "predet", "advmod"})
_JOINED = MODIFIERS | {"case", "punct", "cc", "conj", "npadvmod"}
_MOST_TOKENS = 14


def proper_name(token: Token) -> str:
    """The proper noun that a token ends, with the names before it."""
    start = token.i
    while start and token.doc[start - 1].pos_ == "PROPN" and token.doc[start - 1].dep_ == "compound":
        start -= 1
    return str(token.doc[start : token.i + 1].text)


def phrase(token: Token, name: Name | None) -> str:
    """The phrase that a token heads, without its article and clauses; `name` is the name that it is part of."""
    start = max(_first(token), token.i - _MOST_TOKENS)
    while start < token.i and token.doc[start].dep_ in ("det", "punct", "cc", "predet"):
        start += 1
    end = token.i + 1
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in ("of", "from", "in", "for") and child.i == end:
            last = child.right_edge.i + 1
            if last - token.i <= _MOST_TOKENS // 2:
                end = last
    if name is not None:
        start, end = min(start, name.start), max(end, name.end)
    return re.sub(r"\s+", " ", token.doc[start:end].text).strip(" ,;'\"")


def _first(token: Token) -> int:
    """The first of the words that are joined to a token, directly or by others."""
    inside: list[int] = [_first(child) for child in token.children if child.dep_ in _JOINED]
    return min([int(token.i), *inside])
