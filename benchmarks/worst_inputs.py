"""The inputs that are worst for all that reads no payload and no file: whether the time grows no faster than they."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from itertools import cycle, islice
from typing import Any

from growth import HOSTILE
from measure import Effort
from series import Series
from table import Section

from dualwrite_errors import (
    CATALOG,
    REGISTRY,
    DualWriteError,
    DualWriteErrorGroup,
    InvalidCode,
    code_of,
    errors_of,
    from_code,
    parse_all,
    translated,
)
from dualwrite_errors.cli import main
from dualwrite_errors.testing import sample_payload, sample_text

_ISSUE = "[DIPV1003] number {:07}\n"
_ID = "Activity ID: 2b1c7f60-0d5e-4c52-9a37-5f4f0e6c1d88, "
_WRAPPER = CATALOG["EnvironmentSetupFailed"]
_OPENING = "Failed to setup dual write environment. Error Details: "
_DEEPEST_GROUP = 300
"""Python's own recursion in exception groups ends soon after it."""
_CODES = tuple(REGISTRY)


def worst_inputs(effort: Effort) -> Section:
    """Ever larger texts, groups and records, each for the function that they are worst for."""
    rows = tuple(row for series in _SERIES for row in series.rows(effort))
    return Section(title="Ever larger texts, groups and records", rows=rows)


def memory_of_inputs(effort: Effort) -> Section:
    """The memory that hostile texts, groups and records take, and the errors in them."""
    every = (*(repeated.series() for repeated in HOSTILE), *_SERIES)
    return Section(
        title="The peak of the memory for ever larger texts, groups and records",
        rows=tuple(series.growth_of_memory(effort) for series in every),
    )


def _issues(size: int) -> str:
    return "".join(map(_ISSUE.format, range(max(1, size // len(_ISSUE.format(0))))))


def _group(size: int) -> DualWriteErrorGroup:
    return DualWriteErrorGroup("several", parse_all(_issues(size)))


def _nested_groups(depth: int) -> ExceptionGroup[Exception]:
    group: ExceptionGroup[Exception] = ExceptionGroup("innermost", [ValueError("no code")])
    for _ in range(depth):
        group = ExceptionGroup("outer", [group, ValueError("no code")])
    return group


def _nested_groups_of_ours(depth: int) -> DualWriteErrorGroup:
    group = DualWriteErrorGroup("innermost", [from_code("DIPV1003")])
    for _ in range(depth):
        group = DualWriteErrorGroup("outer", [group, from_code("DIPV1003")])
    return group


def _one_wrapper_with_ids(size: int) -> str:
    """IDs that lead up to a wrapper with many codes in it."""
    codes = "[DIPV1003] x "
    return f"{_ID * (size // 2 // len(_ID))}Unable to write data to entity a. {codes * (size // 2 // len(codes))}"


def _parameters(text: str) -> object:
    return _WRAPPER(text).parameters


def _contexts(text: str) -> list[object]:
    return [error.context for error in parse_all(text)]


def _refused(given: str) -> object:
    try:
        return from_code(given)
    except InvalidCode as error:
        return error


def _passed(raised: BaseException) -> object:
    """What comes out of `translated` where `raised` goes in."""

    @translated
    def fail() -> None:
        raise raised

    try:
        return fail()
    except Exception as error:  # noqa: BLE001 - whatever it is
        return error.with_traceback(None)


def _with_notes(size: int) -> ValueError:
    error = ValueError("no code")
    for number in range(size // len(_ISSUE)):
        error.add_note(f"note {number} says nothing")
    return error


def _traceback(size: int) -> ValueError:
    lines = "".join(f"ValueError: [DIPV1003] number {number:07}\n" for number in range(size // 40))
    return ValueError(f"Traceback (most recent call last)\n{lines}")


def _explained(text: str) -> int:
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        return main(["explain", text])


def _codes(count: int) -> list[str]:
    return list(islice(cycle(_CODES), count))


def _sample_text(codes: list[str]) -> str:
    return sample_text(*codes)


def _sample_payload(codes: list[str]) -> Any:
    return sample_payload(codes)


_SERIES = (
    Series("code_of(letters of codes)", code_of, lambda size: "DIPVDWDVEV" * (size // 10)),
    Series("from_code(spaces and a code)", from_code, lambda size: f"{' ' * size}DIPV1003"),
    Series("from_code(no code)", _refused, lambda size: "DIPV" * (size // 4)),
    Series("contexts of issues", _contexts, _issues),
    Series("contexts in a wrapper behind IDs", _contexts, _one_wrapper_with_ids),
    Series("parameters of a wrapper", _parameters, lambda size: _OPENING * (size // len(_OPENING))),
    Series("explain(issues)", _explained, _issues),
    Series("explain(no code)", _explained, lambda size: "x" * size),
    Series("to_dict of a group", lambda group: group.to_dict(), _group),
    Series("from_dict of a group", DualWriteError.from_dict, lambda size: _group(size).to_dict()),
    Series("remediation of a group", lambda group: group.remediation, _group),
    Series("context of a group", lambda group: group.context, _group),
    Series("errors_of(nested)", errors_of, _nested_groups, unit="levels", smallest=3, largest=_DEEPEST_GROUP),
    Series(
        "to_dict of nested groups",
        lambda group: group.to_dict(),
        _nested_groups_of_ours,
        unit="levels",
        smallest=3,
        largest=_DEEPEST_GROUP,
    ),
    Series("translated, nested groups", _passed, _nested_groups, unit="levels", smallest=3, largest=_DEEPEST_GROUP),
    Series("translated, notes", _passed, _with_notes),
    Series("translated, issues", _passed, lambda size: ValueError(_issues(size))),
    Series("translated, lines of a traceback", _passed, _traceback),
    Series("translated, addresses", _passed, lambda size: ValueError("https://x/DIPV1003 " * (size // 19))),
    Series(
        "translated, letters and full stops",
        _passed,
        lambda size: ValueError("Traceback (most recent call last)\n" + "a." * (size // 2)),
    ),
    Series("sample_text", _sample_text, _codes, unit="errors", smallest=10, largest=10_000),
    Series("sample_payload", _sample_payload, _codes, unit="errors", smallest=10, largest=10_000),
)
