"""The form of a URL under which an article is known: the same for links that differ in tracking or AMP alone."""

import re
from functools import cache
from importlib.resources import files
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from courlan import extract_domain

DEFAULT_PORTS = {"http": 80, "https": 443}
URL_DAY = re.compile(r"[/_-](19[89]\d|20\d\d)([/_-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\xa0]+")
ESCAPED_AMPERSAND = re.compile(r"(^|&)(?:amp;)+", re.IGNORECASE)
"""What is left of `&amp;` where a link's HTML was escaped twice."""

AMP_CACHE = re.compile(r"(?:[^.]+\.)*(?:cdn\.ampproject\.org|bing-amp\.com)\Z")
"""Hosts that keep copies of publishers' pages: the caches of https://cdn.ampproject.org/caches.json."""
AMP_VIEWER = re.compile(r"(?:www\.)?(?:google\.[a-z]{2,3}(?:\.[a-z]{2})?|bing\.com)\Z")
CACHED = re.compile(r"/(?:c|v|wp)/(s/)?([^/.]+(?:\.[^/.]+)+(?:/.*)?)\Z", re.DOTALL)
"""A path in a cache: c for documents, v and wp for a viewer's; s for https; then the address without its scheme
(https://developers.google.com/amp/cache/overview)."""
VIEWED = re.compile(r"/amp/(s/)?([^/.]+(?:\.[^/.]+)+(?:/.*)?)\Z", re.DOTALL)
VIEWERS_OWN = re.compile(r"(?:amp_\w+|ampshare|usqp|aoh|csi|referrer)(?:=|\Z)")
"""Parameters that a cache and its viewer add to a publisher's address."""
ENCODED_QUERY = re.compile("%3f", re.IGNORECASE)

AMP_MARK = re.compile(
    r"_{0,2}amp(?:=(?:1|0|true|false|yes|no|amp)?)?|(?:output|outputtype|view|format|mode)=amp|"
    r"amp_markup=\d|noamp(?:=\w*)?|nonamp=\d",
    re.IGNORECASE,
)
"""Parameters that choose between a page's AMP form and its other one; the address without is the page's."""
AMP_PATH = re.compile(r"(?<=[^/])(?:/amp(?=/?\Z)|\.amp(?=(?:\.html?)?\Z))", re.IGNORECASE)
"""The same in a path, at its end and behind something else: /amp, /amp/, .amp, .amp.html."""
FIRST_AMP = re.compile(r"/amp(?=/[^/])", re.IGNORECASE)

SAME_SITE_LABELS = ("www", "m", "mobile", "amp")


@cache
def tracking_parameters() -> re.Pattern[str]:
    """Matches the whole name of a query parameter that follows readers and does not choose a page."""
    text = files("transforms.clean").joinpath("data/tracking_parameters.txt").read_text(encoding="utf-8")
    names = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return re.compile("(?:" + "|".join(re.escape(name).replace(r"\*", ".*") for name in names) + r")\Z", re.IGNORECASE)


def canonical_form(url: str | None) -> str | None:
    """An http(s) URL with scheme and host in lower case, without user, default port, fragment, tracking and AMP.

    An address in an AMP cache becomes the publisher's own. Path and the other parameters stay as they are, in
    their order: they choose the page. None where `url` is none, is malformed or has another scheme.
    """
    parts = _split(UNPRINTABLE.sub("", url)) if url else None
    # A cache may be asked for what is in another; each turn makes the address shorter.
    while parts is not None and (cached := _publishers_own(parts)):
        parts = _split(cached)
    if parts is None:
        return None
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    netloc = host if parts.port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{parts.port}"
    return urlunsplit((parts.scheme, netloc, _without_amp(parts.path or "/"), _choosing(parts.query), ""))


def _split(url: str) -> SplitResult | None:
    """The parts of an http(s) URL with a host and a port that can be one; None of all else."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in DEFAULT_PORTS and bool(parts.hostname) and (parts.port is None or parts.port >= 0)
    except ValueError:
        return None
    return parts if good else None


def _publishers_own(parts: SplitResult) -> str | None:
    """The address of which this is a copy in an AMP cache, or in a viewer of copies; None where it is neither."""
    host = parts.hostname or ""
    cached = (CACHED.match(parts.path) if AMP_CACHE.match(host) else None) or (
        VIEWED.match(parts.path) if AMP_VIEWER.match(host) else None
    )
    if cached is None:
        return None
    # Google's viewer escapes the question mark of the address in its own path.
    address, *escaped = ENCODED_QUERY.split(cached[2], maxsplit=1)
    if extract_domain(f"https://{address}") is None:
        return None
    query = [part for part in parts.query.split("&") if part and not VIEWERS_OWN.match(part)]
    query = [*(unquote(part) for part in escaped), *query]
    return f"{'https' if cached[1] else 'http'}://{address}" + (f"?{'&'.join(query)}" if query else "")


def _choosing(query: str) -> str:
    """The parameters of a query that may choose the page."""
    tracking = tracking_parameters()
    parts = ESCAPED_AMPERSAND.sub(r"\1", query).split("&")
    return "&".join(
        part for part in parts if part and not tracking.match(part.partition("=")[0]) and not AMP_MARK.fullmatch(part)
    )


def _without_amp(path: str) -> str:
    """A path without the marks of a page's AMP form at its end."""
    while (shorter := AMP_PATH.sub("", path)) != path:
        path = shorter
    return path


def article_key(canonical: str) -> str:
    """What tells the article at a canonical address from others: not for clicking, only for comparing.

    The address without scheme, one slash at the path's end, and what sites put before it for a form of the same
    page: host labels www, m, mobile and amp, as long as a registrable domain remains, and a first segment /amp/.
    """
    parts = urlsplit(canonical)
    host, registrable = parts.netloc, _domain_of_host(parts.hostname or "")
    while host.partition(".")[0] in SAME_SITE_LABELS:
        shorter = host.partition(".")[2]
        if not f".{shorter.partition(':')[0]}".endswith(f".{registrable}"):
            break
        host = shorter
    path = FIRST_AMP.sub("", parts.path, count=1) if FIRST_AMP.match(parts.path) else parts.path
    return f"{host}{path.removesuffix('/')}" + (f"?{parts.query}" if parts.query else "")


@cache
def _domain_of_host(host: str) -> str:
    return extract_domain(f"https://{host}/") or host.removeprefix("www.")


def domain(url: str | None) -> str | None:
    """The registrable domain (Public Suffix List) of a canonical URL: bbc.co.uk of https://news.bbc.co.uk/1."""
    host = urlsplit(url).hostname if url else None
    return _domain_of_host(host) if host else None


def day_in(url: str | None) -> str | None:
    """The ISO day that a URL's path names, as in /2023/05/17/ or -20230517; None where it names none."""
    match = URL_DAY.search(urlsplit(url).path) if url else None
    return f"{match[1]}-{match[3]}-{match[4]}" if match else None


def better_canonical(url: str | None, claimed: str | None) -> str | None:
    """Which of two canonical forms names the page: its address, or the one that the page claims.

    A claim counts where it is on the same domain and is not the front page: sites that put their front page
    as every article's canonical URL would make one article of them all.
    """
    if not url or not claimed:
        return url or claimed
    front = urlsplit(claimed).path in ("", "/") and not urlsplit(claimed).query
    return url if front or domain(url) != domain(claimed) else claimed
