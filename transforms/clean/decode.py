"""A body's bytes as text."""

import codecs
import re

from schemas.codes import BodyKind
from transforms.clean.mend import from_mixed_utf8, twice_decoded
from transforms.encodings import detected
from transforms.outcomes import BadInput

LARGEST_BODY = 10_000_000
"""In bytes. An article's page has a hundredth of this; a larger one costs seconds and is no article."""
SNIFFED_BYTES = 8192
BINARY_SHARE = 0.1
"""A body is binary where more of its beginning than this is control characters that no text holds."""
BROKEN_SHARE = 0.5
"""An encoding is taken for the right one, and some bytes for damaged, while no more of the characters outside
ASCII than this are unreadable. Bytes in another encoding are UTF-8 by accident far more rarely."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF")
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
META_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
# WHATWG's Encoding Standard, section 4.2: what these labels mean on the web.
WEB_LABELS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
}
# Python's codecs that are no encodings of the web; and a page whose declaration could be read as ASCII is not
# UTF-16, whatever it says (WHATWG HTML, section 13.2.3.2).
NO_CHARSETS = ("utf-16", "utf-32", "utf-7", "idna", "punycode", "unicode", "raw_unicode", "undefined", "mbcs", "oem")
# XML 1.0 allows none of these, so lxml refuses them; U+0085 and U+2028 end lines elsewhere.
UNWANTED_ASCII = bytes(set(range(32)) - set(b"\t\n\r")) + b"\x7f"
UNWANTED_UTF8 = [
    re.compile(pattern)
    for pattern in (rb"\xc2[\x80-\x84\x86-\x9f]", rb"\xed[\xa0-\xbf]", rb"\xef\xb7[\x90-\xaf]", rb"\xef\xbf[\xbe\xbf]")
]
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def decode(body: bytes, kind: str, charset: str | None) -> str:
    """A body as text, its lines ended by `\\n`, without control characters; its lines are yet to be mended (`mend`).

    The encoding is that of the byte order mark; else UTF-8 where the bytes are UTF-8 (which is no accident
    where there are any outside ASCII); else what HTTP, then the page, declares; else what a detector says.
    Pieces in another encoding, and text that was encoded twice, are mended where it is sure what was meant;
    other unreadable bytes become U+FFFD.
    Raises BadInput `binary` for what is no text, `too_large` above 10 MB.
    """
    if len(body) > LARGEST_BODY:
        raise BadInput("too_large", f"the body has {len(body)} bytes: at most {LARGEST_BODY} are read", body[:200])
    _refuse_binary(body, kind)
    text = _decoded(body, kind, charset)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Control characters may be halves of what was encoded twice: they go after it is mended.
    return without_controls(twice_decoded(text))


def without_controls(text: str) -> str:
    """The text without characters that XML 1.0 does not allow, and other control characters."""
    # Nearly all text has none, and bytes are looked through several times as fast.
    data = text.encode("utf-8", "surrogatepass")
    if len(data) == len(data.translate(None, UNWANTED_ASCII)) and not any(p.search(data) for p in UNWANTED_UTF8):
        return text
    return UNWANTED.sub("", text)


def _refuse_binary(body: bytes, kind: str) -> None:
    if body.startswith(tuple(mark for mark, _ in BOMS)):
        return
    head = body[:SNIFFED_BYTES]
    controls = len(head) - len(head.translate(None, CONTROLS))
    # A stray NUL is an error that browsers forgive in a page; in prose it means another kind of file.
    if body.startswith(MAGIC) or controls > BINARY_SHARE * len(head) or (kind == BodyKind.TEXT and b"\0" in body):
        raise BadInput("binary", f"the body begins with {head[:16]!r}, which is no text: give text or HTML", head[:50])


def _decoded(body: bytes, kind: str, charset: str | None) -> str:
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    declared = _known(charset) or (None if kind == BodyKind.TEXT else _known(_meta_charset(body)))
    if declared == "iso2022_jp":  # looks like ASCII, so it is valid UTF-8 too
        return body.decode(declared, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared not in (None, "utf-8") and _readable(text := body.decode(str(declared), "replace")):
        return text
    if _readable(body.decode("utf-8", "replace")) or _readable(from_mixed_utf8(body, letters=False)):
        return from_mixed_utf8(body)
    return body.decode(detected(body), "replace")


def _readable(text: str) -> bool:
    """Whether most characters outside ASCII could be read."""
    outside_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return text.count("\ufffd") <= BROKEN_SHARE * outside_ascii


def _meta_charset(body: bytes) -> str | None:
    match = META_CHARSET.search(body[:SNIFFED_BYTES])
    return match[1].decode("ascii") if match else None


def _known(label: str | None) -> str | None:
    """The codec of a label as the web uses it; None where Python has none that turns bytes into text."""
    if not label:
        return None
    name = label.strip().strip("\"'").lower()
    try:
        name = codecs.lookup(WEB_LABELS.get(name, name)).name
        # Markup is ASCII in every encoding of the web; in those of mainframes it would be other bytes.
        known = b"<a b=/>".decode(name) == "<a b=/>"
    except (LookupError, ValueError):
        return None
    return None if not known or name.startswith(NO_CHARSETS) else name
