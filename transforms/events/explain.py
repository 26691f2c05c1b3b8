"""What is said of how an article was coded: its sentences, names, parses, sides, clauses, deeds and what they gave.

It describes a `Trace`, so it tells of the very run that made the mentions; layout is the caller's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from schemas.records import Mention, Side
from schemas.times import day_of, format_micros
from transforms.events import assemble, certainty, pairing, reasons
from transforms.events.deeds import Deed
from transforms.events.modality import decided
from transforms.events.parsing import LONGEST_TOKENS, Parsed, Token
from transforms.events.roles import lemma
from transforms.events.sides import Resolved
from transforms.events.trace import Clause, Composed, Looked, Trace, TracingComposer

_STATED = {"future": "for it is said of a deed still to come", "negated": "for it is said of what will not be done"}


@dataclass(frozen=True)
class Line:
    """One thing that is said: how deep it stands, of what, and what. A line at depth 0 begins a part."""

    depth: int
    label: str
    text: str = ""


def explain(trace: Trace) -> Iterator[Line]:
    """All that is to be said of an article's coding, but for the rows."""
    article = trace.article
    yield Line(0, "article")
    yield Line(1, "language", f"{article.language or 'unknown'}, {article.coding_status}")
    yield Line(1, "topic", article.primary_topic or "none")
    published = "unknown" if article.published_at is None else format_micros(article.published_at)
    yield Line(1, "published", published)
    if trace.looked:
        yield from _memory(trace.looked[0])
    for looked in trace.looked:
        yield from _sentence(trace, looked)


def _memory(looked: Looked) -> Iterator[Line]:
    memory = looked.memory
    yield Line(1, "focus", memory.focus or "no country is most of its names")
    yield Line(1, "ground", memory.ground or "none")
    for name, person in sorted(memory.people.items()):
        yield Line(1, "knows", f"{name}: {reasons.entity(person)}")


def _sentence(trace: Trace, looked: Looked) -> Iterator[Line]:
    index = looked.sentence.index
    yield Line(0, "title" if index < 0 else f"sentence {index}", looked.sentence.text)
    yield Line(1, "gate", reasons.gate(looked))
    for match in looked.names:
        yield Line(1, "name", f"{looked.sentence.text[match.start : match.end]}: {reasons.name(looked, match)}")
    parsed, composer = looked.parsed, looked.composer
    if parsed is None or composer is None:
        return
    cut = f", cut after {LONGEST_TOKENS} tokens" if len(parsed.doc) >= LONGEST_TOKENS else ""
    yield Line(1, "parse", f"token (lemma), tag, relation{cut}")
    for sentence in parsed.doc.sents:
        yield from _tree(sentence.root, 2)
    yield Line(1, "sides", "of the phrases that were asked for")
    for index in sorted(looked.sides):
        yield from _phrase(composer, parsed, parsed.doc[index], looked.sides[index])
    yield Line(1, "clauses", "in the order in which they were read")
    for clause in composer.clauses:
        yield from _clause(clause, parsed, 2)
    deeds = [*composer.composed, *_beside(composer)]
    yield Line(1, "deeds", "" if deeds else "none")
    rows = _rows(trace, looked, parsed)
    for composed in deeds:
        yield from _deed(trace, looked, composed, rows)


def _tree(token: Token, depth: int) -> Iterator[Line]:
    word = lemma(token)
    said = token.text if word == token.lower_ else f"{token.text} ({word})"
    yield Line(depth, said, f"{token.tag_} {token.dep_}")
    for child in token.children:
        yield from _tree(child, depth + 1)


def _phrase(composer: TracingComposer, parsed: Parsed, token: Token, found: Sequence[Resolved]) -> Iterator[Line]:
    if not found:
        yield Line(2, token.text, f"no side: {reasons.no_side(parsed, token)}")
    for resolved in found:
        why = reasons.side(composer.sides, token, resolved)
        yield Line(2, token.text, f"{side(resolved.side)}, sure {resolved.sure:.2f}: {why}")


def side(one: Side) -> str:
    """A side as its four columns have it."""
    return f"{one.text or '-'} [{one.name or '-'}, {one.country or '-'}, {one.sector or '-'}]"


def _clause(clause: Clause, parsed: Parsed, depth: int) -> Iterator[Line]:
    if clause.rule is not None:
        text = reasons.rule(clause.rule, clause.patient, parsed)
        text = f"no event, by the rule {text}" if reasons.nothing(clause.rule) else f"rule {text}"
    elif clause.asked:
        text = reasons.no_rule(clause, parsed)
    elif clause.deeds:
        below = [deed for inner in clause.inner for deed in inner.deeds]
        made = [deed for deed in clause.deeds if all(deed is not one for one in below)]
        text = "; ".join(dict.fromkeys(reasons.reading(deed.why[-1], deed) for deed in made if deed.why))
        text = text or f"what it governs{reasons.operator(clause.verb)}"
    else:
        text = "not read"
    yield Line(depth, clause.verb.text, text)
    for inner in clause.inner:
        yield from _clause(inner, parsed, depth + 1)


def _beside(composer: TracingComposer) -> list[Composed]:
    """The deeds of clauses beside the main one that were not taken."""
    taken = [replace(composed.read, confidence=0) for composed in composer.composed]
    deeds = [deed for clause in composer.clauses for deed in clause.deeds]
    return [Composed(deed, deed) for deed in deeds if replace(deed, confidence=0) not in taken]


# --- deeds --------------------------------------------------------------------------------------------------------


