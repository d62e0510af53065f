"""Logs of any size to findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from functools import cache

from typing_extensions import override

from ..classes import class_by_code
from ..codes import CODE_PATTERN
from ..parsing.catalog_index import signs
from ..parsing.recognition import issues_in
from .finding import MOST_TEXT, Finding, cut
from .regions import BYTES_AROUND, Region, decoded, regions_of
from .sources import Source, Watch, blocks_of, checked_encoding, checked_source, name_of
from .speedups import code_positions, count_line_feeds

_LETTERS_BEYOND = 3  # of a code that begins with the last byte of a region
_CODE = re.compile(CODE_PATTERN.encode(), re.IGNORECASE)
_NAME_OF_CODE = {code: cls.__name__ for code, cls in class_by_code.items()}


class Scan(Iterator[Finding]):
    """The findings in one source, one after the other, and how many lines have been read. `scan` makes it.

    The source is opened with the first finding that is asked for and closed after the last one.
    """

    __module__ = "dualwrite_errors"

    source: str
    """What the findings call the source."""
    lines: int
    """How many lines have been read to their end; after the last finding, how many there are."""
    lines_with_finding: int
    """How many lines something was found in, as far as they have been read."""

    def __init__(self, source: Source, encoding: str | None, *, codes_only: bool, watch: Watch) -> None:
        self.source = name_of(source)
        self.lines = 0
        self.lines_with_finding = 0
        self._last_line_with_finding = 0
        find = self._codes if codes_only else self._issues
        self._findings = self._read(regions_of(blocks_of(source, encoding, watch)), find)

    @override
    def __iter__(self) -> Iterator[Finding]:  # noqa: PYI034 - a generator is faster without a call around it
        return self._findings

    @override
    def __next__(self) -> Finding:
        return next(self._findings)

    def close(self) -> None:
        """Stop before the end: close the file if the scan has opened one. No finding comes after it."""
        self._findings.close()

    def _read(self, regions: Iterator[Region], find: Callable[[Region], Iterator[Finding]]) -> Generator[Finding]:
        ends_with_line_feed = True
        for region in regions:
            yield from find(region)
            ends_with_line_feed = region.ends_with_line_feed
        self.lines += not ends_with_line_feed

    def _codes(self, region: Region) -> Iterator[Finding]:
        buffer = region.buffer
        counted = region.start
        line_start, line_end, told, column, plain = 0, -1, 0, 0, None
        for place in code_positions(buffer, region.start, region.stop + _LETTERS_BEYOND):
            found = _CODE.match(buffer, place)
            if found is None:
                continue
            if place > line_end:
                line_start = 1 + buffer.rfind(b"\n", line_start, place)
                line_end = buffer.find(b"\n", place)
                if line_end < 0:
                    line_end = len(buffer)
                self.lines += buffer.count(b"\n", counted, place)
                counted = place
                told, column = line_start, 0 if line_start else region.skipped
                self._note_line()
                plain = None if column else _plain_text(buffer[line_start:line_end])
            code = found[0].decode().upper()
            name = _NAME_OF_CODE.get(code, "UndocumentedCode")
            if plain is None:
                before = decoded(buffer[told:place])
                column += len(before)
                if told > line_start:
                    before = decoded(buffer[max(line_start, place - BYTES_AROUND) : place])
                told = place
                after = decoded(buffer[place : min(line_end, place + BYTES_AROUND)])
                text, left = cut(before, after)
                yield Finding(self.source, self.lines + 1, column + 1, name, code, "code", text, column + 1 - left)
            else:
                yield Finding(self.source, self.lines + 1, place - line_start + 1, name, code, "code", plain)
        self.lines += count_line_feeds(buffer, counted, region.stop)

    def _issues(self, region: Region) -> Iterator[Finding]:
        buffer, counted, read_to = region.buffer, region.start, -1
        end = region.stop if region.ends_with_line_feed else len(buffer)
        for sign in _signs().finditer(buffer.lower(), region.start, end):
            place = sign.start()
            if place < read_to:
                continue
            line_start = 1 + buffer.rfind(b"\n", 0, place)
            line_end = buffer.find(b"\n", place)
            read_to = line_end = len(buffer) if line_end < 0 else line_end
            line = decoded(buffer[line_start:line_end])
            skipped = 0 if line_start else region.skipped
            first = len(decoded(buffer[line_start : region.start])) if line_start < region.start else 0
            last = len(decoded(buffer[line_start : region.stop])) if region.stop < line_end else len(line)
            issues = [issue for issue in issues_in(line) if first <= issue.place < last]
            if issues:
                line_start = max(line_start, counted)
                self.lines += buffer.count(b"\n", counted, line_start)
                counted = line_start
                self._note_line()
            for issue in issues:
                before = line[max(0, issue.place - MOST_TEXT) : issue.place]
                text, left = cut(before, line[issue.place : issue.place + MOST_TEXT + 1])
                column = skipped + issue.place + 1
                yield Finding(
                    self.source,
                    self.lines + 1,
                    column,
                    issue.cls.__name__,
                    issue.code,
                    issue.matched_by,
                    text,
                    column - left,
                )
        self.lines += count_line_feeds(buffer, counted, region.stop)

    def _note_line(self) -> None:
        self.lines_with_finding += self._last_line_with_finding <= self.lines
        self._last_line_with_finding = self.lines + 1


@cache
def _signs() -> re.Pattern[bytes]:
    return re.compile(signs().pattern.encode(), re.ASCII)


def _plain_text(line: bytes) -> str | None:
    """A line of which each byte is a character, and which is kept whole; None for any other."""
    if len(line) <= MOST_TEXT and line.isascii():
        return line.decode("ascii").removesuffix("\r")
    return None


def scan(source: Source, *, encoding: str | None = None, codes_only: bool = False) -> Scan:
    """Every place in a log where an error of dual-write stands, in order, whatever the size of the log.

    Memory stays constant, also with lines of any length. A line may carry several errors; each is a `Finding`.

    Args:
        source: A path, also of a gzip file or, from Python 3.14 on, of a Zstandard file; an open file, binary or
            text; or an iterable of lines, each a str or bytes, with or without its end. For a text call `parse_all`.
        encoding: The encoding of bytes. A byte order mark at their beginning goes before it. Without either they are
            UTF-8; ``"utf-16"`` is then little-endian. What does not decode becomes U+FFFD, the text around it stays.
        codes_only: Look for codes alone, not for documented sentences: many times as fast. Each code is a finding.

    Returns:
        An iterator of `Finding` that counts lines as it goes. It opens a path with its first step. A line is read as
        `parse_all` reads it; one of more than 65,536 bytes is read in pieces.

    Raises:
        TypeError: `source` is nothing that can be read; while it is read: a line is neither str nor bytes.
        LookupError: `encoding` is no text encoding that Python knows.
        OSError: While the source is read: it cannot be opened, or not be read to its end. What came before has been
            yielded.
    """
    return Scan(checked_source(source), checked_encoding(encoding), codes_only=codes_only, watch=lambda _: None)
