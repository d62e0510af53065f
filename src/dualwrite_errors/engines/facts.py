"""What a found error is joined with: the columns that every engine adds, and which names stand for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, cast

from ..errors import UndocumentedCode
from ..portable import catalog_rows
from ..registry import CATALOG
from .rules import names_of_findings

COLUMNS: Final = ("code", "name", "area", "remediation", "actor", "retry")
"""What `find_errors` adds to the kept columns, all of them text."""


@cache
def facts() -> tuple[tuple[str, ...], ...]:
    """The key of each error, which is its code or else its name, and its `COLUMNS`."""
    return tuple(
        (
            row["code"] or row["name"],
            row["code"],
            row["name"],
            row["area"],
            row["remediation"],
            row["actor"],
            row["retry"],
        )
        for row in catalog_rows()
    )


def facts_of_undocumented_code() -> dict[str, str]:
    """The `COLUMNS`, but for the code, of a code that is not in the catalog."""
    info = UndocumentedCode.info
    return {
        "name": UndocumentedCode.__name__,
        "area": "",
        "remediation": info.remediation,
        "actor": "",
        "retry": info.retry.value,
    }


@cache
def keys_of_findings() -> Mapping[str, str]:
    """What the patterns of `rules` find, and the key of `facts` that it stands for."""
    return {found: CATALOG[name].code or name for found, name in names_of_findings().items()}


def kept_columns(columns: Sequence[str], text: object, keep: Iterable[str] | None) -> list[str]:
    """The columns to keep: all of them, if `keep` is None.

    Raises:
        TypeError: `text` is not a str, or `keep` holds no str.
        ValueError: There is no such column, or its name is one of `COLUMNS`.
    """
    if not isinstance(text, str):
        raise TypeError(f"text takes the name of a column, not {type(text).__name__}")
    if isinstance(keep, str):
        raise TypeError(f"keep takes several names of columns: keep=[{keep!r}]")
    kept = list(columns if keep is None else dict.fromkeys(_names_in(keep)))
    unknown = [name for name in (text, *kept) if name not in columns]
    if unknown:
        raise ValueError(f"there is no column {unknown[0]!r}; there are: {', '.join(columns)}")
    taken = [name for name in kept if name.lower() in COLUMNS]
    if taken:
        raise ValueError(f"find_errors adds a column {taken[0]!r}: rename yours, or leave it out with keep")
    return kept


def _names_in(keep: object) -> Iterator[str]:
    if not isinstance(keep, Iterable):
        raise TypeError(f"keep takes names of columns, not {type(keep).__name__}")
    for name in cast("Iterable[object]", keep):
        if not isinstance(name, str):
            raise TypeError(f"keep takes names of columns, not {name!r}")
        yield name


def alias(number: int) -> str:
    """What a column of the user is called while the errors are searched: its own name may mean something else then."""
    return f"dualwrite_column_{number}"


def replacement_in(dialect: str, replacement: str) -> str:
    r"""A replacement whose groups are written as `dialect` says, such as ``$\1``, instead of ``\1``."""
    return re.sub(r"\\([0-9])", dialect, replacement)
