"""Pairs of texts that are copies of each other, or are not, made from articles by edits of known size.

An edit is drawn from the SHA-256 of its kind and of its article's id, so that the same set gives the same pairs.
"""

import hashlib
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from measures import copy_edits as edits
from measures.copy_edits import Draft, draft
from measures.copy_texts import FOOTERS, HEADERS, SLOTS, company_lines, series
from measures.gold import Row
from transforms.clean.words import words

WORDS = re.compile(r"\S+")
LONG = 120
"""Words of a text that is taken for a whole article."""
SHORT = 25
"""Words of a teaser that may have copies."""
LEAST = 20
"""Words of what an edit leaves, so that it is a text at all."""
NEW = 1 / 3
"""The share of new words from which a later text is no copy."""
DOUBT = 0.05
"""So near to that share, above or below, pairs count for neither side and are shown apart."""
SERIES_PAIRS = 40
"""Pairs of each daily series."""


@dataclass(frozen=True)
class Pair:
    """Two texts, the first of which was seen first; `copy` says whether the second one is a copy, None if doubtful.

    `one_site` says that both stand on the same site.
    """

    kind: str
    article: str
    first: str
    second: str
    copy: bool | None
    one_site: bool = False


Edit = Callable[[Draft, Draft, random.Random], Draft]
"""Makes a draft another one; the second draft is of another article, which lends its sentences."""


def _plain(edit: Callable[[Draft, random.Random], Draft]) -> Edit:
    return lambda old, _, chance: edit(old, chance)


def _cut(share: float) -> Edit:
    return lambda old, _, __: edits.shortened(old, share)


def _edited(share: float) -> Edit:
    return lambda old, _, chance: edits.copy_edited(old, share, chance)


def _light(old: Draft, _: Draft, chance: random.Random) -> Draft:
    """What most sites do with an agency's text."""
    return edits.header_footer(edits.dateline(edits.copy_edited(old, 0.01, chance), chance), chance)


def _cut_and_dressed(old: Draft, _: Draft, chance: random.Random) -> Draft:
    """The head of an agency's text with a site's own lines around it."""
    short = edits.shortened(old, chance.uniform(0.45, 0.8))
    return edits.related_lines(edits.dateline(edits.copy_edited(short, 0.01, chance), chance), chance)


def _heavy(old: Draft, _: Draft, chance: random.Random) -> Draft:
    """A site that edits: its own first sentence, paragraphs less, words changed, sub-headings and a footer."""
    dropped = edits.paragraphs_dropped(edits.copy_edited(old, 0.025, chance), chance)
    dressed = edits.subheadings(edits.own_first_sentence(edits.typographic(dropped, chance), chance), chance)
    return dressed.after(*edits.some(edits.FOOTERS, 1, 2, chance))


def _enriched(old: Draft, donor: Draft, chance: random.Random) -> Draft:
    """A site that adds: a paragraph of its own, the rest in another order, a header and a footer."""
    return edits.added(edits.header_footer(edits.reordered(old, chance), chance), donor, 0.15, 0.25, chance)


def _own_lead(old: Draft, _: Draft, chance: random.Random) -> Draft:
    """A site that tells the news in a sentence of its own, and then the agency's text from the second sentence on."""
    short = edits.shortened(old, chance.uniform(0.6, 0.9))
    (_first, *more), *rest = short.paragraphs
    headless = Draft([more, *rest] if more else rest, short.new)
    return edits.own_first_sentence(headless, chance).after(chance.choice(edits.FOOTERS))


