"""A text to the errors in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import MethodType
from typing import TYPE_CHECKING, Final, TypeAlias

from ..arguments import checked_text
from ..codes import code_pattern
from ..errors import (
    DualWriteError,
    LookAround,
    Surroundings,
    UndocumentedCode,
    UnrecognizedError,
    found_inside,
    give_context,
    look_around_later,
    maker_of,
)
from ..lowering import lowered
from ..registry import CATALOG, REGISTRY

if TYPE_CHECKING:
    from ..records import MatchedBy
    from .issues import Issue
    from .lone_code import Make

_Context: TypeAlias = Mapping[str, str] | None

_DIPV: Final = "dipv"
_FEW: Final = 32


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
        code that is not in the official tables; else an `UnrecognizedError`. `raw` is the whole `text` in each case.

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
    errors = _errors_of(_engine()(text), text) if error is None else [error]
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
def _engine() -> Callable[..., list[Issue]]:
    from .recognition import issues_in

    return issues_in


def errors_with_places(text: str, *, is_part: bool = False) -> list[tuple[int, DualWriteError]]:
    """What `parse_all` finds, and where in `text` the code, the sentence or the wrapper of each begins.

    The text may be a part of a longer one.
    """
    issues = _engine()(text, is_part=is_part)
    return [(issue.place, error) for issue, error in zip(issues, _errors_of(issues, text), strict=True)]


def reader_with_memory(size: int) -> Callable[[str], list[DualWriteError]]:
    """What `parse_all` does, without its checks, for many texts of which the last `size` different ones may repeat."""
    from .recognition import issues_of

    known, lone, search = lru_cache(size)(issues_of), _lone(), search_for_signs()

    def errors_in(text: str) -> list[DualWriteError]:
        sign = search(lowered(text))
        if sign is None:
            return []
        error = lone(text) if sign[0].startswith(_DIPV) else None
        return _errors_of(known(text), text) if error is None else [error]

    return errors_in


def search_for_signs() -> Callable[[str], re.Match[str] | None]:
    """What finds, in a text in lower case, the first thing that may belong to an error."""
    from .catalog_index import signs

    return signs().search


def error_of_code(code: str, text: str) -> DualWriteError:
    """The error of a code that stands apart from its text; `text` may be empty."""
    code = code.upper()
    cls = REGISTRY.get(code)
    if cls is None:
        return UndocumentedCode(text, code=code, matched_by="code")
    return cls(text, matched_by="code")


def error_at(
    text: str, place: int, name: str, code: str, matched_by: MatchedBy | None, *, context: Mapping[str, str]
) -> DualWriteError:
    """The error that begins at `place` in `text`; or, where `text` was cut so that none does, one of the class."""
    for issue in _engine()(text):
        if issue.place == place and issue.cls.__name__ == name:
            error = _error_of(issue, text, issue.surroundings)
            break
    else:
        error = _error_of_class(name, code, text[place:])
        error.matched_by = matched_by
        found_inside(error, text, {})
    give_context(error, context)
    return error


def error_in_part(issue: Issue, part: str, place: int) -> DualWriteError:
    """The error of an issue that stands at a place in the part that is kept of a text, with what all of that says."""
    begin = part.find(issue.text[:_FEW], place)
    issue.text = issue.text[: len(part) - max(begin, place)]
    return _error_of(issue, part, issue.surroundings)


def _first_error(text: str) -> DualWriteError | None:
    issues = _engine()(text)
    return _errors_of(issues[:1], text)[0] if issues else None


def _error_of_class(name: str, code: str, text: str) -> DualWriteError:
    return UndocumentedCode(text, code=code) if name == UndocumentedCode.__name__ else CATALOG[name](text)


def _errors_of(issues: list[Issue], text: str) -> list[DualWriteError]:
    if len(issues) == 1:  # what was found around it can be found again: keeping it would take much more memory
        return [_error_of(issues[0], text, MethodType(_around_first, text))]
    return [_error_of(issue, text, issue.surroundings) for issue in issues]


def _around_first(text: str, error: DualWriteError) -> Surroundings:
    return _engine()(text)[0].surroundings(error)


def _error_of(issue: Issue, text: str, look_around: LookAround) -> DualWriteError:
    if issue.text and issue.cls is not UndocumentedCode:
        return maker_of(issue.cls, issue.matched_by, look_around)(issue.text, text)
    error: DualWriteError
    if issue.cls is UndocumentedCode:
        error = UndocumentedCode(issue.text, code=issue.code, raw=text, matched_by=issue.matched_by)
    else:
        error = issue.cls(issue.text, raw=text, matched_by=issue.matched_by)
    look_around_later(error, look_around)
    return error


def _ids_around(error: DualWriteError) -> Surroundings:
    from ..context import ids_in

    return ids_in(error.text), ()


_make_unrecognized: Final = maker_of(UnrecognizedError, None, _ids_around)


def unrecognized(text: str) -> UnrecognizedError:
    """The error of a text in which nothing is recognized but ids."""
    return _make_unrecognized(text, text) if text else UnrecognizedError(text, raw=text)
