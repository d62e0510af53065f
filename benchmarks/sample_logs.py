"""Logs to measure with: made up, the same in every run, written to a temporary directory."""

from __future__ import annotations

import csv
import errno
import gzip
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile
from zlib import crc32

import attrs
from file_formats import workbook
from table import Row, amount

from dualwrite_errors import CATALOG

BLOCK = 1 << 17

_LINES = 10_000
"""How many lines there are in the piece that a log repeats."""
_ERROR_AT = 100
"""Which of them has the code of a sparse log, and a sentence: an early one, so that a small log has it, too."""
_TABLES = ("con_sites - Sites V2", "con_docks - Docks V3", "con_carriers - Carriers", "con_units - Units")
_EVENTS = (
    "Live synchronization of the table map: {} records were read from the source entity",
    "The row was written to the destination table in {} ms",
    "Request to the environment completed with status 204 after {} ms; correlation {}",
    "Mapping of {} fields evaluated; the integration key of the entity is accountnumber, dataareaid",
    "Divided the payload into {} batches for Dataverse, company USMF, direction finance and operations",
    "Initial synchronization of the project: {} records processed, 0 errors, execution continues",
    "Waiting for the previous version of record {} before the update of the lookup field",
    "Schema of the destination was refreshed: {} fields, no validation issue",
)
_EVENTS_OF_ANY_PROGRAM = (
    "Vendor pallets were read and evaluated: {} rows",
    "GET /orders/{} answered in 12 ms, 200 OK; cache hit",
    "Worker {} started: queue depth 3, heap at 41 percent",
    "Order {} was confirmed by the customer and handed over to the carrier",
)
_ERRORS = (
    "[DIPV1003] Integration keys are missing: {}",
    "[DIPV1025] Missing destination field con_x{}",
    "[DIPV1022] Missing source field DOCK{}",
    "[DIPV1099] The gate schedule cannot be paired: {}",
)
_SPARSE_ERRORS = (
    "Project validation failed. [DIPV1003] Integration keys are missing: {}",
    "Unable to write data to entity con_docks.Unable to lookup uoms with values {{TST{}}}.",
)
_PLACEHOLDER = re.compile(r"\{\w+\}")


def _line(number: int, texts: tuple[str, ...]) -> str:
    id_ = crc32(number.to_bytes(4, "big"))
    time = f"2031-05-06T{8 + number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}.{id_ % 10_000:04}+00:00"
    event = texts[id_ % len(texts)].format(id_ % 1_000, f"{id_:08x}")
    level = "INF" if texts in (_EVENTS, _EVENTS_OF_ANY_PROGRAM) else "ERR"
    return f"{time} [{level}] {_TABLES[id_ // 8 % len(_TABLES)]}: {event}\n"


def _sparse_lines(events: tuple[str, ...]) -> list[str]:
    lines = [_line(number, events) for number in range(_LINES)]
    for number, error in enumerate(_SPARSE_ERRORS, start=_ERROR_AT):
        lines[number] = _line(number, (error,))
    return lines


_SPARSE_LINES = _sparse_lines(_EVENTS)
SPARSE = "".join(_SPARSE_LINES).encode()
"""Ten thousand lines: one has a code, and one a sentence without a code."""
DENSE = "".join(_line(number, _ERRORS) for number in range(_LINES)).encode()
"""A code in every line."""


def literal_parts() -> list[str]:
    """Of each sentence of the catalog the longest part without a placeholder: what grep can look for."""
    infos = [cls.info for cls in CATALOG.values()]
    sentences = [sentence for info in infos for sentence in (*info.sentences, *info.sentences_in_wrapper)]
    return sorted({max(map(str.strip, _PLACEHOLDER.split(sentence)), key=len) for sentence in sentences})


