"""All the text of a fragment."""

from hypothesis import given
from hypothesis import strategies as st

from transforms.clean.pages.tree import parse
from transforms.clean.pages.whole import all_text


def fragment(html: str) -> list[str]:
    tree = parse(html)
    assert tree is not None
    return all_text(tree)


def test_all_of_a_fragment_is_kept() -> None:
    html = "Bare text <b>with</b> a <a href='x'>link</a>.<p>One<br>two</p><ul><li>a<li>b</ul>"
    html += "<blockquote>q</blockquote>tail"
    assert fragment(html) == ["Bare text with a link.", "One", "two", "a", "b", "q", "tail"]


def test_a_fragment_loses_what_no_reader_sees() -> None:
    html = (
        "<p>A</p><script>x()</script><style>p{}</style><figure><img><figcaption>c</figcaption></figure><!-- n --><p>B"
    )
    assert fragment(html) == ["A", "B"]


def test_how_a_word_is_read_is_left_out() -> None:
    assert fragment("<ruby>首相<rt>しゅしょう</rt></ruby>が訪米") == ["首相が訪米"]


def test_entities_and_right_to_left_text() -> None:
    assert fragment("<p>AT&amp;T &mdash; &#1575;</p><p dir=rtl>وقال الوزير</p>") == ["AT&T — ا", "وقال الوزير"]


TAGS = st.sampled_from(["<p>", "</p>", "<div>", "<br>", "<li>", "<script>", "</script>", "<b>", "&amp;", "word", " "])


@given(st.lists(TAGS, max_size=30).map("".join))
def test_lines_are_never_empty_nor_spaced(html: str) -> None:
    tree = parse(html)
    for line in all_text(tree) if tree is not None else []:
        assert line
        assert line == " ".join(line.split())
