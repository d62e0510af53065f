"""The words by which shapes of payloads are known, each of them."""

import io
import json
from decimal import Decimal
from typing import Any

import pytest

from dualwrite_errors import parse_payload, scan

KEYS = "[DIPV1003] Integration keys are missing"
NAMES_OF_KEYS = {
    "activityId": "activity_id",
    "cdsRequestId": "request_id",
    "clientTrackingId": "client_tracking_id",
    "direction": "direction",
    "dualWriteProcessingStage": "stage",
    "entityName": "entity",
    "errorUri": "error_uri",
    "externalEntityName": "external_entity",
    "fieldName": "field",
    "legalEntityName": "legal_entity",
    "projectName": "project",
    "recordId": "record_id",
    "requestId": "request_id",
    "rootActivityId": "activity_id",
    "sourceField": "field",
    "tName": "map",
    "trackingId": "tracking_id",
}


def texts(payload: Any) -> list[str]:
    """The text of each error."""
    return [error.text for error in parse_payload(payload)]


@pytest.mark.parametrize(("key", "name"), NAMES_OF_KEYS.items())
def test_a_key_names_something_wherever_it_stands(key: str, name: str) -> None:
    named = {key: "x7", "said": KEYS}
    for payload in (named, {key: "x7", "rows": [{"said": KEYS}]}, {"a": [named]}):
        (error,) = parse_payload(payload)
        assert {known: value for known, value in error.context.items() if known != "path"} == {name: "x7"}


def test_of_two_keys_that_name_the_same_the_first_in_the_alphabet_counts() -> None:
    for one, other in (("activityId", "rootActivityId"), ("fieldName", "sourceField"), ("cdsRequestId", "requestId")):
        for payload in ({one: "1", other: "2", "said": KEYS}, {other: "2", one: "1", "said": KEYS}):
            assert parse_payload(payload)[0].context[NAMES_OF_KEYS[one]] == "1"


@pytest.mark.parametrize(
    "said",
    [
        *("", "0", "[]", "false", "none", "null", "ok", "{}", " OK ", "None", "\n"),
        *("[ ]", " {\n} ", "0.0", "00", "0x0", "0x00000000"),
    ],
)
def test_what_says_nothing_is_no_failure(said: str) -> None:
    for payload in (
        {"errorMessage": said},
        {"error": said},
        [{"errorMessage": said}],
        {"requestId": "r", "state": "4", "errorMessage": said},
        {"validationIssues": [said, {"message": said}, {"code": "0", "text": said}]},
        {"exportErrors": said},
        {"recordResponses": [{"errorMessage": said, "verboseError": said}]},
        {"cdsErrorCode": said},
        {"cdsErrorCode": None, "message": said, "InnerErrorMessage": said},
    ):
        assert parse_payload(payload) == []


def test_a_message_that_says_nothing_leaves_it_to_what_else_does() -> None:
    assert texts({"importErrors": [{"errorMessage": "None", "message": "x y"}]}) == ["x y"]
    assert texts({"recordResponses": [{"errorMessage": "null", "verboseError": "x y"}]}) == ["x y"]
    assert texts({"error": {"code": "x7", "message": "None"}}) == ["x7"]
    assert texts({"title": "x y", "status": 400, "detail": "null"}) == ["x y"]


@pytest.mark.parametrize("said", ["no", "not ok", "1", "[0]", "nothing", ".", "0x1", "0.5", "none of them"])
def test_anything_else_is_one(said: str) -> None:
    for payload in ({"errorMessage": said}, {"error": said}, [{"errorMessage": said}], {"validationIssues": [said]}):
        assert texts(payload) == [said]


@pytest.mark.parametrize("status", ["Error", "Failed", "Failure", "Completed With Errors", "PartiallyFailed", "FAILED"])
def test_the_details_of_a_leg_that_failed_are_a_failure(status: str) -> None:
    leg = {"status": status, "details": "It went wrong", "exportErrors": [], "importErrors": []}
    assert texts([{"name": "Sites", "legs": [leg]}]) == ["It went wrong"]
    assert texts([{"name": "Sites", "legs": [{**leg, "status": "Completed"}]}]) == []


@pytest.mark.parametrize("key", ["errorMessage", "message", "Message", "verboseError", "description"])
def test_an_element_of_a_list_of_failures_says_it_under_any_of_these_keys(key: str) -> None:
    (error,) = parse_payload({"validationIssues": [{"n": 7, key: "It went wrong"}]})
    assert (error.text, error.context["path"]) == ("It went wrong", f"$.validationIssues[0].{key}")


def test_the_best_of_several_messages_counts() -> None:
    said = {key: key for key in ("description", "verboseError", "Message", "message", "errorMessage")}
    found = []
    while said:
        found += texts({"validationIssues": [dict(said)]})
        said.popitem()
    assert found == ["errorMessage", "message", "Message", "verboseError", "description"]


