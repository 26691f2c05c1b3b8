"""Who stands where around a verb: its subject, object, agent, prepositions and complements in the parse."""

from collections.abc import Iterator

from transforms.events.forms import known_verbs, verb_forms
from transforms.events.lexicon import words
from transforms.events.parsing import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_DEPTH = 8
_TRANSITIVE = words(
    "arrest detain jail imprison sentence kill convict charge indict wound injure abduct kidnap deport mock sue accuse "
    "execute murder assassinate expel ban extradite"
)
"""Verbs that take an object; past and without one, they are in the passive."""
_INTRANSITIVE = words(
    "call appeal agree vow refuse warn threaten demand plead insist say pledge promise "
    "speak talk travel arrive go come negotiate"
)
"""Verbs of whose participles without "by" none is passive: "a report by MPs called for"."""
_VERDICTS = frozenset({"guilty", "responsible", "accountable"})
_VERDICT_TOKENS = 9


def lemma(token: Token) -> str:
    """A token's lemma in lower case, as the rules write it.

    The model's lemmatiser knows no word list ("staged" becomes "stag"): where the rules do not know what it
    says, the word's written form is looked up among the forms of their verbs.
    """
    base: str | None = token.base
    if base is None:
        base = str(token.lemma_).lower()
        if token.pos_ in ("VERB", "AUX") and base not in known_verbs():
            base = verb_forms().get(token.lower_, base)
        token.base = base
    return base


def is_passive(verb: Token) -> bool:
    """Whether a verb is in the passive, or a participle behind its noun ("sailors held by Iran")."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    if lemma(verb) in _INTRANSITIVE:
        return False
    if any(child.dep_ == "agent" for child in verb.children):
        return True
    if verb.tag_ in ("VBN", "VBD") and lemma(verb) in _TRANSITIVE:
        # the headline's "Ex-minister sentenced to seven years"
        return not any(c.dep_ in ("dobj", "ccomp", "xcomp", "aux", "prt", "dative") for c in verb.children) and any(
            c.dep_ == "nsubj" for c in verb.children
        )
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not any(c.dep_ in ("aux", "nsubj") for c in verb.children):
        return is_passive(verb.head)
    if (
        verb.tag_ == "VBN"
        and verb.dep_ == "advcl"
        and not any(c.dep_ in ("aux", "nsubj", "dobj") for c in verb.children)
    ):
        return True
    # a participle with an object of its own is a finite verb that the parser took for one
    return bool(verb.tag_ == "VBN" and verb.dep_ == "acl") and not any(c.dep_ == "dobj" for c in verb.children)


def subject(verb: Token, depth: int = 0) -> Token | None:
    """The token that heads the subject of a verb, its own or the one it shares with the verb above it."""
    own = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if own is not None:
        if own.lower_ in _RELATIVE and own.pos_ == "PRON" and verb.dep_ == "relcl":
            return verb.head
        if own.pos_ == "VERB":  # "the Red Cross operating in Iraq said", taken for a clause
            return next((child for child in own.children if child.dep_ == "nsubj"), own)
        return own
    if depth > _DEPTH:
        return None
    head = verb.head
    if verb.dep_ in ("acl", "relcl"):
        # "the first leader to visit", "the latest of the countries to sign": who the sentence says it is
        above = head
        while above.dep_ in ("pobj", "prep") and above.head.i != above.i:
            above = above.head
        if any(c.tag_ == "TO" for c in verb.children) and above.dep_ == "attr":
            return subject(above.head, depth + 1)
        if verb.dep_ == "relcl":
            return subject(head, depth + 1) if head.pos_ == "VERB" else None
        # "a plan to attack" is nobody's deed; "rebels attacking" and "sailors held" are of the noun
        return head if verb.tag_ in ("VBG", "VBN") else None
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        return subject(head, depth + 1)
    if verb.dep_ in ("xcomp", "ccomp"):
        controller = direct_object(head)
        if controller is not None and head.pos_ == "VERB" and verb.dep_ == "xcomp":
            return controller
        return subject(head, depth + 1)
    if verb.dep_ in ("advcl", "pcomp"):
        if verb.dep_ == "pcomp":
            return subject(head.head, depth + 1) if head.head.pos_ in ("VERB", "AUX") else None
        return subject(head, depth + 1) if verb.tag_ in ("VBG", "VBN", "VB") else None
    return None


def direct_object(verb: Token) -> Token | None:
    """The token that heads a verb's direct object; of a relative clause, the noun that it describes."""
    found = next((child for child in verb.children if child.dep_ in ("dobj", "obj")), None)
    if found is not None and found.lower_ in _RELATIVE and verb.dep_ == "relcl":
        return verb.head
    if found is None and verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.head.i < verb.i:
        return None
    return found


