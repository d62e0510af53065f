"""JSON to the errors in it, by the rules for payloads: what is too long for memory is read part by part."""

from __future__ import annotations

import codecs
import re
from collections.abc import Generator, Iterator
from itertools import chain
from typing import Final, NamedTuple

import attrs

from ..codes import code_pattern
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
"""The characters that a value may have and still be decoded as a whole: decoded, it takes several times the memory."""
_MOST_OPEN: Final = 8
"""How deep containers that are longer may stand in each other: what is deeper is read as text."""
_KEPT: Final = 1 << 20
"""The characters that have been read and stay in front of the others: what is cut off is a copy of all that follows."""
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_BEGINS_NUMBER: Final = frozenset("-0123456789")
_MAY_GO_ON: Final = re.compile(r"\.?|[eE][+-]?")
"""What follows a number of which the end is not there yet."""
_CLOSING: Final = {"[": "]", "{": "}"}
_BEGINS_JSON: Final = frozenset('{["')


def errors_in_json(document: Document, lines: Lines) -> Iterator[Finding]:
    """A finding for each error in a JSON document, with its path. What turns out not to be JSON is read as text."""
    text = _Text(document.blocks)
    walk = Walk(None, {}, {}, is_of_anybody=True)
    maker = FindingMaker(document.name)
    for part in _parts_of_all(text):
        for error in walk.errors_in(part.value, part.outer, part.step, part.key):
            lines.note_finding(part.line)
            yield maker.finding_of(error, part.line, 0, {})
    if text.next_mark():
        lines.read += text.line - 1
        yield from errors_in(attrs.evolve(document, blocks=text.rest()), lines, skipped=text.column)
    else:
        lines.read += text.line - text.ends_with_line_feed


class _Part(NamedTuple):
    """A value that is read as a whole, and where it stands."""

    value: Json
    line: int
    outer: Where | None
    step: Step
    key: str | None
    """The key that it, or the list it is in, stands under; None for a body."""


def _parts_of_all(text: _Text) -> Iterator[_Part]:
    """What the JSON values of a document consist of, as far as it is JSON."""
    while text.next_mark() in _BEGINS_JSON:
        if text.next_mark() == "[":
            goes_on = yield from _parts_inside(text, None, ROOT, None, 0)
        else:
            goes_on = yield from _parts(text, None, ROOT, None, 0)
        if not goes_on:
            return


def _parts(text: _Text, outer: Where | None, step: Step, key: str | None, depth: int) -> Generator[_Part, None, bool]:
    """The next value as a whole, or what it consists of; whether it was JSON up to its end."""
    line = text.line
    whole = text.next_value()
    if whole:
        yield _Part(whole[0], line, outer, step, key)
        return not text.is_broken
    if whole is None and text.next_mark() in _CLOSING and depth < _MOST_OPEN:
        return (yield from _parts_inside(text, outer, step, key, depth + 1))
    return False


def _parts_inside(
    text: _Text, outer: Where | None, step: Step, key: str | None, depth: int
) -> Generator[_Part, None, bool]:
    """What the members of an object or the elements of a list consist of; whether it was JSON up to its end."""
    where: Where = (outer, step, None, NO_NAMES)
    closing = _CLOSING[text.next_mark()]
    text.skip()
    index, mark = 0, text.next_mark()
    while mark != closing:
        inner: Step = index
        if closing == "}":
            line = text.line
            key = next(iter(text.next_value() or ()), None) if mark == '"' else None
            if not isinstance(key, str):
                return False
            is_key = text.next_mark() == ":"
            if not is_key or code_pattern().search(key):
                yield _Part(key, line, where, key, key)
            if not is_key:
                return False
            text.skip()
            text.next_mark()
            inner = key
        goes_on = yield from _parts(text, where, inner, key, depth)
        mark = text.next_mark()
        if not goes_on or mark not in {",", closing}:
            return False
        if mark == ",":
            text.skip()
            mark = text.next_mark()
        index += 1
    text.skip()
    return True


class _Text:
    """The text of a document, as far as it is in memory."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self.line = 1
        """The number of the line that is to be read next."""
        self.column = 0
        """How many characters of that line have been read."""
        self.ends_with_line_feed = True
        """Whether the last line that was read is whole."""
        self.is_broken = False
        """Whether the last value that was read is not whole."""
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

    def next_value(self) -> list[Json] | None:
        """The next value alone, of a broken one what is whole, or nothing; None where it is longer than one may be."""
        while True:
            try:
                value, stop = decoded_at(self._text, self._place)
            except JSONDecodeError as error:
                if self._is_whole or not is_cut_off(error, self._text):
                    self.is_broken = True
                    whole = recovered_at(self._text, self._place)
                    if whole is None:
                        return []
                    self._move_to(whole.stop)
                    return [whole.value]
            else:
                is_number = self._text[self._place] in _BEGINS_NUMBER
                if self._is_whole or not (is_number and _MAY_GO_ON.fullmatch(self._text, stop)):
                    self._move_to(stop)
                    return [value]
            size = len(self._text) - self._place
            if size >= LONGEST_VALUE:
                return None
            self._read(min(size, LONGEST_VALUE - size))

    def rest(self) -> Iterator[bytes]:
        """What has not been read."""
        bytes_of_character, _ = self._decoder.getstate()
        return chain((self._text[self._place :].encode() + bytes_of_character,), self._blocks)

    def _move_to(self, place: int) -> None:
        self.line += self._text.count("\n", self._place, place)
        last_line = 1 + self._text.rfind("\n", self._place, place)
        self.column = place - last_line if last_line else self.column + place - self._place
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
            text = self._decoder.decode(block or b"", final=block is None)
            parts.append(text)
            size -= len(text)
        self._text = "".join(parts)
        return any(parts[1:])
