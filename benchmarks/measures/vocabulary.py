"""How many actors and triggers the coder knows."""

from transforms.events.lexicon import entities
from transforms.events.rules import NO_EVENT, noun_rules, operators, verb_rules
from transforms.events.tables import read_table


def vocabulary() -> dict[str, int]:
    """Counts of the built-in tables, as the coder reads them."""
    leaders = list(read_table("leaders"))
    rules = [rule for some in verb_rules().values() for rule in some]
    return {
        "phrases that name an actor": len(entities()),
        "states and territories": sum(1 for _ in read_table("states")),
        "people": len({(row["country"], row["names"].split(";")[0].strip()) for row in leaders}),
        "offices held": len(leaders),
        "organisations": sum(1 for _ in read_table("organisations")),
        "verbs that report an event": sum(
            any(r.event_type != NO_EVENT for r in some) for some in verb_rules().values()
        ),
        "rules of verbs": len(rules),
        "nouns that report an event": len(noun_rules()),
        "verbs that change another's event": len(operators()),
    }
