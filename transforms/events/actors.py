"""Resolves a noun phrase to sides: who it is, of which country, in which of PLOVER's sectors."""

from collections.abc import Iterator
from dataclasses import replace

from schemas.records import Side
from transforms.events import certainty
from transforms.events.lexicon import Entity, Role, state_names, words
from transforms.events.memory import Memory
from transforms.events.parsing import Name, Parsed, Token
from transforms.events.phrases import MODIFIERS, phrase, proper_name
from transforms.events.places import city_country
from transforms.events.references import (
    HE,
    IT,
    definite,
    each_ones,
    epithet,
    guessed_country,
    meant,
    office_holder,
    owner_name,
    possessor,
)
from transforms.events.rules import noun_rules
from transforms.events.sectors import FORMER, role_of, sector_of
from transforms.events.sides import Resolved

_OWNERS = words("of from for in at near inside with against between among across on to")
_PLACED = frozenset({"in", "at", "near", "inside", "among", "across", "on", "to", "with", "against", "for", "between"})
_EACH = words("minister leader president side delegation official negotiator")
"""People of whom "the" in the plural means those of both countries, where an article is about two."""
_DEEDS = words(
    "removal ouster resignation return killing death suppression treatment occupation protection defense defence "
    "support inclusion execution release withdrawal"
)
PARTS = words(
    "all some most dozens scores hundreds thousands one group members both number tens series million millions "
    "majority two three supporters part parts rest half"
)
# Nouns of which no owner is a side: "Israeli elections" and "Moroccan time" act on nobody.
_NO_SIDE = words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december time day week month year election poll history language market dollar currency economy "
    "war peace film book song"
)


