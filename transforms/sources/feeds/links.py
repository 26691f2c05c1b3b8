"""Which of an entry's links is its article, and which are files, comments, or the feed itself."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from transforms.sources.feeds.elements import Element, attribute, base_of, text_of
from transforms.sources.fields import web_address

IANA = "http://www.iana.org/assignments/relation/"
HTML_LIKE = ("text/html", "application/xhtml+xml")
MEDIA = ("audio/", "video/", "image/")
MEDIA_ENDINGS = (
    ".mp3", ".m4a", ".m4b", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac", ".wma", ".mp4", ".m4v", ".mov", ".avi",
    ".mkv", ".webm", ".mpg", ".mpeg", ".ogv", ".wmv", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg",
)  # fmt: skip
ORIGINALS = ("feedburner:origlink", "pheedo:origlink")
"""The article's own address, where `link` is that of a service that counts readers."""


def article_link(fields: dict[str, list[Element]], entry: Element, base: str | None) -> str | None:
    """The address of the page that an entry is about; None where it names none.

    An original link; RSS's `link`; Atom's of relation "alternate" (RFC 4287, section 4.2.7.2), HTML before other
    types; content elsewhere (`src`); a guid that is a permalink, as it is unless said otherwise (RSS 2.0); an id or
    `rdf:about` that is an address. A recording or a picture is no article: enclosures, addresses that end as files of
    these kinds do, and such types are left out, so that no one fetches them as a page.
    """
    files = enclosures(fields, base)
    for address in _candidates(fields, entry, base):
        if address and address not in files and not is_media(address):
            return address
    return None


def _candidates(fields: dict[str, list[Element]], entry: Element, base: str | None) -> Iterator[str | None]:
    yield from (web_address(text_of(element), None) for name in ORIGINALS for element in fields.get(name, ()))
    links = fields.get("link", ())
    yield from (_resolved(text_of(link), link, base) for link in links if attribute(link, "href") is None)
    alternates = [link for link in links if attribute(link, "href") and relation(link) == "alternate"]
    alternates = [link for link in alternates if not (attribute(link, "type") or "").lower().startswith(MEDIA)]
    alternates.sort(key=lambda link: (attribute(link, "type") or HTML_LIKE[0]).lower() not in HTML_LIKE)
    yield from (_resolved(attribute(link, "href"), link, base) for link in alternates)
    yield _resolved(attribute(entry, "href"), entry, base)
    for content in fields.get("content", ()):
        if (attribute(content, "type") or HTML_LIKE[0]).lower() in ("html", "xhtml", *HTML_LIKE):
            yield _resolved(attribute(content, "src"), content, base)
    for guid in fields.get("guid", ()):
        if (attribute(guid, "ispermalink") or "true").lower() != "false":
            yield web_address(text_of(guid), None)
    yield from (web_address(text_of(element), None) for element in fields.get("id", ()))
    yield web_address(attribute(entry, "about"), None)


def relation(link: Element) -> str:
    """The relation of an Atom link: "alternate" where it names none (RFC 4287, section 4.2.7.2)."""
    return (attribute(link, "rel") or "alternate").lower().removeprefix(IANA)


def enclosures(fields: dict[str, list[Element]], base: str | None) -> Sequence[str]:
    """The addresses of files that are attached to an entry (RSS 2.0's and Atom's enclosures, Media RSS's content)."""
    files = [*fields.get("enclosure", ()), *fields.get("media:content", ())]
    attached = [link for link in fields.get("link", ()) if attribute(link, "href") and relation(link) == "enclosure"]
    addresses = [_resolved(attribute(file, "url"), file, base) for file in files if is_medium(attribute(file, "type"))]
    addresses += [_resolved(attribute(link, "href"), link, base) for link in attached]
    return [address for address in addresses if address]


def is_medium(kind: str | None) -> bool:
    """Whether a media type is that of a recording or a picture; one that is missing may be."""
    return kind is None or kind.lower().startswith(MEDIA)


def is_media(address: str) -> bool:
    """Whether an address ends as that of a recording or a picture."""
    return urlsplit(address).path.lower().endswith(MEDIA_ENDINGS)


def _resolved(link: str | None, element: Element, base: str | None) -> str | None:
    return web_address(link, base_of(element, base)) if link else None
