"""The sentence splitter keeps offsets and does not stop at abbreviations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.events.sentences import LONGEST_CHARACTERS, dateline, split


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Lt. Gen. Halevi met Mr. Smith. They talked.", ["Lt. Gen. Halevi met Mr. Smith.", "They talked."]),
        ("The U.S. Congress voted. It agreed.", ["The U.S. Congress voted.", "It agreed."]),
        ("He went to the U.S. The talks failed.", ["He went to the U.S.", "The talks failed."]),
        ("“We won.” He left.", ["“We won.”", "He left."]),
        ("J. Smith met George W. Bush. Both left.", ["J. Smith met George W. Bush.", "Both left."]),
        ("It rose 3.5 percent. Why? Nobody knows!", ["It rose 3.5 percent.", "Why?", "Nobody knows!"]),
        ("A title\n\nA text without a stop\nand a line", ["A title", "A text without a stop", "and a line"]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_splits_where_a_reader_would(text: str, sentences: list[str]) -> None:
    assert texts(text) == sentences


@given(st.text())
def test_offsets_point_back_into_any_text(text: str) -> None:
    found = split(text)
    assert [sentence.index for sentence in found] == list(range(len(found)))
    end = 0
    for sentence in found:
        assert text[sentence.start : sentence.start + len(sentence.text)] == sentence.text
        assert sentence.start >= end
        assert sentence.text == sentence.text.strip() != ""
        assert len(sentence.text) <= LONGEST_CHARACTERS
        end = sentence.start + len(sentence.text)


@given(st.text(alphabet='Ab.!? \n"”’)U', max_size=200))
def test_loses_nothing_but_blanks(text: str) -> None:
    assert "".join("".join(texts(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("PARIS (Reuters) - France said no.", "France said no."),
        ("AP - Iran said no to the offer.", "Iran said no to the offer."),
        ("JAKARTA, Indonesia -- The army left.", "The army left."),
        ("Iran - a member of OPEC - said no.", "Iran - a member of OPEC - said no."),
        ("The minister said: no deal.", "The minister said: no deal."),
    ],
)
def test_dateline_is_no_part_of_what_is_said(text: str, rest: str) -> None:
    assert text[dateline(text) :] == rest
