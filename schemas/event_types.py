"""PLOVER's event types with their CAMEO root, quad class and Goldstein score, read from data."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from schemas.codes import EventType

QUAD_LABELS = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}


@dataclass(frozen=True)
class EventTypeInfo:
    """One row of `data/event_types.csv`; `goldstein` runs from -10 (conflict) to 10 (cooperation)."""

    event_type: str
    label: str
    cameo_code: str
    quad_class: int
    goldstein: float
    description: str


@cache
def event_types() -> dict[str, EventTypeInfo]:
    """All sixteen types by their name, in the order of CAMEO's roots.

    Raises ValueError where the data file and `EventType` do not name the same types.
    """
    text = files("schemas").joinpath("data/event_types.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    table = {
        row["event_type"]: EventTypeInfo(
            event_type=row["event_type"],
            label=row["label"],
            cameo_code=row["cameo_code"],
            quad_class=int(row["quad_class"]),
            goldstein=float(row["goldstein"]),
            description=row["description"],
        )
        for row in rows
    }
    if set(table) != set(EventType):
        raise ValueError(f"event_types.csv names {sorted(set(table) ^ set(EventType))} and EventType does not")
    return table
