"""One place in a log, and the part of a long line that is kept of it."""

import attrs

from ..errors import DualWriteError
from ..parsing.text import error_at
from ..records import MatchedBy

MOST_TEXT = 4096
"""The most characters of a line that a finding keeps."""
MOST_TEXT_BEFORE = 1024
"""The most characters before the issue that it keeps of a longer line."""


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
    """Where in the line the code, the sentence or the wrapper begins: in characters as they are decoded, from 1."""
    name: str
    """The name of the class."""
    code: str
    """The code of the error in upper case, documented or not; ``""`` if it has none."""
    matched_by: MatchedBy
    """``"code"``, ``"sentence"`` or ``"dataverse_code"``."""
    text: str
    """The line without its end: at most 4,096 characters. Of a longer line it begins at most 1,024 before the issue."""
    text_column: int = 1
    """Where in the line `text` begins: 1 unless it is cut at its left."""

    @property
    def error(self) -> DualWriteError:
        """The typed error, made anew at each call: `text` is its `raw`; source, line and column are in its context."""
        context = {"source": self.source, "line": str(self.line), "column": str(self.column)}
        place = self.column - self.text_column
        return error_at(self.text, place, self.name, self.code, self.matched_by, context=context)


def cut(before: str, after: str) -> tuple[str, int]:
    """What a finding keeps of a line, given what stands before its place and what follows; how much of it is before."""
    after = after.removesuffix("\r")
    if len(before) + len(after) > MOST_TEXT:
        before = before[-MOST_TEXT_BEFORE:]
        after = after[: MOST_TEXT - len(before)]
    return before + after, len(before)
