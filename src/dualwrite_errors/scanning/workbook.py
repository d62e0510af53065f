"""Workbooks to the errors in their cells, row by row: the extra `excel` reads them."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from .documents import Document
from .finding import Finding
from .lines import Lines
from .table import Table

_LETTERS: Final = 26


def errors_in_workbook(document: Document, lines: Lines) -> Iterator[Finding]:
    """A finding for each error in a cell, with its sheet, its cell and the name of the column.

    Raises:
        OSError: The extra is not installed, or the workbook is damaged.
    """
    try:
        openpyxl = importlib.import_module("openpyxl")
    except ImportError:
        raise OSError("reading .xlsx takes an extra: pip install 'dualwrite-errors[excel]', or save as CSV") from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what cannot be shown, such as the style of a cell
        try:
            workbook: Any = openpyxl.load_workbook(document.workbook, read_only=True, data_only=True, keep_links=False)
            for sheet in workbook.worksheets:
                yield from _errors_in_sheet(sheet, document.name, lines)
        except OSError:
            raise
        except Exception as error:  # openpyxl documents no exceptions for damaged files
            raise OSError(f"the workbook is damaged or cut off: {error}") from error


def _errors_in_sheet(sheet: Any, source: str, lines: Lines) -> Iterator[Finding]:
    lines.start_next_table()
    sheet.reset_dimensions()  # some programs write dimensions that are too small
    table = Table(source, partial(_place, sheet.title), lines)
    for row, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        lines.read += 1
        yield from table.findings_in(row, cells)


def _place(sheet: str, row: int, column: int) -> dict[str, str]:
    return {"sheet": sheet, "cell": f"{_letters(column)}{row}"}


def _letters(column: int) -> str:
    """A column as workbooks call it: A to Z, then AA."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters
