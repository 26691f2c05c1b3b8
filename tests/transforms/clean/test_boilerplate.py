"""Lines that go, and lines that look like them and stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean.boilerplate import Rule, is_boilerplate, rule_kind, rules, without_boilerplate

APPEAL = (
    "We rely on readers like you. Every contribution, however small, allows our reporters to stay independent. "
    "Please consider donating today."
)


@pytest.mark.parametrize("rule", [rule for rule in rules() if rule.kind != "cue"], ids=lambda rule: rule.example[:40])
def test_each_rule_leaves_out_its_example(rule: Rule) -> None:
    assert is_boilerplate(rule.example, at_head=True)


@pytest.mark.parametrize(
    "line",
    [
        "SHARE",
        "Share on Facebook",
        "You've reached your limit of free articles.",
        "Sign up for our daily newsletter",
        "Subscribe to The Herald for unlimited access.",
        "Follow @herald on Twitter",
        "Advertisement",
        "* * *",
        "Read more: Ministers meet in Oslo",
        "The post Ministers meet in Oslo appeared first on The Herald.",
        "Copyright 2024 The Herald. All rights reserved.",
        "A girl in Kyiv. Photo credit: Anna Petrova",
        "The president at the airport. (Photo: AP)",
        "Smoke over the port. Mahmud Hams/AFP via Getty Images",
        "Comments",
        APPEAL,
    ],
)
def test_what_a_page_says_of_itself_goes(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Israel and Morocco signed a defense agreement on Wednesday.",
        "Voters must register to vote by Friday, the commission said.",
        "Register to vote by Friday, officials urged residents of the capital.",
        "The United Nations appealed for donations to help the victims of the flood.",
        "Join the army or leave the country, the general told the rebels.",
        "The two leaders agreed to share intelligence and to follow up on the talks.",
        "Follow-up talks are planned for May in Geneva.",
        "Russia said it would support our allies if they were attacked.",
        "He took the credit: the ceasefire was his idea, the envoy told reporters.",
        "The bank extended credit: 40 million euros went to Athens, and the rest to Nicosia.",
        "Thank you for coming, the minister told the rescuers.",
        "By Tuesday the army had retaken the city.",
        "The story was first reported by the Wall Street Journal.",
        "Before you go to the polls, the king told his people, think of your children.",
        "Police published photos of the suspect.",
        "Photographs of the missile were published by KCNA.",
        "Watch towers were built along the border with Belarus.",
        "Comments by the president drew protests from Tehran.",
        "Reuters reporters were arrested in Myanmar.",
    ],
)
@pytest.mark.parametrize("at_head", [True, False])
def test_a_sentence_of_an_article_stays(line: str, at_head: bool) -> None:
    assert rule_kind(line, at_head=at_head) is None


def test_quoted_speech_stays_even_where_it_begs() -> None:
    assert not is_boilerplate(f"“{APPEAL}” the charity's director wrote.")
    assert not is_boilerplate("“Subscribe to our newsletter for updates,” the leaflet said.")


def test_a_paragraph_with_a_credit_at_its_end_keeps_its_sentences() -> None:
    sentences = "The army entered the city. It met no resistance. Two soldiers fell. The mayor fled. "
    assert not is_boilerplate(sentences + "Credit: Herald")
    assert is_boilerplate("The army in the city. Credit: Herald")


def test_bylines_and_desks_go_over_the_text_only() -> None:
    body = ["The army entered the city.", "It met no resistance.", "The mayor fled.", "Foreign Desk"]
    assert without_boilerplate(["By Jane Doe", "Foreign Desk", *body]) == body


def test_a_line_that_repeats_the_one_before_goes() -> None:
    assert without_boilerplate(["One.", "One.", "Two.", "One."]) == ["One.", "Two.", "One."]


EXAMPLES = st.sampled_from([rule.example for rule in rules()] + ["The army entered the city.", "", "—"])


@given(st.lists(EXAMPLES | st.text(max_size=60), max_size=12))
def test_a_second_pass_changes_nothing(lines: list[str]) -> None:
    once = without_boilerplate(lines)
    assert without_boilerplate(once) == once


@given(st.lists(EXAMPLES | st.text(max_size=60), max_size=12))
def test_what_stays_is_a_subsequence(lines: list[str]) -> None:
    rest = iter(lines)
    assert all(line in rest for line in without_boilerplate(lines))
