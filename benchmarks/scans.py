"""Logs to findings: beside grep, beside a loop, in other forms, and without the compiled module."""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import attrs
import sample_logs as logs
from measure import Effort, Key, Samples, in_turns
from processes import output_of, scan_in_a_fresh_process, seconds_of
from sample_logs import BLOCK, literal_parts, where_there_is_room
from series import GROWTH_BUDGET, STEP
from table import Row, Section, amount, duration

from dualwrite_errors import scan
from dualwrite_errors.codes import code_pattern
from dualwrite_errors.scanning import speedups

_BUDGET = 1.0
_MOST_ROUNDS = 3
"""Of what has no budget beside another program: it takes long."""
_COMPILED = "dualwrite_errors.scanning._speedups"
_CODES = "DIPV|DWDVEV|DWFOEV|DW9003"
_BESIDE_GREP = "A sparse log to its findings"


def beside_grep(effort: Effort) -> Section:
    """Sparse logs to their findings, beside grep, which finds the lines and makes nothing of them."""
    grep = shutil.which("grep")
    if grep is None:
        return Section(title=_BESIDE_GREP, rows=(), skipped=("grep: none is on the path",))
    large, medium = effort.log_size, effort.log_size // STEP
    with _pattern_file() as patterns:
        for_codes, for_sentences = [grep, "-ciE", _CODES], [grep, "-ciF", "-f", str(patterns)]
        few, many = min(effort.long_rounds, _MOST_ROUNDS), effort.long_rounds
        rows, skipped = where_there_is_room(
            (log, partial(_grep_rows, log, search, rounds, codes_only=search is for_codes))
            for log, search, rounds in (
                (logs.sparse(large), for_codes, many),
                (logs.sparse(medium), for_sentences, few),
                (logs.of_any_program(medium), for_sentences, many),
            )
        )
    notes = (_how_it_searches(), output_of([grep, "--version"]).partition("\n")[0])
    return Section(title=_BESIDE_GREP, rows=rows, notes=notes, skipped=skipped)


def _grep_rows(log: logs.Log, search: list[str], rounds: int, *, codes_only: bool) -> list[Row]:
    with log.written() as path:
        findings, command = scan(path, codes_only=codes_only), [*search, str(path)]
        deque(findings, maxlen=0)
        if int(output_of(command)) != findings.lines_with_finding:
            raise RuntimeError("grep and scan do not agree on how many lines have an error")
        command_line = [sys.executable, "-m", "dualwrite_errors", "scan", "--exit-zero", str(path)]
        samplers: dict[str, Callable[[], object]] = {
            f"{log}{': codes' if codes_only else ''}": partial(_found, path, codes_only=codes_only),
            "  the command line as a whole": partial(
                output_of, [*command_line, *(["--codes-only"] if codes_only else ())]
            ),
            "  reading it in Python, no more": partial(_read, path),
            f"  grep {search[1]}": partial(output_of, command),
        }
        return _beside_last(_in_turns(samplers, rounds), _BUDGET)


@contextmanager
def _pattern_file() -> Generator[Path, None, None]:
    with tempfile.TemporaryDirectory(prefix="dualwrite-errors-") as directory:
        path = Path(directory, "sentences")
        path.write_text("\n".join(literal_parts()) + "\n", encoding="utf-8")
        yield path


@attrs.frozen(slots=False)  # made in two thirds of the time of one with slots
class Place:
    """What the loop keeps of a code."""

    line: int
    column: int
    text: str


def places_of_codes(path: Path) -> Iterator[Place]:
    """The loop that somebody would write who needs codes alone."""
    search = code_pattern().finditer
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            for found in search(line):
                yield Place(number, found.start() + 1, line)


def _counted(path: Path) -> int:
    return sum(1 for _ in places_of_codes(path))


