"""What holds for every payload."""

import json
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dualwrite_errors import (
    REGISTRY,
    DualWriteError,
    UndocumentedCode,
    parse_all,
    parse_payload,
    raise_for_errors,
)

CODES = st.sampled_from(sorted(REGISTRY)) | st.integers(0, 9999).map("DIPV{:04}".format)
NO_CODE_WITHOUT = "Vv9"
TEXT_WITHOUT_CODE = st.text(
    st.characters(codec=None, exclude_categories=(), exclude_characters=NO_CODE_WITHOUT), max_size=20
)
KEYS = st.text(st.characters(codec=None, exclude_categories=(), exclude_characters=NO_CODE_WITHOUT), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXT_WITHOUT_CODE
PLANTED = st.tuples(CODES, st.text(string.ascii_lowercase.replace("v", "") + " .,é")).map(
    lambda issue: Planted(f"Project validation failed. [{issue[0]}] {issue[1]}", issue[0])
)

SENTENCES = [
    "Unable to write data to entity con_docks.",
    "Unable to lookup con_units with values {PL}",
    "Project validation failed. Missing source field con_a in the schema",
    "It was refused",
    'He said "no"',
    "[DIPV1003] Keys",
    "DIPV1010",
    "0x80040265",
]
SAID = st.sampled_from([*SENTENCES, *("", " ", "0", "ok", "1", "3", "400"), *map(json.dumps, SENTENCES)])
MEMBERS = st.sampled_from(
    [
        *("error", "errors", "message", "Message", "code", "details", "innererror", "status", "title", "detail"),
        *("errorMessage", "state", "requestId", "recordId", "validationIssues", "importErrors", "legs", "outputs"),
        *("statusCode", "body", "recordResponses", "verboseError", "RecordError0", "cdsErrorCode", "rows", "a b"),
    ]
)
PARTS = st.recursive(
    st.none() | st.booleans() | st.sampled_from([0, 1, 3, 404, 0.0, 2.5]) | SAID,
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(MEMBERS, inside, max_size=4)
        | st.dictionaries(MEMBERS, inside, max_size=3).map(json.dumps)
    ),
    max_leaves=12,
)
ANSWERS = st.dictionaries(MEMBERS, PARTS, min_size=1, max_size=4) | st.lists(PARTS, min_size=1, max_size=3)
"""Answers like those of the services: their members, with sentences, texts and numbers in them."""


class Planted:
    """A coded issue to be put into a payload."""

    def __init__(self, text: str, code: str) -> None:
        self.text = text
        self.code = code

    def __repr__(self) -> str:
        return f"Planted({self.text!r})"


PAYLOADS = st.recursive(
    SCALARS | PLANTED,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(KEYS, inside, max_size=4),
    max_leaves=25,
)


def planted_in(value: Any, path: str = "$") -> list[tuple[str, str]]:
    """The code and the path of each planted issue, in order."""
    if isinstance(value, Planted):
        return [(value.code, path)]
    if isinstance(value, dict):
        return [found for key, member in value.items() for found in planted_in(member, f"{path}{step(key)}")]
    if isinstance(value, list):
        return [found for index, member in enumerate(value) for found in planted_in(member, f"{path}[{index}]")]
    return []


def step(key: str) -> str:
    if key.isascii() and key.isidentifier():
        return f".{key}"
    escapes = {"'": "\\'", "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return "['" + "".join(escapes.get(character, character) for character in key) + "']"


def decoded(value: Any) -> Any:
    if isinstance(value, Planted):
        return value.text
    if isinstance(value, dict):
        return {key: decoded(member) for key, member in value.items()}
    return [decoded(member) for member in value] if isinstance(value, list) else value


def coded(errors: list[DualWriteError]) -> list[tuple[str, str]]:
    return [(error.code, error.context["path"]) for error in errors if error.matched_by == "code"]


@given(PAYLOADS)
def test_exactly_the_planted_issues_are_found_each_with_its_path(payload: Any) -> None:
    expected = planted_in(payload)
    for given_payload in (decoded(payload), json.dumps(decoded(payload)), json.dumps(decoded(payload)).encode()):
        errors = parse_payload(given_payload)
        assert coded(errors) == expected
        assert all(type(error) is REGISTRY.get(error.code, UndocumentedCode) for error in errors if error.code)


@pytest.mark.slow
@given(PAYLOADS, st.integers(0, 3_000))
def test_issues_are_found_at_any_depth(payload: Any, depth: int) -> None:
    text = '[{"a":' * depth + json.dumps(decoded(payload)) + "}]" * depth
    expected = [(code, "$" + "[0].a" * depth + path[1:]) for code, path in planted_in(payload)]
    assert coded(parse_payload(text)) == expected


@given(st.binary() | st.text(st.characters(codec=None, exclude_categories=())))
def test_any_body_gives_errors_and_no_other_exception(body: bytes | str) -> None:
    errors = parse_payload(body)
    if isinstance(body, str):
        whole = body.removeprefix("\ufeff")
        assert all(error.raw == whole for error in errors)
        assert {error.code for error in parse_all(whole) if error.matched_by == "code"} <= {e.code for e in errors}


@given(st.text('{}[]":,\\ntrue1DIPV1003 \n-'))
def test_what_resembles_json_loses_no_code(text: str) -> None:
    found = [error.code for error in parse_payload(text)]
    assert set(found) == {error.code for error in parse_all(text)}


@given(PAYLOADS)
def test_raise_for_errors_raises_what_parse_payload_finds(payload: Any) -> None:
    errors = parse_payload(decoded(payload))
    if not errors:
        raise_for_errors(decoded(payload))
        return
    with pytest.raises(DualWriteError) as caught:
        raise_for_errors(decoded(payload))
    raised = getattr(caught.value, "errors", (caught.value,))
    assert [str(error) for error in raised] == [str(error) for error in errors]


@given(ANSWERS)
def test_json_text_gives_what_its_decoded_form_gives(answer: Any) -> None:
    text = json.dumps(answer)
    found, expected = parse_payload(text), parse_payload(json.loads(text))
    assert [(type(error), str(error), dict(error.context), error.wrapped_in) for error in found] == [
        (type(error), str(error), dict(error.context), error.wrapped_in) for error in expected
    ]
