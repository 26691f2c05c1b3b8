"""The words of a text, for counting and comparing: simple, the same in every language."""

import re

# Chinese, Japanese and Thai put no spaces between words: there, each character counts as one.
UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+(?:['’][^\W_{UNSPACED}]+)*")


NO_LETTERS = re.compile(r"[\W_]+")


def words(text: str) -> list[str]:
    """The words in their order, as written; an apostrophe inside a word belongs to it."""
    return WORD.findall(text)


def letters(text: str) -> str:
    """The letters and digits of a text in lower case: what two spellings of one name or title have in common."""
    return NO_LETTERS.sub("", text.lower())
