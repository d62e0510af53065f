"""Payloads to errors: every shape in which the services report them, by name."""

import codecs
import json
import tracemalloc
from collections import UserList, UserString
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import attrs
import pytest

from dualwrite_errors import (
    DataTypeMismatch,
    DataverseRequestFailed,
    DualWriteError,
    DualWriteErrorGroup,
    EntitySyncFailed,
    IntegrationKeyMissing,
    LookupValueNotFound,
    MandatoryFieldNotMapped,
    ProjectValidationFailed,
    ReferencedRowNotFound,
    UndocumentedCode,
    UnrecognizedError,
    WriteToDataverseFailed,
    parse_all,
    parse_payload,
    raise_for_errors,
)

KEYS = "Project validation failed. [DIPV1003] Integration keys are missing"
FIELD = "Project validation failed. [DIPV1010] Mandatory field con_code in destination entity must be mapped"
BATCH = (
    "--batchresponse_7d\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
    "HTTP/1.1 412 Precondition Failed\r\nContent-Type: application/json; odata.metadata=minimal\r\n\r\n{body}\r\n"
    "--batchresponse_7d--"
)


def request(number: str, state: str, message: str | None) -> dict[str, Any]:
    return {
        "requestId": f"request-{number}",
        "action": "1",
        "createdOn": "2031-05-06",
        "modifiedOn": "2031-05-06",
        "state": state,
        "errorMessage": message,
        "errorUri": None,
        "rootActivityId": f"activity-{number}",
    }


def map_entry(name: str | None, *requests: dict[str, Any], last: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "leftEntity": {"targetType": "AX", "name": "Sites V2", "displayName": "Sites V2"},
        "rightEntity": {"targetType": "CRM", "name": "con_sites", "displayName": "con_sites"},
        "detail": {
            "tid": "t",
            "tName": name,
            "pid": "p",
            "state": "6",
            "lastRequest": last,
            "lastRequests": list(requests),
        },
    }


def seen(payload: Any, *names: str, context: dict[str, str] | None = None) -> list[tuple[str, ...]]:
    """Code or text of each error, and of its context what is asked for."""
    errors = parse_payload(payload, context=context)
    return [(error.code or error.text, *(error.context.get(name, "-") for name in names)) for error in errors]


# The dual-write gateway.


@pytest.mark.parametrize("repeated", [0, 99, 900, 999])
def test_the_last_request_repeats_one_of_the_first_or_the_last_of_the_requests(repeated: int) -> None:
    requests = [request(str(number), "3", f"{KEYS} {number}") for number in range(1_000)]
    errors = parse_payload([map_entry("Sites", *requests, last=requests[repeated].copy())])
    assert len(errors) == len(requests)


def test_gateway_status_gives_the_errors_of_all_maps_with_map_request_and_activity() -> None:
    answer = [
        map_entry("con_sites - Sites V2", request("1", "3", KEYS)),
        map_entry("con_docks - Docks", request("2", "3", FIELD)),
    ]
    assert seen(answer, "map", "request_id", "activity_id", "path") == [
        ("DIPV1003", "con_sites - Sites V2", "request-1", "activity-1", "$[0].detail.lastRequests[0].errorMessage"),
        ("DIPV1010", "con_docks - Docks", "request-2", "activity-2", "$[1].detail.lastRequests[0].errorMessage"),
    ]


def test_gateway_last_request_that_repeats_one_of_the_requests_is_one_error() -> None:
    assert seen([map_entry("m", request("1", "3", KEYS), last=request("1", "3", KEYS))], "request_id") == [
        ("DIPV1003", "request-1")
    ]


def test_gateway_last_request_that_says_something_else_is_kept() -> None:
    entry = map_entry("m", request("1", "3", KEYS), last=request("1", "3", FIELD))
    assert sorted(seen([entry])) == [("DIPV1003",), ("DIPV1010",)]
    assert seen([map_entry("m", last=request("1", "3", KEYS))], "map") == [("DIPV1003", "m")]


def test_gateway_the_same_issue_in_two_requests_is_two_errors() -> None:
    entry = map_entry("m", request("1", "3", KEYS), request("2", "3", KEYS))
    assert seen([entry], "request_id") == [("DIPV1003", "request-1"), ("DIPV1003", "request-2")]


def test_gateway_one_request_with_the_same_issue_per_direction_is_two_errors() -> None:
    assert seen([map_entry("m", request("1", "3", f"{KEYS}. {KEYS}"))]) == [("DIPV1003",), ("DIPV1003",)]


def test_gateway_request_in_error_with_an_unrecognized_text_keeps_the_text() -> None:
    (error,) = parse_payload([map_entry("m", request("1", "3", "The stars are not aligned"))])
    assert type(error) is UnrecognizedError
    assert (error.text, error.context["request_id"]) == ("The stars are not aligned", "request-1")


@pytest.mark.parametrize("message", [None, ""])
def test_gateway_request_in_error_without_a_text_is_still_an_error(message: str | None) -> None:
    (error,) = parse_payload([map_entry("m", request("1", "3", message))])
    assert type(error) is UnrecognizedError
    assert (error.text, error.context["request_id"]) == ("", "request-1")


@pytest.mark.parametrize("message", [None, "", "All is well", KEYS])
def test_gateway_request_that_completed_gives_nothing(message: str | None) -> None:
    assert parse_payload([map_entry("m", request("1", "2", message))]) == []


def test_gateway_request_that_waits_gives_nothing() -> None:
    assert parse_payload([map_entry("m", request("1", "1", None))]) == []


def test_gateway_request_by_words_from_before_the_codes() -> None:
    entry = map_entry("m", request("1", "3", "Project validation failed. ..keys are missing for either AX or CRM"))
    (error,) = parse_payload([entry])
    assert (type(error), error.matched_by) == (IntegrationKeyMissing, "sentence")


def test_gateway_map_without_a_name_has_no_map_in_its_context() -> None:
    assert seen([map_entry(None, request("1", "3", KEYS))], "map") == [("DIPV1003", "-")]


def test_validation_issues_of_strings() -> None:
    payload = {"validationIssues": [KEYS, "The stars are not aligned", "", None]}
    assert seen(payload, "path") == [
        ("DIPV1003", "$.validationIssues[0]"),
        ("The stars are not aligned", "$.validationIssues[1]"),
    ]


