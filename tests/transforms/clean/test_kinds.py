"""Prose that is HTML, HTML that is prose, and texts that quote markup."""

import pytest

from schemas.records import RawDocument
from transforms.clean.document import clean_document
from transforms.clean.kinds import meant

PROSE = (
    "The foreign ministers of the two countries met in Geneva on Tuesday for the first time since the war.",
    "They agreed to open embassies in both capitals before the end of the year, a spokesman said.",
    "Further talks are planned for May, when experts will discuss trade and the return of prisoners.",
)
PAGE = (
    "<!DOCTYPE html>\n<html><head><title>Ministers meet</title></head><body><nav><a href=/>Home</a></nav>"
    f"<article><h1>Ministers meet</h1>{''.join(f'<p>{line}</p>' for line in PROSE)}</article></body></html>"
)


def text(body: str, kind: str) -> str:
    return clean_document(RawDocument("test:1", None, body.encode(), kind, 0)).text


MEANT = {
    "a page": PAGE,
    "a page with a declaration": f'<?xml version="1.0"?>\n{PAGE}',
    "a page with a comment": f"<!-- saved from url -->\n{PAGE}",
    "a piece": "".join(f"<p>{line}</p>\n" for line in PROSE),
    "breaks": "<br><br>".join(PROSE) + "<br/>",
    "an escaped piece": "".join(f"&lt;p&gt;{line}&lt;/p&gt;" for line in PROSE),
}


@pytest.mark.parametrize("body", MEANT.values(), ids=MEANT)
def test_html_that_came_as_plain_text_is_read_as_html(body: str) -> None:
    assert text(body, "text") == "\n\n".join(PROSE)


def test_a_page_that_came_as_plain_text_gives_its_title() -> None:
    assert clean_document(RawDocument("test:1", None, PAGE.encode(), "text", 0)).title == "Ministers meet"


QUOTING = [
    "Use the <p> tag for paragraphs, the teacher said. It was the end of the lesson for the day.",
    "In mathematics a < b and c > d are written so, and if a<b then b>a, the book says on page one.",
    "Mail it to <news@harbour.example> before Friday, the editor wrote to all of her reporters.",
    "The page said &lt;br&gt; in the middle of the headline, and nobody at the paper could say why.",
]


@pytest.mark.parametrize("line", QUOTING)
def test_prose_that_quotes_markup_is_prose(line: str) -> None:
    body = "\n\n".join((PROSE[0], line, PROSE[1]))
    assert meant(body, "text") == (body, "text")


@pytest.mark.parametrize("separator", ["\n", "\n\n"], ids=["lines", "empty lines"])
def test_plain_text_that_came_as_a_page_is_read_as_text(separator: str) -> None:
    assert text(separator.join(PROSE), "page") == "\n\n".join(PROSE)


def test_plain_text_that_came_as_a_piece_keeps_its_paragraphs() -> None:
    assert text("\n\n".join(PROSE), "fragment") == "\n\n".join(PROSE)


def test_a_piece_without_tags_and_empty_lines_is_one_paragraph_as_in_html() -> None:
    assert text("The ministers met\nin Geneva &amp; agreed.", "fragment") == "The ministers met in Geneva & agreed."


def test_plain_text_with_angle_brackets_that_came_as_a_page() -> None:
    body = "\n\n".join((PROSE[0], "If a < b, then b > a, the minister said to the reporters.", PROSE[1]))
    assert text(body, "page") == body


def test_a_page_of_one_long_tag_is_no_prose() -> None:
    tag = " ".join(f"data-{number}=x" for number in range(1000))
    assert text(f"<p {tag}>{PROSE[0]}", "page") == PROSE[0]
