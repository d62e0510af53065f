"""CSV of any size to the errors in its cells."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from .csv_rows import rows_of
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
        reads = row < table.names_row or bool(places_in(data, 0, len(data)))
        for (cells, start), (_, stop) in pairwise([*rows, ([], len(chunk))]):
            row += 1
            if reads:
                yield from table.findings_in(row, cells, chunk[start:stop].rstrip("\r\n"))
        lines.read += len(rows)


def _place(row: int, column: int) -> dict[str, str]:
    return {"row": str(row), "column": str(column)}


def _chunks_of(blocks: Iterable[bytes], separator: str) -> Iterator[tuple[str, list[tuple[list[str], int]]]]:
    """Whole rows, each with the place where it begins in the text that they were."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text, fewest = "", 0
    for block in blocks:
        text += decoder.decode(block)
        if block and len(text) < fewest:
            continue
        rows = list(rows_of(text, separator))
        if not block and text.endswith("\n") and len(list(rows_of(f"{text}x", separator))) > len(rows):
            rows.append(([], len(text)))  # the next one, of which nothing has come yet
        last = rows[-1][1] if rows else 0
        if last:
            yield text[:last], rows[:-1]
            text, fewest = text[last:], 0
        elif len(text) > _LONGEST_ROW:
            yield text, rows
            text, fewest = "", 0
        else:
            fewest = 2 * len(text)
    text += decoder.decode(b"", final=True)
    yield text, list(rows_of(text, separator))
