"""The steps in which a text is rewritten, and the marks that they put into it.

Marks are characters for private use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Final, TypeAlias

import attrs

from ..common_subset import NO_NAME

_next_mark: Final = map(chr, count(ord(NO_NAME) + 1))
# Those that stand in classes together follow each other: for Java, each range of a class takes time.
NEAR_CODE, LEVEL_MARK = (next(_next_mark) for _ in range(2))
WEAK, STRONG = (next(_next_mark) for _ in range(2))
LEADING, LABELLED, WHOLE = (next(_next_mark) for _ in range(3))
RECORD, DIPV, CODE, START, END = (next(_next_mark) for _ in range(5))
ALONE, OPENS, COUNTS, LEADS_OVER, LEADS_TO_CODE, CLOSES, GOES_ON, HELD, EMPTY = (next(_next_mark) for _ in range(9))
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
class Insertion:
    """What is put between `before` and `behind`. An engine with look-around has to copy nothing."""

    before: str
    inserted: str
    behind: str
    first: str
    """What `behind` begins with, as what stands inside of a class."""

    @property
    def rule(self) -> Rule:
        """The same without look-around."""
        return Rule(f"({self.before})({self.behind})", rf"\1{self.inserted}\2")


@attrs.frozen
class Exchange:
    """A mark, and what replaces it where `before` stands before it."""

    before: str
    mark: str
    replacement: str

    @property
    def rule(self) -> Rule:
        """The same without look-around."""
        return Rule(f"({self.before}){self.mark}", rf"\1{self.replacement}")


@attrs.frozen
class Characters:
    """Characters, each of which is replaced by one other or by none."""

    replaced: Mapping[str, str]


@attrs.frozen
class Stage:
    """Steps that matter to texts in which `sign` is found. An engine may leave them out for all others."""

    sign: str
    steps: tuple[Step, ...]
    literals: tuple[str, ...] = ()
    """A text in which `sign` is found has one of these; empty where there are no such literals."""

    def every_step(self) -> Iterator[Rule | Insertion | Exchange | Characters]:
        """The steps, for an engine that leaves none out."""
        for step in self.steps:
            if isinstance(step, Stage):
                yield from step.every_step()
            else:
                yield step


Step: TypeAlias = Rule | Insertion | Exchange | Characters | Stage


def always(*steps: Step) -> Stage:
    """A stage for every text."""
    return Stage("", steps)
