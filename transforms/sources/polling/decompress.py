"""Unpacks HTTP bodies, and never more than a bound allows."""

import zlib

import pyarrow as pa

ACCEPTED = "gzip, deflate, br, zstd"
PLAIN = ("", "identity")
ZLIB_CODINGS = ("gzip", "x-gzip", "deflate")
ARROW_CODINGS = {"br": "brotli", "zstd": "zstd"}
"""Codings that Arrow unpacks (RFC 7932, RFC 8878), by its names for them."""

GZIP_WINDOW = 31  # zlib's wbits for RFC 1952
GZIP_START = b"\x1f"
ZLIB_WINDOW = 15  # RFC 1950, which "deflate" means in HTTP (RFC 9110, section 8.4.1.2)
RAW_WINDOW = -15  # RFC 1951, which some servers send as "deflate" all the same
BLOCK_BYTES = 1 << 16


class BodyError(Exception):
    """A body that is too long, packed in a way that was not asked for, or damaged; the message says which."""


class Body:
    """Gathers a body: `add` its bytes in order, then take it with `whole`.

    Raises BodyError where more than `received` bytes come, or they unpack to more than `unpacked` bytes: what
    is over is not unpacked. `encoding` is the value of Content-Encoding.
    """

    def __init__(self, encoding: str, *, received: int, unpacked: int) -> None:
        self.encoding = encoding.strip().lower()
        if self.encoding not in (*PLAIN, *ZLIB_CODINGS, *ARROW_CODINGS):
            raise BodyError(f"Content-Encoding {encoding[:100]!r} was not asked for: allowed are {ACCEPTED}")
        self.received_limit = received
        self.unpacked_limit = unpacked
        self.received = 0
        self.content = bytearray()
        self._decoder: zlib._Decompress | None = None

    def add(self, data: bytes) -> None:
        """Takes the next bytes from the wire."""
        self.received += len(data)
        if self.received > self.received_limit:
            raise BodyError(f"the body is over {self.received_limit} bytes")
        if self.encoding in ZLIB_CODINGS:
            self._inflate(data)
        else:
            self.content += data
        self._check_size()

    def whole(self) -> bytes:
        """The content; raises BodyError where the packed data end early or are damaged."""
        if self.encoding in ARROW_CODINGS and self.content:
            self.content = self._unpacked(bytes(self.content))
        if self._decoder is not None and not self._decoder.eof:
            raise BodyError(f"the {self.encoding} data end early")
        return bytes(self.content)

    def _check_size(self) -> None:
        if len(self.content) > self.unpacked_limit:
            raise BodyError(f"the body unpacks to over {self.unpacked_limit} bytes")

    def _unpacked(self, packed: bytes) -> bytearray:
        """What Arrow makes of the whole body, block by block up to the bound."""
        stream = pa.CompressedInputStream(pa.BufferReader(packed), ARROW_CODINGS[self.encoding])
        self.content = bytearray()
        try:
            while block := stream.read(BLOCK_BYTES):
                self.content += block
                self._check_size()
        except (OSError, pa.ArrowException) as error:
            raise BodyError(f"the {self.encoding} data are damaged: {error}") from None
        return self.content

    def _inflate(self, data: bytes) -> None:
        while data:
            if self._decoder is None:
                self._decoder = zlib.decompressobj(self._window(data))
            elif self._decoder.eof:
                # A gzip body may be several members (RFC 1952, section 2.2); what follows else is padding.
                if not data.startswith(GZIP_START):
                    return
                self._decoder = zlib.decompressobj(GZIP_WINDOW)
            room = self.unpacked_limit - len(self.content) + 1
            try:
                self.content += self._decoder.decompress(data, room)
            except zlib.error as error:
                raise BodyError(f"the {self.encoding} data are damaged: {error}") from None
            if len(self.content) > self.unpacked_limit:
                return
            data = self._decoder.unused_data if self._decoder.eof else b""

    def _window(self, data: bytes) -> int:
        if self.encoding != "deflate":
            return GZIP_WINDOW
        # RFC 1950, section 2.2: method 8 in the low bits, and the first two bytes a multiple of 31.
        zlib_header = data[0] & 0x0F == 8 and (len(data) < 2 or int.from_bytes(data[:2], "big") % 31 == 0)
        return ZLIB_WINDOW if zlib_header else RAW_WINDOW
