"""How sure a reading is, as shares of mentions that were right: the factors of `confidence`.

A mention's confidence is how plainly its deed is told, times how surely its less sure side is known, times `MOST`.
The values were set so that of the mentions of one confidence about that share has the right type and the right
countries: counted on ordinary news and single sentences that were labelled by hand, rounded, and held against others
(benchmarks/results/coding.md, "reliability").
"""

from collections.abc import Mapping

from schemas.codes import Genre

MOST = 0.82
"""A deed told plainly by a main verb, of two named sides: what is left is wrong parses and rules."""

PLAIN = 1.0
"""How a deed is told: by the verb of a clause that counts."""
OPERATED = 0.93
"""By a governing verb or a statement: "agreed to", "must"."""
SECONDARY = 0.72
"""In another clause than the main one."""
NOMINAL = 0.65
"""By a noun alone."""
RIVAL = 0.8
"""Only by who speaks of whom: a party of its rival."""

NAMED = 1.0
"""How a side is known: by its name, or by whose it is."""
BACKED = 0.92
"""By what the article or a list of cities says of it: "the king", "a Basra policeman", a charity."""
EPITHET = 0.9
"""As "the kingdom", or "the official" of whom was spoken."""
PRONOUN = 0.88
PLACE = 0.88
"""By the place that the sentence names."""
FOCUS = 0.78
"""By the country that the article is about."""
GROUND = 0.75
"""By where the article was written."""
STRANGER = 0.6
"""A name that no list knows."""
GUESSED = 0.8
"""A side's country that is no surer than this is a guess: it makes nobody political."""
MISSING = 0.9
"""A side that is not named and need not be."""
ELSEWHERE = 0.9
"""Times, for a recipient that the sentence names elsewhere."""
IMPLIED = 0.85
"""Times, for a recipient that is only the article's country."""

LEAST = 0.4
"""What is less sure is left out of the tables: chosen on news for the best balance of found and right."""

OPINION = 0.7
"""Times, for a mention of an opinion article: its plainest deed is believed as a report's is that a noun alone tells.

A sentence is read as well there, but it tells the writer's claim: argued, long past, wished, or a figure of speech. Of
13 mentions in opinion articles that are labelled (benchmarks/data/genre_labels*) 5 were right at a mean confidence of
0.61, a ratio of 0.63; so few say that it is below 1 and little more, hence the step down to `NOMINAL` and not further.
"""
PRESS_RELEASE = 0.85
"""The same for a press release: a party tells of its own deeds and praises them. Chosen, not counted."""
GENRES: Mapping[str, float] = {Genre.OPINION: OPINION, Genre.PRESS_RELEASE: PRESS_RELEASE}
"""News and live reports, and what is neither or unknown, keep their confidence."""


def in_genre(confidence: float, genre: str) -> float:
    """The confidence of a mention in an article of a genre, to three decimals."""
    return round(confidence * GENRES[genre], 3) if genre in GENRES else confidence


def is_kept(confidence: float, genre: str, least: float) -> bool:
    """Whether a mention of a confidence, before its genre counts, is told in an article of that genre.

    `LEAST` asks how well a sentence was read, so an opinion article's events keep being coded; who asks for more than
    that (`least`) gets no mention below it.
    """
    return (confidence if least <= LEAST else in_genre(confidence, genre)) >= least
