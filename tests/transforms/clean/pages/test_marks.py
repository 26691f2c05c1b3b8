"""What class, id and role names and attributes say."""

import pytest

from transforms.clean.pages.marks import Sign, is_hidden, sign


@pytest.mark.parametrize(
    "names",
    ["share", "story-share-bar", "ArticleRelatedLinks", "related_posts", "newsletterSignup box", "ad", "sr-only"],
)
def test_names_of_what_is_no_article(names: str) -> None:
    assert sign({"class": names}) is Sign.ASIDE
    assert sign({"id": names}) is Sign.ASIDE


@pytest.mark.parametrize(
    "names",
    [
        "article-body",
        "paragraph",
        "shared-wisdom",
        "header",
        "lead",
        "adhesive",
        "print:block",
        "roadmap",
        "commentary",
        "baroque",
        "",
    ],
)
def test_other_names_say_nothing(names: str) -> None:
    assert sign({"class": names}) is Sign.NONE


@pytest.mark.parametrize("names", ["author-bio", "image__caption", "sidebar", "c-byline"])
def test_names_of_what_stands_beside_an_article(names: str) -> None:
    assert sign({"class": names}) is Sign.ASIDE


def test_roles_count_and_other_attributes_do_not() -> None:
    assert sign({"role": "complementary"}) is Sign.ASIDE
    assert sign({"data-share": "share", "title": "advertisement"}) is Sign.NONE


def test_comments_are_told_from_other_marks() -> None:
    assert sign({"id": "comments"}) is Sign.COMMENTS
    assert sign({"class": "share", "id": "commentList"}) is Sign.COMMENTS
    assert sign({"class": "commentary"}) is Sign.NONE


@pytest.mark.parametrize(
    "attributes",
    [{"hidden": ""}, {"aria-hidden": "true"}, {"style": "color:red; DISPLAY : none"}, {"style": "visibility:hidden"}],
    ids=["hidden", "aria", "display", "visibility"],
)
def test_what_readers_do_not_see(attributes: dict[str, str]) -> None:
    assert is_hidden(attributes)


@pytest.mark.parametrize(
    "attributes",
    [{}, {"aria-hidden": "false"}, {"style": "display:block"}, {"class": "hidden"}],
    ids=["nothing", "aria false", "shown", "a class"],
)
def test_what_readers_see(attributes: dict[str, str]) -> None:
    assert not is_hidden(attributes)


def test_very_long_names_are_cut() -> None:
    assert sign({"class": "x" * 2000 + " share"}) is Sign.NONE
