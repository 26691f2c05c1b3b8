"""Event coding: from an article's text to PLOVER mentions.

The way of a sentence: `sentences` cuts the text, `gate` lets through what can hold an event, spaCy parses it
(`parsing`), `clauses` finds the verbs and nouns that report one and `composition` what they report together,
`roles` and `actors` say who did it to whom, `modality`, `dates`, `places` and `attribution` the rest, and
`assemble` makes the rows. `memory` holds what the article said of its people before. What words mean stands in
`data/`, read by `lexicon` and `rules`.
"""
