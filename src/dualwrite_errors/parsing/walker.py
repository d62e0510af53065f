"""From a decoded payload to its errors: every value is visited once and without recursion."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ..arguments import is_mapping
from ..codes import CODE
from ..errors import DualWriteError, UnrecognizedError, error_with_context
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
from .text import parse_all

_GUID = r"\{?([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}?"
_IDS_IN_TEXT = {
    "activity_id": re.compile(rf"activity\s?id\b.{{0,40}}?{_GUID}", re.IGNORECASE),
    "session_id": re.compile(rf"session\s?id\b.{{0,40}}?{_GUID}", re.IGNORECASE),
}
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
        self.element: Path | None = None
        """Where the element stands that is this failure, if it is one of a list."""
        self.speechless: Json = None
        """That element, if it has no message."""
        self.issues: set[tuple[str, str]] = part_of.issues if part_of else set()
        self.codes: set[str] = part_of.codes if part_of else set()


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


def errors_in(payload: Json, whole: str | None, given: Mapping[str, str]) -> list[DualWriteError]:
    """Every error in a decoded payload, in the order in which the values are read.

    Args:
        payload: Decoded JSON, or a text that is no JSON.
        whole: The text that the caller passed, for `raw`; None where the caller passed decoded JSON.
        given: The caller's context.
    """
    return _Walk(whole, given).errors_in(payload)


class _Walk:
    def __init__(self, whole: str | None, given: Mapping[str, str]) -> None:
        self._whole = whole
        self._given = given
        self._paths = PathWriter()
        self._visited: dict[int, Json] = {}
        """Every container that was read, by its id: kept, so that no other gets the same id."""
        self._errors: list[DualWriteError] = []

    def errors_in(self, payload: Json) -> list[DualWriteError]:
        waiting: list[Place | Failure] = [Place(payload)]
        while waiting:
            place = waiting.pop()
            if isinstance(place, Failure):
                self._close(place)
            else:
                waiting.extend(reversed(list(self._read(place))))
        return self._errors

    def _read(self, place: Place) -> Iterator[Place | Failure]:
        """Take the errors out of a text; of anything else, give what to read next."""
        value = place.value
        if isinstance(value, bytes | bytearray):
            value = text_of(value)
        if isinstance(value, str):
            yield from self._read_text(str.__str__(value), place)
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

    def _read_object(self, value: Object, place: Place) -> Iterator[Place | Failure]:
        shape = shape_of(value, place.key) or _UNKNOWN
        place = place._replace(context={**place.context, **_named_in(value), **shape.context})
        opened = None
        if shape.said is not None or shape.one_failure:
            said = None if shape.said is None else (shape.said, below(place.path, shape.said_at))
            opened = Failure(place, said, part_of=place.failure if shape.one_failure else None)
            place = place._replace(failure=opened)
        for name, member, repeats in _in_order(value, shape):
            key = str(name)
            inside = place._replace(value=member, path=Path(place.path, key), key=key)
            if CODE.search(key):
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
        if said and CODE.fullmatch(text):
            text = said if CODE.search(said) else f"[{text}] {said}"
        values, around = _json_in(text)
        for value in values:
            yield place._replace(value=value, path=Path(place.path, None), key=None)
        by_words = place.key is None or place.failure is not None
        errors = parse_all(around) if by_words or CODE.search(around) else []
        if not errors:
            return
        where = {**_only_ids_in(around), **self._paths.context_of(place.path)}
        known = place.failure or Failure(place, None)
        for error in errors:
            if (error.code, error.text) in known.issues or (place.repeats and error.code in known.codes):
                continue
            own_ids = _ids_in(error.text) if len(errors) > 1 else {}
            new = error_with_context(error, self._with_given({**where, **own_ids, **place.context}))
            new.raw = text if self._whole is None else self._whole
            self._errors.append(new)
        known.found += len(errors)
        known.issues.update((error.code, error.text) for error in errors)
        known.codes.update(error.code for error in errors)

    def _close(self, failure: Failure) -> None:
        enclosing = failure.place.failure
        if failure.speechless is not None and not failure.found and (dumped := _dumped(failure.speechless)):
            failure.said = dumped, failure.element
        if failure.said and not failure.found:
            text, path = failure.said
            if failure.place.repeats and enclosing and (enclosing.found or enclosing.said):
                enclosing.inner_message = text
                return
            inner = {"inner_message": failure.inner_message} if failure.inner_message not in ("", text) else {}
            found = {**_only_ids_in(text), **failure.place.context, **inner, **self._paths.context_of(path)}
            context = self._with_given(found)
            raw = text if self._whole is None else self._whole
            self._errors.append(UnrecognizedError(text, raw=raw, context=context))
            failure.found = 1
        if enclosing is not None:
            enclosing.found += failure.found
            enclosing.codes |= failure.codes

    def _with_given(self, found: Mapping[str, str]) -> dict[str, str]:
        """What was found and what the caller gave: the caller wins, and what differs from it is kept as ``found_…``."""
        lost = {f"found_{name}": found[name] for name, value in self._given.items() if found.get(name, value) != value}
        return {**found, **lost, **self._given}


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


def _ids_in(text: str) -> dict[str, str]:
    found = {name: pattern.search(text) for name, pattern in _IDS_IN_TEXT.items()}
    return {name: match[1] for name, match in found.items() if match}


def _only_ids_in(text: str) -> dict[str, str]:
    """The ids in a text that has no more than one of each kind: of several, none is known to belong to an issue."""
    found = {name: {match[1] for match in pattern.finditer(text)} for name, pattern in _IDS_IN_TEXT.items()}
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


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
        return "\n".join(_strings_in(value))


def _says_anything(value: Json) -> bool:
    """Whether any string in `value` is not blank."""
    return any(text.strip() for text in _strings_in(value))


def _strings_in(value: Json) -> Iterator[str]:
    waiting, seen = [value], set[int]()
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif id(part) not in seen and (is_mapping(part) or is_array(part)):
            seen.add(id(part))
            waiting.extend(reversed(list(part.values() if is_mapping(part) else part)))
