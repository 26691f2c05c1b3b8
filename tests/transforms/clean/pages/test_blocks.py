"""A tree as the lines that a reader sees."""

from hypothesis import given
from hypothesis import strategies as st

from transforms.clean.pages.blocks import Blocks, page_blocks
from transforms.clean.pages.tree import parse


def blocks_of(html: str) -> Blocks:
    tree = parse(html)
    assert tree is not None
    return page_blocks(tree)


def texts(html: str) -> list[str]:
    return [block.text for block in blocks_of(html).blocks]


def test_lines_end_where_a_reader_sees_them_end() -> None:
    html = "<div>Text in a div <b>goes</b> on<br>a line<p>and a paragraph</p>tail</div><table><tr><td>1<td>2</table>"
    assert texts(html) == ["Text in a div goes on", "a line", "and a paragraph", "tail", "1", "2"]


def test_what_is_no_text_leaves_no_trace_and_its_tail_stays() -> None:
    html = "<p>One <script>x()</script>two <button>Share</button>three</p><nav>Home</nav>four<footer>Contact</footer>"
    assert texts(html) == ["One two three", "four"]


def test_hidden_words_are_left_out_of_a_line() -> None:
    assert texts('<p>Seen <span hidden>not</span><span style="display:none">neither</span> seen</p>') == ["Seen seen"]


def test_how_a_word_is_read_is_left_out() -> None:
    assert texts("<p><ruby>首相<rp>(</rp><rt>しゅしょう</rt><rp>)</rp></ruby>が訪米</p>") == ["首相が訪米"]


def test_links_are_counted_by_their_characters() -> None:
    blocks = blocks_of('<p>See <a href="/a">four <b>more</b></a> and</p><p>none</p>').blocks
    assert [(block.text, block.linked) for block in blocks] == [("See four more and", 8), ("none", 0)]


def test_marks_are_known_by_what_is_around_them() -> None:
    page = blocks_of(
        '<p>a</p><div class="related"><p>b</p><div class="x"><div id="comments"><p>c</p></div></div></div><p>d</p>'
    )
    a, b, c, d = (block.mark for block in page.blocks)
    assert a == d == 0
    assert page.marks[b].outer == 0
    assert page.marks[c].outer == b
    assert [mark.comments for mark in page.marks] == [False, False, True]


def test_an_embedded_post_in_a_quotation_is_not_marked() -> None:
    assert [b.mark for b in blocks_of('<blockquote class="twitter-tweet"><p>A post.</p></blockquote>').blocks] == [0]


def test_ranges_say_what_elements_hold() -> None:
    page = blocks_of("<body><div><p>a</p><p>b</p></div><article><p>c</p></article></body>")
    assert (0, 2) in page.ranges
    assert page.articles == [(2, 3)]
    assert page.ranges[-1] == (0, 3)


TAGS = "<p>|</p>|<div class=share>|</div>|<a href=x>|</a>|<br>|<span hidden>|</span>|<nav>|</nav>|<article>|</article>"
PIECES = st.sampled_from([*TAGS.split("|"), "<h2>", "</h2>", "word", " more words. ", "&nbsp;", "<figure>", "<svg>"])


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_markup_gives_blocks_that_fit_together(html: str) -> None:
    tree = parse(html)
    if tree is None:
        return
    page = page_blocks(tree)
    for block in page.blocks:
        assert block.text == " ".join(block.text.split()) != ""
        assert 0 <= block.linked <= len(block.text)
        assert 0 <= block.mark < len(page.marks)
    assert all(0 <= first < last <= len(page.blocks) for first, last in page.ranges)
    assert all(mark.outer < i for i, mark in enumerate(page.marks) if i)
    assert page_blocks(tree) == page