@attrs.frozen
class Log:
    """A log that repeats one piece."""

    kind: str
    piece: bytes
    size: int
    suffix: str = ".log"

    def __str__(self) -> str:
        return f"{self.kind}, {amount(self.size)}"

    @contextmanager
    def written(self) -> Generator[Path, None, None]:
        """The log as a file in the page cache, until the context ends.

        Raises:
            OSError: There is no room for it on the disk; its ``errno`` is ``ENOSPC``.
        """
        with _file(self.size, self.suffix) as path:
            with path.open("wb") as file:
                for _ in range(self.size // len(self.piece)):
                    file.write(self.piece)
                file.write(self.piece[: self.size % len(self.piece)])
            _settled(path)
            yield path


@attrs.frozen
class Rows:
    """Lines of a log in a format that has rows or elements."""

    kind: str
    write: Callable[[Path, Iterable[str]], None]
    size: int
    """The characters of the lines themselves."""
    suffix: str
    lines: list[str] = attrs.field(factory=lambda: _SPARSE_LINES, repr=False)

    def __str__(self) -> str:
        return f"{self.kind}, {amount(self.size)}"

    @contextmanager
    def written(self) -> Generator[Path, None, None]:
        """The lines as a file in the page cache, until the context ends.

        Raises:
            OSError: There is no room for it on the disk; its ``errno`` is ``ENOSPC``.
        """
        with _file(3 * self.size, self.suffix) as path:
            self.write(path, self._all_lines())
            _settled(path)
            yield path

    def _all_lines(self) -> Iterable[str]:
        count = self.size * len(self.lines) // sum(map(len, self.lines))
        return (self.lines[number % len(self.lines)].rstrip() for number in range(count))


@contextmanager
def _file(size: int, suffix: str) -> Generator[Path, None, None]:
    with tempfile.TemporaryDirectory(prefix="dualwrite-errors-") as directory:
        free = shutil.disk_usage(directory).free
        if free < size * 1.05:
            raise OSError(errno.ENOSPC, f"only {amount(free)} free in {tempfile.gettempdir()}; set TMPDIR")
        yield Path(directory, f"con{suffix}")


def _settled(path: Path) -> None:
    """Have a file on the disk now, and not while it is read; and in the page cache."""
    with path.open("rb", buffering=0) as file:
        os.fsync(file.fileno())
        while file.read(BLOCK):
            pass


def _write_list(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for number, line in enumerate(lines):
            file.write(f"{',' if number else ''}{json.dumps({'number': number, 'detail': {'event': {'text': line}}})}")
        file.write("]")


def _write_object(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write('{"value":[')
        for number, line in enumerate(lines):
            file.write(f"{',' if number else ''}{json.dumps({'number': number, 'event': line})}")
        file.write("]}")


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number, line in enumerate(lines):
            file.write(f"{json.dumps({'number': number, 'event': line})}\n")


def _write_csv(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("number", "event"))
        writer.writerows(enumerate(lines))


def _write_archive(path: Path, lines: Iterable[str]) -> None:
    with (
        ZipFile(path, "w", ZIP_DEFLATED) as archive_file,
        archive_file.open("con.log", "w") as member,
        io.TextIOWrapper(member, encoding="utf-8") as file,
    ):
        file.writelines(f"{line}\n" for line in lines)


def _write_shared(path: Path, lines: Iterable[str]) -> None:
    with path.open("wb") as file:
        workbook(file, ([str(number), line] for number, line in enumerate(lines)), shared=True)


def _write_inline(path: Path, lines: Iterable[str]) -> None:
    with path.open("wb") as file:
        workbook(file, ([str(number), line] for number, line in enumerate(lines)), shared=False)


def sparse(size: int) -> Log:
    """A sparse log."""
    return Log("sparse", SPARSE, size)


def of_any_program(size: int) -> Log:
    """A sparse log in which the other lines have few words that dual-write has, too."""
    return Log("sparse, other words", "".join(_sparse_lines(_EVENTS_OF_ANY_PROGRAM)).encode(), size)


def dense(size: int) -> Log:
    """A dense log."""
    return Log("dense", DENSE, size)


def in_one_line(log: Log) -> Log:
    """The same without a line feed."""
    return attrs.evolve(log, kind=f"{log.kind}, all in one line", piece=log.piece.replace(b"\n", b" "))


def in_utf_16(size: int) -> Log:
    """A sparse log of `size` bytes in UTF-16, without a byte order mark."""
    return Log("sparse, UTF-16", SPARSE.decode().encode("utf-16-le"), size)


def compressed(size: int) -> Log:
    """A sparse log of about `size` bytes, compressed."""
    packed = gzip.compress(SPARSE, mtime=0)
    return Log(f"sparse, .gz of {amount(size)}", packed, max(1, size // len(SPARSE)) * len(packed), ".log.gz")


def archive(size: int) -> Rows:
    """A ZIP archive of a sparse log."""
    return Rows("sparse, ZIP", _write_archive, size, ".zip")


def json_list(size: int) -> Rows:
    """A JSON list, one of its elements for each line of a sparse log."""
    return Rows("JSON list", _write_list, size, ".json")


def json_object(size: int) -> Rows:
    """A JSON object that holds such a list."""
    return Rows("JSON object", _write_object, size, ".json")


def json_list_of_errors(size: int) -> Rows:
    """A JSON list of lines that all have a code."""
    return Rows("JSON list, dense", _write_list, size, ".json", [_line(number, _ERRORS) for number in range(_LINES)])


def json_lines(size: int) -> Rows:
    """JSON Lines of a sparse log."""
    return Rows("JSON Lines", _write_lines, size, ".jsonl")


def csv_table(size: int) -> Rows:
    """A table with a row for each line of a sparse log."""
    return Rows("CSV", _write_csv, size, ".csv")


def workbook_with_shared_strings(size: int) -> Rows:
    """A workbook as Excel writes it, with a row for each line of a sparse log."""
    return Rows("Excel", _write_shared, size, ".xlsx")


def workbook_with_strings_in_cells(size: int) -> Rows:
    """A workbook as programs write it that keep no list of strings."""
    return Rows("Excel, texts in the cells", _write_inline, size, ".xlsx")


def where_there_is_room(
    cases: Iterable[tuple[Log | Rows, Callable[[], Iterable[Row]]]],
) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """The rows of all cases, and which logs the disk has no room for."""
    rows: list[Row] = []
    skipped: list[str] = []
    for log, measure in cases:
        try:
            rows += measure()
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            skipped.append(f"{log}: {error.strerror}")
    return tuple(rows), tuple(skipped)
