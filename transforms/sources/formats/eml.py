"""`.eml`: a file is one mail message (RFC 5322), such as a newsletter, and a message one article.

Who received a message is nobody's business: of the fields that name recipients nothing is kept, and where the text
repeats their addresses, as the feet of newsletters do, they are hidden.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from datetime import UTC
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import BinaryIO
from urllib.parse import unquote

from courlan import extract_domain

from schemas.codes import PublishedFrom, SkipReason, Stage
from schemas.records import RawDocument
from schemas.times import EARLIEST, LATEST, to_micros
from transforms.outcomes import BadInput, quarantined
from transforms.sources.fields import tidy, web_address
from transforms.sources.formats.endings import ending
from transforms.sources.formats.jsonl import AUTHORS, LANGUAGE
from transforms.sources.formats.mime import PARSER_FAILURES, own_text, parsed
from transforms.sources.formats.whole import read_whole
from transforms.sources.polling.redact import HIDDEN, redact
from transforms.sources.splits import Documents, FileRange
from transforms.watchdog import watchdog

NAME_CHARACTERS = 200
HEADER_CHARACTERS = 4_000
"""What is read of a field's value."""
RECIPIENT_FIELDS = (
    *("To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc", "Apparently-To", "Delivered-To", "Envelope-To"),
    *("X-Original-To", "X-Envelope-To", "X-Delivered-To", "X-Forwarded-To", "X-Rcpt-To", "Original-Recipient"),
)
SENDER_FIELDS = ("From", "List-Post")
"""Newsletters are often sent to the address that they come from; that one is no secret."""

