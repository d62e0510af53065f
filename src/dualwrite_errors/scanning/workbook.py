"""Workbooks to the errors in their cells, row by row: the extra `excel` reads them."""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO, Any, Final

from .documents import Document
from .finding import Finding, FindingMaker
from .lines import Lines
from .table import Table

_LETTERS: Final = 26
_BLOCK: Final = 1 << 16
_LONGEST_MARKUP: Final = 1 << 15
"""A cell with its formula, which may have 8,192 characters."""
_FORMULA_ALONE: Final = re.compile(
    rb"""<(?:
    (?:/(?:\w+:)?f|(?:\w+:)?f(?:\s[^<>]{0,99})?/)>\s*</(?:\w+:)?c>
    |(?:\w+:)?c(?!\s[^<>]{0,99}\bt=["']str["'])(?:\s[^<>]{0,99})?>\s*  # an empty text is a result
    <(?:\w+:)?f(?:\s[^<>]{0,99})?(?:/>|>[^<]{0,30000}</(?:\w+:)?f>)\s*
    <(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>)\s*</(?:\w+:)?c>
    )""",
    re.VERBOSE,
)
_TOO_LONG: Final = re.compile(rb"""<(?:\w+:)?row\s[^<>]{0,99}?\br=["'](?:\d{8,}|[2-9]\d{6}|1[1-9]\d{5})""")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def errors_in_workbook(document: Document, lines: Lines) -> Iterator[Finding]:
    """A finding for each error in a cell, with its sheet, its cell and the name of the column.

    Raises:
        OSError: The extra is not installed, or the workbook is damaged.
    """
    try:
        openpyxl = importlib.import_module("openpyxl")
    except ImportError:
        raise OSError("reading .xlsx takes an extra: pip install 'dualwrite-errors[excel]', or save as CSV") from None
    charts: list[str] = []

    def pass_over(chart: Any, _: object) -> None:  # it has no cells, and may be without a drawing
        charts.append(chart.name)

    with warnings.catch_warnings(), _reported_as_damage():
        warnings.simplefilter("ignore")  # of what cannot be shown, such as the style of a cell
        reader: Any = openpyxl.reader.excel.ExcelReader(
            document.workbook, read_only=True, data_only=True, keep_links=False
        )
        reader.read_chartsheet = pass_over
        for unneeded in ("read_properties", "read_custom", "read_theme"):  # they may be damaged
            setattr(reader, unneeded, lambda: None)
        reader.read()
        parts = [part.target for _, part in reader.parser.find_sheets()]
    unread = _unread_in(reader, [*reader.wb.sheetnames, *charts], parts)
    for sheet in reader.wb.worksheets:
        yield from _errors_in_sheet(sheet, document.name, lines)
    if unread:
        raise OSError("; ".join(unread))


@contextmanager
def _reported_as_damage() -> Generator[None]:
    try:
        yield
    except OSError:
        raise
    except Exception as error:  # openpyxl documents no exceptions for damaged files
        raise OSError(f"the workbook is damaged or cut off: {error}") from error


def _unread_in(reader: Any, read: list[str], parts: list[str]) -> list[str]:
    """What openpyxl passes over in silence.

    Raises:
        OSError: A sheet has rows beyond what a workbook may have: they would be counted up to without end.
    """
    unread: list[str] = []
    sheets = [sheet.name for sheet in reader.parser.sheets]
    if missing := [name for name in sheets if name not in read]:
        unread.append(f"the sheet {missing[0]!r} cannot be read: save it as a plain .xlsx, or as CSV")
    if not sheets:
        raise OSError("it has no sheets that can be read: save it as a plain .xlsx, or as CSV")
    with _reported_as_damage():
        for name in [name for name in reader.archive.namelist() if name in parts]:
            with reader.archive.open(name) as part:
                formulas, is_too_long = _looked_through(part)
            if is_too_long:
                raise OSError("the workbook is damaged: it has more rows than a workbook may have")
            if formulas:
                unread.append(f"{formulas:,} formulas have no saved result: open it in Excel and save it")
    return unread


def _looked_through(part: IO[bytes]) -> tuple[int, bool]:
    """How many formulas of a sheet have no saved result, and whether a row has a number that none may have."""
    formulas, before = 0, b""
    while block := part.read(_BLOCK):
        text = before + block
        formulas += sum(found.end() > len(before) for found in _FORMULA_ALONE.finditer(text))
        if _TOO_LONG.search(text):
            return formulas, True
        before = text[-_LONGEST_MARKUP:]
    return formulas, False


def _errors_in_sheet(sheet: Any, source: str, lines: Lines) -> Iterator[Finding]:
    lines.start_next_table()
    table = Table(FindingMaker(source), partial(_place, sheet.title), lines)
    with _reported_as_damage():
        sheet.reset_dimensions()  # some programs write dimensions that are too small
        rows = enumerate(sheet.iter_rows(values_only=True), start=1)
    while True:
        with _reported_as_damage():
            numbered = next(rows, None)
        if numbered is None:
            return
        lines.read += 1
        row, cells = numbered
        yield from table.findings_in(row, [_plain(cell) for cell in cells])


def _plain(cell: object) -> object:
    """A text without the escapes in which workbooks write control characters, such as ``_x000D_`` for a line end."""
    if isinstance(cell, str) and "_x" in cell:
        return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), cell)
    return cell


def _place(sheet: str, row: int, column: int) -> dict[str, str]:
    return {"sheet": sheet, "cell": f"{_letters(column)}{row}"}


def _letters(column: int) -> str:
    """A column as workbooks call it: A to Z, then AA."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters
