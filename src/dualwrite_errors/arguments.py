"""Plain data in and plain data out: checking what callers pass, saying what to pass instead, and pickling errors."""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Mapping
from typing import Any, TypeGuard

_SHOWN = 60
_newobj: Callable[..., Any] = vars(copyreg)["__newobj__"]


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether `value` is a mapping, of whatever to whatever."""
    return isinstance(value, Mapping)


def checked_str(value: object, name: str) -> str:
    """`value` as an exact `str`.

    Raises:
        TypeError: It is no str; the message calls it `name`.
    """
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{name} takes a str, not {type_name(value)}: {_remedy(value)}")


def checked_text(value: object, function: str) -> str:
    """`value`, the input of `function`, as an exact `str`.

    Raises:
        TypeError: It is no str; the message says what to call instead.
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


def type_name(value: object) -> str:
    """The type of `value`, as its user writes it."""
    return type(value).__qualname__


def shown(value: object) -> str:
    """The `repr` of `value` for use inside a message: ASCII, on one line, and at most about 60 characters long."""
    text = ascii(value[:_SHOWN] if isinstance(value, str) else value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def reduce_without_init(self: BaseException) -> tuple[Any, ...]:
    """A `__reduce__` that rebuilds from `args` and the state: an `__init__` in a subclass may have any signature."""
    return _newobj, (type(self), *self.args), {**state_of(self), "args": self.args}


def state_of(error: BaseException) -> dict[str, Any]:
    """What an exception holds beside its `args`: its `__dict__`, with the notes copied, and the slots of a subclass."""
    slots = [name for cls in type(error).__mro__ for name in _slots(cls) if hasattr(error, name)]
    state = {**error.__dict__, **{name: getattr(error, name) for name in slots}}
    if "__notes__" in state:
        state["__notes__"] = list(state["__notes__"])
    return state


def _slots(cls: type) -> list[str]:
    slots = cls.__dict__.get("__slots__", ())
    return [slots] if isinstance(slots, str) else [name for name in slots if name not in {"__dict__", "__weakref__"}]


def _remedy(value: object) -> str:
    if isinstance(value, bytes | bytearray):
        return "decode it first, for example with .decode('utf-8', 'replace')"
    return "pass str(value) if that is the text you mean"
