"""The form of a URL under which an article is known: the same for links that differ in tracking alone."""

import re
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit, urlunsplit

from courlan import extract_domain

DEFAULT_PORTS = {"http": 80, "https": 443}
URL_DAY = re.compile(r"[/_-](19[89]\d|20\d\d)([/_-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\xa0]+")


@cache
def tracking_parameters() -> re.Pattern[str]:
    """Matches the whole name of a query parameter that follows readers and does not choose a page."""
    text = files("transforms.clean").joinpath("data/tracking_parameters.txt").read_text(encoding="utf-8")
    names = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return re.compile("(?:" + "|".join(re.escape(name).replace(r"\*", ".*") for name in names) + r")\Z", re.IGNORECASE)


def canonical_form(url: str | None) -> str | None:
    """An http(s) URL with scheme and host in lower case, without user, default port, fragment and tracking.

    Path and the other parameters stay as they are, in their order: they choose the page. None where `url`
    is none, is malformed or has another scheme.
    """
    if not url:
        return None
    try:
        parts = urlsplit(UNPRINTABLE.sub("", url))
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname
    if parts.scheme not in DEFAULT_PORTS or not host:
        return None
    host = f"[{host}]" if ":" in host else host
    netloc = host if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    tracking = tracking_parameters()
    query = "&".join(part for part in parts.query.split("&") if part and not tracking.match(part.partition("=")[0]))
    return urlunsplit((parts.scheme, netloc, parts.path or "/", query, ""))


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
