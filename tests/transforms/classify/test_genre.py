"""The genre by what a page declares, where it stands, and what it says of itself."""

import pytest

from support.lakes import article
from transforms.classify.genre import genre

TEXT = "The ministers met in Geneva."


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "news"),
        ({"genre": "live"}, "live"),
        ({"canonical_url": "https://example.com/opinion/2026/a"}, "opinion"),
        ({"canonical_url": "https://example.com/commentisfree/2026/a"}, "opinion"),
        ({"canonical_url": "https://example.com/news/live/a"}, "live"),
        ({"canonical_url": "https://example.com/press-releases/a"}, "press_release"),
        ({"canonical_url": "https://example.com/food/recipes/a"}, "other"),
        ({"categories": ("World", "Op-Ed")}, "opinion"),
        ({"title": "Opinion: Talks are not enough"}, "opinion"),
        ({"title": "Talks in Geneva – live updates"}, "live"),
        ({"source_domain": "prnewswire.com"}, "press_release"),
        ({"text": "GENEVA, Jan. 17, 2026 /PRNewswire/ -- Acme announced a pump."}, "press_release"),
        ({"text": f"{TEXT}\n\nJane Doe is a columnist for The Herald."}, "opinion"),
        ({"text": "\n\n".join(f"{hour}:30 GMT The talks go on." for hour in range(10, 17))}, "live"),
    ],
)
def test_genre(fields: dict[str, object], expected: str) -> None:
    plain: dict[str, object] = {"genre": "other", "canonical_url": None, "categories": (), "title": None, "text": TEXT}
    assert genre(article("a", **(plain | {"source_domain": None} | fields))) == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"canonical_url": "https://example.com/news/live-ammunition-used"},
        {"canonical_url": "https://example.com/politics/opinion"},
        {"title": "Opinion polls show a tight race"},
        {"title": "Hostages found: live bombs removed"},
        {"text": "The columnist was arrested at 10:30 in Ankara, his lawyer said."},
        {"text": "Trains leave at\n10:30 and\n11:30."},
    ],
)
def test_news_that_looks_like_another_genre(fields: dict[str, object]) -> None:
    plain: dict[str, object] = {"genre": "other", "canonical_url": None, "categories": (), "title": None, "text": TEXT}
    assert genre(article("a", **(plain | {"source_domain": None} | fields))) == "news"
