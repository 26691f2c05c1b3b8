"""An element `item` or `entry`, of any XML feed, to an entry."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.sources.feeds.dates import DateHabits, read_date
from transforms.sources.feeds.elements import Element, Names, attribute, inner_markup, language_of, text_of
from transforms.sources.feeds.entries import Entry
from transforms.sources.feeds.links import article_link, is_medium
from transforms.sources.feeds.markup import is_markup, once_escaped, paragraphs, title_text
from transforms.sources.feeds.people import person
from transforms.sources.fields import LIST_ITEMS, name_of, scrub, tidy

HTML_TYPES = ("html", "text/html", "xhtml", "application/xhtml+xml")
TEXT_TYPES = ("text", "text/plain")

PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued", "dcterms:created", "created", "dc:date", "date")
UPDATED = ("updated", "modified", "dcterms:modified")
"""Atom 1.0's, 0.3's and Dublin Core's names; RSS 1.0 has only `dc:date`."""

WHOLE = ("content:encoded", "content", "xhtml:body", "body", "fullitem", "encoded")
SUMMARIES = ("description", "summary", "dc:description", "abstract", "itunes:summary", "itunes:subtitle")
TITLES = ("title", "dc:title", "itunes:title", "media:title")
IDS = ("guid", "id", "dc:identifier")
DATE_CHARACTERS = 100


@dataclass(frozen=True)
class FeedSide:
    """What an entry takes from its feed: how to read its names, dates and links, and whether it is Atom, or spoken."""

    names: Names
    base: str | None
    habits: DateHabits
    is_atom: bool
    is_podcast: bool = False
    authors: Sequence[str] = ()


def entry_of(element: Element, fields: dict[str, list[Element]], side: FeedSide) -> Entry:
    """The entry that an element holds, whose children by name are `fields`."""
    bodies = [
        markup for name in WHOLE for part in fields.get(name, ()) if (markup := _markup(part, name, side.is_atom))
    ]
    content = max(bodies, key=len, default=None)
    summary = _summary(fields, side)
    published_at, published_text, updated_at = _times(fields, side)
    languages = (language_of(part) for part in (*fields.get("content", ()), element))
    language = next((tag for tag in (*map(text_of, fields.get("dc:language", ())), *languages) if tag), None)
    return Entry(
        id=next((name for text in _ids(element, fields) if (name := name_of(text))), None),
        link=article_link(fields, element, side.base),
        title=_title(fields, side.is_atom),
        body=content or summary or "",
        summary=summary,
        whole=content is not None,
        authors=tuple(dict.fromkeys(_authors(fields, side)))[:LIST_ITEMS],
        published_at=published_at,
        published_text=published_text,
        updated_at=updated_at,
        categories=tuple(dict.fromkeys(_categories(fields)))[:LIST_ITEMS],
        language=tidy(language, 100),
        spoken=side.is_podcast and _has_recording(fields),
    )


def date_texts(fields: dict[str, list[Element]]) -> Iterator[str]:
    """All dates of an entry, as written."""
    for name in (*PUBLISHED, *UPDATED):
        for element in fields.get(name, ()):
            yield text_of(element)


def title_of(element: Element, is_atom: bool) -> str | None:
    """An element's title without markup."""
    kind = (attribute(element, "type") or "").lower()
    if len(element):
        return tidy(title_text(inner_markup(element), is_html=True))
    return tidy(title_text(element.text or "", is_html=is_atom and kind in HTML_TYPES))


def _title(fields: dict[str, list[Element]], is_atom: bool) -> str | None:
    parts = (part for name in TITLES for part in fields.get(name, ()))
    return next((title for part in parts if (title := title_of(part, is_atom))), None)


