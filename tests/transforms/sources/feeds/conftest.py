"""feedparser's parser of SGML, which takes a minute over some texts and loses entries, is never to be needed."""

from collections.abc import Iterator
from typing import Any

import feedparser.api
import pytest


def never(*_: Any) -> None:
    # No Exception, which would pass for the document's fault.
    pytest.fail("feedparser's strict parser was given a document that is not well-formed")


@pytest.fixture(autouse=True, scope="package")
def no_sgml() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feedparser.api, "LooseFeedParser", never)
        yield
