"""Contexts are told by plain words of the sentence, at most three. All sentences are made up for the test."""

from collections.abc import Callable

import pytest

from schemas.records import Mention
from transforms.events.contexts import MOST_CONTEXTS, NO_CONTEXT, contexts_of
from transforms.events.lexicon import words
from transforms.events.tables import read_table

CODEBOOK = words(
    "military intelligence executive legislative election political_institutions pro-democracy pro-autocracy economic "
    "legal reparations human_rights rights_freedoms repression human_security gender lgbt religion_ethnicity "
    "inequality diplomatic territory peacekeeping health asylum migration disasters natural_resources environment "
    "technology terrorism cbrn cyber misinformation crime corruption illegal_drugs trafficking"
)
"""PLOVER's contexts, as its reference data POLECAT uses them."""


@pytest.mark.parametrize(
    ("text", "contexts"),
    [
        ("Turkey sent tanks and troops across the river.", ("military",)),
        ("Ankara bought four fighter jets from Paris.", ("military",)),
        ("The former spy was expelled from Vienna.", ("intelligence",)),
        ("The president dismissed two members of his cabinet.", ("executive",)),
        ("Lawmakers passed the bill late on Thursday.", ("legislative",)),
        ("Observers praised the election in Ghana.", ("election",)),
        ("The junta suspended the constitution.", ("political_institutions",)),
        ("Pro-democracy campaigners marched through the capital.", ("pro-democracy",)),
        ("Colombia signed a free trade deal with Canada.", ("economic",)),
        ("The court found the former mayor guilty.", ("legal",)),
        ("Poland again demanded war reparations from Germany.", ("reparations",)),
        ("Norway raised human rights with Beijing.", ("human_rights",)),
        ("Journalists marched for press freedom in Lima.", ("rights_freedoms",)),
        ("Chad released forty political prisoners.", ("repression",)),
        ("The villages have had no drinking water since May.", ("human_security",)),
        ("Ministers promised to act against domestic violence.", ("gender",)),
        ("Uganda arrested nine gay men.", ("lgbt",)),
        ("A Hindu temple was set on fire.", ("religion_ethnicity",)),
        ("Protesters denounced racial discrimination.", ("inequality",)),
        ("Kenya recalled its ambassador.", ("diplomatic",)),
        ("The two states settled their border dispute.", ("territory",)),
        ("Peacekeepers returned to the valley.", ("peacekeeping",)),
        ("Cuba sent doctors to fight the cholera outbreak.", ("health",)),
        ("Ecuador granted him political asylum.", ("asylum",)),
        ("Boats carrying migrants were turned back by Malta.", ("migration",)),
        ("Japan sent a team after the earthquake.", ("disasters",)),
        ("Opec cut the output of oil again.", ("natural_resources",)),
        ("Brazil promised to halt deforestation.", ("environment",)),
        ("Washington lifted its restrictions on Huawei.", ("technology",)),
        ("Al-Shabaab claimed the deed.", ("terrorism",)),
        ("Tehran stopped the enrichment of uranium.", ("cbrn",)),
        ("Hackers broke into the ministry.", ("cyber",)),
        ("Lithuania accused Minsk of spreading fake news.", ("misinformation",)),
        ("A gang robbed the convoy.", ("crime",)),
        ("The governor was charged with bribery.", ("corruption",)),
        ("Peru burned two tonnes of cocaine.", ("illegal_drugs",)),
        ("Ministers agreed to fight human trafficking.", ("trafficking",)),
        # several
        ("The foreign minister met the Russian ambassador about the arms embargo.", ("diplomatic", "military")),
        ("Troops guarded polling stations as voters went to the ballot.", ("election", "military")),
        ("A court jailed the senator for embezzlement.", ("corruption", "legal", "legislative")),
    ],
)
def test_plain_words_give_the_context(text: str, contexts: tuple[str, ...]) -> None:
    assert contexts_of(text) == contexts


@pytest.mark.parametrize(
    "text",
    [
        "France condemned the decision.",
        "Morocco and Spain agreed on Friday.",
        "The prime minister rejected the proposal of his rival.",
        "Thousands marched through the city in the rain.",
        # one weak word alone
        "He left after the talks.",
        "The general spoke for an hour.",
        "She asked the committee to wait.",
        # phrases and words that only look like evidence
        "Ivory Coast lost its patience.",
        "The miners ended their hunger strike.",
        "The White House did not comment.",
        "Warsaw courted the investment-shy.",
        "An armyworm, the electioneering of a courtier, a gangway.",
        "",
        "日本は声明を発表した。",
    ],
)
def test_no_context_without_clear_evidence(text: str) -> None:
    assert contexts_of(text) == ()


def test_two_weak_words_are_enough_and_one_word_twice_is_not() -> None:
    assert contexts_of("The commander ordered an offensive.") == ("military",)
    assert contexts_of("The commander and the other commander left.") == ()


def test_the_title_confirms_but_gives_nothing_alone() -> None:
    sentence = "He left after the talks."
    assert contexts_of(sentence, "Ambassador flies home") == ("diplomatic",)
    assert contexts_of("He left on Friday.", "Ambassador flies home") == ()


def test_at_most_three_the_best_told_first_in_alphabetical_order() -> None:
    text = "The court, the court's judge and the prosecutor heard the general, troops, army, oil, voters and a gang."
    found = contexts_of(text)
    assert len(found) == MOST_CONTEXTS
    assert found == tuple(sorted(found))
    assert {"legal", "military"} <= set(found)


def test_capitals_genitives_and_plurals_do_not_matter() -> None:
    assert contexts_of("THE ARMY’S TROOPS") == contexts_of("the army's troops") == ("military",)
    assert contexts_of("Women’s rights are not theirs.") == contexts_of("WOMEN'S RIGHTS") == ("gender",)


def test_the_table_holds_the_codebooks_contexts() -> None:
    rows = list(read_table("contexts"))
    assert {row["context"] for row in rows} - {NO_CONTEXT} == CODEBOOK
    told: dict[tuple[str, str], str] = {}
    for row in rows:
        for word in row["words"].split("; "):
            assert told.setdefault((row["context"], word), row.where) == row.where, (row.where, word)


def test_mentions_carry_contexts_of_their_own_sentence(code: Callable[..., list[Mention]]) -> None:
    rows = code("Russia deployed troops to Belarus. Poland condemned Russia.")
    assert [(m.event_type, tuple(m.contexts)) for m in rows] == [("MOBILIZE", ("military",)), ("ACCUSE", ())]