def test_validation_issues_of_objects_of_unknown_shape() -> None:
    unknown = {"severity": "2", "where": {"field": "con_code"}}
    payload = {"validationIssues": [{"text": {"en": FIELD}, "direction": "AX to CRM"}, unknown, {"message": "No luck"}]}
    assert seen(payload, "path", "direction") == [
        ("DIPV1010", "$.validationIssues[0].text.en", "AX to CRM"),
        (json.dumps(unknown), "$.validationIssues[1]", "-"),
        ("No luck", "$.validationIssues[2].message", "-"),
    ]


# Initial sync and Data Integrator executions.


def execution(*legs: dict[str, Any]) -> dict[str, Any]:
    task = {"name": "Sites", "status": "Error", "legs": list(legs)}
    company = {"legalEntityName": "CON1", "executionStatus": "Error", "taskExecutionStatuses": [task]}
    return {"projectName": "Initial sync", "projectExecutionResponses": [company]}


def leg(status: str, details: str = "", **errors: list[Any]) -> dict[str, Any]:
    return {
        "displayName": "Sites V2 to con_sites",
        "status": status,
        "details": details,
        "exportErrors": [],
        "importErrors": [],
        **errors,
    }


def test_execution_gives_record_field_leg_task_company_and_project() -> None:
    item = {"recordId": "rec-7", "sourceField": "SITEID", "errorMessage": "[DIPV1030] Data type mismatch"}
    payload = execution(leg("Error", importErrors=[item]))
    names = ("record_id", "field", "leg", "task", "legal_entity", "project")
    assert seen(payload, *names) == [
        ("DIPV1030", "rec-7", "SITEID", "Sites V2 to con_sites", "Sites", "CON1", "Initial sync")
    ]


def test_execution_row_failures_are_kept_each_with_its_record() -> None:
    items = [
        {"recordId": f"rec-{number}", "sourceField": "SITEID", "errorMessage": "The row was refused"}
        for number in (1, 2)
    ]
    assert seen(execution(leg("Error", exportErrors=items)), "record_id", "field") == [
        ("The row was refused", "rec-1", "SITEID"),
        ("The row was refused", "rec-2", "SITEID"),
    ]


def test_execution_errors_may_be_strings_or_objects_without_a_message() -> None:
    payload = execution(leg("Error", importErrors=["The row was refused", {"recordId": "rec-1"}]))
    assert seen(payload, "record_id") == [("The row was refused", "-"), ('{"recordId": "rec-1"}', "rec-1")]


@pytest.mark.parametrize("status", ["Failed", "error", "Completed With Errors"])
def test_execution_details_of_a_failed_leg_are_kept(status: str) -> None:
    assert seen(execution(leg(status, "The table is locked")), "leg") == [
        ("The table is locked", "Sites V2 to con_sites")
    ]


def test_execution_details_that_repeat_an_item_are_not_counted_again() -> None:
    item = {"recordId": "rec-7", "sourceField": "SITEID", "errorMessage": "[DIPV1030] Data type mismatch"}
    payload = execution(leg("Error", "1 failed: [DIPV1030] Data type mismatch, see the items", importErrors=[item]))
    assert seen(payload, "record_id") == [("DIPV1030", "rec-7")]


def test_execution_that_completed_gives_nothing() -> None:
    assert parse_payload(execution(leg("Completed", "12 rows"))) == []


# Finance and operations.


def test_odata_the_innermost_message_counts() -> None:
    inner = {"message": "Write failed for table row of type 'ConSiteEntity'", "type": "t", "stacktrace": "at x"}
    payload = {"error": {"code": "", "message": "An error has occurred.", "innererror": inner}}
    (error,) = parse_payload(payload)
    assert type(error) is UnrecognizedError
    assert error.text == "Write failed for table row of type 'ConSiteEntity'"
    assert error.context["path"] == "$.error.innererror.message"


def test_odata_an_issue_that_the_stack_trace_repeats_is_one_error() -> None:
    inner = {"stacktrace": f"at Validate: {KEYS} at Run", "message": KEYS, "internalexception": {"message": ""}}
    payload = {"error": {"code": "", "message": f"Outer: {KEYS}", "innererror": inner}}
    assert seen(payload, "path") == [("DIPV1003", "$.error.innererror.message")]


def test_odata_a_code_that_only_the_stack_trace_has_is_found() -> None:
    payload = {
        "error": {"message": "An error has occurred.", "innererror": {"message": "", "stacktrace": f"at {KEYS}"}}
    }
    assert seen(payload, "path") == [("DIPV1003", "$.error.innererror.stacktrace")]


def test_bare_message_of_finance_and_operations() -> None:
    assert seen({"Message": "No luck"}, "path") == [("No luck", "$.Message")]
    assert seen({"Message": KEYS}, "path") == [("DIPV1003", "$.Message")]


def test_bare_message_with_inner_exceptions() -> None:
    inner = {"Message": "An error has occurred.", "ExceptionMessage": "The row was refused", "StackTrace": "at x"}
    payload = {"Message": "An error has occurred.", "ExceptionMessage": "Outer", "InnerException": inner}
    assert seen(payload, "path") == [("The row was refused", "$.InnerException.ExceptionMessage")]


def error_log(**response: str) -> dict[str, Any]:
    return {
        "entityName": "Sites V2",
        "externalEntityName": "con_sites",
        "executionStatus": 2,
        "fieldResponses": [],
        "recordResponses": [{"logDateTime": "2031-05-06", **response}],
        "dualWriteProcessingStage": "Outbound",
        "debugLogTrace": [],
    }


def test_error_log_keeps_a_row_failure_with_entities_stage_and_activity() -> None:
    message = (
        "Unable to write data to entity con_sites.Writes to ConSiteEntity failed with error message Request failed with"
        " status code BadRequest and CDS error code : 0x80040265 response message: The name is too long. Activity ID"
        " for troubleshooting {0a1b2c3d-0000-1111-2222-333344445555}"
    )
    payload = error_log(errorMessage=message, verboseError="")
    assert seen(payload, "entity", "external_entity", "stage", "activity_id") == [
        (
            message[message.index("Request") :],
            "Sites V2",
            "con_sites",
            "Outbound",
            "0a1b2c3d-0000-1111-2222-333344445555",
        )
    ]