def beside_a_loop(effort: Effort) -> Section:
    """A log with a code in each line, beside the loop that somebody would write."""
    log = logs.dense(effort.log_size // STEP)

    def measured() -> list[Row]:
        with log.written() as path:
            if _counted(path) != _found(path, codes_only=True):
                raise RuntimeError("the loop and scan do not agree on how many codes there are")
            samplers: dict[str, Callable[[], object]] = {
                "codes": partial(_found, path, codes_only=True),
                "  a loop over its lines": partial(_counted, path),
            }
            return _beside_last(_in_turns(samplers, effort.long_rounds), _BUDGET)

    rows, skipped = where_there_is_room([(log, measured)])
    return Section(title=f"{log}, to its findings", rows=rows, skipped=skipped)


def uncompiled(effort: Effort) -> Section:
    """Sparse logs without the compiled module, in processes that cannot import it."""
    title = "The same without the compiled module"
    if not _is_compiled():
        return Section(title=title, rows=(), skipped=(f"{_COMPILED}: it is not used",))
    medium, small = (effort.log_size // STEP**power for power in (1, 2))
    rounds = min(effort.long_rounds, _MOST_ROUNDS)
    rows, skipped = where_there_is_room(
        (log, partial(_uncompiled_rows, log, rounds, codes_only=codes_only))
        for log, codes_only in (
            (logs.sparse(medium), True),
            (logs.sparse(small), False),
            (logs.of_any_program(medium), False),
        )
    )
    return Section(title=title, rows=rows, skipped=skipped)


def _uncompiled_rows(log: logs.Log, rounds: int, *, codes_only: bool) -> list[Row]:
    with log.written() as path:
        samplers = {
            f"{log}{': codes' if codes_only else ''}": partial(
                scan_in_a_fresh_process, path, without=(_COMPILED,), codes_only=codes_only
            ),
            "with it": partial(scan_in_a_fresh_process, path, codes_only=codes_only),
        }
        return _beside_last(in_turns(samplers, rounds), None, shows_last=False)


def other_forms(effort: Effort) -> Section:
    """A sparse log in other forms than plain UTF-8, beside itself."""
    size = effort.log_size // STEP
    plain = logs.sparse(size)

    def measured() -> list[Row]:
        with (
            plain.written() as path,
            logs.in_utf_16(2 * size).written() as utf_16,
            logs.compressed(size).written() as gz,
            logs.json_lines(size // STEP).written() as json_lines,
            logs.csv_table(size // STEP).written() as table,
            logs.sparse(size // STEP).written() as tenth,
        ):
            rounds = min(effort.long_rounds, _MOST_ROUNDS)
            forms: dict[str, Callable[[], object]] = {
                "codes, in UTF-16": partial(_found, utf_16, codes_only=True),
                "codes, as .gz": partial(_found, gz, codes_only=True),
                "codes, decompressing alone": partial(_decompress, gz),
                "codes": partial(_found, path, codes_only=True),
            }
            structures: dict[str, Callable[[], object]] = {
                f"codes and sentences, {amount(size // STEP)} as JSON Lines": partial(_found, json_lines),
                f"codes and sentences, {amount(size // STEP)} as CSV": partial(_found, table),
                f"codes and sentences, {amount(size // STEP)}": partial(_found, tenth),
            }
            return [
                *_beside_last(_in_turns(forms, rounds), None),
                *_beside_last(_in_turns(structures, rounds), None),
            ]

    rows, skipped = where_there_is_room([(plain, measured)])
    return Section(title=f"{plain}, in other forms", rows=rows, skipped=skipped)


def larger_logs(effort: Effort) -> Section:
    """Whether the time grows with the log and no faster."""
    large, medium, small = (effort.log_size // STEP**power for power in range(3))
    dense_line = logs.in_one_line(logs.dense(small))
    cases = (
        (logs.sparse(large), True),
        (logs.sparse(small), False),
        (logs.in_one_line(logs.sparse(large)), True),
        (logs.in_one_line(logs.sparse(small)), False),
        (logs.dense(medium), True),
        (logs.dense(small), False),
        (dense_line, True),
        (dense_line, False),
    )
    rounds = min(effort.long_rounds, _MOST_ROUNDS)
    rows, skipped = where_there_is_room(
        (log, partial(_growth_rows, log, rounds, codes_only=codes_only)) for log, codes_only in cases
    )
    return Section(title="Ever larger logs", rows=rows, skipped=skipped)


def _growth_rows(log: logs.Log, rounds: int, *, codes_only: bool) -> list[Row]:
    smaller = attrs.evolve(log, size=log.size // STEP)
    with log.written() as path, smaller.written() as smaller_path:
        paths = {log: path, smaller: smaller_path}
        samples = _in_turns({log: partial(_found, path, codes_only=codes_only) for log, path in paths.items()}, rounds)
    against = f"{duration(samples[smaller])} for {amount(smaller.size)}"
    label = f"{log}{': codes' if codes_only else ''}"
    return [Row(label=label, samples=samples[log], reference=samples[smaller], against=against, budget=GROWTH_BUDGET)]


def _in_turns(samplers: Mapping[Key, Callable[[], object]], rounds: int) -> dict[Key, Samples]:
    return in_turns({label: partial(seconds_of, call) for label, call in samplers.items()}, rounds)


def _beside_last(samples: dict[str, Samples], budget: float | None, *, shows_last: bool = True) -> list[Row]:
    """A row for each, against the last; the budget is that of the first."""
    first, *_, last = samples
    rows = [
        Row(
            label=label,
            samples=taken,
            reference=samples[last],
            against=f"{duration(samples[last])}, {last.strip()}",
            budget=budget if label == first else None,
        )
        for label, taken in samples.items()
        if label != last
    ]
    return [*rows, *(_alone({last: samples[last]}) if shows_last else ())]


def _alone(samples: dict[str, Samples]) -> list[Row]:
    return [Row(label=label, samples=taken) for label, taken in samples.items()]


def _is_compiled() -> bool:
    """Whether `scan` uses the compiled module, which may be there and still not be used."""
    return speedups.code_positions.__module__ == _COMPILED


def _how_it_searches() -> str:
    if _is_compiled():
        return f"scan uses the compiled {_COMPILED}"
    there = "is there and not used" if find_spec(_COMPILED) else "is not installed"
    return f"scan is pure Python: the compiled {_COMPILED} {there}"


def _found(path: Path, *, codes_only: bool = False) -> int:
    return sum(1 for _ in scan(path, codes_only=codes_only))


def _read(path: Path) -> None:
    with path.open("rb", buffering=0) as file:
        while file.read(BLOCK):
            pass


def _decompress(path: Path) -> None:
    with gzip.open(path) as file:
        while file.read(BLOCK):
            pass
