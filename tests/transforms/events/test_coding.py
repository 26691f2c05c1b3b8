"""What an analyst expects of a sentence: the type, the sides, the modality. All sentences are made up for the test."""

from collections.abc import Callable

import pytest

from schemas.records import Mention

Code = Callable[..., list[Mention]]


def told(mentions: list[Mention]) -> list[tuple[str, str | None, str | None]]:
    return [(m.event_type, m.actor.country, m.recipient.country) for m in mentions]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        # active
        ("France condemned Russia.", ("ACCUSE", "FRA", "RUS")),
        ("Israeli troops attacked Lebanese villages.", ("ASSAULT", "ISR", "LBN")),
        ("President Bush visited Poland.", ("CONSULT", "USA", "POL")),
        ("Peru cut diplomatic ties with Chile.", ("SANCTION", "PER", "CHL")),
        ("Japan gave Kenya a grant of ten million dollars.", ("AID", "JPN", "KEN")),
        ("India lifted its ban on Nepalese tea.", ("CONCEDE", "IND", "NPL")),
        ("Turkey withdrew its troops from Syria.", ("RETREAT", "TUR", "SYR")),
        ("Moroccan police arrested two Spanish journalists.", ("COERCE", "MAR", "ESP")),
        ("Egypt deployed its army along the border with Libya.", ("MOBILIZE", "EGY", "LBY")),
        ("The African Union urged Sudan to release the prisoners.", ("REQUEST", "IGO", "SDN")),
        ("Norway congratulated Finland.", ("SUPPORT", "NOR", "FIN")),
        ("Iran rejected a proposal by Iraq.", ("REJECT", "IRN", "IRQ")),
        ("Hezbollah fired rockets at Israel.", ("ASSAULT", "LBN", "ISR")),
        # passive
        ("Three Dutch soldiers were killed by the Taliban.", ("ASSAULT", "AFG", "NLD")),
        ("Algeria was accused by Mali of arming the rebels.", ("ACCUSE", "MLI", "DZA")),
        ("Peruvian general sentenced by Chile.", ("COERCE", "CHL", "PER")),
        # nominal and light verbs
        ("The German chancellor paid a visit to Warsaw.", ("CONSULT", "DEU", "POL")),
        ("Greece held talks with Turkey.", ("CONSULT", "GRC", "TUR")),
        ("Italy signed an agreement with Libya.", ("SUPPORT", "ITA", "LBY")),
        ("Clashes between Armenian and Azerbaijani forces continued.", ("ASSAULT", "ARM", "AZE")),
        # operators
        ("North Korea threatened to attack South Korea.", ("THREATEN", "PRK", "KOR")),
        ("Cuba agreed to release Mexican prisoners.", ("AGREE", "CUB", "MEX")),
        ("Hungary refused to help Ukraine.", ("REJECT", "HUN", "UKR")),
        ("Sweden will give Ethiopia food aid.", ("AGREE", "SWE", "ETH")),
        ("China will not recognize Kosovo.", ("REJECT", "CHN", "XKX")),
        ("Canada said that Haiti must hold elections.", ("REQUEST", "CAN", "HTI")),
        ("Brazil stopped sending aid to Bolivia.", ("SANCTION", "BRA", "BOL")),
    ],
)
def test_reads_type_and_sides(code: Code, text: str, event: tuple[str, str | None, str | None]) -> None:
    assert event in told(code(text))


def test_two_sides_acting_together_are_one_mention_in_the_order_of_the_text(code: Code) -> None:
    assert told(code("Israel and Morocco signed a defense agreement.")) == [("SUPPORT", "ISR", "MAR")]


def test_three_sides_are_one_mention_for_each_pair(code: Code) -> None:
    assert told(code("Kenya, Uganda and Tanzania signed a trade agreement.")) == [
        ("SUPPORT", "KEN", "UGA"),
        ("SUPPORT", "KEN", "TZA"),
        ("SUPPORT", "UGA", "TZA"),
    ]


def test_a_common_misspelling_is_the_country(code: Code) -> None:
    assert told(code("Israel and Morroco signed a defense agreement.")) == [("SUPPORT", "ISR", "MAR")]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("France attacked Libya.", "asserted"),
        ("France did not attack Libya.", "negated"),
        ("France may attack Libya.", "hypothetical"),
        ("France will visit Libya.", "future"),
    ],
)
def test_modality(code: Code, text: str, modality: str) -> None:
    assert [m.modality for m in code(text)] == [modality]


