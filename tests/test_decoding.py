"""JSON that is nested too deeply for the interpreter, broken, or says a key twice."""

import codecs
import json
import sys
from collections import UserList, UserString

import pytest

from dualwrite_errors import parse_payload
from dualwrite_errors.parsing.decoding import JSONDecodeError, decoded, decoded_at, decoded_lines, is_array, text_of

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
        '[1,2,[3,4],{"a":1,"b":[5]}]',
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
    levels = sys.getrecursionlimit() * 3
    (error,) = parse_payload("[" * levels + f'"[DIPV1003] Keys", {broken}' + "]" * levels)
    assert error.code == "DIPV1003"


def test_a_number_of_any_length_is_decoded() -> None:
    assert decoded("[" + "1" * 300 + "]") == [int("1" * 300)]
    for digits in (301, 9_999):
        assert decoded("[" + "1" * digits + "]") == ["1" * digits]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
@pytest.mark.parametrize("text", ["{}", '{"é": "[DIPV1003]"}', '"x"', "[1]"])
def test_a_body_is_decoded_by_its_mark_or_its_zero_bytes(text: str, encoding: str) -> None:
    assert text_of(text.encode(encoding)).removeprefix("\ufeff") == text


def test_of_a_body_that_does_not_decode_nothing_but_the_bytes_is_lost() -> None:
    assert text_of(b"\xff[DIPV1003] \xc3 x") == "\\xff[DIPV1003] \\xc3 x"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("text", ["x", "フィールドがありません [DIPV1003]", "フィールド" * 50, "😁" * 50, ""])
def test_a_mark_says_how_a_body_is_encoded_and_is_no_part_of_it(text: str, mark: bytes, encoding: str) -> None:
    assert text_of(mark + text.encode(encoding)) == text


@pytest.mark.parametrize(
    "body", [b"", b"x", b"\x00", b"\x00[DIPV1003] x", b"a\x00bc", b"a\x00b\x00c d e f", b"[DIPV1003]" + b"\x00" * 200]
)
def test_a_few_zero_bytes_make_no_other_encoding(body: bytes) -> None:
    assert text_of(body) == body.decode()
    assert text_of(bytearray(body)) == body.decode()


def test_the_beginning_of_a_long_body_says_how_it_is_encoded() -> None:
    text = '{"error": {"message": "[DIPV1003] ' + "フィールド" * 100 + '"}}'
    for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('{"a": 1}\n[2]', [(1, {"a": 1}), (2, [2])]),
        ('{"a": 1}\r\n\r\n\t [2] \r\n', [(1, {"a": 1}), (3, [2])]),
        ('\n\n{"a": 1}', [(3, {"a": 1})]),
        ('{"a": 1}\n2', None),
        ('{"a": 1}\n"x"', None),
        ('{"a": 1}\nnull', None),
        ('{"a": 1} x\n[2]', None),
        ('{"a": 1}\n[2', None),
        ('X{"a": 1}\n[2]X', None),
        ('{"a": 1}\f', None),
        ("1\n2", None),
        ("words\n{}", None),
        ("\n \n", None),
        ("", None),
    ],
)
def test_json_lines_are_objects_and_arrays_each_on_a_line(text: str, values: object) -> None:
    assert decoded_lines(text) == values


@pytest.mark.parametrize("text", [" [1] ", "\t\r\n[1]\n", "[1]"])
def test_white_space_may_stand_around_a_value(text: str) -> None:
    assert decoded(text) == [1]


@pytest.mark.parametrize("text", ["[1] x", "[1][2]", "[1],", "", " ", "\u00a0[1]", "\f[1]", "[1]\u00a0"])
def test_anything_else_around_a_value_is_no_json(text: str) -> None:
    with pytest.raises(JSONDecodeError):
        decoded(text)


def test_control_characters_in_strings_do_no_harm() -> None:
    assert decoded('["a\tb\nc\x00"]') == ["a\tb\nc\x00"]


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        *(([], True), ((), True), (range(3), True), (UserList(), True)),
        *(("x", False), (b"x", False), (bytearray(), False), (memoryview(b""), False), (UserString("x"), False)),
        *(({}, False), (None, False), (7, False), ({1}, False)),
    ],
)
def test_an_array_is_a_sequence_that_is_neither_text_nor_bytes(value: object, is_one: bool) -> None:  # noqa: FBT001
    assert is_array(value) is is_one


def test_a_body_may_break_off_in_the_middle_of_a_character() -> None:
    for text in ("[DIPV1003] x", "[1]", "x" * 200):
        assert text_of(text.encode("utf-16-le")[:-1]).startswith(text[:-1])
        assert text_of(text.encode("utf-16-be")[:-1]).startswith(text[:-1])
