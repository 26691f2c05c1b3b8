"""The topics of an article: how likely each is by its words, and which of them said so."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from urllib.parse import unquote, urlsplit

import numpy as np

from schemas.records import Topic
from schemas.topics import topics as iptc_topics
from transforms.classify.topic_table import Numbers, Read, read, topic_table

NAME_SEPARATOR = re.compile(r"[-_+/ ]+")
SECTION_ODDS = 3.0
"""What a section's name adds to its topic's log-odds: with no word read, it makes it likelier than all others."""
ENOUGH = 0.2
"""The least summed weight of words, for them to speak: one word that is not among the thousand commonest will do."""
LEAST = 0.15
"""The least probability that a topic is named with."""
MOST_TOPICS = 3
MOST_WORDS = 5


@cache
def topic_sections() -> Mapping[str, str]:
    """The topic that a section's name is a hint of. Raises ValueError for a topic that IPTC's table does not name."""
    text = files("transforms.classify").joinpath("data/topic_sections.tsv").read_text(encoding="utf-8")
    sections: dict[str, str] = {}
    for row in csv.DictReader((line for line in text.splitlines() if not line.startswith("#")), delimiter="\t"):
        if row["topic"] not in iptc_topics():
            raise ValueError(f"topic_sections.tsv names {row['topic']!r}: topics are {list(iptc_topics())}")
        sections |= {name.strip(): row["topic"] for name in row["names"].split(",")}
    return sections


def load() -> None:
    """Reads the table of words and the names of sections, once a process."""
    topic_table()
    topic_sections()


def topics(title: str | None, text: str, url: str | None, categories: Sequence[str]) -> list[Topic]:
    """Up to three topics, the best first, each with its probability and the words that weighed most for it.

    `categories` are the source's own names, `url` the article's; both are hints. Empty where nothing speaks: no
    section's name and no word that is known, or no topic that is at all likely. A title and a text that are not
    English should be left out: the words are English.
    """
    labels = list(iptc_topics())
    said = read(title, text)
    odds = said.odds.copy() if said.weight >= ENOUGH else np.zeros(len(labels), np.float32)
    hints = [topic_sections()[name] for name in _section_names(url, categories) if name in topic_sections()]
    for label in dict.fromkeys(hints):
        odds[labels.index(label)] += SECTION_ODDS
    if said.weight < ENOUGH and not hints:
        return []
    likely = _shares(odds)
    best = sorted(range(len(labels)), key=lambda topic: -likely[topic])  # stable: ties in IPTC's order
    return [
        Topic(iptc_topics()[labels[topic]].code, labels[topic], likely[topic], _words(said, topic))
        for topic in best[:MOST_TOPICS]
        if likely[topic] >= LEAST
    ]


def _shares(odds: Numbers) -> list[float]:
    """Probabilities that sum to 1, to four places."""
    powers = np.exp(odds.astype(np.float64) - odds.max())
    return [round(float(share), 4) for share in powers / powers.sum()]


def _words(said: Read, topic: int) -> tuple[str, ...]:
    """The words that raised a topic most above the others, in order; ties in the text's order."""
    if said.weight < ENOUGH:
        return ()
    lift = (said.parts[:, topic] - said.parts.mean(axis=1)).tolist()
    best = sorted((place for place in range(len(lift)) if lift[place] > 0), key=lambda place: -lift[place])
    return tuple(said.words[place] for place in best[:MOST_WORDS])


def _section_names(url: str | None, categories: Sequence[str]) -> Iterable[str]:
    """The names of sections that an article stands in, each once: folders of its URL, and its categories."""
    folders = unquote(urlsplit(url).path).split("/")[:-1] if url else []
    names = (
        " ".join(NAME_SEPARATOR.split(name.lower().replace("&", " and "))).strip() for name in (*folders, *categories)
    )
    return dict.fromkeys(names)
