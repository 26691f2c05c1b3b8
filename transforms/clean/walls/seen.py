"""What a reader sees of a whole page, line by line, and which lines are links: to tell what kind of page it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from transforms.clean.paragraphs import SPACES, ends_sentence
from transforms.clean.words import UNSPACED, words

HIDDEN = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "head", "textarea"}
    | {"select", "canvas", "audio", "video"}
)
INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label"}
    | {"mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt"}
    | {"u", "var", "wbr", "nobr"}
)
MOST_LINES = 3000
"""A longer page is told by its beginning."""
PROSE_WORDS = 8
UNSPACED_LETTER = re.compile(f"[{UNSPACED}]")
UNSPACED_SENTENCE = 30
LINKED_SHARE = 0.8
"""So many of a line's characters stand in links where it is a link and not a sentence with one in it."""


@dataclass(frozen=True)
class Line:
    """A line as it is seen, its spaces made single; `linked` where it is a link, `heading` where it stands in h1-h6."""

    text: str
    linked: bool
    heading: bool

    @property
    def is_prose(self) -> bool:
        """Whether it is a sentence, or several, and no label."""
        return is_prose(self.text)


def is_prose(text: str) -> bool:
    """Whether a line is a sentence or several: it ends as one, and has eight words at least.

    Thai has no stops: a long line without spaces is a sentence, too.
    """
    if not ends_sentence(text):
        return not text.isascii() and len(UNSPACED_LETTER.findall(text)) >= UNSPACED_SENTENCE
    return text.count(" ") >= PROSE_WORDS or len(words(text)) >= PROSE_WORDS


def measure(text: str) -> int:
    """How much a text says, as characters of a language with spaces: one without says three times as much in each."""
    return len(text) if text.isascii() else len(text) + 2 * len(UNSPACED_LETTER.findall(text))


def seen_lines(tree: HtmlElement) -> list[Line]:
    """The lines of a page in their order, buttons' too; at most 3,000."""
    lines: list[Line] = []
    for line in _lines(tree):
        lines.append(line)
        if len(lines) == MOST_LINES:
            break
    return lines


def _lines(tree: HtmlElement) -> Iterator[Line]:
    pieces: list[tuple[str, bool]] = []
    links = headings = hidden = 0

    def line(heading: bool) -> Iterator[Line]:
        text = SPACES.sub(" ", "".join(piece for piece, _ in pieces)).strip()
        if text:
            linked = sum(len(piece.strip()) for piece, in_link in pieces if in_link)
            yield Line(text, linked >= LINKED_SHARE * len(text), heading)
        pieces.clear()

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        change = 1 if event == "start" else -1
        if tag in HIDDEN:
            hidden += change
        elif not hidden and tag not in INLINE:
            yield from line(headings > 0)
        if tag == "a":
            links += change
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            headings += change
        text = element.text if event == "start" else element.tail
        if text and not hidden and not (event == "end" and element is tree):
            pieces.append((text, links > 0))
    yield from line(False)
