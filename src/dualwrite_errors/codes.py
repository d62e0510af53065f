"""What a DIPV code is: how raw text spells it, and the error for what is none."""

from __future__ import annotations

import re
from typing import Any

from typing_extensions import override

from .arguments import reduce_without_init, shown

CODE = re.compile(r"DIPV(?<!\wDIPV)[0-9]{4}(?!\w)", re.ASCII | re.IGNORECASE)
"""A code in raw text. What touches it may be any character but an ASCII letter, an ASCII digit or an underscore.

The look-behind follows the letters that it guards because the search is then three times as fast.
"""


def normal_code(given: str) -> str | None:
    """`given` as a code in upper case, or None where it is none; any case and surrounding space are allowed."""
    stripped = given.strip()
    return stripped.upper() if CODE.fullmatch(stripped) else None


class InvalidCode(ValueError):
    """What was given as a code is no DIPV code: it is not ``DIPV`` and four digits.

    A code that does look like one but is in no table is no reason for this: `from_code` returns an `UndocumentedCode`.

    Args:
        given: What was given.
        near_miss: The code that was probably meant, or None.
    """

    __module__ = "dualwrite_errors"

    given: str
    """What was given."""
    near_miss: str | None
    """The code that was probably meant, or None."""

    def __init__(self, given: str, near_miss: str | None = None) -> None:
        hint = f" Did you mean {near_miss!r}?" if near_miss else ""
        super().__init__(f"{shown(given)} is no code: a code is DIPV and four digits, such as 'DIPV1003'.{hint}")
        self.given = given
        self.near_miss = near_miss

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        return reduce_without_init(self)
