"""Tells pages that are no article, or stand before one: errors, consent walls, logins, empty shells, lists of news.

An answer with status 200 may be any of these. What tells is what a page says about itself (`data/walls.tsv`),
together with how little else it says: an article about cookies, logins or missing pages says much else. In doubt
a page is an article.

judge    which kind of wall a page is, if any
members  which articles show their beginning alone
consent  sentences that ask for consent
phrases  the table of what such pages say
voice    how much of a text is prose, how much of it reports, and how much speaks to its reader
signs    what else tells a page's kind
"""

from transforms.clean.walls.judge import Wall, wall
from transforms.clean.walls.members import teaser
from transforms.clean.walls.signs import PageSigns

__all__ = ["PageSigns", "Wall", "teaser", "wall"]