@pytest.mark.parametrize("key", ["innererror", "internalexception", "InnerException", "innerException"])
@pytest.mark.parametrize("message", ["ExceptionMessage", "message", "Message"])
def test_the_innermost_message_of_an_error_counts(key: str, message: str) -> None:
    (error,) = parse_payload({"error": {"message": "outer", key: {message: "middle", key: {message: "inner"}}}})
    assert (error.text, error.context["path"]) == ("inner", f"$.error.{key}.{key}.{message}")


def test_a_message_may_be_an_object_with_its_value() -> None:
    (error,) = parse_payload({"odata.error": {"code": "x7", "message": {"lang": "en", "value": "It went wrong"}}})
    assert (error.text, error.context["path"]) == ("It went wrong", "$['odata.error'].message.value")
    assert error.context["error_code"] == "x7"


@pytest.mark.parametrize(
    "member",
    [
        *("MessageDetail", "ModelState", "Reason", "ExceptionMessage", "ExceptionType", "StackTrace"),
        *("innererror", "internalexception", "InnerException", "innerException"),
    ],
)
def test_a_message_with_what_finance_and_operations_puts_beside_it_is_a_failure(member: str) -> None:
    assert len(texts({"Message": "It went wrong", member: "x"})) == 1
    assert texts({"Message": "It went wrong", "rows": 7}) == []


@pytest.mark.parametrize("number", [0, 7, 999])
def test_each_of_the_numbered_errors_of_records_is_a_failure(number: int) -> None:
    assert texts({f"RecordError{number}": "no site", "RecordError1000": "x"}) == ["no site"]


@pytest.mark.parametrize(
    ("status", "is_error"), [(400, True), ("500", True), (599, True), (399, False), ("4000", False)]
)
def test_a_body_about_a_problem_is_a_failure_if_its_status_is_one(status: object, is_error: bool) -> None:  # noqa: FBT001
    body = {"title": "Bad", "status": status, "detail": "It went wrong"}
    assert texts(body) == ["It went wrong"] * is_error
    found = parse_payload({**body, "detail": " "})
    assert [(error.text, error.context["path"]) for error in found] == [("Bad", "$.title")] * is_error


@pytest.mark.parametrize(
    ("state", "said"),
    [("1", []), ("2", []), ("2.0", []), (2, []), ("3", ["x y"]), (3.0, ["x y"]), ("4", ["x y"]), ("", ["x y"])],
)
def test_a_request_failed_by_its_state_or_its_message(state: object, said: list[str]) -> None:
    assert texts({"requestId": "r", "state": state, "errorMessage": "x y"}) == said
    assert len(texts({"requestId": "r", "state": state, "errorMessage": None})) == (str(state)[:1] == "3")


def test_what_two_parts_of_one_failure_say_alike_is_one_error() -> None:
    row = {"errorMessage": KEYS, "more": {"errorMessage": KEYS, "n": {"errorMessage": KEYS}}}
    assert texts([row]) == ["Integration keys are missing"]
    assert texts([row, row.copy()]) == ["Integration keys are missing"] * 2
    for body in ({"error": KEYS}, {"error": {"message": KEYS}}, {"title": "x", "status": 400, "detail": KEYS}):
        assert texts({"outputs": {"statusCode": 400, "body": body, "note": KEYS}}) == ["Integration keys are missing"]
    connector = {"message": KEYS, "cdsErrorCode": "0x80040265"}
    call = {"status": 400, "message": KEYS}
    for said in ({"code": "DIPV1003", "message": KEYS}, {"message": KEYS}, {"Message": KEYS}, connector, call):
        assert texts({"errorMessage": json.dumps(said), "note": KEYS}) == ["Integration keys are missing"]
    action = {"errorMessage": KEYS, "outputs": {"statusCode": 400, "body": KEYS}}
    inner = {"rows": [{"innererror": {"message": KEYS, "trace": f"{KEYS} at"}}]}
    assert texts(action) == texts(inner) == ["Integration keys are missing"]


def test_the_same_issue_in_two_records_or_two_requests_is_two_errors() -> None:
    records = [{"errorMessage": KEYS, "recordId": number} for number in range(2)]
    requests = [{"requestId": f"r-{number}", "state": "3", "errorMessage": KEYS} for number in range(2)]
    for payload in ({"recordResponses": records}, {"errorMessage": "refused", "rows": requests}):
        assert texts(payload) == ["Integration keys are missing"] * 2


