"""How much of a text has been read."""

from __future__ import annotations


class Lines:
    """Counts the lines of one text, and those in which something was found."""

    def __init__(self) -> None:
        self.read: int = 0
        self.with_finding: int = 0
        self._last_with_finding = -1

    def note_finding(self, line: int) -> None:
        """Take note that something was found in a line, the number of which is never below that of the one before."""
        if line > self._last_with_finding:
            self.with_finding += 1
            self._last_with_finding = line

    def start_next_table(self) -> None:
        """Take note that rows are numbered from 1 again."""
        self._last_with_finding = -1
