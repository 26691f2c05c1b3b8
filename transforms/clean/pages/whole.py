"""What a reader sees of a whole page or fragment, line by line, and which lines are links or headings."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from transforms.clean.elements import ENDS_LINE, FURNITURE, HEADINGS, SPOKEN, UNREAD
from transforms.clean.paragraphs import SPACES

NOT_PROSE = UNREAD | SPOKEN | {"button", "figcaption"}
LINKED_SHARE = 0.8
"""So many of a line's characters stand in links where it is a link and not a sentence with one in it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is seen, its spaces made single; `linked` where it is a link, `heading` where it stands in h1-h6."""

    text: str
    linked: bool
    heading: bool


def all_text(tree: HtmlElement) -> list[str]:
    """The paragraphs of all that a reader of a fragment sees, apart from captions and forms."""
    return [line.text for line in _lines(tree, NOT_PROSE, ENDS_LINE)]


def seen_lines(tree: HtmlElement) -> Iterator[Line]:
    """The lines of a page in their order, those of buttons, forms and captions, too."""
    return _lines(tree, UNREAD, ENDS_LINE | FURNITURE)


def _lines(tree: HtmlElement, unread: AbstractSet[str], ends_line: AbstractSet[str]) -> Iterator[Line]:
    pieces: list[str] = []
    linked = links = headings = 0
    hidden = False

    def line() -> Iterator[Line]:
        nonlocal linked
        text = SPACES.sub(" ", "".join(pieces)).strip()
        if text:
            yield Line(text, linked >= LINKED_SHARE * len(text), headings > 0)
        pieces.clear()
        linked = 0

    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        starts = event == "start"
        if tag in unread:
            hidden = starts
            if starts:
                walk.skip_subtree()
        elif tag in ends_line:
            yield from line()
        if tag == "a":
            links += 1 if starts else -1
        elif tag in HEADINGS:
            headings += 1 if starts else -1
        text = element.text if starts else element.tail
        if text and not hidden and not (element is tree and not starts):
            pieces.append(text)
            linked += len(text.strip()) if links else 0
    yield from line()
