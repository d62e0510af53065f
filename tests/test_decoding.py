"""JSON that is nested too deeply for the interpreter, broken, or says a key twice."""

import json
import sys

import pytest

from dualwrite_errors import parse_payload
from dualwrite_errors.parsing.decoding import JSONDecodeError, decoded, decoded_at, text_of

DEEP = sys.getrecursionlimit() * 20


def test_an_object_with_a_key_twice_has_its_last_value_and_every_pair() -> None:
    value = decoded('{"a": 1, "b": 2, "a": 3}')
    assert dict(value) == {"a": 3, "b": 2}
    assert (len(value), list(value), value["a"]) == (2, ["a", "b"], 3)
    assert value.pairs == [("a", 1), ("b", 2), ("a", 3)]


@pytest.mark.parametrize(
    "inside",
    [
        '{"a": 1, "b": [true, null, "x"], "c": {}}',
        "[]",
        '"[DIPV1003]"',
        "[1 , 2.5,\t-3e2]",
        '{"a": 1, "a": 2}',
        '{ "é" :{}}',
    ],
)
def test_what_is_nested_too_deeply_for_the_stack_is_decoded_as_anything_else(inside: str) -> None:
    text = '[{"k": ' * DEEP + inside + "}]" * DEEP
    value, end = decoded_at(f"  {text}rest", 2)
    assert end == 2 + len(text)
    for _ in range(DEEP):
        ((key, value),) = value[0].items()
        assert key == "k"
    known = json.loads(inside)
    assert (dict(value) if isinstance(known, dict) else value) == known


@pytest.mark.parametrize(
    "broken", ["[1 2]", '{"a" 1}', "{1: 2}", '{"a": 1, 2}', '{"a": 1', "[1", "[1,]", '{"a": 1]', "[1}", "nul", '"a']
)
def test_json_that_is_broken_at_any_depth_is_no_json_and_read_as_text(broken: str) -> None:
    for depth in (0, DEEP):
        text = "[" * depth + broken + "]" * depth
        with pytest.raises(JSONDecodeError):
            decoded(text)
    (error,) = parse_payload("[" * DEEP + f'"[DIPV1003] Keys", {broken}' + "]" * DEEP)
    assert error.code == "DIPV1003"


def test_a_number_of_any_length_is_decoded() -> None:
    assert decoded("[" + "1" * 300 + "]") == [int("1" * 300)]
    assert decoded("[" + "1" * 9_999 + "]") == ["1" * 9_999]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
@pytest.mark.parametrize("text", ["{}", '{"é": "[DIPV1003]"}', '"x"', "[1]"])
def test_a_body_is_decoded_by_its_mark_or_its_zero_bytes(text: str, encoding: str) -> None:
    assert text_of(text.encode(encoding)).removeprefix("\ufeff") == text


def test_of_a_body_that_does_not_decode_nothing_but_the_bytes_is_lost() -> None:
    assert text_of(b"\xff[DIPV1003] \xc3 x") == "\\xff[DIPV1003] \\xc3 x"