class Resolver:
    """Resolves the phrases of one parsed sentence with the article's memory; answers are kept by token."""

    def __init__(self, parsed: Parsed, memory: Memory) -> None:
        self.parsed = parsed
        self.memory = memory
        self._known: dict[int, list[Resolved]] = {}

    def sides(self, token: Token) -> list[Resolved]:
        """The sides that a phrase names, in the order of the text: the head's, and those joined to it by "and"."""
        found: list[Resolved] = []
        for head in [token, *self._joined(token)]:
            for resolved in self._single(head):
                same = (resolved.side.country, resolved.side.sector, resolved.side.name)
                if all((r.side.country, r.side.sector, r.side.name) != same for r in found):
                    found.append(resolved)
        return found

    def _joined(self, token: Token) -> Iterator[Token]:
        if any(child.dep_ == "cc" and child.lower_ in ("but", "nor") for child in token.children):
            return
        for child in token.children:
            if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"):
                yield child
                yield from self._joined(child)

    def _single(self, token: Token) -> list[Resolved]:
        if token.i not in self._known:
            self._known[token.i] = []  # ends a circle of appositions
            self._known[token.i] = list(self._resolve(token))
        return self._known[token.i]

    def name_at(self, token: Token) -> Name | None:
        """The name that a token is part of."""
        return self.parsed.names.get(token.i)

    def _resolve(self, token: Token) -> Iterator[Resolved]:
        if token.pos_ == "PRON":
            yield from self._pronoun(token)
            return
        if token.lower_ in PARTS or token.pos_ == "NUM":
            inner = [
                pobj for prep in token.children if prep.lower_ == "of" for pobj in prep.children if pobj.dep_ == "pobj"
            ]
            whole = [resolved for pobj in inner for resolved in self.sides(pobj)]
            if whole:
                yield from (replace(r, side=replace(r.side, text=self.text(token)), token=token) for r in whole)
                return
        name = self.name_at(token)
        if name is not None and name.entity.kind != "epithet":
            yield from self._named(token, name)
            return
        stands_for = name is not None or (token.lemma_ in ("country", "kingdom", "nation") and definite(token))
        if stands_for and not self._owners(token):
            for side, sure in epithet(token, self.text(token), self.parsed, self.memory):
                yield Resolved(side, token, sure)
            return
        yield from self._described(token)

    # --- pronouns -------------------------------------------------------------------------------------------------

    def _pronoun(self, token: Token) -> Iterator[Resolved]:
        side = (
            self._antecedent(token)
            if token.lower_ in (*HE, "them") and token.dep_ in ("dobj", "pobj", "dative")
            else None
        )
        side = side or meant(token, self.memory)
        if side is not None:
            yield Resolved(side, token, certainty.PRONOUN)

    def _antecedent(self, token: Token) -> Side | None:
        """Whom "him" means: the last person named before in the sentence who is not its subject."""
        for other in reversed(self.parsed.doc[: token.i]):
            if other.dep_ in ("dobj", "pobj", "dative") and other.pos_ in ("NOUN", "PROPN"):
                name, role = self.name_at(other), self.role(other)
                person = (name and name.entity.kind == "person") or (
                    role and role.sector in ("GOV", "REB", "LEG", "OPP")
                )
                if person if token.lower_ in HE else role or name:
                    sides = self._single(other)
                    if sides:
                        return sides[0].side
        return None

    # --- names ----------------------------------------------------------------------------------------------------

    def _named(self, token: Token, name: Name) -> Iterator[Resolved]:
        entity = name.entity
        sector, country = entity.sector, entity.country
        sure = 1.0
        modifiers = [child for child in token.subtree if child.i < token.i and child.dep_ in MODIFIERS]
        if entity.kind == "person":
            if any(child.lemma_.lower() in FORMER for child in modifiers):
                sector = "ELI"
            if country is None:
                country, sure = guessed_country(self.parsed, self.memory)
        elif entity.kind == "capital":
            sector = "GOV" if token.dep_ in ("nsubj", "nsubjpass", "conj", "agent", "dobj") or self._by(token) else None
            city = city_country(self.parsed.doc[name.start : name.end].text)
            country = country or city
        elif (
            entity.kind == "organisation"
            and entity.country in ("USA", "GBR")
            and sector in ("LEG", "JUD", "PTY", "COP", "GOV")
        ):
            # "Congress", "High Court", "Labour" are also other countries' bodies
            owners = [c for c in self._owners(token) if c.kind in ("state", "demonym", "capital")]
            if owners:
                country = owners[-1].country
            elif self.memory.focus and entity.name in ("Supreme Court", "High Court", "Congress", "Labour", "Treasury"):
                country = self.memory.focus
        elif entity.kind == "demonym" and any(child.dep_ in ("nummod", "quantmod", "amod") for child in token.lefts):
            # "more than 100 Palestinians" are people, "the Palestinians" a side
            sector = "CVL" if token.tag_ in ("NNPS", "NNS") and self._counted(token) else sector
        yield Resolved(Side(self.text(token), entity.name, country, sector), token, sure)

    @staticmethod
    def _counted(token: Token) -> bool:
        return any(
            child.dep_ == "nummod" or child.lower_ in ("many", "several", "dozens", "few") for child in token.lefts
        )

    @staticmethod
    def _by(token: Token) -> bool:
        return bool(token.dep_ == "pobj" and token.head.lower_ in ("by", "with", "against", "from"))

    # --- described by a role, a country or both -------------------------------------------------------------------

    def _described(self, token: Token) -> Iterator[Resolved]:
        role = self.role(token)
        if token.lower_ in ("members", "leaders") and not any(token.children) and self.memory.group is not None:
            yield Resolved(self.memory.group, token, certainty.EPITHET)
            return
        if role is None and (inner := self._acted_on(token)):
            yield from inner
            return
        owners = self._owners(token)
        person = self._person_beside(token)
        text = self.text(token)
        if person is not None and (role is None or role.weight == "title" or person.country):
            yield Resolved(Side(text, person.name, person.country, person.sector), token)
            return
        if token.lemma_.lower() in _NO_SIDE:
            return
        sector = sector_of(token, role, owners)
        countries = list(dict.fromkeys(owner.country for owner in owners if owner.country))
        if role is not None and role.sector == "NGO" and not countries:
            yield Resolved(Side(text, None, "NGO", None), token, certainty.BACKED)
            return
        if countries:
            for country in countries[:3]:
                name = office_holder(token, role, country, self.memory) or owner_name(country, owners)
                yield Resolved(Side(text, name, country, sector), token)
            return
        if role is not None and token.tag_ == "NNS" and definite(token) and token.lemma_.lower() in _EACH:
            for country in each_ones(self.memory):
                yield Resolved(Side(text, state_names().get(country), country, sector), token, certainty.EPITHET)
                countries.append(country)
            if countries:
                return
        if role is not None and role.weight == "owned" and sector == (role.sector or None):
            return
        holder = self.memory.holder(token.lemma_.lower()) if role is not None and role.weight == "title" else None
        if holder is not None and definite(token) and token.tag_ in ("NN", "NNP"):
            yield Resolved(Side(text, holder.name, holder.country, holder.sector), token, certainty.BACKED)
            return
        spoken = self.memory.group
        if spoken and role is not None and role.weight == "weak" and definite(token) and spoken.sector == sector:
            # "the official", after "a State Department official"
            yield Resolved(Side(text, spoken.name, spoken.country, sector), token, certainty.EPITHET)
            return
        if role is not None or sector is not None:
            fallback, sure = guessed_country(self.parsed, self.memory)
            yield Resolved(Side(text, office_holder(token, role, fallback, self.memory), fallback, sector), token, sure)
        elif token.pos_ == "PROPN" and token.ent_type_ == "":
            fallback = city_country(proper_name(token))
            if fallback:
                yield Resolved(Side(text, proper_name(token), fallback, None), token, certainty.BACKED)
            else:
                fallback, sure = (
                    guessed_country(self.parsed, self.memory) if self._person(token) else (None, certainty.NAMED)
                )
                yield Resolved(Side(text, proper_name(token), fallback, None), token, min(certainty.STRANGER, sure))

    @staticmethod
    def _person(token: Token) -> bool:
        """Whether an unknown proper noun looks like a person: several words, or a title before it."""
        before = [child for child in token.lefts if child.dep_ == "compound"]
        return any(child.pos_ == "PROPN" and child.text.istitle() for child in before)

    def _acted_on(self, token: Token) -> list[Resolved]:
        """Whom a deed's noun is about: "the removal of President X" is about X, with his sector."""
        if token.lemma_.lower() not in noun_rules() and token.lemma_.lower() not in _DEEDS:
            return []
        for prep in token.rights:
            if prep.dep_ == "prep" and prep.lower_ == "of":
                found = [r for pobj in prep.children if pobj.dep_ == "pobj" for r in self.sides(pobj) if r.political]
                return [replace(r, side=replace(r.side, text=self.text(token)), token=token) for r in found]
        return []

    def role(self, token: Token) -> Role | None:
        """The role that a phrase's head, or the title before a name, gives."""
        return role_of(token)

    def _owners(self, token: Token) -> list[Entity]:
        """The names inside a phrase that say whose it is, left modifiers before prepositional ones."""
        left: list[Entity] = []
        for child in token.lefts:
            if child.dep_ in MODIFIERS:
                for inner in child.subtree:
                    name = self.name_at(inner)
                    if name is not None and inner.i == name.end - 1 and name.entity.kind != "epithet":
                        left.append(name.entity)
                    elif (
                        inner.dep_ == "poss"
                        and (name is not None or inner.lemma_ in ("country", "kingdom"))
                        and (name is None or name.entity.kind == "epithet")
                    ):
                        left += [Entity("owner", r.side.name or "", r.side.country) for r in self._single(inner)]
        if left:
            return left
        for child in token.lefts:
            if child.dep_ == "poss" and child.pos_ in ("NOUN", "PROPN"):
                owned = [r.side for r in self._single(child) if r.side.country]
                return [Entity("owner", side.name or "", side.country, side.sector) for side in owned]
            if child.pos_ == "PRON" and child.dep_ == "poss" and child.lower_ in (HE | IT):
                return possessor(child, self.memory)
        for prep in token.rights:
            if prep.dep_ == "prep" and prep.lower_ in _OWNERS:
                role = self.role(token)
                if prep.lower_ in _PLACED and role is None:
                    continue
                for pobj in (child for child in prep.children if child.dep_ == "pobj"):
                    for resolved in self.sides(pobj):
                        side = resolved.side
                        if side.country:
                            left.append(Entity("owner", side.name or "", side.country, side.sector))
                if left:
                    return left
        for child in token.rights:
            if child.dep_ == "appos":
                for resolved in self._single(child):
                    if resolved.side.country:
                        return [Entity("person", resolved.side.name or "", resolved.side.country, resolved.side.sector)]
        return left

    def _person_beside(self, token: Token) -> Entity | None:
        """The person whom a phrase names beside its head: "defence minister, Benny Gantz"."""
        for child in token.children:
            if child.dep_ in ("appos", "compound", "nmod"):
                name = self.name_at(child)
                if (
                    name is not None
                    and name.entity.kind == "person"
                    and (child.dep_ == "appos" or token.pos_ == "PROPN")
                ):
                    return name.entity if child.dep_ == "appos" else None
        return None

    def text(self, token: Token) -> str:
        """A phrase as written, without its article and clauses."""
        return phrase(token, self.name_at(token))
