"""Whole pages as sites send them in place of an article, with status 200; and articles that speak of such pages.

All invented: texts, sites and names. The pages lie in `pages/`, in a folder for each reason to skip them. What
surrounds a text (navigation, lists of news, footers) is there as on real sites, since it is what misleads.
"""

import json
from pathlib import Path

FOLDER = Path(__file__).parent / "pages"


def _pages(reason: str) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((FOLDER / reason).glob("*.html"))}


ERRORS = _pages("error_page")
CONSENTS = _pages("consent_wall")
LOGINS = _pages("login_wall")
SHELLS = _pages("needs_javascript")
LISTS = _pages("no_article")


def _articles(name: str) -> dict[str, list[str]]:
    """Headline, then paragraphs, by name."""
    found: dict[str, list[str]] = json.loads((FOLDER / "articles" / f"{name}.json").read_text(encoding="utf-8"))
    return found


ARTICLES_ABOUT = _articles("about")
"""Of error pages, cookies, paywalls and the like."""
ARTICLES_OF_THE_WORLD = _articles("world")
"""In many languages and voices: that stops, spaces or other persons than the reader are missing must not cost them."""
MEMBERS: dict[str, str] = json.loads((FOLDER / "articles" / "members.json").read_text(encoding="utf-8"))
"""What stands below the first paragraphs of an article for those who may not read on."""

NAV = """<header><a href="/" class="logo">The Harbour Post</a><nav><ul><li><a href="/world">World</a></li>
<li><a href="/politics">Politics</a></li><li><a href="/business">Business</a></li><li><a href="/login">Log in</a></li>
<li><a href="/subscribe">Subscribe</a></li></ul></nav></header>"""
FOOTER = """<footer><ul><li><a href="/about">About us</a></li><li><a href="/privacy">Privacy policy</a></li>
<li><a href="/cookies">Cookies</a></li></ul><p>&copy; 2026 The Harbour Post. All rights reserved.</p></footer>
<script src="/static/main.js"></script>"""
POPULAR = """<section class="popular"><h3>Most read</h3><ol>
<li><a href="/a1">Ferry workers vote for a second week of strikes</a></li>
<li><a href="/a2">Council approves the new bridge after a long night</a></li>
<li><a href="/a3">What the budget means for the islands</a></li>
<li><a href="/a4">Two hurt as storm brings down trees in the north</a></li>
<li><a href="/a5">Harbour museum finds its lost map in a drawer</a></li></ol></section>"""
TEASERS = "".join(
    f'<div class="card"><h3><a href="/n{n}">{head}</a></h3><p>{text}</p><span>2 hours ago</span></div>'
    for n, (head, text) in enumerate(
        [
            ("Ferry workers vote for a second week of strikes", "Crews on all six routes will stop work from Monday."),
            ("Council approves the new bridge", "The vote came after eleven hours of debate in a packed town hall."),
            ("What the budget means for the islands", "Fuel will cost more, and the school bus will be free again."),
            ("Two hurt as storm brings down trees", "Roads in the north stay closed, the fire service said on Sunday."),
            ("Museum finds its lost map in a drawer", "The chart of 1741 had been missing since the last war."),
            ("Fishing quota talks end without a deal", "Ministers will meet again in Bergen at the end of the month."),
            ("Hospital opens its new children's ward", "It has forty beds and a garden that the town paid for."),
            (
                "Rents rise for the ninth month in a row",
                "A flat in the old town now costs as much as one in the capital.",
            ),
        ]
    )
)
STORY = (
    "The foreign ministers of the two island states met in Bergen on Tuesday for the first time since the fishing war.",
    "They agreed to open their waters to each other's boats from May, and to share the cost of a rescue station.",
    "“We have waited nine years for this day,” said Ragna Holm, who led the talks for the northern islands.",
    "Boats from both countries had been turned back at sea more than forty times last year, the coast guard said.",
    "The agreement has to pass both parliaments, where parties of the fishing towns have announced that they will vote "
    "against it. A first reading is planned for the second week of March.",
)
MARKS = (
    '<meta property="og:type" content="article"><meta property="article:published_time" content="2026-01-17T08:00:00Z">'
)


def site(title: str, body: str, head: str = "", lang: str = "en") -> str:
    """A page of a news site, with its navigation and footer."""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="stylesheet" href="/s.css">{head}</head><body>{NAV}<main>{body}</main>{FOOTER}</body></html>'
    )


def bare(title: str, body: str, head: str = "", lang: str = "en") -> str:
    """A page without anything around its text, as servers and shields send it."""
    return f'<html lang="{lang}"><head><title>{title}</title>{head}</head><body>{body}</body></html>'


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)