def test_what_says_it_best_is_read_first() -> None:
    said = {"title": "[DIPV1010] a", "status": 400, "detail": "[DIPV1003] b"}
    assert texts(said) == ["b", "a"]
    assert texts({"status": 400, "error": {"message": "[DIPV1010] a"}, "message": "[DIPV1003] b"}) == ["b", "a"]
    assert texts({"status": 400, "note": "[DIPV1010] a", "message": "[DIPV1003] b"}) == ["b", "a"]
    record = {"note": "[DIPV1010] a", "verboseError": "[DIPV1018] c", "errorMessage": "[DIPV1003] b"}
    assert texts({"recordResponses": [record]}) == ["b", "a", "c"]
    connector = {"InnerErrorMessage": "[DIPV1018] c", "note": "[DIPV1010] a", "message": "[DIPV1003] b"}
    assert texts({**connector, "cdsErrorCode": "x7"}) == ["b", "a", "c"]
    inner = {"trace": "[DIPV1018] c", "message": "[DIPV1010] a", "innererror": {"message": "[DIPV1003] b"}}
    assert texts({"error": inner}) == ["b", "a", "c"]
    assert texts({"Message": "[DIPV1018] c", "ModelState": "[DIPV1010] a", "Reason": "[DIPV1003] b"}) == ["b", "a", "c"]


def test_what_is_recognized_in_an_inner_error_is_the_cause_of_the_wrapper_outside() -> None:
    inner = {"message": "[DIPV1010] a", "internalexception": {"message": "[DIPV1009] b"}}
    errors = parse_payload({"error": {"message": "Unable to write data to entity con_docks.", "innererror": inner}})
    assert sorted(error.code for error in errors) == ["DIPV1009", "DIPV1010"]
    assert [[cls.__name__ for cls in error.wrapped_in] for error in errors] == [["WriteToDataverseFailed"]] * 2


def test_of_two_wrappers_that_hold_nothing_the_first_counts() -> None:
    first, second = "Unable to write data to entity con_a.", "Unable to write data to entity con_b."
    assert texts({"error": {"message": first, "innererror": {"message": second}}}) == [second]
    assert texts({"errorMessage": first, "more": [second]}) == [first]


def test_a_call_that_failed_says_it_in_its_message() -> None:
    (error,) = parse_payload({"statusCode": 500, "message": "It was refused", "error": {"code": "x", "message": "No"}})
    assert (error.text, error.context["path"], error.context["http_status"]) == ("It was refused", "$.message", "500")


@pytest.mark.parametrize("message", ["Integration keys are missing", "[DIPV1003] They are missing", "No luck"])
def test_the_message_beside_a_reason_only_repeats_it(message: str) -> None:
    (error,) = parse_payload({"Message": message, "Reason": "[DIPV1003] Keys"})
    assert (error.text, error.context["path"]) == ("Keys", "$.Reason")


def contexts(payload: Any) -> list[dict[str, str]]:
    """The context of each error without its path."""
    return [
        {name: value for name, value in error.context.items() if name not in {"path", "inner_path"}}
        for error in parse_payload(payload)
    ]


# The dual-write gateway.


@pytest.mark.parametrize("requests", [None, {}, "none", [], [None, "r", {"requestId": "other", "state": "3"}]])
def test_the_last_request_counts_where_the_list_does_not_have_it(requests: object) -> None:
    last = {"requestId": "r", "state": "3", "errorMessage": "It was refused"}
    found = texts({"detail": {"lastRequest": last, "lastRequests": requests}})
    assert found.count("It was refused") == 1
    assert texts({"detail": {"lastRequest": last}}) == ["It was refused"]


def test_the_last_request_is_found_in_the_list_behind_what_is_no_request() -> None:
    last = {"requestId": "r", "state": "3", "errorMessage": "It was refused"}
    others = [None, "r", {"requestId": "r", "state": "1"}, {"requestId": "q", "state": "3"}]
    found = texts({"detail": {"lastRequest": last, "lastRequests": [*others, dict(last)]}})
    assert found == ["", "It was refused"]


def test_the_last_request_is_another_where_its_id_its_state_or_its_message_differs() -> None:
    last = {"requestId": "r", "state": "3", "errorMessage": "It was refused"}
    for other in ({**last, "requestId": "q"}, {**last, "state": "4"}, {**last, "errorMessage": "It was late"}):
        assert len(texts({"detail": {"lastRequest": last, "lastRequests": [other]}})) == 2


def test_a_last_request_that_is_a_text_is_read_as_one() -> None:
    assert texts({"detail": {"lastRequest": KEYS, "lastRequests": []}}) == ["Integration keys are missing"]


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        ({"state": "3"}, 0),
        ({"state": "3", "requestId": "r"}, 1),
        ({"state": "3", "errorMessage": None}, 1),
        ({"state": "3.05", "requestId": "r"}, 0),
        ({"state": "30", "requestId": "r"}, 0),
        ({"state": True, "requestId": "r"}, 0),
        ({"state": None, "requestId": "r"}, 0),
        ({"state": None, "errorMessage": "x"}, 1),
    ],
)
def test_a_state_is_that_of_a_request_beside_its_id_or_its_message(answer: dict[str, Any], count: int) -> None:
    assert len(texts(answer)) == count


