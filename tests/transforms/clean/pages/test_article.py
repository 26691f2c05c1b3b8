"""Which blocks are the article, by the page's build."""

from hypothesis import given
from hypothesis import strategies as st

from transforms.clean.pages.article import judge
from transforms.clean.pages.blocks import page_blocks
from transforms.clean.pages.headlines import page_titles
from transforms.clean.pages.tree import parse

PROSE = [
    "The foreign ministers of the two countries met in Geneva on Tuesday for the first time since the war.",
    "They agreed to open embassies in both capitals before the end of the year, a spokesman said.",
    "Further talks are planned for May, when experts will discuss trade and the return of prisoners.",
    "Neither side would say whether the border, which has been closed for three years, will open before.",
]
OTHER = [
    "A court in the north ruled on Monday that the mayor had to step down over a contract for new buses.",
    "Heavy snow closed the roads of the whole province, and hundreds of drivers spent the night in their cars.",
    "The national team lost its third match in a row and now needs a win against the champions next week.",
    "Prices of bread and milk rose again, and the bank warned that they would go on rising until the summer.",
    "Scientists found a new kind of frog in the hills, smaller than a coin and louder than a passing train.",
]


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def chosen(html: str) -> list[str]:
    tree = parse(html)
    assert tree is not None
    page = page_blocks(tree)
    own = judge(page, page_titles(tree)).chosen
    return [block.text for block, is_chosen in zip(page.blocks, own, strict=True) if is_chosen]


def barred(html: str) -> list[str]:
    tree = parse(html)
    assert tree is not None
    page = page_blocks(tree)
    return [block.text for block, one in zip(page.blocks, judge(page, page_titles(tree)).barred, strict=True) if one]


def test_the_innermost_element_with_the_prose() -> None:
    side = "".join(f"<div><a href='/{i}'>{line}</a></div>" for i, line in enumerate(OTHER))
    html = f"<body><div>{side}</div><div><div><p>By a reporter</p></div><div>{paragraphs(PROSE)}</div></div></body>"
    assert chosen(html) == PROSE


def test_a_short_paragraph_beside_one_long_one_stays() -> None:
    html = f"<body><div><article><p>{PROSE[0] * 10}</p><p>It rained.</p></article></div></body>"
    assert chosen(html) == [PROSE[0] * 10, "It rained."]


def test_short_briefs() -> None:
    assert chosen("<body><p>Ministers met in Geneva.</p><p>They agreed on trade.</p>") == [
        "Ministers met in Geneva.",
        "They agreed on trade.",
    ]


def test_comments_are_no_article_however_long() -> None:
    html = f"<body><main>{paragraphs(PROSE[:2])}</main><div id='comments'>{paragraphs(OTHER * 3)}</div></body>"
    assert chosen(html) == PROSE[:2]


def test_comments_do_not_hide_an_article_with_an_odd_name() -> None:
    for comments in (paragraphs(OTHER[1:]), f"<div class='author'>{paragraphs(OTHER[1:])}</div>"):
        html = f"<body><div class='gallery'>{paragraphs(PROSE)}</div><div><p>{OTHER[0]}</p></div>"
        assert chosen(f"{html}<div id='comments'>{comments}</div></body>") == [*PROSE, OTHER[0]]


def test_a_name_of_the_page_s_layout_does_not_hide_the_article() -> None:
    head = "<title>Ministers meet in Geneva</title>"
    for name in ("has-sidebar", "with-related", "open-comments"):
        html = f"{head}<body><div class='{name}'><h1>Ministers meet in Geneva</h1>{paragraphs(PROSE)}</div></body>"
        assert chosen(html) == PROSE, name


def test_a_page_that_names_every_paragraph_so_is_read_all_the_same() -> None:
    lines = "".join(f"<div class='share-text'><p>{line}</p></div>" for line in PROSE)
    html = f"<body><div>{lines}<div id='comments'>{paragraphs(OTHER)}</div></div></body>"
    assert chosen(html) == PROSE


def test_a_page_all_of_which_is_named_comments_is_read() -> None:
    assert chosen(f"<body><div class='comments-open'>{paragraphs(PROSE)}</div></body>") == PROSE


def test_marked_elements_in_the_article_are_left_out() -> None:
    html = (
        f"<body><div>{paragraphs(PROSE[:2])}<div class='related'><p>{OTHER[0]}</p></div>{paragraphs(PROSE[2:])}</div>"
    )
    assert chosen(html) == PROSE


def test_articles_beside_the_one_with_the_headline_are_other_ones() -> None:
    first = f"<article><h1>Ministers meet in Geneva</h1>{paragraphs(PROSE)}</article>"
    html = f"<title>Ministers meet in Geneva</title><body>{first}<article>{paragraphs(OTHER[:3])}</article></body>"
    assert chosen(html) == PROSE


def test_the_posts_of_a_live_page_belong_together() -> None:
    posts = "".join(f"<article><h2>Hour {i} of the talks</h2><p>{line}</p></article>" for i, line in enumerate(PROSE))
    html = f"<title>Talks: live</title><body><main><h1>Talks: live updates</h1><div>{posts}</div></main></body>"
    assert [line for line in chosen(html) if not line.startswith("Hour")] == PROSE


