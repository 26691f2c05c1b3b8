"""The headline that readers see, without the site's name."""

import pytest

from schemas.times import parse_rfc3339
from transforms.clean.metadata import PageMetadata, page_metadata
from transforms.clean.pages.tree import parse


def read(head: str, body: str = "<p>Text.</p>", url: str | None = None) -> PageMetadata:
    tree = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return page_metadata(tree, parse_rfc3339("2026-01-20"), url)


OG = "<meta property='og:title' content='{}'>"
SITE = "<meta property='og:site_name' content='{}'>"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Ministers meet - The Herald</title>", "<h1>Ministers meet</h1>", "Ministers meet"),
        ("<title>Ministers meet</title>", "", "Ministers meet"),
        (OG.format("US - Iran talks fail"), "", "US - Iran talks fail"),
        (SITE.format("Herald") + "<title>Herald: a life | Herald</title>", "", "Herald: a life"),
        (SITE.format("Herald") + "<title>Herald | Ministers meet</title>", "", "Ministers meet"),
        # a section behind the title
        (OG.format("Ministers meet again | World"), "<h1>Ministers meet again</h1>", "Ministers meet again"),
        # the heading differs from what is given to others by a word
        (OG.format("Ministers meet in Geneva today"), "<h1>Ministers meet in Geneva</h1>", "Ministers meet in Geneva"),
        # a part of the title is a link, or a heading, elsewhere
        ("<title>Latest developments: ministers to meet again in Geneva next week</title>",
         "<h2>Latest developments</h2><a>Latest developments</a>",
         "Latest developments: ministers to meet again in Geneva next week"),
        # the only heading is the section's
        (OG.format("Ministers meet again - World News"), "<h1>World News</h1>", "Ministers meet again - World News"),
        # the first heading is the site's, and so is the only one
        (SITE.format("The Herald") + OG.format("Ministers meet"), "<h1>The Herald</h1>", "Ministers meet"),
        (OG.format("Ministers meet"), "<h1>The Herald</h1><h1>Ministers meet</h1>", "Ministers meet"),
        # nothing but the text tells where the title ends
        ("<title>Ministers meet in Geneva - Herald</title>", "<div>Ministers meet in Geneva</div>",
         "Ministers meet in Geneva"),
        ("", "<h1>Ministers <b>meet</b></h1>", "Ministers meet"),
        (OG.format("Tea &amp;amp; talks"), "", "Tea & talks"),
        (OG.format("各国部长会面"), "<h1>各国部长会面</h1>", "各国部长会面"),
    ],
    ids=[
        "site after", "bare", "dash inside", "site inside", "site before", "section", "reworded", "part elsewhere",
        "section as heading", "site as heading", "two headings", "in the text", "heading alone", "escaped twice",
        "chinese",
    ],
)  # fmt: skip
def test_title(head: str, body: str, title: str) -> None:
    assert read(head, body).title == title


def test_the_site_is_known_by_its_address() -> None:
    page = read("<title>Ministers meet | Valley-Herald</title>", url="https://www.valleyherald.co.uk/a")
    assert (page.title, page.source_name) == ("Ministers meet", "Valley-Herald")


def test_a_title_is_bounded() -> None:
    assert len(read(f"<title>{'long ' * 1000}</title>").title or "") == 400


@pytest.mark.parametrize(
    ("claim", "name"),
    [
        ("The Herald", "The Herald"),
        ("The Herald | News from the valley", "The Herald"),
        ("News from the valley - Valley Herald", "Valley Herald"),
        ("All the news of the valley, every day and for everyone who lives there", None),
        ("valleyherald.com", "valleyherald.com"),
    ],
)
def test_a_sites_name_is_without_its_slogan(claim: str, name: str | None) -> None:
    assert read(SITE.format(claim), url="https://valleyherald.com/a").source_name == name


def test_a_name_in_words_is_better_than_an_address() -> None:
    head = SITE.format("valleyherald.com") + "<title>Ministers meet | Valley Herald</title>"
    assert read(head, url="https://valleyherald.com/a").source_name == "Valley Herald"
    publisher = (
        '<script type="application/ld+json">{"@type": "Article", "publisher": {"name": "Valley Herald"}}</script>'
    )
    assert read(SITE.format("valleyherald.com") + publisher).source_name == "Valley Herald"


def test_a_headline_that_ends_with_a_name_like_the_sites() -> None:
    title = "New look - valley shops in 2026"
    page = read(f"<title>{title}</title>", f"<h1>{title}</h1>", "https://valley.com/a")
    assert (page.title, page.source_name) == (title, None)
    page = read("<title>Ministers meet – VRT Northvale</title>", "<h1>Ministers meet</h1>", "https://vrtlocal.com/a")
    assert page.source_name == "VRT Northvale"
