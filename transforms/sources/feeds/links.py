"""Which of the links that feedparser found is an entry's article, and which are files, comments, or the feed itself."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from transforms.sources.fields import web_address
from transforms.sources.formats.html import HTML_TYPES

IANA = "http://www.iana.org/assignments/relation/"
MEDIA = ("audio/", "video/", "image/")
MEDIA_ENDINGS = (
    ".mp3", ".m4a", ".m4b", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac", ".wma", ".mp4", ".m4v", ".mov", ".avi",
    ".mkv", ".webm", ".mpg", ".mpeg", ".ogv", ".wmv", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg",
)  # fmt: skip

Fields = dict[str, Any]


def article_link(entry: Fields, is_atom: bool, base: str | None) -> str | None:
    """The address of the page that an entry is about; None where it names none.

    The original of one that counts readers; a link of relation "alternate" (RFC 4287, section 4.2.7.2; all of RSS's
    are), HTML before other types; content elsewhere (`src`); an id that is an address, unless RSS says that it is no
    permalink. feedparser's own choice would be the last of them; it takes recordings and pictures too, which no one is
    to fetch as pages: enclosures, addresses that end as such files do, and such types are left out.
    """
    files = {address for file in _files(entry) if (address := web_address(file.get("href") or file.get("url"), base))}
    for address in _candidates(entry, is_atom, base):
        if address and address not in files and not is_media(address):
            return address
    return None


def _candidates(entry: Fields, is_atom: bool, base: str | None) -> Iterator[str | None]:
    yield web_address(entry.get("feedburner_origlink"), None)
    links = [link for link in _related(entry, "alternate") if not (link.get("type") or "").startswith(MEDIA)]
    links.sort(key=lambda link: link.get("type") not in HTML_TYPES)
    yield from (web_address(link.get("href"), base) for link in links)
    for content in entry.get("content", ()):
        if content.get("type") in HTML_TYPES:
            yield web_address(content.get("src"), web_address(content.get("base"), base) or base)
    # An id that is no permalink stands beside this mark, an RDF's `about` stands without it.
    if is_atom or entry.get("link") or "guidislink" not in entry:
        yield web_address(entry.get("id"), None)


def addresses(fields: Fields, relation: str, base: str | None) -> Iterator[str]:
    """The addresses of a feed's or an entry's links of a relation."""
    yield from (address for link in _related(fields, relation) if (address := web_address(link.get("href"), base)))


def _related(fields: Fields, relation: str) -> Iterator[Fields]:
    yield from (link for link in fields.get("links", ()) if link.get("rel", "").removeprefix(IANA) == relation)


def _files(entry: Fields) -> Iterator[Fields]:
    """An entry's enclosures and Media RSS's content, of types that may be those of a recording or a picture."""
    files = [*_related(entry, "enclosure"), *entry.get("media_content", ())]
    yield from (file for file in files if (file.get("type") or MEDIA[0]).startswith(MEDIA))


def has_recording(entry: Fields) -> bool:
    """Whether a file of sound or moving pictures is attached to an entry."""
    kinds = [link.get("type") or "" for link in entry.get("links", ())]
    return any(kind.lower().startswith(("audio/", "video/")) for kind in kinds)


def is_media(address: str) -> bool:
    """Whether an address ends as that of a recording or a picture."""
    return urlsplit(address).path.lower().endswith(MEDIA_ENDINGS)
