"""A text to the errors in it: by their codes, or by the documented words where the text holds no code at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from re import Match
from typing import TypeAlias

from ..base import DualWriteError, UnrecognizedError
from ..codes import CODE
from ..plain import plain_text
from ..registry import error_for
from .wordings import find_wordings

_Context: TypeAlias = Mapping[str, str] | None

_AFTER_A_CODE = "])}> \t\r\n\f\v\u00a0\u3000:;,.-–—"
_BEFORE_A_CODE = "[({< \t\r\n\f\v\u00a0\u3000"
_LEAD_IN = re.compile(r"project\s+validation\s+failed\.?$", re.IGNORECASE)
_LONGEST_LEAD_IN = 40
_BULLETS = "-*•· \t"
_STARTS_A_RECORD = '0123456789[{<"'
_ENDS_A_LABEL = ":=|>"


def code_of(text: str) -> str | None:
    """The first DIPV code in `text`, in upper case, or None.

    Raises:
        TypeError: `text` is no str.
    """
    found = CODE.search(text if type(text) is str else plain_text(text, "code_of"))
    return found[0].upper() if found else None


def parse(text: str, *, context: _Context = None) -> DualWriteError:
    """The first error in `text`, to be raised. Any str gives one, the empty str included.

    Args:
        text: What dual-write answered, alone or inside a log, a message or a trace.
        context: What else is known: ``map``, ``request_id``, ``activity_id`` …

    Returns:
        An error of the class of the first code; without a code, of the first documented words; `UndocumentedCode` for a
        well-formed code that is in no table; else an `UnrecognizedError`. `raw` is the whole `text` in each case.

    Raises:
        TypeError: `text` is no str; the message says what to call instead.
    """
    if type(text) is not str:
        text = plain_text(text, "parse")
    found = CODE.search(text)
    if found:
        following = CODE.search(text, found.end()) if "dipv" in text[found.end() :].lower() else None
        return _by_code(found, text, context, following)
    for error in _by_wording(text, context):
        return error
    return UnrecognizedError(text, raw=text, context=context)


def parse_all(text: str, *, context: _Context = None) -> list[DualWriteError]:
    """Every error in `text`, in order and as often as it stands there; ``[]`` where there is none.

    The arguments and what they raise are those of `parse`. A text that holds a code is read by codes alone: each opens
    an issue that runs to the next.
    """
    if type(text) is not str:
        text = plain_text(text, "parse_all")
    codes = list(CODE.finditer(text))
    if not codes:
        return list(_by_wording(text, context))
    return [_by_code(found, text, context, following) for found, following in zip_longest(codes, codes[1:])]


def _by_code(found: Match[str], text: str, context: _Context, following: Match[str] | None) -> DualWriteError:
    said = _said(text, found.end(), following.start() if following else None)
    error = error_for(found[0].upper(), said, context)
    error.raw = text
    error.matched_by = "code"
    return error


def _by_wording(text: str, context: _Context) -> Iterator[DualWriteError]:
    found = next(issues := find_wordings(text), None)
    while found:
        start, cls = found
        found = next(issues, None)
        said = _said(text, start, found[0] if found else None)
        yield cls(said, raw=text, context=context, matched_by="wording")


def _said(text: str, start: int, next_issue: int | None) -> str:
    """What the service said about one issue, without the brackets of its code and what leads up to the next issue."""
    if next_issue is None:
        return text[start:].lstrip(_AFTER_A_CODE).rstrip()
    said = text[start:next_issue]
    last_line = 1 + max(said.rfind("\n"), said.rfind("\r"))
    before, lead = said[:last_line], _without_lead_in(said[last_line:])
    said = before if before and _leads_up(lead) else before + lead
    return said.lstrip(_AFTER_A_CODE).rstrip()


def _without_lead_in(line: str) -> str:
    line = line.rstrip(_BEFORE_A_CODE)
    lead_in = _LEAD_IN.search(line, max(0, len(line) - _LONGEST_LEAD_IN))
    return line[: lead_in.start()].rstrip() if lead_in else line


def _leads_up(line: str) -> bool:
    """Whether the start of a line belongs to the code after it: a time stamp, a label, a bullet, or nothing at all."""
    return not line.strip(_BULLETS) or line[0] in _STARTS_A_RECORD or line[-1] in _ENDS_A_LABEL
