"""JSON that stands in a text: in a line of a log, in a part of a multipart body, in a string of other JSON."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from ..lowering import lowered
from .catalog_index import signs
from .decoding import Json, JSONDecodeError, decoded, decoded_at
from .recognition import issues_in

_SPACE: Final = r"(?:\s|\\++[nrt])*+"
_MAY_BEGIN: Final = re.compile(
    r"""\{(?=\s*(?:"|\}))|\[(?=\s*["{\[])"""
    rf"""|"(?={_SPACE}[\[{{]{_SPACE}(?:[\[{{]{_SPACE})*+(?:""|\\+"))"""
)
"""An object, an array of anything but numbers, or a string that holds one, as JSON or CSV writes such a string."""
_CELL: Final = re.compile(r'"((?:[^"]|"")*+)"')
_TOKEN: Final = re.compile(
    r"""[ \t\r\n]*+(?:(?P<string>"(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})*+")|(?P<mark>[{}\[\],:])"""
    r"""|(?P<scalar>(?:true|false|null|NaN|-?+Infinity|-?+(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][-+]?+[0-9]++)?+)"""
    r"""(?![-+.\w])))"""
)
_REST_OF_STRING: Final = re.compile(r'\w[^"\n]{0,200}+"\s*+[:,\]]')
_CLOSING: Final = {"{": "}", "[": "]"}
_FEWEST_CHARACTERS: Final = 8
_MOST_EFFORT: Final = 4
"""How many times as many characters as a text has may be read in vain."""
_LETTERS_BEFORE_A_VALUE: Final = 8_000
"""So many stay in front of what is decoded: each JSONDecodeError counts the lines before it."""


class Found(NamedTuple):
    """A JSON value in a text."""

    start: int
    stop: int
    value: Json


def divided(text: str, *, recovers: bool = False) -> tuple[list[Found], str]:
    """The JSON values in a text, and the text around them, in which blanks stand for them.

    What stands inside a recognized sentence, or inside a wrapper, is what that says, and no JSON of its own.

    Args:
        text: The text.
        recovers: Whether to take also what is whole of JSON that is broken or cut off.
    """
    if '"' not in text or ("{" not in text and "[" not in text):
        return [], text
    values = list(_values_in(text, recovers=recovers))
    if values and values[0][:2] != (0, len(text)):
        values = _not_told(text, values)
    return values, _without(text, values) if values else text


def _not_told(text: str, values: list[Found]) -> list[Found]:
    """Those of `values` that do not stand inside a sentence or a wrapper."""
    if not signs().search(lowered(_without(text, values))):
        return values
    told = [issue.whole for issue in issues_in(text) if not _is_inside(issue.whole[0], values)]
    return [found for found in values if not _is_inside(found.start, told)]


def _is_inside(place: int, parts: Sequence[Found | tuple[int, int]]) -> bool:
    """Whether a place is in one of the parts of a text, which are in order and begin and end with two places."""
    before = bisect_right(parts, place, key=itemgetter(0)) - 1
    return before >= 0 and place < parts[before][1]


def _without(text: str, values: list[Found]) -> str:
    """`text` with blanks instead of the values in it."""
    around, place = list[str](), 0
    for found in values:
        around += text[place : found.start], "\n" * (found.stop - found.start)
        place = found.stop
    return "".join([*around, text[place:]])


def _values_in(text: str, *, recovers: bool) -> Iterator[Found]:
    """Every JSON object, array, and string that holds one, in order."""
    effort = _MOST_EFFORT * len(text)
    rest, skipped = text, 0
    found = _MAY_BEGIN.search(rest)
    while found and effort > 0:
        start = found.start()
        if start > _LETTERS_BEFORE_A_VALUE:
            rest, skipped, start = rest[start:], skipped + start, 0
        if rest[start] == '"':
            value, stop, spent = _string_at(rest, start)
        else:
            value, stop, spent = _container_at(rest, start, recovers=recovers)
        effort -= spent
        if stop - start >= _FEWEST_CHARACTERS:
            yield Found(skipped + start, skipped + stop, value)
        found = _MAY_BEGIN.search(rest, stop)


def _container_at(text: str, start: int, *, recovers: bool) -> tuple[Json, int, int]:
    """The value that begins at `start` or None, where to go on, and how many characters were read in vain."""
    try:
        return *decoded_at(text, start), 0
    except JSONDecodeError as error:
        read_to = len(text) if error.msg.startswith("Unterminated") else error.pos
        recovered = recovered_at(text, start) if recovers else None
        if recovered is None:
            return None, start + 1, read_to - start
        return recovered.value, recovered.stop, read_to - recovered.stop


def _string_at(text: str, start: int) -> tuple[Json, int, int]:
    try:
        value, stop = decoded_at(text, start)
        if '"' in value:
            return value, stop, 0
    except JSONDecodeError:
        pass
    cell = _CELL.match(text, start)
    if cell is None or '""' not in cell[1]:
        return None, start + 1, len(text) - start
    return cell[1].replace('""', '"'), cell.end(), 0


def recovered_at(text: str, start: int) -> Found | None:
    """What is whole of an object or an array that breaks off or is broken; None where not even a member of it is."""
    open_marks: list[str] = []
    stop = depth = 0
    last = None
    expected, token = "value", _TOKEN.match(text, start)
    while token and (expected := _expected_behind(token, expected, open_marks)) and open_marks:
        if expected == "end":
            stop, depth = token.end(), len(open_marks)
        last, token = token, _TOKEN.match(text, token.end())
    closing = "".join(_CLOSING[mark] for mark in reversed(open_marks[:depth]))
    if last and last["string"] and last.end() == stop and _REST_OF_STRING.match(text, stop):
        string = text[last.start() : stop - 1].rstrip()
        if string.endswith(("{", "[")):  # the end of the string is missing: it goes on up to a string of the next value
            stop, closing = last.start() + len(string) - 1, f'"{closing}'
    if "{" not in text[start:stop]:
        return None
    return Found(start, stop, decoded(text[start:stop] + closing))


def _expected_behind(token: re.Match[str], expected: str, open_marks: list[str]) -> str:
    """What may follow a token of JSON, of those that are open; ``""`` where the token may not stand there."""
    mark = token["mark"] or ("string" if token["string"] else "scalar")
    if mark in _CLOSING and "value" in expected:
        open_marks.append(mark)
        return "key or end" if mark == "{" else "value or end"
    if "end" in expected and mark == _CLOSING[open_marks[-1]]:
        open_marks.pop()
        return "end"
    if (mark, expected) == (",", "end"):
        return "key" if open_marks[-1] == "{" else "value"
    if mark in ("string", "scalar") and "value" in expected:
        return "end"
    if mark == "string" and "key" in expected:
        return "colon"
    return "value" if (mark, expected) == (":", "colon") else ""