@pytest.mark.parametrize("key", ["validationIssues", "exportErrors", "importErrors", "RecordError0"])
@pytest.mark.parametrize(
    "beside",
    [
        {"requestId": "r", "state": "2", "errorMessage": "It was late"},
        {"requestId": "r", "state": "3"},
        {"lastRequest": {"requestId": "r", "state": "1"}, "lastRequests": []},
        {"legs": []},
        {"recordResponses": []},
        {"outputs": {"statusCode": 200}},
        {"status": "Error"},
    ],
)
def test_a_list_of_failures_is_one_whatever_stands_beside_it(key: str, beside: dict[str, Any]) -> None:
    issues = "x y" if key == "RecordError0" else ["x y", "None"]
    (error,) = parse_payload({**beside, key: issues})
    assert error.text == "x y"
    assert error.context["path"] == f"$.{key}" + "[0]" * (key != "RecordError0")
    assert texts({"requestId": "r", "state": "2", key: []}) == []


def test_the_message_beside_a_list_of_failures_is_kept_unless_something_is_recognized() -> None:
    request = {"requestId": "r", "state": "3", "errorMessage": "It was refused"}
    assert texts({**request, "validationIssues": ["x y", "z"]}) == ["x y", "z", "It was refused"]
    assert texts({**request, "validationIssues": ["x y", "It was refused"]}) == ["x y", "It was refused"]
    assert texts({**request, "validationIssues": [{"n": 7}]}) == ['{"n": 7}', "It was refused"]
    assert texts({**request, "validationIssues": ["x y", KEYS]}) == ["x y", "Integration keys are missing"]
    wrapper = "Unable to write data to entity con_docks."
    for said, text in ((KEYS, "Integration keys are missing"), ("x y", "x y")):
        (error,) = parse_payload({"errorMessage": wrapper, "RecordError0": said})
        assert (error.text, [cls.__name__ for cls in error.wrapped_in]) == (text, ["WriteToDataverseFailed"])


# Initial sync and executions.


def test_a_leg_that_failed_and_says_nothing_is_an_error_and_one_with_errors_is_no_further_one() -> None:
    leg = {"displayName": "Sites", "status": "Error", "details": "", "exportErrors": [], "importErrors": []}
    (error,) = parse_payload([{"name": "Sync", "legs": [leg]}])
    assert (error.text, error.context["leg"], error.context["path"]) == ("", "Sites", "$[0].legs[0].details")
    assert texts([{"name": "Sync", "legs": [{**leg, "details": "It went wrong", "exportErrors": ["x"]}]}]) == ["x"]
    assert texts([{"name": "Sync", "legs": [{"status": "Error"}]}]) == [""]


@pytest.mark.parametrize("name", [7, None, ["x"], ""])
def test_a_name_that_is_no_text_names_nothing(name: object) -> None:
    leg = {"displayName": name, "status": "Error", "details": "x y"}
    assert contexts([{"name": name, "legs": [leg]}]) == [{}]
    assert contexts({"name": name, "outputs": {"statusCode": 400, "body": "x y"}}) == [{"http_status": "400"}]
    assert contexts({"cdsErrorCode": "x7", "message": "x y", "InnerErrorMessage": name}) == [{"error_code": "x7"}]


@pytest.mark.parametrize(("value", "named"), [(7, "7"), (1.5, "1.5"), (True, None), ("", None), (["x"], None)])
def test_a_key_may_name_something_by_a_number(value: object, named: str | None) -> None:
    assert contexts({"recordId": value, "said": KEYS}) == [{"record_id": named} if named else {}]


def test_legs_and_outputs_of_another_form_are_read_as_anything_else() -> None:
    assert contexts({"name": "Sites", "legs": {"said": KEYS}}) == [{}]
    assert contexts({"name": "Sites", "outputs": [{"said": KEYS}]}) == [{}]
    assert contexts({"name": "Sites", "outputs": {"said": KEYS}}) == [{}]
    assert contexts({"name": "Sites", "outputs": ["statusCode", KEYS]}) == [{}]
    assert contexts({"name": "Sites", "outputs": None, "said": KEYS}) == [{}]


# Finance and operations.


def test_a_trace_repeats_what_the_responses_say_in_other_words() -> None:
    log = {"recordResponses": [{"errorMessage": "[DIPV1003] Keys"}], "debugLogTrace": ["[DIPV1003] once more"]}
    assert texts(log) == ["Keys"]
    assert texts({"debugLogTrace": ["[DIPV1003] once more"], "fieldResponses": log["recordResponses"]}) == ["Keys"]
    assert texts({"debugLogTrace": ["[DIPV1010] first"], "recordResponses": log["recordResponses"]}) == [
        "Keys",
        "first",
    ]


