"""What structure a text has, by how it begins: JSON, CSV, or that of a log."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

from ..arguments import shown
from ..context import RECORD
from ..parsing.decoding import JSONDecodeError, decoded_at
from .csv_rows import SEPARATORS, rows_of

Structure: TypeAlias = Literal["text", "json", "jsonl", "csv"]
STRUCTURES: Final[tuple[Structure, ...]] = ("text", "json", "jsonl", "csv")

_JSON: Final = re.compile(r"\s*[{\[]")
_ANOTHER_VALUE: Final = re.compile(r"[ \t\r]*\n\s*[{\[]")
_UNTERMINATED: Final = "Unterminated string"
_BEGINS_VALUE: Final = re.compile(
    r"\s*(?:t(?:ru?)?|f(?:al?|als)?|n(?:ul?)?|[-.]|[eE][+-]?|N(?:aN?)?|I[nfity]*|\\?u?[0-9A-Fa-f]{0,4})?"
)
_MOST_ROWS: Final = 20
_LONGEST_NAME: Final = 64
_RECORD: Final = re.compile(RECORD, re.IGNORECASE)


def checked_structure(given: object) -> Structure | None:
    """`given`, if it is None or the name of a structure.

    Raises:
        ValueError: It is not.
    """
    for structure in STRUCTURES:
        if given == structure:
            return structure
    if given is None:
        return None
    raise ValueError(f"read_as is one of {', '.join(map(repr, STRUCTURES))} or None, not {shown(given)}")


def structure_of(sample: str) -> Structure:
    """The structure of a text that begins with `sample`."""
    if _JSON.match(sample):
        return _json_structure(sample)
    return "csv" if separator_of(sample) else "text"


def _json_structure(sample: str) -> Structure:
    start = len(sample) - len(sample.lstrip())
    try:
        _, stop = decoded_at(sample, start)
    except JSONDecodeError as error:
        return "json" if is_cut_off(error, sample) else "text"
    if not sample[stop:].strip():
        return "json"
    return "jsonl" if _ANOTHER_VALUE.match(sample, stop) else "text"


def is_cut_off(error: JSONDecodeError, text: str) -> bool:
    """Whether a text may be the beginning of JSON, given why it is none."""
    return error.msg.startswith(_UNTERMINATED) or _BEGINS_VALUE.fullmatch(text, error.pos) is not None


def separator_of(sample: str) -> str | None:
    """What separates the cells of a table that begins with `sample`, or None if it is no table.

    The first row of a table has names: short, all different, none of them blank; and every row has as many cells.
    """
    for separator in SEPARATORS:
        if separator not in sample.partition("\n")[0]:
            continue
        rows = [cells for cells, _ in rows_of(sample, separator)]
        if not sample.endswith(("\n", "\r")) and rows:
            rows.pop()  # it may go on
        rows = [row for row in rows if row != [""]][:_MOST_ROWS]
        if len(rows) > 1 and len({len(row) for row in rows}) == 1 and _are_names(rows[0]):
            return separator
    return None


def _are_names(cells: list[str]) -> bool:
    names = [cell.strip() for cell in cells]
    return (
        len(names) > 1
        and len({name.lower() for name in names}) == len(names)
        and all(0 < len(name) <= _LONGEST_NAME and not _RECORD.match(name) for name in names)
        and all(any(map(str.isalpha, name)) and "\n" not in name for name in names)
    )
