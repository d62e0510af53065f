"""Logs to findings: beside grep, in other forms, of ever larger size, and how much memory that takes."""

from __future__ import annotations

import errno
import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from inspect import isfunction
from pathlib import Path
from time import perf_counter
from zlib import crc32

import attrs
from measure import Effort, Samples, in_turns
from table import Row, Section, duration, mebibytes

from dualwrite_errors import scan

_GREP_BUDGET = 1.0
_DENSE_FINDINGS = 400_000
"""The findings in a dense log that one second has to be enough for."""
_DENSE_BUDGET = 1.0
_GROWTH_BUDGET = 12.0
_STEP = 10
_MEMORY = 64 << 20
_MEMORY_BUDGET = 1.0
_MOST_ROUNDS = 3
"""Of what is not compared with grep: it takes long, or hardly ever changes."""

_COMPILED = "dualwrite_errors.scanning._speedups"
_BLOCK = 1 << 17
_SCAN = "scan"
_GREP = "  grep -c DIPV"

_LINES = 10_000
"""How many lines there are in the piece that a log repeats."""
_LINE_WITH_CODE = 100
"""Which of them has the code of a sparse log: an early one, so that a small log has it, too."""
_TABLES = ("con_sites - Sites V2", "con_docks - Docks V3", "con_carriers - Carriers", "con_units - Units")
_EVENTS = (
    "The row was written to the destination in {} ms",
    "Vendor pallets were read and evaluated: {} rows",
    "Divided the payload into {} parts for delivery",
    "Waiting for the previous version of row {}",
)
_ERRORS = (
    "[DIPV1003] Integration keys are missing: {}",
    "[DIPV1025] Missing destination field con_x{}",
    "[DIPV1022] Missing source field DOCK{}",
    "[DIPV1099] The gate schedule cannot be paired: {}",
)

_CHILD = """\
import sys
sys.modules.update({modules})
from time import perf_counter
from dualwrite_errors import scan
start = perf_counter()
for path in sys.argv[1:]:
    sum(1 for _ in scan(path, **{options}))
print(perf_counter() - start)
"""
_PARENT = """\
import resource, subprocess, sys
subprocess.run([sys.executable, "-c", *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(peak if sys.platform == "darwin" else peak << 10)
"""
"""A small process that starts the measured one: the peak of a process is never below that of the one it comes from."""


def _line(number: int, *, with_code: bool) -> str:
    level, texts = ("ERR", _ERRORS) if with_code else ("INF", _EVENTS)
    id_ = crc32(number.to_bytes(4, "big"))
    time = f"2031-05-06T{8 + number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}.{id_ % 10_000:04}+00:00"
    event = texts[id_ % len(texts)].format(id_ % 1_000)
    return f"{time} [{level}] {_TABLES[id_ // 8 % len(_TABLES)]}: {event} (id {id_:08x})\n"


_SPARSE = "".join(_line(number, with_code=number == _LINE_WITH_CODE) for number in range(_LINES)).encode()
_DENSE = "".join(_line(number, with_code=True) for number in range(_LINES)).encode()