def test_what_stands_before_the_headline_is_no_article() -> None:
    ticker = "".join(f"<li>{line}</li>" for line in OTHER)
    html = f"<title>Ministers meet in Geneva</title><body><div><ul>{ticker}</ul><h2>Ministers meet in Geneva</h2>"
    html += f"{paragraphs(PROSE)}</div></body>"
    assert chosen(html) == PROSE
    assert barred(html) == [*OTHER, "Ministers meet in Geneva"]


def test_a_headline_below_the_text_takes_nothing_away() -> None:
    html = f"<title>Ministers meet in Geneva</title><body>{paragraphs(PROSE)}<p>Ministers meet in Geneva</p></body>"
    assert chosen(html) == PROSE


def test_lines_that_lead_elsewhere_go_and_sentences_with_links_stay() -> None:
    link = f"<p>Also read: <a href='/x'>{OTHER[0]}</a></p>"
    sentence = "<p>The talks <a href='/y'>began in the spring</a> after a long silence.</p>"
    assert chosen(f"<body><div>{paragraphs(PROSE)}{link}{sentence}</div></body>") == [
        *PROSE,
        "The talks began in the spring after a long silence.",
    ]


def test_a_whole_sentence_may_have_more_of_it_in_links() -> None:
    half = "<p>The <a href='/y'>talks began in the spring</a> after a silence{}</p>"
    assert chosen(f"<body><div>{paragraphs(PROSE)}{half.format('.')}</div></body>")[-1].endswith("silence.")
    assert chosen(f"<body><div>{paragraphs(PROSE)}{half.format('')}</div></body>") == PROSE


def test_teasers_with_their_headline_in_a_link_are_no_prose() -> None:
    teasers = "".join(f"<li><a href='/{i}'>{line[:40]}</a>{line[40:]}</li>" for i, line in enumerate(OTHER * 2))
    assert chosen(f"<body><div><ul>{teasers}</ul></div><div>{paragraphs(PROSE)}</div></body>") == PROSE


def test_asides_and_what_belongs_to_a_picture_are_left_out() -> None:
    extra = f"<aside><p>{OTHER[0]}</p></aside><figure><img src='x'><div>{OTHER[1]}</div></figure>"
    assert chosen(f"<body><div>{paragraphs(PROSE[:2])}{extra}{paragraphs(PROSE[2:])}</div></body>") == PROSE


def test_headings_stay_where_text_is_below_them() -> None:
    html = f"<body><div><h2>One</h2><p>{PROSE[0]}</p><h2>Two</h2><h3>Three</h3><p>{PROSE[1]}</p><h2>More</h2><h3>And"
    assert chosen(html) == ["One", PROSE[0], "Two", "Three", PROSE[1]]


def test_lists_tables_and_quotations_are_text() -> None:
    html = f"<body><div><p>{PROSE[0]}</p><ul><li>Item one</li><li>Item two</li></ul><blockquote>{PROSE[1]}</blockquote>"
    html += f"<table><tr><td>Votes</td><td>312</td></tr></table><p>{PROSE[2]}</p></div></body>"
    assert chosen(html) == [PROSE[0], "Item one", "Item two", PROSE[1], "Votes", "312", PROSE[2]]


def test_text_in_divs_that_line_breaks_part() -> None:
    assert chosen(f"<body><div id='story'>{'<br><br>'.join(PROSE)}</div></body>") == PROSE


def test_hidden_text_is_not_read() -> None:
    for attribute in ("hidden", "style='display:none'", "aria-hidden='true'"):
        html = f"<body><div>{paragraphs(PROSE)}<div {attribute}><p>{OTHER[0]}</p></div></div></body>"
        assert chosen(html) == PROSE, attribute


def test_chinese_japanese_and_korean_paragraphs_are_shorter() -> None:
    lines = ["両国の外相は火曜日、戦後初めてジュネーブで会談した。", "双方は年末までに大使館を開くことで合意した。"]
    menu = "".join(f"<div>{word}</div>" for word in ("国際", "経済", "スポーツ"))
    assert chosen(f"<body><div>{menu}</div><div>{paragraphs(lines)}</div></body>") == lines


TAGS = "<p>|</p>|<div class=share>|<div>|</div>|<a href=x>|</a>|<h1>|</h1>|<article>|</article>|<div id=comments>|<br>"
HEADLINES = ["<title>Ministers meet again</title>", "Ministers meet again"]
PIECES = st.sampled_from([*TAGS.split("|"), *HEADLINES, *PROSE, *OTHER])


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_page_is_judged_and_nothing_chosen_is_barred(html: str) -> None:
    tree = parse(html)
    if tree is None:
        return
    page = page_blocks(tree)
    found = judge(page, page_titles(tree))
    assert len(found.chosen) == len(found.barred) == len(page.blocks)
    assert not any(a and b for a, b in zip(found.chosen, found.barred, strict=True))
