"""Whether a clause says that its event happened: asserted, future, hypothetical or negated."""

from schemas.codes import Modality
from transforms.events.parsing import Token

_WILL = frozenset({"will", "'ll", "’ll", "shall", "wo"})
_MAYBE = frozenset({"would", "could", "may", "might", "should", "can", "must", "'d", "ca", "ought"})
_NO = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "hardly"})
_IF = frozenset({"if", "unless", "whether", "lest", "should", "until"})


def negated(verb: Token) -> bool:
    """Whether a clause is denied by its verb or by "no" before its subject or object."""
    return _denial(verb) is not None


def _denial(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "neg" or (child.dep_ in ("advmod", "preconj") and child.lower_ in _NO):
            return child
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubj", "nsubjpass"):
            for inner in child.children:
                if inner.dep_ == "det" and inner.lower_ in ("no", "neither"):
                    return inner
    return None


def modality(verb: Token, *, reported: bool = False) -> Modality:
    """The modality of a clause by its auxiliaries and its conjunction.

    `reported` says that the clause is what somebody said it would do; there "would" is a "will".
    """
    return decided(verb, reported=reported)[0]


def decided(verb: Token, *, reported: bool = False) -> tuple[Modality, Token | None]:
    """The modality of a clause and the word that decides it, None where nothing takes from what it asserts."""
    denial = _denial(verb)
    if denial is not None:
        return Modality.NEGATED, denial
    found = _mood(verb, reported)
    if found[1] is None and verb.dep_ == "conj" and not any(c.dep_ in ("aux", "nsubj") for c in verb.children):
        return _mood(verb.head, reported)
    return found


def _mood(verb: Token, reported: bool) -> tuple[Modality, Token | None]:
    condition = next((child for child in verb.children if child.dep_ == "mark" and child.lower_ in _IF), None)
    if condition is not None and verb.dep_ == "advcl":
        return Modality.HYPOTHETICAL, condition
    for child in verb.children:
        if child.dep_ in ("aux", "auxpass"):
            if child.lower_ in _WILL or (reported and child.lower_ in ("would", "'d")):
                return Modality.FUTURE, child
            if child.lower_ in _MAYBE:
                return Modality.HYPOTHETICAL, child
            if child.tag_ == "TO" and verb.dep_ == "ROOT":  # the headline's "Iran to release sailors"
                return Modality.FUTURE, child
    return Modality.ASSERTED, None
