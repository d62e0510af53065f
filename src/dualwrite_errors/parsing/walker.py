"""From a decoded payload to its errors: every value is visited once and without recursion."""

from __future__ import annotations

import json
import re
from collections import UserString
from collections.abc import Iterator, Mapping
from numbers import Number
from types import MappingProxyType
from typing import Any, NamedTuple

from ..arguments import is_mapping, not_json, type_name
from ..codes import code_pattern
from ..errors import DualWriteError, add_context, found_inside, give_context
from .decoding import (
    Json,
    JSONDecodeError,
    Object,
    decoded,
    decoded_at,
    is_array,
    members,
    text_of,
)
from .jsonpath import Path, PathWriter, below
from .shapes import CONTEXT_OF_KEY, Shape, said_by, scalar_text, shape_of
from .text import parse_all, unrecognized

_JSON_START = re.compile('[ \\t\\r\\n\ufeff]*[{\\["]')
_PART_START = re.compile(r"^[{\[]", re.MULTILINE)
_MOST_FAILING_PARTS = 1_000
_SAMPLE = 64
_UNKNOWN = Shape()


class Failure:
    """One failure while it is read: what was recognized in it so far, and what it says if nothing is."""

    def __init__(self, place: Place, said: tuple[str, Path | None] | None, *, part_of: Failure | None = None) -> None:
        self.place = place
        self.said = said
        self.found = 0
        self.inner_message = ""
        self.wrapper: tuple[DualWriteError, str, Mapping[str, str]] | None = None
        """A wrapper of which the cause may stand elsewhere in the failure: the error, its text and its context."""
        self.element: Path | None = None
        """Where the element stands that is this failure, if it is one of a list."""
        self.speechless: Json = None
        """That element, if it has no message."""
        self.issues: set[tuple[str, str]] = part_of.issues if part_of else set()
        self.signs: set[str] = part_of.signs if part_of else set()


class Place(NamedTuple):
    """A value, and what is known about it from where it stands."""

    value: Json
    path: Path | None = None
    key: str | None = None
    """The key that the value, or the array it is in, stands under; None for a body."""
    context: Mapping[str, str] = MappingProxyType({})
    failure: Failure | None = None
    repeats: bool = False
    """Whether it may only repeat what was found before in the failure."""


def errors_in(
    payload: Json, whole: str | None, given: Mapping[str, str], around: Mapping[str, str]
) -> list[DualWriteError]:
    """Every error in a decoded payload, in the order in which the values are read.

    Args:
        payload: Decoded JSON, or a text that is no JSON.
        whole: The text that the caller passed, for `raw`; None where the caller passed decoded JSON.
        given: The caller's context.
        around: What is known about all of the payload.

    Raises:
        TypeError: Something in `payload` is not JSON.
    """
    return _Walk(whole, given).errors_in(Place(payload, context=around))


def unrecognized_in(
    text: str, whole: str | None, given: Mapping[str, str], around: Mapping[str, str]
) -> DualWriteError:
    """The error of a payload that says that something failed, and nothing that is recognized."""
    return _Walk(whole, given).unrecognized(text, around)