def _rows(trace: Trace, looked: Looked, parsed: Parsed) -> list[Mention]:
    loud = [deed for deed in looked.deeds if reasons.silenced(deed, parsed, trace.article) is None]
    published = trace.article.published_at
    return assemble.mentions(trace.article, parsed, loud, day_of(published) if published is not None else None)


def _deed(trace: Trace, looked: Looked, composed: Composed, rows: list[Mention]) -> Iterator[Line]:
    deed = composed.deed
    assert looked.parsed is not None
    assert looked.composer is not None
    yield Line(2, deed.event_type, f"{deed.modality.value}, by {deed.trigger.text!r}")
    for why in deed.why:
        yield Line(3, "reading", reasons.reading(why, deed))
    clause = next((one for one in _flat(looked.composer.clauses) if one.verb.i == deed.verb.i and one.rule), None)
    mood, word = decided(deed.verb, reported=deed.source is not None)
    if clause is not None and clause.rule is not None:
        yield Line(3, "rule", reasons.rule(clause.rule, clause.patient, looked.parsed))
        if clause.rule.event_type != deed.event_type:
            how = "by the reading" if deed.why else _STATED.get(mood.value, "for they do it together")
            yield Line(3, "type", f"{deed.event_type} and not {clause.rule.event_type}, {how}")
    by = f"by {word.text!r}" if word is not None and mood is deed.modality else "by what governs it"
    yield Line(3, "modality", f"{deed.modality.value}{'' if deed.modality.value == 'asserted' else ', ' + by}")
    for role, sides in (("actor", deed.actors), ("recipient", deed.recipients)):
        for resolved in sides:
            where = reasons.standing(resolved, deed)
            extra = "" if role == "actor" or resolved in composed.read.recipients else _added(resolved, deed, composed)
            yield Line(3, role, f"{side(resolved.side)}, sure {resolved.sure:.2f}: {where}{extra}")
    if composed.read.recipients and not deed.recipients:
        yield Line(3, "recipient", "none: what the clause names belongs to the actors, who do it with each other")
    yield from _fate(trace, looked, composed, rows)


def _flat(clauses: Sequence[Clause]) -> Iterator[Clause]:
    for clause in clauses:
        yield clause
        yield from _flat(clause.inner)


def _added(resolved: Resolved, deed: Deed, composed: Composed) -> str:
    if resolved.token.i == deed.verb.i:
        return ""
    if any(resolved.token.i == read.token.i for read in composed.read.recipients):
        return ", of the article's country"
    return ", elsewhere in the sentence than the grammar says"


def _fate(trace: Trace, looked: Looked, composed: Composed, rows: list[Mention]) -> Iterator[Line]:
    deed = composed.deed
    assert looked.parsed is not None
    if all(deed is not one for one in looked.deeds):
        told = "a clause beside the main one counts where that gave nothing, or where it names two countries"
        yield Line(3, "dropped", told)
        return
    quiet = reasons.silenced(deed, looked.parsed, trace.article)
    if quiet is not None:
        yield Line(3, "dropped", f"quiet: {quiet}")
        return
    pairs = list(pairing.pairs(deed))
    if not pairs:
        yield Line(3, "dropped", pairing.worthless(deed) or "the actor does it to itself, or not each is a known side")
    numbers = {row.mention_id: number for number, row in enumerate(trace.mentions, 1)}
    start = looked.sentence.start + deed.trigger.idx + looked.parsed.shift
    for actor, recipient, sure in pairs:
        said = certainty.in_genre(sure, trace.article.genre)
        wanted = (deed.event_type, deed.modality.value, start, actor, recipient, said)
        row = next((one for one in rows if _told(one) == wanted), None)
        genre = "" if said == sure else f" x {certainty.GENRES[trace.article.genre]:.3g} (genre: {trace.article.genre})"
        yield Line(3, "confidence", f"{said} = {_factors(looked, composed, actor, recipient)}{genre}")
        if row is not None and row.mention_id in numbers:
            yield Line(3, "mention", str(numbers[row.mention_id]))
        elif row is not None:
            yield Line(3, "dropped", "the title's, and the text tells it as well")
        elif sure < certainty.LEAST:
            yield Line(3, "dropped", f"less sure than {certainty.LEAST}")
        else:
            yield Line(3, "dropped", "told already in this sentence")


def _told(row: Mention) -> tuple[object, ...]:
    return row.event_type, row.modality, row.trigger_start, row.actor, row.recipient, row.confidence


def _factors(looked: Looked, composed: Composed, actor: Side, recipient: Side) -> str:
    """A confidence as the product that it is."""
    deed, factors = composed.deed, []
    clauses = looked.composer.clauses if looked.composer is not None else []
    said = [d for one in clauses for d in one.deeds if replace(d, confidence=0) == replace(composed.read, confidence=0)]
    read = said[0].confidence if said else deed.confidence
    factors.append((read, f"reading: {', '.join(deed.why) or 'a verb says it'}"))
    if read != deed.confidence:
        factors.append((deed.confidence / read, "not the main clause"))
    doubts = [(r.sure, r.side.text or r.side.country or "-") for r in _present(deed, actor, recipient)]
    if pairing.EMPTY in (actor, recipient):
        doubts.append((certainty.MISSING, "one is missing"))
    sure, least = min(doubts, key=lambda doubt: doubt[0])
    factors += [(sure, f"the less sure side: {least}"), (certainty.MOST, "all")]
    return " x ".join(f"{value:.3g} ({why})" for value, why in factors)


def _present(deed: Deed, actor: Side, recipient: Side) -> list[Resolved]:
    return [r for r in (*deed.actors, *deed.recipients) if r.side is actor or r.side is recipient]
