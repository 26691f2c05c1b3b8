"""The text of a fragment of HTML, all of it."""

from lxml import etree
from lxml.html import HtmlElement

from transforms.clean.pages.blocks import ENDS_LINE
from transforms.clean.paragraphs import SPACES

NO_TEXT = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "button", "select"}
    | {"textarea", "figcaption", "audio", "video", "canvas", "head", "rt", "rp"}
)


def all_text(tree: HtmlElement) -> list[str]:
    """The paragraphs of all that a reader of a fragment sees, apart from captions and forms."""
    lines: list[str] = []
    pieces: list[str] = []

    def end_line() -> None:
        line = SPACES.sub(" ", "".join(pieces)).strip()
        if line:
            lines.append(line)
        pieces.clear()

    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if tag in NO_TEXT:
            hidden += 1 if event == "start" else -1
        if tag in ENDS_LINE and not hidden:
            end_line()
        text = element.text if event == "start" else element.tail
        if text and not hidden and not (event == "end" and element is tree):
            pieces.append(text)
    end_line()
    return lines
