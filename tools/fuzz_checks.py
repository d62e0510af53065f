"""What has to hold for every input that `fuzz.py` makes."""

from __future__ import annotations

import contextlib
import io
import json
import pickle
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from dualwrite_errors import (
    REGISTRY,
    DualWriteError,
    UndocumentedCode,
    UnrecognizedError,
    code_of,
    parse,
    parse_all,
    parse_payload,
    scan,
)
from dualwrite_errors.cli import main

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_FORMATS: Final = ("text", "json", "jsonl", "csv", "html", "github")
_STATUSES: Final = frozenset((0, 1, 2))


def check_text(text: str, *, thoroughly: bool) -> int:
    """What `parse_all` says about a text. How many errors it finds.

    Raises:
        AssertionError: It does not hold; the message says what.
    """
    errors = parse_all(text)
    codes = [error.code for error in errors if error.matched_by == "code"]
    assert (codes[0] if codes else None) == code_of(text), "code_of and parse_all differ"
    for error in errors:
        assert error.raw is text or error.raw == text, "raw is not the text"
    if thoroughly:
        _check_journeys(errors)
        first, again = parse(text), parse_all(text)
        assert first.raw == text, "parse lost its input"
        assert isinstance(first, UnrecognizedError) is (not errors), "parse and parse_all differ"
        assert [_seen(error) for error in again] == [_seen(error) for error in errors], "not the same again"
        if errors:
            assert _seen(first) == _seen(errors[0]), "parse and parse_all differ"
        restored = parse(str(first))
        assert type(restored) is type(first), f"{type(restored).__name__} of the str of {type(first).__name__}"
    return len(errors)


def check_payload(payload: Any, *, thoroughly: bool) -> int:
    """What `parse_payload` says about a payload. How many errors it finds.

    Raises:
        AssertionError: It does not hold; the message says what.
    """
    errors = parse_payload(payload)
    if isinstance(payload, str):
        whole = payload.removeprefix("\ufeff")
        assert all(error.raw == whole for error in errors), "raw is not the text"
        if code_of(payload) and not _may_be_silent(payload):
            assert errors, "a code was lost"
    if thoroughly:
        _check_journeys(errors)
        again = parse_payload(payload)
        assert [_seen(error) for error in again] == [_seen(error) for error in errors], "not the same again"
    return len(errors)


def check_file(body: bytes, *, thoroughly: bool) -> int:
    """What `scan` says about a file. How many errors it finds, also where it cannot read the file to its end.

    Raises:
        AssertionError: It does not hold; the message says what.
    """
    found = []
    for codes_only in (False, True):
        try:
            findings = list(scan(io.BytesIO(body), codes_only=codes_only))
        except OSError:  # it says why it cannot read the file
            return 0
        found.append(findings)
    with contextlib.suppress(UnicodeDecodeError):
        text = body.decode("utf-8-sig")
        if code_of(text) and "\0" not in text:
            assert found[1], "a scan for codes has lost one"
            assert found[0] or _may_be_silent(text), "a scan has lost a code"
    if thoroughly:
        _check_journeys([finding.error for finding in found[0]])
    return len(found[0])


def check_command(body: bytes, *, thoroughly: bool) -> int:
    """What the command prints about a file. The status with which it ends.

    Raises:
        AssertionError: It does not hold; the message says what.
    """
    kind = _FORMATS[sum(body) % len(_FORMATS)]
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "=1+1\x1b[31m.log"
        file.write_bytes(body)
        status, output, complaints = _run(["scan", "--format", kind, *(["--details"] * thoroughly), str(file)])
    assert status in _STATUSES, f"status {status}"
    assert "defect of the program" not in complaints, complaints
    assert "Traceback" not in complaints, complaints
    assert not (_CONTROL.search(complaints)), "a control character in a complaint"
    if kind in {"text", "github"}:
        assert not _CONTROL.search(output), "a control character in the output"
    if kind == "json":
        json.loads(output)
    if kind == "jsonl":
        for line in output.splitlines():
            json.loads(line)
    return status


def _run(arguments: Sequence[str]) -> tuple[int, str, str]:
    output, complaints = _Stream(), _Stream()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(complaints):
        status = main(arguments)
    return status, output.text(), complaints.text()


class _Stream(io.TextIOWrapper):
    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="\n")

    def text(self) -> str:
        self.flush()
        written = self.buffer
        assert isinstance(written, io.BytesIO)
        return written.getvalue().decode("utf-8")


def _may_be_silent(text: str) -> bool:
    """Whether JSON may say that a request was completed, or say the same twice: then not all is read."""
    return '"state"' in text or '"lastRequest"' in text or "\\u" in text


def _check_journeys(errors: Sequence[DualWriteError]) -> None:
    """An error is printed, pickled and rebuilt with nothing lost."""
    for error in errors:
        assert type(error) is REGISTRY.get(error.code, UndocumentedCode) or not error.code, "not the class of its code"
        seen = _seen(error)
        assert _seen(pickle.loads(pickle.dumps(error))) == seen, "a pickle lost something"
        assert _seen(DualWriteError.from_dict(json.loads(json.dumps(error.to_dict())))) == seen, (
            "a record lost something"
        )


def _seen(error: DualWriteError) -> tuple[object, ...]:
    return (
        *(type(error), str(error), error.text, error.raw, error.matched_by, error.wrapped_in),
        *(dict(error.context), dict(error.parameters), error.__notes__),
    )
