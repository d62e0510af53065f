"""Texts of any size to the codes in them, and to nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from ..classes import class_by_code
from ..codes import CODE_PATTERN
from .documents import Document
from .finding import MOST_TEXT, Finding, cut
from .lines import Lines
from .regions import BYTES_AROUND, Region, decoded, regions_of
from .speedups import code_positions, count_line_feeds

_LETTERS_BEYOND: Final = 3  # of a code that begins with the last byte of a region
_CODE: Final = re.compile(CODE_PATTERN.encode(), re.IGNORECASE)
_CODE_IN_TEXT: Final = re.compile(CODE_PATTERN, re.ASCII | re.IGNORECASE)
_MANY: Final = 50
_NAME_OF_CODE: Final = {code: cls.__name__ for code, cls in class_by_code.items()}


def codes_in(document: Document, lines: Lines) -> Iterator[Finding]:
    """A finding for each code in a text, whatever its structure."""
    return chain.from_iterable(_by_region(document, lines))  # in half the time of one generator inside another


def _by_region(document: Document, lines: Lines) -> Iterator[Iterator[Finding]]:
    ends_with_line_feed = True
    for region in regions_of(document.blocks):
        yield _codes_in(region, document.name, lines)
        ends_with_line_feed = region.ends_with_line_feed
    lines.read += not ends_with_line_feed


def _codes_in(region: Region, source: str, lines: Lines) -> Iterator[Finding]:
    buffer = region.buffer
    places = code_positions(buffer, region.start, region.stop + _LETTERS_BEYOND)
    if len(places) >= _MANY and buffer.isascii():
        return _codes_in_ascii(region, places, source, lines)
    return _codes_at(region, places, source, lines)


def _codes_in_ascii(region: Region, places: list[int], source: str, lines: Lines) -> Iterator[Finding]:
    """The same for many codes where each byte is a character: the text is decoded once, and its lines are cut out."""
    text = region.buffer.decode("ascii")
    match = _CODE_IN_TEXT.match
    counted, line_end, line_start, line = region.start, -1, 0, ""
    read = lines.read
    for place in places:
        found = match(text, place)
        if found is None:
            continue
        if place > line_end:
            if line_end >= 0 and text.find("\n", line_end + 1, place) < 0:  # the next line
                line_start = line_end + 1
                read += 1
            else:
                line_start = 1 + text.rfind("\n", line_start, place)
                read += text.count("\n", counted, place)
            line_end = text.find("\n", place)
            if line_end < 0:
                line_end = len(text)
            counted = place
            lines.read = read
            lines.note_finding(read)
            line = text[line_start:line_end].removesuffix("\r")
        code = found[0]
        name = _NAME_OF_CODE.get(code)
        if name is None:
            code = code.upper()
            name = _NAME_OF_CODE.get(code, "UndocumentedCode")
        start = place - line_start
        kept, left, column = line, start, start + 1
        if len(line) > MOST_TEXT:
            kept, left = cut(line[max(0, start - MOST_TEXT) : start], line[start : start + MOST_TEXT + 1])
            column = start + 1 if line_start else start + 1 + region.skipped
        yield Finding(source, read + 1, column, name, code, "code", kept, left)
    lines.read += count_line_feeds(region.buffer, counted, region.stop)


def _codes_at(region: Region, places: list[int], source: str, lines: Lines) -> Iterator[Finding]:
    buffer = region.buffer
    counted = region.start
    line_start, line_end, told, column, plain = 0, -1, 0, 0, None
    for place in places:
        found = _CODE.match(buffer, place)
        if found is None:
            continue
        if place > line_end:
            line_start = 1 + buffer.rfind(b"\n", line_start, place)
            line_end = buffer.find(b"\n", place)
            if line_end < 0:
                line_end = len(buffer)
            lines.read += buffer.count(b"\n", counted, place)
            counted = place
            told, column = line_start, 0 if line_start else region.skipped
            lines.note_finding(lines.read)
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
            yield Finding(source, lines.read + 1, column + 1, name, code, "code", text, left)
        else:
            start = place - line_start
            yield Finding(source, lines.read + 1, start + 1, name, code, "code", plain, start)
    lines.read += count_line_feeds(buffer, counted, region.stop)


def _plain_text(line: bytes) -> str | None:
    """A line of which each byte is a character, and which is kept whole; None for any other."""
    if len(line) <= MOST_TEXT and line.isascii():
        return line.decode("ascii").removesuffix("\r")
    return None
