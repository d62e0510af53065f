"""The check of what callers pass, and what to say where it is not what is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

_SHOWN = 60


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether `value` is a mapping, of whatever to whatever."""
    return isinstance(value, (dict, Mapping))  # a dict is known at once


def checked_str(value: object, name: str) -> str:
    """`value` as an exact `str`.

    Raises:
        TypeError: It is not a str; the message calls it `name`.
    """
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{name} takes a str, not {type_name(value)}: {_remedy(value)}")


def checked_text(value: object, function: str) -> str:
    """`value`, the input of `function`, as an exact `str`.

    Raises:
        TypeError: It is not a str; the message says what to call instead.
    """
    if isinstance(value, str):
        return str.__str__(value)
    given = type_name(value)
    if isinstance(value, bytes | bytearray):
        instead = f"call parse_payload for a body, or decode it first: {function}(data.decode('utf-8', 'replace'))"
    elif isinstance(value, BaseException):
        instead = f"call {function}(str(error)), or run what raises it inside translated()"
    elif is_mapping(value) or isinstance(value, list | tuple):
        instead = "call parse_payload for decoded JSON"
    elif value is None:
        instead = "there is no text to read; pass '' if that is what you mean"
    else:
        instead = f"call {function} on the text inside it"
    raise TypeError(f"{function} takes a text as str, not {given}: {instead}")


def checked_context(context: object) -> dict[str, str]:
    """A copy of `context` as an exact `dict` of `str` to `str`.

    Raises:
        TypeError: It does not map str to str.
    """
    if not is_mapping(context):
        raise TypeError(f"context takes a mapping of str to str, not {type_name(context)}")
    items = dict(context)
    if all(type(key) is str and type(value) is str for key, value in items.items()):
        return items
    return {
        checked_str(key, "a key of context"): checked_str(value, f"context[{shown(key)}]")
        for key, value in items.items()
    }


def not_json(value: Any, takes: str, where: str = "") -> str:
    """What to say about a value that is not JSON."""
    if hasattr(value, "__await__"):
        instead = "await it first"
    elif isinstance(value, BaseException):
        instead = "use parse(str(error)), or run what raises it inside translated()"
    elif hasattr(value, "status_code") or hasattr(value, "status"):
        instead = "call it with each response alone"
    elif hasattr(value, "content") or hasattr(value, "read"):
        instead = "pass the bytes or the text of its body"
    else:
        instead = "pass what json.loads returns, or the text"
    return f"{takes}, not {type_name(value)}{where}: {instead}"


def type_name(value: object) -> str:
    """The type of `value`, as its user writes it."""
    return type(value).__qualname__


def shown(value: object) -> str:
    """The `repr` of `value` for use inside a message: ASCII, on one line, and at most about 60 characters long."""
    text = ascii(value[:_SHOWN] if isinstance(value, str) else value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _remedy(value: object) -> str:
    if isinstance(value, bytes | bytearray):
        return "decode it first, for example with .decode('utf-8', 'replace')"
    return "pass str(value) if that is the text you mean"
