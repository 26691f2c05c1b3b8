"""A feed's tree without what feedparser confuses (tried with 6.0.14), so that it takes each field for what it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import lxml.etree

from transforms.sources.fields import LIST_ITEMS, NAME_CHARACTERS, web_address

Element = lxml.etree._Element
Fields = dict[str, list[Element]]

XML = "{http://www.w3.org/XML/1998/namespace}"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "rdf": RDF,
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}
PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()} | {
    "http://search.yahoo.com/mrss": "media",
    **dict.fromkeys(("http://www.w3.org/2005/atom", "http://purl.org/rss/1.0/", "http://purl.org/atom/ns#", ""), ""),
}
"""What namespaces (in lower case) are called here and by feedparser; the formats' own have no prefix."""

SUMMARIES = ("description", "summary", "dc:description", "abstract", "itunes:summary", "media:description")
AUTHORS = ("author", "dc:creator", "dc:author")
TITLES = ("title", "dc:title", "media:title")
MARKUP = ("content:encoded", "content", "body", "fullitem", *SUMMARIES)
IDS = ("guid", "id")
READ = {
    *TITLES, *MARKUP, *AUTHORS, *IDS, "dc:identifier", "link", "enclosure", "media:content",
    "feedburner:origlink", "category", "dc:subject", "language", "dc:language", "pubdate", "published", "issued",
    "dcterms:issued", "created", "dcterms:created", "dc:date", "updated", "modified", "dcterms:modified",
}.difference(SUMMARIES)  # fmt: skip
"""What is asked for in an entry, besides its summary."""

VALUES = ("href", "url", "term", "label", "src")
ATTRIBUTES = {*VALUES, "rel", "type", "mode", "ispermalink", "version", f"{XML}base", f"{XML}lang", f"{{{RDF}}}about"}


@dataclass(frozen=True)
class Cleared:
    """A feed as feedparser is to read it (XML in UTF-8), and what only its tree shows.

    `about` holds the elements with which it describes itself, `left_out` counts entries above the bound.
    """

    document: bytes
    about: Fields
    is_atom: bool
    is_podcast: bool
    left_out: int


def clear(root: Element, most: int) -> Cleared:
    """Takes away or renames what feedparser confuses, and all entries but the first `most`; the tree is used up.

    Only what is asked for stays: feedparser keeps an element that it does not know under its name, where `<links>` or
    `<tags>` takes the place of a list of its own; titles and dates of a source or a picture become the entry's; and
    its time grows with the square of the number of categories or namespaces.
    """
    own = _split(root)[0]
    is_atom = _name(root, own) == "feed"
    elements = list(_entries(root, own))
    entries = [(element, _children(element, own)) for element in elements[:most]]
    about = _children(root, own)
    channels = about.get("channel", [])
    for channel in channels:
        for name, found in _children(channel, own).items():
            about.setdefault(name, []).extend(found)
    is_podcast = any(
        name.startswith(("itunes:", "podcast:")) for part in (about, *(f for _, f in entries)) for name in part
    )
    cleared = lxml.etree.Element("feed" if is_atom else "rss", _attributes(root), nsmap=NAMESPACES)
    # It takes for the feed's only what stands in a channel; RDF has its entries outside.
    top = cleared if is_atom else lxml.etree.SubElement(cleared, "channel", _attributes(*channels[:1]))
    for name in ("title", "language", "dc:language", "link", *(("author",) if is_atom else ())):
        top.extend(_readable(about.get(name, ())[:LIST_ITEMS], own))
    for entry, fields in entries:
        _strip(entry, own)
        entry.extend(_readable(_chosen(fields, own), own))
        top.append(entry)
    lxml.etree.cleanup_namespaces(cleared, top_nsmap=NAMESPACES)
    document = lxml.etree.tostring(cleared, encoding="utf-8", xml_declaration=True)
    return Cleared(document, about, is_atom, is_podcast, len(elements) - len(entries))


def _split(element: Element) -> tuple[str, str]:
    """Namespace and name of an element, in lower case."""
    namespace, _, local = str(element.tag).lower().rpartition("}")
    return namespace[1:], local


def _name(element: Element, own: str) -> str:
    """An element's name in lower case: `title`, `dc:date`. `own` is the namespace of the feed's root."""
    return _known_name(*_split(element), element.prefix, own)


@lru_cache(maxsize=4096)
def _known_name(namespace: str, local: str, given: str | None, own: str) -> str:
    prefix = PREFIXES.get(namespace, "" if namespace == own or not given else given.lower())
    # A prefix that was never bound is part of the name, and means what it means elsewhere.
    return f"{prefix}:{local}" if prefix else local.removeprefix("atom:").removeprefix("rss:")


