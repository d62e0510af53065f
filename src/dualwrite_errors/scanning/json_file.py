"""JSON to the errors in it, by the rules for payloads: a list of any length is read element by element."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

import attrs

from ..parsing.decoding import Json, JSONDecodeError, decoded_at
from ..parsing.json_in_text import recovered_at
from ..parsing.locations import NO_NAMES, ROOT, Step, Where
from ..parsing.walker import Walk
from .documents import Document
from .finding import Finding, FindingMaker
from .lines import Lines
from .structure import is_cut_off
from .text import errors_in

LONGEST_VALUE: Final = 32 << 20
"""The characters that a value, or an element of a list, may have: decoded, it takes several times the memory.

A longer one is read as text, in constant memory; then a completed request with an old text counts, too.
"""
_KEPT: Final = 1 << 20
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_BEGINS_JSON: Final = frozenset('{["')
_LIST: Where = (None, ROOT, None, NO_NAMES)


def errors_in_json(document: Document, lines: Lines) -> Iterator[Finding]:
    """A finding for each error in a JSON document, with its path. What turns out not to be JSON is read as text."""
    text = _Text(document.blocks)
    walk = Walk(None, {}, {}, is_of_anybody=True)
    maker = FindingMaker(document.name)
    goes_on = True
    while goes_on and (mark := text.next_mark()) and mark in _BEGINS_JSON:
        outer: Where | None = None
        values = text.values()
        if mark == "[":
            text.skip()
            outer, values = _LIST, _elements(text)
        goes_on = False
        for index, (value, line) in enumerate(values):
            goes_on = True
            step: Step = ROOT if outer is None else index
            for error in walk.errors_in(value, outer, step):
                lines.note_finding(line)
                yield maker.finding_of(error, line, 0, {})
    if text.next_mark():
        lines.read += text.line - 1
        yield from errors_in(attrs.evolve(document, blocks=text.rest()), lines)
    else:
        lines.read += text.line - text.ends_with_line_feed


def _elements(text: _Text) -> Iterator[tuple[Json, int]]:
    """The elements of a list behind its opening bracket, as far as it is one, and the lines on which they begin."""
    while text.next_mark() not in {"]", ""}:
        found = next(text.values(), None)
        if found is None:
            return
        yield found
        mark = text.next_mark()
        if mark not in {",", "]"}:
            return
        if mark == ",":
            text.skip()
    text.skip()


class _Text:
    """The text of a document, as far as it is in memory."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self.line = 1
        """The number of the line that is to be read next."""
        self.ends_with_line_feed = True
        """Whether the last line that was read is whole."""
        self._blocks = blocks
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._text = ""
        self._place = 0
        self._is_whole = False

    def next_mark(self) -> str:
        """The next character that is no white space, or ``""`` at the end."""
        while True:
            space = _SPACE.match(self._text, self._place)
            self._move_to(space.end() if space else self._place)
            if self._place < len(self._text) or not self._read(1):
                return self._text[self._place : self._place + 1]

    def skip(self) -> None:
        """Go on behind the next character."""
        self._move_to(min(self._place + 1, len(self._text)))

    def values(self) -> Iterator[tuple[Json, int]]:
        """The next value and its line; of a broken one what is whole; nothing where it is too long."""
        line = self.line
        while True:
            try:
                value, stop = decoded_at(self._text, self._place)
            except JSONDecodeError as error:
                if self._is_whole or not is_cut_off(error, self._text):
                    whole = recovered_at(self._text, self._place)
                    if whole is not None:
                        self._move_to(whole.stop)
                        yield whole.value, line
                    return
            else:
                if stop < len(self._text) or self._is_whole:
                    self._move_to(stop)
                    yield value, line
                    return
            size = len(self._text) - self._place
            if size >= LONGEST_VALUE:
                return
            self._read(min(size, LONGEST_VALUE - size))

    def rest(self) -> Iterator[bytes]:
        """What has not been read."""
        return chain((self._text[self._place :].encode("utf-8", "replace"),), self._blocks)

    def _move_to(self, place: int) -> None:
        self.line += self._text.count("\n", self._place, place)
        if place > self._place:
            self.ends_with_line_feed = self._text[place - 1] == "\n"
        self._place = place
        if place > _KEPT:
            self._text, self._place = self._text[place:], 0

    def _read(self, size: int) -> bool:
        """Read so many characters more, or all; whether there were any."""
        parts = [self._text]
        while size > 0 and not self._is_whole:
            block = next(self._blocks, None)
            self._is_whole = block is None
            parts.append(self._decoder.decode(block or b"", final=block is None))
            size -= len(parts[-1])
        self._text = "".join(parts)
        return any(parts[1:])
