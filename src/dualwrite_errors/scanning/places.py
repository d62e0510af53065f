"""Where errors may stand in bytes: at codes, and at the signs of documented sentences."""

from __future__ import annotations

from functools import cache
from typing import Final

from ..parsing.catalog_index import parts_of_sentences
from .signs import GRAM, Sign, table_of
from .speedups import code_positions, sign_positions

_MEMBERS_OF_DUAL_WRITE: Final = (
    (b"lastre", b"quest"),
    (b"uestid", b'"state'),
    (b"rormes", b'"state'),
    (b'"legs"', b""),
    (b'legs\\"', b""),
    (b"xporte", b"rrors"),
    (b"mporte", b"rrors"),
    (b"tionis", b"sues"),
    (b"ordres", b"ponses"),
    (b"ldresp", b"onses"),
    (b"ecorde", b"rror"),
)
"""Parts of the members by which `parsing.shapes` knows what dual-write alone reports: `lastRequest`, `legs` …"""


def places_in(buffer: bytes, start: int, stop: int) -> list[int]:
    """Every place between two others at which an error may begin or go on, in order."""
    signs = sign_positions(buffer, start, stop, _table())
    codes = code_positions(buffer, start, stop)
    return sorted({*signs, *codes}) if signs and codes else signs or codes


@cache
def _table() -> bytes:
    signs = (Sign(part.encode(), other.encode(), reach) for part, other, reach in parts_of_sentences(GRAM))
    return table_of((*signs, *(Sign(gram, other) for gram, other in _MEMBERS_OF_DUAL_WRITE)))
