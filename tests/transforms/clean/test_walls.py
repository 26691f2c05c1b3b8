"""Pages that are no article end for a reason that names them; articles about such pages stay articles."""

from dataclasses import replace
from importlib.resources import files

import pytest

from schemas.codes import SkipReason
from schemas.records import Article, RawDocument
from support.walled import (
    ARTICLES_ABOUT,
    ARTICLES_OF_THE_WORLD,
    CONSENTS,
    ERRORS,
    FOOTER,
    LISTS,
    LOGINS,
    MARKS,
    MEMBERS,
    NAV,
    POPULAR,
    SHELLS,
    STORY,
    TEASERS,
    bare,
    paragraphs,
    site,
)
from transforms.clean.document import clean_document
from transforms.clean.walls.consent import is_consent
from transforms.clean.walls.phrases import KINDS, is_choice, is_head, patterns
from transforms.outcomes import Skipped

PAGES = {
    SkipReason.ERROR_PAGE: ERRORS,
    SkipReason.CONSENT_WALL: CONSENTS,
    SkipReason.LOGIN_WALL: LOGINS,
    SkipReason.NEEDS_JAVASCRIPT: SHELLS,
    SkipReason.NO_ARTICLE: LISTS,
}
WALLS = [(page, reason) for reason, pages in PAGES.items() for page in pages.values()]
NAMES = [f"{reason}: {name}" for reason, pages in PAGES.items() for name in pages]
LEAD = "Ministers of both countries met in Bergen on Tuesday."
URL = "https://harbour.example/news/bridge"


def raw(page: str, **fields: object) -> RawDocument:
    document = RawDocument("test:1", None, page.encode(), "page", 1_790_000_000_000_000, url=URL)
    return replace(document, **fields)  # type: ignore[arg-type]


def outcome(page: str, **fields: object) -> Article | SkipReason:
    try:
        return clean_document(raw(page, **fields))
    except Skipped as skip:
        return skip.reason


@pytest.mark.parametrize(("page", "reason"), WALLS, ids=NAMES)
def test_what_is_no_article_is_skipped_for_what_it_is(page: str, reason: SkipReason) -> None:
    assert outcome(page) is reason


@pytest.mark.parametrize(("page", "reason"), WALLS, ids=NAMES)
def test_an_entry_of_a_feed_keeps_its_teaser_and_says_what_came_for_its_page(page: str, reason: SkipReason) -> None:
    article = outcome(page, teaser=f"<p>{LEAD}</p>", title="Ministers meet", published_at=5, published_from="feed")
    assert isinstance(article, Article)
    assert (article.text, article.text_status, article.title) == (LEAD, "teaser", "Ministers meet")
    assert article.page_error is not None
    assert article.page_error.startswith("the page ")
    assert (article.published_at, article.published_from) == (5, "feed")


def test_a_page_error_quotes_what_the_page_says() -> None:
    article = outcome(ERRORS["site-404"], teaser=f"<p>{LEAD}</p>")
    assert isinstance(article, Article)
    assert article.page_error == "the page is an error page: 'Page not found | The Harbour Post'"
    assert article.title is None, "the error's title is not the article's"


@pytest.mark.parametrize("marks", ["", MARKS], ids=["bare", "marked"])
@pytest.mark.parametrize("beside", ["", POPULAR, TEASERS], ids=["alone", "popular", "teasers"])
@pytest.mark.parametrize("about", ARTICLES_ABOUT)
def test_an_article_about_such_pages_is_an_article(about: str, beside: str, marks: str) -> None:
    headline, *prose = ARTICLES_ABOUT[about]
    page = site(f"{headline} | The Harbour Post", f"<article><h1>{headline}</h1>{paragraphs(*prose)}</article>", marks)
    article = outcome(page.replace("</main>", f"{beside}</main>"))
    assert isinstance(article, Article)
    assert article.text.startswith("\n\n".join(prose))
    assert article.text_status == "full"
    assert (article.title or "").startswith(headline)


BESIDE = {
    "popular": POPULAR,
    "login": "<form><input type=email><input type=password><button>Log in</button></form>",
    "without scripts": "<noscript>Please enable JavaScript to use all of this site.</noscript>",
    "failures": "<div><h2>Something went wrong</h2><p>The page could not be loaded. Please try again later.</p></div>",
    "offer": "<aside><p>Subscribe to our newsletter</p><p>Already a subscriber? Log in</p></aside>",
}


@pytest.mark.parametrize("marks", ["", MARKS], ids=["bare", "marked"])
@pytest.mark.parametrize("beside", BESIDE.values(), ids=BESIDE)
@pytest.mark.parametrize("of", ARTICLES_OF_THE_WORLD)
def test_articles_of_all_kinds_are_articles(of: str, beside: str, marks: str) -> None:
    headline, *prose = ARTICLES_OF_THE_WORLD[of]
    article = outcome(
        site(f"{headline} | Post", f"<article><h1>{headline}</h1>{paragraphs(*prose)}</article>{beside}", marks)
    )
    assert isinstance(article, Article)
    assert article.text.startswith("\n\n".join(prose))
    assert article.text_status == "full"


