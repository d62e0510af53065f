"""A text to the errors in it: by their codes, or by the documented words where the text holds no code at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import TypeAlias

from ..arguments import checked_text
from ..codes import CODE
from ..errors import DualWriteError, UnrecognizedError, recognized
from ..registry import REGISTRY, error_for

_Context: TypeAlias = Mapping[str, str] | None

_SPACE = " \t\r\n\f\v\u00a0\u3000"
_AFTER_A_CODE = _SPACE + "])}>】」』*|:：.,;–—"
_BEFORE_A_CODE = _SPACE + "[({<【「『*|"
_LEAD_IN = r"project\s+validation\s+failed[.:]?$"
_LONGEST_LEAD_IN = 40
_STARTS_A_RECORD = r"\W{0,2}(?:\d{4}-\d\d-\d\d|\d\d?[:./]\d\d)"
_IS_A_BULLET = r"[-*•·|>(\[\s]*+(?:\d{1,4}[.)\]]*)?$"
_ENDS_A_LABEL = ":=|>"


def code_of(text: str) -> str | None:
    """The first DIPV code in `text`, in upper case, or None.

    Raises:
        TypeError: `text` is no str.
    """
    found = CODE.search(text if type(text) is str else checked_text(text, "code_of"))
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
        text = checked_text(text, "parse")
    found = CODE.search(text)
    if found:
        rest = text[found.end() :]
        if ("V" in rest or "v" in rest) and (following := CODE.search(text, found.end())):
            rest = _before_next_issue(text[found.end() : following.start()])
        said = rest.lstrip(_AFTER_A_CODE).rstrip()
        if context is None and said and said[0] != "-" and (documented := REGISTRY.get(found[0])):
            return recognized(documented, said, text, "code")
        return _by_code(found[0], rest, text, context)
    for error in _by_wording(text, context):
        return error
    return UnrecognizedError(text, raw=text, context=context)


def parse_all(text: str, *, context: _Context = None) -> list[DualWriteError]:
    """Every error in `text`, in order and as often as it stands there; ``[]`` where there is none.

    The arguments and what they raise are those of `parse`. A text that holds a code is read by codes alone: each opens
    an issue that runs to the next.
    """
    if type(text) is not str:
        text = checked_text(text, "parse_all")
    codes = list(CODE.finditer(text))
    if not codes:
        return list(_by_wording(text, context))
    return [
        _by_code(code[0], _between(text, code.end(), following and following.start()), text, context)
        for code, following in zip_longest(codes, codes[1:])
    ]


def _by_code(code: str, rest: str, text: str, context: _Context) -> DualWriteError:
    """The error of the issue that `code` opens in `text`; `rest` is what stands between it and the next issue."""
    said = rest.lstrip(_AFTER_A_CODE).rstrip()
    if said[:2] == "- ":
        said = said[2:].lstrip()
    error = error_for(code.upper(), said, context)
    error.raw = text
    error.matched_by = "code"
    return error


def _by_wording(text: str, context: _Context) -> Iterator[DualWriteError]:
    from .wordings import find_wordings

    found = next(issues := find_wordings(text), None)
    while found:
        start, cls = found
        found = next(issues, None)
        said = _between(text, start, found and found[0]).rstrip()
        yield cls(said, raw=text, context=context, matched_by="wording")


def _between(text: str, start: int, next_issue: int | None) -> str:
    return text[start:] if next_issue is None else _before_next_issue(text[start:next_issue])


def _before_next_issue(said: str) -> str:
    """What stands between two issues, without what leads up to the second: its bracket, label, bullet or time stamp."""
    last_line = 1 + max(said.rfind("\n"), said.rfind("\r"))
    before, lead = said[:last_line], _without_lead_in(said[last_line:])
    return _without_lead_in(before) if before and _leads_up(lead) else before + lead


def _without_lead_in(said: str) -> str:
    said = said.rstrip(_BEFORE_A_CODE)
    end = said[-_LONGEST_LEAD_IN:]
    lead_in = re.search(_LEAD_IN, end, re.IGNORECASE)
    return said[: lead_in.start() - len(end)].rstrip() if lead_in else said


def _leads_up(line: str) -> bool:
    """Whether the start of a line belongs to the code after it: a time stamp, a label, a bullet, or nothing at all."""
    return bool(re.match(_IS_A_BULLET, line) or re.match(_STARTS_A_RECORD, line) or line.endswith(tuple(_ENDS_A_LABEL)))
