"""What verbs, event nouns and operators report, read from `data/`."""

from dataclasses import dataclass
from functools import cache

from schemas.codes import EventType
from transforms.events.lexicon import read_table

NO_EVENT = "NONE"
FRIENDLY = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
"""The types of PLOVER's two cooperative quads; the others are hostile."""

_BREADTH = {"side": 2, "none": 2, "thing": 2, "-": 3}


@dataclass(frozen=True)
class VerbRule:
    """One row of `data/verbs.tsv`; `prepositions` is empty where any will do."""

    prepositions: frozenset[str]
    object: str
    event_type: str
    mode: str | None

    @property
    def breadth(self) -> tuple[int, bool]:
        """How much the rule leaves open; of the rules that fit, the one with the least wins."""
        return _BREADTH.get(self.object, 1), not self.prepositions


@dataclass(frozen=True)
class NounRule:
    """What an event noun reports."""

    event_type: str
    mode: str | None


@cache
def verb_rules() -> dict[str, list[VerbRule]]:
    """The rules of each verb lemma, the narrowest first.

    Raises ValueError where a rule names a type that PLOVER does not know.
    """
    table: dict[str, list[VerbRule]] = {}
    for row in read_table("verbs.tsv"):
        if row["type"] != NO_EVENT and row["type"] not in set(EventType):
            raise ValueError(f"data/verbs.tsv: {row['type']!r} is no event type: give one of {list(EventType)}")
        prepositions = frozenset() if row["with"] == "-" else frozenset(row["with"].split())
        rule = VerbRule(prepositions, row["object"], row["type"], row["mode"] or None)
        for verb in row["verbs"].split():
            table.setdefault(verb, []).append(rule)
    for rules in table.values():
        rules.sort(key=lambda rule: rule.breadth)
    return table


@cache
def noun_rules() -> dict[str, NounRule]:
    """What each event noun reports, by lemma."""
    return {
        noun: NounRule(row["type"], row["mode"] or None)
        for row in read_table("nouns.tsv")
        for noun in row["nouns"].split()
    }


@cache
def operators() -> dict[str, frozenset[str]]:
    """The kinds of operator that each lemma may be."""
    table: dict[str, set[str]] = {}
    for row in read_table("operators.tsv"):
        for word in row["words"].split():
            table.setdefault(word, set()).add(row["kind"])
    return {word: frozenset(kinds) for word, kinds in table.items()}


@cache
def appraisals() -> dict[str, str]:
    """The event type that each noun makes of a sentence which says that a side is one."""
    return {
        word: row["type"]
        for row in read_table("appraisals.tsv")
        if row["kind"] == "noun"
        for word in row["words"].split()
    }


@cache
def naming_verbs() -> frozenset[str]:
    """Verbs that call a side something."""
    rows = (row for row in read_table("appraisals.tsv") if row["kind"] == "verb")
    return frozenset(word for row in rows for word in row["words"].split())


@cache
def classes() -> dict[str, frozenset[str]]:
    """The classes of each noun, by lemma; words of one noun are parted by a blank."""
    table: dict[str, set[str]] = {}
    for row in read_table("classes.tsv"):
        for noun in row["nouns"].split():
            table.setdefault(noun.replace("_", " "), set()).add(row["class"])
    return {noun: frozenset(names) for noun, names in table.items()}
