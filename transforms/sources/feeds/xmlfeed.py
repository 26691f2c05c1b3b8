"""RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, and CDF: one reader, for they differ in names more than in kind."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from transforms.sources.feeds.dates import date_habits
from transforms.sources.feeds.elements import Element, Names, attribute, base_of, language_of, text_of
from transforms.sources.feeds.entries import MAX_ENTRIES, ParsedFeed
from transforms.sources.feeds.intervals import skip_days, skip_hours, ttl_seconds
from transforms.sources.feeds.links import relation
from transforms.sources.feeds.mend import tree_of
from transforms.sources.feeds.people import person
from transforms.sources.feeds.surplus import without_surplus
from transforms.sources.feeds.xmlentry import FeedSide, date_texts, entry_of, title_of
from transforms.sources.fields import tidy, web_address

ENTRIES = ("item", "entry")
LISTS = ("channel", "feed", "rss", "items", "rdf")
PODCAST_PREFIXES = ("itunes:", "podcast:")


def parse_xml_feed(text: str, url: str | None) -> ParsedFeed:
    """A feed in XML; of a malformed one, what is readable, as `mend` says.

    Raises BadInput('not_a_feed') where it has no feed's root element.
    """
    text, left_out = without_surplus(text, MAX_ENTRIES)
    root, broken_off = tree_of(text)
    names = Names(root)
    is_atom = names.of(root) == "feed"
    elements = list(_entries(root, names))
    about = _about(root, names)
    site = next(_links(about, url, "alternate"), None)
    # Links are relative to where the document is (RFC 3986, section 5.1.3); of one saved to disk, the site is known.
    base = base_of(root, url or site)
    language = next((tag for tag in _languages(about, root) if tag), None)
    fields = [names.children(element) for element in elements[:MAX_ENTRIES]]
    dates = (date for part in fields for date in date_texts(part))
    authors = [name for part in about.get("author", ()) for name in _names(part, names)] if is_atom else []
    side = FeedSide(
        names=names,
        base=base,
        habits=date_habits(dates, language, _host(site or url)),
        is_atom=is_atom,
        is_podcast=any(name.startswith(PODCAST_PREFIXES) for part in (about, *fields) for name in part),
        authors=tuple(authors),
    )
    return ParsedFeed(
        title=next((title for part in about.get("title", ()) if (title := title_of(part, is_atom))), None),
        entries=tuple(entry_of(element, part, side) for element, part in zip(elements, fields, strict=False)),
        self_url=next(_links(about, url, "self"), None),
        language=tidy(language, 100),
        ttl_seconds=ttl_seconds(
            _text(about, "ttl"), _text(about, "sy:updateperiod"), _text(about, "sy:updatefrequency")
        ),
        skip_hours=skip_hours(_items(about, "skiphours")),
        skip_days=skip_days(_items(about, "skipdays")),
        left_out=left_out + max(0, len(elements) - MAX_ENTRIES),
        broken_off=broken_off,
    )


def _entries(root: Element, names: Names) -> Iterator[Element]:
    """The entries in the document's order, wherever they stand: RDF has them beside the channel, RSS inside."""
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        if names.of(element) in ENTRIES:
            yield element
        elif len(element):
            waiting.extend(reversed(element))


def _about(root: Element, names: Names) -> dict[str, list[Element]]:
    """What the feed says of itself: its own children, and those of its channel."""
    about = names.children(root)
    for channel in about.get("channel", ()):
        for name, elements in names.children(channel).items():
            about.setdefault(name, []).extend(elements)
    return about


def _languages(about: dict[str, list[Element]], root: Element) -> Iterator[str | None]:
    yield from (text_of(part) for name in ("language", "dc:language") for part in about.get(name, ()))
    yield language_of(root)
    yield from (language_of(channel) for channel in about.get("channel", ()))


def _links(about: dict[str, list[Element]], url: str | None, wanted: str) -> Iterator[str]:
    """The feed's links of a relation; RSS's `link` without attributes is of relation "alternate"."""
    for link in about.get("link", ()):
        href = attribute(link, "href")
        if (relation(link) if href else "alternate") == wanted:
            address = web_address(href or text_of(link), base_of(link, url))
            if address:
                yield address


def _names(author: Element, names: Names) -> Iterator[str]:
    for part in names.children(author).get("name", ()):
        if name := person(text_of(part)):
            yield name


def _text(about: dict[str, list[Element]], name: str) -> str | None:
    return next((text for part in about.get(name, ()) if (text := text_of(part))), None)


def _items(about: dict[str, list[Element]], name: str) -> list[str]:
    return [text_of(item) for part in about.get(name, ()) for item in part]


def _host(url: str | None) -> str | None:
    return urlsplit(url).hostname if url else None