def indirect_object(verb: Token) -> Token | None:
    """The receiver of "gave Tanzania a grant" and "gave a grant to Tanzania"."""
    for child in verb.children:
        if child.dep_ == "dative":
            if child.pos_ == "ADP":
                return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
            return child
    return None


def agent(verb: Token) -> Token | None:
    """Who a passive verb says did it."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by" and is_passive(verb)):
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    return None


def prepositions(token: Token) -> Iterator[tuple[str, Token]]:
    """The prepositions below a verb or noun and the nouns that they govern, in the order of the text."""
    for child in token.children:
        beside = child.doc[child.i - 1].lower_ if child.i else ""
        alone = child.lower_ in ("along", "together") and not any(inner.dep_ == "pobj" for inner in child.children)
        if alone or beside in ("along", "together"):
            continue  # who else was there, not to whom it was done
        if child.dep_ in ("prep", "dative") and child.pos_ in ("ADP", "SCONJ", "VERB", "ADV", "PART"):
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield child.lower_, inner
                elif inner.dep_ == "prep":
                    yield from ((inner.lower_, last) for last in inner.children if last.dep_ == "pobj")


def particles(verb: Token) -> frozenset[str]:
    """The particles and prepositions directly below a verb."""
    found = {
        child.lower_
        for child in verb.children
        if child.dep_ in ("prt", "prep", "advmod", "agent", "dative") and len(child) < 9
    }
    # "found him guilty", "holds them responsible": the adjective hangs on the verb or on its object
    near = verb.doc[verb.i + 1 : verb.i + _VERDICT_TOKENS]
    found |= {t.lower_ for t in near if t.lower_ in _VERDICTS and verb.is_ancestor(t)}
    return frozenset(found)


def infinitive(verb: Token) -> Token | None:
    """The deed that an operator governs: "agreed to release", "urged Iran to stop", "began firing"."""
    for child in verb.children:
        if child.dep_ == "xcomp" and child.pos_ in ("VERB", "AUX"):
            return child
        if child.dep_ in ("ccomp", "advcl") and child.tag_ == "VB" and _has_to(child) and not _purpose(child):
            return child
        if child.dep_ == "acomp" or (child.dep_ in ("dobj", "attr") and child.pos_ == "ADJ"):
            inner = infinitive(child)
            if inner is not None:
                return inner
    return None


def _has_to(verb: Token) -> bool:
    return any(child.tag_ == "TO" for child in verb.children)


def _purpose(verb: Token) -> bool:
    return verb.dep_ == "advcl" and bool(
        next((c for c in verb.children if c.dep_ == "mark" and c.lower_ == "in"), None)
    )


def clause(verb: Token) -> Token | None:
    """The finite clause that a verb of saying or demanding governs."""
    return next((c for c in verb.children if c.dep_ == "ccomp" and c.pos_ in ("VERB", "AUX")), None)


def gerund(verb: Token) -> Token | None:
    """The deed behind a preposition: "accused of killing", "a ban on selling"."""
    for child in verb.children:
        if child.dep_ == "prep":
            for inner in child.children:
                if inner.dep_ == "pcomp" and inner.pos_ == "VERB":
                    return inner
    return None


def coordinated(verb: Token) -> Iterator[Token]:
    """The verbs joined to a verb by "and", "but" or a comma, in order."""
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ in ("VERB", "AUX"):
            yield child
            yield from coordinated(child)
