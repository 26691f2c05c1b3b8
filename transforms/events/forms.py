"""The written forms of the words that the rules know by their lemma."""

from transforms.events.rules import operators, verb_rules
from transforms.events.tables import cache

IRREGULAR = {
    "be": "is are was were been", "beat": "beaten", "begin": "began begun", "beg": "begged", "blow": "blew blown",
    "break": "broke broken", "bring": "brought", "buy": "bought", "catch": "caught", "come": "came", "cut": "cut",
    "fight": "fought", "find": "found", "fire": "fired", "flee": "fled", "fly": "flew flown",
    "forbid": "forbade forbidden",
    "forget": "forgot", "forgive": "forgave forgiven", "freeze": "froze frozen", "get": "got", "give": "gave given",
    "go": "went gone", "hang": "hung hanged", "have": "has had", "hold": "held", "keep": "kept", "lay": "laid",
    "lead": "led", "leave": "left", "lend": "lent", "make": "made", "meet": "met", "pay": "paid", "put": "put",
    "quit": "quit", "say": "said", "see": "saw", "seek": "sought", "sell": "sold", "send": "sent", "shoot": "shot",
    "shut": "shut", "slay": "slew slain", "speak": "spoke spoken", "strike": "struck", "swear": "swore sworn",
    "take": "took taken", "tell": "told", "throw": "threw thrown", "throw_out": "threw thrown", "wage": "waged",
    "withdraw": "withdrew withdrawn", "withhold": "withheld", "overrun": "overran", "beset": "beset", "let": "let",
    "deny": "denied", "ally": "allied", "defy": "defied", "try": "tried",
}  # fmt: skip


def forms(lemma: str) -> set[str]:
    """The written forms of an English verb or noun, with some that do not exist."""
    lemma = lemma.split("_")[0]
    found = {lemma, lemma + "s", lemma + "es", lemma + "ed", lemma + "d", lemma + "ing"}
    if lemma.endswith("e"):
        found.add(lemma[:-1] + "ing")
    if lemma.endswith("y"):
        found |= {lemma[:-1] + "ies", lemma[:-1] + "ied"}
    if lemma.endswith("ie"):
        found.add(lemma[:-2] + "ying")
    found |= {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    return found | set(IRREGULAR.get(lemma, "").split())


@cache
def known_verbs() -> frozenset[str]:
    """The lemmas for which there are rules."""
    words = [*verb_rules(), *operators()]
    return frozenset(words) | {word.split("_")[0] for word in words} | {"be", "have", "do", "will"}


@cache
def verb_forms() -> dict[str, str]:
    """The lemma of each written form of a verb that the rules know; the longer lemma wins."""
    table: dict[str, str] = {}
    for word in sorted(known_verbs(), key=lambda word: (len(word), word)):
        table.update(dict.fromkeys(forms(word), word))
    return table
