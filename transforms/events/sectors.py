"""PLOVER's sector of a noun phrase, from its role nouns and from whose it is."""

from transforms.events.lexicon import Entity, Role, roles
from transforms.events.parsing import Token
from transforms.events.phrases import MODIFIERS

FORMER = frozenset({"former", "ex", "ousted", "deposed", "exiled", "fallen"})
_LED = frozenset({"REB", "PTY", "OPP", "MIL", "LEG", "COP", "JUD", "SPY"})


def role_of(token: Token) -> Role | None:
    """The role that a phrase's head, or the title before a name, gives."""
    table = roles()
    for candidate in [
        token,
        *sorted((c for c in token.lefts if c.dep_ in ("compound", "nmod")), key=lambda c: -c.i),
    ]:
        lemma = candidate.lemma_.lower()
        pair = f"{token.doc[candidate.i - 1].lower_} {lemma}" if candidate.i else lemma
        role = table.get(pair) or table.get(lemma) or table.get(candidate.lower_)
        if role is not None and (candidate is token or token.pos_ == "PROPN"):
            return role
    return None


def sector_of(token: Token, role: Role | None, owners: list[Entity]) -> str | None:
    """The PLOVER sector of a phrase: its head's, its owner's or a telling word's beside the head."""
    lefts = [child for child in token.subtree if child.i < token.i and child.dep_ in MODIFIERS]
    if any(child.lemma_.lower() in FORMER for child in lefts) and (role is None or role.sector in ("GOV", "LEG")):
        return "ELI"
    body = next((owner.sector for owner in owners if owner.kind == "organisation" and owner.sector in _LED), None)
    if role is not None and role.weight == "fixed" and role.sector not in ("CVL", "PTY"):
        return role.sector
    if body is not None:
        return body
    table = roles()
    for child in lefts:
        pair = f"{child.doc[child.i - 1].lower_} {child.lemma_.lower()}" if child.i else ""
        beside = table.get(pair) or table.get(child.lemma_.lower()) or table.get(child.lower_)
        if beside is not None and beside.sector in (*_LED, "BUS", "LAB", "REL", "EDU", "REF") and child.dep_ != "poss":
            return beside.sector
    unknown = any(child.dep_ == "compound" and child.pos_ == "PROPN" for child in lefts)
    if role is not None and role.weight == "weak" and role.sector == "GOV" and unknown and not owners:
        return None  # "a BPI spokesman" speaks for whom no list knows
    return role.sector or None if role is not None and role.sector != "NGO" else None
