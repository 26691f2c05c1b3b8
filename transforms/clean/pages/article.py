"""Which blocks of a page are its article, by the way the page is built."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate

from transforms.clean.elements import HEADINGS
from transforms.clean.pages.blocks import Block, Blocks
from transforms.clean.pages.headlines import is_headline, width
from transforms.clean.paragraphs import ends_sentence

# The figures below were chosen on half of 78 pages of news and checked on the other half. None of them is sharp: a
# fifth more or less (for the container's share 0.03) moves the F1 of all pages by 0.001 at the most.
GOOD_WIDTHS = (40, 20)
"""Letters that a paragraph of prose has at the least; where a page has no such paragraph, the second counts."""
GOOD_LINKED = 0.2
"""In a teaser of another article the headline is a link, which is a fifth of it or more."""
CONTAINER_SHARE, CONTAINER_BLOCKS = 0.87, 2
"""The article's element is the innermost one that holds this share of the page's prose, in two blocks at the least:
a single one may be a paragraph with short ones beside it."""
FREE_SHARE = 0.5
"""An element that holds more of the page's prose, comments left aside, is the article's, whatever its class says."""
LEFT_SHARE = 0.1
"""Where the marks leave less of the prose than this, comments aside, the page uses such words for the article, too."""
MOST_LINKED, MOST_LINKED_SENTENCE = 0.4, 0.6
"""Above the first share a line in links leads to another article; a whole sentence may have more."""
LED_SHARE = 0.4
"""What stands before the headline is no article where this share of the page's prose follows it. The same share in an
`article` element around the headline makes it the article's: others beside it are other ones."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """`chosen` says which blocks are the article by the page's build, `barred` which ones cannot be.

    The other blocks are the article where the other extractors say so.
    """

    chosen: Sequence[bool]
    barred: Sequence[bool]


def judge(page: Blocks, titles: AbstractSet[str]) -> Judgement:
    """Judges the blocks of a page with these titles (`headlines.page_titles`)."""
    blocks = page.blocks
    weights = _weights(blocks)
    headline = [is_headline(block, titles) for block in blocks]
    aside = _aside(page, weights, headline)
    prose = [0 if aside[block.mark] else weight for block, weight in zip(blocks, weights, strict=True)]
    start = _start(blocks, headline, prose)
    first, last = _container(page, [0] * start + prose[start:], headline)
    chosen = [
        max(first, start) <= i < last and not aside[block.mark] and _is_text(block) and not headline[i]
        for i, block in enumerate(blocks)
    ]
    _drop_last_headings(blocks, chosen)
    barred = [
        i < start or headline[i] or not (first <= i < last or weights[i]) or (not chosen[i] and not _is_text(block))
        for i, block in enumerate(blocks)
    ]
    return Judgement(chosen, barred)


def _weights(blocks: Sequence[Block]) -> list[int]:
    """How much prose each block is: its letters, 0 for a heading, a line in links and a short line."""
    widths = [
        0 if block.tag in HEADINGS or block.linked > GOOD_LINKED * len(block.text) else width(block.text)
        for block in blocks
    ]
    for least in GOOD_WIDTHS:
        weights = [one if one >= least else 0 for one in widths]
        if any(weights):
            break
    return weights


def _aside(page: Blocks, weights: Sequence[int], headline: Sequence[bool]) -> list[bool]:
    """For each mark, whether what it is on stands apart from the article.

    Comments do, however long they are, unless the headline is among them or all prose is: then the name is that of
    the page's layout.
    """
    around_headline = _around(page, headline)
    comments = [False] * len(page.marks)
    under = [0] * len(page.marks)
    for i, mark in enumerate(page.marks):
        comments[i] = comments[mark.outer] or (mark.comments and i not in around_headline)
    for block, weight in zip(page.blocks, weights, strict=True):
        under[block.mark] += 0 if comments[block.mark] else weight
    for i in range(len(under) - 1, 0, -1):  # an inner mark comes after the one around it
        under[page.marks[i].outer] += under[i]
    if not under[0]:
        return [False] * len(page.marks)
    aside = [False, *(comments[i] or under[i] <= FREE_SHARE * under[0] for i in range(1, len(under)))]
    left = sum(weight for block, weight in zip(page.blocks, weights, strict=True) if not aside[block.mark])
    return aside if left >= LEFT_SHARE * under[0] else comments


def _around(page: Blocks, headline: Sequence[bool]) -> set[int]:
    """The marks of all elements around a headline."""
    found: set[int] = set()
    for block, is_one in zip(page.blocks, headline, strict=True):
        i = block.mark if is_one else 0
        while i and i not in found:
            found.add(i)
            i = page.marks[i].outer
    return found


def _start(blocks: Sequence[Block], headline: Sequence[bool], prose: Sequence[int]) -> int:
    """The headline's index, 0 where none has the article below it. A heading is preferred to another line."""
    found = [i for i, is_one in enumerate(headline) if is_one]
    best = next((i for i in found if blocks[i].tag in HEADINGS), found[0] if found else 0)
    return best if sum(prose[best:]) >= LED_SHARE * sum(prose) else 0


def _container(page: Blocks, prose: Sequence[int], headline: Sequence[bool]) -> tuple[int, int]:
    """The range of the innermost element that holds most of the prose; an empty one where there is no prose."""
    sums = [0, *accumulate(prose)]
    if not sums[-1]:
        return 0, 0

    def holding(ranges: Sequence[tuple[int, int]], share: float) -> list[tuple[int, int]]:
        enough = share * sums[-1]
        return [
            (first, last)
            for first, last in ranges
            if last - first >= CONTAINER_BLOCKS and sums[last] - sums[first] >= enough
        ]

    found = holding(page.ranges, CONTAINER_SHARE)
    found += [span for span in holding(page.articles, LED_SHARE) if any(headline[slice(*span)])]
    return min(found, key=lambda span: span[1] - span[0], default=(0, len(prose)))


def _is_text(block: Block) -> bool:
    """Whether a block is text by itself, and not a line that leads to another article."""
    if block.linked <= MOST_LINKED * len(block.text):
        return True
    return block.linked <= MOST_LINKED_SENTENCE * len(block.text) and ends_sentence(block.text)


def _drop_last_headings(blocks: Sequence[Block], chosen: list[bool]) -> None:
    """Takes headings out of a choice of blocks where no other chosen block is below them."""
    for i in range(len(blocks) - 1, -1, -1):
        if chosen[i]:
            if blocks[i].tag not in HEADINGS:
                break
            chosen[i] = False
