"""What a mail message says itself: its header and, of its parts, those that are its own text (RFC 2045 to 2049).

`email` parses, within bounds, for it recurses into parts, and no bound of its own keeps it from a million of them.
"""

import codecs
import html
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import EmailPolicy, Policy
from functools import cached_property
from typing import Any, cast

from schemas.codes import BodyKind
from transforms.outcomes import BadInput
from transforms.sources.feeds.markup import plain_text
from transforms.sources.formats.html import HTML_TYPES

PARTS = 1_000
DEPTH = 20
LINES = 1_000_000
"""Each line is held against the boundary of every part around it: parsing costs lines times depth."""
BODY_BYTES = 10_000_000
"""As much as the clean stage reads."""
PARAMETERS, PARAMETERS_CHARACTERS = 20, 1_000
"""What is read of a field that has them: `email` reads them anew at each look, at the cost of their product."""
STUB_SHARE = 4
"""An alternative with less than this part of the fullest one's text is a stub ("This mail needs HTML")."""

MESSAGE_FIELDS = frozenset(
    {"from", "sender", "to", "cc", "reply-to", "date", "subject", "message-id", "received", "return-path"}
    | {"delivered-to", "mime-version", "content-type", "content-transfer-encoding", "list-id"}
)
"""A message has one of these (RFC 5322, section 3.6, and the fields that MIME and delivery add)."""

PARSER_FAILURES = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What email raises on input that it did not expect: a date without digits, comments a thousand deep."""

# Encodings of seven bits look like ASCII, so that the clean stage would not ask what is declared; and as no page
# of the web is in UTF-7, UTF-16 or UTF-32, whatever it declares, it would not listen.
SEVEN_BITS = ("utf-7", "iso2022", "hz")
WIDE = ("utf-16", "utf-32")

UNWANTED = re.compile(r"[\r\n\0]+")
HEAD_END = re.compile(rb"\n\r?\n|\r\r")
FIELD = re.compile(rb"([!-9;-~]+):|[ \t]|From ")
SPACED_COLON = re.compile(rb"(?m)^([!-9;-~]+)[ \t]+(?=:)")
LINK = re.compile(r"(?i)\bhttps?://\S+")
BLANK_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Text:
    """A text that a message holds: `charset` and `language` are what its part declares, if it does."""

    kind: BodyKind
    data: bytes
    charset: str | None
    language: str | None = None

    @cached_property
    def letters(self) -> int:
        """How many characters there are to read, without white space, markup and, in prose, links."""
        text = plain_text(self.decoded) if self.kind == BodyKind.FRAGMENT else LINK.sub("", self.decoded)
        return sum(map(len, text.split()))

    @property
    def decoded(self) -> str:
        """UTF-8 where it is that; else what is declared; else the West's."""
        try:
            return self.data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        try:
            return self.data.decode(self.charset or "cp1252", "replace")
        except (LookupError, ValueError):  # a charset that no one knows, or a codec that is none
            return self.data.decode("cp1252", "replace")


class _Part(EmailMessage):
    """A message or a part of one that knows how deep it lies, and whose parameters are text."""

    depth = 0

    def attach(self, payload: Any) -> None:
        payload.depth = self.depth + 1
        if payload.depth > DEPTH:
            raise BadInput("too_deep", f"parts are nested in over {DEPTH} levels: at most so many are read")
        super().attach(payload)

    def get_param(self, param: str, failobj: Any = None, header: str = "content-type", unquote: bool = True) -> Any:
        try:
            value = super().get_param(param, failobj, header, unquote)
        except PARSER_FAILURES:
            return failobj
        # RFC 2231 gives a value a charset of its own, which can be one that `email` fails on; what MIME asks is ASCII.
        return value[2] if isinstance(value, tuple) else value