@pytest.mark.parametrize("overlay", CONSENTS.values(), ids=CONSENTS)
def test_an_article_under_a_request_for_consent_is_an_article(overlay: str) -> None:
    inner = overlay.partition("<body>")[2].partition("</body>")[0]
    body = f"<article><h1>Ministers meet in Bergen</h1>{paragraphs(*STORY)}</article><div class='cmp'>{inner}</div>"
    article = outcome(site("Ministers meet in Bergen", body, MARKS))
    assert isinstance(article, Article)
    assert article.text.startswith("\n\n".join(STORY[:4]))


@pytest.mark.parametrize("wall", MEMBERS.values(), ids=MEMBERS)
def test_the_beginning_before_a_paywall_is_a_teaser(wall: str) -> None:
    body = f"<article><h1>Ministers meet in Bergen</h1>{paragraphs(*STORY[:2])}{wall}</article>{POPULAR}"
    article = outcome(site("Ministers meet in Bergen | The Harbour Post", body, MARKS))
    assert isinstance(article, Article)
    assert (article.text, article.text_status) == ("\n\n".join(STORY[:2]), "teaser")


@pytest.mark.parametrize("wall", MEMBERS.values(), ids=MEMBERS)
def test_a_long_article_with_an_offer_below_it_is_whole(wall: str) -> None:
    prose = [f"{line} That was the view of witness number {n}." for n in range(8) for line in STORY]
    article = outcome(site("Ministers meet", f"<article><h1>Ministers meet</h1>{paragraphs(*prose)}{wall}</article>"))
    assert isinstance(article, Article)
    assert article.text_status == "full"


def test_an_article_that_goes_on_below_an_offer_is_whole() -> None:
    parts = paragraphs(*STORY[:2]), MEMBERS["english"], paragraphs(*STORY[2:])
    article = outcome(site("Ministers meet", f"<article><h1>Ministers meet</h1>{''.join(parts)}</article>", MARKS))
    assert isinstance(article, Article)
    assert article.text_status == "full"
    assert all(line in article.text for line in STORY)


DATA = (
    '<script type="application/ld+json">'
    '{{"@type": "NewsArticle", "headline": "Ministers meet", "articleBody": "{}"}}</script>'
)


@pytest.mark.parametrize("page", [*SHELLS.values(), LOGINS["headline-alone"]], ids=[*SHELLS, "headline-alone"])
def test_a_page_that_shows_nothing_may_carry_its_article_in_its_data(page: str) -> None:
    whole = DATA.format("\\n\\n".join(STORY))
    article = outcome(page.replace("</head>", f"{whole}</head>"))
    assert isinstance(article, Article)
    assert (article.text, article.text_status) == ("\n\n".join(STORY), "full")


@pytest.mark.parametrize("body", [STORY[0], " ".join(STORY) + " …", " ".join(STORY) + "..."], ids=["lead", "…", "..."])
def test_the_beginning_of_an_article_in_a_pages_data_is_not_its_text(body: str) -> None:
    page = SHELLS["react"].replace("</head>", f"{DATA.format(body)}</head>")
    assert outcome(page) is SkipReason.NEEDS_JAVASCRIPT


def test_a_front_page_is_no_article() -> None:
    page = bare("Harbour Post", NAV + TEASERS + FOOTER)
    assert outcome(page, url="https://harbour.example/") is SkipReason.NO_ARTICLE


def test_a_roundup_of_news_that_says_it_is_an_article_is_one() -> None:
    body = f"<article><h1>The week in five stories</h1>{TEASERS}</article>"
    assert isinstance(outcome(site("The week in five stories", body, MARKS)), Article)


def test_a_short_report_with_links_in_it_is_an_article() -> None:
    linked = paragraphs(*(f'{line} <a href="/x">More on this</a> was said before.' for line in STORY[:3]))
    assert isinstance(outcome(site("Ministers meet", f"<h1>Ministers meet</h1>{linked}{POPULAR}")), Article)


@pytest.mark.parametrize("page", ["<html><head><title>t</title></head></html>", "<html><body></body></html>"])
def test_a_page_without_anything_has_no_text(page: str) -> None:
    assert outcome(page) is SkipReason.NO_TEXT
    article = outcome(page, teaser=LEAD)
    assert isinstance(article, Article)
    assert article.page_error == "the page has no article"


def test_a_page_that_says_less_than_the_feed_is_not_used() -> None:
    article = outcome(site("Ministers meet", paragraphs(STORY[0]), MARKS), teaser=paragraphs(*STORY))
    assert isinstance(article, Article)
    assert (article.text, article.page_error) == ("\n\n".join(STORY), "the page has less text than the feed")


def test_every_pattern_matches_its_example() -> None:
    text = files("transforms.clean").joinpath("data/walls.tsv").read_text(encoding="utf-8")
    rows = [row.split("\t") for row in text.splitlines() if row and not row.startswith("#")]
    assert {kind for kind, _, _ in rows} == KINDS
    for number, (kind, pattern, example) in enumerate(rows):
        (mine,) = [found for found in patterns(kind) if found.pattern == pattern]
        if kind in ("error", "login"):
            assert is_head(kind, example), (number, example)
        elif kind == "choice":
            assert is_choice(example), (number, example)
        else:
            assert mine.search(example), (number, example)


@pytest.mark.parametrize(
    "line",
    [
        "The regulator said that the site had used cookies without asking its visitors for consent.",
        "“We use cookies to improve your experience,” the banner said.",
        "She baked forty cookies for the fair.",
        "Ministers want partners in Europe to share the data of travellers.",
    ],
)
def test_reports_of_consent_do_not_ask_for_it(line: str) -> None:
    assert not is_consent(line)
