"""How a payload is walked: what stands in it twice, in itself, in parts, or in objects of other libraries."""

import json
from collections import ChainMap, UserDict, UserList
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from dualwrite_errors import (
    DataTypeMismatch,
    IntegrationKeyMissing,
    MandatoryFieldNotMapped,
    UnrecognizedError,
    parse_payload,
)

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
    assert (type(error), error.text, error.raw, error.matched_by) == (UnrecognizedError, text, text, None)
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
    ("code", "said"), [(7, "7"), ("0x80040265", "0x80040265"), (None, "an error without a message")]
)
def test_an_error_of_the_connector_without_a_message_says_its_code(code: object, said: str) -> None:
    assert [error.text for error in parse_payload({"cdsErrorCode": code})] == [said]


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
