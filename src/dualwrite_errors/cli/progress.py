"""How far a long scan has come: one line on a terminal, which goes away by itself."""

from __future__ import annotations

import io
import os
import stat
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Self, TextIO

STANDARD_INPUT = "-"
"""The path that stands for standard input."""

_SECONDS_OF_PATIENCE = 1.0
_SECONDS_BETWEEN = 0.1
_KILO = 1000
_COMMON_WIDTH = 80


class Progress:
    """Shows bytes done, rate and time left on `stream`, if it is a terminal and the work takes more than a second."""

    def __init__(self, stream: TextIO | None, paths: Iterable[str]) -> None:
        self._stream = stream or io.StringIO()
        self._total = _size(paths)
        self._shows = self._stream.isatty() and os.environ.get("TERM") != "dumb"
        self._before = self._done = 0
        self._began = time.monotonic()
        self._next = self._began + _SECONDS_OF_PATIENCE
        self._shown = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def watch(self, done: int) -> None:
        """Take note that `done` bytes of the current file have been read."""
        self._done = done
        if self._shows and (now := time.monotonic()) >= self._next:
            self._next = now + _SECONDS_BETWEEN
            self._show(progress_line(self._before + done, self._total, now - self._began))

    def next_file(self) -> None:
        """Take note that the current file is done."""
        self._before += self._done
        self._done = 0

    def clear(self) -> None:
        """Make room for something else to be printed."""
        if self._shown:
            self._stream.write(f"\r{' ' * self._shown}\r")
            self._stream.flush()
            self._shown = 0

    def _show(self, line: str) -> None:
        columns = os.get_terminal_size(self._stream.fileno()).columns or _COMMON_WIDTH
        padded = f"{line:<{self._shown}}"[: columns - 1]
        self._shown = len(padded)
        self._stream.write(f"\r{padded}")
        self._stream.flush()


def progress_line(done: int, total: int | None, seconds: float) -> str:
    """What there is to say after so many seconds; without a total, nobody can tell how much is left."""
    rate = done / seconds
    if not total:
        return f"{_bytes(done)} read, {_bytes(rate)}/s"
    left = max(total - done, 0) / rate if rate else 0
    return f"{_bytes(done)} of {_bytes(total)} read, {_bytes(rate)}/s, {_duration(left)} left"


def _size(paths: Iterable[str]) -> int | None:
    """The bytes in all of the files, or None where one of them has no size that is known beforehand."""
    total = 0
    for path in paths:
        if path == STANDARD_INPUT:
            return None
        with suppress(OSError):  # what cannot be read takes no time
            status = Path(path).stat()
            if not stat.S_ISREG(status.st_mode):
                return None
            total += status.st_size
    return total


def _bytes(number: float) -> str:
    for unit in ("B", "kB", "MB"):
        if number < _KILO:
            return f"{number:.0f} {unit}"
        number /= _KILO
    return f"{number:.1f} GB"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
