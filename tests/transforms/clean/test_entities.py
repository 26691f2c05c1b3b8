"""Character references that earlier programs left in plain text."""

import pytest

from transforms.clean.entities import without_references


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("AT&amp;T said &quot;no&quot; &#8211; twice", 'AT&T said "no" – twice'),
        # the ampersand was lost, and a blank stands in its place
        ("the minister #39;s aide said  quot;never quot; again", 'the minister\'s aide said  "never" again'),
        ("players #39; union", "players' union"),
        ("the  #39;EU three #39; met", "the  'EU three' met"),
        ("a bid of #36;1 million", "a bid of $1 million"),
        ("news #151; now", "news — now"),
        # tags that were escaped
        ("&lt;b&gt;Paris&lt;/b&gt; agreed", " Paris  agreed"),
        # line breaks that a database wrote as backslashes
        ("shares rose to\\the highest\\since May and \\$14 more", "shares rose to the highest since May and $14 more"),
    ],
)
def test_references_become_what_they_stand_for(text: str, clean: str) -> None:
    assert without_references(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "Copy C:\\temp\\new to \\\\server\\share; then a restart.",
        "He wrote R&D, Q&A; and 5 < 6 > 4; the #1 seed; item #39 of 50",
        "plain words only",
        "",
    ],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert without_references(text) == text