COPIES: dict[str, Edit] = {
    "byline and sign-off": _plain(edits.byline),
    "dateline and sign-off": _plain(edits.dateline),
    "header and footer": _plain(edits.header_footer),
    "much boilerplate": _plain(edits.heavy_boilerplate),
    "own first sentence": _plain(edits.own_first_sentence),
    "sub-headings": _plain(edits.subheadings),
    "related lines": _plain(edits.related_lines),
    "cut to three quarters": _cut(0.75),
    "cut to half": _cut(0.5),
    "cut to a third": _cut(0.33),
    "paragraphs dropped": _plain(edits.paragraphs_dropped),
    "paragraph added": lambda old, donor, chance: edits.added(old, donor, 0.1, 0.26, chance),
    "other order": _plain(edits.reordered),
    "other quotes and dashes": _plain(edits.typographic),
    "one word in 60 edited": _edited(1 / 60),
    "one word in 25 edited": _edited(1 / 25),
    "one word in 12 edited": _edited(1 / 12),
    "another house's style": _plain(edits.house_style),
    "brief of the first words": _plain(edits.brief),
    "light: dateline, header, footer, few words": _light,
    "cut, dateline, related lines, few words": _cut_and_dressed,
    "heavy: lead, dropped, words, headings, footer": _heavy,
    "order, header, footer, paragraph": _enriched,
    "another first sentence, cut, footer": _own_lead,
}
SIBLINGS: dict[str, tuple[Edit, Edit]] = {
    "two sites: light edits by both": (_light, _light),
    "two sites: boilerplate, cut and dressed": (_plain(edits.header_footer), _cut_and_dressed),
    "two sites: order and headings, words": (
        lambda old, _, chance: edits.subheadings(edits.reordered(old, chance), chance),
        _edited(1 / 40),
    ),
}
"""Both texts are edited copies of a third one, that of an agency."""
TEASERS: dict[str, Edit] = {
    "teaser: dateline": lambda old, _, chance: Draft([[chance.choice(edits.DATELINES) + old.text]], old.new),
    "teaser: cut": _cut(0.7),
    "teaser: one word in 25 edited": _edited(1 / 25),
    "teaser: other quotes": _plain(edits.typographic),
}


def _version(least: float, most: float) -> Edit:
    """A later version of a story: the old text, or its head, with as much new text as the shares say."""

    def made(old: Draft, donor: Draft, chance: random.Random) -> Draft:
        kept = edits.copy_edited(edits.shortened(old, chance.choice((1.0, 0.8, 0.6))), 0.01, chance)
        share = chance.uniform(least, most)
        new: list[str] = []
        for sentence in donor.sentences:
            if kept.new + edits.count(new) >= share * (kept.size + edits.count(new)):
                break
            new.append(sentence)
        half = len(new) // 2
        head, tail = [" ".join(new[:half])] if half else [], [" ".join(new[half:])]
        return kept.before(*head, *tail) if chance.random() < 0.4 else kept.before(*head).after(*tail)

    return made


VERSIONS = {"later version, a third to half new": _version(0.35, 0.5), "later version, more new": _version(0.5, 0.75)}
BOUNDARY = {"version near a third new": _version(0.29, 0.37)}


def seeded(kind: str, article: str) -> random.Random:
    """The chance that decides about one pair."""
    return random.Random(int.from_bytes(hashlib.sha256(f"{kind} {article}".encode()).digest()[:8]))


def pairs(rows: Sequence[Row]) -> Iterator[Pair]:
    """All pairs that are made of some articles, and of daily series; the same ones each time."""
    whole = [row for row in rows if len(words(row["text"])) >= LONG]
    short = [row for row in rows if SHORT <= len(words(row["text"])) < LONG]
    yield from _edits(whole, COPIES, copy=True)
    yield from _siblings(whole)
    yield from _edits(short, TEASERS, copy=True)
    yield from _beginnings(whole)
    yield from _edits(whole, VERSIONS, copy=False)
    yield from _edits(whole, BOUNDARY, copy=None)
    yield from _shared_passages(whole)
    yield from _quoting(whole)
    yield from _briefs(short)
    yield from _renamed(whole)
    yield from _different(whole, "random articles")
    yield from _different(short, "random teasers")
    yield from _series()


def _edits(rows: Sequence[Row], kinds: dict[str, Edit], *, copy: bool | None) -> Iterator[Pair]:
    """Articles and what edits make of them; where that has too much or too little new text for its kind: doubtful."""
    drafts = {row["id"]: draft(row["text"]) for row in rows}
    for row in rows:
        old = drafts[row["id"]]
        for kind, edit in kinds.items():
            chance = seeded(kind, row["id"])
            donor = chance.choice([other for other in rows if other is not row])
            new = edit(old, drafts[donor["id"]], chance)
            if new.text == row["text"] or len(words(new.text)) < LEAST:
                continue
            clear = abs(new.new_share - NEW) >= DOUBT and (new.new_share < NEW) == copy
            yield Pair(kind, row["id"], row["text"], new.text, copy if clear else None)


def _siblings(rows: Sequence[Row]) -> Iterator[Pair]:
    """What two sites make of the same text."""
    for row in rows:
        old = draft(row["text"])
        for kind, made in SIBLINGS.items():
            chance = seeded(kind, row["id"])
            first, second = (edit(old, old, chance) for edit in made)
            share = (first.new + second.new) / second.size  # what the first one has of its own is missing in the second
            yield Pair(kind, row["id"], first.text, second.text, True if share < NEW - DOUBT else None)


