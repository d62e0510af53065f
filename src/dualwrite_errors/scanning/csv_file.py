"""CSV of any size to the errors in its cells."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import Final

from .csv_rows import Row, rows_of
from .documents import Document
from .finding import Finding, FindingMaker
from .lines import Lines
from .places import places_in
from .structure import named_separator
from .table import Table

_LONGEST_ROW: Final = 4 << 20
"""The characters that a row may have and still be read whole: a quotation mark may have no end."""


def errors_in_csv(document: Document, lines: Lines, separator: str) -> Iterator[Finding]:
    """A finding for each error in a table, with its row, its column and the name of that."""
    table = Table(FindingMaker(document.name), _place, lines)
    row = 0
    for chunk, rows in _chunks_of(document.blocks, separator):
        if row == 0 and named_separator(chunk):
            table.names_row = 2
        data = chunk.encode()
        if row < table.names_row or places_in(data, 0, len(data)):
            for number, (cells, start, stop) in enumerate(rows, start=row + 1):
                yield from table.findings_in(number, cells, chunk[start:stop])
        row += len(rows)
        lines.read += len(rows)


def _place(row: int, column: int) -> dict[str, str]:
    return {"row": str(row), "column": str(column)}


def _chunks_of(blocks: Iterable[bytes], separator: str) -> Iterator[tuple[str, list[Row]]]:
    """Texts, each of whole rows, with the rows."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    parts: list[str] = []  # a text that grows by each short block would be copied each time
    size = fewest = 0
    for block in blocks:
        parts.append(decoder.decode(block))
        size += len(parts[-1])
        if block and size < fewest:
            continue
        text = "".join(parts)
        rows = list(rows_of(text, separator))
        stop = size
        if not text.endswith("\n") or rows[-1][2] == size:  # the last row may go on
            if len(rows) > 1:
                _, stop, _ = rows.pop()
            elif size <= _LONGEST_ROW:
                stop = 0
        if stop:
            yield text[:stop], rows
        fewest = 0 if stop else 2 * size
        parts, size = [text[stop:]], size - stop
    text = "".join(parts) + decoder.decode(b"", final=True)
    yield text, list(rows_of(text, separator))
