"""HTML as text: the article of a page, all of a fragment."""

from transforms.clean.page import all_text, main_text, parse

PROSE = [
    "The foreign ministers of the two countries met in Geneva on Tuesday for the first time since the war.",
    "They agreed to open embassies in both capitals before the end of the year, a spokesman said.",
    "Further talks are planned for May, when experts will discuss trade and the return of prisoners.",
]
PAGE = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "x"><html><head><title>T</title></head><body>
<nav><ul><li><a href="/a">Home</a></li><li><a href="/b">World</a></li></ul></nav>
<article><h1>Ministers meet</h1>{"".join(f"<p>{line}</p>" for line in PROSE)}</article>
<div id="comments"><p>I do not believe a single word of what was said there, wrote an angry reader.</p></div>
<footer><p>Copyright The Herald</p></footer></body></html>"""


def fragment(html: str) -> list[str]:
    tree = parse(html)
    assert tree is not None
    return all_text(tree)


def test_main_text_is_the_article_without_navigation_and_comments() -> None:
    tree = parse(PAGE)
    assert tree is not None
    lines = main_text(tree, None)
    assert [line for line in lines if line != "Ministers meet"] == PROSE


def test_reading_the_text_leaves_the_tree_as_it_was() -> None:
    tree = parse(PAGE)
    assert tree is not None
    first, second = main_text(tree, None), main_text(tree, None)
    assert first == second
    assert len(tree.findall(".//li")) == 2


def test_all_of_a_fragment_is_kept() -> None:
    html = "Bare text <b>with</b> a <a href='x'>link</a>.<p>One<br>two</p><ul><li>a<li>b</ul>"
    html += "<blockquote>q</blockquote>tail"
    assert fragment(html) == ["Bare text with a link.", "One", "two", "a", "b", "q", "tail"]


def test_a_fragment_loses_what_no_reader_sees() -> None:
    html = (
        "<p>A</p><script>x()</script><style>p{}</style><figure><img><figcaption>c</figcaption></figure><!-- n --><p>B"
    )
    assert fragment(html) == ["A", "B"]


def test_entities_and_right_to_left_text() -> None:
    assert fragment("<p>AT&amp;T &mdash; &#1575;</p><p dir=rtl>وقال الوزير</p>") == ["AT&T — ا", "وقال الوزير"]


def test_what_has_no_element_has_no_tree() -> None:
    assert parse("") is None
    assert parse("   ") is None
    assert parse("<!-- only a comment -->") is None


def test_a_declared_encoding_does_not_disturb() -> None:
    tree = parse(
        '<?xml version="1.0" encoding="iso-8859-1"?><html><meta charset="latin1"><body><p>Zürich</p></body></html>'
    )
    assert tree is not None
    assert all_text(tree) == ["Zürich"]