def test_the_verbose_error_is_the_message_where_there_is_no_other() -> None:
    responses = [{"errorMessage": " ", "verboseError": "It was refused"}, {"verboseError": "[DIPV1003] Keys"}]
    assert texts({"fieldResponses": responses}) == ["It was refused", "Keys"]
    assert texts({"rows": responses}) == ["It was refused", "Keys"]


@pytest.mark.parametrize("depth", [0, 1, 98, 99, 100, 101])
def test_the_innermost_of_a_hundred_messages_counts(depth: int) -> None:
    error: dict[str, Any] = {"message": f"level {depth}"}
    for level in reversed(range(depth)):
        error = {"message": f"level {level}", "innererror": error}
    assert texts({"error": error}) == [f"level {min(depth, 99)}"]


def test_a_message_that_is_blank_does_not_count() -> None:
    error = {"message": "outer", "innererror": {"message": " ", "innererror": {"message": {"value": ""}}}}
    assert texts({"error": error}) == ["outer"]
    assert texts({"error": {"code": "x7", "message": " "}}) == ["x7"]
    assert texts({"error": {"code": 7, "message": ""}}) == ["7"]


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("x7", {"error_code": "x7"}),
        ("0x80040265", {"dataverse_code": "0x80040265"}),
        (-2147220891, {"dataverse_code": "0x80040265"}),
        ("", {}),
        (7, {}),
        (None, {}),
    ],
)
def test_the_code_of_an_error_is_context(code: object, known: dict[str, str]) -> None:
    assert contexts({"error": {"code": code, "message": "It was refused"}}) == [known]
    assert contexts({"message": "It was refused", "cdsErrorCode": code}) == [known]


def test_an_error_is_one_by_its_message_its_code_or_what_is_inside_it() -> None:
    for error, place in (
        ({"message": "x y"}, "message"),
        ({"Message": "x y"}, "Message"),
        ({"ExceptionMessage": "x y"}, "ExceptionMessage"),
        ({"code": "x y"}, "code"),
        ({"innererror": {"message": "x y"}}, "innererror.message"),
    ):
        for key, path in (("error", "$.error"), ("odata.error", "$['odata.error']")):
            (found,) = parse_payload({key: error})
            assert (found.text, found.context["path"]) == ("x y", f"{path}.{place}")
    for nothing in ({}, {"n": "x y"}, {"code": "0", "message": "x y"}, {"code": 0, "message": "x y"}):
        assert texts({"error": nothing}) == []
    empty: dict[str, Any]
    for empty in ({"code": 0, "message": ""}, {"message": None}, {"code": None, "innererror": {}}):
        assert texts({"error": empty}) == []


def test_what_looks_like_the_error_or_the_message_of_an_answer_and_is_none_is_read_as_anything_else() -> None:
    rows = ["[DIPV1003] a", "[DIPV1003] b"]
    assert texts({"error": {"rows": rows}}) == ["a", "b"]
    assert texts({"Message": rows}) == ["a", "b"]
    assert texts({"Message": [KEYS, KEYS]}) == ["Integration keys are missing"] * 2


def test_details_of_an_error_are_errors_and_what_else_stands_beside_it_repeats_it() -> None:
    error = {"message": "[DIPV1003] Keys", "trace": "[DIPV1003] again", "details": [{"message": "[DIPV1003] More"}]}
    assert texts({"error": error}) == ["Keys", "More"]
    inner = {"message": "[DIPV1003] Keys", "details": "[DIPV1003] More"}
    assert texts({"error": {"message": "[DIPV1003] outer", "innererror": inner}}) == ["Keys", "More"]


# Dataverse, Power Automate, Logic Apps.


def test_the_message_of_the_connector_counts_before_the_inner_one_and_that_before_the_code() -> None:
    body = {"InnerErrorMessage": "The key is there", "message": "It was refused", "cdsErrorCode": "x7"}
    found = []
    for _ in range(3):
        found += [
            (error.text, error.context["path"], error.context.get("inner_message")) for error in parse_payload(body)
        ]
        body.pop("message" if "message" in body else "InnerErrorMessage", None)
    assert found == [
        ("It was refused", "$.message", "The key is there"),
        ("The key is there", "$.InnerErrorMessage", "The key is there"),
        ("x7", "$.cdsErrorCode", None),
    ]


def test_the_inner_message_of_the_connector_repeats_the_message() -> None:
    body = {"InnerErrorMessage": "[DIPV1003] inner", "message": "[DIPV1003] Keys", "cdsErrorCode": "x7"}
    assert texts(body) == ["Keys"]


@pytest.mark.parametrize("missing", ["title", "status"])
def test_a_problem_has_a_title_and_a_status(missing: str) -> None:
    body = {"title": "Bad", "status": 400, "detail": "It went wrong"}
    assert contexts(body) == contexts({"rows": [{"body": body}]}) == [{"http_status": "400"}]
    assert texts({key: value for key, value in body.items() if key != missing}) == []


