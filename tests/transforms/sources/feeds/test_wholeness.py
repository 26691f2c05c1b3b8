"""Whether a feed's text is the whole article: the ways in which texts end that go on elsewhere, and those that do not."""

# ruff: noqa: E501  (a case a line)

from dataclasses import replace

import pytest

from schemas.codes import TextStatus
from schemas.records import RawDocument
from transforms.sources.feeds.entries import Entry, text_status, with_page
from transforms.sources.feeds.parse import parse
from transforms.sources.feeds.wholeness import WHOLE_CHARACTERS, without_notes

LONG = "The talks went on all day in the capital. " * (WHOLE_CHARACTERS // 40 + 2)

CUT = [
    "It began ...", "It began…", "It began […]", "It began [...]", "It began (…)", "It began [&#8230;]", "It began … (more)",
    "It began. Read more", "It began. Read More »", "It began. [Read more]", "It began… <a href='x'>Continue reading →</a>",
    "It began. Continue reading <span>The talks</span> →", "It began. Read the full story at Example.com",
    "It began. Read the rest of this entry »", "It began. Full story", "It began. Read full article", "It began. (more…)",
    "It began [+2345 chars]", "Es begann. Weiterlesen", "Es begann … weiterlesen bei Blatt", "Es begann. Mehr lesen »",
    "Cela a commencé. Lire la suite", "Cela a commencé. Lire la suite sur le site", "Comenzó. Leer más", "Comenzó. Seguir leyendo",
    "È iniziato. Leggi tutto", "È iniziato. Continua a leggere", "Het begon. Lees verder", "Começou. Leia mais",
    "Det började. Läs mer", "Zaczęło się. Czytaj dalej", "Началось. Читать далее", "Началось. Подробнее", "بدأ. اقرأ المزيد",
    "始まった。続きを読む", "开始了。阅读全文", "시작됐다. 더 보기", "It began…<p>The post <a>T</a> appeared first on <a>S</a>.</p>",
    "Es begann…<p>Der Beitrag T erschien zuerst auf S.</p>", "It began. The original article: ", "It began. Continued on page 3",
]  # fmt: skip

NOT_CUT = [
    "It ended.", "“We read more…” he said, and left.", "It ended.<p>The post <a>T</a> appeared first on <a>S</a>.</p>",
    "The talks will continue on Tuesday, officials said.", "The ministry declined to publish the full report.",
    "He promised to read the report.", "They want more.", "It ended. Filed under: World, Peace", "It ended. 3 Comments",
    "Les ministres ont discuté de la suite de la réunion.", "Learn more about your ad choices. Visit example.com/adchoices",
]  # fmt: skip


@pytest.mark.parametrize("text", CUT)
def test_what_goes_on_elsewhere_is_a_teaser(text: str) -> None:
    assert text_status(Entry("1", None, "t", f"<p>{text}</p>", whole=True)) is TextStatus.TEASER
    assert text_status(Entry("1", None, "t", f"<p>{LONG}{text}</p>")) is TextStatus.TEASER


@pytest.mark.parametrize("text", NOT_CUT)
def test_what_ends_is_whole(text: str) -> None:
    assert text_status(Entry("1", None, "t", f"<p>{text}</p>", whole=True)) is TextStatus.FULL
    assert text_status(Entry("1", None, "t", f"<p>{LONG}{text}</p>")) is TextStatus.FULL


def test_a_short_description_is_a_teaser() -> None:
    assert text_status(Entry("1", None, "t", "<p>It ended.</p>")) is TextStatus.TEASER
    assert text_status(Entry("1", None, "t", "")) is TextStatus.TEASER
    assert text_status(Entry("1", None, "t", "<p>Same</p>", summary="Same", whole=True)) is TextStatus.TEASER


def test_a_podcasts_notes_are_all_there_is() -> None:
    item = (
        "<item><title>T</title><link>https://e.example/1</link><description>Who met whom. Read more ...</description>"
        "<enclosure url='https://e.example/1.mp3' type='audio/mpeg' length='1'/>{}</item>"
    )
    feed = "<rss xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel>{}</channel></rss>"
    spoken = parse(feed.format(item.format("<itunes:duration>10:00</itunes:duration>")).encode(), None).entries[0]
    read_out = parse(feed.format(item.format("")).encode(), None).entries[0]
    assert (spoken.spoken, text_status(spoken)) == (True, TextStatus.FULL)
    assert (read_out.spoken, text_status(read_out)) == (False, TextStatus.TEASER)


def test_only_notes_at_the_end_are_taken_off() -> None:
    text = "The post of minister, he said, appeared on the list. It ended."
    assert without_notes(text) == text
    assert without_notes("A" * 1_000 + " The post T appeared first on S.") == "A" * 1_000


def test_a_page_takes_the_place_of_the_feeds_text_and_keeps_it_to_fall_back_on() -> None:
    entry = RawDocument("feed#1", "1", b"<p>Ministers met in Oslo and agreed to meet again.</p>", "fragment", 0)
    longer = replace(entry, teaser="<p>" + "Ministers met. " * 10)
    pages = [with_page(document, b"<html>", "utf-8", 1) for document in (entry, replace(entry, teaser="Met."), longer)]
    assert [page.body for page in pages] == [b"<html>"] * 3
    assert [page.teaser for page in pages] == [entry.body.decode(), entry.body.decode(), longer.teaser]
