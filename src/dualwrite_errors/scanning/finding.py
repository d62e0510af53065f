"""One place in a log, and the part of a long line that is kept of it."""

from __future__ import annotations

import attrs

from ..codes import CODE
from ..errors import DualWriteError
from ..parsing import parse
from ..records import MatchedBy
from ..registry import error_for

MOST_TEXT = 4096
"""The most characters of a line that a finding keeps."""
MOST_TEXT_BEFORE = 1024
"""The most characters before the code that it keeps of a longer line."""


@attrs.frozen(slots=False)  # made in two thirds of the time of one with slots
class Finding:
    """A place in a log where an error of dual-write stands; `scan` yields them.

    Two findings are equal if all of their fields are.
    """

    __module__ = "dualwrite_errors"

    source: str
    """Where it was found: the path as it was given, the name of the file, or ``"<lines>"``."""
    line: int
    """The number of the line, from 1. Lines end with a line feed, before which a carriage return may stand."""
    column: int
    """Where in the line the code begins, or the documented words: in characters as they are decoded, from 1."""
    code: str
    """The DIPV code in upper case, documented or not."""
    matched_by: MatchedBy
    """``"wording"`` for a line without a code, of which `scan` was asked to look at the words."""
    text: str
    """The line without its end: at most 4,096 characters. Of a longer line, it begins at most 1,024 before the code."""
    text_column: int = 1
    """Where in the line `text` begins: 1 unless it is cut at its left."""

    @property
    def error(self) -> DualWriteError:
        """The typed error, made anew at each call: `text` is its `raw`; source, line and column are in its context."""
        context = {"source": self.source, "line": str(self.line), "column": str(self.column)}
        said = self.text[self.column - self.text_column :]
        if self.matched_by == "wording" and (later := CODE.search(said)):
            said = said[: later.start()]  # of a line that was read in pieces
        error = parse(said, context=context)
        if error.code != self.code:  # the documented words go on beyond the cut
            error = error_for(self.code, said, context)
            error.matched_by = self.matched_by
        error.raw = self.text
        return error


def cut(before: str, after: str) -> tuple[str, int]:
    """What a finding keeps of a line, given what stands before its code and what follows; and how much is before it."""
    after = after.removesuffix("\r")
    if len(before) + len(after) > MOST_TEXT:
        before = before[-MOST_TEXT_BEFORE:]
        after = after[: MOST_TEXT - len(before)]
    return before + after, len(before)
