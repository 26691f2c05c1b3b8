"""Sentences that ask their reader for leave to store and read data."""

import re

from transforms.clean.walls.phrases import LONGEST_LINE, patterns
from transforms.clean.walls.voice import QUOTES, READER, SELF

CONSENT_HINT = re.compile(
    r"cookie|consen[ts]|privac|partner|parceiros|socios|einwillig|datenschutz|zustimm|confidentialit|vie privée"
    r"|personal|toestemming|zgod[aęy]|ملفات|خصوصية|موافق|شركائنا|עוגיות|פרטיות|הסכמ",
    re.IGNORECASE,
)
"""One of these stands in most sentences that ask for consent: a quick look."""
LABEL_IN_QUOTES = re.compile(r"[\"“„«]\s?\w+(?: \w+){0,2}\s?[\"”“»]")


def is_consent(text: str) -> bool:
    """Whether a line asks its reader for consent: it speaks of it, of the site and to the reader, and quotes nobody."""
    marks = sum(pattern.search(text[:LONGEST_LINE]) is not None for pattern in patterns("consent"))
    if not marks or QUOTES.search(LABEL_IN_QUOTES.sub("", text)):
        return False
    return bool(READER.search(text)) + bool(SELF.search(text)) + (marks > 1) >= 2