@pytest.mark.parametrize("beside", [{}, {"type": "x"}, {"traceId": "0", "n": 7}, {"instance": "/x", "n": 7}])
def test_a_problem_without_a_detail_says_its_title(beside: dict[str, Any]) -> None:
    (error,) = parse_payload({"title": "Bad", "status": 400, **beside})
    assert (error.text, error.context["path"], error.context["http_status"]) == ("Bad", "$.title", "400")
    assert texts([{"id": 7, "title": "Sites", "status": 404}]) == []


def test_the_errors_of_a_problem_say_it_where_it_has_no_detail() -> None:
    problem = {"type": "x", "title": "One or more are wrong.", "status": 400, "traceId": "0"}
    by_name = {**problem, "errors": {"con_site": ["It is unknown", "It is closed"], "con_name": ["[DIPV1003] x y"]}}
    assert [(error.text, error.context["path"], error.context["http_status"]) for error in parse_payload(by_name)] == [
        ("It is unknown", "$.errors.con_site[0]", "400"),
        ("It is closed", "$.errors.con_site[1]", "400"),
        ("x y", "$.errors.con_name[0]", "400"),
    ]
    silent: Any
    for silent in ({}, {"con_site": []}, [], 2, None):
        assert texts({**problem, "errors": silent}) == ["One or more are wrong."]
    assert texts({**problem, "errors": {"con_site": ["x y"]}, "detail": "It went wrong"}) == ["It went wrong"]


@pytest.mark.parametrize("key", ["status", "statusCode"])
@pytest.mark.parametrize("status", [400, "400", 400.0, "400.0", Decimal(400)])
def test_a_call_failed_by_its_status(key: str, status: Any) -> None:
    assert contexts({key: status, "message": "It was refused"}) == [{"http_status": "400"}]
    said = {"message": "[DIPV1003] Keys", "error": "[DIPV1003] again"}
    assert contexts({key: status, **said}) == [{"http_status": "400"}]
    assert texts({"rows": [{key: status, "message": "It was refused"}]}) == []


@pytest.mark.parametrize("key", ["status", "statusCode"])
@pytest.mark.parametrize("status", [200, 399.0, 400.5, "4000", "400 rows written", True, None])
def test_a_call_with_another_status_did_not_fail(key: str, status: Any) -> None:
    beside: dict[str, Any]
    for beside in ({"message": "It was refused"}, {}, {"body": "x y"}, {"headers": {}}, {"title": "x", "detail": "y"}):
        assert texts({key: status, **beside}) == []


@pytest.mark.parametrize("status", ["Failed", None, {}])
def test_a_call_failed_by_either_status(status: Any) -> None:
    for call in (
        {"status": status, "statusCode": 400, "message": "x y"},
        {"status": 400, "statusCode": status, "message": "x y"},
    ):
        (error,) = parse_payload(call)
        assert (error.text, error.context["http_status"]) == ("x y", "400")


def test_a_call_without_a_message_says_its_error_or_its_status() -> None:
    found = [
        (error.text, error.context["path"], error.context["http_status"])
        for payload in (
            {"status": 404, "message": "", "error": "Not Found", "path": "/x"},
            {"status": 404, "error": "Not Found", "error_description": "x y"},
            {"statusCode": 404, "message": "ok", "path": "/x"},
            {"status": 404, "message": None},
            {"statusCode": 404},
        )
        for error in parse_payload(payload)
    ]
    assert found == [
        ("Not Found", "$.error", "404"),
        ("x y", "$.error_description", "404"),
        ("HTTP 404", "$.statusCode", "404"),
        ("HTTP 404", "$.status", "404"),
        ("HTTP 404", "$.statusCode", "404"),
    ]


@pytest.mark.parametrize(
    ("answer", "said", "path"),
    [
        ({"statusCode": 502, "headers": {}, "body": "x y"}, "x y", "body"),
        ({"statusCode": 502, "headers": {}, "body": {"message": "x y"}}, "x y", "body.message"),
        ({"statusCode": 502, "body": {"error": {"code": "x7", "message": "x y"}}}, "x y", "body.error.message"),
        ({"statusCode": 502, "body": {"errors": ["x y"]}}, "x y", "body.errors[0]"),
        ({"statusCode": 502, "headers": {}}, "HTTP 502", "statusCode"),
        ({"status": 502, "reasonPhrase": "x", "body": "x y"}, "x y", "body"),
        ({"status": "502", "headers": {}}, "HTTP 502", "status"),
    ],
)
def test_an_answer_with_its_status_may_be_the_body_itself(answer: dict[str, Any], said: str, path: str) -> None:
    for payload, place in ((answer, "$"), ([answer], "$[0]")):
        (error,) = parse_payload(payload)
        assert (error.text, error.context["path"], error.context["http_status"]) == (said, f"{place}.{path}", "502")


