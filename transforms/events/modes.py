"""The mode of a deed: how it was done, or what was asked, refused or threatened, where its clause says so plainly.

Modes and their meaning: PLOVER manual, draft 0.8, chapter "Event Categories", the table of modes in the section of
each type; the names are POLECAT's (see the head of `data/modes.tsv`). AGREE, SUPPORT, CONCEDE, COOPERATE and AID have
none. A mode is coded from the event's own clause (manual, section "Special contexts"), and one at most.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from transforms.events.deeds import Deed
from transforms.events.parsing import Parsed, Token
from transforms.events.roles import agent, direct_object, is_passive, lemma, particles, prepositions, subject
from transforms.events.tables import TableError, cache, read_table
from transforms.events.triggers import LIGHT, content

PLACES = frozenset({"object", "means", "any", "-"})
"""Where a line of `data/modes.tsv` looks for its words."""

_ANY = "-"
_NONE: frozenset[str] = frozenset()
_ABOUT_DEEDS = frozenset({"REQUEST", "REJECT", "THREATEN", "COERCE", "SANCTION", "RETREAT"})
"""Types whose mode is what the verb governs: "refused to meet", "barred them from leaving"."""

_OF_THE_DEED = frozenset({"for", "of", "to", "on", "from", "against", "with", "in", "into"})
_WITH = frozenset({"with", "by", "in", "using", "from", "through", "via", "during"})
_LAUNCHES = frozenset({"fire", "launch", "throw", "hurl", "lob", "detonate", "explode", "drop", "use", "set"})
"""Verbs whose object is what the deed is done with, beside those that only carry their object (`LIGHT`)."""

_USING = frozenset({"use", "fire", "detonate", "throw", "hurl", "wield", "drop", "explode", "launch"})
_BEARERS = frozenset(
    {"request", "call", "offer", "proposal", "demand", "plan", "invitation", "appeal", "idea", "threat"}
)
_INNER = frozenset({"ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "pcomp", "parataxis"})
_LONGEST = 3
_DEPTH = 2


@dataclass(frozen=True)
class ClauseWords:
    """The lemmas of a deed's clause by their part in it; the words of phrases of up to three are joined by "_".

    `triggers` is the deciding word alone and joined to its particle, preposition or object ("gun_down").
    """

    triggers: frozenset[str] = _NONE
    objects: frozenset[str] = _NONE
    means: frozenset[str] = _NONE
    others: frozenset[str] = _NONE

    def at(self, place: str) -> frozenset[str]:
        """The words in a place of `PLACES`."""
        if place == "object":
            return self.objects
        return self.means if place == "means" else self.objects | self.means | self.others


@dataclass(frozen=True)
class _Line:
    mode: str
    triggers: frozenset[str]
    place: str
    words: frozenset[str]

    def fits(self, said: ClauseWords) -> bool:
        if self.triggers and not self.triggers & said.triggers:
            return False
        return self.place == _ANY or not self.words.isdisjoint(said.at(self.place))


def mode_of(event_type: str, said: ClauseWords) -> str | None:
    """PLOVER's mode of an event of a type in a clause of such words; None where no word says it plainly."""
    mode = next((line.mode for line in _lines().get(event_type, ()) if line.fits(said)), _ANY)
    return None if mode == _ANY else mode


def mode_in(deed: Deed, parsed: Parsed) -> str | None:
    """The mode of a deed: that of the rule which chose its type, else what its clause says.

    A rule's mode is left out where another word changed the type and PLOVER gives the new one no such mode.
    """
    modes = modes_by_type()
    if deed.mode and (
        deed.mode in modes.get(deed.event_type, ()) or not any(deed.mode in own for own in modes.values())
    ):
        return deed.mode
    return mode_of(deed.event_type, clause_words(deed, parsed)) if deed.event_type in modes else None


@cache
def modes_by_type() -> dict[str, frozenset[str]]:
    """The modes that are coded, by event type; types without modes are left out."""
    return {event_type: frozenset(line.mode for line in lines) - {_ANY} for event_type, lines in _lines().items()}


@cache
def _lines() -> dict[str, tuple[_Line, ...]]:
    """The lines of each type in the table's order. Raises TableError where a line can never fit or always does."""
    table: dict[str, list[_Line]] = {}
    for row in read_table("modes"):
        triggers, words = (
            _NONE if row[column] == _ANY else frozenset(row[column].split()) for column in ("triggers", "words")
        )
        if row["place"] not in PLACES or (row["place"] == _ANY) == bool(words) or not (triggers or words):
            allowed = "triggers with place '-' and words '-', or words with the place object, means or any"
            raise TableError([f"{row.where}: triggers {row['triggers']!r} at {row['place']!r}: give {allowed}"])
        table.setdefault(row["type"], []).append(_Line(row["mode"], triggers, row["place"], words))
    return {event_type: tuple(lines) for event_type, lines in table.items()}


