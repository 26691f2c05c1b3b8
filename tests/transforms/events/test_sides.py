"""Sides that a sentence leaves to its article: named earlier, by a title, by a place, or not at all."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from schemas.records import Article, Mention
from transforms.events.coder import Coder

Code = Callable[..., list[Mention]]
Told = tuple[str, str | None, str | None]


def told(mentions: list[Mention]) -> list[Told]:
    return [(m.event_type, m.actor.country, m.recipient.country) for m in mentions]


def test_a_title_and_a_surname_are_the_office_holder_of_the_articles_year(code: Code) -> None:
    text = "President Clinton met Israeli officials in Jerusalem on Tuesday."
    (mention,) = code(text, published="1998-03-03")
    assert (mention.actor.name, mention.actor.country, mention.actor.sector) == ("Bill Clinton", "USA", "GOV")


def test_a_courtesy_title_is_not_the_leader_of_that_name_where_the_article_introduced_another(code: Code) -> None:
    stranger = "Singer Fiona Rudd arrived in Paris. Ms Rudd thanked the United States for its help in Kenya."
    known = "Australia held talks with Fiji. Mr Rudd thanked the United States for its help in Kenya."
    assert all(m.actor.name != "Kevin Rudd" for m in code(stranger, published="2009-03-03"))
    assert any(m.actor.name == "Kevin Rudd" for m in code(known, published="2009-03-03"))


@pytest.mark.parametrize(
    ("text", "event"),
    [
        # the recipient that the grammar does not give is the other side of the sentence
        ("Ghana agreed to lower tariffs after a call from Togo.", ("AGREE", "GHA", "TGO")),
        (
            "Angry farmers in Spain blocked roads to protest the policy of the French government.",
            ("PROTEST", "ESP", "FRA"),
        ),
        # "its own" is no recipient
        ("Kenya rejected a demand for its soldiers to be sent to Haiti.", ("REJECT", "KEN", "HTI")),
        # two who agree do it with each other, not with what it is about
        ("Norway and Iceland have agreed to share data on company ownership.", ("AGREE", "NOR", "ISL")),
        # what goes to somebody is done to whom it goes
        ("Zambia extradited a suspected British militant to Germany on Sunday.", ("COOPERATE", "ZMB", "DEU")),
        # a thing that belongs to a country is no side: the event stands with whom it concerns
        ("Peru complained to the United Nations about a Chilean naval exercise.", ("ACCUSE", "PER", "CHL")),
    ],
)
def test_to_whom_it_is_done(code: Code, text: str, event: Told) -> None:
    assert event in told(code(text))


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("The former minister was arrested in Rwanda on charges of treason.", ("COERCE", "RWA", "RWA")),
        ("A roadside bomb near the town of Fallujah killed two American soldiers.", ("ASSAULT", "IRQ", "USA")),
        ("Three soldiers from Chad were killed by a mine outside the Malian city of Kidal.", ("ASSAULT", "MLI", "TCD")),
    ],
)
def test_who_does_it_where_nobody_is_named(code: Code, text: str, event: Told) -> None:
    mentions = code(text)
    assert event in told(mentions)
    assert all(m.actor.text is None or m.actor.sector is None for m in mentions)


def test_a_domestic_dispute_is_with_the_articles_country(code: Code) -> None:
    text = (
        "The government of Canada published a plan for the railways on Monday. Canada's unions were not asked. "
        "The Conservative opposition dismissed the plan as a gimmick."
    )
    mention = next(m for m in code(text) if m.sentence_index == 2)
    assert (mention.event_type, mention.actor.country, mention.recipient.country) in {
        ("REJECT", "CAN", "CAN"),
        ("ACCUSE", "CAN", "CAN"),
    }


def test_whose_accusation_is_rejected_stays_open_where_nobody_else_was_named(code: Code) -> None:
    assert told(code("The Kremlin rejected the accusation.")) == [("REJECT", "RUS", None)]


def test_the_dateline_is_the_ground_for_a_role_without_country(code: Code) -> None:
    mentions = code("NAIROBI, Kenya (Reuters) - Police arrested a dozen opposition supporters on Friday.")
    assert ("COERCE", "KEN", "KEN") in told(mentions)


def test_an_office_is_its_holder_of_the_articles_year(code: Code) -> None:
    names = {
        year: [m.actor.name for m in code("The French president praised Poland.", published=f"{year}-06-01")]
        for year in (2000, 2010, 2012)
    }
    # two held it in 2012
    assert names == {2000: ["Jacques Chirac"], 2010: ["Nicolas Sarkozy"], 2012: ["France"]}


def test_the_source_is_the_last_ground(coder: Coder, article: Callable[..., Article]) -> None:
    text = "Police arrested a dozen opposition supporters on Friday, the ministry said."
    for domain, country in (("news.example.co.ke", "KEN"), ("example.com", None), ("startup.io", None)):
        [(_, mentions)] = coder.code([replace(article(text), source_domain=domain)])
        assert [(m.actor.country, m.recipient.country) for m in mentions] == [(country, country)]


def test_the_countrys_own_things_are_of_whom_the_sentence_is_about(code: Code) -> None:
    text = "France warned Mali. Iraq's defence minister rushed reinforcements to the country's third city, Basra."
    assert ("MOBILIZE", "IRQ", "IRQ") in told(code(text))


def test_a_pronoun_bears_the_name_that_it_stands_for(code: Code) -> None:
    (mention,) = code("The Pakistani government announced on Monday that it will return seized boats to India.")
    assert (mention.actor.text, mention.recipient.country) == ("Pakistani government", "IND")


def test_counted_people_are_civilians_and_a_people_is_a_side(code: Code) -> None:
    (counted,) = code("Israeli soldiers arrested 40 Palestinians on Saturday.")
    (whole,) = code("The Palestinians blamed Israel for the delay.")
    assert (counted.recipient.sector, whole.actor.sector) == ("CVL", None)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("The Tories say the Liberal Democrats would mean higher taxes for Britain.", ("ACCUSE", "GBR", "GBR")),
        ("Labour's plans were branded a shambles by the Conservatives.", ("ACCUSE", "GBR", "GBR")),
        ("Iran said the American statement was irresponsible.", ("ACCUSE", "IRN", "USA")),
        ("The parliament of Chile approved a resolution condemning Bolivia.", ("ACCUSE", "CHL", "BOL")),
        ("Egypt faces criticism from Sudan over the dam.", ("ACCUSE", "SDN", "EGY")),
        ("Nurses in Portugal were on strike on Friday over pay.", ("PROTEST", "PRT", "PRT")),
        (
            "Nigeria said it will withdraw its peacekeepers from Chad unless elections are held.",
            ("THREATEN", "NGA", "TCD"),
        ),
        ("The court ordered the newspaper in Nicaragua to suspend publication.", ("COERCE", "NIC", "NIC")),
    ],
)
def test_what_is_said_of_others(code: Code, text: str, event: Told) -> None:
    assert event in told(code(text))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Kumble destroys England",
            "Anil Kumble took seven wickets as India beat England in the second Test match at Leeds.",
        ),
        (None, "The singer attacked the film's critics and released a new album in the United States on Monday."),
        (None, "The chancellor tried to slaughter the council tax as an election issue in Britain."),
        (None, "The earthquake killed at least 300 people in Peru and destroyed thousands of homes."),
        (None, "England's Paul Hurst shot a 65 to lead the Spanish Open golf tournament by one stroke."),
    ],
)
def test_players_artists_and_floods_make_no_political_event(code: Code, title: str | None, text: str) -> None:
    assert [m for m in code(text, title=title) if m.event_type in ("ASSAULT", "CONCEDE", "ACCUSE")] == []


def test_what_the_text_tells_is_not_told_again_by_the_title(code: Code) -> None:
    text = "The leader of the Lebanese group Hezbollah rejected a United Nations call for it to be disbanded."
    mentions = code(text, title="Hezbollah rejects abolition call")
    assert [m.sentence_index for m in mentions] == [0]


def test_accents_do_not_hide_a_name(code: Code) -> None:
    assert told(code("Erdoğan met Macron in Brussels.")) == told(code("Erdogan met Macron in Brussels."))
