"""How a payload is walked: what stands in it twice, in itself, in parts, or in objects of other libraries."""

import json
from collections import ChainMap, UserDict, UserList, UserString
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from dualwrite_errors import (
    DataTypeMismatch,
    DualWriteErrorGroup,
    IntegrationKeyMissing,
    MandatoryFieldNotMapped,
    UnrecognizedError,
    WriteToDataverseFailed,
    parse_payload,
)
from dualwrite_errors.parsing.walker import errors_in_text

KEYS = "Project validation failed. [DIPV1003] Integration keys are missing"
FIELD = "Project validation failed. [DIPV1010] Mandatory field con_code in destination entity must be mapped"


def seen(payload: Any, *names: str) -> list[tuple[str, ...]]:
    """The code or else the text of each error, and what its context says."""
    return [
        (error.code or error.text, *(error.context.get(name, "-") for name in names))
        for error in parse_payload(payload)
    ]


def test_a_list_inside_itself_is_read_once() -> None:
    payload: list[Any] = [KEYS]
    payload.append(payload)
    payload.append(FIELD)
    assert seen(payload, "path") == [("DIPV1003", "$[0]"), ("DIPV1010", "$[2]")]


def test_a_list_that_stands_in_two_places_is_read_in_the_first() -> None:
    shared = [KEYS]
    assert seen({"a": shared, "b": {"c": shared}, "d": list(shared)}, "path") == [
        ("DIPV1003", "$.a[0]"),
        ("DIPV1003", "$.d[0]"),
    ]


@pytest.mark.parametrize("wrap", [MappingProxyType, UserDict, ChainMap], ids=lambda wrap: wrap.__name__)
def test_a_mapping_of_any_type_is_read_as_an_object(wrap: Any) -> None:
    request = wrap({"requestId": "r-1", "state": "3", "errorMessage": "It was refused"})
    assert seen(wrap({"detail": wrap({"tName": "Sites", "lastRequests": UserList([request])})}), "map", "path") == [
        ("It was refused", "Sites", "$.detail.lastRequests[0].errorMessage")
    ]


def test_the_text_around_several_parts_of_a_multipart_body_is_read_too() -> None:
    first, second = (json.dumps({"error": {"message": text}}) for text in (KEYS, FIELD))
    body = f"--b\r\n\r\n{first}\r\n--b\r\n\r\n{second}\r\n--b-- [DIPV1011] behind"
    assert sorted(seen(body, "inner_path")) == [
        ("DIPV1003", "$.error.message"),
        ("DIPV1010", "$.error.message"),
        ("DIPV1011", "-"),
    ]


def test_a_part_that_is_cut_off_hides_no_other() -> None:
    whole = json.dumps({"error": {"message": FIELD}})
    body = f'--b\r\n\r\n{{"message": "{KEYS}", "error": \r\n--b\r\n\r\n{whole}\r\n--b--'
    assert [code for (code,) in seen(body)] == ["DIPV1003", "DIPV1010"]


@pytest.mark.parametrize("text", ["It was refused", "Refused: \ud800 \x00", "x" * 5_000])
def test_the_raw_of_an_unrecognized_error_is_what_was_given(text: str) -> None:
    payload = {"error": {"code": "x", "message": text}}
    (error,) = parse_payload(payload)
    assert (type(error), error.text, error.matched_by) == (UnrecognizedError, text, None)
    assert json.loads(error.raw or "") == payload
    written = json.dumps(payload)
    assert [error.raw for error in parse_payload(written)] == [written]


def test_an_unrecognized_request_has_the_path_of_its_message() -> None:
    requests = [{"requestId": f"r-{number}", "state": "3", "errorMessage": f"no {number}"} for number in range(2)]
    payload = [{"detail": {"tName": "Sites", "lastRequests": requests}}, {"detail": {"lastRequests": requests[:1]}}]
    assert seen(json.dumps(payload), "path", "request_id", "map") == [
        ("no 0", "$[0].detail.lastRequests[0].errorMessage", "r-0", "Sites"),
        ("no 1", "$[0].detail.lastRequests[1].errorMessage", "r-1", "Sites"),
        ("no 0", "$[1].detail.lastRequests[0].errorMessage", "r-0", "-"),
    ]