@attrs.frozen
class Log:
    """A log that repeats one piece."""

    kind: str
    piece: bytes
    size: int
    suffix: str = ".log"

    def __str__(self) -> str:
        return f"{self.kind}, {_amount(self.size)}"

    @contextmanager
    def written(self) -> Generator[Path, None, None]:
        """The log as a file in the page cache, until the context ends.

        Raises:
            OSError: There is no room for it on the disk; its ``errno`` is ``ENOSPC``.
        """
        with tempfile.TemporaryDirectory(prefix="dualwrite-errors-") as directory:
            free = shutil.disk_usage(directory).free
            if free < self.size * 1.05:
                raise OSError(errno.ENOSPC, f"only {_amount(free)} free in {tempfile.gettempdir()}; set TMPDIR")
            path = Path(directory, f"con{self.suffix}")
            with path.open("wb") as file:
                for _ in range(self.size // len(self.piece)):
                    file.write(self.piece)
                file.write(self.piece[: self.size % len(self.piece)])
                file.flush()
                os.fsync(file.fileno())  # now, and not while it is read
            _read(path)
            yield path


def _repeated(kind: str, piece: bytes, size: int, suffix: str = ".log") -> Log:
    """A log of about `size` bytes that ends where `piece` ends."""
    return Log(kind, piece, max(1, size // len(piece)) * len(piece), suffix)


def _compressed(size: int) -> Log:
    """The sparse log of about `size` bytes, compressed."""
    packed = gzip.compress(_SPARSE, mtime=0)
    return _repeated(f".gz of {_amount(size)}", packed, size * len(packed) // len(_SPARSE), ".log.gz")


def beside_grep(effort: Effort) -> Section:
    """Plain logs to their findings, beside grep, which finds the lines of the codes and makes nothing of them."""
    grep = shutil.which("grep")
    sparse = (Log("sparse", _SPARSE, effort.log_size), Log("sparse, UPPER CASE", _SPARSE.upper(), effort.log_size))
    dense = Log("dense", _DENSE, effort.log_size // _STEP)
    rows, skipped = _where_there_is_room(
        (
            *((log, partial(_sparse_rows, log, grep, effort.long_rounds)) for log in sparse),
            (dense, partial(_dense_rows, dense, grep, effort.long_rounds)),
        )
    )
    notes = [_how_it_searches()]
    if grep is None:
        skipped.append("grep: none is on the path, so that nothing is compared with it")
    else:
        notes.append(_output([grep, "--version"]).partition("\n")[0])
    return Section(title="A log to its findings", rows=rows, notes=tuple(notes), skipped=tuple(skipped))


def other_forms(effort: Effort) -> Section:
    """A sparse log in other forms than plain UTF-8, and searched for the documented words, beside itself."""
    size = effort.log_size // _STEP
    plain = _repeated("sparse", _SPARSE, size)
    others = _repeated("UTF-16", _SPARSE.decode().encode("utf-16-le"), size * 2), _compressed(size)
    title = f"The same log, {_amount(plain.size)} of UTF-8, ..."
    rounds = min(effort.long_rounds, _MOST_ROUNDS)
    try:
        with plain.written() as path, others[0].written() as utf_16, others[1].written() as gz:
            calls: dict[str, Callable[[], object]] = {
                "as it is": partial(_found, path),
                "in UTF-16": partial(_found, utf_16, encoding="utf-16"),
                "as .gz": partial(_found, gz),
                "  decompressing alone": partial(_decompress, gz),
                "codes_only=False": partial(_found, path, codes_only=False),
            }
            samples = in_turns({label: partial(_seconds, call) for label, call in calls.items()}, rounds)
    except OSError as error:
        return Section(title=title, rows=(), skipped=(_no_room(plain, error),))
    plainly, *rest = samples
    rows = (Row(label=label, samples=samples[label], reference=samples[plainly], against=plainly) for label in rest)
    return Section(title=title, rows=(Row(label=plainly, samples=samples[plainly]), *rows))


def larger_logs(effort: Effort) -> Section:
    """Whether the time grows with the log and no faster."""
    large, medium, small = (effort.log_size // _STEP**power for power in range(3))
    logs = (
        Log("sparse", _SPARSE, large),
        Log("dense", _DENSE, medium),
        Log("sparse, all in one line", _in_one_line(_SPARSE), large),
        Log("dense, all in one line", _in_one_line(_DENSE), small),
        Log("one line of DIPV1003 * n", b"DIPV1003 ", 1_000_000),
        Log("empty lines", b"\n" * _LINES, medium),
    )
    rounds = min(effort.long_rounds, _MOST_ROUNDS)
    rows, skipped = _where_there_is_room((log, partial(_growth_rows, log, rounds)) for log in logs)
    return Section(title="Ever larger logs", rows=rows, skipped=tuple(skipped))


def peak_memory(effort: Effort) -> Section:
    """The most memory that a process takes that scans one log and does nothing else."""
    title = "The peak of the memory of a process"
    if find_spec("resource") is None:
        return Section(title=title, rows=(), skipped=("peak memory: this platform has no module `resource`",))
    large, medium, small, smallest = (effort.log_size // _STEP**power for power in range(4))
    logs = (
        *(Log("sparse", _SPARSE, size) for size in (smallest, small, medium, large)),
        Log("sparse, all in one line", _in_one_line(_SPARSE), large),
        Log("one line without a code", b"x" * _BLOCK, large),
        Log("dense", _DENSE, medium),
        Log("dense, all in one line", _in_one_line(_DENSE), small),
        _compressed(medium),
    )
    words = Log("sparse, codes_only=False", _SPARSE, small)
    rounds = min(effort.long_rounds, _MOST_ROUNDS)
    rows, skipped = _where_there_is_room(
        (
            *((log, partial(_memory_rows, log, rounds)) for log in logs),
            (words, partial(_memory_rows, words, rounds, codes_only=False)),
        )
    )
    alone = Row(label="the import alone", samples=_peaks([], rounds), shown=mebibytes)
    return Section(title=title, rows=(alone, *rows), skipped=tuple(skipped))


def _where_there_is_room(
    cases: Iterable[tuple[Log, Callable[[], Iterable[Row]]]],
) -> tuple[tuple[Row, ...], list[str]]:
    """The rows of all cases, and which logs the disk has no room for."""
    rows: list[Row] = []
    skipped: list[str] = []
    for log, measure in cases:
        try:
            rows += measure()
        except OSError as error:
            skipped.append(_no_room(log, error))
    return tuple(rows), skipped


def _no_room(log: Log, error: OSError) -> str:
    """Why `log` is skipped, if that is because the disk has no room; every other error is raised again."""
    if error.errno != errno.ENOSPC:
        raise error
    return f"{log}: {error.strerror}"


def _sparse_rows(log: Log, grep: str | None, rounds: int) -> list[Row]:
    with log.written() as path:
        return _grep_rows(log, _timed_beside_grep(path, grep, rounds), _GREP_BUDGET)


def _dense_rows(log: Log, grep: str | None, rounds: int) -> list[Row]:
    with log.written() as path:
        samples, findings = _timed_beside_grep(path, grep, rounds), _found(path)
    rate = Row(
        label=f"{log}: for {_DENSE_FINDINGS:,} findings",
        samples=[seconds * _DENSE_FINDINGS / findings for seconds in samples[_SCAN]],
        reference=[1.0] * rounds,
        against="1 s",
        budget=_DENSE_BUDGET,
    )
    scanned, *others = _grep_rows(log, samples, None)
    return [scanned, rate, *others]


def _timed_beside_grep(path: Path, grep: str | None, rounds: int) -> dict[str, Samples]:
    command_line = [sys.executable, "-m", "dualwrite_errors", "scan", "--exit-zero", str(path)]
    samplers: dict[str, Callable[[], float]] = {
        _SCAN: partial(_seconds, partial(_found, path)),
        "  the same in a fresh process": partial(_seconds_in_a_fresh_process, path, modules={}),
        "  the command line as a whole": partial(_seconds, partial(_output, command_line)),
        "  reading it in Python, no more": partial(_seconds, partial(_read, path)),
    }
    if _is_compiled():
        pure = partial(_seconds_in_a_fresh_process, path, modules={_COMPILED: None})
        samplers["  the same without the compiled module"] = pure
    if grep is not None:
        search = [grep, "-c", "DIPV", str(path)]
        if int(_output(search)) != _found(path):
            raise RuntimeError("grep and scan do not agree on how many lines have a code")
        samplers[_GREP] = partial(_seconds, partial(_output, search))
    return in_turns(samplers, rounds)


def _grep_rows(log: Log, samples: dict[str, Samples], budget: float | None) -> list[Row]:
    reference = samples.get(_GREP)
    against = "" if reference is None else "grep"
    scanned = Row(label=str(log), samples=samples[_SCAN], reference=reference, against=against, budget=budget)
    others = [
        Row(label=label, samples=taken, reference=reference, against=against)
        for label, taken in samples.items()
        if label not in {_SCAN, _GREP}
    ]
    return [scanned, *others, *([Row(label=_GREP, samples=reference)] if reference is not None else ())]


def _growth_rows(log: Log, rounds: int) -> list[Row]:
    smaller = attrs.evolve(log, size=log.size // _STEP)
    with log.written() as path, smaller.written() as smaller_path:
        paths = {log: path, smaller: smaller_path}
        samples = in_turns({log: partial(_seconds, partial(_found, path)) for log, path in paths.items()}, rounds)
    against = f"{duration(samples[smaller])} for {_amount(smaller.size)}"
    row = Row(label=str(log), samples=samples[log], reference=samples[smaller], against=against, budget=_GROWTH_BUDGET)
    return [row]


def _memory_rows(log: Log, rounds: int, **options: object) -> list[Row]:
    with log.written() as path:
        peaks = _peaks([str(path)], rounds, **options)
    budget, against = [_MEMORY] * rounds, mebibytes([_MEMORY])
    row = Row(label=str(log), samples=peaks, shown=mebibytes, reference=budget, against=against, budget=_MEMORY_BUDGET)
    return [row]


def _peaks(paths: list[str], rounds: int, **options: object) -> Samples:
    child = _CHILD.format(modules={}, options=options)
    command = [sys.executable, "-c", _PARENT, child, *paths]
    return [float(_output(command)) for _ in range(rounds)]


def _seconds_in_a_fresh_process(path: Path, *, modules: dict[str, None]) -> float:
    """The seconds of the scan alone, by the clock of the process, which cannot import what is None in `modules`."""
    child = _CHILD.format(modules=modules, options={})
    return float(_output([sys.executable, "-c", child, str(path)]))


def _is_compiled() -> bool:
    """Whether `scan` uses the compiled module, which may be there and still not be used."""
    scanner = import_module("dualwrite_errors.scanning.scanner")
    return find_spec(_COMPILED) is not None and not isfunction(scanner.code_positions)


def _how_it_searches() -> str:
    if _is_compiled():
        return f"scan uses the compiled {_COMPILED}"
    there = "is there and not used" if find_spec(_COMPILED) else "is not installed"
    return f"scan is pure Python: the compiled {_COMPILED} {there}"


def _found(path: Path, *, encoding: str | None = None, codes_only: bool = True) -> int:
    return sum(1 for _ in scan(path, encoding=encoding, codes_only=codes_only))


def _read(path: Path) -> None:
    with path.open("rb", buffering=0) as file:
        while file.read(_BLOCK):
            pass


def _decompress(path: Path) -> None:
    with gzip.open(path) as file:
        while file.read(_BLOCK):
            pass


def _output(command: list[str]) -> str:
    """What a program prints: into a pipe, because grep stops at the first line if nobody would see the output."""
    environment = {**os.environ, "LC_ALL": "C"}
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def _seconds(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


def _in_one_line(lines: bytes) -> bytes:
    return lines.replace(b"\n", b" ")


def _amount(size: int) -> str:
    """A number of bytes for people, such as ``100 MB``."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            return f"{size / factor:.3g} {unit}"
    return f"{size} B"
