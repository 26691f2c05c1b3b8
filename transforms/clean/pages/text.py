"""The text of a page's article."""

from collections.abc import Sequence
from operator import and_

from lxml.html import HtmlElement

from transforms.clean.pages.article import Judgement, judge
from transforms.clean.pages.blocks import Block, Blocks, page_blocks
from transforms.clean.pages.headlines import page_titles
from transforms.clean.pages.opinions import Opinion, quick_opinion, thorough_opinion
from transforms.outcomes import BadInput

MANY_ELEMENTS, DEEP = 20_000, 500
"""Beyond so many elements, or so many in each other, no other extractor is asked: their cost grows with the square of
either. Pages of news have up to 1,600, and 50 in each other."""
MOST_ELEMENTS = 200_000
"""An article's page has a hundredth of this; at more, extraction takes minutes and gigabytes."""
AGREEMENT = 0.9
"""Two choices of blocks agree where the F1 of one against the other, in characters, is at least this. From 0.88 to
always asking a third extractor the result differs by 0.001; this asks it for a tenth of the pages."""


def main_text(tree: HtmlElement, html: str) -> list[str]:
    """The paragraphs of a page's article, empty where none is found. Leaves the tree, which is of `html`, as it was.

    Where the page's build and a quick extractor say the same, that is the text; else a third extractor is asked, and
    what two of the three say is. Raises BadInput `too_large` for a page of more than 200,000 elements.
    """
    elements = sum(1 for _ in tree.iter())
    if elements > MOST_ELEMENTS:
        raise BadInput("too_large", f"the page has {elements} elements: at most {MOST_ELEMENTS} are read")
    page = page_blocks(tree)
    own = judge(page, page_titles(tree))
    if elements > MANY_ELEMENTS or page.depth > DEEP:
        return _texts(page, own.chosen)
    quick = _votes(page, own, quick_opinion(html))
    if _agree(page.blocks, own.chosen, quick):
        return _texts(page, own.chosen)
    thorough = _votes(page, own, thorough_opinion(tree))
    elected = [sum(votes) >= 2 for votes in zip(own.chosen, quick, thorough, strict=True)]
    return _texts(page, elected) or _texts(page, own.chosen)


def _votes(page: Blocks, own: Judgement, opinion: Opinion) -> list[bool]:
    """The blocks that an opinion holds and the page's build does not bar."""
    return [not barred and opinion.holds(block.text) for block, barred in zip(page.blocks, own.barred, strict=True)]


def _agree(blocks: Sequence[Block], one: Sequence[bool], other: Sequence[bool]) -> bool:
    """Whether two choices of blocks are nearly the same; two that are empty are none."""
    in_one, in_other, in_both = (
        sum(len(block.text) for block, counts in zip(blocks, choice, strict=True) if counts)
        for choice in (one, other, map(and_, one, other))
    )
    return in_both > 0 and 2 * in_both >= AGREEMENT * (in_one + in_other)


def _texts(page: Blocks, chosen: Sequence[bool]) -> list[str]:
    return [block.text for block, is_chosen in zip(page.blocks, chosen, strict=True) if is_chosen]