def test_what_is_not_recognized_inside_a_failure_is_wrapped_in_what_the_failure_says() -> None:
    wrapper = "Unable to write data to entity con_docks."
    payload = {"errorMessage": wrapper, "rows": [{"errorMessage": "no dock"}, {"errorMessage": "no ship"}]}
    errors = parse_payload(payload)
    assert [(type(error), error.text) for error in errors] == [
        (UnrecognizedError, "no dock"),
        (UnrecognizedError, "no ship"),
    ]
    for error in errors:
        assert error.wrapped_in == (WriteToDataverseFailed,)
        assert (error.context["table"], error.context["outer_message"]) == ("con_docks", wrapper)


def test_an_inner_error_in_what_repeats_is_kept_beside_the_message() -> None:
    verbose = json.dumps(
        {"error": {"message": "The row was refused", "innererror": {"message": "The name is too long"}}}
    )
    payload = {"recordResponses": [{"errorMessage": "The row was refused", "verboseError": verbose}]}
    assert seen(payload, "inner_message") == [("The row was refused", "The name is too long")]


def test_a_code_in_what_repeats_is_an_error_of_its_own_where_it_was_not_found_before() -> None:
    verbose = json.dumps({"error": {"message": f"{KEYS}", "innererror": {"message": FIELD}}})
    payload = {"recordResponses": [{"errorMessage": KEYS, "verboseError": verbose}]}
    errors = parse_payload(payload)
    assert [type(error) for error in errors] == [IntegrationKeyMissing, MandatoryFieldNotMapped]
    assert errors[1].context["inner_path"] == "$.error.innererror.message"


def test_an_error_inside_a_failure_is_taken_as_it_is_and_explains_the_failure() -> None:
    inside = DataTypeMismatch("x", context={"map": "Units"})
    assert parse_payload({"error": {"message": "It was refused", "details": [inside]}}) == [inside]


def test_of_an_unrecognized_row_numbers_say_nothing_and_texts_are_searched() -> None:
    rows = [
        {"recordId": "S-1", "row": 7, "errorMessage": "no such site"},
        {"row": 8, "ok": False, "errorMessage": "Unable to lookup con_units with values {PL}"},
        {"row": 9, "errorMessage": "no unit", "more": {"errorMessage": "not at all"}},
        {"row": 10, "errorMessage": "refused", "more": '{"message": "Unable to lookup con_units with values {PL}"}'},
    ]
    text = json.dumps({"importErrors": rows})
    assert [(type(error).__name__, error.text, error.context.get("record_id")) for error in parse_payload(text)] == [
        ("UnrecognizedError", "no such site", "S-1"),
        ("ReferencedRowNotFound", "Unable to lookup con_units with values {PL}", None),
        ("UnrecognizedError", "not at all", None),
        ("ReferencedRowNotFound", "Unable to lookup con_units with values {PL}", None),
    ]


def test_a_failure_without_a_message_is_written_out_whatever_its_type() -> None:
    issue = MappingProxyType({"issue": UserDict({"n": 7, "at": date(2031, 5, 6)}.items() - {("at", date(2031, 5, 6))})})
    (error,) = parse_payload({"validationIssues": [issue]})
    assert json.loads(error.text) == {"issue": {"n": 7}}


