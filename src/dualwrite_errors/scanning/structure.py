"""What structure a text has, by how it begins: JSON, CSV, or that of a log."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

from ..arguments import shown
from ..context import RECORD
from ..parsing.decoding import JSONDecodeError, decoded, decoded_at
from .csv_rows import SEPARATORS, rows_of

Structure: TypeAlias = Literal["text", "json", "jsonl", "csv"]
STRUCTURES: Final[tuple[Structure, ...]] = ("text", "json", "jsonl", "csv")

_MAY_BE_JSON: Final = re.compile(r"""\s*(?:\{\s*(?:["}]|\Z)|\[\s*(?:["{\[\]]|\Z)|"\s*[\[{])""")
_ANOTHER_VALUE: Final = re.compile(r"[ \t\r]*\n\s*[{\[]")
_UNTERMINATED: Final = "Unterminated string"
_BEGINS_VALUE: Final = re.compile(
    r"\s*(?:t(?:ru?)?|f(?:al?|als)?|n(?:ul?)?|[-.]|[eE][+-]?|N(?:aN?)?|-?I[nfity]*|u[0-9A-Fa-f]{0,4})?"
)
_SEPARATOR_NAMED: Final = re.compile(r"sep=([,;\t|])\r?\n")
_MOST_ROWS: Final = 40
_FEWEST_ROWS: Final = 2
_FEWEST_COLUMNS: Final = 2
_ALIKE: Final = 0.9
"""How many of the rows have as many cells as the first one."""
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
    if _MAY_BE_JSON.match(sample):
        return _json_structure(sample)
    if sample.lstrip().startswith('"') and _is_json(sample):
        return "json"
    return "csv" if separator_of(sample) else "text"


def _json_structure(sample: str) -> Structure:
    """JSON that goes over several lines, or breaks off in one, is read as it is; else each line by itself."""
    start = len(sample) - len(sample.lstrip())
    try:
        _, stop = decoded_at(sample, start)
    except JSONDecodeError as error:
        return "json" if is_cut_off(error, sample) or "\n" in sample[start : error.pos] else "text"
    if "\n" in sample[start:stop] or not sample[stop:].strip():
        return "json"
    return "jsonl" if _ANOTHER_VALUE.match(sample, stop) else "text"


def _is_json(sample: str) -> bool:
    try:
        decoded(sample)
    except JSONDecodeError:
        return False
    return True


def is_cut_off(error: JSONDecodeError, text: str) -> bool:
    """Whether a text may be the beginning of JSON, given why it is none."""
    return error.msg.startswith(_UNTERMINATED) or _BEGINS_VALUE.fullmatch(text, error.pos) is not None


def named_separator(sample: str) -> re.Match[str] | None:
    """The line with which a program names the separator for another one, such as ``sep=;``."""
    return _SEPARATOR_NAMED.match(sample)


def separator_of(sample: str) -> str | None:
    """What separates the cells of a table that begins with `sample`, or None if it is no table.

    The first row has names: short, all different, none of them blank. Nine of ten rows have as many cells, and the more
    columns there are, the better. Two columns might be a sentence with a comma: then one of the cells has to be quoted,
    or the separator has to be another one.
    """
    if named := named_separator(sample):
        return named[1]
    tables = [(len(names), separator) for separator in SEPARATORS if (names := _names_of(sample, separator))]
    return max(tables)[1] if tables else None


def _names_of(sample: str, separator: str) -> list[str]:
    if separator not in sample.partition("\n")[0]:
        return []
    rows = [cells for cells, *_ in rows_of(sample, separator)]
    if not sample.endswith(("\n", "\r")) and len(rows) > _FEWEST_ROWS:
        rows.pop()  # it may go on
    names, *others = [row for row in rows if row != [""]][:_MOST_ROWS]
    alike = sum(len(row) == len(names) for row in others)
    if not others or alike < _ALIKE * len(others) or not _are_names(names):
        return []
    may_be_prose = separator == "," and len(names) == _FEWEST_COLUMNS and '"' not in sample and "\n" in sample
    return [] if may_be_prose and any(row[-1].startswith(" ") for row in (names, *others)) else names


def _are_names(cells: list[str]) -> bool:
    names = [cell.strip() for cell in cells]
    return (
        len(names) >= _FEWEST_COLUMNS
        and len({name.lower() for name in names}) == len(names)
        and all(len(name) <= _LONGEST_NAME and not _RECORD.match(name) for name in names)
        and all(any(map(str.isalpha, name)) and "\n" not in name for name in names)
    )
