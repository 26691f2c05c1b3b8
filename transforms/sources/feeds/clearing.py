"""A feed's tree without what feedparser is known to confuse, so that it reads each field as the field that it is.

Tried with feedparser 6.0.14; each rule says what it does without. Elements that no rule is about stay as they are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import lxml.etree

from transforms.sources.fields import LIST_ITEMS, web_address

Element = lxml.etree._Element
Fields = dict[str, list[Element]]

ATOM = "http://www.w3.org/2005/Atom"
XML = "{http://www.w3.org/XML/1998/namespace}"
NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()} | {
    "http://search.yahoo.com/mrss": "media",
    "": "",
    ATOM.lower(): "",
    "http://purl.org/rss/1.0/": "",
    "http://purl.org/atom/ns#": "",
}
"""Prefixes by namespaces in lower case, as feedparser calls these too; the formats' own have none."""

TITLES = ("title", "dc:title", "itunes:title", "media:title")
SUMMARIES = (
    "description", "summary", "dc:description", "abstract", "itunes:summary", "itunes:subtitle", "media:description",
)  # fmt: skip
IDS = ("guid", "id", "dc:identifier")
LANGUAGES = ("language", "dc:language")
DATES = (
    ("pubdate", "published", "issued", "dcterms:issued"),
    ("created", "dcterms:created", "dc:date", "date"),
    ("updated", "modified", "dcterms:modified"),
)
ONE_OF = (TITLES, IDS, *DATES, LANGUAGES)
"""Names of one thing, the best first. feedparser has one place for each of these lines and lets the last one in it win,
in the document's order; of a caption's title and the entry's own, too.
"""

WHOLE = ("content:encoded", "content", "xhtml:body", "body", "fullitem", "encoded")
AUTHORS = ("author", "dc:creator", "dc:author")
LISTS = ("link", "enclosure", "media:content", "feedburner:origlink", *AUTHORS, "category", "dc:subject", *WHOLE)
TEXTS = (*TITLES, *SUMMARIES, *WHOLE)
TYPED = ("title", "summary", "content")
"""Atom's texts, which say whether they are HTML (RFC 4287, sections 3.1 and 4.1.3)."""

RENAMED = {
    "itunes:title": "title",
    "itunes:subtitle": "description",
    "encoded": "content:encoded",
    "dc:identifier": "guid",
    "dc:date": "created",
    "date": "created",
}
"""What feedparser keeps elsewhere; the last two, which RSS 1.0 and others have, it calls the time of an update."""

ATTRIBUTES = (
    "href", "rel", "type", "url", "term", "label", "src", "mode", "ispermalink", "version",
    f"{XML}base", f"{XML}lang", f"{{{NAMESPACES['rdf']}}}about",
)  # fmt: skip
DATE_CHARACTERS = 400


@dataclass(frozen=True)
class Cleared:
    """A feed as feedparser is to read it (UTF-8), and what is known of it from its tree.

    `about` holds the elements with which it describes itself, `left_out` counts entries above the bound.
    """

    document: bytes
    about: Fields
    is_atom: bool
    is_podcast: bool
    left_out: int


def clear(root: Element, most: int) -> Cleared:
    """Takes away or renames what feedparser confuses, and all entries but the first `most`; the tree changes.

    Only what is asked for stays: feedparser keeps an element that it does not know under its name, where `<links>` or
    `<tags>` takes the place of a list of its own; titles and dates of a source or a picture become the entry's; and
    time grows with the square of the number of categories or namespaces.
    """
    names = _Names(root)
    kind = names.of(root)
    elements = list(_entries(root, names))
    entries = [(element, names.children(element)) for element in elements[:most]]
    about = names.children(root)
    channels = about.get("channel", [])
    for channel in channels:
        for name, found in names.children(channel).items():
            about.setdefault(name, []).extend(found)
    is_podcast = any(
        name.startswith(("itunes:", "podcast:")) for part in (about, *(f for _, f in entries)) for name in part
    )
    # feedparser takes for the feed's only what stands in a channel; RDF has its entries outside.
    top = root if kind in ("feed", "channel") else (channels or [lxml.etree.Element("channel")])[0]
    own = [*_first(about, TITLES), *_first(about, LANGUAGES), *about.get("link", ())]
    own += about.get("author", ()) if kind == "feed" else ()
    for element in (root, top):
        _strip(element, names.of(element))
    if top is not root:
        root.append(top)
    top.extend(_fields(own, names, kind == "feed"))
    for entry, part in entries:
        _strip(entry, names.of(entry))
        entry.extend(_fields(_chosen(part, names), names, kind == "feed"))
        top.append(entry)
    lxml.etree.cleanup_namespaces(root)
    document = lxml.etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Cleared(document, about, kind == "feed", is_podcast, len(elements) - len(entries))


