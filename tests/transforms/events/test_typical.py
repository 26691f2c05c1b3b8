"""Sentences as agencies write them, one event each: what a reader of the tables would look for first."""

from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.records import Mention

LINES = (Path(__file__).parent / "typical.tsv").read_text(encoding="utf-8").splitlines()
SENTENCES = [tuple(line.split("\t")) for line in LINES if not line.startswith("#")]
TOGETHER = {"AGREE", "ASSAULT", "CONSULT", "COOPERATE", "SUPPORT"}


@pytest.mark.parametrize(("event_type", "actor", "recipient", "text"), SENTENCES)
def test_a_typical_sentence_is_coded(
    code: Callable[..., list[Mention]], event_type: str, actor: str, recipient: str, text: str
) -> None:
    told = [(m.actor.country, m.recipient.country) for m in code(text) if m.event_type == event_type]
    if event_type in TOGETHER:
        told += [(second, first) for first, second in told]
    assert any(actor in ("*", one) and recipient in ("*", other) for one, other in told)
