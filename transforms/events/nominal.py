"""Events that a noun names: "clashes between X and Y", "the visit of X to Y", "X's attack on Y"."""

from collections.abc import Iterator

from schemas.codes import Modality
from transforms.events import certainty
from transforms.events.actors import Resolver
from transforms.events.deeds import Deed
from transforms.events.parsing import Token
from transforms.events.roles import lemma, prepositions
from transforms.events.rules import noun_rules
from transforms.events.sides import Resolved

_TO = ("to", "on", "against", "with", "at", "from", "into")
_STANDING = frozenset({"nsubj", "nsubjpass", "ROOT", "attr", "dobj", "pobj"})


def nominal(resolver: Resolver, root: Token) -> Iterator[Deed]:
    """The deeds that nouns below a root name with both sides, each with a country or a sector."""
    table = noun_rules()
    for noun in root.subtree:
        if noun.pos_ not in ("NOUN", "PROPN") or noun.dep_ not in _STANDING:
            continue
        rule = table.get(noun.lower_) or table.get(lemma(noun))
        if rule is None:
            continue
        actors, targets = _sides(resolver, noun)
        if actors and (targets or len(actors) > 1):
            sides = tuple(actors), tuple(targets)
            yield Deed(noun, root, rule.event_type, rule.mode, *sides, Modality.ASSERTED, certainty.NOMINAL,
                       why=("noun",))  # fmt: skip
            return


def _sides(resolver: Resolver, noun: Token) -> tuple[list[Resolved], list[Resolved]]:
    actors: list[Resolved] = []
    targets: list[Resolved] = []
    for child in noun.lefts:
        if child.dep_ in ("poss", "amod", "compound", "nmod") and resolver.name_at(child) is not None:
            actors += resolver.sides(child)
    for preposition, inner in prepositions(noun):
        if preposition in ("between", "among") or (preposition in ("by", "of") and not actors):
            actors += resolver.sides(inner)
        elif preposition in _TO:
            targets += resolver.sides(inner)
    return [r for r in actors if r.political], [r for r in targets if r.political]
