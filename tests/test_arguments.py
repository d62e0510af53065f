"""What is said about an argument that is not what is needed: what was given, and what to do instead."""

from types import MappingProxyType
from typing import Any

import pytest

from dualwrite_errors import (
    DualWriteError,
    DualWriteErrorGroup,
    IntegrationKeyMissing,
    code_of,
    from_code,
    parse,
    parse_all,
    parse_payload,
)
from dualwrite_errors.arguments import shown

DECODE = r"decode it first, for example with \.decode\('utf-8', 'replace'\)$"
CONVERT = r"pass str\(value\) if that is the text you mean$"


@pytest.mark.parametrize("function", [parse, parse_all, code_of])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            b"x",
            r"not bytes: call parse_payload for a body, or decode it first: NAME\(data\.decode\('utf-8', 'replace'\)\)",
        ),
        (bytearray(b"x"), r"not bytearray: call parse_payload for a body, or decode it first: NAME\("),
        (ValueError("x"), r"not ValueError: call NAME\(str\(error\)\), or run what raises it inside translated\(\)"),
        ({"a": 1}, "not dict: call parse_payload for decoded JSON"),
        (MappingProxyType({}), "not mappingproxy: call parse_payload for decoded JSON"),
        ([1], "not list: call parse_payload for decoded JSON"),
        ((), "not tuple: call parse_payload for decoded JSON"),
        (None, "not NoneType: there is no text to read; pass '' if that is what you mean"),
        (7, "not int: call NAME on the text inside it"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_text_is_refused_with_what_to_call(function: Any, given: object, said: str) -> None:
    name = function.__name__
    with pytest.raises(TypeError, match=f"^{name} takes a text as str, {said.replace('NAME', name)}"):
        function(given)


@pytest.mark.parametrize(
    ("given", "remedy"),
    [(b"x", f"not bytes: {DECODE}"), (bytearray(b"x"), f"not bytearray: {DECODE}"), (7, f"not int: {CONVERT}")],
)
def test_a_field_that_is_no_str_is_refused_with_its_name(given: Any, remedy: str) -> None:
    with pytest.raises(TypeError, match=f"^text takes a str, {remedy}"):
        IntegrationKeyMissing(given)
    with pytest.raises(TypeError, match=f"^raw takes a str, {remedy}"):
        IntegrationKeyMissing("x", raw=given)
    with pytest.raises(TypeError, match=f"^message takes a str, {remedy}"):
        DualWriteErrorGroup(given, [IntegrationKeyMissing()])
    for name in ("name", "code", "message", "text", "raw"):
        with pytest.raises(TypeError, match=rf"^record\['{name}'\] takes a str, {remedy}"):
            DualWriteError.from_dict({"name": "IntegrationKeyMissing", name: given})
    for name in ("wrapped_in", "notes"):
        with pytest.raises(TypeError, match=rf"^an element of record\['{name}'\] takes a str, {remedy}"):
            DualWriteError.from_dict({"code": "DIPV1003", name: ["x", given]})


@pytest.mark.parametrize("name", ["wrapped_in", "notes", "errors"])
def test_a_list_of_a_record_that_is_none_is_refused_with_its_name(name: str) -> None:
    with pytest.raises(TypeError, match=rf"^record\['{name}'\] takes a list, not str"):
        DualWriteError.from_dict({"code": "DIPV1003", name: "x"})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([("map", "x")], "context takes a mapping of str to str, not list"),
        ({"map": 5}, r"context\['map'\] takes a str, not int: pass str\(value\)"),
        ({5: "x"}, r"a key of context takes a str, not int: pass str\(value\)"),
        ({"job": "x", "map": 5}, r"context\['map'\] takes a str, not int: pass str\(value\)"),
        ({"map": b"x"}, r"context\['map'\] takes a str, not bytes: decode it first"),
    ],
)
def test_a_context_is_refused_with_the_key_that_is_wrong(given: Any, said: str) -> None:
    with pytest.raises(TypeError, match=f"^{said}"):
        parse("x", context=given)
    with pytest.raises(TypeError, match=f"^{said}"):
        from_code("DIPV1003", context=given)
    with pytest.raises(TypeError, match=f"^{said}"):
        parse_payload([], context=given)


