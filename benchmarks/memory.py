"""How much memory a process takes that scans one file, in each format."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec

import sample_logs as logs
from measure import Effort
from processes import knows_resources, peak_of_scan
from sample_logs import Log, Rows, where_there_is_room
from table import Row, Section, mebibytes

_MEMORY = 64 << 20
_BUDGET = 1.0
_STEP = 10


def memory_of_scan(effort: Effort) -> Section:
    """The peak of the memory of a process that scans one file and does nothing else, by codes and by all errors."""
    title = "The peak of the memory of a process that scans"
    if not knows_resources():
        return Section(title=title, rows=(), skipped=("peak memory: this platform has no module `resource`",))
    medium, small, smallest = (effort.log_size // _STEP**power for power in (1, 2, 3))
    in_both_modes: list[Log | Rows] = [
        *map(logs.sparse, (smallest, small, medium)),
        logs.in_one_line(logs.sparse(small)),
        Log("one line of x", b"x" * logs.BLOCK, medium),
        logs.dense(small),
        logs.in_one_line(logs.dense(small)),
        logs.compressed(small),
        logs.archive(small),
        logs.in_utf_16(small),
    ]
    by_structure: list[Log | Rows] = [
        *map(logs.json_list, (smallest, small)),
        logs.json_list_of_errors(small),
        logs.json_object(small),
        logs.json_object(4 * small),
        logs.json_lines(small),
        logs.csv_table(small),
    ]
    skipped: tuple[str, ...] = ()
    if find_spec("openpyxl"):
        by_structure += [
            *map(logs.workbook_with_shared_strings, (small, 2 * small)),
            logs.workbook_with_strings_in_cells(small),
        ]
    else:
        skipped = ("workbooks: openpyxl cannot be imported; install the extra `excel`",)
    alone = Row(label="the import alone", samples=peak_of_scan([], {}), shown=mebibytes)
    files = (*in_both_modes, *by_structure)
    rows, without_room = where_there_is_room((file, partial(_rows, file)) for file in files)
    return Section(title=title, rows=(alone, *rows), skipped=(*skipped, *without_room))


def _rows(file: Log | Rows) -> list[Row]:
    with file.written() as path:
        return [
            Row(
                label=f"{file}{suffix}",
                samples=peak_of_scan([path], {"codes_only": codes_only}),
                shown=mebibytes,
                reference=[float(_MEMORY)],
                against=mebibytes([_MEMORY]),
                budget=_BUDGET,
            )
            for suffix, codes_only in (("", False), (": codes", True))
        ]
