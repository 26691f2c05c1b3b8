"""The near-duplicate signature of a text, as the log's column `minhash` holds it.

Clean makes it, publishing compares it. Signatures of another version cannot be compared: they count as none.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

VERSION = 2
"""Raised when the same text gives other numbers."""
ANCHORS, SHINGLES, FACTS = 12, 200, 26
"""The most numbers of each kind: 508 bytes in all."""
HEADER_BYTES = 8
ANCHOR_BYTES = 4
BITS = 16
"""So many bits of a shingle or a fact are kept: of 200 numbers, one in 300 equals another's by chance."""


@dataclass(frozen=True)
class Signature:
    """Three samples of the 32-bit hashes of a text, each in ascending order.

    `anchors` are hashes of long runs of words and find texts that may be copies. `shingles` are the lowest hashes of
    all runs of three words, without their `shift` lowest bits, so that 16 are left; `facts` the lowest of all names and
    numbers, without 16. A sample of fewer than the most numbers is the whole.
    """

    anchors: Sequence[int]
    shingles: Sequence[int]
    shift: int
    facts: Sequence[int]

    def to_bytes(self) -> bytes:
        """Packed: the version, how many numbers there are of each kind, and the shift (a byte each), three bytes that
        are 0; then the anchors of four bytes, and the others of two, little-endian, up to a multiple of four bytes.
        """
        sizes = len(self.anchors), len(self.shingles), len(self.facts)
        numbers = *self.anchors, *self.shingles, *self.facts
        return struct.pack(_form(*sizes), VERSION, *sizes, self.shift, *numbers)

    @staticmethod
    def from_bytes(data: bytes) -> "Signature | None":
        """A signature as it was packed; None where there is none, or one of another version."""
        if len(data) < HEADER_BYTES or data[0] != VERSION or struct.calcsize(_form(*data[1:4])) != len(data):
            return None
        _, anchors, shingles, _, shift, *numbers = struct.unpack(_form(*data[1:4]), data)
        facts = anchors + shingles
        return Signature(tuple(numbers[:anchors]), tuple(numbers[anchors:facts]), shift, tuple(numbers[facts:]))


def _form(anchors: int, shingles: int, facts: int) -> str:
    short = shingles + facts
    return f"<5B3x{anchors}I{short}H{short % 2 * 2}x"
