"""What strangers put into fields (names, ids, addresses) as it can stand in tables, logs and terminals."""

import re
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from schemas.ids import digest
from transforms.sources.polling.redact import redact

NAME_CHARACTERS = 2_000
"""Longer ids and URLs are cut to a digest: they are names, and stand in every row."""

LIST_ITEMS = 100

TERMINAL = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
CONTROLS = re.compile("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""C0, DEL and C1 without white space, and what turns the direction of text around. The marks U+200E and U+200F stay:
they place punctuation in Arabic and Hebrew and cannot reorder letters."""

NOT_IN_URLS = re.compile("[\t\n\r]")
URL_CHARACTERS = "!#$%&'()*+,/:;=?@[]~-._|"
SAFE_URL = re.compile(r"[A-Za-z0-9!#$%&'()*+,/:;=?@\[\]~._|-]+")


def tidy(text: object, limit: int = NAME_CHARACTERS) -> str | None:
    """A short text with single white space and without control characters, of at most `limit` characters.

    None where nothing is left.
    """
    if not isinstance(text, str):
        return None
    text = scrub(text[: 4 * limit])
    if not text.isprintable():
        text = CONTROLS.sub("", TERMINAL.sub("", text))
    return " ".join(text.split())[:limit].rstrip() or None


def name_of(text: object) -> str | None:
    """An id or URL without credentials and control characters; a very long one becomes a digest of itself."""
    if isinstance(text, int) and not isinstance(text, bool):
        text = str(text)
    if not isinstance(text, str) or not text.strip():
        return None
    name = redact(" ".join(CONTROLS.sub("", TERMINAL.sub("", scrub(text))).split()))
    if not name:
        return None
    return name if len(name) <= NAME_CHARACTERS else f"digest:{digest(name)}"


def web_address(link: object, base: str | None) -> str | None:
    """An absolute http(s) URL without credentials; None where it is none, or too long for one.

    White space around it and line ends in it go, what a URL cannot hold is percent-encoded, hosts' names in other
    scripts become ASCII (URL Living Standard, sections 4.4 and 3.3; RFC 3987, section 3.1).
    """
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        absolute = urljoin(base or "", CONTROLS.sub("", NOT_IN_URLS.sub("", scrub(link))).strip())
        parts = urlsplit(absolute)
        if parts.scheme not in ("http", "https") or not parts.hostname or len(absolute) > NAME_CHARACTERS:
            return None
        if not (absolute.isascii() and SAFE_URL.fullmatch(absolute)):
            absolute = _encoded(parts)
    except ValueError:
        return None
    return redact(absolute) if len(absolute) <= NAME_CHARACTERS else None


def _encoded(parts: SplitResult) -> str:
    """A URL in ASCII; raises ValueError where its host has no such name."""
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    if not SAFE_URL.fullmatch(f"//{host}"):
        raise ValueError(f"{host!r} is no host")
    path, query, fragment = (quote(part, safe=URL_CHARACTERS) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, host, path, query, fragment))


def scrub(text: str) -> str:
    """The text without what no UTF-8 file can hold (lone surrogates) and without NUL."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
