"""What the readers of clauses and nouns hand on: a deed with its sides, not yet paired."""

from dataclasses import dataclass, field, replace

from schemas.codes import Modality
from transforms.events.parsing import Token
from transforms.events.rules import FRIENDLY
from transforms.events.sides import Resolved

UNSHARED = "NONE"
"""In `Deed.shared`: what is promised is no deed that two do with each other."""


@dataclass(frozen=True)
class Deed:
    """An event in a sentence before its sides are paired. `verb` heads its clause, `trigger` names it.

    `shared` is what decides whether several actors without a recipient act with each other, where that is not
    `event_type`: the type of the deed still to come that they promise. Two who offer aid make two offers.
    `why` are the readings other than a verb's rule that made it, the innermost first; for explanations only.
    """

    trigger: Token
    verb: Token
    event_type: str
    mode: str | None
    actors: tuple[Resolved, ...]
    recipients: tuple[Resolved, ...]
    modality: Modality
    confidence: float
    passive: bool = False
    source: str | None = None
    shared: str | None = None
    why: tuple[str, ...] = field(default=(), compare=False)


def between_states(deed: Deed) -> bool:
    """Whether a deed names two sides of different countries, so that it is worth telling beside the main clause's."""
    if deed.modality in (Modality.HYPOTHETICAL, Modality.NEGATED):
        return False
    own = {r.side.country for r in deed.actors if r.side.country}
    others = {r.side.country for r in deed.recipients if r.side.country}
    return bool(own and others and own != others)


def _unless(verb: Token) -> bool:
    """Whether a deed is announced for the case that others do not do what is asked of them."""
    return any(
        child.dep_ == "advcl" and any(mark.dep_ == "mark" and mark.lower_ == "unless" for mark in child.children)
        for child in verb.children
    )


def promised(deed: Deed) -> Deed:
    """A deed still to come as the statement that it is: AGREE for a friendly one, THREATEN for a hostile one.

    What one will not do is REJECT. Statements of words ("will urge") stay what they are.
    """
    if deed.modality is Modality.FUTURE and not deed.passive and _unless(deed.verb):
        return replace(deed, event_type="THREATEN")
    if deed.modality is Modality.FUTURE and not deed.passive:
        if deed.event_type in FRIENDLY:
            return replace(deed, event_type="AGREE", shared=deed.shared or deed.event_type)
        if deed.event_type in ("ASSAULT", "COERCE", "SANCTION", "PROTEST"):
            return replace(deed, event_type="THREATEN")
    if deed.modality is Modality.NEGATED and not deed.passive:
        auxiliaries = {child.lower_ for child in deed.verb.children if child.dep_ == "aux"}
        if auxiliaries & {"will", "wo", "can", "ca", "would"} and deed.event_type in (*FRIENDLY, "SANCTION"):
            return replace(deed, event_type="REJECT", modality=Modality.ASSERTED)
    return deed