def _children(element: Element, own: str) -> Fields:
    """The children of an element by name, in their order."""
    found: Fields = {}
    for child in element:
        found.setdefault(_name(child, own), []).append(child)
    return found


def _entries(root: Element, own: str) -> Iterator[Element]:
    """The entries in the document's order, wherever they stand."""
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        if _name(element, own) in ("item", "entry"):
            yield element
        elif len(element):
            waiting.extend(reversed(element))


def text_of(element: Element) -> str:
    """All text in an element, without white space around it."""
    return "".join(map(str, element.itertext())).strip() if len(element) else (element.text or "").strip()


def _chosen(fields: Fields, own: str) -> Iterator[Element]:
    """The fields of an entry that feedparser is to see.

    A second summary is content for it, so that a caption or a podcast's notes were the article: the longest of the
    first kind stays, and of those in Media RSS's groups one where there is no other.
    """
    inside = [child for group in fields.get("media:group", ()) for child in group]
    captions = [child for child in inside if _name(child, own) == "media:description"]
    for name in SUMMARIES:
        found = [*fields.get(name, ()), *(captions if name == "media:description" else ())]
        if any(map(text_of, found)):
            yield max(found, key=lambda element: len(text_of(element)))
            break
    for name, elements in fields.items():
        if name in READ and not (name == "dc:title" and "title" in fields):  # it takes the first
            yield from elements[:LIST_ITEMS]


def _readable(elements: Iterable[Element], own: str) -> Iterator[Element]:
    """The elements as feedparser reads them rightly, without empty ones: an empty link is the document's own."""
    for element in elements:
        name, text = _name(element, own), text_of(element)
        author = [text_of(child) for child in element if _name(child, own) == "name"]
        kind = element.get("type") or "html"
        # Of elements inside a text, it reads the end tags as if they were the feed's (</title>, </summary>).
        if len(element) and name in MARKUP and ("html" in kind or "text" in kind):
            text = _inner_markup(element)
            element.set("type", "html")
        elif len(element) and name in TITLES:
            element.set("type", "text")
        _strip(element, own)
        # A reference takes it as long as a hundred letters, and markup is full of them.
        element.text = lxml.etree.CDATA(text) if ("<" in text or "&" in text) and "]]>" not in text else text
        if name in AUTHORS:
            # It looks for "mail (Name)" by a search whose time grows with the square of the text's length.
            element.text = None
            lxml.etree.SubElement(element, "name").text = (author or [text])[0]
        elif name in IDS and not web_address(text, None):
            element.set("ispermalink", "false")  # it takes an id that is no address for a relative one
        elif name == "media:description":
            element.set("type", element.get("type", "text"))  # it says HTML
        elif name == "dc:date":
            element.tag = "created"  # of an entry it says that it was updated then
        if text or any(map(element.get, VALUES)):
            yield element


def _strip(element: Element, own: str) -> None:
    """Leaves an element nothing but attributes that mean something, under a name that feedparser knows."""
    name, attributes, (namespace, local) = _name(element, own), _attributes(element), _split(element)
    element.clear()
    if namespace not in PREFIXES or ":" in local or not (element.prefix or "").isascii():
        prefix, _, local = name.rpartition(":")
        element.tag = f"{{{NAMESPACES[prefix]}}}{local}" if prefix in NAMESPACES else local
    for key, value in attributes.items():
        element.set(key, value)


def _attributes(*elements: Element) -> dict[str, str]:
    pairs = ((str(key), str(value).strip()) for element in elements for key, value in element.attrib.items())
    named = ((key if key[0] == "{" else key.lower(), value) for key, value in pairs)
    return {key: value for key, value in named if key in ATTRIBUTES and 0 < len(value) <= NAME_CHARACTERS}


def _inner_markup(element: Element) -> str:
    """What an element holds as HTML, without namespaces.

    The one div around XHTML in Atom is no part of the content (RFC 4287, section 3.1.1.3).
    """
    for inside in element.iterdescendants():
        name = _split(inside)[1].rpartition(":")[2]
        inside.tag = name if name.isascii() and name.isidentifier() else "span"
    lxml.etree.cleanup_namespaces(element)
    if len(element) == 1 and element[0].tag == "div" and not f"{element.text or ''}{element[0].tail or ''}".strip():
        element = element[0]
    html = lxml.etree.tostring(element, method="html", encoding="unicode", with_tail=False)
    return html[html.index(">") + 1 : html.rindex("<")].strip()
