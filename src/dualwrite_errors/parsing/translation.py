"""Other libraries' exceptions to ours."""

from __future__ import annotations

import copy
import functools
import inspect
import re
from bisect import bisect_right
from collections.abc import Callable, Generator, Iterator, Mapping
from types import TracebackType
from typing import Any, ParamSpec, TypeVar, cast, overload

from ..arguments import checked_context, is_mapping
from ..errors import DualWriteError, InvalidCode, add_context, found_inside, give_context
from ..groups import DualWriteErrorGroup, errors_of
from ..registry import CATALOG
from .payload import one_error, parse_payload
from .text import errors_with_places, parse_all

_P = ParamSpec("_P")
_R = TypeVar("_R")
_Function = TypeVar("_Function", bound="Callable[..., Any]")

_PACKAGE = "dualwrite_errors"
_TRACEBACK = "Traceback (most recent call last)"
_RAISED = re.compile(r"^[ \t|+]*(?P<module>(?:\w+\.)*+)(?P<name>\w+): (?P<said>.*)", re.MULTILINE)
"""The line with which a traceback in a text, such as that of a Spark job, says what was raised."""
_ADDRESS = re.compile(r"https?://\S+")
_MISTAKES = (LookupError, AssertionError, SyntaxError, NameError, AttributeError)
_LONGEST_CHAIN = 100


@overload
def translated(function: Callable[_P, _R], /) -> Callable[_P, _R]: ...
@overload
def translated(*, context: Mapping[str, str] | None = None) -> Translation: ...
def translated(
    function: Callable[..., Any] | None = None, /, *, context: Mapping[str, str] | None = None
) -> Callable[..., Any]:
    """Re-raise what carries a dual-write error as that error, `from` the original. A context manager and a decorator.

    Looked at are, in this order, the body of an exception's response (`requests`, `httpx`, azure-core, urllib), its
    text, its notes, its details (Microsoft's Dataverse SDK), and then its causes: what it was raised `from`. Of an
    exception group, each exception is. What counts are codes, and the wrappers of dual-write with what they hold: a
    sentence alone is too little evidence in another library's exception. Several errors are raised as a
    `DualWriteErrorGroup`. In a group, what carries an error is replaced, and the others stay the objects they are.

    An error of ours that passes through gets the context where it lacks it. Whatever else is raised passes untouched:
    exceptions that carry no error, and all that is no `Exception`, such as KeyboardInterrupt, SystemExit,
    GeneratorExit and CancelledError; and what tells of a mistake in a program, for a code in it is what was looked up:
    KeyError, AttributeError, AssertionError and their like. The address of a page and the name of a file do not count.

    As a decorator, with or without parentheses, it is for plain functions, generators and coroutine functions. One
    instance can be used again, at the same time, in any thread or task.

    Args:
        function: The function to decorate, where it is written without parentheses.
        context: What else is known, for each error that is found; see `parse_payload`.

    Raises:
        TypeError: `context` does not map str to str, or what is decorated is no function or an asynchronous generator.
    """
    translation = Translation(context)
    return translation if function is None else translation(function)


translated.__module__ = _PACKAGE


