"""Signs of a documented sentence in bytes, as a table that the search reads.

A sign is a rare part of a sentence, its gram, and a part of another of its words, which stands near it: few other lines
of a log have both.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Final, NamedTuple

PAIRS: Final = 1 << 16
GRAM: Final = 6
"""The bytes of a gram."""
PART: Final = 8
"""The bytes of the other part at most."""
AROUND: Final = 512
"""How far from the gram the other part may stand at most."""
STEP: Final = 4
"""The reach of a sign is counted in steps of so many bytes."""
_FARTHEST: Final = 127 * STEP
_FIRST_PAIR: Final = 0x80
_SIGN: Final = struct.Struct(f"{GRAM}sB{PART}sb")


class Sign(NamedTuple):
    """One sign, in lower case."""

    gram: bytes
    other_part: bytes
    """``b""`` where the gram is enough."""
    reach: int = 0
    """Within how many bytes behind the beginning of the gram, or if negative before it, the other part stands whole.

    0 is `AROUND` on both sides. A table has it in whole steps, and no more than 508.
    """

    @property
    def window(self) -> tuple[int, int]:
        """How far before and behind the beginning of the gram the other part may stand."""
        return (max(-self.reach, 0), max(self.reach, 0)) if self.reach else (AROUND, AROUND)


def table_of(signs: Iterable[Sign]) -> bytes:
    """The table: a byte for every two bytes, in either case, and then the signs, in order.

    The byte says how far the search may go on from the two: 0 where they end a gram. Its highest bit is set where they
    begin one.
    """
    ordered = sorted(set(signs))
    steps = bytearray([GRAM - 1]) * PAIRS
    for sign in ordered:
        for place in range(GRAM - 1):
            for pair in _pairs(sign.gram[place : place + 2]):
                begins = steps[pair] & _FIRST_PAIR or (_FIRST_PAIR if place == 0 else 0)
                steps[pair] = min(steps[pair] & ~_FIRST_PAIR, GRAM - 2 - place) | begins
    return bytes(steps) + b"".join(
        _SIGN.pack(sign.gram, len(sign.other_part), sign.other_part, _in_steps(sign.reach)) for sign in ordered
    )


def _in_steps(reach: int) -> int:
    steps = -(-min(abs(reach), _FARTHEST) // STEP)
    return steps if reach > 0 else -steps


def _pairs(two: bytes) -> Iterable[int]:
    first, second = two
    return (high << 8 | low for high in {first, _capital(first)} for low in {second, _capital(second)})


def _capital(byte: int) -> int:
    return bytes([byte]).upper()[0]


def signs_of(table: bytes) -> list[Sign]:
    """The signs in a table.

    Raises:
        ValueError: It is no table.
    """
    if len(table) < PAIRS or (len(table) - PAIRS) % _SIGN.size:
        raise ValueError("a table of signs has another size")
    return [Sign(gram, other[:length], STEP * steps) for gram, length, other, steps in _SIGN.iter_unpack(table[PAIRS:])]
