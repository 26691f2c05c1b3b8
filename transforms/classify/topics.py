"""The topics of an article, by words that speak for them: explainable, and the same in every run."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import sqrt
from urllib.parse import unquote, urlsplit

from schemas.records import Topic
from schemas.topics import topics as iptc_topics

TOKEN = re.compile(r"[^\W_]+(?:'[a-z]+)?(?:&[a-z])?")
NAME_SEPARATOR = re.compile(r"[-_+/ ]+")
READ_CHARACTERS = 2500
"""What an article is about stands at its beginning."""
STRENGTHS = {"3": 3.0, "2": 1.0, "1": 0.3}
"""What a word of each weight adds the first time; chosen by hand, so that one sure word outweighs two others."""
TITLE_FACTOR = 2.5
SECTION_STRENGTH = 6.0
LONGEST_PHRASE = 3
ENOUGH = 1.0
"""The least a topic must score to be named: a single often-used word will do, three hints will not quite."""
SHARE = 0.15
MOST_TOPICS = 3


@dataclass(frozen=True)
class TopicWords:
    """`data/topic_words.tsv` as read: for a word or phrase, and for a section's name, each topic's strength."""

    words: Mapping[str, Mapping[str, float]]
    sections: Mapping[str, str]
    openings: frozenset[str]
    """The first words of phrases, for a quick look."""


@cache
def topic_words() -> TopicWords:
    """Reads the table once a process. Raises ValueError for a topic that IPTC's table does not name."""
    text = files("transforms.classify").joinpath("data/topic_words.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader((line for line in text.splitlines() if not line.startswith("#")), delimiter="\t")
    strengths: dict[str, dict[str, float]] = {}
    plurals: dict[str, dict[str, float]] = {}
    sections: dict[str, str] = {}
    for row in rows:
        topic, weight = row["topic"], row["weight"]
        if topic not in iptc_topics():
            raise ValueError(f"topic_words.tsv names {topic!r}: topics are {list(iptc_topics())}")
        for word in (cell.strip() for cell in row["words"].split(",")):
            if weight == "section":
                sections[word] = topic
                continue
            for table, form in ((strengths, word), (plurals, word + "s")):
                entry = table.setdefault(form, {})
                entry[topic] = max(entry.get(topic, 0.0), STRENGTHS[weight])
    words = plurals | strengths
    return TopicWords(words, sections, frozenset(word.split(" ", 1)[0] for word in words if " " in word))


def topics(title: str | None, text: str, url: str | None, categories: Sequence[str]) -> list[Topic]:
    """Up to three topics, the best first, each with its share (0 to 1) of all that speaks for any topic.

    `categories` are the source's own names, `url` the article's; both are hints. Empty where little speaks.
    """
    table = topic_words()
    counts: dict[str, float] = {}
    for term in _terms(title or "", table):
        counts[term] = counts.get(term, 0.0) + TITLE_FACTOR
    for term in _terms(text[:READ_CHARACTERS], table):
        counts[term] = counts.get(term, 0.0) + 1.0
    scores = dict.fromkeys(iptc_topics(), 0.0)
    for term, count in counts.items():
        for topic, strength in table.words[term].items():
            scores[topic] += strength * sqrt(count)
    for name in _section_names(url, categories):
        if name in table.sections:
            scores[table.sections[name]] += SECTION_STRENGTH
    total = sum(scores.values())
    ranked = sorted(scores.items(), key=lambda item: -item[1])  # stable: ties in IPTC's order
    return [
        Topic(iptc_topics()[label].code, label, round(score / total, 4))
        for label, score in ranked[:MOST_TOPICS]
        if score >= ENOUGH and score >= SHARE * total
    ]


def _terms(text: str, table: TopicWords) -> Iterator[str]:
    """The table's words and phrases in a text, the longest where several begin at one place."""
    tokens = [token.removesuffix("'s") for token in TOKEN.findall(text.lower().replace("’", "'"))]
    skip = 0
    for i, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        if token in table.openings:
            for length in range(LONGEST_PHRASE, 1, -1):
                phrase = " ".join(tokens[i : i + length])
                if phrase in table.words:
                    yield phrase
                    skip = length - 1
                    break
            if skip:
                continue
        if token in table.words:
            yield token


def _section_names(url: str | None, categories: Sequence[str]) -> Iterable[str]:
    """The names of sections that an article stands in, each once: folders of its URL, and its categories."""
    folders = unquote(urlsplit(url).path).split("/")[:-1] if url else []
    names = (
        " ".join(NAME_SEPARATOR.split(name.lower().replace("&", " and "))).strip() for name in (*folders, *categories)
    )
    return dict.fromkeys(names)
