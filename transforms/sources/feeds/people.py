"""Names of authors, as feeds write them beside addresses."""

import re

from transforms.sources.fields import tidy

LONGEST_NAME = 200
MAIL = r"[^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{1,255}"
MAIL_THEN_NAME = re.compile(rf"[<(\[]?(?:mailto:)?{MAIL}[>)\]]?(?:\s*[(<\[]\s*|\s+)([^()<>\[\]].*?|)\s*[)>\]]?")
NAME_THEN_MAIL = re.compile(rf"(.*?)\s*[-,]?\s*[(<\[]\s*(?:mailto:)?{MAIL}\s*[)>\]]?")
ONLY_MAIL = re.compile(rf"[<(\[]?(?:mailto:)?{MAIL}[>)\]]?")


def person(text: str | None) -> str | None:
    """The name in "mail (Name)" (RSS 2.0, `author`), "Name <mail>" or a bare name; None for an address alone.

    Addresses are nobody's name, and personal.
    """
    name = tidy(text, LONGEST_NAME * 2)
    if name is None:
        return None
    if "@" in name:
        if ONLY_MAIL.fullmatch(name):
            return None
        match = MAIL_THEN_NAME.fullmatch(name) or NAME_THEN_MAIL.fullmatch(name)
        name = match.group(1) if match else name
        if ONLY_MAIL.fullmatch(name):
            return None
    return tidy(name.strip("\"' ,;"), LONGEST_NAME)
