"""Where a log may be cut while it is read: records of it, and JSON over several lines, stay together."""

from __future__ import annotations

import re
from typing import Final

from ..context import RECORD
from .regions import BYTES_AROUND

RECORD_START: Final = re.compile(RECORD.encode(), re.IGNORECASE)
IN_JSON: Final = re.compile(rb"""[ \t]*["{}\[\]]|[ \t]+(?:true|false|null|-?[0-9])""")
"""How a line begins that may stand inside of a JSON value that goes over several lines."""
_OPENS_PART: Final = re.compile(rb"""^([ \t]*+)(?=["{}\[\]])[^\n]*[{\[][ \t\r]*$""", re.MULTILINE)
"""A line in such a value with which another one begins that goes on in the next line."""
_LONGEST_JSON: Final = 1 << 20
"""The bytes that such a value may have in a log."""
MOST_LINES_OF_RECORD: Final = 200
LINES_BEFORE: Final = 2
LINES_BEHIND: Final = 4
"""How many lines around a sign a sentence may begin before and end after, and IDs may follow."""
_LINES_TO_BOUNDARY: Final = 16


class Boundary:
    """Where the last record begins among the lines between two places, or the last lines that may belong together.

    The buffer may grow from one call to the next, but what stands in it stays where it is.
    """

    def __init__(self) -> None:
        self._in_json: tuple[int, int] | None = None
        """Where JSON begins that goes over several lines, or the lines behind it, and how far it was followed."""

    def __call__(self, buffer: bytes, start: int, stop: int) -> int:
        """Where it begins, of the lines from `start` to `stop`; `start` where there is no such place."""
        opening, followed = self._in_json or (start, start)
        line = _start_of_json(buffer, followed, stop, opening)
        self._in_json = line, stop
        if stop - line >= _LONGEST_JSON:
            return _last_part(buffer, stop - _LONGEST_JSON // 2, stop) or _last_record(buffer, start, stop)
        if line == start or RECORD_START.match(buffer, line):
            return line
        return _outside_of_json(buffer, start, _last_record(buffer, start, line))


def _start_of_json(buffer: bytes, first: int, stop: int, opening: int) -> int:
    """Where the JSON begins that the line before `stop` may stand in or may open; `stop` if there is none.

    `opening` where all lines from `first` on may stand in it.
    """
    line = stop
    while line > first:
        before = max(first, 1 + buffer.rfind(b"\n", first, line - 1))
        if not IN_JSON.match(buffer, before):
            return before if _opens_json(buffer, before, line - 1) else line
        line = before
    return opening


def _outside_of_json(buffer: bytes, first: int, line: int) -> int:
    """Where a line begins, or the JSON that it may go on; `first` if that begins before it."""
    return _start_of_json(buffer, first, line, first) if IN_JSON.match(buffer, line) else line


def opening_of_json(buffer: bytes, first: int, line: int) -> int | None:
    """The first line, from `first` on, with which JSON begins that a line may stand in or open.

    What stands before it goes on JSON that is broken, or that was too long to be read as a whole.
    """
    opening = _outside_of_json(buffer, first, line)
    while opening <= line:
        stop = buffer.find(b"\n", opening)
        stop = len(buffer) if stop < 0 else stop
        if _opens_json(buffer, opening, stop):
            return opening
        opening = stop + 1
    return None


def _last_part(buffer: bytes, start: int, stop: int) -> int:
    """Where the last part of JSON begins between two places, of those that are indented the least; 0 for none."""
    parts = ((len(found[1]), -found.start()) for found in _OPENS_PART.finditer(buffer, start, stop))
    return -min(parts, default=(0, 0))[1]


def _last_record(buffer: bytes, start: int, stop: int) -> int:
    line, joined = stop, None
    is_stamped = RECORD_START.match(buffer, start) is not None
    for number in range(MOST_LINES_OF_RECORD):
        is_near = number < _LINES_TO_BOUNDARY or (is_stamped and stop - line <= BYTES_AROUND)
        if line <= start or not is_near:
            break
        line = max(start, 1 + buffer.rfind(b"\n", start, line - 1))
        if RECORD_START.match(buffer, line):
            return line
        if number == LINES_BEFORE + LINES_BEHIND:
            joined = line
    if joined is not None:
        return joined
    return stop if stop - start >= BYTES_AROUND else start


def _opens_json(buffer: bytes, start: int, stop: int) -> bool:
    """Whether a line ends with the bracket of JSON that goes on in the next line."""
    return buffer[start:stop].rstrip().endswith((b"{", b"["))
