"""A feed's text as a tree, also where it is no XML: what is broken is mended, so that feedparser can read its entries.

By itself, feedparser reads what is not well-formed with a parser of SGML: entries that a mistake swallows are lost, and
20,000 unclosed items take half a minute. Here such a text is written anew as XML, by a tokenizer and a stack in one
pass; the rules are those of HTML's parsers (HTML Living Standard, section 13.2), as far as feeds need them. Documents
that are well-formed never come by it. No DTD is read, and no entity that could grow is expanded.
"""

import re
from collections import Counter
from collections.abc import Mapping

import lxml.etree

from transforms.outcomes import BadInput
from transforms.sources.feeds.references import NOT_IN_XML, PLACES, possible_references

ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?:rss|rdf|feed|channel)(?=[\s/>])", re.IGNORECASE)
PAGE = re.compile(r"<html(?=[\s>])", re.IGNORECASE)
DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]*", re.IGNORECASE)
SUBSET_END = re.compile(r"\]\s*>")
ENTITY = re.compile(
    r"<!ENTITY\s+([\w.-]{1,64})\s+(?:\"((?:[^\"&%<]|&#\w{1,8};){0,100})\"|'((?:[^'&%<]|&#\w{1,8};){0,100})')\s*>"
)
SUBSET_CHARACTERS = 100_000
EXPANDED_CHARACTERS = 200_000
"""Declared entities are plain texts of at most 100 characters, and stand where all of them make no more than this."""

NAME = r"[A-Za-z_][A-Za-z0-9_.:-]*"
TOKEN = re.compile(
    r"<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)"
    r"|<!--.*?(?:-->|\Z)"
    r"|<[?!][^<>]*>"
    rf"|</(?P<end>{NAME})[^<>]*(?:>|(?=<)|\Z)"
    rf"|<(?P<start>{NAME})(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+)>",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"([A-Za-z_][A-Za-z0-9_.:-]*)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")
MOST_ATTRIBUTES = 100
DEEPEST = 200
"""Elements nested deeper than this lose their tags; parsers have such a bound too."""

ENTRIES = {"item", "entry"}
VOID = {"br", "hr", "img", "input", "meta", "area", "col", "wbr", "embed", "param"}
"""HTML's elements without end tags; of those, `link` and `source` are elements of feeds as well."""

FEEDS_OWN = {"pubdate", "guid", "enclosure", "comments", "description", "content:encoded", "dc:date", "dc:creator",
             "published", "updated", "summary", "issued", "modified", "dc:subject", "itunes:summary"}  # fmt: skip
NAMED_LIKE_HTML = {"title", "link", "author", "category", "id", "source", "content"}
SHORT = {
    "title",
    "link",
    "guid",
    "pubdate",
    "id",
    "category",
    "comments",
    "published",
    "updated",
    "dc:date",
    "dc:creator",
}
"""Fields of an entry: the next one ends a short one that was not closed, FEEDS_OWN also end a description."""


def tree_of(text: str) -> tuple[lxml.etree._Element, bool]:
    """The root element of a feed's text, and whether the text breaks off within an entry, which is left out then.

    Raises BadInput('not_a_feed') where it has no feed's root element (RSS, RDF, Atom, CDF).
    """
    start, declared = _start(text)
    body = NOT_IN_XML.sub("", text[start:])
    try:
        return lxml.etree.fromstring(body.encode("utf-8", "replace"), _parser(recover=False)), False
    except lxml.etree.XMLSyntaxError:
        mended, broken_off = mend(body, declared)
    root = lxml.etree.fromstring(mended.encode("utf-8", "replace"), _parser(recover=True))
    if root is None:
        raise BadInput("not_a_feed", "this is no RSS, RDF, Atom or JSON Feed: it has no elements", text[:200])
    return root, broken_off


def _parser(*, recover: bool) -> lxml.etree.XMLParser:
    """A parser that fetches and expands nothing, and takes texts and trees of any size that a feed may have."""
    return lxml.etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )


def _start(text: str) -> tuple[int, dict[str, str]]:
    """Where the feed's root element begins, past whatever stands before it, and the entities declared there.

    An HTML page is no feed, though it may show one; but a page before an XML declaration is a server's message.
    """
    declared: dict[str, str] = {}
    last = {end: text.rfind(end) for end in ("?>", "-->", "]")}  # so that no end is looked for that never comes
    is_page, at = False, text.find("<")
    while at >= 0:
        end = -1
        if text.startswith("<?", at):
            is_page = is_page and not text.startswith("<?xml", at)
            end = text.find("?>", at) if at < last["?>"] else -1
        elif text.startswith("<!--", at):
            end = text.find("-->", at) if at < last["-->"] else -1
        elif doctype := DOCTYPE.match(text, at):
            end = doctype.end() - 1
            has_subset = text.startswith("[", doctype.end()) and at < last.pop("]", -1)  # a document has one
            if has_subset and (subset := SUBSET_END.search(text, at, at + SUBSET_CHARACTERS)):
                declared.update(_entities(text, doctype.end(), subset.start()))
                end = subset.end() - 1
        elif PAGE.match(text, at):
            is_page = True
        elif not is_page and ROOT.match(text, at):
            return at, declared
        at = text.find("<", max(end, at) + 1)
    raise BadInput("not_a_feed", "this is no RSS, RDF, Atom or JSON Feed: it has no feed's root element", text[:200])