def test_error_log_reads_json_inside_the_string_of_the_verbose_error() -> None:
    verbose = json.dumps({"error": {"code": "0x80040265", "message": KEYS}})
    payload = error_log(errorMessage="The row was refused", verboseError=verbose)
    assert seen(payload, "path", "inner_path", "dataverse_code") == [
        ("DIPV1003", "$.recordResponses[0].verboseError", "$.error.message", "0x80040265")
    ]


def test_error_log_keeps_the_inner_message_beside_an_unrecognized_one() -> None:
    verbose = json.dumps({"error": {"code": "0x80040265", "message": "The name is too long"}})
    payload = error_log(errorMessage="The row was refused", verboseError=verbose)
    assert seen(payload, "inner_message") == [("The row was refused", "The name is too long")]


def test_error_log_keeps_the_inner_message_beside_a_recognized_one() -> None:
    verbose = json.dumps({"error": {"code": "0x80040265", "message": "The name is too long"}})
    payload = error_log(errorMessage=KEYS, verboseError=verbose)
    assert seen(payload, "inner_message") == [("DIPV1003", "The name is too long")]
    repeated = json.dumps({"error": {"message": "Keys are missing"}})
    assert seen(error_log(errorMessage="[DIPV1003] Keys are missing.", verboseError=repeated), "inner_message") == [
        ("DIPV1003", "-")
    ]


def test_error_log_verbose_error_that_is_not_valid_json_is_read_as_text() -> None:
    verbose = '{"error": {"message": "He said "' + KEYS + '" again"}}'
    assert seen(error_log(errorMessage="", verboseError=verbose)) == [("DIPV1003",)]


def test_error_log_pasted_with_inner_quotes_not_escaped_is_read_as_text() -> None:
    pasted = '{"recordResponses": [{"verboseError": "{"error": {"message": "' + KEYS + '"}}"}]}'
    (error,) = parse_payload(pasted)
    assert (type(error), error.raw) == (IntegrationKeyMissing, pasted)


def test_error_log_trace_that_repeats_an_issue_is_not_counted_again() -> None:
    payload = error_log(errorMessage=KEYS, verboseError=f"trace {KEYS}") | {"debugLogTrace": [f"1: {KEYS}", "2"]}
    assert seen(payload, "path") == [("DIPV1003", "$.recordResponses[0].errorMessage")]


def test_error_log_without_an_error_gives_nothing() -> None:
    assert parse_payload(error_log(errorMessage="", verboseError="")) == []


# Dataverse, Power Automate, Logic Apps, setup.


def test_dataverse_error_with_its_code_and_trace() -> None:
    error = {"code": "0x80040265", "message": FIELD, "@Microsoft.PowerApps.CDS.TraceText": f"[Plugin] {FIELD} [End]"}
    assert seen({"error": error}, "path", "dataverse_code") == [("DIPV1010", "$.error.message", "0x80040265")]


def test_dataverse_error_with_an_empty_code() -> None:
    assert seen({"error": {"code": "", "message": "No luck"}}, "error_code") == [("No luck", "-")]


def test_power_automate_multipart_body_with_json_inside() -> None:
    message = BATCH.format(body=json.dumps({"error": {"code": "0x80040265", "message": FIELD}}))
    payload = {"status": 412, "message": message, "error": {"message": message}}
    for given in (payload, json.dumps(payload)):
        assert seen(given, "path", "inner_path", "dataverse_code") == [
            ("DIPV1010", "$.message", "$.error.message", "0x80040265")
        ]


def test_power_automate_unrecognized_message_inside_the_multipart_body_is_kept_alone() -> None:
    message = BATCH.format(body=json.dumps({"error": {"code": "0x1", "message": "The row was refused"}}))
    assert seen({"status": 412, "message": message, "error": {"message": message}}, "inner_path") == [
        ("The row was refused", "$.error.message")
    ]


def test_a_multipart_body_by_itself() -> None:
    body = BATCH.format(body=json.dumps({"error": {"message": FIELD}}))
    assert seen(body, "inner_path") == [("DIPV1010", "$.error.message")]
    assert sorted(seen(body.replace("HTTP/1.1", f"{KEYS}\r\nHTTP/1.1"))) == [("DIPV1003",), ("DIPV1010",)]


def test_logic_apps_action_result() -> None:
    payload = {
        "name": "Activate_the_map",
        "trackingId": "t-1",
        "clientTrackingId": "c-1",
        "outputs": {"statusCode": 400, "body": {"code": "Refused", "message": "No luck"}},
    }
    assert seen(payload, "action", "tracking_id", "client_tracking_id", "path") == [
        ("No luck", "Activate_the_map", "t-1", "c-1", "$.outputs.body.message")
    ]
    payload["outputs"] = {"statusCode": 200, "body": {"message": "Done"}}
    assert parse_payload(payload) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"title": "Bad Request", "status": 400, "detail": "No luck"}, [("No luck", "$.outputs.body.detail")]),
        ({"error": "No luck"}, [("No luck", "$.outputs.body.error")]),
        ({"error": {"code": "Refused", "message": "No luck"}}, [("No luck", "$.outputs.body.error.message")]),
        ({"errors": ["No", "luck"]}, [("No", "$.outputs.body.errors[0]"), ("luck", "$.outputs.body.errors[1]")]),
        ("No luck", [("No luck", "$.outputs.body")]),
        ({"n": 1}, [("HTTP 400", "$.outputs.statusCode")]),
        ({}, [("HTTP 400", "$.outputs.statusCode")]),
        (None, [("HTTP 400", "$.outputs.statusCode")]),
    ],
)
def test_a_logic_apps_action_that_failed_is_an_error_whatever_its_body_says(
    body: object, said: list[tuple[str, str]]
) -> None:
    errors = parse_payload({"name": "a", "outputs": {"statusCode": 400, "body": body}})
    assert [(error.text, error.context["path"]) for error in errors] == said
    assert {(error.context["action"], error.context["http_status"]) for error in errors} == {("a", "400")}


def test_logic_apps_body_that_is_json_text() -> None:
    body = json.dumps({"error": {"message": FIELD}})
    payload = {"name": "a", "outputs": {"statusCode": "502", "body": body}}
    assert seen(payload, "path", "inner_path") == [("DIPV1010", "$.outputs.body", "$.error.message")]


