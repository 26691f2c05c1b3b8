"""How sure a reading is, as shares of mentions that were right: the factors of `confidence`.

A mention's confidence is how plainly its deed is told, times how surely its less sure side is known, times `MOST`.
The values were set so that of the mentions of one confidence about that share has the right type and the right
countries: counted on ordinary news and single sentences that were labelled by hand, rounded, and held against others
(benchmarks/results/coding.md, "reliability").
"""

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
