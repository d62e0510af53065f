"""One place in a log or a file, and the part of a long text that is kept of it."""

from __future__ import annotations

import copy
from collections.abc import Mapping

import attrs

from ..errors import DualWriteError, add_context
from ..parsing.text import error_at
from ..records import MatchedBy

MOST_TEXT = 4096
"""The most characters of a text that a finding keeps."""
MOST_TEXT_BEFORE = 1024
"""The most characters before the error that it keeps of a longer text."""
_FARTHEST = 1 << 16
"""How far behind an error the next one of the same text is looked for."""


def _context_in(read: tuple[Mapping[str, str], DualWriteError] | None) -> Mapping[str, str]:
    return {} if read is None else read[0]


@attrs.frozen(slots=False)  # made in two thirds of the time of one with slots
class Finding:
    """A place in a log or a file where an error of dual-write stands; `scan` yields them.

    Two findings are equal if all of their fields are.
    """

    __module__ = "dualwrite_errors"

    source: str
    """Where it was found: the path as it was given, the name of the file, or ``"<lines>"``.

    Of a member of an archive, both names: ``"logs.zip!activation.log"``.
    """
    line: int
    """The number of the line, from 1; of the row in CSV and Excel; where the value begins in JSON."""
    column: int
    """Where in the line the code, the sentence or the wrapper begins: in characters as they are decoded, from 1.

    The number of the column in CSV and Excel; 0 in JSON, of which `context` has the ``path``.
    """
    name: str
    """The name of the class."""
    code: str
    """The code of the error in upper case, documented or not; ``""`` if it has none."""
    matched_by: MatchedBy | None
    """``"code"``, ``"sentence"`` or ``"dataverse_code"``; None for what dual-write reports and nobody documents."""
    text: str
    """What it was found in: the line without its end, or the cell, or the string in JSON.

    Of a log with time stamps, with the lines without one that follow; of a sentence or an ID that goes on in the next
    line, with that line. At most 4,096 characters. Of a longer text it begins at most 1,024 before the error.
    """
    place: int = 0
    """Where in `text` the code, the sentence or the wrapper begins, from 0; 0 in JSON and in cells."""
    _read: tuple[Mapping[str, str], DualWriteError] | None = attrs.field(
        default=None, repr=False, hash=False, eq=_context_in
    )
    """What was read by the structure of a file: what that says about the place, and the error."""

    @property
    def context(self) -> Mapping[str, str]:
        """What the file says of the place by its structure: ``path``, ``row``, ``sheet``, ``cell``, ``column_name``."""
        return _context_in(self._read)

    @property
    def error(self) -> DualWriteError:
        """The typed error, made anew at each call: `text` is its `raw`; source, line and column are in its context."""
        if self._read is not None:
            return copy.copy(self._read[1])
        context = {"source": self.source, "line": str(self.line), "column": str(self.column)}
        return error_at(self.text, self.place, self.name, self.code, self.matched_by, context=context)

    @property
    def where(self) -> str:
        """The place as people write it: ``12:5``, ``$.value[3]``, ``row 3, column 2 (Text)``, ``Log!B3``."""
        context = self.context
        if "cell" in context:
            return f"{context['sheet']}!{context['cell']}"
        if "row" in context:
            column_name = f" ({context['column_name']})" if "column_name" in context else ""
            return f"row {self.line}, column {self.column}{column_name}"
        if "path" not in context:
            return f"{self.line}:{self.column}"
        path = " ".join((context["path"], context.get("inner_path", ""))).rstrip()
        return f"{self.line}:{self.column} {path}" if self.column else path


def cut(before: str, after: str) -> tuple[str, int]:
    """What a finding keeps of a text, given what stands before its place and what follows; how much of it is before."""
    after = after.removesuffix("\r")
    if len(before) + len(after) > MOST_TEXT:
        before = before[-MOST_TEXT_BEFORE:]
        after = after[: MOST_TEXT - len(before)]
    return before + after, len(before)


class FindingMaker:
    """Makes findings of the errors that were read by the structure of a source, in order."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._text = ""
        self._place = 0
        self._last: tuple[str, str, str] | None = None

    def finding_of(
        self, error: DualWriteError, line: int, column: int, context: Mapping[str, str], place: int = 0
    ) -> Finding:
        """The finding of an error, which begins at `place` in its `raw`; 0 if that is not known."""
        place_in_text = {"line": str(line), "column": str(column)} if column and not context else {}
        add_context(error, {"source": self._source, **place_in_text, **context})
        path = {name: error.context[name] for name in ("path", "inner_path") if name in error.context}
        name, text = type(error).__name__, self._kept(error)
        read = {**path, **context}, error
        return Finding(self._source, line, column, name, error.code, error.matched_by, text, place, read)

    def _kept(self, error: DualWriteError) -> str:
        """What a finding keeps of the text in which an error stands, maybe one after the other."""
        raw = error.raw or error.text
        if len(raw) <= MOST_TEXT:
            return raw
        if raw is not self._text:
            self._text, self._place, self._last = raw, 0, None
        what = type(error).__name__, error.code, error.text
        start = self._place + (what == self._last)  # one that is said again stands behind
        self._last = what
        place = raw.find(error.text[:MOST_TEXT_BEFORE], start, start + _FARTHEST)
        place = self._place = max(place, self._place)
        return cut(raw[max(0, place - MOST_TEXT) : place], raw[place : place + MOST_TEXT + 1])[0]
