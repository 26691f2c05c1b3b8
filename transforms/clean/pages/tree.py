"""HTML as a tree."""

import re

from lxml import etree
from lxml.html import HtmlElement

# libxml2 takes some public identifiers for a reason to build another tree (lxml bug 1955915).
DOCTYPE = re.compile(r"<!doctype[^>]*>", re.IGNORECASE)
DOCTYPE_WITHIN = 2000
"""Characters. A document type stands at a page's beginning."""
# One class for all elements: lxml.html's own lookup, by tag, is called for each element anew and costs more.
ONE_CLASS = etree.ElementDefaultClassLookup(element=HtmlElement)


def parse(html: str) -> HtmlElement | None:
    """A page or fragment as a tree; None where there is no element in it.

    Comments and processing instructions are left out, and so is what stands deeper than 2,048 elements.
    """
    html = DOCTYPE.sub("", html[:DOCTYPE_WITHIN], count=1) + html[DOCTYPE_WITHIN:]
    try:
        # Bytes with the encoding said, because lxml refuses text that declares one of its own.
        tree: HtmlElement | None = etree.fromstring(html.encode("utf-8"), _parser())
    except etree.LxmlError:
        return None
    return tree


def _parser() -> etree.HTMLParser:
    # A new one for each page: one for all would make threads wait for each other, and a forked process for ever.
    # Without `huge_tree` libxml2 stops at a depth of 256 elements and drops the rest of the page, which pages
    # that never close their tags do reach.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True
    )
    parser.set_element_class_lookup(ONE_CLASS)
    return parser
