"""Which class stands for a code or a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from .codes import normal_code
from .info import Area

if TYPE_CHECKING:
    from .errors import DualWriteError
    from .records import ErrorRecord

_PACKAGE = "dualwrite_errors"

class_by_name: dict[str, type[DualWriteError]] = {}
"""Every class of this library."""
class_by_code: dict[str, type[DualWriteError]] = {}
"""The class of each documented code."""
_owner_of_code: dict[str, type[DualWriteError]] = {}
"""The class that has a code, documented or a user's, for as long as the program runs."""


def register(cls: type[DualWriteError]) -> None:
    """Take note of a new class, and let its `info` have its name and its area.

    Raises:
        TypeError: Its code belongs to a class that it does not derive from; or `code` or `message` is not a str.
    """
    is_ours = cls.__module__.partition(".")[0] == _PACKAGE
    if is_ours:
        cls.__module__ = _PACKAGE
        class_by_name[cls.__name__] = cls
    info = cls.__dict__.get("info")
    if info is not None:
        if info.name not in ("", cls.__name__):  # the class of a user that takes over the info of another
            info = cls.info = attrs.evolve(info)
        object.__setattr__(info, "name", cls.__name__)
        object.__setattr__(info, "area", cls.area if isinstance(cls.area, Area) else None)
        if info.code:
            _claim(info.code, cls)
            if is_ours:
                class_by_code[info.code] = cls
    for fact in ("code", "message"):
        if not isinstance(getattr(cls, fact), str):
            raise TypeError(f"{cls.__qualname__}.{fact} must be a str on the class: str(error) is made of it")


def _claim(code: str, cls: type[DualWriteError]) -> None:
    owner = _owner_of_code.get(code, cls)
    is_made_again = (owner.__module__, owner.__qualname__) == (cls.__module__, cls.__qualname__)
    if not issubclass(cls, owner) and not is_made_again:
        raise TypeError(
            f"{code} is the code of {owner.__qualname__} already: derive {cls.__qualname__} from it,"
            " or give it a code of its own"
        )
    _owner_of_code[code] = cls if is_made_again else owner


def class_of_record(record: ErrorRecord, wanted: type[DualWriteError]) -> type[DualWriteError] | None:
    """The class that stands for `record`: by its code, which outlives a change of class names, else by its name.

    A subclass outside the package that is `wanted` stands for its own records, and for those of its library class.
    None if the code does not look like one.
    """
    if wanted.__module__ == _PACKAGE:
        return _library_class(record)
    if (record["name"], record["code"]) == (wanted.info.name, wanted.code):
        return wanted
    found = _library_class(record)
    return wanted if found is not None and issubclass(wanted, found) else found


def _library_class(record: ErrorRecord) -> type[DualWriteError] | None:
    code = record["code"]
    if not code:
        return class_by_name.get(record["name"], class_by_name["UnrecognizedError"])
    if normal_code(code) != code:
        return None
    return class_by_code.get(code, class_by_name["UndocumentedCode"])
