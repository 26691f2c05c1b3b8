"""What can become of one document in a stage, other than going on to the next."""

from schemas.codes import SkipReason, Stage
from schemas.records import Quarantined

MESSAGE_CHARACTERS = 500
EXCERPT_CHARACTERS = 200


class BadInput(Exception):
    """A document that cannot be used. It goes to the quarantine, and the run goes on.

    `message` quotes what was wrong and says what is allowed; `kind` is a short name such as `bad_json`;
    `excerpt` is how the input begins.
    """

    def __init__(self, kind: str, message: str, excerpt: str | bytes = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.excerpt = excerpt

    def __reduce__(self) -> tuple[object, ...]:
        return BadInput, (self.kind, self.message, self.excerpt)


class Skipped(Exception):
    """A document that is left out on purpose, for a reason that the commit counts."""

    def __init__(self, reason: SkipReason) -> None:
        super().__init__(reason.value)
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        return Skipped, (self.reason,)


def quarantined(stage: Stage, uri: str, fetched_at: int, error: BadInput) -> Quarantined:
    """The quarantine's record of a document; message and excerpt are cut to a bounded size and made printable."""
    return Quarantined(
        stage=stage.value,
        uri=printable(uri, MESSAGE_CHARACTERS),
        error_type=error.kind,
        message=printable(error.message, MESSAGE_CHARACTERS),
        excerpt=printable(error.excerpt, EXCERPT_CHARACTERS),
        fetched_at=fetched_at,
    )


def printable(text: str | bytes, limit: int) -> str:
    """At most `limit` characters of a text, with control characters and bytes that are no UTF-8 escaped."""
    if isinstance(text, bytes):
        text = text[: limit * 4].decode("utf-8", "backslashreplace")
    cut = text[:limit]
    clean = "".join(c if c.isprintable() or c in "\n\t" else f"\\u{ord(c):04x}" for c in cut)
    return clean[:limit]
