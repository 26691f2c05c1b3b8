"""Articles that show their beginning alone: who subscribes or logs in reads on."""

import re
from collections.abc import Sequence

from transforms.clean.walls.phrases import LONGEST_LINE, patterns
from transforms.clean.walls.signs import BEHIND, PageSigns
from transforms.clean.walls.voice import LITTLE, news

LONGEST_TEASER = 2000
"""In characters: some 300 words. Who shows more shows the article."""
BELOW = 3
"""Lines of a text that may be the wall's and stand below what says so."""
OPENING = 25
"""In characters: where a sentence says it by then, it says nothing else."""
SENTENCES = re.compile(r"(?<=[.!?]) ")


def teaser(page: PageSigns, lines: Sequence[str]) -> list[str] | None:
    """The lines of a text that are the article's beginning, where its page says that who subscribes reads on.

    What stands below that goes, if it is no article. None for a text that is the whole article.
    """
    if not lines or sum(map(len, lines)) > LONGEST_TEASER:
        return None
    first = max(1, len(lines) - BELOW)
    if not any(map(asks_members, page.behind(lines[first - 1], 3 * BEHIND))):
        return list(lines) if page.is_for_payers and sum(map(len, lines)) <= LITTLE else None
    for end in range(first, len(lines) + 1):
        behind = page.behind(lines[end - 1])
        place = next((number for number, text in enumerate(behind) if asks_members(text)), None)
        below = lines[end:]
        rest = [line for line in below if not asks_members(line)]
        if place is not None and not news(rest) and not any(line in behind[:place] for line in below):
            return list(lines[:end])
    return None


def asks_members(text: str) -> bool:
    """Whether one of a line's sentences begins by saying who may read on: a report of such things begins otherwise."""
    return len(text) <= LONGEST_LINE and any(
        match.start() <= OPENING
        for sentence in SENTENCES.split(text)
        for pattern in patterns("members")
        if (match := pattern.search(sentence)) is not None
    )
