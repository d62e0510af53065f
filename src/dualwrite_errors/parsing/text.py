"""A text to the errors in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from ..arguments import checked_text
from ..codes import code_pattern
from ..errors import (
    DualWriteError,
    Surroundings,
    UndocumentedCode,
    UnrecognizedError,
    found_inside,
    give_context,
    look_around_later,
    maker_of,
)
from ..registry import CATALOG

if TYPE_CHECKING:
    from ..records import MatchedBy
    from .issues import Issue
    from .lone_code import Make

_Context: TypeAlias = Mapping[str, str] | None


def code_of(text: str) -> str | None:
    """The first code in `text`, in upper case, or None.

    Raises:
        TypeError: `text` is not a str.
    """
    found = code_pattern().search(text if type(text) is str else checked_text(text, "code_of"))
    return found[0].upper() if found else None


def parse(text: str, *, context: _Context = None) -> DualWriteError:
    """The first error in `text`, to be raised. Any str gives one, the empty str included.

    Args:
        text: What dual-write answered, alone or inside a log, a message or a trace.
        context: What else is known: ``map``, ``request_id``, ``activity_id`` … It wins over what the text says; that
            is then kept as ``found_…``.

    Returns:
        An error of the class of the first code or the first documented sentence; `UndocumentedCode` for a well-formed
        code that is in no table; else an `UnrecognizedError`. `raw` is the whole `text` in each case.

    Raises:
        TypeError: `text` is not a str, or `context` does not map str to str.
    """
    if type(text) is not str:
        text = checked_text(text, "parse")
    usual = _match_usual_line(text.lower())
    if usual is not None:
        number = usual.lastindex or 0
        error = _makers[number](text[usual.start(number) :], text)
    else:
        error = _lone()(text) or _first_error(text) or unrecognized(text)
    if context is not None:
        give_context(error, context)
    return error


def parse_all(text: str, *, context: _Context = None) -> list[DualWriteError]:
    """Every error in `text`, in order; ``[]`` where there is none.

    The arguments and what they raise are those of `parse`.
    """
    if type(text) is not str:
        text = checked_text(text, "parse_all")
    error = _lone()(text)
    errors = [_error_of(issue, text) for issue in _engine()(text)] if error is None else [error]
    if context is not None:
        for error in errors:
            give_context(error, context)
    return errors


def _first_match(lower: str) -> re.Match[str] | None:
    """Compile the pattern with its first use."""
    global _match_usual_line, _makers
    from .lone_code import usual_lines

    _match_usual_line, _makers = usual_lines()
    return _match_usual_line(lower)


_match_usual_line: Callable[[str], re.Match[str] | None] = _first_match
_makers: list[Make]


@cache
def _lone() -> Callable[[str], DualWriteError | None]:
    from .lone_code import error_of_lone_code

    return error_of_lone_code


@cache
def _engine() -> Callable[[str], list[Issue]]:
    from .recognition import issues_in

    return issues_in


def errors_with_places(text: str) -> list[tuple[int, DualWriteError]]:
    """What `parse_all` finds, and where in `text` the code, the sentence or the wrapper of each begins."""
    return [(issue.place, _error_of(issue, text)) for issue in _engine()(text)]


def error_at(
    text: str, place: int, name: str, code: str, matched_by: MatchedBy, *, context: Mapping[str, str]
) -> DualWriteError:
    """The error that begins at `place` in `text`; or, where `text` was cut so that none does, one of the class."""
    for issue in _engine()(text):
        if issue.place == place and issue.cls.__name__ == name:
            error = _error_of(issue, text)
            break
    else:
        error = _error_of_class(name, code, text[place:])
        error.matched_by = matched_by
        found_inside(error, text, {})
    give_context(error, context)
    return error


def _first_error(text: str) -> DualWriteError | None:
    return next((_error_of(issue, text) for issue in _engine()(text)), None)


def _error_of_class(name: str, code: str, text: str) -> DualWriteError:
    return UndocumentedCode(text, code=code) if name == UndocumentedCode.__name__ else CATALOG[name](text)


def _error_of(issue: Issue, text: str) -> DualWriteError:
    if issue.text and issue.cls is not UndocumentedCode:
        return maker_of(issue.cls, issue.matched_by, issue.surroundings)(issue.text, text)
    error: DualWriteError
    if issue.cls is UndocumentedCode:
        error = UndocumentedCode(issue.text, code=issue.code, raw=text, matched_by=issue.matched_by)
    else:
        error = issue.cls(issue.text, raw=text, matched_by=issue.matched_by)
    look_around_later(error, issue.surroundings)
    return error


def unrecognized(text: str) -> UnrecognizedError:
    """The error of a text in which nothing is recognized but ids."""
    error = UnrecognizedError(text, raw=text)
    look_around_later(error, _ids_around)
    return error


def _ids_around(error: DualWriteError) -> Surroundings:
    from ..context import ids_in

    return ids_in(error.text), ()
