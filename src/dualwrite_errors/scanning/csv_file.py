"""CSV of any size to the errors in its cells."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import Final

from .csv_rows import rows_of
from .documents import Document
from .finding import Finding
from .lines import Lines
from .places import places_in
from .table import Table

_LONGEST_ROW: Final = 4 << 20
"""The characters that a row may have and still be read whole: a quotation mark may have no end."""


def errors_in_csv(document: Document, lines: Lines, separator: str) -> Iterator[Finding]:
    """A finding for each error in a table, with its row, its column and the name of that."""
    table = Table(document.name, _place, lines)
    row = 0
    for chunk, rows in _chunks_of(document.blocks, separator):
        data = chunk.encode("utf-8", "replace")
        reads = row == 0 or bool(places_in(data, 0, len(data)))
        for cells in rows:
            row += 1
            if reads:
                yield from table.findings_in(row, cells)
        lines.read += len(rows)


def _place(row: int, column: int) -> dict[str, str]:
    return {"row": str(row), "column": str(column)}


def _chunks_of(blocks: Iterable[bytes], separator: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Whole rows, with the text that they were."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text = ""
    for block in blocks:
        text += decoder.decode(block)
        rows = list(rows_of(text, separator))
        last = rows[-1][1] if rows else 0
        if last:
            yield text[:last], [cells for cells, _ in rows[:-1]]
            text = text[last:]
        elif len(text) > _LONGEST_ROW:
            yield text, [cells for cells, _ in rows]
            text = ""
    text += decoder.decode(b"", final=True)
    yield text, [cells for cells, _ in rows_of(text, separator)]
