"""The mode of an event is PLOVER's, and given only where its clause says it. All sentences are made up for the test."""

from collections.abc import Callable

import pytest

from schemas.codes import EventType
from schemas.records import Mention
from transforms.events.modes import PLACES, ClauseWords, mode_of, modes_by_type
from transforms.events.tables import read_table

Code = Callable[..., list[Mention]]

CODEBOOK = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release return disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict ban arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict ban censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture execute sexual assassinate destroy primitive firearms explosives suicide-attack "
    "aerial drone heavy-weapons crowd-control cleansing massacre unconventional sideAB",
}
"""PLOVER's modes by type, as its reference data POLECAT uses them."""


@pytest.mark.parametrize(
    ("text", "event_type", "mode"),
    [
        ("Gunmen armed with assault rifles attacked a Pakistani army post on Monday.", "ASSAULT", "firearms"),
        ("Soldiers shot three protesters in Myanmar.", "ASSAULT", "firearms"),
        ("A suicide bomber killed six Afghan soldiers in Kabul.", "ASSAULT", "suicide-attack"),
        ("Israeli warplanes bombed Hezbollah positions in southern Lebanon.", "ASSAULT", "aerial"),
        ("Rebels shelled the Syrian army near Aleppo.", "ASSAULT", "heavy-weapons"),
        ("Hamas fired rockets at Israel on Tuesday.", "ASSAULT", "heavy-weapons"),
        ("A US drone strike killed three Taliban commanders.", "ASSAULT", "drone"),
        ("A roadside bomb killed two French soldiers in Mali.", "ASSAULT", "explosives"),
        ("Turkish police fired tear gas at the demonstrators.", "ASSAULT", "crowd-control"),
        ("Boko Haram fighters kidnapped 40 schoolgirls in Nigeria.", "ASSAULT", "abduct"),
        ("Iran hanged two Kurdish activists on Sunday.", "ASSAULT", "execute"),
        ("Iraqi troops tortured the prisoners.", "ASSAULT", "torture"),
        ("Settlers torched a Palestinian mosque.", "ASSAULT", "destroy"),
        ("Sudanese soldiers raped women in Darfur.", "ASSAULT", "sexual"),
        ("Protesters threw stones at Israeli soldiers.", "ASSAULT", "primitive"),
        ("Police beat Ugandan journalists in Kampala.", "ASSAULT", "beat"),
        ("Police arrested twelve opposition activists in Belarus.", "COERCE", "arrest"),
        ("Turkey imposed a curfew on the Kurdish city.", "COERCE", "curfew"),
        ("Thailand declared martial law on Tuesday.", "COERCE", "martial-law"),
        ("Guatemala declared a state of siege in the province.", "COERCE", "martial-law"),
        ("Russia banned the opposition party.", "COERCE", "ban"),
        ("Belarus shut down the opposition newspaper.", "COERCE", "censor"),
        ("Egyptian police confiscated the activists' passports.", "COERCE", "seize"),
        ("Germany deported 30 Afghan refugees.", "COERCE", "deport"),
        ("Russian hackers hacked the Ukrainian government.", "COERCE", "cyber"),
        ("The government barred the opposition from holding a rally.", "COERCE", "restrict"),
        ("Thousands of Chileans marched against the government in Santiago.", "PROTEST", "demo"),
        ("Palestinian prisoners began a hunger strike against Israel.", "PROTEST", "hunger"),
        ("Farmers blocked the highway to protest against the French government.", "PROTEST", "obstruct"),
        ("Russia expelled two British diplomats.", "SANCTION", "expel"),
        ("France recalled its ambassador from Turkey.", "SANCTION", "withdraw"),
        ("The United States suspended military aid to Pakistan.", "SANCTION", "discontinue"),
        ("Russia deployed troops to the Ukrainian border.", "MOBILIZE", "troops"),
        ("North Korea test-fired a missile.", "MOBILIZE", "weapons"),
        ("Russia threatened to attack Georgia.", "THREATEN", "violence"),
        ("Iran will attack Israel.", "THREATEN", "violence"),
        ("The United States threatened to impose sanctions on Iran.", "THREATEN", "restrict"),
        ("Turkey threatened to expel the American ambassador.", "THREATEN", "expel"),
        ("China threatened to sever ties with Lithuania.", "THREATEN", "relations"),
        ("The United Nations urged Israel to release the prisoners.", "REQUEST", "yield"),
        ("The United States demanded that Syria hold talks with the opposition.", "REQUEST", "meet"),
        ("Ukraine asked Germany for military aid.", "REQUEST", "assist"),
        ("Opposition leaders demanded the resignation of the Iraqi prime minister.", "REQUEST", "change"),
        ("Iran rejected talks with the United States.", "REJECT", "meet"),
        ("Japan will not meet North Korean officials.", "REJECT", "meet"),
        ("Syria refused to release the hostages.", "REJECT", "yield"),
        ("Hungary refused to send troops to Ukraine.", "REJECT", "assist"),
        ("Britain condemned the attack by Russia.", "ACCUSE", "disapprove"),
        ("Britain accused Russia of spying.", "ACCUSE", "allege"),
        ("French prosecutors opened an investigation into the Libyan minister.", "ACCUSE", "investigate"),
        ("Putin telephoned Macron on Sunday.", "CONSULT", "phone"),
        ("Biden discussed Ukraine with Macron in a telephone call.", "CONSULT", "phone"),
        ("Merkel visited Ankara on Monday.", "CONSULT", "visit"),
        ("Obama held talks with Putin on the sidelines of the G20 summit.", "CONSULT", "multilateral"),
        ("Russian troops withdrew from Kherson.", "RETREAT", "withdraw"),
        ("The rebels laid down their weapons in Colombia.", "RETREAT", "disarm"),
        ("Israel observed the ceasefire with Hamas.", "RETREAT", "ceasefire"),
    ],
)
def test_what_the_clause_says_gives_the_mode(code: Code, text: str, event_type: str, mode: str) -> None:
    assert {(m.event_type, m.mode) for m in code(text)} == {(event_type, mode)}


