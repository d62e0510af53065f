"""Which class stands for a code or a name, and how a class gets its facts when it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .arguments import checked_str
from .codes import InvalidCode, normal_code

if TYPE_CHECKING:
    from .errors import DualWriteError
    from .records import ErrorRecord

_PACKAGE = "dualwrite_errors"
_FACTS = ("code", "message", "detail", "remediation", "area", "help_url")

class_by_code: dict[str, type[DualWriteError]] = {}
"""The class of each documented code."""
_class_by_name: dict[str, type[DualWriteError]] = {}
_owner_of_code: dict[str, type[DualWriteError]] = {}
"""The class that has a code, documented or a user's, for as long as the program runs."""


def describe(cls: type[DualWriteError]) -> None:
    """Give a new class the facts of its `info` as attributes, but for those that its body sets itself.

    Raises:
        TypeError: Its code belongs to a class that it does not derive from; or `code` or `message` is no str.
    """
    is_ours = cls.__module__.partition(".")[0] == _PACKAGE
    if is_ours:
        cls.__module__ = _PACKAGE
        _class_by_name[cls.__name__] = cls
    if "info" in cls.__dict__:
        _claim(cls.info.code, cls)
        if is_ours and cls.info.code:
            class_by_code[cls.info.code] = cls
        for fact in _FACTS:
            if fact not in cls.__dict__:
                setattr(cls, fact, getattr(cls.info, fact))
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
    if code:
        _owner_of_code[code] = cls if is_made_again else owner


def undocumented_code(given: str) -> str:
    """`given` as a code in upper case that no class stands for.

    Raises:
        InvalidCode: It does not look like a code.
        ValueError: It is documented.
    """
    code = normal_code(checked_str(given, "code"))
    if code is None:
        raise InvalidCode(given)
    if code in class_by_code:
        raise ValueError(f"{code} is documented: use {class_by_code[code].__name__}, or from_code({code!r})")
    return code


def class_of_record(record: ErrorRecord, wanted: type[DualWriteError]) -> type[DualWriteError]:
    """The class that stands for `record`: by its code, which outlives a change of class names, else by its name.

    A subclass outside the package that is `wanted` stands for its own records, and for those of its library class.

    Raises:
        InvalidCode: Its code does not look like one.
    """
    if wanted.__module__ == _PACKAGE:
        return _library_class(record)
    if (record["name"], record["code"]) == (wanted.info.name, wanted.code):
        return wanted
    found = _library_class(record)
    return wanted if issubclass(wanted, found) else found


def _library_class(record: ErrorRecord) -> type[DualWriteError]:
    code = record["code"]
    if not code:
        return _class_by_name.get(record["name"], _class_by_name["UnrecognizedError"])
    if normal_code(code) != code:
        raise InvalidCode(code)
    return class_by_code.get(code, _class_by_name["UndocumentedCode"])
