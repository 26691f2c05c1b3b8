"""Edits that agencies and sites make to a text before they publish it again, each drawn from a seeded chance."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from measures.copy_texts import (
    BRIEF,
    BYLINES,
    DATELINES,
    FOOTERS,
    HEADERS,
    HOUSE_STYLE,
    LEADS,
    RELATED,
    SIGN_OFFS,
    SPELLING,
    SUBHEADINGS,
)
from transforms.clean.words import words

SENTENCE = re.compile(r"(?<=[.!?。])[\"”’']?\s+(?=[A-Z\"“‘'])|(?<=。)")
TOKEN = re.compile(r"\S+")
NAME_OR_NUMBER = re.compile(r"(?<=[^.!?\"”] )[A-Z][a-z]+|\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Draft:
    """A text as paragraphs of sentences, and how many of its words its original does not have in their place."""

    paragraphs: Sequence[Sequence[str]]
    new: int = 0

    @property
    def text(self) -> str:
        return "\n\n".join(" ".join(paragraph) for paragraph in self.paragraphs)

    @property
    def size(self) -> int:
        """How many words it has."""
        return len(words(self.text))

    @property
    def new_share(self) -> float:
        """Which share of its words is new."""
        return self.new / max(1, self.size)

    @property
    def sentences(self) -> list[str]:
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]

    def before(self, *lines: str) -> "Draft":
        """With new paragraphs at its head."""
        return Draft([*([line] for line in lines), *self.paragraphs], self.new + count(lines))

    def after(self, *lines: str) -> "Draft":
        """With new paragraphs at its end."""
        return Draft([*self.paragraphs, *([line] for line in lines)], self.new + count(lines))

    def among(self, lines: Sequence[str], chance: random.Random) -> "Draft":
        """With new paragraphs anywhere but first."""
        paragraphs = list(self.paragraphs)
        for line in lines:
            paragraphs.insert(chance.randint(1, len(paragraphs)), [line])
        return Draft(paragraphs, self.new + count(lines))


def draft(text: str) -> Draft:
    """A text as it can be edited; one that has few paragraphs gets some of three sentences."""
    paragraphs = [sentences for block in text.split("\n\n") if (sentences := [s for s in SENTENCE.split(block) if s])]
    if len(paragraphs) < 4:
        flat = [sentence for paragraph in paragraphs for sentence in paragraph]
        paragraphs = [flat[start : start + 3] for start in range(0, len(flat), 3)]
    return Draft(paragraphs)


def count(lines: Sequence[str]) -> int:
    """How many words some lines have."""
    return sum(len(words(line)) for line in lines)


def some(lines: Sequence[str], least: int, most: int, chance: random.Random) -> list[str]:
    """Some of the lines, in any order."""
    return chance.sample(lines, chance.randint(least, min(most, len(lines))))


def byline(old: Draft, chance: random.Random) -> Draft:
    return old.before(chance.choice(BYLINES)).after(chance.choice(SIGN_OFFS))


def dateline(old: Draft, chance: random.Random) -> Draft:
    (first, *more), *rest = old.paragraphs
    line = chance.choice(DATELINES)
    return Draft([[line + first, *more], *rest], old.new + count([line])).after(chance.choice(SIGN_OFFS))


def header_footer(old: Draft, chance: random.Random, most: int = 2) -> Draft:
    return old.before(*some(HEADERS, 1, most, chance)).after(*some(FOOTERS, 1, most, chance))


def heavy_boilerplate(old: Draft, chance: random.Random) -> Draft:
    return header_footer(old, chance, 5)


def own_first_sentence(old: Draft, chance: random.Random) -> Draft:
    return old.before(chance.choice(LEADS))


def subheadings(old: Draft, chance: random.Random) -> Draft:
    return old.among(some(SUBHEADINGS, 2, 4, chance), chance)


def related_lines(old: Draft, chance: random.Random) -> Draft:
    return old.among(some(RELATED, 2, 5, chance), chance)


def shortened(old: Draft, share: float) -> Draft:
    """The first sentences, to a share of the words."""
    left = share * old.size
    kept: list[list[str]] = []
    for paragraph in old.paragraphs:
        kept.append([])
        for sentence in paragraph:
            if left <= 0:
                break
            kept[-1].append(sentence)
            left -= count([sentence])
    return replace(old, paragraphs=[paragraph for paragraph in kept if paragraph])


def paragraphs_dropped(old: Draft, chance: random.Random) -> Draft:
    """Without a quarter to a third of the sentences, anywhere but at the head."""
    gone = set(chance.sample(range(1, len(old.sentences)), int(len(old.sentences) * chance.uniform(0.25, 0.34))))
    kept, place = [], 0
    for paragraph in old.paragraphs:
        kept.append([s for number, s in enumerate(paragraph, place) if number not in gone])
        place += len(paragraph)
    return replace(old, paragraphs=[paragraph for paragraph in kept if paragraph])


def reordered(old: Draft, chance: random.Random) -> Draft:
    """All paragraphs but the first in another order."""
    first, *rest = old.paragraphs
    chance.shuffle(rest)
    return replace(old, paragraphs=[first, *rest])


def added(old: Draft, donor: Draft, least: float, most: float, chance: random.Random) -> Draft:
    """With sentences of another text, as one paragraph, until they are such a share of the whole."""
    share = chance.uniform(least, most)
    wanted = share / (1 - share) * old.size - old.new / (1 - share)
    taken: list[str] = []
    for sentence in chance.sample(donor.sentences, len(donor.sentences)):
        if count([*taken, sentence]) <= wanted + 4:
            taken.append(sentence)
    return old.among([" ".join(taken)], chance) if taken else old


def typographic(old: Draft, _: random.Random) -> Draft:
    """Curly quotes for straight ones, and the reverse; dashes and blanks of another kind."""
    table = str.maketrans({"'": "’", '"': "”", "’": "'", "“": '"', "”": '"', "-": "\u2010", "–": "-"})
    return replace(old, paragraphs=[[s.translate(table).replace(", ", ",\u00a0") for s in p] for p in old.paragraphs])


def copy_edited(old: Draft, share: float, chance: random.Random) -> Draft:
    """With a share of its words spelled, inflected or chosen in another way, or a letter of a name changed."""
    budget = max(1, round(share * old.size))
    places = [(p, s) for p, paragraph in enumerate(old.paragraphs) for s in range(len(paragraph))]
    paragraphs = [list(paragraph) for paragraph in old.paragraphs]
    done = 0
    chance.shuffle(places)
    for turn in range(4):
        for p, s in places:
            if done >= budget:
                break
            changed = _one_edit(paragraphs[p][s], chance, turn)
            done += changed != paragraphs[p][s]
            paragraphs[p][s] = changed
    return Draft(paragraphs, old.new + done)


def _one_edit(sentence: str, chance: random.Random, turn: int) -> str:
    found = list(TOKEN.finditer(sentence))
    known = [m for m in found if m.group().strip(".,") in SPELLING]
    names = [m for m in found[1:] if m.group()[:1].isupper() and m.group().isalpha() and len(m.group()) > 4]
    if known and (turn % 2 == 0 or not names):
        match = chance.choice(known)
        word = SPELLING[match.group().strip(".,")]
    elif names:
        match = chance.choice(names)
        middle = len(match.group()) // 2
        word = match.group()[:middle] + chance.choice("aeiouyh") + match.group()[middle:]
    else:
        return sentence
    return sentence[: match.start()] + word + sentence[match.end() :]


def house_style(old: Draft, chance: random.Random) -> Draft:
    """As a house has it throughout: small numbers as words, another spelling, tense, currency and quotes."""
    changed = 0
    paragraphs = []
    for paragraph in typographic(old, chance).paragraphs:
        paragraphs.append(list(paragraph))
        for rule, other in HOUSE_STYLE:
            for place, sentence in enumerate(paragraphs[-1]):
                paragraphs[-1][place], times = rule.subn(other, sentence)
                changed += times
    return Draft(paragraphs, old.new + changed)


def brief(old: Draft, chance: random.Random) -> Draft:
    """The first 50 to 80 words, with a line before and after."""
    begun = TOKEN.findall(old.text)[: chance.randint(50, 80)]
    return Draft([[" ".join(begun)]], old.new).before(BRIEF).after(chance.choice(SIGN_OFFS))


def renamed(old: Draft, names: Sequence[str], chance: random.Random) -> Draft:
    """The same text of another day or place: each number and name is another, always the same one for the same."""
    others: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        was = match.group()
        if was not in others:
            others[was] = str(chance.randint(2, 98)) if was[0].isdigit() else chance.choice(names)
        return others[was]

    return replace(old, paragraphs=[[NAME_OR_NUMBER.sub(other, s) for s in p] for p in old.paragraphs])
