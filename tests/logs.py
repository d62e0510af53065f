"""Logs as `scan` meets them: written line by line, read in pieces, endless; and what is to be found in them."""

import itertools
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, AnyStr, cast

from dualwrite_errors import REGISTRY, Finding

NAMES = ["con_sites - Sites V2", "con_units - Units", "con_routes - Routes"]
CALM = [
    "Validating the project",
    "No integration keys are missing here",
    "12 rows of 500 were read from the provider",
    "isValidIPv1000 dwell DWFOREST DW90031",
]
_CODE = re.compile(
    r"(?<![A-Za-z0-9_])(?:(?:dipv|dwdvev|dwfoev)[0-9]{4}|dw9003)(?![A-Za-z0-9_])", re.ASCII | re.IGNORECASE
)


def log_lines(count: int, *, every: int) -> Iterator[str]:
    """`count` lines with their ends, of which each `every`-th has a code; the same ones each time."""
    dice = random.Random(7)  # noqa: S311 - no secret
    for number in range(count):
        said, level = dice.choice(CALM), "INF"
        if number % every == every - 1:
            code, cls = dice.choice(list(REGISTRY.items()))
            said, level = f"Error: Project validation failed. [{code}] {cls.message}", "ERR"
        yield f"2031-05-06T08:{number % 60:02}:00 [{level}] {dice.choice(NAMES)}: {said} ({dice.getrandbits(32):08x})\n"


def log(count: int, *, every: int) -> str:
    return "".join(log_lines(count, every=every))


def codes_in(text: str, source: object = "<file>") -> list[Finding]:
    """The findings of the codes in `text`, in the slow and simple way."""
    return [
        Finding(
            str(source),
            number,
            found.start() + 1,
            REGISTRY[code].__name__ if (code := found[0].upper()) in REGISTRY else "UndocumentedCode",
            code,
            "code",
            *kept(line, found.start()),
        )
        for number, line in enumerate(text.split("\n"), start=1)
        for found in _CODE.finditer(line)
    ]


def kept(line: str, place: int) -> tuple[str, int]:
    """What a finding at `place` keeps of its line, and where in that its place is."""
    line = line.removesuffix("\r")
    begin = max(place - 1024, 0) if len(line) > 4096 else 0
    return line[begin : begin + 4096], place - begin


def lines_of(text: str) -> int:
    return text.count("\n") + (text != "" and not text.endswith("\n"))


def places(findings: Iterable[Finding]) -> list[tuple[int, int, str]]:
    """Line, column, and the code or else the name, of each finding."""
    return [(finding.line, finding.column, finding.code or finding.name) for finding in findings]


def written(directory: Path, data: str | bytes | bytearray, name: str = "con.log") -> Path:
    path = directory / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


class _Pieces:
    def __init__(self, pieces: Iterable[object]) -> None:
        self._pieces = iter(pieces)

    def read(self, _size: int) -> object:
        piece = next(self._pieces, b"")
        if isinstance(piece, BaseException):
            raise piece
        return piece


def reading(pieces: Iterable[object]) -> IO[bytes]:
    """A file whose `read` returns the pieces one by one, whatever size is asked for, or raises them."""
    return cast("IO[bytes]", _Pieces(pieces))


def pieces(whole: AnyStr, sizes: Iterable[int]) -> Iterator[AnyStr]:
    """`whole` in pieces of `sizes`, which are used again when they are used up."""
    place = 0
    for size in itertools.cycle(sizes):
        if place >= len(whole):
            return
        yield whole[place : place + size]
        place += size