def test_a_wrapper_elsewhere_in_a_failure_is_added_to_those_alone_that_have_none() -> None:
    wrapper = "Unable to write data to entity con_docks."
    payload = {"error": {"message": wrapper, "details": [{"message": KEYS}, {"message": "[DIPV1010] Not mapped"}]}}
    first, second = parse_payload(payload)
    assert [cls.__name__ for cls in first.wrapped_in] == ["ProjectValidationFailed"]
    assert "outer_message" not in first.context
    assert [cls.__name__ for cls in second.wrapped_in] == ["WriteToDataverseFailed"]
    assert (second.context["outer_message"], second.context["table"]) == (wrapper, "con_docks")


def test_the_outputs_of_an_action_without_a_message_pass_on_their_status() -> None:
    outputs = {"statusCode": 412, "body": {"rows": [{"said": KEYS}]}}
    assert seen({"name": "Add_a_row", "outputs": outputs}, "http_status", "action") == [
        ("DIPV1003", "412", "Add_a_row")
    ]
    assert seen({"name": "Add_a_row", "outputs": {**outputs, "statusCode": 200}}, "http_status", "action") == [
        ("DIPV1003", "-", "Add_a_row")
    ]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        *((7, "7"), ("0x80040265", "0x80040265"), (["x7"], "an error without a message")),
        *((None, None), (0, None), (0.0, None), ("0x0", None), ([], None), (False, None)),
    ],
)
def test_an_error_of_the_connector_without_a_message_says_its_code(code: object, said: str | None) -> None:
    assert [error.text for error in parse_payload({"cdsErrorCode": code})] == [said] * (said is not None)
    assert [error.text for error in parse_payload({"cdsErrorCode": code, "message": "x y"})] == ["x y"]


@pytest.mark.parametrize("code", ["DIPV1003", "dipv1003", ["DIPV1003"]])
def test_a_code_beside_a_message_that_has_it_is_the_same_error(code: object) -> None:
    assert seen({"error": {"code": code, "message": "[DIPV1003] Keys"}}) == [("DIPV1003",)]
    assert seen({"error": {"message": "Refused", "code": code}}) == [("DIPV1003",)]
    assert seen({"error": {"message": "[DIPV1010] Refused", "code": code}}) == [("DIPV1010",), ("DIPV1003",)]


def test_a_message_is_the_text_of_sixteen_codes_beside_it_at_most() -> None:
    codes = [f"DIPV90{number:02}" for number in range(20)]
    errors = parse_payload({"errorMessage": "Refused", "codes": codes})
    assert [error.code for error in errors] == codes
    assert [error.text for error in errors] == ["Refused"] * 16 + [""] * 4


def test_of_a_list_that_nobody_calls_failures_only_json_is_read() -> None:
    rows = ["Unable to sync with entity con_a.", '{"error": {"message": "Unable to sync with entity con_b."}}', 7, None]
    assert seen(json.dumps({"rows": rows}), "path", "inner_path") == [
        ("Unable to sync with entity con_b.", "$.rows[1]", "$.error.message")
    ]


def test_of_a_wrapper_elsewhere_the_context_has_the_normal_spelling() -> None:
    said = "Request failed with status code BadRequest and CDS error code : 0X8004026E response message: See below."
    (error,) = parse_payload({"error": {"message": said, "innererror": {"message": "[DIPV1003] Keys"}}})
    assert (error.code, error.context["dataverse_code"]) == ("DIPV1003", "0x8004026e")
    assert (error.context["http_status"], "text" in error.context) == ("400", False)


ACTIVITY = "0a1b2c3d-0000-1111-2222-333344445555"


