"""The program on the page of an error, and what it prints."""

from __future__ import annotations

import io
import json
import textwrap
from collections.abc import Iterable
from contextlib import redirect_stdout
from typing import Final

from dualwrite_errors import DualWriteError, Retry, parse_payload
from dualwrite_errors.templates import TEXT
from dualwrite_errors.testing import sample_text

_WIDTH_OF_CODE: Final = 84
_MOST_PARAMETERS: Final = 3


def handler_of(cls: type[DualWriteError]) -> str:
    """A program that handles an error of the class `cls`."""
    said = sample_text(cls)
    (error,) = parse_payload(said)
    names = [name for name in error.parameters if name != TEXT][:_MOST_PARAMETERS]
    told = [f'print("{name}:", error.parameters["{name}"])' for name in names]
    if cls.retry is Retry.TRANSIENT:
        told.append('print("Try again later:", error.is_transient)')
    return _program(cls, said, ['print("Who:", error.actors[0].description)', 'print("What:", error.steps[0])', *told])


def handler_of_area(base: type[DualWriteError], example: type[DualWriteError]) -> str:
    """A program that handles every error of the area of `base`, such as `example`."""
    return _program(base, sample_text(example), ["print(type(error).__name__)", 'print("What:", error.steps[0])'])


def printed_by(program: str) -> str:
    """What `program` prints."""
    out = io.StringIO()
    with redirect_stdout(out):
        exec(compile(program, "<example>", "exec"), {})  # noqa: S102 - our own example
    return out.getvalue()


def _program(cls: type[DualWriteError], said: str, told: Iterable[str]) -> str:
    """A program that catches `cls` out of `said` and does for each error what `told` says."""
    imported = f"from dualwrite_errors import {cls.__name__}, errors_of, raise_for_errors"
    if len(imported) > _WIDTH_OF_CODE:
        imported = f"from dualwrite_errors import (\n    {cls.__name__},\n    errors_of,\n    raise_for_errors,\n)"
    lines = "".join(f"        {line}\n" for line in told)
    return f"""\
{imported}

answer = {_literal(said)}

try:
    raise_for_errors(answer)  # or a response, or its body
except* {cls.__name__} as group:
    for error in errors_of(group):
{lines}"""


def _literal(text: str) -> str:
    """`text` as Python source that fits the column."""
    if len(text) <= _WIDTH_OF_CODE - len('answer = ""'):
        return _quoted(text)
    lines = textwrap.wrap(text, _WIDTH_OF_CODE - 8, drop_whitespace=False, break_on_hyphens=False)
    return "(\n" + "".join(f"    {_quoted(line)}\n" for line in lines) + ")"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