def clause_words(deed: Deed, parsed: Parsed) -> ClauseWords:
    """The words of a deed's clause. Names are no words: "Rocket" of a band is no weapon."""
    verb, trigger = deed.verb, deed.trigger
    if trigger.i != verb.i or trigger.pos_ in ("NOUN", "PROPN"):  # "talks between X and Y"
        named = _phrases(_group(trigger), parsed)
        return ClauseWords(named, named, named | _instruments([trigger, verb], parsed), _own(verb))
    passive = is_passive(verb)
    thing = subject(verb) if passive else direct_object(verb)
    objects = _noun_words(thing, parsed)
    doer = agent(verb) if passive else subject(verb)
    means = _noun_words(doer, parsed) | _instruments([verb, thing] if thing is not None else [verb], parsed)
    if doer is not None:
        means |= _instruments([c for c in doer.children if c.dep_ == "acl" and c.lower_ == "armed"], parsed)
    word, beside = lemma(verb), particles(verb)
    if word in LIGHT or word in _LAUNCHES:
        means |= objects
    triggers = {f"{word}_{particle}" for particle in beside}
    if not any(child.dep_ == "prt" for child in verb.children):  # "shot down" is no shooting
        triggers.add(word)
    if thing is not None:
        triggers |= {f"{word}_{one}" for one in _phrases([content(thing)], parsed)}
    if deed.event_type in _ABOUT_DEEDS:
        objects |= _governed(verb, parsed, _DEPTH)
    if deed.event_type in ("REJECT", "THREATEN"):  # "will attack", "will not meet": the deed is what it names
        objects |= triggers
    return ClauseWords(frozenset(triggers), objects, means, _own(verb))


def _instruments(heads: Iterable[Token], parsed: Parsed) -> frozenset[str]:
    """What stands behind "with", "by" and "in" below a clause's verb or object, and behind "using"."""
    found: set[str] = set()
    for head in heads:
        for preposition, noun in prepositions(head):
            if preposition in _WITH:
                found |= _noun_words(noun, parsed)
        for child in head.children:
            if child.dep_ in ("advcl", "acl", "xcomp", "prep") and child.tag_ == "VBG" and lemma(child) in _USING:
                found |= _noun_words(direct_object(child), parsed)
                found |= {word for noun in child.children if noun.dep_ == "pobj" for word in _noun_words(noun, parsed)}
    return frozenset(found)


def _governed(head: Token, parsed: Parsed, depth: int) -> frozenset[str]:
    """The deeds and things that a verb, or a noun for what is asked, governs."""
    found: set[str] = set()
    for preposition, noun in prepositions(head):
        if preposition in _OF_THE_DEED:
            found |= _noun_words(noun, parsed)
            if depth and lemma(noun) in _BEARERS:
                found |= _governed(noun, parsed, depth - 1)
    for inner in _inner_verbs(head):
        word, thing = lemma(inner), direct_object(inner)
        if is_passive(inner):
            thing = subject(inner)
        found |= {word, *(f"{word}_{particle}" for particle in particles(inner))}
        if thing is not None and thing.i != head.i:
            found |= _noun_words(thing, parsed) | {f"{word}_{one}" for one in _phrases([content(thing)], parsed)}
        if depth:
            found |= _governed(inner, parsed, depth - 1)
    thing = direct_object(head) if head.pos_ in ("VERB", "AUX") else None
    if depth and thing is not None and (lemma(thing) in _BEARERS or depth == _DEPTH):
        found |= _governed(thing, parsed, depth - 1)
    return frozenset(found)


def _inner_verbs(head: Token) -> Iterator[Token]:
    for child in head.children:
        if child.dep_ in ("xcomp", "ccomp", "acl") and child.pos_ in ("VERB", "AUX") and child.i > head.i:
            yield child
        elif child.dep_ == "prep":
            yield from (inner for inner in child.children if inner.dep_ == "pcomp" and inner.pos_ == "VERB")


def _noun_words(noun: Token | None, parsed: Parsed) -> frozenset[str]:
    """The words of a noun group, of the nouns joined to it, and of what "a series of" counts."""
    if noun is None:
        return _NONE
    heads = [noun, content(noun), *(child for child in noun.children if child.dep_ == "conj")]
    found = {word for head in heads for word in _phrases(_group(head), parsed)}
    for preposition, inner in prepositions(noun):
        if preposition == "of" and inner.i == noun.i + 2:  # "a state of emergency"
            found.add(f"{lemma(noun)}_of_{lemma(inner)}")
    return frozenset(found)


def _group(head: Token) -> list[Token]:
    """A noun with the words before it that describe it."""
    return list(head.doc[head.left_edge.i : head.i + 1])


def _own(verb: Token) -> frozenset[str]:
    """All words of a verb's own clause, without the clauses below it."""
    tokens: list[Token] = []
    waiting = [verb]
    while waiting:
        token = waiting.pop()
        tokens.append(token)
        waiting += [c for c in token.children if not (c.dep_ in _INNER and c.pos_ in ("VERB", "AUX"))]
    return _phrases(tokens, None)  # with names: "the NATO summit"


def _phrases(tokens: Iterable[Token], parsed: Parsed | None) -> frozenset[str]:
    """The lemmas and written forms of words, and the phrases of up to three that stand side by side.

    Words of names are left out where the parse is given.
    """
    pieces: list[tuple[int, int, str]] = []
    found: set[str] = set()
    for token in sorted(tokens, key=lambda token: token.i):
        joined = bool(pieces) and pieces[-1][1] == token.i and (token.text == "-" or pieces[-1][2].endswith("-"))
        if joined:
            start, _, before = pieces.pop()
            pieces.append((start, token.i + 1, before + ("-" if token.text == "-" else lemma(token))))
        elif not token.is_punct and not (parsed is not None and parsed.is_name(token)):
            pieces.append((token.i, token.i + 1, lemma(token)))
            found.add(token.lower_)
    for first in range(len(pieces)):
        for length in range(1, _LONGEST + 1):
            run = pieces[first : first + length]
            if len(run) == length and all(one[1] == two[0] for one, two in pairwise(run)):
                found.add("_".join(piece[2] for piece in run))
    return frozenset(found)
