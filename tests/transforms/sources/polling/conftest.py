"""A server on loopback that does whatever a test writes into it."""

from collections.abc import Iterator

import pytest

from support.web import Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        yield made