class _Walk:
    def __init__(self, whole: str | None, given: Mapping[str, str]) -> None:
        self._whole = whole
        self._given = given
        self._paths = PathWriter()
        self._visited: dict[int, Json] = {}
        """Every container that was read, by its id: kept, so that no other gets the same id."""
        self._errors: list[DualWriteError] = []

    def errors_in(self, payload: Place) -> list[DualWriteError]:
        waiting: list[Place | Failure] = [payload]
        while waiting:
            place = waiting.pop()
            if isinstance(place, Failure):
                self._close(place)
            else:
                waiting.extend(reversed(list(self._read(place))))
        return self._errors

    def unrecognized(self, text: str, around: Mapping[str, str]) -> DualWriteError:
        self._add(unrecognized(text), text, around)
        return self._errors[-1]

    def _read(self, place: Place) -> Iterator[Place | Failure]:
        """Take the errors out of a text; of anything else, give what to read next."""
        value = place.value
        if isinstance(value, bytes | bytearray):
            value = text_of(value)
        if isinstance(value, str | UserString):
            yield from self._read_text(str(value) if isinstance(value, UserString) else str.__str__(value), place)
        elif isinstance(value, DualWriteError):
            self._take(value, place)
        elif id(value) in self._visited:
            if place.failure is not None and place.failure.element is place.path:
                place.failure.said = place.failure.speechless = None
        elif is_mapping(value):
            self._visited[id(value)] = value
            yield from self._read_object(value, place)
        elif is_array(value):
            self._visited[id(value)] = value
            for index, element in enumerate(value):
                yield place._replace(value=element, path=Path(place.path, index))
        elif value is not None and not isinstance(value, Number):
            where = f" at {self._paths.context_of(place.path)['path']}" if place.path else ""
            raise TypeError(not_json(value, "a payload holds JSON", where))

    def _take(self, error: DualWriteError, place: Place) -> None:
        """Take an error of this library as it is."""
        self._errors.append(error)
        for one in error.errors:
            add_context(one, self._given)
        if place.failure:
            place.failure.found += 1

    def _read_object(self, value: Object, place: Place) -> Iterator[Place | Failure]:
        shape = shape_of(value, place.key) or _UNKNOWN
        place = place._replace(context={**place.context, **_named_in(value), **shape.context})
        opened = None
        if shape.said is not None or shape.one_failure:
            said = None if shape.said is None else (shape.said, below(place.path, shape.said_at))
            opened = Failure(place, said, part_of=place.failure if shape.one_failure else None)
            place = place._replace(failure=opened)
        for name, member, repeats in _in_order(value, shape):
            key = _key_text(name)
            inside = place._replace(value=member, path=Path(place.path, key), key=key)
            if code_pattern().search(key):
                yield inside._replace(value=key)
            if key in shape.failures:
                yield from self._failures(inside)
            else:
                yield inside._replace(repeats=place.repeats or repeats)
        if opened:
            yield opened

    def _failures(self, place: Place) -> Iterator[Place | Failure]:
        elements = enumerate(place.value) if is_array(place.value) else [(None, place.value)]
        for index, element in elements:
            path = place.path if index is None else Path(place.path, index)
            said = said_by(element)
            known = {**place.context, **_named_in(element)} if is_mapping(element) else place.context
            failure = Failure(place._replace(context=known), (said[0], below(path, said[1])) if said else None)
            failure.element, failure.speechless = path, None if said else element
            yield place._replace(value=element, path=path, failure=failure)
            yield failure

    def _read_text(self, text: str, place: Place) -> Iterator[Place]:
        said = place.failure.said[0] if place.failure and place.failure.said else ""
        if said and code_pattern().fullmatch(text):
            text = said if code_pattern().search(said) else f"[{text}] {said}"
        values, around = _json_in(text)
        for value in values:
            yield place._replace(value=value, path=Path(place.path, None), key=None)
        by_sentences = place.key is None or place.failure is not None
        errors = parse_all(around) if by_sentences or code_pattern().search(around) else []
        if not errors:
            return
        context = {**self._paths.context_of(place.path), **place.context}
        known = place.failure or Failure(place, None)
        if place.failure and len(errors) == 1 and errors[0].info.is_wrapper:
            known.wrapper = known.wrapper or (errors[0], text, context)
            return
        for error in errors:
            sign = error.code or type(error).__name__
            if (sign, error.text) in known.issues or (place.repeats and sign in known.signs):
                continue
            self._add(error, text, context)
        known.found += len(errors)
        known.issues.update((error.code or type(error).__name__, error.text) for error in errors)
        known.signs.update(error.code or type(error).__name__ for error in errors)

    def _close(self, failure: Failure) -> None:
        enclosing = failure.place.failure
        if failure.speechless is not None and not failure.found and (dumped := _dumped(failure.speechless)):
            failure.said = dumped, failure.element
        if failure.wrapper and not failure.found:
            self._add(*failure.wrapper)
            failure.found = 1
        if failure.said and not failure.found:
            text, path = failure.said
            if failure.place.repeats and enclosing and (enclosing.found or enclosing.said):
                enclosing.inner_message = text
                return
            inner = {"inner_message": failure.inner_message} if failure.inner_message not in ("", text) else {}
            context = {**failure.place.context, **inner, **self._paths.context_of(path)}
            self._add(unrecognized(text), text, context)
            failure.found = 1
        if enclosing is not None:
            enclosing.found += failure.found
            enclosing.signs |= failure.signs

    def _add(self, error: DualWriteError, text: str, context: Mapping[str, str]) -> None:
        found_inside(error, text if self._whole is None else self._whole, context)
        if self._given:
            give_context(error, self._given)
        self._errors.append(error)