def test_setup_texts_with_session_and_activity() -> None:
    text = (
        f"MSG=[{KEYS}] STACKTRACE=[at Setup]\nSession ID: 0a1b2c3d-0000-1111-2222-333344445555\n"
        "Root activity ID: 9f8e7d6c-0000-1111-2222-333344445555"
    )
    assert seen(text, "session_id", "activity_id") == [
        ("DIPV1003", "0a1b2c3d-0000-1111-2222-333344445555", "9f8e7d6c-0000-1111-2222-333344445555")
    ]


def test_an_answer_whose_error_is_a_text() -> None:
    assert seen({"error": "access_denied", "error_description": "The consent is missing"}) == [
        ("The consent is missing",)
    ]


# Any other payload.


def test_a_payload_of_no_known_shape_is_searched_everywhere_for_codes() -> None:
    payload = {"a": [1, None, {"b c": KEYS}], "it's": {"ü": FIELD}, "n": 1003, "words": "Integration keys are missing"}
    assert seen(payload, "path") == [("DIPV1003", "$.a[2]['b c']"), ("DIPV1010", r"$['it\'s']['ü']")]


def test_a_code_in_a_key_is_found() -> None:
    assert seen({"errors": {"DIPV1003": ["a", "b"]}}, "path") == [("DIPV1003", "$.errors.DIPV1003")]


def test_an_undocumented_code_is_kept_with_its_text() -> None:
    (error,) = parse_payload({"a": "[DIPV1099] new"})
    assert (type(error), error.code, error.text) == (UndocumentedCode, "DIPV1099", "new")


def test_raw_is_the_whole_text_or_decoded_json_written_out() -> None:
    payload = {"a": KEYS, "b": 7}
    assert parse_payload(payload)[0].raw == json.dumps(payload)
    assert parse_payload(json.dumps(payload))[0].raw == json.dumps(payload)
    assert parse_payload(json.dumps(payload).encode())[0].raw == json.dumps(payload)


def test_repeated_keys_lose_nothing() -> None:
    assert seen(f'{{"a": "{KEYS}", "a": "{FIELD}"}}', "path") == [("DIPV1003", "$.a"), ("DIPV1010", "$.a")]


def test_numbers_of_any_size_and_the_words_for_none_are_read() -> None:
    assert seen(f'[1e999, -Infinity, NaN, {"9" * 10_000}, "{KEYS}"]', "path") == [("DIPV1003", "$[4]")]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("utf-32"),
        lambda text: bytearray(text.encode()),
        lambda text: "\ufeff" + text,
    ],
    ids=range(9),
)
def test_bytes_with_and_without_a_byte_order_mark(encode: Callable[[str], object]) -> None:
    assert seen(encode(json.dumps({"a": f"{KEYS} für con_site"}, ensure_ascii=False)), "path") == [("DIPV1003", "$.a")]
    assert seen(encode("plain: " + KEYS)) == [("DIPV1003",)]


def test_bytes_that_do_not_decode_lose_nothing_but_themselves() -> None:
    (error,) = parse_payload(b"\xff [DIPV1003] caf\xe9")
    assert (type(error), error.text, error.raw) == (IntegrationKeyMissing, r"caf\xe9", r"\xff [DIPV1003] caf\xe9")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "null",
        "[]",
        "{}",
        '"7d3c0a1b"',
        "7d3c0a1b",
        "true",
        "<!DOCTYPE html><html><body>Sign in to your account</body></html>",
        '{"a": ',
        '{"a": "b',
        "[[[[",
        "]",
        "--",
        "--x\n{",
        "\x00",
    ],
)
def test_a_body_without_an_error_gives_nothing(text: str) -> None:
    assert parse_payload(text) == []
    assert parse_payload(text.encode()) == []
    raise_for_errors(text)


@pytest.mark.parametrize(
    "text",
    [
        f"<html><body>{KEYS}</body></html>",
        f'{{"a": "{KEYS}',
        f'[[[["{KEYS}"',
        f'"{KEYS}',
        f"'a': '{KEYS}'",
        f"{{'errorMessage': '{KEYS}'}}",
        f'{{"a": "{KEYS}"}} and more',
        f"--x\n{{{KEYS}",
        f"{KEYS}\x00\ud800",
    ],
)
def test_what_only_resembles_json_is_read_as_text(text: str) -> None:
    assert seen(text) == [("DIPV1003",)]
    assert parse_payload(text)[0].raw == text


@pytest.mark.parametrize("payload", [None, 1, 1.5, True, [], {}, (), [None, [1, {}]], {1: 2, None: 3}])
def test_decoded_json_without_an_error_gives_nothing(payload: Any) -> None:
    assert parse_payload(payload) == []


def test_a_decoded_object_may_have_any_keys_and_numbers() -> None:
    payload: Any = {float("nan"): KEYS, "decimal": Decimal(1), "bytes": KEYS.encode(), "tuple": (FIELD,), 10**5000: 1}
    assert seen(payload, "path") == [("DIPV1003", "$.nan"), ("DIPV1003", "$.bytes"), ("DIPV1010", "$.tuple[0]")]


def test_a_failure_that_stands_twice_in_decoded_json_is_read_once() -> None:
    issue = {"message": KEYS}
    assert seen({"validationIssues": [issue, issue]}) == [("DIPV1003",)]
    unknown = {"message": "No luck"}
    assert seen({"validationIssues": [unknown, unknown]}) == [("No luck",)]


def test_json_text_and_its_decoded_form_give_the_same() -> None:
    for payload in (
        {"error": 5},
        {"validationIssues": [0, {"errorMessage": 404}]},
        {"error": {"code": 5, "message": "No luck"}},
        {"requestId": 1.5, "state": 3, "errorMessage": KEYS, "activityId": "a", "rootActivityId": None},
    ):
        told = [(str(error), dict(error.context)) for error in parse_payload(payload)]
        assert told == [(str(error), dict(error.context)) for error in parse_payload(json.dumps(payload))]
    assert told[0][1]["request_id"] == "1.5"
    assert told[0][1]["activity_id"] == "a"