@pytest.mark.parametrize(
    "text",
    [
        # nothing says how
        "The Kenyan army attacked the rebels.",
        "Ethiopian troops fought Eritrean forces.",
        "Kerry met Lavrov in Moscow.",
        "Iran rejected the accusation by Israel.",
        "The European Union imposed sanctions on Belarus.",
        # a weapon that the deed is done to, not with
        "The rebels shot down a Syrian helicopter.",
        "Israel attacked the drone base in Syria.",
        # what an ultimatum or a rejected accord is about is no mode
        "Peru issued an ultimatum to Ecuador to halt the attacks.",
        "The British parliament rejected the withdrawal agreement with the European Union.",
        # types without modes, though a rule or a word would give one
        "Pakistan released the Indian pilot.",
        "Germany pledged aid to Ukraine.",
        "Merkel will visit Ankara.",
        "France signed an agreement with Mali.",
        "Uganda granted asylum to the Rwandan rebels.",
    ],
)
def test_no_mode_is_guessed(code: Code, text: str) -> None:
    rows = code(text)
    assert rows
    assert {m.mode for m in rows} == {None}


def test_the_word_that_tells_more_decides() -> None:
    bombed = ClauseWords(means=frozenset({"bomb", "suicide_bomber", "suicide"}), triggers=frozenset({"kill"}))
    assert mode_of("ASSAULT", bombed) == "suicide-attack"
    assert mode_of("ASSAULT", ClauseWords(means=frozenset({"bomb"}))) == "explosives"
    assert mode_of("ASSAULT", ClauseWords(objects=frozenset({"bomb"}))) is None


def test_the_table_knows_only_the_codebooks_modes() -> None:
    for event_type, modes in modes_by_type().items():
        assert modes <= set(CODEBOOK[event_type].split()), event_type
    assert {row["place"] for row in read_table("modes")} == PLACES
    assert set(CODEBOOK) == set(modes_by_type()) <= set(EventType)


@pytest.mark.parametrize("table", ["verbs", "nouns"])
def test_rules_give_their_types_own_modes(table: str) -> None:
    wrong = [
        f"{row.where}: {row['type']} has no mode {row['mode']!r}"
        for row in read_table(table)
        if row["mode"] and row["mode"] not in CODEBOOK.get(row["type"], "").split()
    ]
    assert not wrong, "\n".join(wrong)
