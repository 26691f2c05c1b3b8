"""HTML as a tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from transforms.clean.pages.tree import parse


@pytest.mark.parametrize("html", ["", "   ", "<!-- only a comment -->", "<!DOCTYPE html>"])
def test_what_has_no_element_has_no_tree(html: str) -> None:
    assert parse(html) is None


def test_a_declared_encoding_does_not_disturb() -> None:
    tree = parse(
        '<?xml version="1.0" encoding="iso-8859-1"?><html><meta charset="latin1"><body><p>Zürich</body></html>'
    )
    assert tree is not None
    assert tree.findtext(".//p") == "Zürich"


def test_a_public_identifier_does_not_change_the_tree() -> None:
    html = "<html><body><p>One</p></body></html>"
    trees = [parse(f'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">{html}'), parse(html)]
    assert [etree.tostring(tree) for tree in trees if tree is not None] == [html.encode()] * 2


def test_tags_that_are_never_closed_do_not_end_the_page() -> None:
    tree = parse("<body>" + "<font>" * 1000 + "<p>Still there.</p>")
    assert tree is not None
    assert tree.findtext(".//p") == "Still there."


def test_comments_are_no_text() -> None:
    tree = parse("<p>One<!-- secret --><?php echo 1 ?> two</p>")
    assert tree is not None
    assert len(list(tree.iter())) == 3
    assert "".join(tree.itertext()) == "One two"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_any_text_parses_or_is_nothing(html: str) -> None:
    tree = parse(html)
    assert tree is None or isinstance(tree.tag, str)