@pytest.mark.parametrize(
    "answer",
    [
        {"rows": [{"id": 7, "share": 0.5, "ok": True, "note": None, "name": "Dock 7"}], "next": None, "count": 1.0},
        {"importErrors": [{"recordId": "", "row": 0, "retried": True, "note": None, "more": {"n": " ", "m": "0.0"}}]},
        {"importErrors": [None, "", True, {"retried": True}, [], {}, [{}]], "exportErrors": None},
        {"name": "Sites", "legs": [{"status": "Completed", "details": None, "exportErrors": [], "importErrors": None}]},
        {"recordResponses": [{"errorMessage": None, "verboseError": " "}], "debugLogTrace": ["started", "done"]},
        {"rows": ["Unable to sync with entity con_b.", {"said": "Unable to sync with entity con_b."}]},
    ],
)
def test_an_answer_that_reports_nothing_gives_nothing_as_text_too(answer: Any) -> None:
    assert parse_payload(answer) == []
    assert parse_payload(json.dumps(answer)) == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (["Unable to sync with entity con_a."], [("Unable to sync with entity con_a.", "$[0]")]),
        ({"message": "Unable to sync with entity con_a."}, [("Unable to sync with entity con_a.", "$.message")]),
        ({"importErrors": [{"recordId": "S-1"}]}, [('{"recordId": "S-1"}', "$.importErrors[0]")]),
        ({"importErrors": [{"row": 7}]}, [('{"row": 7}', "$.importErrors[0]")]),
        ({"importErrors": [{"row": 0.5}]}, [('{"row": 0.5}', "$.importErrors[0]")]),
        ({"importErrors": {"errorMessage": "no site"}}, [("no site", "$.importErrors.errorMessage")]),
        ({"importErrors": "no site"}, [("no site", "$.importErrors")]),
        ({"importErrors": [None, "no site"]}, [("no site", "$.importErrors[1]")]),
        ({"importErrors": [{"mark": "X"}]}, [('{"mark": "X"}', "$.importErrors[0]")]),
        ({"importErrors": [["no site", "no dock"]]}, [('["no site", "no dock"]', "$.importErrors[0]")]),
        ({"importErrors": [{"of": "フィールド"}]}, [('{"of": "フィールド"}', "$.importErrors[0]")]),
        ({"importErrors": [{"of": '{"n": 7}'}]}, [(json.dumps({"of": '{"n": 7}'}), "$.importErrors[0]")]),
        (
            {"importErrors": [{"errorMessage": "no site", "why": '{"error": {"message": "no dock"}}'}]},
            [("no dock", "$.importErrors[0].why")],
        ),
        (
            {"importErrors": [{"errorMessage": '{"error": {"message": "no dock"}}'}]},
            [("no dock", "$.importErrors[0].errorMessage")],
        ),
        (
            {"importErrors": [{"errorMessage": "no site", "more": {"errorMessage": "no dock"}}]},
            [("no dock", "$.importErrors[0].more.errorMessage")],
        ),
        (
            {"legs": [{"status": "Completed", "details": {"errorMessage": "no dock"}, "exportErrors": []}]},
            [("no dock", "$.legs[0].details.errorMessage")],
        ),
        (
            {"importErrors": [{"errorMessage": "no site", "more": []}, {"errorMessage": "no dock", "more": {"n": 7}}]},
            [("no site", "$.importErrors[0].errorMessage"), ("no dock", "$.importErrors[1].errorMessage")],
        ),
        (
            {"importErrors": [{"errorMessage": 'no site "S"', "note": "Unable to lookup con_units with values {PL}"}]},
            [("Unable to lookup con_units with values {PL}", "$.importErrors[0].note")],
        ),
        (
            {
                "validationIssues": [
                    {"importErrors": ["no site"]},
                    {"n": {"importErrors": [{"errorMessage": "no dock"}]}},
                ]
            },
            [
                ("no site", "$.validationIssues[0].importErrors[0]"),
                ("no dock", "$.validationIssues[1].n.importErrors[0].errorMessage"),
            ],
        ),
        (
            {"rows": ['{"error": "Unable to sync with entity con_a."}', {"b": '{"error": "no site"}'}]},
            [("Unable to sync with entity con_a.", "$.rows[0]"), ("no site", "$.rows[1].b")],
        ),
    ],
)
def test_an_answer_without_a_code_says_the_same_as_text(answer: Any, said: list[tuple[str, str]]) -> None:
    for given in (answer, json.dumps(answer)):
        assert [(error.text, error.context["path"]) for error in parse_payload(given)] == said