def test_each_part_of_a_json_batch_that_failed_is_an_error() -> None:
    parts: list[dict[str, Any]] = [
        {"id": "1", "status": 404},
        {"id": "2", "status": 200, "body": {"value": []}},
        {"id": "3", "status": 400, "body": "x y"},
        {"id": "4", "status": 412, "headers": {}, "body": {"error": {"code": "x7", "message": "[DIPV1003] Keys"}}},
        {"id": "5", "status": 204},
        {"status": 500},
    ]
    assert [
        (error.text, error.context["path"], error.context["http_status"])
        for error in parse_payload({"responses": parts})
    ] == [
        ("HTTP 404", "$.responses[0].status", "404"),
        ("x y", "$.responses[2].body", "400"),
        ("Keys", "$.responses[3].body.error.message", "412"),
    ]


def test_columns_that_are_named_like_parts_of_an_answer_are_none() -> None:
    for row in (
        {"id": 1, "status": 404, "url": "/x"},
        {"id": 1, "statusCode": 500},
        {"run": 1, "errors": 3},
        {"run": 1, "errors": "3"},
        {"run": 1, "errors": {"count": 3, "rate": 0.5, "last": None, "samples": [], "by_map": {}, "of": "7"}},
        {"run": 1, "error": 3},
        {"run": 1, "error": 0.5, "message": "It went well"},
    ):
        assert texts([row]) == texts({"value": [row]}) == texts({"responses": {"404": row}}) == []
    assert texts({"value": [{"status": 404, "body": "x", "errors": ["x"], "error": True, "title": "x"}]}) == []


@pytest.mark.parametrize(("code", "said"), [("DIPV1003", ["x y"]), ("dipv9999", ["x y"]), ("OK", []), (1003, [])])
def test_a_message_beside_a_code_of_dual_write_is_a_failure(code: object, said: list[str]) -> None:
    assert texts({"code": code, "message": "x y"}) == said


def test_a_message_alone_is_an_error_if_something_is_recognized_in_it() -> None:
    assert texts({"message": "Unable to sync with entity con_a."}) == ["Unable to sync with entity con_a."]
    assert texts({"rows": [{"message": "Unable to sync with entity con_a."}]}) == []
    assert texts({"message": ["Unable to sync with entity con_a."]}) == []
    assert texts({"message": "It went well"}) == []


@pytest.mark.parametrize("member", ["errors", "error"])
def test_an_answer_with_errors_is_one_as_the_body_of_an_action_too(member: str) -> None:
    answer = {member: ["x y"] if member == "errors" else "x y"}
    assert texts(answer) == texts({"rows": [{"body": answer}]}) == ["x y"]
    assert texts({"rows": [answer]}) == []


@pytest.mark.parametrize("member", ["errors", "error"])
def test_errors_may_be_a_list(member: str) -> None:
    errors = [{"message": "x y"}, "It was refused", "None", None, {"code": "0", "message": "ok"}]
    found = [(error.text, error.context["path"]) for error in parse_payload({member: errors})]
    assert found == [("x y", f"$.{member}[0].message"), ("It was refused", f"$.{member}[1]")]


def test_an_object_of_errors_is_a_failure_only_beside_a_status_and_a_title() -> None:
    errors = {"con_site": ["x y"], "con_name": ["x"]}
    found = parse_payload({"title": "It is not valid", "status": 400, "errors": errors})
    assert [(error.text, error.context["path"]) for error in found] == [
        ("x y", "$.errors.con_site[0]"),
        ("x", "$.errors.con_name[0]"),
    ]
    assert texts({"errors": errors}) == []


@pytest.mark.parametrize("errors", [None, False, 0, "", "none", {}, [], [None], {"a": []}, {"a": None}, {"count": 0}])
def test_no_errors_are_none(errors: Any) -> None:
    for beside in ({}, {"status": "Healthy"}, {"message": "It went well"}, {"status": 200, "value": []}):
        assert texts({"errors": errors, **beside}) == []


@pytest.mark.parametrize("errors", [[], ["x y"]])
def test_a_message_counts_beside_errors_too(errors: list[str]) -> None:
    assert texts({"message": KEYS, "errors": errors}) == [*errors, "Integration keys are missing"]
    assert texts({"message": KEYS, "errors": [*errors, KEYS]}) == [*errors, "Integration keys are missing"]
    assert texts({"code": "DIPV1003", "message": "x", "error": errors}) == ["x", *errors]
    wrapper = "Unable to sync with entity con_a."
    assert texts({"message": wrapper, "errors": []}) == [wrapper]


