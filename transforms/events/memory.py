"""What an article said of its people and places, so that later words for them can be understood."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from schemas.records import Side
from transforms.events.gazetteer import Found
from transforms.events.lexicon import TRANSNATIONAL, Entity, roles, words

_TOKEN = re.compile(r"[^\W\d_](?:[\w'’-]|\.(?=\w))*|[,;:()\"“”]")
_NAME = re.compile(r"[A-Z][\w'’-]+\Z")
_BEFORE_CHARACTERS = 70
_BEHIND_CHARACTERS = 70
_HONORIFICS = words("Mr Mrs Ms Miss Dr Sir Lord Lady Baroness Dame Prof Mr. Mrs. Ms. Dr. Gen. Lt. Col. Sen. Rep.")
_IN = re.compile(r"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]cross) (?:the )?\Z")
_DOMINANT = 0.6
_ENOUGH = 2

MONARCHIES = words("BEL BHR BTN BRN DNK ESP GBR JOR JPN KHM KWT LSO LUX MAR MYS NLD NOR OMN QAT SAU SWE SWZ THA")
NORTH_AFRICA = words("DZA EGY ESH LBY MAR TUN SDN")


def by_frequency(sentences: Iterable[Sequence[Found]]) -> list[str]:
    """The countries that names stand for, the one named most first."""
    counts = Counter(
        match.entity.country
        for names in sentences
        for match in names
        if match.entity.country and match.entity.country not in TRANSNATIONAL
    )
    return sorted(counts, key=lambda country: (-counts[country], country))


def _is_place(text: str, match: Found) -> bool:
    """Whether a name says where something happened: "in Iraq"."""
    return match.entity.kind in ("state", "capital", "city") and bool(
        _IN.search(text, max(0, match.start - 12), match.start)
    )


@dataclass
class Memory:
    """What is known of one article. Filled from all its raw sentences first, then led along while they are coded.

    `people` maps the names under which a person may come up again; `order` are the countries named so far;
    `focus` is the country that the article is about, if there is one; `ground` where it was written or else plays:
    its dateline's country, or the one of which it names a place first. `settled` says that the focus was named more
    than once. `year` is the article's.
    """

    people: dict[str, Entity] = field(default_factory=dict)
    focus: str | None = None
    ground: str | None = None
    settled: bool = False
    year: int | None = None
    order: list[str] = field(default_factory=list)
    offices: dict[str, list[Entity]] = field(default_factory=dict)
    person: Side | None = None
    group: Side | None = None
    _counts: Counter[str] = field(default_factory=Counter)

    @property
    def home(self) -> str | None:
        """The country that the article is about, else the one where it was written or plays."""
        return self.focus or self.ground

    def read(self, sentences: Iterable[tuple[str, Sequence[Found]]]) -> None:
        """Learns from raw sentences and the names found in them: people's offices, and what it is all about."""
        sentences = list(sentences)
        # a full name says better than a lone surname whom the surname means in the whole article
        people = [(text[m.start : m.end], m.entity) for text, found in sentences for m in found]
        for _, person in sorted(people, key=lambda item: " " not in item[0]):
            if person.kind == "person":
                self._remember(person.name, person)
        for text, found in sentences:
            for match in found:
                country = match.entity.country
                if country and country not in TRANSNATIONAL:
                    self._counts[country] += 1
            self._introductions(text, found)
        total = sum(self._counts.values())
        if total:
            country, count = min(self._counts.items(), key=lambda item: (-item[1], item[0]))
            if count >= _DOMINANT * total and (count >= _ENOUGH or count == total):
                self.focus = country
                self.settled = count >= _ENOUGH
        self.ground = self.ground or next(
            (m.entity.country for text, found in sentences for m in found if _is_place(text, m)), None
        )

    def find(self, text: str, found: Sequence[Found]) -> list[Found]:
        """The names that the lexicon found in a text, together with those of the article's own people."""
        if not self.people:
            return list(found)
        own = []
        for match in re.finditer(r"[A-Z][\w’-]+(?: [A-Z][\w’-]+)*", text):
            words = match.group().split(" ")
            for first in range(len(words)):
                for last in range(len(words), first, -1):
                    person = self.people.get(" ".join(words[first:last]))
                    if person is not None:
                        start = match.start() + sum(len(word) + 1 for word in words[:first])
                        own.append(Found(start, start + len(" ".join(words[first:last])), person))
                        break
                else:
                    continue
                break
        kept = [f for f in found if not any(o.start <= f.start and f.end <= o.end for o in own)]
        own = [o for o in own if not any(f.start < o.end and o.start < f.end for f in kept)]
        return sorted([*kept, *own], key=lambda match: match.start)

    def _remember(self, name: str, person: Entity) -> None:
        self.people.setdefault(name, person)
        if person.office and person.country:
            holders = self.offices.setdefault(person.office.split(" ")[-1], [])
            if all(holder.name != person.name for holder in holders):
                holders.append(person)
        surname = person.surname or name.split(" ")[-1]
        if len(surname) > 1 and _NAME.match(surname) and surname not in ("King", "Queen", "Party"):
            self.people.setdefault(surname, person)

    def _introductions(self, text: str, found: Sequence[Found]) -> None:
        """Learns "Israeli Defense Minister Yoav Gallant" and "Yoav Gallant, the Israeli defense minister"."""
        tokens = list(_TOKEN.finditer(text))
        position = 0
        while position < len(tokens):
            last = position
            while last < len(tokens) and _NAME.match(tokens[last].group()) and tokens[last].group() not in _HONORIFICS:
                last += 1
            if last > position:
                self._introduce(text, found, tokens[position:last], tokens[position - 1] if position else None)
            position = max(last, position) + 1

    def _introduce(
        self, text: str, found: Sequence[Found], run: list[re.Match[str]], before: re.Match[str] | None
    ) -> None:
        table = roles()
        # "Israeli Ambassador to Morocco David Govrin": the post's country is no part of the name
        if run and (
            post := next((f for f in found if f.start <= run[0].start() < f.end and f.entity.kind != "person"), None)
        ):
            envoy = re.search(r"(\w+) to (?:the )?\Z", text[: post.start])
            if envoy and table.get(envoy[1].lower()) and run[-1].start() >= post.end:
                near = [f for f in found if f.end <= envoy.start() + 1 and envoy.start() - f.end < _BEFORE_CHARACTERS]
                rest = [word for word in run if word.start() >= post.end]
                if near and rest:
                    self._learn(rest, table[envoy[1].lower()].sector, near[-1].entity, envoy[1].lower())
                return
        titled = [
            i for i, word in enumerate(run) if (role := table.get(word.group().lower())) and role.weight != "none"
        ]
        first = titled[-1] + 1 if titled else 0
        name = run[first:]
        if not name or len(name) > 4 or any(f.start < name[-1].end() and name[0].start() < f.end for f in found):
            return
        office = run[titled[-1]].group().lower() if titled else (before.group().lower() if before else "")
        role = table.get(office)
        if (role is not None and role.weight == "title") or (
            role and role.sector in ("MIL", "LEG", "REL", "PTY", "GOV", "COP")
        ):
            start = name[0].start()
            near = [f for f in found if start - _BEFORE_CHARACTERS <= f.start and f.end <= start]
            near = [f for f in near if not re.search(r"[,;:()]", text[f.end : start]) and f.entity.kind != "person"]
            # a chief of nobody knows what may be a firm's
            sector = role.sector if near or role.weight != "owned" else ""
            self._learn(name, sector, near[-1].entity if near else None, office)
            return
        end = name[-1].end()
        if len(name) >= 2 and text[end : end + 2] == ", ":
            clause = text[end + 2 : end + 2 + _BEHIND_CHARACTERS].split(",")[0]
            nouns = [word for word in re.findall(r"[a-z]+", clause.lower()) if word in table][:1]
            if nouns and not re.search(
                r"\b(said|told|who|which|was|is|were|are|has|had|and)\b", clause.split(nouns[0])[0]
            ):
                near = [f for f in found if end < f.start and f.end <= end + 2 + len(clause)]
                self._learn(name, table[nouns[0]].sector, near[0].entity if near else None, nouns[0])

    def _learn(self, name: list[re.Match[str]], sector: str, owner: Entity | None, office: str) -> None:
        full = " ".join(word.group().removesuffix("'s").removesuffix("’s") for word in name)
        country = owner.country if owner else None
        if owner is not None and owner.sector in ("REB", "PTY", "OPP") and sector == "GOV":
            sector = owner.sector
        self._remember(full, Entity("person", full, country, sector or None, office))

    def pass_by(self, found: Sequence[Found]) -> None:
        """Notes the countries that a sentence names, once it was coded."""
        for match in found:
            country = match.entity.country
            if country and country not in TRANSNATIONAL:
                if country in self.order:
                    self.order.remove(country)
                self.order.append(country)

    def holder(self, office: str) -> Entity | None:
        """Whom "the king" means: the article's one holder of an office, not counting whom the sentence is about."""
        others = [h for h in self.offices.get(office, ()) if self.person is None or h.name != self.person.name]
        return others[0] if len({h.country for h in others}) == 1 else None

    def epithet(self, text: str, besides: frozenset[str]) -> str | None:
        """The country that "the kingdom" or "the North African nation" stands for, other than `besides`."""
        fits = MONARCHIES if "kingdom" in text.lower() else None
        if "north african" in text.lower():
            fits = NORTH_AFRICA & fits if fits else NORTH_AFRICA
        for country in [*reversed(self.order), *sorted(self._counts, key=lambda c: (-self._counts[c], c))]:
            if country not in besides and (fits is None or country in fits):
                return country
        return None

    def both(self) -> list[str]:
        """The two countries that the article names most, for "the two countries"; empty where there are fewer."""
        ranked = sorted(self._counts, key=lambda country: (-self._counts[country], country))
        return ranked[:2] if len(ranked) > 1 else []