def _beginnings(rows: Sequence[Row]) -> Iterator[Pair]:
    """Whole articles, and the teaser that another site's feed has of them: their first 30 to 60 words."""
    kind = "teaser of a whole article"
    for row in rows:
        wanted = seeded(kind, row["id"]).randint(30, 60)
        begun = WORDS.findall(row["text"])[:wanted]
        yield Pair(kind, row["id"], row["text"], " ".join(begun), copy=True)


def _briefs(rows: Sequence[Row]) -> Iterator[Pair]:
    """Two short texts of one site that stand in the same lines, as cleaning may leave them."""
    for row in rows:
        kind = "briefs in a site's lines"
        chance = seeded(kind, row["id"])
        other = chance.choice(rows)
        head, tail = edits.some(HEADERS, 1, 2, chance), edits.some(FOOTERS, 1, 3, chance)
        first, second = (Draft([[one["text"]]]).before(*head).after(*tail) for one in (row, other))
        if other["text"] != row["text"]:
            clear = 1 - second.new_share >= NEW + DOUBT  # here it is the lines that are the same
            yield Pair(kind, row["id"], first.text, second.text, False if clear else None, one_site=True)


def _quoting(rows: Sequence[Row]) -> Iterator[Pair]:
    """Whole articles, and short texts that quote a sentence or two of them and say about as much of their own."""
    kind = "short text that quotes"
    for row in rows:
        chance = seeded(kind, row["id"])
        donor, own = chance.choice(rows), chance.uniform(0.4, 0.6)
        start = chance.randrange(len(draft(row["text"]).sentences))
        quoted = WORDS.findall(" ".join(draft(row["text"]).sentences[start:]))[: chance.randint(15, 40)]
        added = WORDS.findall(donor["text"])[: round(len(quoted) * own / (1 - own))]
        if donor is not row and len(quoted) >= 15:
            yield Pair(kind, row["id"], row["text"], " ".join([*added, *quoted]), copy=False)


def _shared_passages(rows: Sequence[Row]) -> Iterator[Pair]:
    """Two different articles that quote the same statement, or end in the same company lines."""
    drafts = {row["id"]: draft(row["text"]) for row in rows}
    for row in rows:
        one = drafts[row["id"]]
        for kind in ("shared statement", "shared company lines"):
            chance = seeded(kind, row["id"])
            other, lent = (drafts[chance.choice(rows)["id"]] for _ in range(2))
            company = chance.choice(SLOTS["company"])
            lines = [line.format(company=company) for line in company_lines()]
            if kind == "shared statement":
                wanted = chance.uniform(0.2, 0.55) * other.size
                lines = [edits.shortened(lent, min(1, wanted / lent.size)).text]
            first, second = one.after(*lines), other.after(*lines)
            if other.text not in (one.text, lent.text) and second.new_share < 0.6:
                yield Pair(kind, row["id"], first.text, second.text, copy=False)


def _renamed(rows: Sequence[Row]) -> Iterator[Pair]:
    """An article that uses another one's words for other people, places and figures, where these are frequent."""
    for row in rows:
        old = draft(row["text"])
        chance = seeded("renamed", row["id"])
        new = edits.renamed(old, (*SLOTS["name"], *SLOTS["city"]), chance)
        changed = sum(a != b for a, b in zip(words(old.text), words(new.text), strict=False))
        if len(words(old.text)) == len(words(new.text)) and changed >= 0.05 * old.size:
            yield Pair("same words, other names and figures", row["id"], old.text, new.text, copy=False, one_site=True)


def _different(rows: Sequence[Row], kind: str) -> Iterator[Pair]:
    for row in rows:
        other = seeded(kind, row["id"]).choice(rows)
        if other["text"] != row["text"]:
            yield Pair(kind, row["id"], row["text"], other["text"], copy=False)


def _series() -> Iterator[Pair]:
    """Two days of a daily series."""
    for number, daily in enumerate(series()):
        for day in range(SERIES_PAIRS):
            name = f"series-{number}-{day}"
            first, second = (_filled(daily, seeded(part, name)) for part in ("first", "second"))
            yield Pair("two days of a series", name, first, second, copy=False, one_site=True)


def _filled(daily: str, chance: random.Random) -> str:
    """A day of a series."""
    pieces = daily.split("{")
    text = pieces[0]
    for piece in pieces[1:]:
        slot, rest = piece.split("}", 1)
        text += (str(chance.randint(1, 99)) if slot == "n" else chance.choice(SLOTS[slot])) + rest
    return text
