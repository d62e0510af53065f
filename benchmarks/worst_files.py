"""The files that are worst for `scan`, in each structure: whether the time grows with them and no faster."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from zipfile import ZipFile

from file_formats import workbook
from measure import Effort
from series import Series
from table import Section

from dualwrite_errors import scan

_CODE = "[DIPV1003]"
_ISSUE = f"Project validation failed. {_CODE} Integration keys are missing"
_LONGEST_CELL = 32_000
_REGION = 100_000
"""About the size of what is read at once: below it, the time of a finding may grow with the line or the record."""


def worst_files(effort: Effort) -> Section:
    """Ever larger files."""
    has_excel = find_spec("openpyxl") is not None
    rows = tuple(row for series in (*_SERIES, *(_WORKBOOKS if has_excel else ())) for row in series.rows(effort))
    skipped = () if has_excel else ("workbooks: openpyxl cannot be imported; install the extra `excel`",)
    return Section(title="Ever larger files", rows=rows, skipped=skipped)


def _found(data: bytes) -> int:
    return sum(1 for _ in scan(io.BytesIO(data)))


def _codes_found(data: bytes) -> int:
    return sum(1 for _ in scan(io.BytesIO(data), codes_only=True))


def _found_as_text(data: bytes) -> int:
    return sum(1 for _ in scan(io.BytesIO(data), read_as="text"))


def _found_in_rows(lines: Iterable[str]) -> int:
    return sum(1 for _ in scan(lines, read_as="csv"))


def _looked_at(data: bytes) -> list[object]:
    """The typed error of every finding."""
    return [finding.error for finding in scan(io.BytesIO(data))]


def _repeated(piece: str, opening: str = "") -> Callable[[int], bytes]:
    return lambda size: (opening + piece * (size // len(piece))).encode()


def _numbered(size: int) -> list[str]:
    """Texts that are all different, each with a code, of about `size` characters in all."""
    return [f"{_CODE} number {number:07}" for number in range(size // 26)]


def _one_string(size: int) -> bytes:
    return json.dumps({"message": " ".join(_numbered(size))}).encode()


def _list_of_failures(size: int) -> bytes:
    return json.dumps([{"errorMessage": text} for text in _numbered(size // 2)], indent=0).encode()


def _lines_of_failures(size: int) -> bytes:
    return "\n".join(json.dumps({"errorMessage": text}) for text in _numbered(size // 2)).encode()


def _levels(size: int) -> bytes:
    opening = f'{{"errorMessage":"{_ISSUE}","a":'
    depth = size // (len(opening) + 1)
    return f"{opening * depth}1{'}' * depth}".encode()


def _table(cells: Iterable[str]) -> bytes:
    return "\n".join(("id,text", *(f"1,{cell}" for cell in cells))).encode()


def _open_quote(size: int) -> list[str]:
    """A quotation mark without an end, once in so many lines that what it takes for a row ends before the next one."""
    lines = ("x" * 30 + "\n" if number % 300_000 else '1,"\n' for number in range(size // 31))
    return ["id,text\n", "1,x\n", *lines]


def _archive(size: int) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for number in range(size // 100):
            archive.writestr(f"{number}.log", _ISSUE)
    return file.getvalue()


def _workbook(cells: Callable[[int], list[str]]) -> Callable[[int], bytes]:
    def made(size: int) -> bytes:
        file = io.BytesIO()
        workbook(file, ([cell] for cell in cells(size)), shared=True)
        return file.getvalue()

    return made


_SERIES = (
    Series("codes only, codes in one line", _codes_found, _repeated("DIPV1003 "), smallest=_REGION),
    Series("codes only, the same in Cyrillic", _codes_found, _repeated("DIPV1003 ж "), smallest=_REGION),
    Series("codes only, DWDV * n", _codes_found, _repeated("DWDV")),
    Series("codes only, empty lines", _codes_found, _repeated("\n")),
    Series("codes in one line", _found, _repeated("DIPV1003 "), smallest=_REGION),
    Series("codes, a line each", _found, _repeated(f"{_CODE} x\n")),
    Series("the errors of that", _looked_at, _repeated(f"{_CODE} x\n")),
    Series("issues behind time stamps", _found, _repeated(f"2031-01-31 12:00:00 {_ISSUE}\n")),
    Series(
        "issues behind one time stamp", _found, _repeated(f"{_ISSUE}\n", "2031-01-31 12:00:00 x\n"), smallest=_REGION
    ),
    Series("a sentence over two lines", _found, _repeated("Unable to write data to entity\ncon_sites.\n")),
    Series("halves of a sentence", _found, _repeated("Unable to write data to\n")),
    Series("half of a sign", _found, _repeated("integration keys ")),
    Series("issues behind {", _found, _repeated(f'{{"a" {_ISSUE}\n')),
    Series("issues in JSON in lines", _found, _repeated(f'12:00:00 {{"a": "{_ISSUE}"}}\n')),
    Series("{ in one line", _found_as_text, _repeated('{"a":')),
    Series("JSON, one string of codes", _found, _one_string, smallest=30_000),
    Series("JSON, a list of failures", _found, _list_of_failures),
    Series("JSON, levels with a failure on each", _found, _levels),
    Series("JSON, cut off", _found, _repeated("[")),
    Series("JSON Lines, failures", _found, _lines_of_failures),
    Series("CSV, a row for each issue", _found, lambda size: _table(_numbered(size))),
    Series("CSV, one cell of codes", _found, lambda size: _table((f'"{" ".join(_numbered(size))}"',)), smallest=30_000),
    Series("CSV, a quotation mark without an end", _found, lambda size: "".join(_open_quote(size)).encode()),
    Series("CSV, the same as lines", _found_in_rows, _open_quote),
    Series("members of a ZIP archive", _found, _archive),
)
_WORKBOOKS = (
    Series("Excel, a row for each issue", _found, _workbook(_numbered)),
    Series(
        "Excel, cells of codes",
        _found,
        _workbook(lambda size: [" ".join(_numbered(_LONGEST_CELL))] * (size // _LONGEST_CELL or 1)),
    ),
)
