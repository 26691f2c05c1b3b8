"""Lines that go, and lines that look like them and stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean.boilerplate.labels import When
from transforms.clean.boilerplate.lines import when_it_goes, without_boilerplate
from transforms.clean.boilerplate.table import HEADING, LABEL, holds_key, rules
from transforms.clean.rules import Rule, read_rows

APPEAL = (
    "We rely on readers like you. Every contribution, however small, allows our reporters to stay independent. "
    "Please consider donating today."
)


BODY = [
    "The army entered the city on Monday, witnesses said.",
    "It met no resistance, and the mayor fled to the coast.",
    "Two soldiers fell in the suburbs.",
    "The king called for calm on state television.",
]
NEEDS_NEIGHBOURS = ("cue", "cue key")
"""Kinds whose example is a part of a line, not a whole one."""


def is_boilerplate(line: str) -> bool:
    """Whether a line is no article wherever it stands."""
    return when_it_goes(line) is When.ALWAYS


@pytest.mark.parametrize(
    "rule",
    [rule for rule in rules() if rule.kind not in NEEDS_NEIGHBOURS],
    ids=lambda rule: f"{rule.kind}: {rule.example[:40]}",
)
def test_each_rule_leaves_out_its_example(rule: Rule) -> None:
    at_head, at_tail = [rule.example, *BODY], [*BODY, rule.example]
    assert BODY in (without_boilerplate(at_head), without_boilerplate(at_tail))


@pytest.mark.parametrize(
    "rule",
    [rule for rule in rules() if rule.kind in ("credit", "phrase")],
    ids=lambda rule: f"{rule.kind}: {rule.example[:40]}",
)
def test_each_example_holds_a_key_of_its_kind(rule: Rule) -> None:
    assert holds_key(rule.kind, rule.example if rule.kind == "credit" else rule.example.lower())


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
        "Loved this? Forward it to a colleague.",
        "Unlock all stories with a free account",
        "This report is behind our paywall.",
        "Do you live in Fez? Tell us what you saw.",
        "Please keep comments on topic; others are removed.",
        "To discuss this article, go to our group.",
        "Continue in our app",
        "Turn on breaking alerts",
        "The week in Fez and what it means. Sign up here.",
        "A shorter version of this essay appeared in print.",
        "This column was amended on Monday.",
        "You need javascript for this map. Please enable JavaScript.",
        "Home > World > Africa",
        "The souk at noon. [Jane Doe/Herald]",
        "The souk at noon. PHOTO | HERALD",
        "À lire également : Le roi à Fès",
        "Hier kostenlos anmelden",
        "Únete a nuestro canal",
        "אולי יעניין אותך",
        "أضف تعليقا",
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
        "Israel and Morocco signed the accord on 24 November 2021.",
        "Facebook shares fell 5 percent on Monday.",
        "WhatsApp groups were used to organise the protest, police said.",
        "The group asked supporters to donate to the victims through its website.",
        "The newspaper put up a paywall in 2012, and subscriptions doubled.",
        "Jane Doe is a reporter who was jailed in Ankara for a year.",
        "The editor of the magazine was killed by a car bomb.",
        "Copyright law was changed in May, the minister of culture said.",
        "The court ruled that the photograph may not be used as evidence.",
        "More than 400 comments were posted under the video before it was removed.",
        "The ministry registered 300 new cases, most of them in the north.",
        "The poll, by Reuters/Ipsos, gave the president 41 percent.",
        "The law was supported by both parties (Democrats and Republicans).",
        "Users can share photos and links with friends on the site.",
        "Related talks will take place in Vienna.",
        "Asked about the leak, he said only: read the report.",
        "10 p.m.",
        "Popular uprisings followed in Tunis and Cairo.",
        "The Herald contributed to the campaign of both candidates.",
        "Subscribers to the service will pay twice as much from May.",
        "Clicking on a link in such a message can infect a computer.",
        "The views expressed by both ministers show how divided the cabinet is.",
        "Research by Dr Doe shows that search engines change how people read.",
        "As a reporter for the Herald, he had worked in the building.",
        "The president bashed a reporter.",
        "Regulators may not be able to block the merger, analysts said.",
        "Doe to rejoin the national team after injury",
        "Russian National Team Beats Spain in Rabat",
        "The bill was sponsored by two senators.",
        "He edits three newsletters.",
        "Tap water in the city is unsafe, officials said.",
        "Order was restored on the site of the blast.",
        "Want to stop your phone from tracking you? Experts explain.",
        "Start of the membership talks was put off until May.",
        "Have news organisations failed their readers?",
        "More states expand all health coverage at once.",
        "Posted in Iraq for a year, the soldier kept a diary.",
        "Filed in federal court, the lawsuit names three banks.",
        "An error in the count led to a new vote.",
        "It seems you can trust no one in the palace.",
        "We have noticed a rise in cases, and hospitals are full.",
        "Post on Facebook by minister draws anger in Rabat",
        "Like this one, the story of the flood was told by its victims.",
        "More in poverty than ever before.",
        "Google will end the use of cookies on its sites and change its privacy policy.",
        "He called the report defamatory and declined to comment.",
        "Brokers may receive a commission of 5 percent on each sale.",
        "Users who try to unsubscribe from such lists get more of it.",
        "Customers who cancel a subscription now face a fee.",
        "Scientists at the bank contributed to the report published on Monday.",
        "The novel was first published in 1954 and sold a million copies.",
        "The cartoons were reprinted by papers under police protection.",
        "The story is part of a larger pattern of abuse.",
        "Such data may not be reproduced without consent, the court ruled.",
        "The app is available in the App Store in 30 countries.",
        "Residents can sign up for the emergency alerts of the city.",
        "A WhatsApp group of parents was told to join the protest.",
        "Khashoggi was a columnist for The Gazette.",
        "The writer was detained on Tuesday.",
        "Her books have sold ten million copies.",
        "Medicare covers most drugs for Americans.",
        "Com Neymar em campo, o time venceu.",
        "Kerry Pledges to Create Higher-Paying Jobs (AP)",
        "Will High Oil Prices Lead to Recession? (AP)",
        "Turkey Jails Newspaper Editor",
        "King Bashes Press, Says Reporter",
        "35 Years Ago Today, The Wall Came Down In Berlin",
        "Minister Hosts Dinner For Envoys At EPA",
        "The first stage of the launch (March and April) went as planned.",
        "Subscribe to the truce or leave, the mediator told both sides.",
        "Join our party and read all about it in the papers, he said.",
        "Tell your friends about this, the sheikh warned.",
        "Sponsored by Qatar, the talks ended in May.",
        "Read: it was all the prisoners could do.",
        "Call us by our names, the nurses demand.",
        "All rights reserved to men in the code will apply to women.",
        "Donations to the party are tax deductible in Germany.",
        "This report was written by a panel of judges.",
        "This page of our history is not closed.",
        "The story has been corrected by time.",
        "Our reporter has written to the ministry twice.",
        "Words by which he is remembered.",
        "Keep in mind that most posts went within an hour.",
        "About the writer: nothing is known.",
        "The writer was a guest of the regime for nine years.",
        "Follow his work and you follow the century.",
        "Ends.",
        "Join the club from just one town and the league falls apart.",
        "This report was prepared by our own government.",
        "Activate the alerts in time and lives are saved, engineers say.",
        "With material from the quarry, the wall was rebuilt.",
        "Photos: The king's new chips",
        "Have you seen this man? Police ask it on every wall.",
        "What do you think will come? Vote or be silent.",
        "انضم الجنرال إلى الحزب في مايو.",
        "اشترك في الهجوم عشرة رجال.",
        "הצטרפו אליו עשרות חיילים.",
    ],
)
def test_a_sentence_of_an_article_stays_wherever_it_stands(line: str) -> None:
    assert when_it_goes(line) is When.NEVER
    assert without_boilerplate([line, *BODY]) == [line, *BODY]
    assert without_boilerplate([*BODY, line]) == [*BODY, line]
    assert without_boilerplate(["Share", line, "Comments"]) == [line]


def test_quoted_speech_stays_even_where_it_begs() -> None:
    assert not is_boilerplate(f"“{APPEAL}” the charity's director wrote.")
    assert not is_boilerplate("“Subscribe to our newsletter for updates,” the leaflet said.")


def test_a_paragraph_with_a_credit_at_its_end_keeps_its_sentences() -> None:
    sentences = "The army entered the city. It met no resistance. Two soldiers fell. The mayor fled. "
    assert not is_boilerplate(sentences + "Credit: Herald")
    assert is_boilerplate("The army in the city. Credit: Herald")


def test_bylines_and_desks_go_over_the_text_only() -> None:
    foreign = "Foreign Desk"
    assert without_boilerplate(["By Jane Doe", foreign, *BODY]) == BODY
    assert without_boilerplate([*BODY, foreign, *BODY]) == [*BODY, foreign, *BODY]


@pytest.mark.parametrize(
    "line",
    [
        "Jane Doe is a freelance writer based in Toronto.",
        "John Smith is a professor of law at Example University.",
        "(Reuters)",
        "About Jane Doe",
    ],
)
def test_who_wrote_it_goes_under_the_text_only(line: str) -> None:
    assert without_boilerplate([*BODY, line]) == BODY
    assert without_boilerplate([*BODY, line, *BODY]) == [*BODY, line, *BODY]


def test_sign_offs_stand_over_other_boilerplate() -> None:
    assert (
        without_boilerplate([*BODY, "Jane Doe is a writer in Rabat.", "Share", "Topics", "Read more", "Comments"])
        == BODY
    )


@pytest.mark.parametrize(
    "line",
    [
        "Thursday March 5, 2015 9:12 am EST by Jane Doe",
        "Tue 3 Feb 2015 10.31 GMT Last modified on Tue 3 Feb 2015 11.02 GMT",
        "2 days ago",
        "Updated 4:05 am MST, Friday, March 6, 2015",
        "Von Erika Muster veröffentlicht am 4. Mai 2015",
        "2015-03-06 11:20:05 Jane Doe",
    ],
)
def test_a_stamp_goes_anywhere(line: str) -> None:
    assert is_boilerplate(line)


def test_a_bare_day_goes_at_the_ends_and_stays_as_a_heading() -> None:
    day = "November 24, 2021"
    assert without_boilerplate([day, *BODY, day]) == BODY
    assert without_boilerplate([*BODY, day, *BODY]) == [*BODY, day, *BODY]


def test_a_name_of_a_network_goes_beside_other_buttons_and_stays_as_a_heading() -> None:
    assert without_boilerplate([*BODY, "Share this:", "Facebook", "Twitter", "Email", *BODY]) == [*BODY, *BODY]
    for heading in ("Facebook", "UP NEXT"):
        assert without_boilerplate([*BODY, heading, *BODY]) == [*BODY, heading, *BODY]


def test_headlines_in_a_box_go_with_its_heading() -> None:
    box = ["Related articles", "Ten recipes for a cold autumn", "Cup final ends in a draw"]
    assert without_boilerplate([*BODY, *box]) == BODY


def test_a_heading_under_a_box_stays_with_its_paragraph() -> None:
    heading = "What the army wants now"
    assert without_boilerplate([*BODY, "Most read", heading, *BODY]) == [*BODY, heading, *BODY]
    assert without_boilerplate([*BODY, "Most read", "Cup final ends in a draw", heading, *BODY]) == [
        *BODY,
        heading,
        *BODY,
    ]


def test_a_list_under_such_a_heading_stays_where_it_is_longer_than_a_box() -> None:
    items = [f"Reason number {number} to leave the city" for number in range(1, 9)]
    assert without_boilerplate([*BODY, "Don't miss", *items]) == [*BODY, *items]


def test_a_caption_with_its_day_in_full_goes_beside_its_credit_only() -> None:
    caption = "The king, left, greets an envoy in Rabat on Tuesday, March 3, 2015."
    assert without_boilerplate([*BODY, caption, caption, "Photo: Jane Doe, AP", *BODY]) == [*BODY, *BODY]
    assert without_boilerplate([*BODY, caption, *BODY]) == [*BODY, caption, *BODY]


def test_a_name_in_quotation_marks_does_not_make_an_advertisement_speech() -> None:
    assert is_boilerplate('Subscribe to our magazine "The Fortnight" today.')
    assert not is_boilerplate('"Subscribe to our magazine or leave," the publisher told the staff.')


def test_labels_set_without_a_space_between_them_are_labels() -> None:
    assert is_boilerplate("EmailTwitterShare")
    assert not is_boilerplate("LinkedIn and McDonald")


def test_a_line_that_repeats_the_one_before_goes() -> None:
    assert without_boilerplate(["One.", "One.", "Two.", "One."]) == ["One.", "Two.", "One."]


EXAMPLES = st.sampled_from([rule.example for rule in rules()] + [*BODY, "", "—", "Facebook", "Ten recipes for autumn"])


@given(st.lists(EXAMPLES | st.text(max_size=60), max_size=12))
def test_a_second_pass_changes_nothing(lines: list[str]) -> None:
    once = without_boilerplate(lines)
    assert without_boilerplate(once) == once


@given(st.lists(EXAMPLES | st.text(max_size=60), max_size=12))
def test_what_stays_is_a_subsequence(lines: list[str]) -> None:
    rest = iter(lines)
    assert all(line in rest for line in without_boilerplate(lines))


@pytest.mark.parametrize(
    ("sort", "language", "forms"), read_rows("page_labels.tsv", {LABEL, HEADING}), ids=lambda cell: cell[:12]
)
def test_each_page_label_goes_with_or_without_its_ornaments(sort: str, language: str, forms: str) -> None:
    for form in forms.split(" | "):
        for line in (form, f"» {form.upper() if language == 'en' else form}", f"{form} (12)"):
            assert without_boilerplate([*BODY, line, *BODY]) == [*BODY, *BODY], line


def test_headlines_go_under_a_heading_in_any_language() -> None:
    box = ["עוד בנושא", "הממשלה אישרה את התקציב לשנה הבאה", "שר החוץ ייצא לביקור ברבאט"]
    assert without_boilerplate([*BODY, *box]) == BODY


def test_a_page_label_with_another_word_stays() -> None:
    for line in ("Share of the votes by party", "Lire aussi la Bible, dit le pape"):
        assert without_boilerplate([*BODY, line, *BODY]) == [*BODY, line, *BODY]
