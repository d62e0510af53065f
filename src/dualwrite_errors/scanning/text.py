"""Texts of any size to the errors in them: record by record, as a log has them.

A record is a line; of a log with time stamps, a line with one and the lines without one that follow. Elsewhere a line
goes on in the next one where a sentence does, and up to the IDs that follow soon.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from ..context import ID_LABEL, id_places_in
from ..errors import DualWriteError
from ..parsing.issues import Issue
from ..parsing.recognition import issues_in
from ..parsing.text import error_in_part
from ..parsing.walker import errors_by_structure
from .boundaries import (
    IN_JSON,
    LINES_BEFORE,
    LINES_BEHIND,
    MOST_LINES_OF_RECORD,
    RECORD_START,
    Boundary,
    opening_of_json,
)
from .documents import Document
from .finding import MOST_TEXT, Finding, FindingMaker, cut
from .lines import Lines
from .places import places_in
from .regions import BYTES_AROUND, Region, decoded, regions_of
from .speedups import count_line_feeds

_MOST_LINES_OF_TEXT: Final = 1 + LINES_BEHIND
_ID_LABEL: Final = re.compile(ID_LABEL.encode(), re.IGNORECASE)


def errors_in(document: Document, lines: Lines, *, by_structure: bool = True, skipped: int = 0) -> Iterator[Finding]:
    """A finding for each error in a text; JSON that stands in a record is read by its structure.

    Args:
        document: The text.
        lines: What counts its lines.
        by_structure: Whether JSON in it is read as such.
        skipped: How many characters of its first line came before it.
    """
    ends_with_line_feed = True
    for region in regions_of(document.blocks, Boundary, skipped=skipped):
        yield from _Reader(region, document.name, lines, by_structure=by_structure).findings()
        ends_with_line_feed = region.ends_with_line_feed
    lines.read += not ends_with_line_feed


class _Reader:
    """Reads one region."""

    def __init__(self, region: Region, source: str, lines: Lines, *, by_structure: bool) -> None:
        self._region = region
        self._buffer = region.buffer
        self._source = source
        self._maker = FindingMaker(source)
        self._lines = lines
        self._by_structure = by_structure
        self._counted = region.start
        self._read_to = region.start
        self._told: set[tuple[int, int]] = set()
        """The lines and columns of what has been found."""
        self._no_stamp_up_to = 0
        self._no_json_up_to = 0
        self._has_found = False

    def findings(self) -> Iterator[Finding]:
        """What is found between the start and the stop of the region."""
        region = self._region
        places = places_in(self._buffer, region.start, self._end_of_signs())
        for number, place in enumerate(places):
            if place >= self._read_to:
                yield from self._findings_around(place, places, number)
        if places and not self._has_found and self._is_short():
            yield from self._findings_in_all()
        self._lines.read += count_line_feeds(self._buffer, self._counted, region.stop)

    def _end_of_signs(self) -> int:
        """How far the signs of what begins in the region may stand: a sentence may go on behind it."""
        stop = self._region.stop
        if not self._region.ends_with_line_feed:
            return len(self._buffer)
        for _ in range(LINES_BEHIND):
            if RECORD_START.match(self._buffer, stop):
                break
            stop = self._line_stop(stop) + 1
        return stop

    def _findings_around(self, place: int, places: list[int], number: int) -> Iterator[Finding]:
        """What is found in the record around a sign."""
        start, stop = self._line_start(place), self._line_stop(place)
        stamped = self._stamped_start(start)
        if stamped is not None:
            start, stop = stamped, self._stamped_stop(stop)
        if self._by_structure:
            start, stop = self._with_json(start, stop, place)
        text = decoded(self._buffer[start:stop])
        is_part = not self._is_all(start, stop)
        found: Sequence[tuple[int, Issue | DualWriteError]] | None = None
        # Else its beginning has been read, or its end will be.
        if self._by_structure and self._region.start <= start and stop <= self._region.stop:
            found = errors_by_structure(text, {}, is_part=is_part)
        if found is None:
            issues = issues_in(text, is_part=is_part)
            joint = self._joint(start, stop, place, issues) if stamped is None else None
            if joint or (stamped is None and issues):
                line = start, stop
                start, stop = joint or line
                following = bisect_left(places, stop, number)
                limit = places[following] if following < len(places) else len(self._buffer)
                stop = self._stop_behind_ids(start, stop, limit)
                if (start, stop) != line:
                    text = decoded(self._buffer[start:stop])
                    issues = issues_in(text, is_part=is_part)
            found = [(issue.place, issue) for issue in issues]
        already_read, self._read_to = self._read_to, stop
        yield from self._findings_in(start, stop, text, already_read, found)

    def _is_short(self) -> bool:
        """Whether a text is no log: of few lines, none of them blank."""
        if not self._region.is_all:
            return False
        lines = self._buffer[self._first : self._last].split(b"\n")
        return len(lines) <= _MOST_LINES_OF_TEXT and all(map(bytes.strip, lines))

    def _findings_in_all(self) -> Iterator[Finding]:
        """What is found in a text that is read as a whole."""
        start, stop = self._line_start(self._first), self._last
        text = decoded(self._buffer[start:stop])
        found: Sequence[tuple[int, Issue | DualWriteError]] | None = None
        if self._by_structure:
            found = errors_by_structure(text, {})
        if found is None:
            found = [(issue.place, issue) for issue in issues_in(text)]
        yield from self._findings_in(start, stop, text, start, found)

    def _is_all(self, start: int, stop: int) -> bool:
        """Whether a record is all that the text says."""
        return self._region.is_all and start <= self._first and stop >= self._last

    @cached_property
    def _first(self) -> int:
        """Where the first character stands that is no white space."""
        return len(self._buffer) - len(self._buffer.lstrip())

    @cached_property
    def _last(self) -> int:
        """Where the last character ends that is no white space."""
        return len(self._buffer.rstrip())

    # Where records begin and end.

    def _line_start(self, place: int) -> int:
        return 1 + self._buffer.rfind(b"\n", 0, place)

    def _line_stop(self, place: int) -> int:
        stop = self._buffer.find(b"\n", place)
        return len(self._buffer) if stop < 0 else stop

    def _last_line_of(self, text: str, line: int) -> int:
        """Where the last line of `text` begins, the first line of which is at `line`: damaged bytes have no length."""
        for _ in range(text.count("\n")):
            line = self._line_stop(line) + 1
        return line

    def _is_blank(self, line: int) -> bool:
        return self._buffer.startswith((b"\n", b"\r\n"), line)

    def _stamped_start(self, line: int) -> int | None:
        """Where the record begins that a line belongs to, if it begins with a time stamp."""
        first = line
        for _ in range(MOST_LINES_OF_RECORD):
            if RECORD_START.match(self._buffer, line):
                return line
            if line <= self._no_stamp_up_to or first - line > BYTES_AROUND:
                break
            line = self._line_start(line - 1)
        self._no_stamp_up_to = first
        return None

    def _stamped_stop(self, stop: int) -> int:
        """Where such a record ends, the last line of which so far ends at `stop`."""
        last = stop
        for _ in range(MOST_LINES_OF_RECORD):
            line = last + 1
            if line >= len(self._buffer) or RECORD_START.match(self._buffer, line):
                break
            last = self._line_stop(line)
            if self._buffer[line:last].strip():
                stop = last
        return stop

    def _with_json(self, start: int, stop: int, place: int) -> tuple[int, int]:
        """A record, with all lines of the JSON that a place stands in, if it does."""
        region, line = self._region, self._line_start(place)
        opening = opening_of_json(self._buffer, max(region.start, self._no_json_up_to), line)
        if opening is None:
            self._no_json_up_to = line
            return start, stop
        following = self._line_stop(line) + 1
        while following < region.stop and IN_JSON.match(self._buffer, following):
            following = self._line_stop(following) + 1
        return max(region.start, min(start, opening)), max(stop, following - 1)

    def _joint(self, start: int, stop: int, place: int, issues: list[Issue]) -> tuple[int, int] | None:
        """The lines that a sentence takes that a line is only a part of; None where no sentence goes on."""
        sign = len(decoded(self._buffer[start:place]))
        if any(issue.place <= sign < issue.stop for issue in issues):
            return None
        first, last = start, stop
        for _ in range(LINES_BEFORE):
            above = self._line_start(first - 1)
            if first <= self._region.start or self._is_blank(above):
                break
            first = above
        for _ in range(LINES_BEHIND):
            if self._is_blank(last + 1) or RECORD_START.match(self._buffer, last + 1):
                break
            last = self._line_stop(last + 1)
        if (first, last) == (start, stop):
            return None
        text = decoded(self._buffer[first:last])
        joint = start, stop
        for issue in issues_in(text, is_part=True):
            if "\n" in text[issue.place : issue.stop]:
                begin = self._last_line_of(text[: issue.place], first)
                end = self._line_stop(self._last_line_of(text[: issue.stop], first))
                if begin <= joint[1] and joint[0] <= end:
                    joint = min(joint[0], begin), max(joint[1], end)
        return None if joint == (start, stop) else joint

    def _stop_behind_ids(self, start: int, stop: int, limit: int) -> int:
        """Where the last of the next lines ends that name an ID, before `limit`."""
        last = stop
        for _ in range(LINES_BEHIND):
            line = last + 1
            if line >= limit or self._is_blank(line) or RECORD_START.match(self._buffer, line):
                break
            last = self._line_stop(line)
        if last == stop or not _ID_LABEL.search(self._buffer, start, last):
            return stop
        text = decoded(self._buffer[start:last])
        length = len(decoded(self._buffer[start:stop]))
        ends = [
            end
            for begin, end in id_places_in(text, length, len(text))
            if text[text.rfind("\n", length, begin) : begin].isspace()
        ]
        return self._line_stop(self._last_line_of(text[: ends[-1]], start)) if ends else stop

    # What is told of the errors in them.

    def _findings_in(
        self, start: int, stop: int, text: str, already_read: int, found: Sequence[tuple[int, Issue | DualWriteError]]
    ) -> Iterator[Finding]:
        """The findings of what begins in a record, in the region, and ends behind what has been read."""
        begin = len(decoded(self._buffer[start : self._region.start]))
        first = len(decoded(self._buffer[start:already_read]))
        last = len(text)
        if self._region.stop < stop:
            last = len(decoded(self._buffer[start : max(start, self._region.stop)]))
        counted, line, line_start = 0, 0, 0
        for place, item in found:
            ends_behind = place >= first or (isinstance(item, Issue) and item.stop > first)
            if not begin <= place < last or not ends_behind:
                continue
            if not line:
                self._count_lines_up_to(start)
                line = 1 + self._lines.read - self._buffer.count(b"\n", start, self._counted)
            if line_feeds := text.count("\n", counted, place):
                line, line_start = line + line_feeds, 1 + text.rfind("\n", counted, place)
            counted, self._has_found = place, True
            column = 1 + place - line_start
            if not start and not line_start:
                column += self._region.skipped
            if place < first and (line, column) in self._told:
                continue
            self._told.add((line, column))
            self._lines.note_finding(line)
            if isinstance(item, DualWriteError):
                yield self._maker.finding_of(item, line, column, {})
                continue
            before = text[max(0, place - MOST_TEXT) : place]
            kept, left = cut(before, text[place : place + MOST_TEXT + 1])
            if len(text) > MOST_TEXT:
                yield self._maker.finding_of(error_in_part(item, kept, left), line, column, {}, left)
            else:
                name = item.cls.__name__
                yield Finding(self._source, line, column, name, item.code, item.matched_by, kept, left)

    def _count_lines_up_to(self, place: int) -> None:
        if place > self._counted:
            self._lines.read += self._buffer.count(b"\n", self._counted, place)
            self._counted = place
