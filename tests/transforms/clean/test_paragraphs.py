"""Plain text as paragraphs, and a headline over them."""

from hypothesis import given
from hypothesis import strategies as st

from transforms.clean.paragraphs import paragraphs, split_title

WRAPPED = """The foreign ministers of the two countries met in Geneva on
Tuesday for the first time since the war, and agreed to open
embassies in both capitals before the end of the year, a
spokesman said."""


def test_lines_are_paragraphs() -> None:
    assert paragraphs("One  stop.\nTwo stops.\n\n \n\tThree.") == ["One stop.", "Two stops.", "Three."]


def test_prose_broken_to_a_width_is_joined() -> None:
    assert paragraphs(f"{WRAPPED}\n\nNext.") == [" ".join(WRAPPED.split()), "Next."]


def test_a_list_is_not_joined() -> None:
    lines = ["Apples and pears", "A very much longer line than the others, of sixty characters", "Plums", "Figs"]
    assert paragraphs("\n".join(lines)) == lines


@given(st.text())
def test_no_word_is_lost(text: str) -> None:
    assert " ".join(paragraphs(text)).split() == text.split()


def test_a_headline_over_prose_is_the_title() -> None:
    prose = "The ministers of the two countries met in Geneva on Tuesday."
    assert split_title(["Ministers meet in Geneva", prose]) == ("Ministers meet in Geneva", [prose])


def test_a_sentence_is_no_title() -> None:
    prose = "The ministers of the two countries met in Geneva on Tuesday."
    for head in ("They met in Geneva.", "“They met,” he said.", "Geneva", "He said of the talks:"):
        assert split_title([head, prose]) == (None, [head, prose])
    assert split_title(["Ministers meet in Geneva"]) == (None, ["Ministers meet in Geneva"])
    assert split_title(["Ministers meet in Geneva", "Talks go on"]) == (
        None,
        ["Ministers meet in Geneva", "Talks go on"],
    )


def test_other_characters_that_end_lines() -> None:
    assert paragraphs("one\u0085two\u2028three\u2029four") == ["one", "two", "three", "four"]
