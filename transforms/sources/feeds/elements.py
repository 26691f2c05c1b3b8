"""A feed's elements by the names that its formats give them, whatever prefixes and namespaces stand for these."""

import html
from urllib.parse import urljoin

import lxml.etree

from transforms.sources.feeds.mend import VOID

Element = lxml.etree._Element

XML = "{http://www.w3.org/XML/1998/namespace}"
XHTML = "http://www.w3.org/1999/xhtml"
PLAIN_NAMESPACES = (
    "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://channel.netscape.com/rdf/simple/0.9/",
    "http://www.w3.org/2005/atom", "http://purl.org/atom/ns#", "http://purl.org/net/rss1.1#",
    "http://backend.userland.com/rss", "http://backend.userland.com/rss2", "http://backend.userland.com/rss091",
    "http://backend.userland.com/rss092", "http://blogs.law.harvard.edu/tech/rss",
    "http://cyber.law.harvard.edu/rss/rss.html", "http://purl.org/rss/1.0/modules/rss091#",
)  # fmt: skip
"""The formats' own namespaces, in lower case: their elements have no prefix here, and share their names."""

PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.pheedo.com/namespace/pheedo": "pheedo",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "https://podcastindex.org/namespace/1.0": "podcast",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/syndication/thread/1.0": "thr",
    XHTML: "xhtml",
}
"""Modules' namespaces, in lower case, as they are called here."""


class Names:
    """Names of elements, in lower case: `title`, `dc:date`. `root` is the feed's: its namespace is the feed's own."""

    def __init__(self, root: Element) -> None:
        own = _namespace(root)
        self.own = "" if own in PREFIXES else own
        self.known: dict[tuple[str, str | None], str] = {}

    def of(self, element: Element) -> str:
        """The element's name."""
        key = (str(element.tag), element.prefix)
        name = self.known.get(key)
        if name is None:
            name = self.known[key] = self._name(element)
        return name

    def _name(self, element: Element) -> str:
        namespace, local = _namespace(element), str(element.tag).rpartition("}")[2].lower()
        if not namespace or namespace == self.own or namespace in PLAIN_NAMESPACES:
            # A prefix that was never bound is part of the name, and means what it means elsewhere.
            return local.removeprefix("atom:").removeprefix("rss:")
        prefix = PREFIXES.get(namespace) or element.prefix
        return f"{prefix.lower()}:{local}" if prefix else local

    def children(self, element: Element) -> dict[str, list[Element]]:
        """The children of an element by name, in their order."""
        found: dict[str, list[Element]] = {}
        for child in element:
            found.setdefault(self.of(child), []).append(child)
        return found


def _namespace(element: Element) -> str:
    return str(element.tag).rpartition("}")[0].removeprefix("{").lower()


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its name in lower case, without namespace; None where it is missing or blank."""
    value = element.get(name)
    if value is None:
        names = (key for key in element.attrib if str(key).rpartition("}")[2].lower() == name)
        value = next((element.get(key) for key in names), None)
    return value.strip() or None if value is not None else None


def text_of(element: Element | None) -> str:
    """All text in an element, without that of white space around it."""
    if element is None:
        return ""
    if not len(element):
        return (element.text or "").strip()
    return "".join(map(str, element.itertext())).strip()


def inner_markup(element: Element) -> str:
    """What an element holds as HTML: its text escaped, its children as they are but without namespaces.

    The one div around XHTML in Atom is no part of the content (RFC 4287, section 3.1.1.3).
    """
    inside = element
    if len(element) == 1 and _local(element[0]) == "div" and not f"{element.text or ''}{element[0].tail or ''}".strip():
        inside = element[0]
    pieces = [html.escape(inside.text or "", quote=False)]
    for event, node in lxml.etree.iterwalk(inside, events=("start", "end")):
        if node is inside:
            continue
        name = _local(node)
        if event == "start":
            values = (f' {_local_name(str(key))}="{html.escape(str(value))}"' for key, value in node.attrib.items())
            pieces.append(f"<{name}{''.join(values)}>")
            pieces.append(html.escape(node.text or "", quote=False))
        else:
            pieces.append(f"</{name}>" if name not in VOID else "")
            pieces.append(html.escape(node.tail or "", quote=False))
    return "".join(pieces).strip()


def _local(element: Element) -> str:
    return _local_name(str(element.tag))


def _local_name(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def base_of(element: Element, fallback: str | None) -> str | None:
    """What the element's links are relative to: its xml:base and those around it (XML Base, section 4.2)."""
    bases = [base for around in (element, *element.iterancestors()) if (base := around.get(f"{XML}base"))]
    result = fallback or ""
    for base in reversed(bases):
        try:
            result = urljoin(result, base.strip())
        except ValueError:
            continue
    return result or None


def language_of(element: Element) -> str | None:
    """The language that an element itself declares (xml:lang)."""
    return element.get(f"{XML}lang")
