"""From a decoded payload to its errors: every value is visited once and without recursion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from numbers import Number
from operator import itemgetter
from typing import Any, Final, NoReturn, TypeAlias

from ..arguments import is_mapping, not_json
from ..codes import code_pattern
from ..context import ids_in, map_before
from ..errors import DualWriteError, add_context, found_inside, give_context, held_by
from .catalog_index import class_by_dataverse_code
from .decoding import (
    Json,
    Object,
    any_text,
    is_array,
    members,
)
from .failures import Failure, WrapperAlone
from .json_in_text import divided
from .locations import NO_NAMES, ROOT, Locations, Step, Where
from .shapes import Shape, is_list_of_texts, is_plain_item, said_by, says_something, scalar_text, shape_of
from .text import errors_with_places, reader_with_memory, search_for_signs, unrecognized
from .writing import key_text, said_in, written_out

_Place: TypeAlias = "tuple[Json, Where | None, Step, str | None, Failure | None, bool]"
"""A value to be read: itself, what it stands in, the step from there, its key, its failure, whether it may only repeat.

The key is that under which the value, or the array it is in, stands; None for a body. A plain tuple, as one is made for
every container.
"""

_SCALARS: Final = frozenset({int, float, bool, type(None)})
_LEAVES: Final = _SCALARS | {str}
_KNOWN_TEXTS = 64
_NONE: Final[frozenset[str]] = frozenset()


class Walk:
    """Reads a payload, or the elements of one.

    Args:
        whole: The text that the caller passed, for `raw`; None where that is the string that an error stands in.
        given: The caller's context.
        around: What is known about all of the payload.
        has_codes: Whether there may be a code anywhere in it; always, where it may come from any program.
        may_hold_json: Whether there may be JSON inside a string of it.
        is_of_anybody: Whether it may come from any program, as a log does. Then sentences count in every string, as
            each may be a line of a log; and a failure in which nothing is recognized counts only where no other service
            than dual-write reports failures like this.
        is_decoded: Whether the caller passed decoded JSON: one container may stand in several places, and `raw` is all
            of it, written out.
    """

    def __init__(
        self,
        whole: str | None,
        given: Mapping[str, str],
        around: Mapping[str, str],
        *,
        has_codes: bool = True,
        may_hold_json: bool = True,
        is_of_anybody: bool = False,
        is_decoded: bool = False,
    ) -> None:
        self._whole = whole
        self._given = given
        self._has_codes = has_codes
        self._locations = Locations(around)
        self._is_of_anybody = is_of_anybody
        self._is_decoded = is_decoded
        self._may_hold_json = may_hold_json
        self._visited: dict[int, Json] = {}
        """Every container that was read, by its id: kept, so that no other gets the same id."""
        self._errors: list[DualWriteError] = []
        self._search = search_for_signs()

    @cached_property
    def _errors_in_text(self) -> Callable[[str], list[DualWriteError]]:
        return reader_with_memory(_KNOWN_TEXTS)

    def errors_in(
        self, payload: Json, within: Where | None = None, step: Step = ROOT, key: str | None = None
    ) -> list[DualWriteError]:
        """Every error in decoded JSON or a text, or in one value of it, in the order in which the values are read.

        Args:
            payload: The value.
            within: What it stands in.
            step: The step from there.
            key: The key that it, or the array it is in, stands under; None for a body.

        Raises:
            TypeError: Something in `payload` is not JSON.
        """
        self._errors = []
        self._payload = payload
        self._locations.forget()
        waiting: list[_Place | Failure] = [] if payload is None else [(payload, within, step, key, None, False)]
        while waiting:
            place = waiting.pop()
            if isinstance(place, Failure):
                self._close(place)
            elif new := self._read(place):
                new.reverse()
                waiting += new
        return self._errors

    def unrecognized(self, text: str) -> DualWriteError:
        """The error of a payload that says that something failed, and nothing that is recognized."""
        error = unrecognized(text)
        self._add(error, text, self._locations.around)
        return error

    def _read(self, place: _Place) -> list[_Place | Failure] | None:
        """Take the errors out of a text; of anything else, give what to read next."""
        value, outer, step, key, failure, repeats = place
        kind = value.__class__
        if kind is str:
            return self._read_text(value, place)
        if self._is_decoded and self._was_visited(value):
            if failure is not None and failure.is_at(outer, step):
                failure.said = failure.speechless = None
            return None
        if kind is dict or is_mapping(value):
            return self._read_object(value, place)
        if kind is list or is_array(value):
            return self._inside(enumerate(value), (outer, step, None, NO_NAMES), key, failure, repeats=repeats)
        text = any_text(value)
        if text is not None:
            return self._read_text(text, place)
        if isinstance(value, DualWriteError):
            self._take(value, failure)
        elif not isinstance(value, Number):
            self._refuse(value, outer, step)
        elif failure is not None and says_something(scalar_text(value)):
            failure.says_anything = True
        return None

    def _was_visited(self, value: Json) -> bool:
        """Whether a container has been read before; from now on it has."""
        if not is_mapping(value) and not is_array(value):
            return False
        before = len(self._visited)
        self._visited[id(value)] = value
        return len(self._visited) == before

    def _refuse(self, value: object, outer: Where | None, step: Step) -> NoReturn:
        at = "" if outer is None else f" at {self._locations.context_of(outer, step)['path']}"
        raise TypeError(not_json(value, "a payload holds JSON", at))

    def _take(self, error: DualWriteError, failure: Failure | None) -> None:
        """Take an error of this library as it is."""
        self._errors.append(error)
        for one in error.errors:
            add_context(one, self._given)
        if failure is not None:
            failure.found += 1

    def _read_object(self, value: Object, place: _Place) -> list[_Place | Failure]:
        _, outer, step, key, failure, repeats = place
        shape = shape_of(value, key)
        if shape is None:
            where: Where = (outer, step, value, NO_NAMES)
            return self._inside(_members(value), where, None, failure, repeats=repeats, is_object=True)
        where = (outer, step, value, shape.context)
        opened = None
        if shape.said is not None or shape.one_failure:
            said = None if shape.said is None else (shape.said, shape.said_at)
            known = shape.is_of_dual_write
            opened = failure = Failure(
                where, said, failure, repeats=repeats, is_of_dual_write=known, is_part=shape.one_failure
            )
        if not (shape.first or shape.repeating or shape.failures):
            new = self._inside(_members(value), where, None, failure, shape.silent, repeats=repeats, is_object=True)
        else:
            new = self._inside_in_order(value, shape, where, failure, repeats=repeats)
        if opened:
            new.append(opened)
        return new

    def _inside_in_order(
        self, value: Object, shape: Shape, where: Where, failure: Failure | None, *, repeats: bool
    ) -> list[_Place | Failure]:
        new: list[_Place | Failure] = []
        for name, member, is_last in _in_order(value, shape):
            if name in shape.failures:
                new += self._failures(member, where, name, failure, repeats=repeats, shape=shape)
            else:
                new += self._inside([(name, member)], where, None, failure, repeats=repeats or is_last, is_object=True)
        return new

    def _inside(
        self,
        pairs: Iterable[tuple[Any, Json]],
        where: Where,
        key: str | None,
        failure: Failure | None,
        silent: frozenset[str] = _NONE,
        *,
        repeats: bool,
        is_object: bool = False,
    ) -> list[_Place | Failure]:
        """The members of an object, or the elements of an array that stands under `key`, as far as they are read."""
        has_codes, may_hold_json = self._has_codes, self._may_hold_json
        if is_object and failure is None and not has_codes:
            leaves = _SCALARS if may_hold_json else _LEAVES
            return [
                (member, where, name, name, None, repeats)
                for name, member in pairs
                if (kind := member.__class__) not in leaves
                and (kind is not str or '"' in member)
                and name not in silent
            ]
        new: list[_Place | Failure] = []
        reads_all = has_codes or failure is not None or (key is None and not is_object)
        for name, member in pairs:
            step = name
            if is_object:
                if name in silent:
                    continue
                key = step = name if type(name) is str else key_text(name)
                if has_codes and code_pattern().search(key):
                    new.append((key, where, key, key, failure, repeats))
            kind = member.__class__
            if kind in _SCALARS:
                if failure is not None and member and kind is not bool:
                    failure.says_anything = True
            elif kind is not str or reads_all or (may_hold_json and '"' in member):
                new.append((member, where, step, key, failure, repeats))
        return new

    def _failures(
        self, value: Json, outer: Where, key: str, enclosing: Failure | None, *, repeats: bool, shape: Shape
    ) -> list[_Place | Failure]:
        """The elements of a list of failures, or the only one."""
        new: list[_Place | Failure] = []
        for within, step, element in _elements(value, outer, key):
            if element is None:
                continue
            where: Where = (within, step, element if is_mapping(element) else None, NO_NAMES)
            said = said_by(element)
            failure = Failure(
                where,
                said,
                enclosing,
                repeats=repeats,
                is_of_dual_write=shape.is_of_dual_write,
                is_part=shape.keeps_both,
                leaves_what_encloses_it=shape.keeps_both and (said is None or said[0] != shape.said),
            )
            if said and self._has_nothing_to_read(element):
                new.append(failure)
                continue
            failure.speechless = None if failure.said or isinstance(element, str) else element
            new += (element, within, step, key, failure, repeats), failure
        return new

    def _has_nothing_to_read(self, element: Json) -> bool:
        """Whether an element of a list of failures is flat, and holds nothing that may be recognized."""
        if element.__class__ is not dict or self._has_codes or not is_plain_item(element):
            return False
        texts: list[str] = []
        for member in element.values():
            kind = member.__class__
            if kind is str and not (self._may_hold_json and '"' in member):
                texts.append(member)
            elif kind not in _SCALARS:
                return False
        return not self._search("\n".join(texts).lower())

    def _read_text(self, text: str, place: _Place) -> list[_Place | Failure] | None:
        _, outer, step, key, failure, repeats = place
        values, around = divided(text) if self._may_hold_json else ([], text)
        if failure is None:
            if key is None or self._is_of_anybody or (self._has_codes and code_pattern().search(around)):
                self._take_all(self._errors_in_text(around), text, outer, step)
        else:
            if not failure.says_anything and says_something(text):
                failure.says_anything = True
            if values and not around.strip() and failure.said and text == failure.said[0]:
                failure.is_message_json = True
            if failure.said and failure.is_code_beside_message(text):
                errors, text = failure.errors_of_code_beside_message(text), failure.said[0]
            else:
                errors = self._errors_in_text(around)
            if len(errors) == 1 and errors[0].info.is_wrapper:
                failure.wrapper = failure.wrapper or (errors[0], text, outer, step)
            elif errors:
                self._take_all(failure.new_among(errors, repeats=repeats), text, outer, step)
        if not values:
            return None
        where: Where = (outer, step, None, NO_NAMES)
        return [(found.value, where, None, None, failure, repeats) for found in values]

    def _take_all(self, errors: list[DualWriteError], text: str, outer: Where | None, step: Step) -> None:
        if errors:
            context = self._locations.context_of(outer, step)
            for error in errors:
                self._add(error, text, context)

    def _close(self, failure: Failure) -> None:
        enclosing = failure.enclosing
        if failure.wrapper is not None:
            self._close_wrapper(failure, failure.wrapper)
        elif not failure.found:
            if failure.speechless is not None and failure.says_anything:
                written = said_in(failure.speechless)
                failure.said = (written, ()) if written else None
            if failure.said:
                if failure.repeats and enclosing and (enclosing.found or enclosing.said):
                    enclosing.inner_message = failure.said[0]
                    return
                self._add_unrecognized(failure, *failure.said)
        _keep_inner_message(failure)
        if enclosing is not None:
            enclosing.take_over(failure)

    def _close_wrapper(self, failure: Failure, found: WrapperAlone) -> None:
        """Say what was recognized elsewhere in a failure to be the cause of its wrapper; or else take the wrapper."""
        wrapper, text, outer, step = found
        for error in failure.recognized:
            if not error.wrapped_in and type(error) is not type(wrapper):
                held_by(error, wrapper, text)
        if failure.found or failure.recognized:
            _keep_inner_message(failure)
            failure.recognized.clear()  # a wrapper farther out does not hold them again
            return
        context = self._locations.context_of(outer, step)
        is_taken_by_code = wrapper.matched_by == "dataverse_code"
        cls = None if is_taken_by_code else class_by_dataverse_code().get(context.get("dataverse_code", ""))
        error = cls(wrapper.text, matched_by="dataverse_code") if cls else wrapper
        if failure.new_among([error], repeats=failure.repeats):
            self._add(error, text, context)
            if cls:
                held_by(error, wrapper, text)

    def _add_unrecognized(self, failure: Failure, text: str, below: tuple[Step, ...]) -> None:
        if self._is_of_anybody and not failure.is_of_dual_write:
            return
        error = unrecognized(text)
        self._add(error, text, self._locations.context_of(failure.where, *below))
        failure.found = 1
        failure.is_unrecognized = True
        failure.recognized.append(error)

    def _add(self, error: DualWriteError, text: str, context: Mapping[str, str]) -> None:
        if self._whole is None and self._is_decoded:
            self._whole = written_out(self._payload)
        found_inside(error, text if self._whole is None else self._whole, context)
        if self._given:
            give_context(error, self._given)
        self._errors.append(error)


def _keep_inner_message(failure: Failure) -> None:
    """Let an error of a failure have a message that only may have repeated it, and was not recognized."""
    error = next(iter(failure.recognized), None)
    if failure.inner_message and error is not None and failure.inner_message not in error.text:
        add_context(error, {"inner_message": failure.inner_message})


def _members(value: Object) -> Iterable[tuple[Any, Json]]:
    return value.items() if value.__class__ is dict else members(value)


def _elements(value: Json, outer: Where, key: str) -> Iterator[tuple[Where, Step, Json]]:
    """The elements of a list of failures, or of lists by what they are about, or the only one, each with its place."""
    if is_array(value):
        within: Where = (outer, key, None, NO_NAMES)
        yield from ((within, index, element) for index, element in enumerate(value))
    elif is_mapping(value) and _holds_lists(value):
        within = (outer, key, value, NO_NAMES)
        for name, named in _members(value):
            yield from _elements(named, within, key_text(name))
    else:
        yield outer, key, value


def _holds_lists(value: Object) -> bool:
    """Whether an object has nothing but lists of texts, by what they are about, and no code that they belong to."""
    return all(is_list_of_texts(named) and not code_pattern().search(key_text(name)) for name, named in _members(value))


def errors_in_value(value: Json, around: Mapping[str, str]) -> list[DualWriteError]:
    """Every error in decoded JSON of any service."""
    return Walk(None, {}, around, is_of_anybody=True).errors_in(value)


def errors_in_text(text: str, around: Mapping[str, str]) -> list[tuple[int, DualWriteError]]:
    """Every error in a text of any service, and where it, or the JSON that holds it, begins."""
    errors = errors_by_structure(text, around)
    if errors is None:
        errors = errors_with_places(text)
        for _, error in errors:
            found_inside(error, text, around)
    return errors


def errors_by_structure(
    text: str, around: Mapping[str, str], *, is_part: bool = False
) -> list[tuple[int, DualWriteError]] | None:
    """The errors in a text that holds JSON, and where each of them, or the JSON, begins; None where it holds none.

    The text may be a part of a longer one.
    """
    values, rest = divided(text, recovers=True)
    if not values:
        return None
    known = {**ids_in(rest), **around}
    if label := map_before(text, values[0].start):
        known.setdefault("map", label[0])
    errors = [(found.start, error) for found in values for error in errors_in_value(found.value, known)]
    for place, error in errors_with_places(rest, is_part=is_part):
        found_inside(error, text, known)
        errors.append((place, error))
    return sorted(errors, key=itemgetter(0))


def _in_order(value: Object, shape: Shape) -> Iterator[tuple[Any, Json, bool]]:
    """The members of an object that are to be read, the best first; and whether each may only repeat the others."""
    rank = {name: place for place, name in enumerate((*shape.first, None, *shape.repeating))}
    others = rank[None]
    read = (member for member in members(value) if member[0] not in shape.silent)
    for name, member in sorted(read, key=lambda member: rank.get(member[0], others)):
        yield name, member, rank.get(name, others) > others