class Translation:
    """What `translated` returns: enter it, or decorate a function with it."""

    def __init__(self, context: Mapping[str, str] | None) -> None:
        self._context = {} if context is None else checked_context(context)

    def __enter__(self) -> None:
        """Begin to translate."""

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Raise the dual-write error that `raised` carries, if it carries one."""
        if not isinstance(raised, Exception):
            return
        try:
            ours = _translation(raised, self._context)
        except Exception:  # noqa: BLE001 - an exception that cannot be looked at says nothing: it goes on as it is
            return
        if ours is not None:
            raise ours from raised

    def __call__(self, function: _Function) -> _Function:
        """`function` inside this context manager."""
        if isinstance(function, type) or not callable(function):
            raise TypeError(f"translated decorates functions, not a {type(function).__name__}: put it on the function")
        if inspect.isasyncgenfunction(function):
            raise TypeError("an asynchronous generator cannot be decorated: write 'with translated():' inside it")
        if inspect.iscoroutinefunction(function):
            return cast("_Function", self._around_coroutine(function))
        if inspect.isgeneratorfunction(function):
            return cast("_Function", self._around_generator(function))

        @functools.wraps(function)
        def inside(*args: Any, **kwargs: Any) -> Any:
            with self:
                return function(*args, **kwargs)

        return cast("_Function", inside)

    def _around_coroutine(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        async def inside(*args: Any, **kwargs: Any) -> Any:
            with self:
                return await function(*args, **kwargs)

        return inside

    def _around_generator(self, function: Callable[..., Generator[Any, Any, Any]]) -> Callable[..., Any]:
        @functools.wraps(function)
        def inside(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
            with self:
                return (yield from function(*args, **kwargs))

        return inside


def _translation(raised: Exception, context: Mapping[str, str]) -> Exception | None:
    """What to raise from `raised`; None where it passes."""
    if isinstance(raised, DualWriteError):
        _complete(raised, context)
        return None
    if _is_refusal_of_ours(raised):
        return None
    ours = _group_translation(raised, context)
    if ours is None and (errors := _first_carried(raised, context)):
        ours = one_error(errors)
    return ours


def _complete(error: DualWriteError, context: Mapping[str, str]) -> None:
    """Give the context to each single error, where it lacks it."""
    for one in error.errors if context else ():
        add_context(one, context)


def _is_refusal_of_ours(raised: BaseException) -> bool:
    """Whether this library refused what it was called with."""
    if isinstance(raised, InvalidCode):
        return True
    frames = raised.__traceback__
    while frames and frames.tb_next:
        frames = frames.tb_next
    return frames is not None and frames.tb_frame.f_globals.get("__name__", "").partition(".")[0] == _PACKAGE


def _group_translation(raised: object, context: Mapping[str, str]) -> Exception | None:
    """The exception group `raised`, what carries an error replaced; None where nothing does, or it is no group."""
    if not isinstance(raised, ExceptionGroup):
        return None
    group = cast("ExceptionGroup[Exception]", raised)
    members = group.exceptions
    replaced: list[Exception] = []
    for member in members:
        ours = _translation(member, context)
        if ours is not None:
            ours.__cause__ = member
        replaced.append(member if ours is None else ours)
    if all(new is old for new, old in zip(replaced, members, strict=True)):
        return None
    errors = [error for error in replaced if isinstance(error, DualWriteError)]
    is_ours = len(errors) == len(replaced)
    translated_group = DualWriteErrorGroup(group.message, errors) if is_ours else group.derive(replaced)
    for note in _notes_of(group):
        translated_group.add_note(note)
    return translated_group


def _first_carried(raised: Exception, context: Mapping[str, str]) -> list[DualWriteError]:
    """The errors that `raised` carries; if none, those that the nearest of its causes does."""
    chain: list[BaseException] = []
    cause: BaseException | None = raised
    while cause is not None and not any(cause is known for known in chain) and len(chain) < _LONGEST_CHAIN:
        chain.append(cause)
        cause = cause.__cause__
    for ours in chain:
        if isinstance(ours, DualWriteError):
            copied = copy.deepcopy(ours) if context else copy.copy(ours)
            _complete(copied, context)
            return [copied]
    links = [raised, *(link for cause in chain[1:] for link in _singles_of(cause))]
    for link in links:
        if not _says_something_else(link) and (errors := _carried(link, context)):
            return errors
    return []


def _singles_of(cause: BaseException) -> list[BaseException]:
    if not isinstance(cause, BaseExceptionGroup):
        return [cause]
    group = cast("BaseExceptionGroup[BaseException]", cause)
    return [group, *errors_of(group)]


def _says_something_else(raised: BaseException) -> bool:
    """Whether a code in `raised` is what a program looked up or named, rather than what dual-write answered."""
    return isinstance(raised, (*_MISTAKES, DualWriteError)) or _is_refusal_of_ours(raised)


def _carried(raised: BaseException, context: Mapping[str, str]) -> list[DualWriteError]:
    from .responses import attribute, responses_of_exception

    for response in responses_of_exception(raised):
        if errors := _evident_in(response.body, {**response.context(), **context}):
            return errors
    for text in (_text_of(raised), *_notes_of(raised)):
        if errors := _read(text, context):
            return errors
    details = attribute(raised, "details")
    return _evident_in(details, context) if is_mapping(details) else []


def _text_of(raised: BaseException) -> str:
    """The text of an exception, without the name of a file that did not open."""
    try:
        text = str(raised)
    except Exception:  # noqa: BLE001 - an exception whose text cannot be made has none to read
        return ""
    for name in (raised.filename2, raised.filename) if isinstance(raised, OSError) else ():
        if isinstance(name, str | bytes):
            before, found, after = text.rpartition(repr(name))
            text = f"{before} {after}" if found else text
    return text


def _notes_of(raised: BaseException) -> list[str]:
    notes: object = getattr(raised, "__notes__", None)
    return [note for note in cast("list[object]", notes) if isinstance(note, str)] if isinstance(notes, list) else []


def _evident_in(payload: Any, context: Mapping[str, str]) -> list[DualWriteError]:
    try:
        return [error for error in parse_payload(payload, context=context) if _is_evident(error)]
    except Exception:  # noqa: BLE001 - what another library hangs on its exceptions may not be what it seems
        return []


def _is_evident(error: DualWriteError) -> bool:
    """Whether the error is recognized by a code, or by a wrapper of dual-write."""
    return error.matched_by == "code" or error.info.is_wrapper or bool(error.wrapped_in)


def _read(text: str, context: Mapping[str, str]) -> list[DualWriteError]:
    if _TRACEBACK in text and (errors := list(dict.fromkeys(_raised_in(text)))):
        for error in errors:
            found_inside(error, text, {})
    else:
        addresses = [found.span() for found in _ADDRESS.finditer(text)]
        errors = [
            error
            for place, error in errors_with_places(text)
            if _is_evident(error) and not _is_inside(addresses, place)
        ]
    for error in errors if context else ():
        give_context(error, context)
    return errors


def _is_inside(spans: list[tuple[int, int]], place: int) -> bool:
    """Whether `place` is inside one of `spans`, which are in order."""
    before = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return before >= 0 and place < spans[before][1]


def _raised_in(text: str) -> Iterator[DualWriteError]:
    """The errors in the lines of a traceback that say what was raised, each line once."""
    for module, name, said in dict.fromkeys(_RAISED.findall(text)):
        is_ours = module == f"{_PACKAGE}." and name in CATALOG
        for error in parse_all(said):
            if is_ours or _is_evident(error):
                yield error