def test_error_log_with_nothing_but_a_verbose_error_keeps_its_inner_message() -> None:
    verbose = json.dumps({"error": {"code": "0x80040265", "message": "The name is too long"}})
    assert seen(error_log(errorMessage="", verboseError=verbose), "inner_path") == [
        ("The name is too long", "$.error.message")
    ]
    assert seen(error_log(errorMessage="", verboseError="The name is too long")) == [("The name is too long",)]


def test_a_decoded_object_inside_itself_is_read_once() -> None:
    payload: dict[str, Any] = {"a": KEYS}
    payload["self"] = payload
    payload["list"] = [payload, FIELD]
    assert seen(payload, "path") == [("DIPV1003", "$.a"), ("DIPV1010", "$.list[1]")]


def test_an_error_inside_itself_ends() -> None:
    error: dict[str, Any] = {"message": "No luck"}
    error["innererror"] = error
    assert seen({"error": error}) == [("No luck",)]
    issue: dict[str, Any] = {}
    issue["issue"] = issue
    assert len(parse_payload({"validationIssues": [issue]})) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("depth", [10, 1_000, 50_000])
@pytest.mark.parametrize(
    ("opening", "closing", "step"), [("[", "]", "[0]"), ('{"a":', "}", ".a"), ('[{"b c":', "}]", "[0]['b c']")]
)
def test_nesting_of_any_depth_keeps_the_path(depth: int, opening: str, closing: str, step: str) -> None:
    text = opening * depth + json.dumps(KEYS) + closing * depth
    (error,) = parse_payload(text)
    assert type(error) is IntegrationKeyMissing
    assert error.context["path"] == "$" + step * depth


def test_deeply_nested_unknown_issues_keep_their_strings() -> None:
    issue: object = ["No luck", 7, ["at all"]]
    for _ in range(100_000):
        issue = [issue]
    (error,) = parse_payload({"validationIssues": [issue]})
    assert error.text == "No luck\n7\nat all"


@pytest.mark.parametrize(
    "payload",
    [
        {"error": "DIPV1003"},
        {"errors": ["DIPV1003"]},
        {"error": {"message": "DIPV1003"}},
        {"validationIssues": ["DIPV1003"]},
        {"RecordError0": "DIPV1003"},
        {"importErrors": [{"errorMessage": "DIPV1003"}]},
        {"error": '"DIPV1003"'},
        {"error": '["DIPV1003"]'},
        {"error": {"message": '{"code":"DIPV1003"}'}},
        {"status": 400, "message": '{"code":"DIPV1003"}'},
        {"state": "3", "requestId": "r", "errorMessage": '{"code":"DIPV1003"}'},
    ],
    ids=json.dumps,
)
def test_a_code_that_is_all_of_a_message_is_an_error(payload: Any) -> None:
    assert [type(error) for error in parse_payload(payload)] == [IntegrationKeyMissing]


def test_a_message_beside_a_code_is_its_text_also_in_json_in_a_string() -> None:
    (error,) = parse_payload({"error": '{"code":"DIPV1003","message":"no key"}'})
    assert (type(error), error.text, error.context["path"]) == (IntegrationKeyMissing, "no key", "$.error")


def test_a_code_beside_a_message_with_another_code_is_an_error_of_its_own() -> None:
    errors = parse_payload({"error": {"code": "DIPV1010", "message": "[DIPV1003] no key"}})
    assert sorted((error.code, error.text) for error in errors) == [("DIPV1003", "no key"), ("DIPV1010", "")]


def test_an_item_with_an_error_message_is_an_error_wherever_it_stands() -> None:
    unresolved = "Couldn't resolve the guid for the field: con_a. The lookup was not found: S-1."
    item = {"recordId": "r1", "sourceField": "SITE", "errorMessage": unresolved}
    for payload in (item, [item], {"rows": [item]}):
        (error,) = parse_payload(payload)
        assert type(error) is LookupValueNotFound
        assert (error.context["record_id"], error.context["field"]) == ("r1", "SITE")
    assert parse_payload({"rows": [{"errorMessage": None}, {"errorMessage": ""}, {"errorMessage": "None"}]}) == []


def test_the_wrapper_in_one_member_holds_the_cause_in_another() -> None:
    wrapper = (
        "Unable to write data to entity con_sites.Writes to ConSite failed with error message Request failed with"
        " status code BadRequest and CDS error code : 0x80040265 response message: foo"
    )
    verbose = json.dumps({"x": "Unable to lookup con_units with values {A}"})
    (error,) = parse_payload({"recordResponses": [{"errorMessage": wrapper, "verboseError": verbose}]})
    assert type(error) is ReferencedRowNotFound
    assert error.wrapped_in == (WriteToDataverseFailed, DataverseRequestFailed)
    assert error.context["outer_message"] == wrapper
    assert {"table": "con_sites", "http_status": "400", "dataverse_code": "0x80040265"}.items() <= error.context.items()


def test_the_code_of_a_connector_selects_the_class_for_a_wrapper_without_a_cause() -> None:
    message = "Unable to write data to entity con_sites."
    (error,) = parse_payload({"message": message, "cdsErrorCode": "0x80060891"})
    assert (type(error), error.matched_by) == (ReferencedRowNotFound, "dataverse_code")
    assert (error.text, error.wrapped_in) == (message, (WriteToDataverseFailed,))


# What an attacker sends: time and memory that grow with the payload and no faster.


@pytest.mark.slow
def test_lists_of_failures_that_say_nothing_are_read_once_at_any_depth() -> None:
    depth = 30_000
    assert parse_payload('{"exportErrors":[' * depth + "]}" * depth) == []


def test_numbers_in_a_list_of_failures_are_failures_unless_they_are_zero() -> None:
    errors = parse_payload({"importErrors": [0, 17, 0.0, None, False]})
    assert [(error.text, error.context["path"]) for error in errors] == [("17", "$.importErrors[1]")]


def test_codes_beside_a_long_message_share_it() -> None:
    message = "x" * 100_000
    codes = [f"DIPV{number}" for number in range(2_000, 9_000)]
    errors = parse_payload({"error": {"message": message, "details": codes}})
    assert [error.code for error in errors] == codes
    assert errors[0].text is errors[15].text
    assert errors[0].text == message
    assert errors[16].text == ""
    assert sum(len(error.args[0]) for error in errors) < 20 * len(message)


