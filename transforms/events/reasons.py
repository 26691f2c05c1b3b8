"""Why the coder decided as it did, in words: of a sentence, a name, a side, a rule, a deed that was left out.

Where a decision is a plain function's, it is asked again, with more or less of what it was given.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import permutations

from schemas.records import Article
from transforms.events import quiet
from transforms.events.deeds import Deed
from transforms.events.gate import passes
from transforms.events.gazetteer import Found
from transforms.events.lexicon import Entity
from transforms.events.memory import Memory
from transforms.events.parsing import Parsed, Token
from transforms.events.references import guessed_country
from transforms.events.roles import lemma, particles
from transforms.events.rules import NO_EVENT, NounRule, VerbRule, noun_rules, operators, verb_rules
from transforms.events.sides import Resolved
from transforms.events.tables import read_table
from transforms.events.trace import Clause, Looked, TracingResolver
from transforms.events.triggers import object_classes

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_MOST_WORDS = 60
"""Words of a sentence of which each two are tried together."""

_MOST_RULES = 6
_FILLER = "of of of"
_HOW = {
    "list": "listed",
    "place": "a city or state behind a preposition of place (GeoNames)",
    "title": "listed, by a title and the surname alone",
    "memory": "as the article introduced",
}


def gate(looked: Looked) -> str:
    """By which words and names the gate let a sentence through, or what it lacked."""
    text, words = looked.sentence.text, list(dict.fromkeys(_WORD.findall(looked.sentence.text.lower())))
    people = bool(looked.memory.people or looked.memory.focus)
    named = [match for match in looked.names if match.entity.kind != "city"]
    event = _sought(words, lambda said: passes(f"{said} {_FILLER}", True, True))
    if not passes(text, True, True):
        return "not passed: " + ("fewer than three words" if event else "no word that may report an event")
    side = _sought(words, lambda said: passes(f"{event} {said} {_FILLER}", False, False))
    if named:
        by = f"the name {text[named[0].start : named[0].end]!r}"
    elif passes(text, False, False):
        by = f"the role noun {side!r}" if side else "a role noun"
    elif passes(text, False, people):
        by = "a pronoun, in an article that names somebody"
    else:
        lacks = "no name, no telling role noun and no known pronoun is there"
        return f"not passed: {event or 'its words'!r} may report an event, but {lacks}"
    return f"passed: {event or 'its words'!r} may report an event, {by} may be a side"


def _sought(words: list[str], does: Callable[[str], bool]) -> str:
    """The first word, or else two, of which a test holds; empty where none do."""
    one = next((word for word in words if does(word)), None)
    if one is not None:
        return one
    return next((" ".join(two) for two in permutations(words[:_MOST_WORDS], 2) if does(" ".join(two))), "")


def entity(found: Entity) -> str:
    """What a name stands for: kind, name, country, sector, office with its years, and where that is written."""
    parts = [found.kind, found.name, found.country or "no country", found.sector or ""]
    years = f"{found.since}-{found.until or ''}" if found.since else ""
    if found.office:
        parts.append(f"({found.office}{' ' + years if years else ''})")
    text = " ".join(part for part in parts if part)
    return f"{text}; {found.where}" if found.where else text


def name(looked: Looked, match: Found) -> str:
    """What a name in a sentence stands for, and what found it."""
    return f"{entity(match.entity)} ({_HOW[looked.how[match]]})"


# --- sides --------------------------------------------------------------------------------------------------------


def side(resolver: TracingResolver, token: Token, resolved: Resolved) -> str:
    """How a phrase came to its side."""
    way = resolver.ways.get(token.i)
    memory, found = resolver.memory, resolver.name_at(token)
    if way == "pronoun":
        return f"a pronoun, for {resolved.side.name or resolved.side.text}"
    if way == "name" and found is not None:
        told = [f"the name of {entity(found.entity)}"]
        if resolved.side.sector != found.entity.sector:
            told.append(f"here {resolved.side.sector or 'without sector'}, by the words around it")
        if resolved.side.country != found.entity.country:
            told.append(_guess(resolver.parsed, memory, resolved) or "its country by the words around it")
        return "; ".join(told)
    if way != "described":
        if found is not None and found.entity.kind == "epithet":
            return f"an epithet ({found.entity.where}) of the country that the article named last or most"
        return "stands for what it counts, or for a country of the article"
    return "; ".join(_described(resolver, token, resolved))


def _described(resolver: TracingResolver, token: Token, resolved: Resolved) -> Iterator[str]:
    role, owners = resolver.role(token), resolver.owners(token)
    if role is not None:
        yield f"role {role.sector or 'of no sector'}, {role.weight} ({role.where})"
    if owners:
        yield "of " + ", ".join(f"{owner.name or 'somebody'} ({owner.country})" for owner in owners)
    elif resolved.side.country is not None:
        yield _guess(resolver.parsed, resolver.memory, resolved) or "somebody whom the phrase or the article names"
    elif role is None:
        yield "a proper noun that no list knows" if token.pos_ == "PROPN" else "by the words beside it"


def _guess(parsed: Parsed, memory: Memory, resolved: Resolved) -> str | None:
    """From what a country was guessed, None where it was not."""
    country = resolved.side.country
    if country is None or guessed_country(parsed, memory)[0] != country:
        return None
    if guessed_country(parsed, Memory())[0] is not None:
        return f"{country} is the place that the sentence names"
    if guessed_country(parsed, replace(memory, ground=None))[0] is not None:
        return f"{country} is the focus of the article"
    return f"{country} is where the article was written or plays"


def no_side(parsed: Parsed, token: Token) -> str:
    """Why a phrase is no side."""
    if token.pos_ == "PRON":
        return "a pronoun for nobody whom the article named before"
    classes = sorted(object_classes(token, parsed))
    if classes:
        return f"a thing, of class {', '.join(classes)}"
    if lemma(token) in noun_rules():
        return "a deed's noun"
    return "neither a name nor a role noun"


def standing(resolved: Resolved, deed: Deed) -> str:
    """Where the phrase of a side stands: its relation, and to which word."""
    token = resolved.token
    if token.i == deed.verb.i and resolved.side.text is None:
        return "nobody is named: the country of the place, or of the article"
    if token.dep_ == "pobj":
        return f"behind {token.head.lower_!r}, below {token.head.head.text!r}"
    return f"{token.dep_} of {token.head.text!r}"


# --- rules --------------------------------------------------------------------------------------------------------


def rule(chosen: VerbRule | NounRule, patient: Token | None, parsed: Parsed) -> str:
    """A rule as its table has it, with what of the clause fits it."""
    place = f" ({chosen.where})" if chosen.where else ""
    if isinstance(chosen, NounRule):
        return f"the noun {patient.text if patient is not None else ''!r} reports {chosen.event_type}{place}"
    thing = "nothing" if patient is None else f"{patient.text!r}"
    classes = sorted(object_classes(patient, parsed)) if patient is not None else []
    wants = [f"object {chosen.object}" if chosen.object != "-" else "any object"]
    if chosen.prepositions:
        wants.append(f"beside {' or '.join(map(repr, sorted(chosen.prepositions)))}")
    said = f"{thing}{' of class ' + ', '.join(classes) if classes else ''}"
    mode = f", mode {chosen.mode}" if chosen.mode else ""
    swapped = ", done to the subject" if chosen.swapped else ""
    return f"{chosen.event_type}{mode}{swapped} for {', '.join(wants)}{place}; done to {said}"


def no_rule(clause: Clause, parsed: Parsed) -> str:
    """Why no rule was chosen for a verb: which there are, and what its object is."""
    verb, table = clause.verb, verb_rules()
    word = lemma(verb)
    known = [
        *table.get(word, []),
        *(one for part in sorted(particles(verb)) for one in table.get(f"{word}_{part}", [])),
    ]
    if not known:
        kinds = sorted(operators().get(word, ()))
        return f"operator {', '.join(kinds)}, over no deed" if kinds else f"no rule knows {word!r}"
    wants = [
        f"{one.event_type} for {'any object' if one.object == '-' else one.object}"
        f"{' beside ' + ' or '.join(map(repr, sorted(one.prepositions))) if one.prepositions else ''} ({one.where})"
        for one in known[:_MOST_RULES]
    ]
    patient = clause.patient
    classes = sorted(object_classes(patient, parsed)) if patient is not None else []
    thing = f"{patient.text!r}, of {'class ' + ', '.join(classes) if classes else 'no class'}" if patient else "nothing"
    rest = f" and {len(known) - _MOST_RULES} more" if len(known) > _MOST_RULES else ""
    return f"no rule of {word!r} fits, done to {thing}: {'; '.join(wants)}{rest}"


def reading(why: str, deed: Deed) -> str:
    """What made a deed other than a verb's rule, with the line of the table that knows the word."""
    kind = why.removeprefix("operator ")
    below = [deed.verb, *(child for child in deed.verb.children if child.dep_ in ("acomp", "attr", "oprd"))]
    if kind != why:
        return f"{why}{_line('operators', kind, [lemma(token) for token in below])}"
    if why in ("naming", "appraisal"):
        judged = [lemma(token) for token in deed.verb.subtree]
        return f"{why}{_line('appraisals', deed.event_type, judged) or ' of the opposite, denied'}"
    if why in ("noun", "engaged in it", "responsible"):
        known = noun_rules().get(deed.trigger.lower_) or noun_rules().get(lemma(deed.trigger))
        return f"{why}: {deed.trigger.text!r} ({known.where})" if known is not None else why
    return {"duty": "duty: what is said that another must do", "rivalry": "a party on its rival"}.get(why, why)