def test_a_threat_is_what_will_be_done_to_harm(code: Code) -> None:
    (mention,) = code("France will attack Libya.")
    assert (mention.event_type, mention.modality) == ("THREATEN", "future")


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("The Iraqi army attacked Iran.", "IRQ", "MIL"),
        ("Nigerian police arrested a Ghanaian.", "NGA", "COP"),
        ("Colombian rebels attacked Peru.", "COL", "REB"),
        ("The Spanish parliament condemned Russia.", "ESP", "LEG"),
        ("A Chilean court convicted a Peruvian general.", "CHL", "JUD"),
        ("Washington condemned Iran.", "USA", "GOV"),
        ("Hamas attacked Israel.", "PSE", "REB"),
        ("NATO condemned Russia.", "IGO", None),
        ("Amnesty International condemned Iran.", "NGO", None),
        ("The Syrian opposition condemned Iran.", "SYR", "OPP"),
        ("France condemned Iran.", "FRA", None),
    ],
)
def test_sectors(code: Code, text: str, country: str, sector: str | None) -> None:
    (mention,) = code(text)
    assert (mention.actor.country, mention.actor.sector) == (country, sector)


@pytest.mark.parametrize(
    "text",
    [
        "Israel beat Morocco 2-1 in the final.",
        "Spain thrashed Italy 4-0 to win the tournament.",
        "Stocks attacked record highs as investors bought oil shares.",
        "The dollar hit a record low against the euro.",
        "The band visited the studio and signed a record deal.",
        "She met her husband at a party.",
        "US-backed shares were hit.",
        "Mix the flour with Turkish yoghurt and beat the eggs.",
    ],
)
def test_says_nothing_where_nothing_political_happens(code: Code, text: str) -> None:
    assert told(code(text)) == []


def test_a_bill_is_no_recipient(code: Code) -> None:
    (mention,) = code("President Obama signed the health bill.")
    assert (mention.event_type, mention.actor.country, mention.recipient.country) == ("SUPPORT", "USA", None)


def test_who_says_so(code: Code) -> None:
    (mention,) = code("Pakistan attacked India, the Indian foreign ministry said.")
    assert (mention.event_type, mention.attribution) == ("ASSAULT", "Indian foreign ministry")
    (mention,) = code("Pakistan attacked India, according to a report in Dawn.")
    assert mention.attribution == "a report"
    (mention,) = code("Pakistan attacked India.")
    assert mention.attribution is None


def test_where(code: Code) -> None:
    (mention,) = code("Israeli Foreign Minister Yair Lapid met his Moroccan counterpart in Rabat.")
    assert mention.place is not None
    assert (mention.place.name, mention.place.country) == ("Rabat", "MAR")
    assert mention.place.latitude == pytest.approx(34.0, abs=0.2)
    assert mention.place.geonames_id is not None


def test_a_surname_means_whom_the_article_introduced(code: Code) -> None:
    first, second = code("Zambian President Dora Mwape visited Malawi. Mwape later praised Kenya.")
    assert (first.actor.country, second.actor.country, second.actor.name) == ("ZMB", "ZMB", "Dora Mwape")


def test_pronoun_and_epithet_lean_on_what_was_said(code: Code) -> None:
    mentions = code("Israeli Defense Minister Benny Gantz arrived in Morocco. He thanked the kingdom.")
    assert told(mentions) == [("CONSULT", "ISR", "MAR"), ("SUPPORT", "ISR", "MAR")]


def test_counterpart_is_of_the_named_country(code: Code) -> None:
    assert told(code("Defense Minister Benny Gantz met with his Moroccan counterpart.")) == [("CONSULT", "ISR", "MAR")]


def test_a_headlines_participle_is_a_passive(code: Code) -> None:
    (mention,) = code("Nothing else is known of it.", title="Three Mexican Students Killed")
    assert (mention.event_type, mention.actor.country, mention.recipient.country) == ("ASSAULT", None, "MEX")


def test_a_side_of_unknown_country_is_not_guessed_from_the_other_side(code: Code) -> None:
    (mention,) = code("Gunmen attacked Kenyan soldiers.")
    assert mention.recipient.country == "KEN"
    assert mention.actor.sector == "REB"


def test_the_title_is_coded_with_offsets_into_itself(code: Code) -> None:
    (mention,) = code("Nothing else is known of it.", title="France Condemns Russia Over Attack")
    assert (mention.sentence_index, mention.event_type) == (-1, "ACCUSE")
    assert (
        "France Condemns Russia Over Attack"[mention.trigger_start : mention.trigger_end]
        == mention.trigger
        == "Condemns"
    )


def test_a_title_that_the_text_repeats_is_told_once(code: Code) -> None:
    mentions = code(
        "France condemned Russia over the attack on Monday.", title="France condemned Russia over the attack"
    )
    assert [m.sentence_index for m in mentions] == [0]


