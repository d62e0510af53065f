"""Decoded JSON as text."""

from __future__ import annotations

import json
from collections import UserString
from collections.abc import Iterator
from typing import Final

from ..arguments import is_mapping
from ..errors import DualWriteError
from .decoding import Json, is_array, text_of
from .shapes import scalar_text

_SCALARS: Final = frozenset({int, float, bool, type(None), str})


def any_text(value: Json) -> str | None:
    """`value` as text, if it is anything like it."""
    if isinstance(value, bytes | bytearray):
        return text_of(value)
    if isinstance(value, UserString):
        return str(value)
    return str.__str__(value) if isinstance(value, str) else None


def written_out(value: Json) -> str:
    """`value` as JSON text, or what texts it holds where it is nested too deeply for that, or shares containers."""
    if not _is_container(value):
        return _leaf_text(value)
    try:
        if _is_tree(value):
            return json.dumps(value, ensure_ascii=False, default=_as_json)
    except (RecursionError, ValueError, TypeError):
        pass
    return "\n".join(_texts_in(value))


def _is_tree(value: Json) -> bool:
    """Whether each container in it stands in one place alone."""
    waiting, seen = [value], dict[int, Json]()
    while waiting:
        part = waiting.pop()
        if id(part) in seen:
            return False
        seen[id(part)] = part
        members = part.values() if is_mapping(part) else part
        waiting += [one for one in members if one.__class__ not in _SCALARS and _is_container(one)]
    return True


def _is_container(value: Json) -> bool:
    return is_mapping(value) or is_array(value)


def _as_json(value: Json) -> object:
    if is_mapping(value):
        return dict(value)
    return list(value) if is_array(value) else _leaf_text(value)


def _leaf_text(value: Json) -> str:
    text = str(value) if isinstance(value, DualWriteError) else any_text(value)
    return scalar_text(value) if text is None else text


def _texts_in(value: Json) -> Iterator[str]:
    """The strings and numbers in `value`, in order."""
    waiting, seen = [value], dict[int, Json]()
    while waiting:
        part = waiting.pop()
        if not _is_container(part):
            if text := _leaf_text(part):
                yield text
        elif id(part) not in seen:
            seen[id(part)] = part
            waiting.extend(reversed(list(part.values() if is_mapping(part) else part)))