@pytest.mark.slow
def test_a_long_key_is_not_written_out_for_each_error() -> None:
    key, count = "k" * 200_000, 15_000
    errors = parse_payload({key: ["[DIPV1003]"] * count})
    assert errors[0].context["path"] == f"$.{key}[0]"
    assert errors[-1].context["path"] == f"$..[{count - 1}]"
    assert sum(len(error.context["path"]) for error in errors) < 10_000_000


def test_numbers_take_next_to_no_memory() -> None:
    payload = json.dumps([1] * 500_000)
    tracemalloc.start()
    try:
        assert parse_payload(payload) == []
        assert tracemalloc.get_traced_memory()[1] < 12 * len(payload)
    finally:
        tracemalloc.stop()


def test_a_text_of_its_own_type_is_read() -> None:
    assert [type(error) for error in parse_payload(UserString(KEYS))] == [IntegrationKeyMissing]
    assert [type(error) for error in parse_payload([UserString(KEYS)])] == [IntegrationKeyMissing]


@pytest.mark.parametrize("member", ["exportErrors", "rows"])
def test_a_container_in_many_places_is_read_and_written_once(member: str) -> None:
    shared: Any = {"note": "the dock is closed"}
    for _ in range(200):
        shared = {member: [shared, shared]}
    (error,) = parse_payload({"exportErrors": [shared]})
    assert "the dock is closed" in error.text
    assert len(error.text) < 1_000


def test_a_key_with_more_digits_than_python_writes_is_no_obstacle() -> None:
    payload: Any = {10**5000: ["[DIPV1003] x"], "exportErrors": [{10**5000: ""}]}
    (error,) = parse_payload(payload)
    assert error.context["path"] == "$['<int>'][0]"


def test_failures_inside_failures_are_counted_once() -> None:
    depth = 5_000
    levels = "".join(f'{{"exportErrors":[{{"errorMessage":"[DIPV{number:04}] a"}},' for number in range(depth))
    errors = parse_payload(levels + "0" + "]}" * depth)
    assert len(errors) == depth


def test_nested_lists_of_failures_keep_the_innermost_alone() -> None:
    depth = 3_000
    text = '{"validationIssues":[{"a":' * depth + '"No luck"' + "}]}" * depth
    (error,) = parse_payload(text)
    assert (type(error), error.text) == (UnrecognizedError, '{"a": "No luck"}')


def test_the_innermost_of_a_hundred_inner_errors_counts() -> None:
    error: dict[str, Any] = {"message": "innermost"}
    for _ in range(100):
        error = {"message": "An error has occurred.", "innererror": error}
    assert seen({"error": error["innererror"]}) == [("innermost",)]


def test_json_inside_many_strings_loses_none() -> None:
    answers = [json.dumps([map_entry(f"map {number}", request("1", "3", KEYS))]) for number in range(200)]
    assert [name for _, name in seen(answers, "map")] == [f"map {number}" for number in range(200)]


def test_of_json_that_is_cut_off_or_has_a_comma_too_many_what_is_whole_is_read_by_its_structure() -> None:
    requests = json.dumps([{"requestId": number, "state": 3, "errorMessage": "The flux"} for number in "78"])
    for broken in (requests.replace("}", ",}"), requests[:-1], requests.replace("}, ", "}\n}, ")):
        errors = parse_payload(broken)
        assert [(error.raw, error.context["request_id"]) for error in errors] == [(broken, "7"), (broken, "8")]


@pytest.mark.parametrize("cut", [-1, -2, -3, -20])
def test_of_an_answer_that_is_cut_off_an_error_is_found_once(cut: int) -> None:
    answer = json.dumps({"error": {"code": "0x80040217", "message": "[DIPV1003] Integration keys are missing. Now"}})
    assert [error.code for error in parse_payload(answer[:cut])] == ["DIPV1003"]
    response = Answer(500, b'{"error":{"code":"c","message":"mm')
    assert [error.text for error in parse_payload(response)] == [response.content.decode()]


def test_json_far_inside_of_a_long_text_is_read_by_its_structure() -> None:
    answers = [json.dumps({"value": [{"errorMessage": text}]}) for text in (KEYS, "[DIPV1005] b")]
    text = "calm\n" * 4_000 + answers[0] + "calm\n" * 4_000 + answers[1] + "\ncalm"
    expected = [("DIPV1003", "$.value[0].errorMessage"), ("DIPV1005", "$.value[0].errorMessage")]
    assert [(error.code, error.context["inner_path"]) for error in parse_payload(text)] == expected


def test_two_fields_with_the_same_code_beside_a_message_are_two_errors() -> None:
    details = [{"message": f"[DIPV1025] Missing destination field {name} in the schema"} for name in ("con_a", "con_b")]
    errors = parse_payload({"error": {"message": "Project validation failed", "details": details}})
    assert [error.names for error in errors] == [("con_a",), ("con_b",)]


def test_gateway_last_request_in_error_is_read_where_its_copy_is_stale() -> None:
    for stale in (request("1", "2", KEYS), request("1", "1", None), request("1", "2", None)):
        assert seen([map_entry("m", stale, last=request("1", "3", KEYS))]) == [("DIPV1003",)]
    assert seen([map_entry("m", request("1", "3", KEYS), last=request("1", "3", None))]) == [("DIPV1003",)]


def test_gateway_state_may_be_a_number_and_another_state_with_a_text_is_an_error() -> None:
    for state in (3, 3.0, "3", "4", "Error"):
        assert seen({"requestId": "r", "state": state, "errorMessage": "No luck"}) == [("No luck",)]
    assert seen({"state": "3", "errorMessage": "No luck"}) == [("No luck",)]


def test_each_of_several_issues_has_the_activity_id_in_its_own_text() -> None:
    ids = [f"{number}a1b2c3d-0000-1111-2222-333344445555" for number in (1, 2)]
    text = "\n".join(f"[DIPV1003] Keys. Activity ID: {activity}" for activity in ids)
    assert seen(text, "activity_id") == [("DIPV1003", activity) for activity in ids]
    assert seen(text, "activity_id", "found_activity_id", context={"activity_id": "ours"}) == [
        ("DIPV1003", "ours", activity) for activity in ids
    ]


def test_a_code_and_a_message_of_their_own_are_one_error() -> None:
    (error,) = parse_payload({"validationIssues": [{"code": "DIPV1003", "message": "Keys of con_site"}]})
    assert (error.code, error.text) == ("DIPV1003", "Keys of con_site")