def test_numbers_of_any_type_say_what_they_say() -> None:
    assert seen({"importErrors": [Decimal(17), Decimal("0.0"), 17]}, "path") == [
        ("17", "$.importErrors[0]"),
        ("17", "$.importErrors[2]"),
    ]
    assert seen({"requestId": Decimal(7), "state": Decimal("3.0")}, "request_id") == [("", "7")]
    assert seen({"validationIssues": [{"share": Decimal("7.50")}]}) == [('{"share": "7.50"}',)]


def test_a_failure_without_a_message_is_written_out_with_the_text_of_bytes_and_the_elements_of_any_list() -> None:
    issue = {"said": UserList(["no dock", b"no site", 7, None]), "of": UserDict({"n": UserString("x")})}
    (error,) = parse_payload({"validationIssues": [issue]})
    assert json.loads(error.text) == {"said": ["no dock", "no site", 7, None], "of": {"n": "x"}}
    assert seen({"validationIssues": [b"no site", bytearray(b"no dock")]}) == [("no site",), ("no dock",)]
    shared = [b"no site"]
    assert seen({"validationIssues": [[shared, shared, {"n": 7}]]}) == [("no site\n7",)]


def test_the_text_around_json_in_a_line_has_its_map_and_its_ids_and_gives_them_to_the_json() -> None:
    first, second = (json.dumps({"error": {"message": said}}) for said in ("[DIPV1010] b", "[DIPV1011] c"))
    line = f"Sites V2 (con_sites): {first} then [DIPV1003] Keys {second} Activity ID: {ACTIVITY}"
    found = errors_in_text(line, {"source": "a.log"})
    assert [(place, error.code, error.raw) for place, error in found] == [
        (line.index(first), "DIPV1010", "[DIPV1010] b"),
        (line.index("DIPV1003"), "DIPV1003", line),
        (line.index(second), "DIPV1011", "[DIPV1011] c"),
    ]
    known = {"map": "Sites V2 (con_sites)", "activity_id": ACTIVITY, "source": "a.log"}
    assert [dict(error.context) for _, error in found] == [
        {**known, "path": "$.error.message"},
        known,
        {**known, "path": "$.error.message"},
    ]


def test_what_is_known_about_a_line_wins_over_what_the_line_says_of_the_json_in_it() -> None:
    line = f"Sites V2 (con_sites): {json.dumps({'a': KEYS})} Activity ID: {ACTIVITY}"
    ((_, error),) = errors_in_text(line, {"map": "Docks", "activity_id": "7"})
    assert dict(error.context) == {"map": "Docks", "activity_id": "7", "path": "$.a"}


def test_a_short_sentence_that_stands_beside_json_and_nothing_else_counts() -> None:
    found = errors_in_text('{"error": {"message": "[DIPV1003] Keys"}} Data type mismatch.', {})
    assert [error.code for _, error in found] == ["DIPV1003", "DIPV1030"]


def test_a_line_without_json_is_the_raw_of_its_errors() -> None:
    line = f"Sites V2 (con_sites): {KEYS}"
    ((place, error),) = errors_in_text(line, {"source": "a.log"})
    assert (place, error.raw) == (line.index("DIPV"), line)
    assert dict(error.context) == {"map": "Sites V2 (con_sites)", "source": "a.log"}


class Unnamed:
    """A key of which no text can be made."""

    def __str__(self) -> str:
        raise RuntimeError("no name")


def test_a_key_of_which_no_text_can_be_made_is_called_by_its_type() -> None:
    assert seen({Unnamed(): [KEYS]}, "path") == [("DIPV1003", "$['<Unnamed>'][0]")]


