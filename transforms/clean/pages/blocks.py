"""A page's tree as blocks: the lines and paragraphs that a reader sees, and what the markup around them says."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from transforms.clean.elements import ENDS_LINE, SPOKEN, UNREAD
from transforms.clean.pages.marks import Sign, is_hidden, sign

NO_TEXT = UNREAD | SPOKEN | {"button", "dialog", "figcaption", "footer", "label", "map", "menu", "nav", "option"}
"""Elements whose text is no article's, whatever they hold."""
NEVER_MARKED = frozenset({"html", "body", "main", "article", "blockquote"})
"""Elements that hold an article, whose names speak of the page's layout; and quotations: an embedded post is in one."""
ALWAYS_MARKED = frozenset({"aside", "figure"})


@dataclass(slots=True)
class Block:
    """One line of a page.

    `linked` is how many of its characters stand in links; `tag` the innermost element that begins a line; `mark` the
    innermost marked element around it, as an index into `Blocks.marks`, 0 where none is.
    """

    text: str
    linked: int
    tag: str
    mark: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked or hidden element: the marked one around it (0: none), and whether it holds comments."""

    outer: int
    comments: bool


@dataclass(frozen=True, slots=True)
class Blocks:
    """A page's blocks in their order.

    `ranges` says for each element that begins a line and holds a block which ones it holds, as (first, behind the
    last); inner elements come before outer ones. `articles` are those of them that are `article` elements. `marks[0]`
    stands for no mark. `depth` is how many elements that begin a line stand in each other.
    """

    blocks: Sequence[Block]
    ranges: Sequence[tuple[int, int]]
    articles: Sequence[tuple[int, int]]
    marks: Sequence[Mark]
    depth: int


def page_blocks(tree: HtmlElement) -> Blocks:
    """The blocks of a tree, without those that are empty. Leaves the tree as it was."""
    walk = _Walk()
    walk.through(tree)
    return Blocks(walk.blocks, walk.ranges, walk.articles, walk.marks, walk.depth)


class _Walk:
    """One way through a tree, and what was met on it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.ranges: list[tuple[int, int]] = []
        self.articles: list[tuple[int, int]] = []
        self.marks = [Mark(0, comments=False)]
        self.pieces: list[str] = []
        self.linked = self.depth = 0
        self.tag, self.mark = "body", 0

    def end_line(self) -> None:
        if self.pieces:
            if text := " ".join("".join(self.pieces).split()):
                self.blocks.append(Block(text, min(self.linked, len(text)), self.tag, self.mark))
            self.pieces.clear()
        self.linked = 0

    def through(self, tree: HtmlElement) -> None:
        # What held before each open element that begins a line: this loop is where the time goes, so it is plain.
        before: list[tuple[int, str, int]] = []
        links = 0
        skipped = None
        walk = etree.iterwalk(tree, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            text = None
            if event == "start":
                if tag in NO_TEXT or (tag == "span" and is_hidden(element.attrib)):
                    if tag in ENDS_LINE:
                        self.end_line()
                    walk.skip_subtree()
                    skipped = element
                elif tag in ENDS_LINE:
                    self.end_line()
                    before.append((len(self.blocks), self.tag, self.mark))
                    self.depth = max(self.depth, len(before))
                    self.tag = tag
                    if tag not in NEVER_MARKED:
                        self.enter(tag, element)
                    text = element.text
                else:
                    links += tag == "a"
                    text = element.text
            else:
                if element is skipped:
                    skipped = None
                elif tag in ENDS_LINE:
                    self.end_line()
                    first, self.tag, self.mark = before.pop()
                    if len(self.blocks) > first:
                        self.ranges.append((first, len(self.blocks)))
                        if tag == "article":
                            self.articles.append(self.ranges[-1])
                elif tag == "a":
                    links -= 1
                if element is not tree:
                    text = element.tail
            if text:
                self.pieces.append(text)
                if links:
                    self.linked += len(text.strip())
        self.end_line()

    def enter(self, tag: str, element: HtmlElement) -> None:
        """Notes what an element's name and attributes say of what is in it."""
        attributes = element.attrib
        found = sign(attributes) if attributes else Sign.NONE
        if found or tag in ALWAYS_MARKED or (attributes and is_hidden(attributes)):
            self.marks.append(Mark(self.mark, comments=found is Sign.COMMENTS))
            self.mark = len(self.marks) - 1
