"""An error as plain data: the keys of the record, and the check of a record that comes back."""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypeAlias, TypedDict, cast

from .arguments import checked_context, checked_str, is_mapping, shown, type_name

MatchedBy: TypeAlias = Literal["code", "sentence", "dataverse_code"]
_WAYS: tuple[MatchedBy, ...] = ("code", "sentence", "dataverse_code")


class ErrorRecord(TypedDict):
    """What `DualWriteError.to_dict` returns: ready for `json.dumps`, with keys that stay the same between versions."""

    name: str
    """The name of the class in this library."""
    code: str
    """The code, or ``""``."""
    area: str | None
    """The value of the `Area`, or None. Follows from the class, so `from_dict` does not need it."""
    message: str
    """The documented message; of a group, its own."""
    text: str
    """What the service said about this one error."""
    raw: str | None
    """The whole input the error was found in."""
    matched_by: MatchedBy | None
    """How the error was recognized."""
    parameters: dict[str, str]
    """What the service put into the sentence."""
    names: list[str]
    """The table, entity and field names among the parameters. Follow from them, so `from_dict` does not need them."""
    wrapped_in: list[str]
    """The names of the classes of the wrappers around it, outermost first."""
    context: dict[str, str]
    """What was known where the error was found."""
    notes: list[str]
    """The PEP 678 notes, the remedy first."""
    errors: NotRequired["list[ErrorRecord]"]
    """The errors of a group; absent for a single error."""
    raw_of_errors: NotRequired[str]
    """The `raw` of all the errors of a group, where it is the same; theirs is then None."""


ErrorRecord.__module__ = "dualwrite_errors"


def checked_matched_by(value: object) -> MatchedBy | None:
    """`value`, if it is one of the ways in which an error is recognized.

    Raises:
        ValueError: It is not.
    """
    if value is None:
        return None
    for way in _WAYS:
        if value == way:
            return way
    raise ValueError(f"matched_by is 'code', 'sentence', 'dataverse_code' or None, not {shown(value)}")


def checked_record(given: object) -> ErrorRecord:
    """`given` with every key present and of the right type; keys that nobody knows are left out.

    Raises:
        TypeError: It is not a mapping, or a value in it has the wrong type.
        ValueError: It holds neither a code nor a name, or ``matched_by`` is unknown.
    """
    if not is_mapping(given):
        raise TypeError(f"a record is a mapping, as to_dict returns it, not {type_name(given)}")
    record = given
    if not record.get("code") and not record.get("name"):
        raise ValueError("the record has neither a 'code' nor a 'name': it was not made by to_dict")
    checked: ErrorRecord = {
        "name": checked_str(record.get("name", ""), "record['name']"),
        "code": checked_str(record.get("code", ""), "record['code']"),
        "area": record.get("area"),
        "message": checked_str(record.get("message", ""), "record['message']"),
        "text": checked_str(record.get("text", ""), "record['text']"),
        "raw": None if record.get("raw") is None else checked_str(record["raw"], "record['raw']"),
        "matched_by": checked_matched_by(record.get("matched_by")),
        "parameters": _mapping(record, "parameters"),
        "names": [],
        "wrapped_in": _strings(record, "wrapped_in"),
        "context": _mapping(record, "context"),
        "notes": _strings(record, "notes"),
    }
    if "errors" in record:
        checked["errors"] = _list(record, "errors")
    if record.get("raw_of_errors") is not None:
        checked["raw_of_errors"] = checked_str(record["raw_of_errors"], "record['raw_of_errors']")
    return checked


def _mapping(record: Mapping[str, Any], key: str) -> dict[str, str]:
    return checked_context({} if record.get(key) is None else record[key])


def _strings(record: Mapping[str, Any], key: str) -> list[str]:
    return [checked_str(value, f"an element of record['{key}']") for value in _list(record, key)]


def _list(record: Mapping[str, Any], key: str) -> list[Any]:
    value: object = [] if record.get(key) is None else record[key]
    if not isinstance(value, list | tuple):
        raise TypeError(f"record['{key}'] takes a list, not {type_name(value)}")
    return [*cast("list[Any]", value)]
