"""Takes credentials out of URLs, and out of any text that quotes one."""

import re
from urllib.parse import unquote, urlsplit

HIDDEN = "***"
HIDDEN_PARAMETERS = (
    r"(?:access|auth|api|session|id|refresh|security|user|feed|rss)?[_-]?token|api[_-]?key|auth[_-]?key|"
    r"access[_-]?key|secret[_-]?key|secret|client[_-]?secret|password|passwd|pwd|pass|auth|sig|signature|"
    r"x-amz-signature|x-amz-credential|x-amz-security-token|x-goog-signature"
)
"""Query parameters that hold a secret, by the names that services give them; `key` alone names too much else."""

USER_INFO = re.compile(r"//[^\s/?#\"'<>\\]*@")
SECRET_PARAMETER = re.compile(rf"(?i)([?&;](?:{HIDDEN_PARAMETERS})=)[^&;#\s\"'<>]+")
SHORTEST_SECRET = 6
"""Characters from which a user name alone is taken for a secret (`https://TOKEN@host/`)."""


def redact(text: str) -> str:
    """A URL, or a text that holds URLs, without user names and passwords, and with secret parameters' values hidden.

    Idempotent, so that what was redacted once can be a key.
    """
    return SECRET_PARAMETER.sub(rf"\1{HIDDEN}", USER_INFO.sub("//", text))


def without_secrets(data: bytes, url: str) -> bytes:
    """What a server sent, without the credentials of the URL that it was asked for (feeds quote their own address).

    Only where they stand as in a URL: a password that is an everyday word stays in the prose.
    """
    secrets = _secrets(url)
    for secret, instead in sorted(secrets.items(), key=lambda pair: -len(pair[0])):
        data = data.replace(secret.encode("utf-8", "replace"), instead.encode())
    return data


def _secrets(url: str) -> dict[str, str]:
    """The pieces of a URL that give credentials away, as written and percent-decoded, and what to put instead."""
    try:
        user_info, at, _ = urlsplit(url).netloc.rpartition("@")
    except ValueError:
        return {}
    pieces: dict[str, str] = {}
    if at and (":" in user_info or len(user_info) >= SHORTEST_SECRET):
        pieces.update({f"{user_info}@": "", f"{unquote(user_info)}@": ""})
    for match in SECRET_PARAMETER.finditer(url):
        written = match.group()[1:]
        hidden = match.group(1)[1:] + HIDDEN
        pieces.update({written: hidden, unquote(written): hidden})
    return pieces
