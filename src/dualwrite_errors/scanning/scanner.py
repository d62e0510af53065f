"""Logs of any size to findings: the codes in them and, where asked for, the words of the lines without one."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from typing_extensions import override

from ..codes import CODE
from ..parsing.wordings import find_wordings
from .finding import MOST_TEXT, Finding, cut
from .regions import BYTES_AROUND, Region, decoded, regions_of
from .sources import Source, Watch, blocks_of, checked_encoding, checked_source, name_of
from .speedups import code_positions, count_line_feeds

_LETTERS_BEYOND = len("DIPV") - 1  # of a code that begins with the last byte of a region
_CODE = re.compile(CODE.pattern.encode(), re.IGNORECASE)


class Scan(Iterator[Finding]):
    """The findings in one source, one after the other, and how many lines have been read. `scan` makes it.

    The source is opened with the first finding that is asked for and closed after the last one.
    """

    __module__ = "dualwrite_errors"

    source: str
    """What the findings call the source."""
    lines: int
    """How many lines have been read to their end; after the last finding, how many there are."""
    lines_with_code: int
    """How many lines carry a DIPV code, as far as they have been read."""

    def __init__(self, source: Source, encoding: str | None, *, wordings: bool, watch: Watch) -> None:
        self.source = name_of(source)
        self.lines = 0
        self.lines_with_code = 0
        self._wordings = wordings
        self._last_line_with_code = 0
        self._findings = self._read(regions_of(blocks_of(source, encoding, watch)))

    @override
    def __iter__(self) -> Iterator[Finding]:  # noqa: PYI034 - a generator is faster without a call around it
        return self._findings

    @override
    def __next__(self) -> Finding:
        return next(self._findings)

    def close(self) -> None:
        """Stop before the end: close the file if the scan has opened one. No finding comes after it."""
        self._findings.close()

    def _read(self, regions: Iterator[Region]) -> Generator[Finding]:
        ends_with_line_feed = True
        for region in regions:
            yield from self._codes(region)
            ends_with_line_feed = region.ends_with_line_feed
        self.lines += not ends_with_line_feed

    def _codes(self, region: Region) -> Iterator[Finding]:
        buffer = region.buffer
        counted = unread = region.start
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
                if self._wordings and unread < line_start:
                    yield from self._words(region, unread, line_start, counted)
                self.lines += buffer.count(b"\n", counted, place)
                counted, unread = place, line_end + 1
                told, column = line_start, 0 if line_start else region.skipped
                self.lines_with_code += self._last_line_with_code <= self.lines
                self._last_line_with_code = self.lines + 1
                plain = None if column else _plain_text(buffer[line_start:line_end])
            code = found[0].decode().upper()
            if plain is None:
                before = decoded(buffer[told:place])
                column += len(before)
                if told > line_start:
                    before = decoded(buffer[max(line_start, place - BYTES_AROUND) : place])
                told = place
                after = decoded(buffer[place : min(line_end, place + BYTES_AROUND)])
                text, left = cut(before, after)
                yield Finding(self.source, self.lines + 1, column + 1, code, "code", text, column + 1 - left)
            else:
                yield Finding(self.source, self.lines + 1, place - line_start + 1, code, "code", plain)
        if self._wordings and unread < region.stop:
            yield from self._words(region, unread, region.stop, counted)
        self.lines += count_line_feeds(buffer, counted, region.stop)

    def _words(self, region: Region, start: int, stop: int, counted: int) -> Iterator[Finding]:
        """What the lines without a code between `start` and `stop` say; the lines up to `counted` have been counted."""
        buffer = region.buffer
        begin = 0 if start == region.start else start
        end = stop if region.ends_with_line_feed or stop < region.stop else len(buffer)
        text = decoded(buffer[begin:end]) + "\n"
        first, last = len(decoded(buffer[begin:start])), len(text) - 1 - len(decoded(buffer[stop:end]))
        line, line_start, line_end = self.lines + 1 + buffer.count(b"\n", counted, start), 0, -1
        for place, cls in find_wordings(text, within_lines=True):
            if first <= place < last:
                if place > line_end:
                    line += text.count("\n", line_start, place)
                    line_start = max(line_start, 1 + text.rfind("\n", line_start, place))
                    line_end = text.index("\n", place)
                column = place - line_start + (0 if begin or line_start else region.skipped)
                before = text[max(line_start, place - MOST_TEXT) : place]
                said, left = cut(before, text[place : min(line_end, place + MOST_TEXT + 1)])
                yield Finding(self.source, line, column + 1, cls.code, "wording", said, column + 1 - left)


def _plain_text(line: bytes) -> str | None:
    """A line of which each byte is a character, and which is kept whole; None for any other."""
    if len(line) <= MOST_TEXT and line.isascii():
        return line.decode("ascii").removesuffix("\r")
    return None


def scan(source: Source, *, encoding: str | None = None, wordings: bool = False) -> Scan:
    """Every place in a log where an error of dual-write stands, in order, whatever the size of the log.

    Memory stays constant, also with lines of any length. A line may carry several errors; each is a `Finding`.

    Args:
        source: A path, also of a gzip file or, from Python 3.14 on, of a Zstandard file; an open file, binary or
            text; or an iterable of lines, each a str or bytes, with or without its end. For a text call `parse_all`.
        encoding: The encoding of bytes. A byte order mark at their beginning goes before it. Without either they are
            UTF-8; ``"utf-16"`` is then little-endian. What does not decode becomes U+FFFD, the text around it stays.
        wordings: Look for the documented words as well, in the lines without a code. Takes about eighty times as
            long. A line of more than 65,536 bytes is read in pieces; here each counts as a line of its own.

    Returns:
        An iterator of `Finding` that counts lines as it goes. It opens a path with its first step.

    Raises:
        TypeError: `source` is nothing that can be read; while it is read: a line is neither str nor bytes.
        LookupError: `encoding` is no text encoding that Python knows.
        OSError: While the source is read: it cannot be opened, or not be read to its end. What came before has been
            yielded.
    """
    return Scan(checked_source(source), checked_encoding(encoding), wordings=wordings, watch=lambda _: None)
