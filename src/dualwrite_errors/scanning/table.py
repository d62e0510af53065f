"""Rows of cells, of CSV or a workbook, to the errors in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Protocol

import attrs

from ..lowering import lowered
from ..parsing.text import search_for_signs
from ..parsing.walker import errors_in_text
from .finding import Finding, FindingMaker
from .lines import Lines


@cache
def _search() -> Callable[[str], object]:
    return search_for_signs()


class Place(Protocol):
    """Says where a cell stands."""

    def __call__(self, row: int, column: int, /) -> dict[str, str]:
        """The context of the cell, the first one being in row 1, column 1."""
        ...


@attrs.define
class Table:
    """A table that is read row by row; the first one may name the columns."""

    maker: FindingMaker
    place: Place
    lines: Lines
    names_row: int = 1
    """The row that names the columns, if nothing is found in it."""
    names: Sequence[str] = ()

    def findings_in(self, row: int, cells: Sequence[object], written: str = "") -> Iterator[Finding]:
        """What is found in the cells of a row, or else in the row as it is `written`: it may be no table after all."""
        found: list[Finding] = []
        for column, cell in enumerate(cells, start=1):
            if isinstance(cell, str) and ("{" in cell or _search()(lowered(cell))):
                found += self._findings_in_cell(row, column, cell)
        if not found and '{""' not in written and ("{" in written or _search()(written.lower())):
            found += self._findings_in_cell(row, 1, written)
        if row == self.names_row and not found:
            self.names = [cell.strip() if isinstance(cell, str) else "" for cell in cells]
        for finding in found:
            self.lines.note_finding(row)
            yield finding

    def _findings_in_cell(self, row: int, column: int, cell: str) -> Iterator[Finding]:
        context = self.place(row, column)
        if column <= len(self.names) and self.names[column - 1]:
            context["column_name"] = self.names[column - 1]
        for _, error in errors_in_text(cell, {}):
            yield self.maker.finding_of(error, row, column, context)
