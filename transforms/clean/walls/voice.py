"""How much of a text reports something, and whether a line speaks to its reader: walls speak, articles report."""

import re
from collections.abc import Iterable

from transforms.clean.paragraphs import ends_sentence
from transforms.clean.words import UNSPACED, words

LITTLE = 150
"""In characters of sentences that report something: what a wall may have besides. The lead of an article has more."""
SELF = re.compile(
    r"\b(?:we|our|(?-i:us)|nous|notre|nosotros|nuestr\w+|usamos|utilizamos|wir|unsere\w*|noi|nostr\w|nós|noss\w+|wij|onze|nasz\w*)"
    r"\b|نحن|نستخدم|شركائنا|אנו|אנחנו|שלנו",
    re.IGNORECASE,
)
"""Words of a site about itself."""
READER = re.compile(
    r"\b(?i:you|your|vous|votre|vos|usted|ti|tu|tus|puedes|deine?\w*|tuo|tua|tuoi|você|jouw|uw|twoj\w+|twój)\b"
    r"|\b(?:Sie|Ihnen|Ihre?[nrms]?)\b|\w\wكم?\b|שלך|שלכם|לך|לכם|אתה|אתם"
)
"""Words to the reader, as far as they are not the language's words for other persons, too."""
PLEASE = re.compile(
    r"\b(?:please|veuillez|merci de|por favor|bitte|per favore|proszę)\b|يرجى|من فضلك|אנא|נא ", re.IGNORECASE
)
QUOTES = re.compile('["“”„«»]')
PROSE_WORDS = 8
UNSPACED_LETTER = re.compile(f"[{UNSPACED}]")
UNSPACED_SENTENCE = 30


def is_prose(text: str) -> bool:
    """Whether a line is a sentence or several, and no label: it ends as one, and has eight words at least.

    Thai has no stops: a long line without spaces is a sentence, too.
    """
    if not ends_sentence(text):
        return not text.isascii() and len(UNSPACED_LETTER.findall(text)) >= UNSPACED_SENTENCE
    return text.count(" ") >= PROSE_WORDS or len(words(text)) >= PROSE_WORDS


def measure(text: str) -> int:
    """How much a text says, as characters of a language with spaces: one without says three times as much in each."""
    return len(text) if text.isascii() else len(text) + 2 * len(UNSPACED_LETTER.findall(text))


def prose(lines: Iterable[str]) -> int:
    """Characters of sentences."""
    return sum(measure(line) for line in lines if is_prose(line))


def news(lines: Iterable[str]) -> int:
    """Characters of sentences that report: that do not speak to the reader, or quote who does."""
    return sum(measure(line) for line in lines if is_prose(line) and (QUOTES.search(line) or not is_address(line)))


def is_address(line: str) -> bool:
    """Whether a line speaks to its reader."""
    return READER.search(line) is not None or PLEASE.search(line) is not None