def test_a_message_with_a_language_and_a_value() -> None:
    payload = {"odata.error": {"code": "", "message": {"lang": "en-US", "value": "No luck"}}}
    assert seen(payload, "path") == [("No luck", "$['odata.error'].message.value")]


def test_a_list_of_errors_as_a_body() -> None:
    assert seen({"errors": [{"message": "No luck"}, KEYS]}) == [("No luck",), ("DIPV1003",)]


def test_a_status_code_of_an_error_with_a_message() -> None:
    assert seen({"statusCode": 401, "message": "Access denied"}) == [("Access denied",)]


@pytest.mark.parametrize(
    "answer",
    [
        {"Message": "Accepted", "requestId": "7"},
        {"error": "none"},
        {"error": "0"},
        {"error": None},
        {"error": {}},
        {"error": {"code": 0, "message": "OK"}, "data": []},
        {"errors": []},
        {"validationIssues": {"AX": [], "CRM": []}},
        {"validationIssues": {"count": 0, "items": []}},
        {"validationIssues": "[]"},
        {"status": 200, "message": "Done"},
        {"requestId": 10**5_000, "state": 10**5_000},
    ],
    ids=lambda answer: str(list(answer)),
)
def test_an_answer_that_tells_of_success_gives_nothing(answer: dict[str, Any]) -> None:
    assert parse_payload(answer) == []


def test_more_paths_than_the_payload_is_long_are_shortened_and_still_match() -> None:
    depth = 3_000
    errors = parse_payload('{"m":"[DIPV1003] x","a":' * depth + "1" + "}" * depth)
    assert len(errors) == depth
    assert errors[500].context["path"] == "$" + ".a" * 500 + ".m"
    assert errors[-1].context["path"] == "$." + ".a" * 29 + ".m"
    assert sum(len(error.context["path"]) for error in errors) < 10_000_000


# What the caller gives, and what is refused.


def test_the_callers_context_wins_and_what_was_found_is_kept() -> None:
    payload = [map_entry("con_sites - Sites V2", request("1", "3", KEYS))]
    (error,) = parse_payload(payload, context={"map": "Sites", "request_id": "request-1", "job": "nightly"})
    expected = {"map": "Sites", "found_map": "con_sites - Sites V2", "request_id": "request-1", "job": "nightly"}
    assert expected.items() <= error.context.items()
    assert "found_request_id" not in error.context


async def answer() -> str:
    return KEYS


class Streamed:
    """A response whose body has to be awaited."""

    status = 200

    async def read(self) -> bytes:
        return b""


@attrs.frozen
class Answer:
    """A response as `requests` and `httpx` have them."""

    status_code: int
    content: bytes = b""
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])
    reason: str = ""


