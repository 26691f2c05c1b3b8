"""Makes the mention rows of one sentence from its deeds."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from schemas.codes import Modality
from schemas.ids import mention_id
from schemas.records import Article, Mention, Side
from transforms.events import certainty
from transforms.events.attribution import attributed
from transforms.events.contexts import contexts_of
from transforms.events.dates import event_date
from transforms.events.deeds import Deed
from transforms.events.modes import mode_in
from transforms.events.pairing import pairs
from transforms.events.parsing import Parsed, Token
from transforms.events.places import place_of


def mentions(
    article: Article, parsed: Parsed, deeds: Iterable[Deed], published: date | None, least: float = certainty.LEAST
) -> list[Mention]:
    """The mentions of a sentence in the order of their triggers; the same event is said once.

    Those less sure than `least` are left out (`certainty.is_kept`).
    """
    rows: list[Mention] = []
    said: set[tuple[object, ...]] = set()
    for deed in sorted(deeds, key=lambda deed: deed.trigger.i):
        for actor, recipient, confidence in pairs(deed):
            key = (deed.event_type, deed.modality, _key(actor), _key(recipient))
            if key not in said and certainty.is_kept(confidence, article.genre, least):
                said.add(key)
                rows.append(_row(article, parsed, deed, actor, recipient, confidence, published))
    return rows


def _key(side: Side) -> tuple[str | None, ...]:
    return side.country, side.sector, side.name if side.country is None else None


def _row(
    article: Article,
    parsed: Parsed,
    deed: Deed,
    actor: Side,
    recipient: Side,
    confidence: float,
    published: date | None,
) -> Mention:
    sentence = parsed.sentence
    start = deed.trigger.idx + parsed.shift
    end = start + len(deed.trigger)
    future = deed.modality is Modality.FUTURE or deed.event_type in ("AGREE", "THREATEN")
    when = event_date(
        sentence.text,
        start,
        published,
        future=deed.modality is Modality.FUTURE and future,
        clause=_clause_span(deed.verb, parsed.shift),
    )
    row = Mention(
        uri=article.uri,
        mention_id="",
        article_id=article.article_id,
        sentence_index=sentence.index,
        sentence=sentence.text,
        trigger=sentence.text[start:end],
        trigger_start=sentence.start + start,
        trigger_end=sentence.start + end,
        event_type=deed.event_type,
        mode=mode_in(deed, parsed),
        contexts=contexts_of(sentence.text, article.title or ""),
        modality=deed.modality.value,
        actor=actor,
        recipient=recipient,
        event_date=when.day.isoformat() if when.day else None,
        date_text=when.text,
        date_precision=when.precision.value,
        confidence=certainty.in_genre(confidence, article.genre),
        place=place_of(parsed, deed.verb),
        attribution=attributed(sentence.text, deed.source),
    )
    return replace(row, mention_id=_id(article, row))


def _id(article: Article, row: Mention) -> str:
    place = (row.sentence_index, row.trigger_start, row.event_type, row.modality)
    sides = (
        row.actor.text,
        row.actor.country,
        row.recipient.text,
        row.recipient.country,
        row.recipient.sector,
        row.actor.sector,
    )
    names = (row.actor.name, row.recipient.name)
    return mention_id(article.article_id, article.content_hash, *place, *sides, *names)


def _clause_span(verb: Token, shift: int) -> tuple[int, int]:
    """The code points that a verb's own clause covers, without the clauses that are joined to it."""
    inside = [verb]
    for token in inside:
        inside += [
            child
            for child in token.children
            if child.dep_ not in ("conj", "ccomp", "relcl", "advcl") or child.pos_ not in ("VERB", "AUX")
        ]
    return min(t.idx for t in inside) + shift, max(t.idx + len(t) for t in inside) + shift
