"""Who says that an event happened: the subject of the verb of saying above it, or "according to"."""

import re

_ACCORDING = re.compile(
    r"\b[Aa]ccording to ((?:(?:the|a|an|his|her|their) )?[^,.;]{2,60}?)(?=[,.;]|$| (?:that|which|and|on|in)\b)"
)


def attributed(text: str, source: str | None) -> str | None:
    """The source of a sentence's event: `source` from the parse, else whom "according to" names, else None."""
    if source:
        return source
    match = _ACCORDING.search(text)
    return match.group(1).strip() if match else None
