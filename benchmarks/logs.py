"""Logs to findings: beside grep, in other forms than plain UTF-8, of ever larger size, and how much memory it takes."""

from __future__ import annotations

import errno
import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from zlib import crc32

import attrs
from measure import Effort, Samples, in_turns
from table import Row, Section, duration, mebibytes

from dualwrite_errors import scan

_GREP_BUDGET = 1.0
_DENSE_BUDGET = 1.0
_DENSE_FINDINGS = 400_000
"""The findings of a dense log that one second has to be enough for."""
_GROWTH_BUDGET = 12.0
_STEP = 10
_MEMORY_BUDGET = 1.0
_MEMORY = 64 << 20
_MOST_ROUNDS = 3
"""Of what takes seconds and is compared with itself."""

_COMPILED = "dualwrite_errors.scanning._blocks"
_BLOCK = 1 << 17
_LINES = 10_000
"""How many lines there are in the piece that a log repeats; a sparse log has a code in one of them."""
_LINE_WITH_CODE = 100
_TABLES = ("con_sites - Sites V2", "con_docks - Docks V3", "con_carriers - Carriers", "con_units - Units of measure")
_EVENTS = (
    "The row was written to the destination in {} ms",
    "Vendor pallets read: {}, evaluated in one batch",
    "Divided the payload into {} parts, previous one done",
    "Waiting for the delivery of version {} of the map",
)
_ERRORS = (
    "[DIPV1003] Integration keys are missing: {}",
    "[DIPV1025] Missing destination field con_dock.con_x{}",
    "[DIPV1022] Missing source field DOCK{} in the schema",
    "[dipv1016] Missing Organization mapping for con_{}",
)

_CHILD = """\
import sys
{before}
from time import perf_counter
from dualwrite_errors import scan
start = perf_counter()
sum(1 for path in sys.argv[1:] for _ in scan(path{arguments}))
print(perf_counter() - start)
"""
_PURE = _CHILD.format(before=f"sys.modules[{_COMPILED!r}] = None  # cannot be imported", arguments="")
_PARENT = """\
import resource, subprocess, sys
subprocess.run([sys.executable, "-c", *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(peak if sys.platform == "darwin" else peak << 10)
"""
"""A small process between this one and the measured one: a process begins with the peak of the one that starts it."""


def _lines(coded: range, case: Callable[[str], str] = str) -> bytes:
    """The piece that a log repeats, with a code in the lines `coded`; `case` changes all else in them."""
    return b"".join(_line(number, case, with_code=number in coded) for number in range(_LINES))


def _line(number: int, case: Callable[[str], str], *, with_code: bool) -> bytes:
    texts, level = (_ERRORS, "ERR") if with_code else (_EVENTS, "INF")
    seconds, id_ = divmod(number, 60), crc32(number.to_bytes(4, "big"))
    event = texts[id_ % len(texts)].format(id_ % 1_000)
    table = _TABLES[id_ // 7 % len(_TABLES)]
    before = f"2031-05-06T{seconds[0] // 60:02}:{seconds[0] % 60:02}:{seconds[1]:02}+00:00 [{level}] {table}: "
    code, event = event[: 11 * with_code], event[11 * with_code :]
    return f"{case(before)}{code}{case(f'{event} (id {id_:08x})')}\n".encode()


_SPARSE = _lines(range(_LINE_WITH_CODE, _LINE_WITH_CODE + 1))
_DENSE = _lines(range(_LINES))


@attrs.frozen
class Log:
    """A log that repeats one piece."""

    label: str
    """What it is; the size is put after it."""
    piece: bytes
    size: int

    def __str__(self) -> str:
        return f"{self.label}, {_size(self.size)}"

    def write(self, path: Path) -> None:
        """Write it, and see that all of it is on the disk: writing it must not go on while it is read."""
        with path.open("wb") as file:
            for _ in range(self.size // len(self.piece)):
                file.write(self.piece)
            file.write(self.piece[: self.size % len(self.piece)])
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def _written(log: Log, *, room: float = 1.0) -> Generator[Path, None, None]:
    """`log` as a file in the page cache. The directory of the file is deleted at the end.

    Raises:
        OSError: There is not enough room on the disk for the log `room` times; its ``errno`` is ``ENOSPC``.
    """
    with tempfile.TemporaryDirectory(prefix="dualwrite-errors-") as directory:
        needed, free = int(log.size * room), shutil.disk_usage(directory).free
        if free < needed * 1.1:
            where = f"{_size(free)} free in {tempfile.gettempdir()}; TMPDIR may name another directory"
            raise OSError(errno.ENOSPC, f"{_size(needed)} needed, {where}")
        path = Path(directory, "con.log")
        log.write(path)
        read(path)
        yield path


def _measured(cases: Iterable[tuple[Log, Callable[[Log], Iterable[Row]]]]) -> tuple[tuple[Row, ...], list[str]]:
    """The rows of each case, and which cases the disk has no room for."""
    rows: list[Row] = []
    skipped: list[str] = []
    for log, measure in cases:
        try:
            rows += measure(log)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            skipped.append(f"{log}: {error.strerror}")
    return tuple(rows), skipped


def beside_grep(effort: Effort) -> Section:
    """A plain log to its findings, beside the fastest program that finds its lines."""
    rounds = effort.long_rounds
    sparse, dense = partial(_sparse, rounds=rounds), partial(_dense, rounds=rounds)
    rows, skipped = _measured(
        (
            (Log("sparse", _SPARSE, effort.log_size), sparse),
            (Log("sparse, UPPER CASE", _lines(range(_LINE_WITH_CODE, _LINE_WITH_CODE + 1), str.upper), effort.log_size), sparse),
            (Log("dense", _DENSE, effort.log_size // 10), dense),
        )
    )
    grep = _grep()
    if grep is None:
        skipped.append("grep: there is none on the path, so that nothing is compared with it")
    version = [_output([grep, "--version"]).partition("\n")[0]] if grep else []
    return Section(title="A log to its findings", rows=rows, notes=(_how(), *version), skipped=tuple(skipped))


def _sparse(log: Log, rounds: int) -> Iterator[Row]:
    ...
