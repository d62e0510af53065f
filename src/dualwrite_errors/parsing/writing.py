"""Decoded JSON as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from ..arguments import is_mapping, type_name
from ..errors import DualWriteError
from .decoding import Json, any_text, is_array, members
from .shapes import scalar_text

_LEAVES: Final = frozenset({int, float, bool, type(None), str})
_MOST_LEVELS: Final = 200
"""What is nested more deeply is not left to `json`, which calls itself for each level."""


def key_text(key: object) -> str:
    """A key as text. That of a decoded object may be anything; a number may have more digits than `str` writes."""
    try:
        return str(key)
    except Exception:  # noqa: BLE001 - the key of an object of another library may raise anything
        return f"<{type_name(key)}>"


def written_out(value: Json) -> str:
    """All of `value` as JSON, however deep; a container that stands in several places is ``null`` after the first."""
    if _is_shallow_tree(value):
        try:
            return json.dumps(value, ensure_ascii=False)
        except (TypeError, ValueError):  # something that no JSON has, or a number with too many digits
            pass
    return "".join(_parts_of(value))


def said_in(value: Json) -> str:
    """What a failure without a message says: all of it, or the texts in it where it is nested deeply."""
    if not _is_container(value):
        return _leaf_text(value)
    return written_out(value) if _is_shallow_tree(value) else "\n".join(filter(None, _texts_in(value)))


def _is_container(value: Json) -> bool:
    return is_mapping(value) or is_array(value)


def _values_of(container: Json) -> Iterator[Json]:
    return (value for _, value in members(container)) if is_mapping(container) else iter(container)


def _is_shallow_tree(value: Json) -> bool:
    """Whether each container in it stands in one place alone, and none in too many others."""
    level, seen = [value], dict[int, Json]()
    for _ in range(_MOST_LEVELS):
        before = len(seen)
        seen.update((id(part), part) for part in level)
        if len(seen) < before + len(level):
            return False
        inner = (one for part in level for one in _values_of(part) if one.__class__ not in _LEAVES)
        level = list(filter(_is_container, inner))
        if not level:
            return True
    return False


def _parts_of(value: Json) -> Iterator[str]:
    """All of `value` as JSON, part by part, without recursion."""
    waiting: list[str | tuple[Json]] = [(value,)]
    seen = dict[int, Json]()
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
            continue
        (one,) = part
        if not _is_container(one):
            yield _leaf(one)
        elif id(one) in seen and len(one):
            yield "null"
        else:
            seen[id(one)] = one
            waiting += reversed(_written_inside(one))


def _written_inside(container: Json) -> list[str | tuple[Json]]:
    """What is written of a container, with the values in it still to be written."""
    inside: list[str | tuple[Json]] = []
    if is_mapping(container):
        for key, value in members(container):
            inside += f"{', ' if inside else ''}{json.dumps(key_text(key), ensure_ascii=False)}: ", (value,)
        return ["{", *inside, "}"]
    for value in container:
        inside += (", ", (value,)) if inside else ((value,),)
    return ["[", *inside, "]"]


def _leaf(value: Json) -> str:
    try:
        if value.__class__ in _LEAVES:
            return json.dumps(value, ensure_ascii=False)
    except ValueError:
        pass
    return json.dumps(_leaf_text(value), ensure_ascii=False)


def _leaf_text(value: Json) -> str:
    if isinstance(value, DualWriteError):
        return str(value)
    text = any_text(value)
    return scalar_text(value) if text is None else text


def _texts_in(value: Json) -> Iterator[str]:
    """The strings and numbers in `value`, in order."""
    waiting, seen = [value], dict[int, Json]()
    while waiting:
        part = waiting.pop()
        if not _is_container(part):
            yield _leaf_text(part)
        elif id(part) not in seen:
            seen[id(part)] = part
            waiting += reversed(list(_values_of(part)))