class Awaited:
    """What has to be awaited before it is anything else."""

    def __await__(self) -> Any:
        raise NotImplementedError


def with_attribute(name: str) -> object:
    return type("Given", (), {name: 7})()


@pytest.mark.parametrize(
    ("given", "instead"),
    [
        (Awaited(), "Awaited: await it first"),
        (ValueError("x"), r"ValueError: use parse\(str\(error\)\), or run what raises it inside translated\(\)"),
        (with_attribute("status_code"), "Given: call it with each response alone"),
        (with_attribute("status"), "Given: call it with each response alone"),
        (with_attribute("content"), "Given: pass the bytes or the text of its body"),
        (with_attribute("read"), "Given: pass the bytes or the text of its body"),
        ({7}, "set: pass what json.loads returns, or the text"),
    ],
)
def test_what_is_no_json_is_refused_with_what_to_do_and_where_it_stood(given: Any, instead: str) -> None:
    takes = "parse_payload and raise_for_errors take decoded JSON, text or a response"
    with pytest.raises(TypeError, match=f"^{takes}, not {instead}$"):
        parse_payload(given)
    at_its_place = instead.replace(":", r" at \$\.maps\[1\]:", 1)
    with pytest.raises(TypeError, match=f"^a payload holds JSON, not {at_its_place}$"):
        parse_payload({"maps": ["", given]})


def test_a_str_subclass_in_a_context_becomes_a_plain_str() -> None:
    class Name(str):
        __slots__ = ()

    context = parse("x", context={Name("map"): Name("Sites")}).context
    assert {type(part) for item in context.items() for part in item} == {str}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "'a'"),
        ("é\n", r"'\xe9\n'"),
        ("x" * 58, f"'{'x' * 58}'"),
        ("x" * 59, f"'{'x' * 59}…"),
        ("x" * 1_000, f"'{'x' * 59}…"),
        (5, "5"),
        (["y"] * 100, f"{str(['y'] * 100)[:60]}…"),
    ],
)
def test_a_value_is_shown_in_ascii_on_one_line_and_cut_off(value: object, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ([], "a record is a mapping, as to_dict returns it, not list"),
        ({}, "the record has neither a 'code' nor a 'name': it was not made by to_dict"),
        ({"code": "", "name": ""}, "the record has neither a 'code' nor a 'name': it was not made by to_dict"),
        ({"code": "DIPV1003", "matched_by": "luck"}, "matched_by is 'code', 'sentence', 'dataverse_code' or None, not"),
        ({"code": "DIPV1003", "context": []}, "context takes a mapping of str to str, not list"),
        ({"code": "DIPV1003", "parameters": {"field": 5}}, r"context\['field'\] takes a str, not int"),
        ({"code": "DIPV1003", "raw_of_errors": 5}, r"record\['raw_of_errors'\] takes a str, not int"),
        ({"code": "DIPV1003", "errors": {}}, r"record\['errors'\] takes a list, not dict"),
    ],
)
def test_a_record_is_refused_with_what_is_wrong(record: Any, said: str) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^{said}"):
        DualWriteError.from_dict(record)


@pytest.mark.parametrize("way", ["code", "sentence", "dataverse_code", None])
def test_each_way_to_recognize_an_error_is_kept(way: Any) -> None:
    assert DualWriteError.from_dict({"code": "DIPV1003", "matched_by": way}).matched_by == way
    assert IntegrationKeyMissing(matched_by=way).matched_by == way


def test_a_record_may_have_tuples_for_lists_and_null_for_what_is_missing() -> None:
    record = {"code": "DIPV1003", "wrapped_in": ("WriteToDataverseFailed",), "notes": ("a",), "raw_of_errors": None}
    error = DualWriteError.from_dict({**record, "parameters": None, "context": None, "raw": None})
    assert ([cls.__name__ for cls in error.wrapped_in], error.__notes__) == (["WriteToDataverseFailed"], ["a"])
    assert (dict(error.parameters), dict(error.context), error.raw) == ({}, {}, None)
    assert DualWriteError.from_dict({"code": "DIPV1003", "raw": ""}).raw == ""
