"""The gate lets through what can hold an event and keeps back what cannot."""

import pytest

from transforms.events.gate import passes
from transforms.events.gazetteer import gazetteer


@pytest.mark.parametrize(
    ("text", "through"),
    [
        ("France condemned Russia on Monday.", True),
        ("The rebels attacked a village.", True),
        ("The ministers held talks.", True),
        ("It is a warm day in France.", False),
        ("The recipe needs two eggs and some milk.", False),
        ("Attack!", False),
        ("", False),
    ],
)
def test_gate(text: str, through: bool) -> None:
    assert passes(text, bool(gazetteer().find(text)), False) is through


def test_a_pronoun_counts_only_where_the_article_named_somebody() -> None:
    assert passes("He condemned the attack.", False, True)
    assert not passes("He condemned the attack.", False, False)
