"""A cheap test on raw text: whether a sentence can hold an event, so that it is worth parsing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from transforms.events.forms import forms
from transforms.events.lexicon import roles
from transforms.events.rules import NO_EVENT, VerbRule, appraisals, classes, noun_rules, operators, verb_rules
from transforms.events.tables import cache

_LETTERS = bytes(code if chr(code).islower() or chr(code) == "-" else ord(" ") for code in range(128)).ljust(256)
_LOOSE_HYPHEN = re.compile(rb"(?<![a-z])-|-(?![a-z])")
_PRONOUN = frozenset({b"he", b"she", b"they", b"we", b"his", b"her", b"their", b"its"})
# Sectors whose nouns are too common in news to count as an actor by themselves.
_COMMON = frozenset({"CVL", "BUS", "EDU", "MED", "UNS", "AGR", "JRN", "LAB"})
_SAYING = frozenset({b"say", b"says", b"said", b"claim", b"claims", b"claimed", b"insist", b"insisted", b"added"})
_SHORTEST_WORDS = 3


@cache
def trigger_forms() -> frozenset[str]:
    """Every written form of a word that may report an event by itself."""
    triggers = {verb for verb, rules in verb_rules().items() if any(_broad(rule) for rule in rules) and "_" not in verb}
    triggers |= set(noun_rules()) | set(appraisals())
    triggers |= {word for word, kinds in operators().items() if kinds & {"agree", "threaten", "request", "reject"}}
    triggers -= {"tell"}
    return frozenset(form for word in triggers for form in forms(word)) | {"must"}


@cache
def prepared_forms() -> dict[str, frozenset[str]]:
    """Forms of verbs that report an event only with one of some prepositions or particles, and these."""
    table: dict[str, frozenset[str]] = {}
    for verb, rules in verb_rules().items():
        word, _, particle = verb.partition("_")
        wanted = frozenset(word for rule in rules if rule.event_type != NO_EVENT for word in rule.prepositions)
        wanted |= {particle} if particle else frozenset()
        for form in forms(word) if wanted else ():
            table[form] = table.get(form, frozenset()) | wanted
    return table


@cache
def light_forms() -> tuple[frozenset[str], frozenset[str]]:
    """Forms of verbs that report an event only with a certain object, and of the nouns that can be one."""
    narrow = {verb for verb, rules in verb_rules().items() if not any(_broad(rule) for rule in rules)}
    wanted = {rule.object for rules in verb_rules().values() for rule in rules if rule.event_type != NO_EVENT}
    nouns = {noun.split(" ")[-1] for noun, names in classes().items() if names & wanted}
    return (
        frozenset(form for verb in narrow for form in forms(verb)),
        frozenset(form for noun in nouns for form in (noun, noun + "s", noun + "es", noun[:-1] + "ies")),
    )


def _broad(rule: VerbRule) -> bool:
    return rule.event_type != NO_EVENT and not rule.prepositions and rule.object in ("-", "side", "thing", "none")


@cache
def actor_forms() -> frozenset[str]:
    """Every written form of a role noun that is telling by itself."""
    return frozenset(
        form
        for noun, role in roles().items()
        if role.sector not in _COMMON and role.weight != "owned"
        for form in (noun.split()[-1], noun.split()[-1] + "s", noun[:-1] + "ies", noun[:-3] + "men")
    ) | {"protesters", "demonstrators", "activists", "protester", "marchers", "rioters"}


@dataclass(frozen=True)
class _Tables:
    """The gate's word lists as a sentence's words are looked up in them, which are bytes."""

    triggers: frozenset[bytes]
    prepared: dict[bytes, frozenset[bytes]]
    prepared_words: frozenset[bytes]
    light_verbs: frozenset[bytes]
    light_nouns: frozenset[bytes]
    actors: frozenset[bytes]


@cache
def _tables() -> _Tables:
    prepared = {form.encode(): _encoded(wanted) for form, wanted in prepared_forms().items()}
    verbs, nouns = light_forms()
    return _Tables(
        _encoded(trigger_forms()),
        prepared,
        frozenset(prepared),
        _encoded(verbs),
        _encoded(nouns),
        _encoded(actor_forms()),
    )


def _encoded(words: Iterable[str]) -> frozenset[bytes]:
    return frozenset(word.encode() for word in words)


def _words(text: str) -> list[bytes]:
    """The words of a text in lower case: letters from a to z, with single hyphens inside.

    Bytes, for these are cut about four times as fast as a regular expression finds words.
    """
    plain = text.lower().encode("ascii", "replace").translate(_LETTERS)
    if b"-" in plain:
        plain = _LOOSE_HYPHEN.sub(b" ", plain)
    return plain.split()


def passes(text: str, has_name: bool, knows_people: bool, rivals: bool = False) -> bool:
    """Whether a sentence has a word that may report an event and something that may be a side.

    `has_name` says that the lexicon or the article's memory found a name in it; `knows_people` that the
    article named somebody to whom a pronoun may point, `rivals` that several parties are named: what one says of
    another is an event.
    """
    words = _words(text)
    if len(words) < _SHORTEST_WORDS:
        return False
    tables = _tables()
    if not (has_name or not tables.actors.isdisjoint(words) or (knows_people and not _PRONOUN.isdisjoint(words))):
        return False
    if not tables.triggers.isdisjoint(words) or (rivals and not _SAYING.isdisjoint(words)):
        return True
    if not (tables.light_verbs.isdisjoint(words) or tables.light_nouns.isdisjoint(words)):
        return True
    return any(not tables.prepared[word].isdisjoint(words) for word in tables.prepared_words.intersection(words))