class _PlainFields(EmailPolicy):
    """Fields as unfolded text: email's own classes for them parse anew at each look, and recurse."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        if name.lower().startswith("content-"):
            value = ";".join(value[:PARAMETERS_CHARACTERS].split(";")[: PARAMETERS + 1])
        text = UNWANTED.sub("", value).strip()
        raw = text.encode("ascii", "surrogateescape") if not text.isascii() else b""
        try:
            text = raw.decode("utf-8") if raw else text  # RFC 6532
        except UnicodeDecodeError:
            text = raw.decode("cp1252", "replace")
        return text


def parsed(data: bytes) -> EmailMessage:
    """The message of bytes that are not blank; what is wrong in it is passed over. Its fields are unfolded text.

    Raises BadInput: `not_a_message` without any of `MESSAGE_FIELDS`, `too_many_parts`, `too_deep`, `too_large`.
    """
    lines = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    if lines > LINES:
        raise BadInput("too_large", f"the message has {lines} lines: at most {LINES} are read")
    numbers = itertools.count()

    def part(policy: Policy) -> _Part:
        if next(numbers) > PARTS:  # the parser makes one to try, which has number 0
            raise BadInput("too_many_parts", f"the message has over {PARTS} parts: at most so many are read")
        return _Part(policy)

    try:
        message = BytesParser(cast(Any, part), policy=_PlainFields()).parsebytes(_mended(data))
    except PARSER_FAILURES as error:
        raise BadInput("not_a_message", f"the parser of messages gave up: {error!r}") from error
    if not MESSAGE_FIELDS & {name.lower() for name in message.keys()}:  # noqa: SIM118  (a message is no dict)
        first = data[:100].partition(b"\n")[0]
        raise BadInput("not_a_message", f"the file begins with {first!r}: give a message with its header (RFC 5322)")
    return cast(EmailMessage, message)


def _mended(data: bytes) -> bytes:
    """The message without lines in the midst of its header that are no fields, `Subject : ` (RFC 5322, 4.5) mended.

    `email` would end the header there, and take the fields that follow for text, recipients and all.
    """
    end = HEAD_END.search(data)
    head, rest = (data[: end.start()], data[end.start() :]) if end else (data, b"")
    head = SPACED_COLON.sub(lambda match: match[1] if _is_known(match[1]) else match[0], head)
    lines = head.splitlines(keepends=True)
    fields = [FIELD.match(line) for line in lines]
    last = max((number for number, field in enumerate(fields) if field and _is_known(field[1])), default=-1)
    return b"".join(line for number, line in enumerate(lines) if fields[number] or number > last) + rest


def _is_known(name: bytes | None) -> bool:
    return name is not None and name.decode("ascii").lower() in MESSAGE_FIELDS


def own_text(message: Message) -> Text | None:
    """What the message says itself; None where no part of it is its own text. Raises BadInput `too_large`."""
    texts = _texts(message)
    if len(texts) <= 1:
        return next(iter(texts), None)
    kind = BodyKind.FRAGMENT if any(text.kind == BodyKind.FRAGMENT for text in texts) else BodyKind.TEXT
    pieces = (_as_html(text) if text.kind != kind else text.decoded for text in texts)
    return _bounded(Text(kind, "\n\n".join(pieces).encode("utf-8", "replace"), "utf-8", texts[0].language))


def _as_html(text: Text) -> str:
    blocks = BLANK_LINES.split(text.decoded)
    return "".join(f"<p>{html.escape(block, quote=False)}</p>" for block in blocks if block.strip())


def _texts(part: Message) -> list[Text]:
    """The own texts of a message or part, in order."""
    if part.get_content_disposition() == "attachment":
        return []
    if not part.is_multipart():
        return _leaf(part)
    children = cast(Sequence[Message], part.get_payload())
    match part.get_content_type():
        case "multipart/alternative":
            return _richest([_texts(child) for child in children])
        case "multipart/related":
            # RFC 2387, section 3.2: the root is the part that `start` names, else the first.
            start = _parameter(part, "start").strip("<>")
            children = sorted(children, key=lambda child: child.get("Content-ID", "").lower().strip("<>") != start)
            return next(filter(None, map(_texts, children)), [])
        case "multipart/signed":
            return next(filter(None, map(_texts, children)), [])  # RFC 1847, section 2.1: then the signature
        case kind if kind.startswith("multipart/"):
            return list(_mixed(children))  # RFC 2046, section 5.1.3: so count all that no one knows
    return []  # another message: forwarded or returned


def _richest(alternatives: Sequence[list[Text]]) -> list[Text]:
    """The last one in HTML, for the last is the richest (RFC 2046, section 5.1.4); else the last; but no stub."""
    letters = [sum(text.letters for text in texts) for texts in alternatives]
    enough = max(letters, default=0) / STUB_SHARE
    good = [texts for texts, count in zip(alternatives, letters, strict=True) if texts and count >= enough]
    rich = [texts for texts in good if any(text.kind == BodyKind.FRAGMENT for text in texts)]
    return next(reversed(rich or good), [])


def _mixed(parts: Sequence[Message]) -> Iterator[Text]:
    """All own texts; a part with a file's name that follows on a text is a file, although shown inline."""
    found = False
    for part in parts:
        named = part.get_param("filename", header="Content-Disposition") or part.get_param("name")
        texts = [] if found and named else _texts(part)
        found = found or bool(texts)
        yield from texts


