"""What verbs, event nouns and operators report, read from `data/`."""

from dataclasses import dataclass, field

from schemas.codes import EventType
from transforms.events.tables import TableError, additions, cache, read_table

NO_EVENT = "NONE"
FRIENDLY = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
"""The types of PLOVER's two cooperative quads; the others are hostile."""

_BREADTH = {"side": 2, "none": 2, "thing": 2, "-": 3}


@dataclass(frozen=True)
class VerbRule:
    """One row of `data/verbs.tsv`; `prepositions` is empty where any will do.

    `swapped` says that the subject is who it is done to: "faces charges", "came under attack". `where` is the row's
    place, and no part of what it says.
    """

    prepositions: frozenset[str]
    object: str
    event_type: str
    mode: str | None
    swapped: bool = False
    where: str = field(default="", compare=False)

    @property
    def breadth(self) -> tuple[int, bool]:
        """How much the rule leaves open; of the rules that fit, the one with the least wins."""
        return _BREADTH.get(self.object, 1), not self.prepositions


@dataclass(frozen=True)
class NounRule:
    """What an event noun reports; `where` is the row's place."""

    event_type: str
    mode: str | None
    where: str = field(default="", compare=False)


@cache
def verb_rules() -> dict[str, list[VerbRule]]:
    """The rules of each verb lemma, the narrowest first; of equally broad ones a user's own come first.

    Raises TableError where a rule names a type that PLOVER does not know.
    """
    table: dict[str, list[VerbRule]] = {}
    for row in [*(row for row in additions().triggers if "verbs" in row.columns), *read_table("verbs")]:
        if row["type"] != NO_EVENT and row["type"] not in set(EventType):
            allowed = ", ".join([*EventType, NO_EVENT])
            raise TableError([f"{row.where}: {row['type']!r} is no event type: give one of {allowed}"])
        prepositions = frozenset() if row["with"] == "-" else frozenset(row["with"].split())
        swapped = row.get("roles") == "swap"
        rule = VerbRule(prepositions, row["object"], row["type"], row.get("mode") or None, swapped, row.where)
        for verb in row["verbs"].split():
            table.setdefault(verb, []).append(rule)
    for rules in table.values():
        rules.sort(key=lambda rule: rule.breadth)
    return table


@cache
def noun_rules() -> dict[str, NounRule]:
    """What each event noun reports, by lemma. A user's own rows win."""
    own = (row for row in additions().triggers if "nouns" in row.columns)
    return {
        noun: NounRule(row["type"], row.get("mode") or None, row.where)
        for row in [*read_table("nouns"), *own]
        for noun in row["nouns"].split()
    }


@cache
def operators() -> dict[str, frozenset[str]]:
    """The kinds of operator that each lemma may be."""
    table: dict[str, set[str]] = {}
    for row in read_table("operators"):
        for word in row["words"].split():
            table.setdefault(word, set()).add(row["kind"])
    return {word: frozenset(kinds) for word, kinds in table.items()}


@cache
def appraisals() -> dict[str, tuple[str, str]]:
    """What each word that praises or blames is (noun, adjective, plain, deed), and the event type that it makes."""
    return {
        word: (row["kind"], row["type"])
        for row in read_table("appraisals")
        if row["kind"] != "naming"
        for word in row["words"].split()
    }


@cache
def naming_verbs() -> frozenset[str]:
    """Verbs that call a side something."""
    rows = (row for row in read_table("appraisals") if row["kind"] == "naming")
    return frozenset(word for row in rows for word in row["words"].split())


@cache
def classes() -> dict[str, frozenset[str]]:
    """The classes of each noun, by lemma; words of one noun are parted by a blank."""
    table: dict[str, set[str]] = {}
    for row in read_table("classes"):
        for noun in row["nouns"].split():
            table.setdefault(noun.replace("_", " "), set()).add(row["class"])
    return {noun: frozenset(names) for noun, names in table.items()}