@pytest.mark.parametrize("payload", [memoryview(b"x"), [memoryview(b"x")]], ids=["alone", "in a list"])
def test_a_view_of_bytes_is_no_json_and_its_place_is_told(payload: Any) -> None:
    at = "" if isinstance(payload, memoryview) else r" at \$\[0\]"
    with pytest.raises(TypeError, match=f"^a payload holds JSON, not memoryview{at}: pass what json.loads returns"):
        parse_payload(payload)


def test_a_group_inside_a_failure_explains_it_and_each_of_its_errors_gets_the_context() -> None:
    group = DualWriteErrorGroup("two", [IntegrationKeyMissing("a"), DataTypeMismatch("b", context={"job": "8"})])
    assert parse_payload({"errorMessage": "refused", "why": [group]}, context={"job": "7"}) == [group]
    assert [error.context["job"] for error in group.errors] == ["7", "8"]


def test_a_failure_that_stands_in_two_places_is_one_and_hides_no_other() -> None:
    shared = {"errorMessage": "no site"}
    payload = {"importErrors": [shared, "no dock"], "exportErrors": [shared, {"why": shared}, "no unit"]}
    assert seen(payload, "path") == [
        ("no site", "$.importErrors[0].errorMessage"),
        ("no dock", "$.importErrors[1]"),
        ("no unit", "$.exportErrors[2]"),
    ]


# What a payload may be.


@pytest.mark.parametrize("quote", ['\\"', "\\u0022"], ids=["escaped", "by its number"])
def test_json_in_a_string_is_read_however_its_quotes_are_written(quote: str) -> None:
    inner = '{"error": {"message": "Unable to sync with entity con_a."}}'.replace('"', quote)
    for text in (f'{{"body": "{inner}"}}', f'{{"n": 1}}\n{{"body": "{inner}"}}'):
        assert seen(text, "path", "inner_path") == [("Unable to sync with entity con_a.", "$.body", "$.error.message")]


def test_a_code_is_read_however_its_letters_are_written() -> None:
    for code in ("\\u0044IPV1003", "DIPV100\\u0033", "dipv1003", "\\u0064\\u0069pv1003"):
        assert seen(f'{{"said": "[{code}] Keys"}}') == seen(f'{{"n": 1}}\n["[{code}] Keys"]') == [("DIPV1003",)]


@pytest.mark.parametrize("code", ["DIPV1003", "DWDVEV1001", "DWFOEV1001", "DW9003", "DIPV9999"])
def test_a_code_of_each_family_is_found_anywhere_in_json_text(code: str) -> None:
    for written in (code, code.lower()):
        assert seen(json.dumps({"rows": [{"said": f"{written} x"}]})) == [(code,)]


def test_each_line_of_json_lines_is_known_by_its_number_and_the_caller_by_what_it_gives() -> None:
    text = "\n".join(["{}", json.dumps({"error": {"message": "no site"}}), "", json.dumps({"rows": [KEYS]})])
    errors = parse_payload(text, context={"job": "7"})
    assert [(error.text, error.context["line"], error.raw) for error in errors] == [
        ("no site", "2", text),
        ("Integration keys are missing", "4", text),
    ]
    assert {error.context["job"] for error in errors} == {"7"}


def test_an_error_of_this_library_is_a_payload_of_its_own() -> None:
    error, group = IntegrationKeyMissing("x"), DualWriteErrorGroup("two", [DataTypeMismatch("y")])
    assert parse_payload(error, context={"job": "7"}) == [error]
    assert parse_payload(group, context={"job": "7"}) == [group]
    assert [one.context["job"] for one in (error, *group.errors)] == ["7", "7"]


@pytest.mark.parametrize("payload", [Decimal(7), 7j, object(), {1}, iter(())], ids=lambda value: type(value).__name__)
def test_what_json_cannot_be_is_refused_by_name(payload: Any) -> None:
    said = f"^parse_payload and raise_for_errors take decoded JSON, text or a response, not {type(payload).__name__}: "
    with pytest.raises(TypeError, match=said):
        parse_payload(payload)


