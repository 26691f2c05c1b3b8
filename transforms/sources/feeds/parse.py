"""RSS, RDF, Atom and JSON Feed: bytes in, entries out."""

from transforms.sources.feeds.decoding import decode
from transforms.sources.feeds.entries import ParsedFeed
from transforms.sources.feeds.jsonfeed import looks_like_json, parse_json_feed
from transforms.sources.feeds.xmlfeed import parse_xml_feed


def parse(data: bytes, url: str | None, content_type: str | None = None) -> ParsedFeed:
    """Reads a feed of any kind; of a malformed one, what is readable.

    `url` is where it came from, against which its links are resolved, and `content_type` the HTTP header.
    Raises BadInput('not_a_feed') where no kind of feed can be made out.
    """
    text = decode(data, content_type)
    return parse_json_feed(text, url) if looks_like_json(text) else parse_xml_feed(text, url)