@pytest.mark.parametrize("sign", [True, "true", "True"])
def test_an_error_that_is_only_said_to_be_there_says_what_stands_beside_it(sign: Any) -> None:
    found = [
        (error.text, error.context["path"])
        for beside in ({"message": "x y"}, {"message": "x", "error_description": "x y"}, {"message": ""}, {})
        for error in parse_payload({"error": sign, **beside})
    ]
    alone = [] if sign is True else [(sign, "$.error")] * 2
    assert found == [("x y", "$.message"), ("x y", "$.error_description"), *alone]


@pytest.mark.parametrize(
    "answer",
    [
        {"statusCode": 200, "status": 404, "body": {"ok": 1}},
        {"status": 500, "statusCode": 200, "headers": {}},
        {"PostId": 1, "title": "Hello", "body": "Text", "status": 404},
        {"id": "SO-1", "status": 450, "body": "Dear customer", "subject": "x"},
        {"id": 1, "status": 500, "headers": ["Id", "Name"], "rows": []},
        {"number": 450, "status": "450", "headers": "Name;City"},
        {"title": "Order", "status": 400, "errors": None, "customer": "x"},
        {"title": "My post", "status": 450, "errors": []},
        {"responses": [{"id": 5, "status": "450", "text": "yes"}]},
        {"responses": [{"id": 1, "status": 400.0, "respondent": "x"}], "form": "f"},
        {"responses": [{"id": 1, "status": "400"}]},
        {"type": "config", "error": True, "warn": True, "info": False},
        {"request": {"body": {"error": True}}},
        {"error": [0.01, 0.02], "x": [1, 2]},
        *({"status": "ok", "errors": errors} for errors in ("No errors", "0 of 5", "/jobs/1/errors")),
        *({"errors": {name: told}} for name, told in (("value", []), ("total", 0), ("href", "/jobs"), ("rows", ["a"]))),
    ],
)
def test_records_and_answers_that_resemble_a_failure_are_none(answer: dict[str, Any]) -> None:
    assert texts(answer) == []


@pytest.mark.parametrize("value", ["", None, [], {}, "none"])
def test_a_list_of_failures_that_is_empty_makes_no_failure_of_one_of_another_service(value: Any) -> None:
    record = json.dumps({"RecordError0": value, "errorMessage": "Camera off"})
    assert list(scan(io.StringIO(record))) == []


@pytest.mark.parametrize("lists", ["importErrors", "exportErrors", "validationIssues"])
def test_failures_of_dual_write_below_errors_are_found_in_a_file(lists: str) -> None:
    (finding,) = scan(io.StringIO(json.dumps({"errors": {lists: ["x y"], "RecordError0": []}})))
    assert finding.text == "x y"


@pytest.mark.parametrize("note", ["", "x DIPV y"])
@pytest.mark.parametrize(
    "payload",
    [
        {"requestId": "7", "state": "3", "errorMessage": "map failed", "importErrors": [{"errorMessage": "x bad"}]},
        {"errorMessage": "map failed", "RecordError0": [{"errorMessage": "x bad"}]},
        {"errorMessage": "map failed", "RecordError0": [{"message": "x bad"}]},
    ],
)
def test_what_a_list_of_failures_says_does_not_replace_what_the_rest_says(payload: dict[str, Any], note: str) -> None:
    noted = payload | {"note": note}
    for given in (noted, json.dumps(noted)):
        assert sorted(error.text for error in parse_payload(given)) == ["map failed", "x bad"]


@pytest.mark.parametrize("error", [None, False, "false", 0, "", {}, []])
def test_an_error_that_is_said_to_be_none_is_none(error: Any) -> None:
    for beside in ({}, {"message": "It went well"}, {"status": 200, "message": "x y"}):
        assert texts({"error": error, **beside}) == []


@pytest.mark.parametrize(
    ("answer", "path"),
    [
        ({"error": {"code": "", "message": ""}}, "$.error"),
        ({"error": {"message": "null"}}, "$.error"),
        ({"odata.error": {"code": "", "message": {"lang": "en", "value": ""}}}, "$['odata.error']"),
    ],
)
def test_an_answer_that_is_nothing_but_an_error_is_one_without_a_message_too(answer: Any, path: str) -> None:
    (error,) = parse_payload(answer)
    assert (error.text, error.context["path"]) == ("an error without a message", path)
    assert texts({"rows": [{"body": answer}]}) == ["an error without a message"]
    assert texts({**answer, "value": []}) == texts({"rows": [answer]}) == []
    assert texts({"rows": [{"body": {}}, {"body": {"n": {"message": ""}}}]}) == []
    assert texts({"error": {"code": "DIPV1003", "message": ""}}) == [""]


def test_the_description_of_an_error_says_more_than_its_name() -> None:
    (error,) = parse_payload({"error": "denied", "error_description": "The consent is missing"})
    assert (error.text, error.context["path"]) == ("The consent is missing", "$.error_description")
    (error,) = parse_payload({"error": "denied", "error_description": " "})
    assert (error.text, error.context["path"]) == ("denied", "$.error")
