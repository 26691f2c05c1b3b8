"""A side as the readers of phrases, clauses and nouns hand it on."""

from dataclasses import dataclass

from schemas.records import Side
from transforms.events.parsing import Token

_THERE = frozenset({"in", "at", "near", "inside", "outside", "into", "across"})


@dataclass(frozen=True)
class Resolved:
    """A side, the token that heads its phrase, and how sure its country is (0 to 1)."""

    side: Side
    token: Token
    sure: float = 1.0

    @property
    def placed(self) -> bool:
        """Whether the text says of the side only that something is there: "in Cairo"."""
        return bool(self.token.dep_ == "pobj" and self.token.head.lower_ in _THERE)

    @property
    def political(self) -> bool:
        """Whether the lexicon knows the side, by its country or by a sector."""
        return self.side.country is not None or self.side.sector is not None