def _leaf(part: Message) -> list[Text]:
    kind = part.get_content_type()
    data = part.get_payload(decode=True)
    if kind not in (*HTML_TYPES, "text/plain") or not isinstance(data, bytes):
        return []
    data, charset = _transcoded(data, part.get_content_charset())
    language = part.get("Content-Language")
    if kind in HTML_TYPES:
        return [_bounded(Text(BodyKind.FRAGMENT, data, charset, language))]
    if _parameter(part, "format") == "flowed":
        data = unflowed(data, delete_space=_parameter(part, "delsp") == "yes")
    return [_bounded(Text(BodyKind.TEXT, data, charset, language))]


def _parameter(part: Message, name: str) -> str:
    value = part.get_param(name)
    return value.strip().lower() if isinstance(value, str) else ""


def _bounded(text: Text) -> Text:
    if len(text.data) > BODY_BYTES:
        raise BadInput("too_large", f"the message's text has {len(text.data)} bytes: at most {BODY_BYTES} are read")
    return text


def _transcoded(data: bytes, label: str | None) -> tuple[bytes, str | None]:
    """Bytes and charset as they are, for the clean stage knows what labels mean; as UTF-8 where it would not ask."""
    try:
        name = codecs.lookup(label or "utf-8").name
        if name.startswith(SEVEN_BITS) or (name.startswith(WIDE) and b"\0" in data):
            return data.decode(name).encode(), "utf-8"
    except (LookupError, ValueError):  # an unknown charset, or a wrong one
        pass
    return data, label


def unflowed(data: bytes, *, delete_space: bool = False) -> bytes:
    """Text of `format=flowed` with each paragraph in one line (RFC 3676, sections 4.1 to 4.6).

    A line that ends in a space goes on in the next of the same quote depth; with `delete_space` (DelSp=yes) that
    space is no part of the text. A space at the start of a line is stuffing. `-- ` ends a text, and goes on nowhere.
    """
    paragraphs: list[bytes] = []
    pieces: list[bytes] = []
    depth = 0

    def end_paragraph() -> None:
        if pieces:
            paragraphs.append((b">" * depth + b" " if depth else b"") + b"".join(pieces))
            pieces.clear()

    for line in data.splitlines():
        content = line.lstrip(b">")
        quotes = len(line) - len(content)
        content = content.removeprefix(b" ")
        signature = content == b"-- "
        if quotes != depth or signature:
            end_paragraph()
        depth = quotes
        flows = content.endswith(b" ") and not signature
        pieces.append(content[:-1] if flows and delete_space else content)
        if not flows:
            end_paragraph()
    end_paragraph()
    return b"\n".join(paragraphs)