def _key_text(key: object) -> str:
    """A key as text. That of a decoded object may be anything; a number may have more digits than `str` writes."""
    try:
        return str(key)
    except Exception:  # noqa: BLE001 - the key of an object of another library may raise anything
        return f"<{type_name(key)}>"


def _in_order(value: Object, shape: Shape) -> list[tuple[Any, Json, bool]]:
    """The members of an object that are to be read, the best first; and whether each may only repeat the others."""
    read = [(name, member) for name, member in members(value) if name not in shape.silent]
    if not shape.first and not shape.repeating:
        return [(name, member, False) for name, member in read]
    rank = {name: place for place, name in enumerate((*shape.first, None, *shape.repeating))}
    others = rank[None]
    read.sort(key=lambda member: rank.get(member[0], others))
    return [(name, member, rank.get(name, others) > others) for name, member in read]


def _named_in(value: Object) -> dict[str, str]:
    named: dict[str, str] = {}
    for key, name in CONTEXT_OF_KEY.items():
        if known := scalar_text(value.get(key)):
            named.setdefault(name, known)
    return named


def _json_in(text: str) -> tuple[list[Json], str]:
    """The JSON values in `text`, and the text around them: it may be JSON, or a multipart body with parts of JSON."""
    if _JSON_START.match(text):
        try:
            return [decoded(text.removeprefix("\ufeff"))], ""
        except JSONDecodeError:
            return [], text
    return _parts_of(text) if text[:_SAMPLE].lstrip().startswith("--") else ([], text)


def _parts_of(text: str) -> tuple[list[Json], str]:
    values: list[Json] = []
    around: list[str] = []
    position = failing = 0
    while failing < _MOST_FAILING_PARTS and (start := _PART_START.search(text, position)):
        try:
            value, end = decoded_at(text, start.start())
        except JSONDecodeError as error:
            failing += 1
            end = max(error.pos, start.end())
            around.append(text[position:end])
        else:
            values.append(value)
            around.append(text[position : start.start()])
        position = end
    return values, "".join([*around, text[position:]])


def _dumped(value: Json) -> str:
    """`value` as JSON text, or what strings it holds where it is nested too deeply for that; ``""`` if it is empty."""
    if isinstance(value, str) or not _says_anything(value):
        return ""
    try:
        return json.dumps(value, ensure_ascii=False, default=lambda part: dict(part) if is_mapping(part) else str(part))
    except (RecursionError, ValueError, TypeError):
        return "\n".join(_scalars_in(value))


def _says_anything(value: Json) -> bool:
    """Whether any string in `value` is not blank, or any number is not zero."""
    return any(text.strip(" 0.") for text in _scalars_in(value))


def _scalars_in(value: Json) -> Iterator[str]:
    waiting, seen = [value], set[int]()
    while waiting:
        part = waiting.pop()
        if text := scalar_text(part):
            yield text
        elif id(part) not in seen and (is_mapping(part) or is_array(part)):
            seen.add(id(part))
            waiting.extend(reversed(list(part.values() if is_mapping(part) else part)))