def operator(verb: Token) -> str:
    """The kinds of operator that a verb is, with the lines of the table; empty where it is none."""
    lines = [f"{kind} ({row})" for kind, row in _operator_rows(lemma(verb))]
    return f", as an operator: {', '.join(lines)}" if lines else ""


def _operator_rows(word: str) -> Iterator[tuple[str, str]]:
    return ((row["kind"], row.where) for row in read_table("operators") if word in row["words"].split())


def _line(table: str, key: str, words: list[str]) -> str:
    for row in read_table(table):
        if key in row.cells:
            said = next((word for word in words if word in row["words"].split()), None)
            if said is not None:
                return f" by {said!r} ({row.where})"
    return ""


def nothing(chosen: VerbRule | NounRule | None) -> bool:
    """Whether a rule says that there is no event."""
    return chosen is not None and chosen.event_type == NO_EVENT


# --- what was left out --------------------------------------------------------------------------------------------


def silenced(deed: Deed, parsed: Parsed, article: Article) -> str | None:
    """Why a deed is quiet, None where it is not."""
    where = quiet.setting(article)
    if not quiet.is_quiet(deed, parsed, where):
        return None
    if where in (quiet.Setting.SPORT, quiet.Setting.LEISURE) or not quiet.is_quiet(deed, parsed):
        return f"too few political sides, in an article on {article.primary_topic or where.value}"
    words = set(_WORD.findall(parsed.sentence.text.lower()))
    kinds = {"match": quiet.SPORT, "market": quiet.MARKET, "show": quiet.SHOW}
    told = [f"{kind} ({', '.join(sorted(words & known))})" for kind, known in kinds.items() if words & known]
    return f"words of a {' and a '.join(told)}" if told else "a score stands in the sentence"
