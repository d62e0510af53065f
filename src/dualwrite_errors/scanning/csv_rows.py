"""Rows and cells of CSV, as RFC 4180 has it, also with other separators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, TypeAlias

SEPARATORS: Final = (",", ";", "\t", "|")


Row: TypeAlias = tuple[list[str], int, int]
"""Its cells, where they begin, and where they end: before the line break, or at the end of the text."""


def rows_of(text: str, separator: str) -> Iterator[Row]:
    """The rows of a text. A blank row is one with a blank cell."""
    cells: list[str] = []
    start = 0
    for found in _cell(separator).finditer(text):
        quoted, plain, end = found["quoted"], found["plain"], found["end"]
        cells.append(plain if quoted is None else quoted.replace('""', '"') + plain)
        if end != separator:
            if end or cells != [""]:
                yield cells, start, found.end() - len(end)
            cells, start = [], found.end()


@lru_cache
def _cell(separator: str) -> re.Pattern[str]:
    """A cell and what ends it. A quotation mark that does not open a cell is one of its characters."""
    mark = re.escape(separator)
    return re.compile(rf'(?:"(?P<quoted>(?:[^"]|"")*+)"?)?(?P<plain>[^{mark}\r\n]*+)(?P<end>{mark}|\r?\n|\r|\Z)')
