"""Chooses the rule that says what a verb reports, by its particles and the class of its object."""

from transforms.events.actors import PARTS, Resolver
from transforms.events.lexicon import words
from transforms.events.parsing import Parsed, Token
from transforms.events.roles import lemma, particles, prepositions
from transforms.events.rules import NounRule, VerbRule, classes, noun_rules, verb_rules

_NONE: frozenset[str] = frozenset()
_PEOPLE_CLASSES = frozenset({"captive", "army_move", "envoy", "hostage", "land", "demand", "refugee"})
LIGHT = words(
    "order announce launch carry_out carry conduct begin start continue stage issue make give grant express mount hold "
    "renew resume undertake declare complete initiate open extend accelerate speed have commit wage lead send deliver "
    "lodge file step increase intensify plan hand undertake complete"
)
_OF_DEEDS = words("mission effort campaign drive initiative operation bid attempt process")
_CARRIERS = words("ship plane truck convoy aircraft vessel flight train lorry")
"""What counts of these is what they carry: "sent a ship with food"."""
_THROUGH = frozenset(
    {
        "opening",
        "reopening",
        "state",
        "process",
        "amount",
        "series",
        "round",
        "number",
        "lot",
        "part",
        "plan",
        "kind",
        "set",
        "couple",
        "tonne",
        "ton",
        "shipment",
        "consignment",
        "shipload",
        "host",
        "wave",
        "string",
    }
)


def content(token: Token) -> Token:
    """The noun that counts in "a series of meetings"."""
    if lemma(token) in _THROUGH or lemma(token) in _CARRIERS:
        for prep in token.rights:
            if prep.lower_ == ("with" if lemma(token) in _CARRIERS else "of"):
                for inner in prep.children:
                    if inner.dep_ == "pobj":
                        return inner
    return token


def object_classes(token: Token, parsed: Parsed) -> frozenset[str]:
    """The classes of an object: of its head, or of its head with the word before ("liaison office").

    A name has none, whatever its words mean by themselves ("Bill Clinton", "Condoleezza Rice").
    """
    table = classes()
    head = content(token)
    if parsed.is_name(head):
        return _NONE
    found = table.get(lemma(head), _NONE) | table.get(head.lower_, _NONE)
    if not found and head.pos_ == "PROPN":
        found = table.get(head.lower_.removesuffix("s"), _NONE)  # "the Abraham Accords": names keep their plural
    if not found:
        for child in head.lefts:
            # the words before a proper noun are parts of a name that no list knows: "Bill Gates"
            own = head.pos_ == "PROPN" and child.pos_ == "PROPN"
            if child.dep_ in ("compound", "amod", "nmod") and not own and not parsed.is_name(child):
                found |= table.get(lemma(child), _NONE)
    if head.i:
        pair = head.doc[head.i - 1].lower_ + " " + lemma(head)
        found |= table.get(pair, _NONE)
    rule = noun_rules().get(lemma(head)) or noun_rules().get(head.lower_)
    if rule is not None and rule.event_type == "ASSAULT":
        found |= {"war"}
    return found


def rule_for(verb: Token, thing: Token | None, resolver: Resolver) -> VerbRule | None:
    """The narrowest rule of a verb that fits its surroundings, None where no rule does."""
    table = verb_rules()
    beside = particles(verb)
    word = lemma(verb)
    rules: list[VerbRule] = []
    for particle in sorted(beside):
        joined = table.get(f"{word}_{particle}", [])
        rules += joined
        if joined and thing is None:
            # "handing in their weapons", of which the parser makes "in their weapons"
            thing = next((noun for before, noun in prepositions(verb) if before == particle), None)
    rules = sorted([*rules, *table.get(word, [])], key=lambda rule: rule.breadth)
    found = object_classes(thing, resolver.parsed) if thing is not None else _NONE
    is_side: bool | None = None
    for rule in rules:
        if rule.prepositions and not rule.prepositions & beside:
            continue
        if rule.object == "-":
            return rule
        if rule.object == "none":
            fits = thing is None
        elif rule.object in ("side", "thing"):
            if is_side is None:
                is_side = thing is not None and _is_side(thing, found, resolver)
            fits = thing is not None and is_side == (rule.object == "side")
        else:
            fits = rule.object in found
            if not fits and rule.prepositions and thing is None:
                fits = any(
                    rule.object in object_classes(inner, resolver.parsed)
                    for prep in verb.children
                    if prep.lower_ in rule.prepositions
                    for inner in prep.children
                    if inner.dep_ == "pobj"
                )
        if fits:
            return rule
    return None


def _is_side(thing: Token, found: frozenset[str], resolver: Resolver) -> bool:
    """Whether an object is a side; "the arrest of X" is a deed."""
    deed = lemma(content(thing)) in noun_rules() and not resolver.parsed.is_name(content(thing))
    if found - _PEOPLE_CLASSES or deed:
        return False
    head = content(thing)
    if head.pos_ in ("NOUN", "ADJ", "NUM") and not resolver.parsed.is_name(head) and resolver.role(head) is None:
        # "Israel's record", "the U.S. injunction": what belongs to a side is none
        return lemma(head) in PARTS or bool(found & _PEOPLE_CLASSES)
    return any(r.political for r in resolver.sides(thing))


def is_narrow(rule: VerbRule | None) -> bool:
    """Whether a rule was chosen for the class of its object, so that the object counts and no clause behind it."""
    return rule is not None and rule.object not in ("-", "side", "thing", "none")


def event_noun(verb: Token, thing: Token | None) -> NounRule | None:
    """What a verb that only carries its object reports: "ordered airstrikes", "announced a suspension of aid"."""
    if thing is None or lemma(verb) not in LIGHT:
        return None
    head = content(thing)
    table = noun_rules()
    rule = table.get(head.lower_) or table.get(lemma(head))
    if rule is None and lemma(head) in _OF_DEEDS:
        beside = [c for c in head.lefts if c.dep_ == "compound"]
        rule = next((table[lemma(c)] for c in beside if lemma(c) in table), None)
    if (
        rule is not None
        and rule.event_type in ("ASSAULT", "AID", "COERCE")
        and lemma(verb) in ("face", "receive", "suffer")
    ):
        return None
    return rule