class _Names:
    """Names of elements, in lower case: `title`, `dc:date`. `root` is the feed's: its namespace is the feed's own."""

    def __init__(self, root: Element) -> None:
        namespace = _split(root)[0]
        self.own = "" if namespace in PREFIXES else namespace
        self.known: dict[tuple[str, str | None], str] = {}

    def of(self, element: Element) -> str:
        """The element's name."""
        key = (str(element.tag), element.prefix)
        name = self.known.get(key)
        if name is None:
            namespace, local = _split(element)
            prefix = PREFIXES.get(namespace)
            if prefix is None:
                prefix = "" if namespace == self.own or not element.prefix else element.prefix.lower()
            # A prefix that was never bound is part of the name, and means what it means elsewhere.
            name = f"{prefix}:{local}" if prefix else local.removeprefix("atom:").removeprefix("rss:")
            self.known[key] = name
        return name

    def children(self, element: Element) -> Fields:
        """The children of an element by name, in their order."""
        found: Fields = {}
        for child in element:
            found.setdefault(self.of(child), []).append(child)
        return found


def _split(element: Element) -> tuple[str, str]:
    """Namespace and name of an element, in lower case."""
    namespace, _, local = str(element.tag).lower().rpartition("}")
    return namespace[1:], local


def _entries(root: Element, names: _Names) -> Iterator[Element]:
    """The entries in the document's order, wherever they stand."""
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        if names.of(element) in ("item", "entry"):
            yield element
        elif len(element):
            waiting.extend(reversed(element))


def text_of(element: Element) -> str:
    """All text in an element, without white space around it."""
    return "".join(map(str, element.itertext())).strip() if len(element) else (element.text or "").strip()


def _first(fields: Fields, group: tuple[str, ...]) -> list[Element]:
    return [element for name in group for element in fields.get(name, ()) if text_of(element)][:1]


def _chosen(fields: Fields, names: _Names) -> Iterator[Element]:
    """The fields of an entry that feedparser is to see."""
    for group in ONE_OF:
        yield from _first(fields, group)
    # A second summary is content for feedparser, so that a caption or a podcast's notes were the article: the longest
    # of the first kind stays, and of those in Media RSS's groups one where there is no other.
    for group in fields.get("media:group", ()):
        fields.setdefault("media:description", []).extend(names.children(group).get("media:description", ()))
    for name in SUMMARIES:
        if found := [element for element in fields.get(name, ()) if text_of(element)]:
            yield max(found, key=lambda element: len(text_of(element)))
            break
    for name in LISTS:
        yield from fields.get(name, ())[:LIST_ITEMS]


def _fields(elements: Iterable[Element], names: _Names, is_atom: bool) -> Iterator[Element]:
    """The elements as feedparser reads them rightly, without empty ones: it takes an empty link for a link."""
    for element in elements:
        name, text = names.of(element), text_of(element)
        author = names.children(element) if name in AUTHORS else {}
        markup = _inner_markup(element) if name in TEXTS and len(element) else None
        _strip(element, RENAMED.get(name, name))
        if not text and not markup and not any(map(element.get, ("href", "url", "term", "label", "src"))):
            continue
        element.text = text
        if name in AUTHORS:
            # It makes names of "mail (Name)" by a search whose time grows with the square of the text's length.
            written = map(text_of, author.get("name", author.get("foaf:name", ())))
            element.text = None
            lxml.etree.SubElement(element, "name").text = next(written, text)
        elif name in TEXTS:
            # Of elements inside a text, it reads the end tags as if they were the feed's (</title>, </summary>).
            element.text = markup or text
            if markup or not ((is_atom and name in TYPED) or name == "media:description"):
                element.set("type", "html")  # as all of RSS is, whatever it says
            elif not element.get("type"):
                element.set("type", "text")
        elif name in IDS:
            # An id that is no address, it takes for a relative one.
            is_link = (element.get("ispermalink") or "true").lower() == "true" and web_address(text, None)
            element.set("ispermalink", "true" if is_link else "false")
        elif any(name in group for group in DATES):
            element.text = text[:DATE_CHARACTERS]
        yield element


def _strip(element: Element, name: str) -> None:
    """Leaves an element nothing but attributes that mean something, under a name that feedparser knows."""
    values = [(key if key[0] == "{" else key.lower(), value.strip()) for key, value in element.attrib.items()]
    element.clear()
    namespace, local = _split(element)
    if local != name or namespace not in PREFIXES:
        prefix, _, local = name.rpartition(":")
        element.tag = f"{{{NAMESPACES[prefix]}}}{local}" if prefix in NAMESPACES else local
    for key, value in values:
        if value and key in ATTRIBUTES:
            element.set(key, value)


def _inner_markup(element: Element) -> str:
    """What an element holds as HTML, without namespaces.

    The one div around XHTML in Atom is no part of the content (RFC 4287, section 3.1.1.3).
    """
    for inside in element.iterdescendants():
        inside.tag = _split(inside)[1].rpartition(":")[2]
    lxml.etree.cleanup_namespaces(element)
    if len(element) == 1 and element[0].tag == "div" and not f"{element.text or ''}{element[0].tail or ''}".strip():
        element = element[0]
    html = lxml.etree.tostring(element, method="html", encoding="unicode", with_tail=False)
    return html[html.index(">") + 1 : html.rindex("<")].strip()
