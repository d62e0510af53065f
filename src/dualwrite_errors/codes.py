"""How a code is spelled."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

FAMILIES: Final = ("DIPV", "DWDVEV", "DWFOEV")
"""What stands before the four digits of a code."""
_DIGITS = 4
_CODE_WITHOUT_FAMILY = "DW9003"
_ESCAPED_LETTER: Final = r"\u00"
STARTS_OF_CODES: Final = (*FAMILIES, _CODE_WITHOUT_FAMILY)
"""How a code begins, in capitals."""
_LONGEST_STYLE: Final = len("1;38;2;255;255;255")
_BEHIND_STYLE: Final = "|".join(rf"(?<=\x1b\[[0-9;]{{{length}}}md)" for length in range(_LONGEST_STYLE + 1))
"""What colors a text in a terminal ends with a letter that touches no code. A look-behind takes one length each."""
CODE_PATTERN: Final = (
    rf"d(?:(?<!\wd)|(?=ipv|w)(?<=md)(?:{_BEHIND_STYLE}))"
    rf"(?:(?:{'|'.join(family[1:].lower() for family in FAMILIES)})[0-9]{{{_DIGITS}}}"
    rf"|{_CODE_WITHOUT_FAMILY[1:].lower()})(?!\w)"
)
"""A code in raw text in lower case, for `re.ASCII`: no ASCII letter, ASCII digit or underscore touches it.

The look-behind follows the letter that it guards because the search is then several times as fast.
"""
AFTER_CODE: Final = " \t\r\n\f\v\u00a0\u3000])}>】」』*|:：.,;–—·•"
"""What may stand between a code and what the service says about it."""


@cache
def code_pattern() -> re.Pattern[str]:
    """Finds a code in raw text, in any case."""
    return re.compile(CODE_PATTERN, re.ASCII | re.IGNORECASE)


def may_hold_code(text: str) -> bool:
    """Whether a code may stand in `text`, also as an escape sequence of JSON: a quick look before a long search."""
    return bool(_start_of_code().search(text.lower())) or ("\\" in text and _ESCAPED_LETTER in text)


@cache
def _start_of_code() -> re.Pattern[str]:
    starts = (start[1:].lower() for start in STARTS_OF_CODES)
    return re.compile(f"d(?:{'|'.join(starts)})")


def normal_code(given: str) -> str | None:
    """`given` as a code in upper case, or None where it is not a code; any case and surrounding space are allowed."""
    code = given.strip()
    if not code.isascii():
        return None
    code = code.upper()
    family, digits = code[:-_DIGITS], code[-_DIGITS:]
    return code if code == _CODE_WITHOUT_FAMILY or (family in FAMILIES and digits.isdigit()) else None
