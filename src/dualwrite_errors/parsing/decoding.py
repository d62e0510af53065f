"""Bytes and text to decoded JSON, of any depth, and without losing what `json.loads` would lose.

Objects keep repeated keys, integers may have any number of digits, and the interpreter's stack does not limit nesting.
"""

from __future__ import annotations

import re
from collections import UserString
from collections.abc import Iterable, Iterator, Mapping, Sequence
from json import JSONDecodeError, JSONDecoder, detect_encoding
from typing import Any, TypeAlias, TypeGuard

Json: TypeAlias = Any
"""Decoded JSON: a mapping, a sequence, a str, a number, a bool or None."""

Object: TypeAlias = Mapping[Any, Json]

__all__ = [
    "JSONDecodeError",
    "Json",
    "Object",
    "any_text",
    "decoded",
    "decoded_at",
    "decoded_lines",
    "is_array",
    "members",
    "text_of",
]

_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_SAMPLE = 64
_MOST_DIGITS = 300


class RepeatedKeys(Mapping[str, Json]):
    """A JSON object in which a key stands more than once: looking a key up gives its last value, `pairs` has all."""

    def __init__(self, pairs: list[tuple[str, Json]]) -> None:
        self.pairs = pairs
        self._last = dict(pairs)

    def __getitem__(self, key: str) -> Json:
        return self._last[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._last)

    def __len__(self) -> int:
        return len(self._last)


def members(value: Object) -> Iterable[tuple[Any, Json]]:
    """Every key of an object with its value; a repeated key as often as it stands there."""
    return value.pairs if isinstance(value, RepeatedKeys) else value.items()


def is_array(value: Json) -> TypeGuard[Sequence[Json]]:
    """Whether `value` is a JSON array: a sequence that is neither text nor bytes."""
    return type(value) is list or (
        isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray | memoryview | UserString)
    )


def any_text(value: Json) -> str | None:
    """`value` as text, if it is anything like it."""
    if value.__class__ is str:
        return value
    if isinstance(value, bytes | bytearray):
        return text_of(value)
    if isinstance(value, UserString):
        return str(value)
    return str.__str__(value) if isinstance(value, str) else None


def text_of(body: bytes | bytearray) -> str:
    r"""The text of a body in UTF-8, UTF-16 or UTF-32, with or without a byte order mark.

    A byte that does not decode becomes its escape, such as ``\xff``, and the text around it stays.
    """
    data = bytes(body)
    sample = data[:_SAMPLE]
    wide = data.startswith(_BYTE_ORDER_MARKS) or 2 * sample.count(0) >= len(sample) - 1
    return data.decode(detect_encoding(data) if wide else "utf-8", errors="backslashreplace")


def decoded(text: str) -> Json:
    """The JSON value that `text` is.

    Raises:
        JSONDecodeError: It is not JSON.
    """
    value, end = decoded_at(text, _after_space(text, 0))
    if _after_space(text, end) != len(text):
        raise JSONDecodeError("the text goes on after the value", text, end)
    return value


def decoded_lines(text: str) -> list[tuple[int, Json]] | None:
    """The value of each line of JSON Lines with the number of the line, blank lines left out; None for anything else.

    Each has to be an object or an array, so that a list of words or numbers is not taken for JSON.
    """
    values: list[tuple[int, Json]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip(" \t\r")
        if stripped[:1] not in ("", "{", "["):
            return None
        if stripped:
            try:
                values.append((number, decoded(stripped)))
            except JSONDecodeError:
                return None
    return values or None


def decoded_at(text: str, start: int) -> tuple[Json, int]:
    """The JSON value that begins at `start`, and where it ends.

    Raises:
        JSONDecodeError: None begins there.
    """
    try:
        return _DECODER.raw_decode(text, start)
    except RecursionError:
        return _decoded_without_recursion(text, start)


def _object(pairs: list[tuple[str, Json]]) -> Mapping[str, Json]:
    value = dict(pairs)
    return value if len(value) == len(pairs) else RepeatedKeys(pairs)


def _integer(digits: str) -> int | str:
    """The number; or its digits, where they are so many that `int` refuses them."""
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


_DECODER = JSONDecoder(object_pairs_hook=_object, parse_int=_integer, strict=False)
_SPACES = frozenset(" \t\n\r")
_SPACE = re.compile(r"[ \t\n\r]*+")


def _after_space(text: str, position: int) -> int:
    if text[position : position + 1] not in _SPACES:
        return position
    space = _SPACE.match(text, position)
    return space.end() if space else position


def _decoded_without_recursion(text: str, start: int) -> tuple[Json, int]:
    """What `JSONDecoder.raw_decode` does, with the open containers on a list instead of the interpreter's stack.

    An open object is its finished members and the key that waits for a value; an open array has no such key.
    """
    containers: list[tuple[list[Any], str | None]] = []
    position = start
    while True:
        opening = text[position : position + 1]
        if opening in ("{", "["):
            position = _after_space(text, position + 1)
            if not text.startswith("}" if opening == "{" else "]", position):
                key, position = _key(text, position) if opening == "{" else (None, position)
                containers.append(([], key))
                continue
            value: Json = {} if opening == "{" else []
            position += 1
        else:
            value, position = _DECODER.raw_decode(text, position)
        while containers:
            items, key = containers.pop()
            items.append(value if key is None else (key, value))
            position = _after_space(text, position)
            if text.startswith(",", position):
                position = _after_space(text, position + 1)
                if key is not None:
                    key, position = _key(text, position)
                containers.append((items, key))
                break
            if not text.startswith("]" if key is None else "}", position):
                raise JSONDecodeError("a comma or the end of the container is missing", text, position)
            value = items if key is None else _object(items)
            position += 1
        else:
            return value, position


def _key(text: str, position: int) -> tuple[str, int]:
    if not text.startswith('"', position):
        raise JSONDecodeError("a key is missing", text, position)
    key, position = _DECODER.raw_decode(text, position)
    position = _after_space(text, position)
    if not text.startswith(":", position):
        raise JSONDecodeError("a colon is missing", text, position)
    return key, _after_space(text, position + 1)
