"""The steps in which a text is rewritten, and the marks that they put into it.

Marks are characters for private use.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Final

import attrs

from ..common_subset import NO_NAME

_next_mark: Final = map(chr, count(ord(NO_NAME) + 1))
# Those that stand in classes together follow each other: for Java, each range of a class takes time.
NEAR_CODE, LEVEL_MARK = (next(_next_mark) for _ in range(2))
WEAK, STRONG = (next(_next_mark) for _ in range(2))
LEADING, LABELLED, WHOLE = (next(_next_mark) for _ in range(3))
RECORD, DIPV, CODE, START, END = (next(_next_mark) for _ in range(5))
ALONE, OPENS, COUNTS, LEADS_OVER, CLOSES, GOES_ON, HELD, EMPTY = (next(_next_mark) for _ in range(8))
FIRST_SYMBOL: Final = ord(next(_next_mark))
SYMBOLS: Final = f"{chr(FIRST_SYMBOL)}-\uf8ff"

BEGINNINGS: Final = f"{WEAK}-{WHOLE}"
MARK: Final = f"[{NO_NAME}{BEGINNINGS}]?"


@attrs.frozen
class Rule:
    """A pattern, and what replaces each of its matches."""

    pattern: str
    replacement: str
    """``\\1`` is what the first group matched."""


@attrs.frozen
class Characters:
    """Characters, each of which is replaced by one other or by none."""

    replaced: Mapping[str, str]


@attrs.frozen
class Stage:
    """Steps that matter to texts in which `sign` is found. An engine may leave them out for all others."""

    sign: str
    steps: tuple[Rule | Characters, ...]


def always(*steps: Rule) -> Stage:
    """A stage for every text."""
    return Stage("", steps)