def _summary(fields: dict[str, list[Element]], side: FeedSide) -> str | None:
    """The longest of the first kind of summary that the entry has; of Media RSS's, only where there is no other."""
    for name in SUMMARIES:
        found = [markup for part in fields.get(name, ()) if (markup := _markup(part, name, side.is_atom))]
        if found:
            return max(found, key=len)
    groups = (side.names.children(group) for group in fields.get("media:group", ()))
    described = [
        *fields.get("media:description", ()),
        *(part for g in groups for part in g.get("media:description", ())),
    ]
    return next((markup for part in described if (markup := _markup(part, "media:description", False))), None)


def _markup(element: Element, name: str, is_atom: bool) -> str | None:
    """An element's content as HTML; None where it holds none, or data of another kind.

    RSS holds HTML, escaped or not. Atom says which (RFC 4287, sections 3.1 and 4.1.3; Atom 0.3's `mode`); what it
    calls text is taken for HTML where it clearly is.
    """
    kind = (attribute(element, "type") or "").lower().partition(";")[0].strip()
    is_typed = (is_atom and name in ("content", "summary")) or name == "media:description"
    if is_typed and kind and kind not in (*HTML_TYPES, *TEXT_TYPES):
        return None
    text = inner_markup(element) if len(element) else text_of(element)
    if is_atom and attribute(element, "mode") == "base64":
        text = _from_base64(text)
    if not text.strip():
        return None
    if is_typed and not len(element) and kind not in HTML_TYPES and not is_markup(text):
        return paragraphs(scrub(once_escaped(text))) if once_escaped(text) == text else scrub(once_escaped(text))
    return scrub(once_escaped(text)).strip() or None


def _from_base64(text: str) -> str:
    try:
        return base64.b64decode(text, validate=False).decode("utf-8", "replace")
    except ValueError:
        return ""


def _times(fields: dict[str, list[Element]], side: FeedSide) -> tuple[int | None, str | None, int | None]:
    """When it was published, that as text where no one can read it, and when it was updated.

    An entry without a publication date was published when it was updated: that is the one time known. One whose
    date cannot be read was not.
    """
    written = [text for name in PUBLISHED for part in fields.get(name, ()) if (text := text_of(part))]
    published = next((time for text in written if (time := read_date(text, side.habits)) is not None), None)
    revised = [text for name in UPDATED for part in fields.get(name, ()) if (text := text_of(part))]
    updated = next((time for text in revised if (time := read_date(text, side.habits)) is not None), None)
    if published is not None:
        return published, None, updated
    if written:
        return None, tidy(written[0], DATE_CHARACTERS), updated
    return updated, tidy(revised[0], DATE_CHARACTERS) if revised and updated is None else None, None


def _ids(element: Element, fields: dict[str, list[Element]]) -> Iterator[str | None]:
    yield from (text_of(part) for name in IDS for part in fields.get(name, ()))
    yield attribute(element, "about")


def _authors(fields: dict[str, list[Element]], side: FeedSide) -> Iterator[str]:
    """Names of an entry's authors; in Atom the feed's, where it has none of its own (RFC 4287, section 4.2.1)."""
    found = False
    for name in ("author", "dc:creator", "dc:author"):
        for part in fields.get(name, ()):
            inside = side.names.children(part) if len(part) else {}
            texts = [text_of(child) for key in ("name", "foaf:name") for child in inside.get(key, ())]
            for author in map(person, texts if inside else [text_of(part)]):
                if author:
                    found = True
                    yield author
    if not found:
        yield from side.authors


def _categories(fields: dict[str, list[Element]]) -> Iterator[str]:
    """Labels before terms (RFC 4287, section 4.2.2); RSS's are texts."""
    for name in ("category", "dc:subject"):
        for part in fields.get(name, ()):
            text = attribute(part, "label") or attribute(part, "term") or text_of(part)
            if category := tidy(title_text(text, is_html=False), 200):
                yield category


def _has_recording(fields: dict[str, list[Element]]) -> bool:
    kinds = [attribute(file, "type") for file in (*fields.get("enclosure", ()), *fields.get("link", ()))]
    return any(kind is not None and is_medium(kind) and not kind.lower().startswith("image/") for kind in kinds)