def _entities(text: str, start: int, end: int) -> dict[str, str]:
    found = ENTITY.finditer(text, start, end)
    values = {match[1]: possible_references(match[2] or match[3] or "") for match in found}
    uses = Counter(re.findall(r"&([\w.-]{1,64});", text[end:])) if values else Counter()
    grown = sum(len(value) * uses[name] for name, value in values.items())
    return values if grown <= EXPANDED_CHARACTERS else {}


def mend(text: str, declared: Mapping[str, str]) -> tuple[str, bool]:
    """A document that begins with its root's tag as well-formed XML, and whether it breaks off within an entry.

    End tags close what is open within their element, those of no open element are left out, an entry ends where the
    next begins; a second root element's children go on in the first.
    """
    writer = _Writer(declared)
    at = 0
    root = TOKEN.match(text)
    if root is None or not root["start"]:  # its tag is broken
        name = re.match(rf"<({NAME})", text)
        writer.start(name[1] if name else "rss", "")
        at = name.end() if name else 0
    for token in TOKEN.finditer(text, at):
        writer.text(text[at : token.start()])
        at = token.end()
        if token["start"]:
            writer.start(token["start"], token["attributes"])
        elif token["end"]:
            writer.end(token["end"].lower())
        elif token["cdata"]:
            writer.pieces.append(token["cdata"].translate(PLACES))
    writer.text(text[at:])
    return writer.finish()


class _Writer:
    """Well-formed XML in the making: `stack` holds the open elements as (name, name in lower case)."""

    def __init__(self, declared: Mapping[str, str]) -> None:
        self.declared = declared
        self.pieces: list[str] = []
        self.stack: list[tuple[str, str]] = []
        self.open: Counter[str] = Counter()
        self.too_deep: Counter[str] = Counter()
        self.entry_depth = 0
        self.entry_start = 0

    def text(self, text: str) -> None:
        if self.stack and text:
            self.pieces.append(possible_references(text, self.declared).replace("<", "&lt;").replace(">", "&gt;"))

    def start(self, name: str, attributes: str) -> None:
        lower = name.lower()
        if self.stack and lower == self.stack[0][1]:
            return
        if lower in ENTRIES and self.entry_depth:
            self._close_down_to(self.entry_depth)
        elif self.entry_depth and len(self.stack) > self.entry_depth + 1:
            field = self.stack[self.entry_depth + 1][1]
            if lower in FEEDS_OWN or (field in SHORT and lower in NAMED_LIKE_HTML):
                self._close_field(field)
        if len(self.stack) >= DEEPEST:
            self.too_deep[lower] += 1
            return
        is_empty = attributes.endswith("/") or lower in VOID
        if lower in ENTRIES and not is_empty:
            self.entry_depth, self.entry_start = len(self.stack), len(self.pieces)
        self.pieces.append(f"<{name}{self._attributes(attributes)}{'/' if is_empty and self.stack else ''}>")
        if not is_empty or not self.stack:
            self.stack.append((name, lower))
            self.open[lower] += 1

    def _close_field(self, field: str) -> None:
        """Ends a field that was left open, unless it is of those that hold other fields."""
        if field in SHORT or field in FEEDS_OWN:
            self._close_down_to(self.entry_depth + 1)

    def end(self, lower: str) -> None:
        if self.too_deep[lower]:
            self.too_deep[lower] -= 1
        elif self.open[lower] and lower != self.stack[0][1]:
            depth = len(self.stack) - 1
            while self.stack[depth][1] != lower:
                depth -= 1
            self._close_down_to(depth)
        elif self.stack and lower == self.stack[0][1]:
            self._close_down_to(1)

    def finish(self) -> tuple[str, bool]:
        breaks_off = bool(self.entry_depth)
        if breaks_off:
            del self.pieces[self.entry_start :]
            del self.stack[self.entry_depth :]
        self._close_down_to(0)
        return "".join(self.pieces), breaks_off

    def _close_down_to(self, depth: int) -> None:
        while len(self.stack) > depth:
            name, lower = self.stack.pop()
            self.open[lower] -= 1
            self.pieces.append(f"</{name}>")
        if depth <= self.entry_depth:
            self.entry_depth = 0
        self.too_deep.clear()

    def _attributes(self, text: str) -> str:
        values: dict[str, str] = {}
        for _, match in zip(range(MOST_ATTRIBUTES), ATTRIBUTE.finditer(text), strict=False):
            value = match[2] or match[3] or (match[4] or "").removesuffix("/")
            values.setdefault(match[1], possible_references(value, self.declared))
        return "".join(
            f' {name}="{value.replace("<", "&lt;").replace(chr(34), "&quot;")}"' for name, value in values.items()
        )
