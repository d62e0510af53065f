"""Other libraries' exceptions to ours."""

from __future__ import annotations

import copy
import functools
import inspect
import re
from collections.abc import Callable, Generator, Mapping
from types import TracebackType
from typing import Any, ParamSpec, TypeVar, cast

from ..base import DualWriteError, DualWriteErrorGroup, UnrecognizedError
from ..codes import CODE
from ..plain import is_mapping, plain_context
from .payload import one_error, parse_payload
from .text import parse_all

_P = ParamSpec("_P")
_R = TypeVar("_R")

_TRACEBACK = "Traceback (most recent call last)"
_RAISED_ELSEWHERE = r"(?m)^[ \t|+]*(?:\w+\.)*\w+: (.*DIPV[0-9]{4}.*)$"
"""The line with which a traceback in a text, such as that of a Spark job, says what was raised."""
_LEAD_IN = r"(?i)project\s+validation\s+failed"
_LONGEST_CHAIN = 100


class translated:  # noqa: N801 - used like a function
    """Re-raise what carries a dual-write error as that error, `from` the original. A context manager and a decorator.

    Looked at are, in this order, the body of an exception's response (`requests`, `httpx`, azure-core, urllib), its
    text, its notes, its details (Microsoft's Dataverse SDK), and then its causes: what it was raised `from`. Of an
    exception group, each exception is. A text and a note count by their codes, or by the documented words where they
    have ``Project validation failed``; a body as in `parse_payload`, but for what is not recognised in it. Several
    errors are raised as a `DualWriteErrorGroup`. In a group, what carries an error is replaced, and the others stay the
    objects they are.

    Whatever else is raised passes untouched: errors of ours, exceptions that carry none, and all that is no
    `Exception`, such as KeyboardInterrupt, SystemExit, GeneratorExit and CancelledError.

    As a decorator it is for plain functions, generators and coroutine functions. One instance can be used again, at the
    same time, in any thread or task.

    Args:
        context: What else is known, for each error that is found; see `parse_payload`. An error of ours among the
            causes keeps the context it has.

    Raises:
        TypeError: `context` does not map str to str, or what is decorated is an asynchronous generator.
    """

    __module__ = "dualwrite_errors"

    def __init__(self, *, context: Mapping[str, str] | None = None) -> None:
        self._context = None if context is None else plain_context(context)

    def __enter__(self) -> None:
        """Begin to translate."""

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Raise the dual-write error that `raised` carries, if it carries one."""
        if isinstance(raised, Exception) and (ours := _translation(raised, self._context)) is not None:
            raise ours from raised

    def __call__(self, function: Callable[_P, _R]) -> Callable[_P, _R]:
        """`function` inside this context manager."""
        if inspect.isasyncgenfunction(function):
            raise TypeError("an asynchronous generator cannot be decorated: write 'with translated():' inside it")
        if inspect.iscoroutinefunction(function):
            return cast("Callable[_P, _R]", self._around_coroutine(function))
        if inspect.isgeneratorfunction(function):
            return cast(
                "Callable[_P, _R]", self._around_generator(cast("Callable[..., Generator[Any, Any, Any]]", function))
            )

        @functools.wraps(function)
        def inside(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            with self:
                return function(*args, **kwargs)

        return inside

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


def _translation(raised: Exception, context: Mapping[str, str] | None) -> Exception | None:
    """What to raise from `raised`; None where it passes untouched."""
    if _is_ours(raised):
        return None
    ours = _group_translation(raised, context)
    if ours is None and (errors := _first_carried(raised, context)):
        ours = one_error(errors)
    return ours


def _is_ours(raised: BaseException) -> bool:
    """Whether this library raised it: an error of dual-write, or a refusal of what it was called with."""
    if isinstance(raised, DualWriteError):
        return True
    frames = raised.__traceback__
    while frames and frames.tb_next:
        frames = frames.tb_next
    return frames is not None and frames.tb_frame.f_globals.get("__name__", "").partition(".")[0] == "dualwrite_errors"


def _group_translation(raised: object, context: Mapping[str, str] | None) -> Exception | None:
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
        replaced.append(ours or member)
    if all(new is old for new, old in zip(replaced, members, strict=True)):
        return None
    errors = [error for error in replaced if isinstance(error, DualWriteError)]
    if len(errors) == len(replaced):
        return DualWriteErrorGroup(group.message, errors)
    return ExceptionGroup(group.message, replaced)


def _first_carried(raised: Exception, context: Mapping[str, str] | None) -> list[DualWriteError]:
    """The errors that `raised` carries; if none, those that the nearest of its causes does."""
    seen: set[int] = set()
    cause: BaseException | None = raised
    while cause is not None and id(cause) not in seen and len(seen) < _LONGEST_CHAIN:
        seen.add(id(cause))
        if errors := _carried(cause, context):
            return errors
        cause = cause.__cause__
    return []


def _carried(raised: BaseException, context: Mapping[str, str] | None) -> list[DualWriteError]:
    if isinstance(raised, DualWriteError):
        return [copy.copy(raised)]
    from .bodies import attribute, bodies_of_exception

    for body in bodies_of_exception(raised):
        if errors := _recognized_in(body, context):
            return errors
    try:
        texts = [str(raised), *getattr(raised, "__notes__", ())]
    except Exception:  # noqa: BLE001 - an exception whose text cannot be made has none to read
        return []
    for text in texts:
        if isinstance(text, str) and (errors := _read(text, context)):
            return errors
    details = attribute(raised, "details")
    return _recognized_in(details, context) if is_mapping(details) else []


def _recognized_in(payload: object, context: Mapping[str, str] | None) -> list[DualWriteError]:
    errors = parse_payload(payload, context=context)
    return [error for error in errors if not isinstance(error, UnrecognizedError)]


def _read(text: str, context: Mapping[str, str] | None) -> list[DualWriteError]:
    lines = dict.fromkeys(re.findall(_RAISED_ELSEWHERE, text) if _TRACEBACK in text else ())
    if lines:
        errors = [error for line in lines for error in parse_all(line, context=context)]
        for error in errors:
            error.raw = text
        return errors
    return parse_all(text, context=context) if CODE.search(text) or re.search(_LEAD_IN, text) else []
