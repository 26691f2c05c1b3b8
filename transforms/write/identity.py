"""Which dyad-day a mention belongs to: one type of event, two sides, one day, one modality."""

from schemas.codes import TRANSNATIONAL, DatePrecision, EventType
from schemas.ids import event_id
from schemas.records import Mention, Side

ARMED_NON_STATE = frozenset({"REB", "UAF", "CRM"})
STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
TOGETHER = frozenset({EventType.AGREE, EventType.CONSULT, EventType.COOPERATE})
DAYS = frozenset({DatePrecision.DAY, DatePrecision.ARTICLE})


def side_class(side: Side) -> str:
    """`state`, `armed` (non-state) or `other`; a country without a sector is its state."""
    if side.sector in ARMED_NON_STATE:
        return "armed"
    if side.sector in STATE or (side.sector is None and side.country and side.country not in TRANSNATIONAL):
        return "state"
    return "other"


def side_key(side: Side) -> tuple[str, str]:
    """Who a side is for the sake of joining: its country, or its name where the country names no one."""
    country = side.country if side.country not in TRANSNATIONAL else None
    return country or side.name or side.country or "", side_class(side)


def mention_event(mention: Mention) -> str | None:
    """The id of the event that a mention joins; None where it has no day or neither side is named."""
    if mention.event_date is None or mention.date_precision not in DAYS:
        return None
    sides = side_key(mention.actor), side_key(mention.recipient)
    if not any(name for name, _ in sides):
        return None
    ordered = mention.event_type not in TOGETHER
    return event_id(mention.event_date, mention.event_type, mention.modality, sides, ordered=ordered)


def dyad(mention: Mention) -> str | None:
    """`ISR-MAR`: actor's and recipient's country; None where either is unknown."""
    if mention.actor.country and mention.recipient.country:
        return f"{mention.actor.country}-{mention.recipient.country}"
    return None
