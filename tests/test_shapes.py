"""The words by which shapes of payloads are known, each of them."""

from typing import Any

import pytest

from dualwrite_errors import parse_payload

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


@pytest.mark.parametrize("said", ["", "0", "[]", "false", "none", "null", "ok", "{}", " OK ", "None", "\n"])
def test_what_says_nothing_is_no_failure(said: str) -> None:
    for payload in (
        {"errorMessage": said},
        {"error": said},
        [{"errorMessage": said}],
        {"validationIssues": [said.lower()]},
    ):
        assert parse_payload(payload) == []


@pytest.mark.parametrize("said", ["no", "not ok", "1", "[0]", "nothing"])
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


def test_what_says_it_best_is_read_first() -> None:
    said = {"title": "[DIPV1010] a", "status": 400, "detail": "[DIPV1003] b"}
    assert texts(said) == ["b", "a"]
    assert texts({"status": 400, "error": {"message": "[DIPV1010] a"}, "message": "[DIPV1003] b"}) == ["b", "a"]


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
