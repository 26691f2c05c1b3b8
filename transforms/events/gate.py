"""A cheap test on raw text: whether a sentence can hold an event, so that it is worth parsing."""

import re
from functools import cache

from transforms.events.forms import forms
from transforms.events.lexicon import roles
from transforms.events.rules import NO_EVENT, VerbRule, appraisals, classes, noun_rules, operators, verb_rules

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_PRONOUN = frozenset({"he", "she", "they", "we", "his", "her", "their", "its"})
# Sectors whose nouns are too common in news to count as an actor by themselves.
_COMMON = frozenset({"CVL", "BUS", "EDU", "HLH", "UNS", "AGR", "JRN", "LAB"})
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


def _prepared(words: list[str]) -> bool:
    table = prepared_forms()
    return any(word in table and not table[word].isdisjoint(words) for word in words)


def passes(text: str, has_name: bool, knows_people: bool) -> bool:
    """Whether a sentence has a word that may report an event and something that may be a side.

    `has_name` says that the lexicon or the article's memory found a name in it; `knows_people` that the
    article named somebody to whom a pronoun may point.
    """
    words = _WORD.findall(text.lower())
    if len(words) < _SHORTEST_WORDS:
        return False
    if trigger_forms().isdisjoint(words):
        verbs, nouns = light_forms()
        if (verbs.isdisjoint(words) or nouns.isdisjoint(words)) and not _prepared(words):
            return False
    return has_name or not actor_forms().isdisjoint(words) or (knows_people and not _PRONOUN.isdisjoint(words))