MBOX_FROM = b"From "
# RFC 4155, appendix A: a line with sender and time parts the messages of an mbox, and stands after an empty one.
NEXT_IN_MBOX = re.compile(rb"\n\r?\nFrom [^\r\n]{0,200}\d\d:\d\d[^\r\n]{0,50}\r?\n")
MBOX_QUOTE = re.compile(rb"(?m)^>(?=>*From )")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
MAILBOX = re.compile(rf'((?:{QUOTED.pattern}|[^<"])*)<[^<>@]*@([^<>@\s]*)\s*>')
BARE_MAILBOX = re.compile(r"[^\s@<>]+@([^\s@<>()]+)(?:\s*\((.*)\))?")
LIST_ID = re.compile(r"<([^<>\s]+)>")
HOST = re.compile(r"(?=.{4,253}\Z)[a-z0-9-]+(?:\.[a-z0-9-]+)+")
ADDRESS = re.compile(r"(?ai)(?<![\w.+%-])([\w.+%-]{1,100})(?:@|%40)([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
"""An e-mail address in a text or, percent-encoded, in a link."""
NO_YEAR = re.compile(r"\s0\d{3}\s")
"""Programs write the year 0001 for "unknown"; `email` takes it for 2001."""
NOT_LOCAL = re.compile(r"[^\w.+-]", re.ASCII)
KEPT = "surrogateescape"
"""Bytes that are no UTF-8 stay what they are."""


def eml_documents(file: FileRange, stream: BinaryIO) -> Documents:
    """The file's one document, or SkipReason.EMPTY where nothing is written in it.

    Raises BadInput `not_a_message` without the fields of one, `no_text_part` where no part is its own text, and
    `too_large`, `too_deep` and `too_many_parts` beyond the bounds of `formats.whole` and `formats.mime`. Of an mbox
    the first message is read, and the others are quarantined as `too_many_messages`.
    """
    try:
        data = read_whole(file, stream).removeprefix(codecs.BOM_UTF8).lstrip()
    except BadInput as error:
        # Without its excerpt: a message begins with who received it.
        raise BadInput(error.kind, error.message) from error
    others = 0
    if data.startswith(MBOX_FROM):
        others = sum(1 for _ in NEXT_IN_MBOX.finditer(data))
        data = MBOX_QUOTE.sub(b"", NEXT_IN_MBOX.split(data, maxsplit=1)[0])
    yield watchdog().run(message_document, data, file) if data else SkipReason.EMPTY
    if others:
        left_out = f"{others} further messages were left out: one a file is read; split the mbox"
        yield quarantined(Stage.READ, file.uri, file.modified_at, BadInput("too_many_messages", left_out))


def message_document(data: bytes, file: FileRange) -> RawDocument | SkipReason:
    """The document that a message is; raises BadInput as `eml_documents` does.

    Its HTML is a FRAGMENT although it is a whole page. Newsletters stand in tables made for layout, and of such a
    table the extractor for pages makes one line, headline, sentences and foot together, or nothing: a digest of five
    stories in a list came out as its greeting alone. As fragments the same newsletters kept each paragraph by itself.
    Their feet stay too, in lines of their own, in which nothing happens.
    """
    message = parsed(data)
    recipients = _recipients(message)
    title = tidy(_hidden(recipients, _words(message.get("Subject", ""))))
    body = own_text(message)
    if body is None:
        types = ", ".join(sorted({part.get_content_type() for part in message.walk()}))
        raise BadInput(
            "no_text_part",
            f"the message has {types[:NAME_CHARACTERS]}: it must have text/plain or text/html that is not attached",
            f"Subject: {title}" if title else "",
        )
    if not body.data.strip():
        return SkipReason.EMPTY
    source_name, host = next(_mailboxes(message.get("From", "")), (None, ""))
    date = message.get("Date", "")
    published_at = _time(date)
    return RawDocument(
        uri=file.uri,
        source_id=ending(file.uri).stem,
        body=_hidden(recipients, redact(body.data.decode("utf-8", KEPT))).encode("utf-8", KEPT),
        body_kind=body.kind.value,
        charset=body.charset,
        fetched_at=file.modified_at,
        url=next(_links(message), None),
        title=title,
        authors=tuple(name for name, _ in islice(_mailboxes(message.get("Author", "")), AUTHORS) if name),
        published_at=published_at,
        published_from=None if published_at is None else PublishedFrom.DROP.value,
        published_text=tidy(date, NAME_CHARACTERS) if published_at is None else None,
        source_name=source_name,
        source_domain=_domain(host) or _domain(_list_host(message)),
        language=_language(body.language) or _language(message.get("Content-Language")),
    )


def _words(value: str) -> str:
    """A field's text with its encoded words decoded (RFC 2047)."""
    value = value[:HEADER_CHARACTERS]
    try:
        return str(default.header_factory("Subject", value))
    except PARSER_FAILURES:
        return value


def _mailboxes(value: str) -> Iterator[tuple[str | None, str]]:
    """Name and host of each mailbox (RFC 5322, section 3.4), also where its name should stand in quotes.

    A name is None where there is none, or an address in its place. A value without any address is a name.
    """
    value = value[:HEADER_CHARACTERS].strip()
    found = False
    for match in MAILBOX.finditer(value):
        found = True
        phrase = QUOTED.sub(lambda quoted: re.sub(r"\\(.)", r"\1", quoted[1]), match[1])
        yield _name(phrase.strip(" \t,;")), match[3]
    if found:
        return
    if bare := BARE_MAILBOX.fullmatch(value):
        yield _name(bare[2] or ""), bare[1]
    elif name := _name(value):
        yield name, ""


def _name(written: str) -> str | None:
    name = tidy(_words(written), NAME_CHARACTERS)
    return None if name and "@" in name and " " not in name else name


def _domain(host: str) -> str | None:
    """The registrable domain of a host (Public Suffix List), as the clean stage has it of URLs."""
    host = host.strip().lower()
    return extract_domain(f"https://{host}/") if HOST.fullmatch(host) else None


def _list_host(message: EmailMessage) -> str:
    """A list's name, which lies in its owner's domain (RFC 2919, section 2).

    The sender's own domain comes before it: mail services put theirs here, and many papers would become one source.
    """
    match = LIST_ID.search(message.get("List-Id", "")[:HEADER_CHARACTERS])
    return match[1] if match else ""


def _links(message: EmailMessage) -> Iterator[str]:
    """Where the message itself can be read on the web (RFC 5064); `List-Archive` is the same for all of a list."""
    for value in message.get_all("Archived-At", []):
        if link := web_address("".join(value.split()).strip("<>"), None):
            yield link


def _time(value: str) -> int | None:
    """Microseconds of a date (RFC 5322, section 3.3); without a known zone it is UTC's (section 4.3)."""
    if NO_YEAR.search(value):
        return None
    try:
        time = parsedate_to_datetime(value[:NAME_CHARACTERS])
        time = time.replace(tzinfo=UTC) if time.tzinfo is None else time
        return to_micros(time.astimezone(UTC)) if EARLIEST < time < LATEST else None
    except (*PARSER_FAILURES, OverflowError):
        return None


def _language(value: str | None) -> str | None:
    """The language where one is named (RFC 3282): a text for readers of two has none of its own."""
    tag = LANGUAGE.match(value.strip()) if value else None
    return tag[1].lower() + tag[2] if tag else None


def _recipients(message: EmailMessage) -> frozenset[str]:
    """The addresses that the message went to, but for the sender's, in lower case."""
    return frozenset(_found(message, RECIPIENT_FIELDS)) - frozenset(_found(message, SENDER_FIELDS))


def _found(message: EmailMessage, fields: Iterable[str]) -> Iterator[str]:
    for field in fields:
        for value in message.get_all(field, []):
            yield from (_address(match) for match in ADDRESS.finditer(value))


def _hidden(recipients: frozenset[str], text: str) -> str:
    """The text with the recipients' addresses hidden."""
    return ADDRESS.sub(lambda match: HIDDEN if _address(match) in recipients else match[0], text)


def _address(match: re.Match[str]) -> str:
    return f"{NOT_LOCAL.split(unquote(match[1]))[-1]}@{match[2]}".lower()
