"""A feed's bytes to text: which encoding they are in, whatever they or their server say (RFC 7303, section 3)."""

import codecs
import re

from transforms.sources.feeds.guessing import guessed

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""That of UTF-32 begins as that of UTF-16 does, so it is asked first."""

BEGINNINGS = (
    (re.compile(rb"(?:[\s]\0\0\0)*[<{\[]\0\0\0"), "utf-32-le"),
    (re.compile(rb"(?:\0\0\0[\s])*\0\0\0[<{\[]"), "utf-32-be"),
    (re.compile(rb"(?:[\s]\0)*[<{\[]\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"(?:\0[\s])*\0[<{\[]\0[^\0]"), "utf-16-be"),
)
"""How a document begins that has no BOM (XML 1.0, appendix F; RFC 4627, section 3, for JSON)."""

CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
DECLARED = re.compile(rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']\s*([\w.:-]{1,40})", re.IGNORECASE)
DECLARED_WITHIN = 4_000
WIDER = {
    "ascii": "utf-8", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
    "x-sjis": "cp932", "ks_c_5601-1987": "cp949", "x-gbk": "gb18030", "x-mac-roman": "mac_roman",
    "windows-31j": "cp932", "unicode": "utf-16", "utf-16": "utf-8", "utf-32": "utf-8",
}  # fmt: skip
"""What browsers read under these names (WHATWG Encoding Standard, section 4.2): supersets; of UTF-16, what bytes that
do not look like it are."""

UNREADABLE = ("utf_7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem")
MULTIBYTE = ("gb18030", "cp932", "cp949", "big5hkscs", "euc_jp", "iso2022_jp", "hz", "gbk", "johab")
SURE_SEQUENCES = 8
"""So many characters of several bytes are not valid UTF-8 by chance, not even in East Asian encodings."""

NO_ASCII = re.compile(rb"[\x80-\xff]")
ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
SEQUENCES = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
UTF8_SHARE = 0.6
"""Of the bytes beyond ASCII of broken text in UTF-8, more than these are valid; of other texts, few are."""

GUESSED_BYTES = 5_000
WESTERN_SHARE = 0.15
"""Of windows-1252's text, at most so much is not ASCII; of Cyrillic, Arabic or Chinese text much more is."""


def decode(data: bytes, content_type: str | None) -> str:
    """The document's text without a BOM; what is no character becomes U+FFFD.

    In this order: a BOM, the bytes of UTF-16 and UTF-32, the HTTP header's charset, the XML declaration, UTF-8. But
    text that is valid UTF-8 beyond chance is UTF-8, whatever it declares; and text declared to be UTF-8 that is not
    is read as what it seems to be.
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace").lstrip("\ufeff")
    for beginning, encoding in BEGINNINGS:
        if beginning.match(data[:1000]):
            return data.decode(encoding, "replace")
    if data.isascii():
        text = data.decode("ascii")
        # ISO 2022 and HZ write all characters in ASCII.
        return text if "\x1b" not in text else _declared(data, content_type, text)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _declared(data, content_type, None)
    return _declared(data, content_type, text)


def _declared(data: bytes, content_type: str | None, as_utf8: str | None) -> str:
    """The text by what is declared, against what it is as UTF-8, which is None where it is not valid."""
    for encoding in _names(data, content_type):
        if encoding == "utf-8":
            continue
        if as_utf8 is not None and (encoding not in MULTIBYTE or _is_surely_utf8(data)):
            break
        try:
            return data.decode(encoding)
        except ValueError:
            if as_utf8 is None and encoding.startswith("cp12"):
                # Five bytes have no meaning there; a feed that holds one is in that encoding still.
                return data.decode(encoding, "replace")
    return as_utf8 if as_utf8 is not None else _guessed(data)


def _names(data: bytes, content_type: str | None) -> list[str]:
    """Python's names of the encodings that the header and the document declare."""
    header = CHARSET.search(content_type or "")
    inside = DECLARED.search(data[:DECLARED_WITHIN])
    names = [header.group(1) if header else None, inside.group(1).decode("ascii") if inside else None]
    return [known for name in names if name and (known := known_encoding(name))]


def known_encoding(name: str) -> str | None:
    """Python's name of the encoding that is to be used for a declared one; None where it names none for text."""
    name = name.lower()
    try:
        codec = codecs.lookup(WIDER.get(name, name))
    except (LookupError, ValueError):
        return None
    # Codecs that turn bytes into bytes, such as zip and hex, have names too.
    if not getattr(codec, "_is_text_encoding", True) or codec.name.replace("-", "_") in UNREADABLE:
        return None
    return WIDER.get(codec.name, codec.name)


def _is_surely_utf8(data: bytes) -> bool:
    return sum(1 for _, _ in zip(SEQUENCES.finditer(data), range(SURE_SEQUENCES), strict=False)) >= SURE_SEQUENCES


def _guessed(data: bytes) -> str:
    """Text that is not valid UTF-8 and declares nothing else that fits.

    UTF-8 with a few broken characters stays UTF-8; a text with few letters beyond ASCII is windows-1252.
    """
    high = len(NO_ASCII.findall(data))
    valid = len(NO_ASCII.findall(data.decode("utf-8", "ignore").encode()))
    if valid > UTF8_SHARE * high:
        return data.decode("utf-8", "newsbeam-cp1252")
    first = NO_ASCII.search(data)
    sample = data[max(0, first.start() - 200 if first else 0) :][:GUESSED_BYTES]
    if _looks_western(sample):
        return data.decode("cp1252", "replace")
    return data.decode(known_encoding(guessed(data)) or "cp1252", "replace")


def _looks_western(sample: bytes) -> bool:
    """Whether letters beyond ASCII are few, and stand alone among others (in Japanese, they come in twos)."""
    high = len(NO_ASCII.findall(sample))
    alone = len(ALONE.findall(sample))
    return high <= WESTERN_SHARE * len(sample) and alone * 2 >= high


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Reads what is no UTF-8 as windows-1252: pages are put together from sources of either kind."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("newsbeam-cp1252", _as_cp1252)
