"""Plain text out of the HTML that feeds carry, and what of it is markup at all."""

import html
import re

import lxml.etree

TITLE_CHARACTERS = 10_000
PARSER = lxml.etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)

INLINE = "a|abbr|b|big|cite|code|del|em|font|i|ins|mark|nobr|q|s|small|span|strike|strong|sub|sup|tt|u"
BLOCKS = "p|div|blockquote|h[1-6]|ul|ol|li|table|tr|td|figure|article|section|center|pre|iframe|video"
EMPTY = "br|hr|img|wbr"
START = re.compile(rf"<({INLINE}|{BLOCKS})(?:\s[^<>]*)?>", re.IGNORECASE)
END = re.compile(rf"</({INLINE}|{BLOCKS})\s*>", re.IGNORECASE)
LONE = re.compile(rf"<(?:{EMPTY})(?:\s[^<>]*)?/?>", re.IGNORECASE)
TAG = re.compile(r"<[a-z/!]", re.IGNORECASE)
ESCAPED_START = re.compile(
    rf"\s*&lt;(?:{INLINE}|{BLOCKS}|{EMPTY})(?:\s(?:(?!&lt;).)*?)?/?&gt;", re.IGNORECASE | re.DOTALL
)
ESCAPED_END = re.compile(rf"&lt;(?:/(?:{INLINE}|{BLOCKS})\s*|(?:{EMPTY})\b[^&]*)&gt;", re.IGNORECASE)
OVER_ESCAPED = re.compile(
    r"&(?:amp;)*(?:quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|amp|#0*(?:3[49]|160|82\d\d)|#x20[12][0-9a-f]);",
    re.IGNORECASE,
)


def plain_text(markup: str) -> str:
    """The text of a piece of HTML without tags, entities and scripts, its white space single."""
    if "<" not in markup and "&" not in markup:
        return " ".join(markup.split())
    if "<" not in markup:
        return " ".join(html.unescape(markup).split())
    try:
        root = lxml.etree.fromstring(b"<div>" + markup.encode("utf-8", "replace") + b"</div>", PARSER)
    except lxml.etree.LxmlError:
        return ""
    lxml.etree.strip_elements(root, "script", "style", with_tail=False)
    return " ".join("".join(map(str, root.itertext())).split())


def is_markup(text: str) -> bool:
    """Whether a text that may be plain is HTML: it has an element's both tags, or one that has no end tag.

    "How to use <div>" and "a < b" are not.
    """
    text = text[:TITLE_CHARACTERS]
    if ">" not in text or "<" not in text:
        return False
    ends = {match[1].lower(): match.start() for match in END.finditer(text)}
    pairs = bool(ends) and any(ends.get(match[1].lower(), -1) > match.start() for match in START.finditer(text))
    return pairs or LONE.search(text) is not None


def title_text(title: str, is_html: bool) -> str:
    """A title as its readers are to see it.

    Where a feed declares HTML (Atom's type="html", RFC 4287, section 3.1.1.2), tags are markup. Elsewhere (RSS does
    not say) they are only where `is_markup` finds so, and references to characters are read once, as HTML, more often
    only for quotes and the like, which nobody means to show as `&quot;`: what is left of `&lt;div&gt;` is meant.
    """
    title = title[:TITLE_CHARACTERS]
    text = plain_text(title) if is_html or is_markup(title) else html.unescape(title)
    return OVER_ESCAPED.sub(lambda match: html.unescape(re.sub("(?i)&(?:amp;)+", "&", match.group())), text)


def once_escaped(markup: str) -> str:
    """HTML that a feed escaped once too often as the HTML that is meant: it has no tag, and begins with one escaped.

    A sentence about `&lt;div&gt;` stays as it is.
    """
    if "&lt;" not in markup or TAG.search(markup) or not ESCAPED_START.match(markup):
        return markup
    return html.unescape(markup) if ESCAPED_END.search(markup) else markup


def paragraphs(text: str) -> str:
    """Plain text as HTML, a paragraph a line."""
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())
