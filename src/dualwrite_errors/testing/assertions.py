"""What is read from raw input, compared with what was expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from ..arguments import shown
from ..codes import normal_code
from ..errors import DualWriteError
from ..parsing import parse
from ..parsing.payload import parse_payload
from ..parsing.text import errors_with_places
from ..registry import near_miss

if TYPE_CHECKING:
    from ..parsing.payload import Payload

_KNOWN_BY_PLACE = frozenset({"path", "inner_path", "line"})


def assert_parses(raw: Payload, *expected: type[DualWriteError] | str) -> tuple[DualWriteError, ...]:
    """Assert that exactly these errors are read from `raw`, in order, and return them.

    Args:
        raw: What dual-write said: a text, or whatever `parse_payload` takes.
        expected: The class of each error, or its code. A base class such as ``SchemaError`` stands for each of its
            errors, and ``UnrecognizedError`` for a text in which nothing is recognized. None at all: no error.

    Raises:
        AssertionError: Something else is read. The message says what, where it stands, and with which parameters.
        TypeError: `raw` is not what `parse_payload` takes; or something expected is neither a class nor a code.
    """
    __tracebackhide__ = True  # pytest then shows the line of the caller
    for each in expected:
        if not _can_be_expected(each):
            hint = f". Did you mean {meant!r}?" if isinstance(each, str) and (meant := near_miss(each)) else ""
            raise TypeError(f"assert_parses expects classes of errors and codes, not {each!r}{hint}")
    found = parse_payload(raw)
    if not found and expected and isinstance(raw, str):
        found = [parse(raw)]
    if len(found) != len(expected) or not all(map(_is, found, expected)):
        raise AssertionError(_difference(raw, found, expected))
    return tuple(found)


def _can_be_expected(value: object) -> bool:
    if isinstance(value, str):
        return normal_code(value) is not None
    return isinstance(value, type) and issubclass(value, DualWriteError)


def _is(error: DualWriteError, expected: type[DualWriteError] | str) -> bool:
    return error.code == normal_code(expected) if isinstance(expected, str) else isinstance(error, expected)


def _difference(raw: object, found: Sequence[DualWriteError], expected: Sequence[type[DualWriteError] | str]) -> str:
    lines = [f"expected {_many(len(expected))}, found {_many(len(found))} in {shown(raw)}"]
    pairs = zip_longest(expected, found, _places(raw, found))
    for number, (wanted, error, place) in enumerate(pairs, start=1):
        name = "nothing more" if wanted is None else wanted if isinstance(wanted, str) else wanted.__name__
        if error is None:
            lines.append(f"{number}. expected {name}, found nothing more")
            continue
        said = "as expected" if wanted is not None and _is(error, wanted) else f"expected {name}"
        title = f"{error.code} {type(error).__name__}".strip()
        lines += [f"{number}. {said}, found {title}{place}", *_details(error)]
    return "\n".join(lines)


def _details(error: DualWriteError) -> Iterator[str]:
    yield f"   says        {shown(error.text)}"
    context = {name: value for name, value in error.context.items() if name not in _KNOWN_BY_PLACE}
    for title, values in (("parameters", error.parameters), ("context", context)):
        if values:
            yield f"   {title:<11} {', '.join(f'{name}={shown(value)}' for name, value in values.items())}"
    if error.wrapped_in:
        yield f"   wrapped in  {', '.join(cls.__name__ for cls in error.wrapped_in)}"


def _many(number: int) -> str:
    return f"{number or 'no'} error{'' if number == 1 else 's'}"


def _places(raw: object, errors: Sequence[DualWriteError]) -> list[str]:
    """Where each error stands: line and column of a text, the path in a payload."""
    is_one_text = all(error.context.get("path", "$") == "$" and "line" not in error.context for error in errors)
    found = errors_with_places(raw) if isinstance(raw, str) and is_one_text else []
    if isinstance(raw, str) and [type(error) for _, error in found] == [type(error) for error in errors]:
        return [_place_in_text(raw, start) for start, _ in found]
    return [_place_in_payload(error) for error in errors]


def _place_in_text(text: str, start: int) -> str:
    line = text.count("\n", 0, start) + 1
    return f" at line {line}, column {start - text.rfind(chr(10), 0, start)}"


def _place_in_payload(error: DualWriteError) -> str:
    line = f" in line {error.context['line']}" if "line" in error.context else ""
    path = " ".join(error.context[name] for name in ("path", "inner_path") if name in error.context)
    return f"{line} at {path}" if path else line
