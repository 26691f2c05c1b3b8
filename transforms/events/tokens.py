"""The parse as the rules walk it: spaCy's tokens and their tree as plain objects.

spaCy makes a new token at every step through its tree and looks every word up in a table of strings, and the rules ask
hundreds of times a sentence. Here each token is read once. Names of attributes, and what they mean, are spaCy's.
"""

from collections.abc import Iterator
from typing import Any, overload


class Token:
    """A token of a parsed text. Tokens are the same if they are the same object; `len` is that of the written word."""

    __slots__ = (
        "_subtree", "base", "children", "dep_", "doc", "head", "i", "idx", "is_punct", "lefts", "lemma_", "lower_",
        "pos_", "rights", "tag_", "text",
    )  # fmt: skip

    ent_type_ = ""
    """Of a model's recogniser of names, which is off."""

    def __init__(self, doc: "Text", token: Any) -> None:
        self.doc = doc
        self.i: int = token.i
        self.idx: int = token.idx
        self.text: str = token.text
        self.lower_: str = token.lower_
        self.lemma_: str = token.lemma_
        self.pos_: str = token.pos_
        self.tag_: str = token.tag_
        self.dep_: str = token.dep_
        self.is_punct: bool = token.is_punct
        self.head = self
        self.lefts: list[Token] = []
        self.rights: list[Token] = []
        self.children: list[Token] = []
        self.base: str | None = None
        """The lemma as the rules write it, once `roles.lemma` was asked for it."""
        self._subtree: list[Token] | None = None

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return self.text

    @property
    def subtree(self) -> list["Token"]:
        """The token and all that hang on it; in the order of the text where no two branches cross."""
        if self._subtree is None:
            found = [token for child in self.lefts for token in child.subtree]
            found.append(self)
            found += [token for child in self.rights for token in child.subtree]
            self._subtree = found
        return self._subtree

    @property
    def ancestors(self) -> Iterator["Token"]:
        """What the token hangs on, from the nearest to the root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def is_ancestor(self, descendant: "Token") -> bool:
        """Whether a token hangs on this one, directly or by others."""
        return any(token is self for token in descendant.ancestors)

    @property
    def left_edge(self) -> "Token":
        """The first token of the subtree."""
        return min(self.subtree, key=lambda token: token.i)

    @property
    def right_edge(self) -> "Token":
        """The last token of the subtree."""
        return max(self.subtree, key=lambda token: token.i)


class Span:
    """Some tokens of a text that stand side by side."""

    def __init__(self, doc: "Text", tokens: list[Token]) -> None:
        self._doc, self._tokens = doc, tokens

    def __len__(self) -> int:
        return len(self._tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self._tokens)

    def __getitem__(self, index: int) -> Token:
        return self._tokens[index]

    @property
    def text(self) -> str:
        """What the text says from the first to the last of the tokens."""
        if not self._tokens:
            return ""
        return self._doc.text[self._tokens[0].idx : self._tokens[-1].idx + len(self._tokens[-1])]

    @property
    def root(self) -> Token:
        """The first token that hangs on none of the others."""
        first, last = self._tokens[0].i, self._tokens[-1].i
        return next(t for t in self._tokens if t.head is t or not first <= t.head.i <= last)


class Text:
    """A parsed text: its tokens, and the sentences that the parser sees in it. Made of spaCy's document."""

    def __init__(self, doc: Any) -> None:
        self.text: str = doc.text
        self._tokens = [Token(self, token) for token in doc]
        heads = [token.head.i for token in doc]
        for token, head in zip(self._tokens, heads, strict=True):
            if head != token.i:
                token.head = above = self._tokens[head]
                (above.lefts if token.i < head else above.rights).append(token)
        for token in self._tokens:
            token.children = token.lefts + token.rights
        self.sents = [Span(self, self._tokens[sentence.start : sentence.end]) for sentence in doc.sents]

    def __len__(self) -> int:
        return len(self._tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self._tokens)

    @overload
    def __getitem__(self, index: int) -> Token: ...

    @overload
    def __getitem__(self, index: slice) -> Span: ...

    def __getitem__(self, index: int | slice) -> Token | Span:
        return Span(self, self._tokens[index]) if isinstance(index, slice) else self._tokens[index]
