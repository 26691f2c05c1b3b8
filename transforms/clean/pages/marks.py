"""What an element's attributes say about the text in it: that readers do not see it, or that it is no article."""

import re
from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache

LONGEST_NAMES = 1000
"""Characters of an attribute that are read. What is longer is made for style sheets alone."""
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)

# Words that class, id and role names all over the web are made of. Without all of them the F1 of whole pages is 0.007
# less, most of it by furniture (0.004) and pictures (0.002). What the others tell, the page's build or the votes of
# other extractors tell, too, on the pages measured; they stay for pages on which those fail.
WORDS = {
    "sharing": r"shar(?:e|es|ing|ebar|ethis)|socials?|socialmedia|follow|facebook|twitter|whatsapp|telegram|linkedin"
    r"|e?mail",
    "joining": r"newsletters?|subscri(?:be|ption|ptions|ber)|signup|register|registration|login|membership"
    r"|donat(?:e|ion|ions)",
    "other articles": r"related\w*|recommend(?:ed|ations?)?|recirc\w*|popular|trending|mostread|teasers?"
    r"|promos?|promoted|promotion|readmore|moreon|seealso|readnext|upnext|stories|latest|outbrain|taboola",
    "advertisements": r"ads?|adv|adverts?|advertise\w*|adslot|dfp|sponsor(?:ed|s)?|cta|commercial",
    "furniture": r"sidebar|navbar|topbar|toolbar|bar|nav|navigation|menu|submenu|breadcrumbs?|footer|contentinfo"
    r"|complementary|widgets?|widgettitle|banner|cookies?|consent|gdpr|modal|popup|overlay|dialog|dropdown|search"
    r"|pagination|pager|skip|tooltip|buttons?|btn",
    "about the article": r"by|bylines?|authors?|bio|biography|dateline|timestamp|postmeta|tags?|taglist|categories"
    r"|copyright|legal|disclaimer",
    "pictures": r"captions?|credits?|gallery|slideshow|carousel|attribution",
    "readers": r"poll|quiz|ratings?|reactions?",
    "other media": r"sr-only|screen-reader\w*|visuallyhidden|visually-hidden|noprint|no-print|print",
}
READERS_WORDS = r"comments?|commentlist|commentform|respond|reply|replies|disqus\w*"
"""What readers write below an article."""
# A whole word of a name; not one before a colon, which is no name but a condition of a style (`print:hidden`).
_MARK = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(WORDS.values())})(?![a-z0-9:])")
_COMMENTS = re.compile(rf"(?<![a-z0-9])(?:{READERS_WORDS})(?![a-z0-9])")


class Sign(IntEnum):
    """What an element's names say of the text in it."""

    NONE = 0
    ASIDE = 1
    COMMENTS = 2


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether an element's attributes hide it from readers (HTML, section 6.1; CSS; WAI-ARIA 1.2, `aria-hidden`)."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and HIDDEN_STYLE.search(style[:LONGEST_NAMES]) is not None


def sign(attributes: Mapping[str, str]) -> Sign:
    """What the words of an element's class, id and role stand for."""
    get = attributes.get
    return _sign(get("class", "")[:LONGEST_NAMES], get("id", "")[:LONGEST_NAMES], get("role", "")[:LONGEST_NAMES])


@lru_cache(maxsize=5000)
def _sign(*names: str) -> Sign:
    plain = CAMEL.sub("-", " ".join(names)).lower().replace("_", "-")
    if _COMMENTS.search(plain):
        return Sign.COMMENTS
    return Sign.ASIDE if _MARK.search(plain) else Sign.NONE