def test_a_dateline_does_not_act_and_does_not_shift_offsets(code: Code) -> None:
    text = "CAIRO (Reuters) - France condemned Russia on Monday."
    (mention,) = code(text)
    assert told([mention]) == [("ACCUSE", "FRA", "RUS")]
    assert text[mention.trigger_start : mention.trigger_end] == "condemned"


@pytest.mark.parametrize(
    ("text", "event"),
    [
        # names whose words are objects of rules, too
        ("Bill Clinton met Fidel Castro.", ("CONSULT", "USA", "CUB")),
        ("Canada praised Bill Clinton.", ("SUPPORT", "CAN", "USA")),
        ("Iran criticised Condoleezza Rice.", ("ACCUSE", "IRN", "USA")),
        # a lone surname says who acts
        ("Trump imposed tariffs on China.", ("COERCE", "USA", "CHN")),
        ("Netanyahu thanked Macron.", ("SUPPORT", "ISR", "FRA")),
        ("Biden met Xi in Bali.", ("CONSULT", "USA", "CHN")),
        ("Erdogan called Assad a murderer.", ("ACCUSE", "TUR", "SYR")),
        ("Hasina visited Nepal.", ("CONSULT", "BGD", "NPL")),
        # what stands for a state
        ("The Kremlin rejected the accusation.", ("REJECT", "RUS", None)),
        ("Downing Street denied the report.", ("REJECT", "GBR", None)),
        ("Hamas fired rockets at Tel Aviv.", ("ASSAULT", "PSE", "ISR")),
        # a state and a place in it
        ("Egypt lifted the curfew in Cairo.", ("CONCEDE", "EGY", "EGY")),
        ("Jordan imposed a curfew in Amman.", ("COERCE", "JOR", "JOR")),
    ],
)
def test_names_in_short_sentences(code: Code, text: str, event: tuple[str, str | None, str | None]) -> None:
    assert told(code(text)) == [event]


def test_an_unknown_name_is_no_object_either(code: Code) -> None:
    (mention,) = code("Portugal thanked Bill Hartwell.")
    assert (mention.event_type, mention.recipient.text) == ("SUPPORT", "Bill Hartwell")


def test_talks_at_home_are_held_with_the_guest(code: Code) -> None:
    assert told(code("Egypt and Syria held talks in Cairo.")) == [("CONSULT", "EGY", "SYR")]
    assert told(code("Egypt held talks in Cairo.")) == []
    (threat,) = code("Russia threatened to deploy more missiles in Kaliningrad.")
    assert (threat.event_type, threat.actor.country, threat.recipient.country) == ("THREATEN", "RUS", None)


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            "China and Australia offered to provide helicopters to Fiji.",
            [("AGREE", "CHN", "FJI"), ("AGREE", "AUS", "FJI")],
        ),
        (
            "China and Australia offered to provide helicopters.",
            [("AGREE", "CHN", None), ("AGREE", "AUS", None)],
        ),
        ("Norway and Chile will provide tents.", [("AGREE", "NOR", None), ("AGREE", "CHL", None)]),
        ("Norway and Chile are ready to help.", [("AGREE", "NOR", None), ("AGREE", "CHL", None)]),
        ("Norway and Chile agreed to hold talks.", [("AGREE", "NOR", "CHL")]),
        ("Norway and Chile vowed to deepen cooperation.", [("AGREE", "NOR", "CHL")]),
        ("Norway and Chile will hold talks.", [("AGREE", "NOR", "CHL")]),
    ],
)
def test_an_offer_of_two_is_each_ones_but_what_they_will_do_together_is_theirs(
    code: Code, text: str, events: list[tuple[str, str | None, str | None]]
) -> None:
    assert told(code(text)) == events


def test_a_shared_surname_is_whoever_was_in_office_when_the_article_came_out(code: Code) -> None:
    names = [code("Bush visited Poland.", published=day)[0].actor.name for day in ("1991-02-24", "2003-02-24")]
    assert names == ["George H.W. Bush", "George W. Bush"]


def test_a_full_name_decides_for_the_whole_article_whatever_the_year(code: Code) -> None:
    mentions = code("Castro praised Bolivia. Fidel Castro thanked Peru.", published="2010-05-01")
    assert [m.actor.name for m in mentions] == ["Fidel Castro", "Fidel Castro"]


def test_groups_of_one_country_keep_their_own_names(code: Code) -> None:
    (mention,) = code("The Arakan Army attacked Myanmar soldiers.")
    assert mention.actor.name == "Arakan Army"