class NamedAnswer(NamedTuple):
    """A response that is a sequence, too."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes


def test_a_response_that_is_a_named_tuple_is_no_list() -> None:
    (error,) = parse_payload(NamedAnswer(500, {"Retry-After": "7"}, b"oops"))
    assert (error.raw, error.context["http_status"], error.context["retry_after"]) == ("oops", "500", "7")


@pytest.mark.parametrize(
    ("make", "instead"),
    [
        (object, "json.loads"),
        (lambda: ValueError(KEYS), r"parse\(str\(error\)\)"),
        (lambda: iter([KEYS]), "json.loads"),
        (lambda: {KEYS}, "json.loads"),
        (answer, "await it first"),
        (Streamed, r"await response\.text\(\)"),
    ],
    ids=["object", "exception", "iterator", "set", "coroutine", "asynchronous response"],
)
@pytest.mark.filterwarnings("ignore:coroutine")
def test_what_is_no_payload_is_a_type_error_that_says_what_to_do(make: Callable[[], Any], instead: str) -> None:
    for function in (parse_payload, raise_for_errors):
        with pytest.raises(TypeError, match=instead):
            function(make())


@pytest.mark.parametrize(
    ("make", "instead"),
    [
        (lambda: RuntimeError(KEYS), r"not RuntimeError at \$\.maps\[1\]: use parse\(str\(error\)\)"),
        (answer, "await it first"),
        (lambda: Answer(200), "each response alone"),
        (lambda: {KEYS}, "json.loads"),
    ],
    ids=["exception", "coroutine", "response", "set"],
)
@pytest.mark.filterwarnings("ignore:coroutine")
def test_what_is_no_json_is_refused_wherever_it_stands(make: Callable[[], Any], instead: str) -> None:
    with pytest.raises(TypeError, match=instead):
        parse_payload({"maps": ["", make()]})


def test_errors_inside_a_payload_are_taken_as_they_are() -> None:
    errors = [*parse_all(f"Sites V2 (con_sites): {KEYS}"), DataTypeMismatch("x", context={"map": "Units"})]
    assert parse_payload(errors, context={"job": "7", "map": "Sites"}) == errors
    assert [dict(error.context) for error in errors] == [
        {"map": "Sites V2 (con_sites)", "job": "7"},
        {"map": "Units", "job": "7"},
    ]
    with pytest.raises(DualWriteErrorGroup):
        raise_for_errors(errors)


def test_json_lines_are_read_line_by_line() -> None:
    lines = [json.dumps(request("1", "2", KEYS)), "", json.dumps(request("2", "3", KEYS)), '[{"a": "[DIPV1010] x"}]']
    errors = parse_payload("\r\n".join(lines))
    assert [(error.code, error.context["line"], error.context["path"]) for error in errors] == [
        ("DIPV1003", "3", "$.errorMessage"),
        ("DIPV1010", "4", "$[0].a"),
    ]


# Responses.

SIGN_IN = b"<html><title>Sign in to your account</title></html>"


def test_a_response_with_an_error_in_it_gives_status_and_ids_with_it() -> None:
    headers = {"Retry-After": "17", "x-ms-service-request-id": "s", "REQ_ID": "r", "Content-Type": "text/plain"}
    (error,) = parse_payload(Answer(412, json.dumps({"a": KEYS}).encode(), headers), context={"job": "7"})
    assert (error.code, dict(error.context)) == (
        "DIPV1003",
        {
            "path": "$.a",
            "http_status": "412",
            "retry_after": "17",
            "service_request_id": "s",
            "request_id": "r",
            "job": "7",
        },
    )


@pytest.mark.parametrize(
    ("response", "text", "is_transient"),
    [
        (Answer(400, b'{"title": "Bad"}'), '{"title": "Bad"}', False),
        (Answer(404, b"not here"), "not here", False),
        (Answer(429, b"", {"Retry-After": "5"}, "Too Many Requests"), "HTTP 429 Too Many Requests", True),
        (Answer(503, SIGN_IN), SIGN_IN.decode(), True),
        (Answer(502), "HTTP 502", True),
        (Answer(200, SIGN_IN), SIGN_IN.decode(), False),
        (Answer(200, b"plain words"), "plain words", False),
    ],
    ids=range(7),
)
def test_a_response_that_failed_or_is_not_json_is_an_error(response: Answer, text: str, is_transient: bool) -> None:  # noqa: FBT001
    (error,) = parse_payload(response)
    assert (type(error), error.text, error.context["http_status"]) == (
        UnrecognizedError,
        text,
        str(response.status_code),
    )
    assert error.is_transient is is_transient


@pytest.mark.parametrize(
    "body",
    [b"", b" \n", b'"7d3c"', b"[]", b"null", json.dumps(request("1", "2", KEYS)).encode(), b'{"a": 1}\n{"b": 2}'],
    ids=range(7),
)
def test_a_response_that_reports_nothing_gives_nothing(body: bytes) -> None:
    assert parse_payload(Answer(200, body)) == []
    raise_for_errors(Answer(204, body))


def test_a_wrapper_in_which_nothing_is_recognized_is_one_error_where_the_body_says_it_twice() -> None:
    said = json.dumps({"error": {"code": "0x80040265", "message": "Unable to sync with entity con_sites."}})
    batch = f"--batch_7d\r\n\r\n{said}\r\n--batch_7d--"
    (error,) = parse_payload({"status": 412, "message": batch, "error": {"message": batch}})
    assert (type(error), error.context["path"]) == (EntitySyncFailed, "$.message")


def test_a_context_that_is_not_str_to_str_is_refused() -> None:
    with pytest.raises(TypeError, match="context"):
        parse_payload([], context={"map": 5})  # type: ignore[dict-item] # that it is refused is the point


def test_raise_for_errors_raises_one_error_as_itself() -> None:
    with pytest.raises(IntegrationKeyMissing) as caught:
        raise_for_errors({"a": KEYS}, context={"map": "Sites"})
    assert caught.value.context["map"] == "Sites"


def test_raise_for_errors_raises_several_as_a_group() -> None:
    with pytest.raises(DualWriteErrorGroup, match="2 dual-write errors") as caught:
        raise_for_errors([KEYS, "[DIPV1030] Data type mismatch"])
    assert [type(error) for error in caught.value.exceptions] == [IntegrationKeyMissing, DataTypeMismatch]


def test_raise_for_errors_returns_none_where_there_is_nothing() -> None:
    raise_for_errors([map_entry("m", request("1", "2", None))])


def test_every_error_of_a_payload_is_a_dual_write_error_that_can_be_raised() -> None:
    for error in parse_payload([KEYS, FIELD, {"error": {"message": "x"}}]):
        with pytest.raises(DualWriteError):
            raise error
    assert isinstance(parse_payload([FIELD])[0], MandatoryFieldNotMapped)


@pytest.mark.parametrize(
    "payload",
    [
        {"requestId": "7", "state": "3", "errorMessage": "no dock"},
        {"recordResponses": [{"recordId": "7", "errorMessage": "no dock"}]},
        {"error": {"code": "7", "message": "no dock"}},
        {"exportErrors": ["no dock"]},
        {"code": "DIPV1003", "message": "no dock"},
    ],
    ids=lambda payload: next(iter(payload)),
)
@pytest.mark.parametrize("kind", [str.encode, UserString, type("Text", (str,), {})])
def test_a_message_in_decoded_json_may_be_any_kind_of_text(payload: Any, kind: Callable[[str], Any]) -> None:
    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: changed(member) for key, member in value.items()}
        return [*map(changed, value)] if isinstance(value, list) else kind(value)

    expected = [(type(error), error.text, error.context) for error in parse_payload(payload)]
    assert expected
    assert [(type(error), error.text, error.context) for error in parse_payload(changed(payload))] == expected


@pytest.mark.parametrize("deep", [False, True], ids=["flat", "deep"])
def test_every_text_of_decoded_json_is_found_again_on_its_error(*, deep: bool) -> None:
    payload: Any = {"error": {"message": "It was refused", "hint": "ask Ada", "innererror": {"message": "no dock"}}}
    for _ in range(100_000 if deep else 1):
        payload = [payload]
    (error,) = parse_payload(payload)
    assert error.text == "no dock"
    assert all(text in (error.raw or "") for text in ("It was refused", "ask Ada", "no dock"))


def test_the_raw_of_decoded_json_keeps_its_structure_where_containers_are_shared() -> None:
    none, shared = (), [{"said": "no dock"}]
    payload: Any = {"a": none, "b": none, ("x", 7): shared, "c": shared, "n": 10**5_000, "[DIPV1010]": 1}
    (error,) = parse_payload(payload)
    written = json.loads(error.raw or "")
    assert written == {"a": [], "b": [], "('x', 7)": shared, "c": None, "n": "", "[DIPV1010]": 1}


def test_the_raw_of_decoded_json_has_what_no_json_has() -> None:
    payload = {
        "rows": UserList([{"said": b"\xff [DIPV1003]"}]),
        "note": UserString("x"),
        "error": DataTypeMismatch("y"),
    }
    keys, taken = sorted(parse_payload(payload), key=lambda error: error.code)
    assert json.loads(keys.raw or "") == {"rows": [{"said": r"\xff [DIPV1003]"}], "note": "x", "error": str(taken)}
    assert taken.raw is None


def test_a_message_that_may_only_repeat_is_kept_beside_the_cause_of_a_wrapper() -> None:
    verbose = json.dumps({"error": {"message": "no dock"}})
    row = {"errorMessage": "Project validation failed", "note": "[DIPV1003] Keys", "verboseError": verbose}
    (error,) = parse_payload({"recordResponses": [row]})
    assert (type(error), error.wrapped_in) == (IntegrationKeyMissing, (ProjectValidationFailed,))
    assert error.context["inner_message"] == "no dock"
