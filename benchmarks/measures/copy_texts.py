"""Invented texts that pairs of copies are made with: what sites put around an article, and daily series."""

import re
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "data" / "series.txt"

HEADERS = (
    "Home > News > World",
    "Published 3 hours ago. Updated 2 hours ago.",
    "Listen to this article. 4 min read.",
    "Share this on Facebook, Twitter, WhatsApp, Telegram or by email.",
    "This story is free for all readers. Sign in to save it for later.",
    "Photo: a view of the building where the talks were held. Credit: staff photographer.",
)
FOOTERS = (
    "Follow us on Facebook and Twitter, and sign up for our morning newsletter.",
    "Our journalism is open to all. If you can, please support it with a small donation every month.",
    "All rights reserved. No part of this text may be used without our written permission.",
    "The author is a correspondent of this newspaper. She has written about public affairs for eleven years and "
    "teaches at the school of journalism.",
    "Do you have a question, a tip or a correction? Write to our editors at any time, day or night.",
    "Most read: ten places to see this winter; what the new tax means for you; our quiz of the week; the best soups "
    "for cold days; and why the bridge is closed again.",
    "This material is published under an agreement with the agency. Opinions are those of their authors alone.",
    "Download our app for phones and tablets to have breaking news, live scores and the weather wherever you are.",
)
LEADS = (
    "It was the story that everyone in our region talked about this morning, and it may well stay with us for days.",
    "Here is what we know so far, and why it matters to readers in this part of the country.",
    "Observers had expected it for weeks, yet the announcement still came as a surprise to many people here.",
    "Our newsroom has followed the matter since the early hours, and this is the latest that we can report.",
)
BRIEF = "In brief: this is what is known at this hour."
BYLINES = ("By our correspondent", "By Ana Peters, staff writer", "Agencies", "Reported by J. Lindqvist and T. Okoro")
DATELINES = (
    "LONDON (Reuters) - ",
    "WASHINGTON, Nov 24 (AP) -- ",
    "GENEVA: ",
    "(AFP) - ",
    "PARIS, 24 November (dpa) - ",
    "By the Associated Press, Rome - ",
)
SIGN_OFFS = (
    "(Reporting by A. Holm; Editing by C. Ferrer)",
    "With reporting from the Associated Press.",
    "Copyright 2026 The Agency. All rights reserved.",
    "AFP",
    "Source: agencies",
)
SUBHEADINGS = (
    "What comes next",
    "Background",
    "Strong words",
    "A long dispute",
    "Reactions",
    "The figures",
    "'No choice'",
)
RELATED = (
    "Read more: What the decision means for households",
    "READ ALSO: Five things to know today",
    "Related: The long road to an agreement",
    "Watch: our reporter explains the vote",
    "Advertisement",
    "Story continues below",
    "Recommended: How the storm changed its course",
)

SPELLING = {
    "said": "says", "government": "Government", "per cent": "percent", "organisation": "organization",
    "labour": "labor", "centre": "center", "programme": "program", "defence": "defense", "mr": "Mr.",
    "favour": "favor", "percent": "per cent", "organization": "organisation", "center": "centre",
    "program": "programme", "defense": "defence", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "2": "two", "3": "three", "4": "four",
    "5": "five", "6": "six", "US": "U.S.", "UK": "Britain", "U.S.": "US", "told": "has told", "also": "", "that": "",
    "which": "that", "while": "as", "about": "some", "more": "over", "last": "past", "however": "but",
    "although": "though", "people": "persons", "will": "would", "is": "was", "has": "had", "are": "were",
    "announced": "said", "because": "since", "yesterday": "on Tuesday", "Monday": "yesterday", "million": "m",
    "billion": "bn",
}  # fmt: skip
"""What an editor of another house writes instead; an empty string drops the word."""

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
HOUSE_STYLE = (
    *((re.compile(rf"\b{number}\b(?![.,]\d)"), word) for number, word in enumerate(NUMBERS, 1)),
    (re.compile(r"\bsaid\b"), "says"),
    (re.compile(r"our\b"), "or"),
    (re.compile(r"isation"), "ization"),
    (re.compile(r"ise\b"), "ize"),
    (re.compile(r" per cent"), "%"),
    (re.compile(r"£"), "GBP "),
)
"""What one house writes wherever another writes something else."""
SLOTS = {
    "sky": ("sunny", "cloudy", "mostly dry", "wet and windy", "foggy at first", "clear", "changeable"),
    "wind": ("north", "south-west", "east", "west", "north-east"),
    "level": ("low", "high", "moderate", "very high"),
    "city": ("Bergen", "Tampere", "Oviedo", "Graz", "Ghent", "Split", "Tartu", "Perugia", "Lublin", "Cork", "Faro"),
    "move": ("up", "down", "higher", "lower", "little changed"),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    "topic": (
        "new figures on jobs", "a fall in exports", "the central bank's decision", "results of the large banks",
        "talks about tariffs", "strong sales of cars",
    ),
    "company": (
        "Norland Steel", "Bay Cement", "Astra Foods", "Union Wire", "Polar Shipping", "Green Mills", "Delta Gas",
    ),
    "team": (
        "Harbour City", "the Falcons", "Northside", "the Rovers", "Lakeview", "the Miners", "Old Town", "the Kings",
    ),
    "name": (
        "Peterson", "Maria Olsen", "Tan", "Novak", "Luis Prada", "Keller", "Adeyemi", "Grace Dunn", "Ito", "Marek",
    ),
    "trade": ("teacher", "carpenter", "nurse", "bus driver", "baker", "clerk"),
    "street": ("Mill", "Church", "Station", "River", "Park", "Castle"),
    "won": ("not won and rolls over", "won by a ticket sold in Cork", "shared by two players"),
    "year": ("1871", "1903", "1924", "1938", "1945", "1957", "1963", "1974", "1989", "1996"),
    "past": (
        "a railway across the mountains was opened.", "the two countries signed a treaty of friendship.",
        "an earthquake destroyed much of the old port.", "the first women took their seats in the assembly.",
        "a ship with 200 passengers was lost in a storm.", "the national bank began to issue notes.",
        "students occupied the university for nine days.", "the team won the cup for the first time.",
        "a court freed the editor of a banned newspaper.", "the last tram left the depot.",
    ),
    "star": (
        "a letter brings news that you have waited for.", "do not sign anything before noon.",
        "rest is the best remedy.", "someone close needs your patience today.",
        "money matters look brighter than last week.", "an old plan deserves a second look.",
        "travel is favoured, above all by water.", "say less and listen more.",
        "a friend's advice is worth more than gold.", "finish what you began before you start anew.",
    ),
}  # fmt: skip


@cache
def series() -> tuple[str, ...]:
    """Daily series, with slots (`SLOTS`, and `n` for a number) in braces."""
    return _lines()[0]


@cache
def company_lines() -> tuple[str, ...]:
    """The lines with which a company ends all its releases; `{company}` stands for its name."""
    return _lines()[1]


def _lines() -> tuple[tuple[str, ...], tuple[str, ...]]:
    lines = [line for line in DATA.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    first = next(number for number, line in enumerate(lines) if line.startswith("About "))
    return tuple(lines[:first]), tuple(lines[first:])
