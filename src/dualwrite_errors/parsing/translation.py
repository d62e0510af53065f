"""Other libraries' exceptions to ours."""

from __future__ import annotations

import copy
import functools
import inspect
import re
from collections.abc import Callable, Generator, Mapping
from types import TracebackType
from typing import Any, ParamSpec, TypeVar, cast

from ..arguments import checked_context, is_mapping
from ..codes import CODE, InvalidCode
from ..errors import DualWriteError, DualWriteErrorGroup, error_with_context, errors_of
from .payload import one_error, parse_payload
from .text import parse_all

_P = ParamSpec("_P")
_R = TypeVar("_R")

_TRACEBACK = "Traceback (most recent call last)"
_RAISED_ELSEWHERE = r"(?m)^[ \t|+]*(?:\w+\.)*\w+: (.*DIPV[0-9]{4}.*)$"
"""The line with which a traceback in a text, such as that of a Spark job, says what was raised."""
_LEAD_IN = r"(?i)project\s+validation\s+failed"
_ADDRESS = r"https?://\S+"
_MISTAKES = (LookupError, AssertionError, SyntaxError, NameError, AttributeError)
_LONGEST_CHAIN = 100


class translated:  # noqa: N801 - used like a function
    """Re-raise what carries a dual-write error as that error, `from` the original. A context manager and a decorator.

    Looked at are, in this order, the body of an exception's response (`requests`, `httpx`, azure-core, urllib), its
    text, its notes, its details (Microsoft's Dataverse SDK), and then its causes: what it was raised `from`. Of an
    exception group, each exception is. A text and a note count by their codes, or by the documented words where they
    have ``Project validation failed``; a body as in `parse_payload`, but for what is not recognized in it. Several
    errors are raised as a `DualWriteErrorGroup`. In a group, what carries an error is replaced, and the others stay the
    objects they are.

    Whatever else is raised passes untouched: errors of ours, exceptions that carry none, and all that is no
    `Exception`, such as KeyboardInterrupt, SystemExit, GeneratorExit and CancelledError; and what tells of a mistake in
    a program, for a code in it is what was looked up: KeyError, AttributeError, AssertionError and their like. The
    address of a page and the name of a file do not count as text.

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
        self._context = None if context is None else checked_context(context)

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
        except RecursionError:
            return
        if ours is not None:
            raise ours from raised

    def __call__(self, function: Callable[_P, _R]) -> Callable[_P, _R]:
        """`function` inside this context manager."""
        if isinstance(function, type) or not callable(function):
            raise TypeError(
                f"translated() decorates functions, not a {type(function).__name__}: put it on the function"
            )
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
    if isinstance(raised, DualWriteError | InvalidCode):
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
        replaced.append(member if ours is None else ours)
    if all(new is old for new, old in zip(replaced, members, strict=True)):
        return None
    errors = [error for error in replaced if isinstance(error, DualWriteError)]
    is_ours = len(errors) == len(replaced)
    translated_group = DualWriteErrorGroup(group.message, errors) if is_ours else group.derive(replaced)
    for note in getattr(group, "__notes__", ()):
        translated_group.add_note(note)
    return translated_group


def _first_carried(raised: Exception, context: Mapping[str, str] | None) -> list[DualWriteError]:
    """The errors that `raised` carries; if none, those that the nearest of its causes does."""
    chain: list[BaseException] = []
    cause: BaseException | None = raised
    while cause is not None and not any(cause is known for known in chain) and len(chain) < _LONGEST_CHAIN:
        chain.append(cause)
        cause = cause.__cause__
    for ours in chain:
        if isinstance(ours, DualWriteErrorGroup):
            return [copy.copy(ours)]
        if isinstance(ours, DualWriteError):
            return [_in_context(ours, context or {})]
    links = [link for cause in chain for link in _singles_of(cause) if not _says_something_else(link)]
    for link in links:
        if errors := _carried(link, context):
            return errors
    return []


def _singles_of(cause: object) -> list[BaseException]:
    if isinstance(cause, BaseExceptionGroup):
        group = cast("BaseExceptionGroup[BaseException]", cause)
        return [group, *errors_of(group)]
    return [cause] if isinstance(cause, BaseException) else []


def _says_something_else(raised: BaseException) -> bool:
    """Whether a code in `raised` is what a program looked up or named, rather than what dual-write answered."""
    return isinstance(raised, _MISTAKES) or _is_ours(raised)


def _in_context(error: DualWriteError, given: Mapping[str, str]) -> DualWriteError:
    known = error.context
    lost = {f"found_{name}": known[name] for name, value in given.items() if known.get(name, value) != value}
    return error_with_context(error, {**known, **lost, **given})


def _carried(raised: BaseException, context: Mapping[str, str] | None) -> list[DualWriteError]:
    from .responses import attribute, bodies_of_exception

    for body in bodies_of_exception(raised):
        if errors := _recognized_in(body, context):
            return errors
    try:
        filename = attribute(raised, "filename") if isinstance(raised, OSError) else None
        texts = [str(raised).replace(str(filename), " "), *getattr(raised, "__notes__", ())]
    except Exception:  # noqa: BLE001 - an exception whose text cannot be made has none to read
        return []
    for text in texts:
        if isinstance(text, str) and (errors := _read(text, context)):
            return errors
    details = attribute(raised, "details")
    return _recognized_in(details, context) if is_mapping(details) else []


def _recognized_in(payload: object, context: Mapping[str, str] | None) -> list[DualWriteError]:
    return [
        error
        for error in parse_payload(payload, context=context)
        if error.matched_by == "code" or (error.matched_by and re.search(_LEAD_IN, error.raw or ""))
    ]


def _read(text: str, context: Mapping[str, str] | None) -> list[DualWriteError]:
    lines = dict.fromkeys(re.findall(_RAISED_ELSEWHERE, text) if _TRACEBACK in text else ())
    if lines:
        errors = [error for line in lines for error in parse_all(line, context=context)]
        for error in errors:
            error.raw = text
        if errors:
            return errors
    read = re.sub(_ADDRESS, " ", text)
    return parse_all(text, context=context) if CODE.search(read) or re.search(_LEAD_IN, read) else []
