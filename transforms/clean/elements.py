"""What HTML's elements are to the text in them: whether it is read, and whether they begin a line of their own."""

UNREAD = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "canvas", "head"}
    | {"audio", "video", "select", "textarea"}
)
"""Elements that readers see no text of, or none that was written for them to read."""
SPOKEN = frozenset({"rt", "rp"})
"""How a word is read aloud, in Japanese and Chinese."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
ENDS_LINE = HEADINGS | frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "div", "dl", "dt"}
    | {"fieldset", "figure", "footer", "form", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre"}
    | {"section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
"""Elements of prose that begin a line and end the one before (HTML, section 15.3)."""
FURNITURE = frozenset({"button", "figcaption", "caption", "dialog", "menu", "label", "legend", "option", "optgroup"})
"""Elements of a page around its prose that begin a line, too, or stand apart from it."""
