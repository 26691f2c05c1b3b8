"""Articles for the coder's tests."""

from collections.abc import Callable

import pytest

from schemas.ids import content_hash
from schemas.records import Article, Mention
from schemas.times import parse_rfc3339
from transforms.events.coder import Coder, load_coder

MakeArticle = Callable[..., Article]
CodeText = Callable[..., list[Mention]]


def make_article(
    text: str, title: str | None = None, published: str | None = "2021-11-24", language: str | None = "en"
) -> Article:
    return Article(
        uri=f"test:{content_hash(title, text)}",
        article_id=content_hash(title, text),
        source_id=None,
        url=None,
        canonical_url=None,
        source_domain=None,
        source_name=None,
        feed_url=None,
        title=title,
        authors=(),
        published_at=parse_rfc3339(published) if published else None,
        published_from=None,
        updated_at=None,
        fetched_at=0,
        text=text,
        text_status="full",
        content_hash=content_hash(title, text),
        word_count=len(text.split()),
        language=language,
    )


@pytest.fixture(scope="session")
def coder() -> Coder:
    return load_coder()


@pytest.fixture(scope="session")
def article() -> MakeArticle:
    return make_article


@pytest.fixture(scope="session")
def code(coder: Coder) -> CodeText:
    def run(text: str, title: str | None = None, published: str | None = "2021-11-24") -> list[Mention]:
        return coder.code([make_article(text, title, published)])[0][1]

    return run