def test_a_tuple_is_an_array() -> None:
    assert seen((KEYS, (FIELD,)), "path") == [("DIPV1003", "$[0]"), ("DIPV1010", "$[1][0]")]


# Codes, messages and wrappers in one failure.


def test_a_code_in_json_in_the_middle_of_a_message_is_not_lost() -> None:
    message = f"--b\r\n\r\n{json.dumps({'code': 'DIPV1003', 'note': 'x'})}\r\n--b--"
    for payload in ({"status": 412, "message": message}, {"errorMessage": message}, {"error": {"message": message}}):
        assert seen(payload) == [("DIPV1003",)]
    assert seen({"errorMessage": message, "code": "DIPV1010"}) == [("DIPV1003",), ("DIPV1010",)]


def test_a_message_that_is_json_is_no_text_of_the_codes_in_it_and_beside_it() -> None:
    for message in ('{"code": "DIPV1003", "note": "x"}', ' ["DIPV1003", {}]\n'):
        errors = parse_payload({"error": {"message": message, "code": "DIPV1010"}})
        assert [(error.code, error.text) for error in errors] == [("DIPV1003", ""), ("DIPV1010", "")]
    (error,) = parse_payload({"error": {"message": "x y", "note": '{"n": "DIPV1003"}', "more": "z"}})
    assert (error.code, error.text) == ("DIPV1003", "x y")


def test_a_message_around_json_is_the_text_of_a_code_beside_it() -> None:
    message = 'Refused: {"n": "x"}'
    (error,) = parse_payload({"error": {"message": message, "code": "DIPV1010"}})
    assert (error.code, error.text) == ("DIPV1010", message)
    line = json.dumps({"error": {"message": message, "code": "DIPV1010"}})
    ((_, error),) = errors_in_text(f"got {line}", {})
    assert (error.code, error.text, error.raw) == ("DIPV1010", message, message)


def test_the_code_of_dataverse_beside_the_message_of_a_row_is_context() -> None:
    answer = {"importErrors": [{"message": "It was refused", "cdsErrorCode": "0x80040265"}]}
    for given in (answer, json.dumps(answer)):
        assert seen(given, "dataverse_code") == [("It was refused", "0x80040265")]


def test_a_text_of_its_own_type_is_read_wherever_it_stands() -> None:
    class Text(str):
        __slots__ = ()

    assert seen([Text(KEYS), {"a": Text(FIELD)}], "path") == [("DIPV1003", "$[0]"), ("DIPV1010", "$[1].a")]


def test_a_code_is_found_anywhere_in_a_key() -> None:
    for payload in ({"Failed: [DIPV1003] Keys": 7}, {"rows": [{"1": {"Failed: [DIPV1003] Keys": None}}]}):
        assert seen(payload) == seen(json.dumps(payload)) == [("DIPV1003",)]


def test_a_wrapper_never_holds_a_wrapper_of_its_own_class() -> None:
    wrapper = "Unable to write data to entity con_docks."
    rows = [{"errorMessage": wrapper}, {"errorMessage": "[DIPV1003] Keys"}]
    errors = parse_payload({"errorMessage": wrapper, "rows": rows})
    assert [[cls.__name__ for cls in error.wrapped_in] for error in errors] == [[], ["WriteToDataverseFailed"]]


def test_what_the_verbose_error_says_of_a_recognized_failure_is_no_further_one() -> None:
    wrapper = "Unable to write data to entity con_docks."
    verbose = json.dumps({"error": {"message": "The name is too long"}})
    for message in ("[DIPV1003] Keys", wrapper):
        for said in (verbose, "The name is too long", wrapper):
            errors = parse_payload({"recordResponses": [{"errorMessage": message, "verboseError": said}]})
            assert [str(error) for error in errors] == [message]
    assert seen({"recordResponses": [{"errorMessage": "refused", "verboseError": wrapper}]}) == [(wrapper,)]


