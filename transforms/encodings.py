"""Which encoding of the web a text without a right declaration is in."""

from charset_normalizer import from_bytes

SNIFFED_BYTES = 8192

# Encodings that pages are in (WHATWG's Encoding Standard, section 4.1), for a detector that knows those of
# mainframes, too.
WEB_ENCODINGS = [
    *("ascii", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp866"),
    *("cp874", "koi8_r", "koi8_u", "iso8859_2", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "iso8859_15"),
    *("mac_roman", "mac_cyrillic", "gb18030", "big5", "euc_jp", "shift_jis", "euc_kr"),
]


def detected(data: bytes) -> str:
    """Python's name of the encoding of a text: UTF-8 where it is that, else what a detector says; else cp1252.

    The detector looks at 8 KB around the first byte that tells: before it all is ASCII or UTF-8.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        best = from_bytes(
            data[max(0, error.start - SNIFFED_BYTES // 2) :][:SNIFFED_BYTES], cp_isolation=WEB_ENCODINGS
        ).best()
        return best.encoding if best and best.encoding != "ascii" else "cp1252"
    return "utf-8"
