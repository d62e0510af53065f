"""How exceptions are pickled and copied without a call of their `__init__`, which may take anything in a subclass."""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from typing import Any

_newobj: Callable[..., Any] = vars(copyreg)["__newobj__"]


def reduce_without_init(self: BaseException) -> tuple[Any, ...]:
    """A `__reduce__` that rebuilds from `args` and the state."""
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
