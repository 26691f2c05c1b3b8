"""Whether a clause says that its event happened: asserted, future, hypothetical or negated."""

from schemas.codes import Modality
from transforms.events.parsing import Token

_WILL = frozenset({"will", "'ll", "’ll", "shall", "wo"})
_MAYBE = frozenset({"would", "could", "may", "might", "should", "can", "must", "'d", "ca", "ought"})
_NO = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "hardly"})
_IF = frozenset({"if", "unless", "whether", "lest", "should", "until"})


def negated(verb: Token) -> bool:
    """Whether a clause is denied by its verb or by "no" before its subject or object."""
    if any(
        child.dep_ == "neg" or child.lower_ in _NO
        for child in verb.children
        if child.dep_ in ("neg", "advmod", "preconj")
    ):
        return True
    return any(
        child.dep_ in ("dobj", "nsubj", "nsubjpass")
        and any(inner.dep_ == "det" and inner.lower_ in ("no", "neither") for inner in child.children)
        for child in verb.children
    )


def modality(verb: Token, *, reported: bool = False) -> Modality:
    """The modality of a clause by its auxiliaries and its conjunction.

    `reported` says that the clause is what somebody said it would do; there "would" is a "will".
    """
    if negated(verb):
        return Modality.NEGATED
    mood = _mood(verb, reported)
    if mood is Modality.ASSERTED and verb.dep_ == "conj" and not any(c.dep_ in ("aux", "nsubj") for c in verb.children):
        return _mood(verb.head, reported)
    return mood


def _mood(verb: Token, reported: bool) -> Modality:
    if any(child.dep_ == "mark" and child.lower_ in _IF for child in verb.children) and verb.dep_ == "advcl":
        return Modality.HYPOTHETICAL
    for child in verb.children:
        if child.dep_ in ("aux", "auxpass"):
            if child.lower_ in _WILL or (reported and child.lower_ in ("would", "'d")):
                return Modality.FUTURE
            if child.lower_ in _MAYBE:
                return Modality.HYPOTHETICAL
            if child.tag_ == "TO" and verb.dep_ == "ROOT":  # the headline's "Iran to release sailors"
                return Modality.FUTURE
    return Modality.ASSERTED