# What may come from any program, as a log does.


@pytest.mark.parametrize(
    "answer",
    [
        {"requestId": "r", "state": "3", "errorMessage": "x y"},
        {"validationIssues": ["x y"]},
        {"importErrors": [{"errorMessage": "x y"}]},
        {"exportErrors": ["x y"]},
        {"legs": [{"status": "Error", "details": "x y"}]},
        {"recordResponses": [{"errorMessage": "x y"}]},
        {"fieldResponses": [{"verboseError": "x y"}]},
        {"RecordError0": "x y"},
    ],
)
def test_in_a_log_a_failure_counts_that_no_other_service_reports_like_this(answer: Any) -> None:
    assert [error.text for _, error in errors_in_text(f"got {json.dumps(answer)}", {})] == ["x y"]


@pytest.mark.parametrize(
    "answer",
    [
        {"error": {"message": "x y"}},
        {"errors": ["x y"]},
        {"rows": [{"errorMessage": "x y"}]},
        {"message": "x y", "cdsErrorCode": "0x80040265"},
        {"title": "x", "status": 400, "detail": "y"},
        {"status": 400, "message": "x y"},
        {"name": "a", "outputs": {"statusCode": 400, "body": "x y"}},
        {"Message": "x y"},
        {"error": "x y"},
        {"code": "7", "message": "x y"},
    ],
)
def test_in_a_log_any_other_failure_counts_if_something_is_recognized_in_it(answer: Any) -> None:
    written = json.dumps(answer)
    assert errors_in_text(f"got {written}", {}) == []
    assert parse_payload(written) or "code" in answer
    ((_, error),) = errors_in_text(f"got {written.replace('x', '[DIPV1003] x', 1)}", {})
    assert error.code == "DIPV1003"


def test_in_a_log_a_sentence_counts_in_any_string() -> None:
    line = json.dumps({"rows": [{"said": "Unable to sync with entity con_a.", "n": 7}, None, 'He said "no"']})
    assert [error.text for _, error in errors_in_text(f"got {line}", {})] == ["Unable to sync with entity con_a."]


def test_of_json_that_is_cut_off_in_a_line_what_is_whole_counts() -> None:
    line = 'got {"importErrors": [{"recordId": "S-1", "errorMessage": "no site"}, {"recordId": "S-2", "errorMess'
    found = [(place, error.text, error.context["record_id"]) for place, error in errors_in_text(line, {})]
    assert found == [(4, "no site", "S-1"), (4, '{"recordId": "S-2"}', "S-2")]


def test_a_trace_that_holds_failures_repeats_what_was_recognized_and_nothing_else() -> None:
    trace = {"debugLogTrace": [{"errorMessage": "no dock"}]}
    assert seen({"recordResponses": [{"errorMessage": KEYS}], **trace}) == [("DIPV1003",)]
    assert seen({"recordResponses": [{"errorMessage": "no site"}], **trace}) == [("no site",)]
    assert seen({"recordResponses": [], **trace}) == [("no dock",)]


def test_of_a_wrapper_elsewhere_what_is_no_status_and_no_code_is_no_context() -> None:
    said = "Request failed with status code Foo and CDS error code : 0x0 response message: See below."
    (error,) = parse_payload({"error": {"message": said, "innererror": {"message": "[DIPV1003] Keys"}}})
    assert dict(error.context) == {"outer_message": said, "path": "$.error.innererror.message"}


def test_the_last_request_that_repeats_another_is_read_once_as_text_too() -> None:
    failed = {"requestId": "r", "state": "3", "errorMessage": "It was refused"}
    answer = [{"detail": {"tName": "Sites", "lastRequest": failed, "lastRequests": [dict(failed)]}}]
    assert seen(answer) == seen(json.dumps(answer)) == [("It was refused",)]
