"""The shapes in which the services report errors, one rule each: what an object means, and where it says so.

A rule looks at one object and the key it stands under (None for the body itself), and returns a `Shape` or None. The
names in it are those of public sources; where they settle nothing, everything inside is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import islice
from numbers import Number
from typing import TypeAlias

import attrs

from ..arguments import is_mapping
from ..codes import normal_code
from ..context import dataverse_codes_in
from .decoding import Json, Object, any_text, is_array

CONTEXT_OF_KEY = {
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
"""Keys that name something wherever they stand, and what the context of the errors at or below them calls it.

Of two that name the same, the first in the order of the alphabet counts.
"""

_FAILED = {"error", "failed", "failure", "completedwitherrors", "partiallyfailed"}
_MESSAGE_KEYS = ("errorMessage", "message", "Message", "verboseError", "description")
_INNER_ERRORS = ("innererror", "internalexception", "InnerException", "innerException")
_DEEPEST_INNER_ERROR = 100
_REQUESTS_NEAR_AN_END = 100
_SAYS_NOTHING = re.compile(r"\s*+(?:0x0++|0++(?:\.0++)?+|\[\s*+\]|\{\s*+\}|false|none|null|ok)?+\s*+", re.IGNORECASE)
_WITHOUT_MESSAGE = "an error without a message"
_MEMBERS_BESIDE_MESSAGE = frozenset(
    {
        *("Message", "MessageDetail", "ModelState", "Reason"),
        *("ExceptionMessage", "ExceptionType", "StackTrace", *_INNER_ERRORS),
    }
)
_SUCCESS_STATUS = re.compile(r"[123][0-9]{2}(?:\.0++)?")
_ERROR_STATUS = re.compile(r"([45][0-9]{2})(?:\.0++)?")
_MEMBERS_OF_PROBLEM = frozenset({"detail", "instance", "traceId"})
_LEAST_OF_PROBLEM = frozenset({"title", "status", "type"})
_LEAST_OF_ANSWER = frozenset({"message", "status", "statusCode"})
_MEMBERS_OF_ANSWER = frozenset({"body", "headers", "reasonPhrase", "status", "statusCode"})
_MEMBERS_OF_PART = frozenset({"atomicityGroup", "body", "headers", "id", "status"})
_RECORD_ERRORS = frozenset(f"RecordError{number}" for number in range(1000))
_ERRORS = frozenset({"errors"})
_LISTS_OF_FAILURES = _RECORD_ERRORS | {"exportErrors", "importErrors", "validationIssues"}
_KEYS_OF_ERROR = ("error", "odata.error")
_OWN_MESSAGES = ("ExceptionMessage", "message", "Message")
_MEMBERS_OF_ERROR = frozenset({*_OWN_MESSAGES, "code", *_INNER_ERRORS})


@attrs.frozen(kw_only=True)
class Shape:
    """What a rule knows about an object."""

    context: Mapping[str, str] = attrs.Factory(dict[str, str])
    """What the errors inside share, beside `CONTEXT_OF_KEY`."""
    said: str | None = None
    """What the object says about its failure, kept where nothing in it is recognized; None: it reports no failure."""
    said_at: tuple[str, ...] = ()
    """The keys that lead to `said`."""
    one_failure: bool = False
    """Whether everything inside is about the failure that the enclosing object reports, if one does."""
    first: tuple[str, ...] = ()
    """The members that say it best; they are read before the others."""
    repeating: tuple[str, ...] = ()
    """The members that may only repeat the others: read last, in this order, for codes that were not found before."""
    silent: frozenset[str] = frozenset()
    """The members that are not read."""
    failures: frozenset[str] = frozenset()
    """The members that are lists of failures."""
    keeps_both: bool = False
    """Whether `said` is kept also beside a failure in these lists that says something else, and is not recognized."""
    is_of_dual_write: bool = False
    """Whether no other service reports failures in this shape."""


_SAME_REQUEST_TWICE = Shape(silent=frozenset({"lastRequest"}))
_COMPLETED = Shape(silent=frozenset({"errorMessage"}))
_ERROR_LOG = Shape(one_failure=True, repeating=("debugLogTrace",))
_HOLDS_FAILURES = Shape()
_ONE_FAILURE = Shape(one_failure=True)

Rule: TypeAlias = Callable[[Object], Shape | None]
"""Says what an object means, or None."""

RULES: list[Rule] = []
"""In order: the first one that knows an object counts."""
_RULES_BY_MEMBER: dict[str, list[int]] = {}
_RULES_BY_MEMBER_OF_BODY: dict[str, list[int]] = {}
_RULES_BY_KEY: dict[str, list[int]] = {}


def _looks_at(*members: str, under: Iterable[str] = (), of_body: Iterable[str] = ()) -> Callable[[Rule], Rule]:
    """Make a function a rule for objects with one of `members`, for those under a key, or for a body with a member."""

    def add(rule: Rule) -> Rule:
        for names, rules in ((members, _RULES_BY_MEMBER), (under, _RULES_BY_KEY), (of_body, _RULES_BY_MEMBER_OF_BODY)):
            for name in names:
                rules.setdefault(name, []).append(len(RULES))
        RULES.append(rule)
        return rule

    return add


def shape_of(value: Object, key: str | None) -> Shape | None:
    """What the first rule that knows `value` says about it."""
    looked_at = _MEMBERS_OF_BODY if key is None else _MEMBERS
    if looked_at.isdisjoint(value) and key not in _RULES_BY_KEY:
        return None
    for rule in _rules_for(looked_at.intersection(value), key):
        if shape := rule(value):
            return _with_lists_of_failures(shape, value)
    return None


def is_plain_item(value: Object) -> bool:
    """Whether no rule looks at the members of an object but that of an item with an error message."""
    return _MEMBERS_BUT_MESSAGE.isdisjoint(value)


@lru_cache
def _rules_for(members: frozenset[str], key: str | None) -> tuple[Rule, ...]:
    """The rules that look at an object with some members under a key, in order."""
    found = [*_RULES_BY_KEY.get(key or "", ())]
    for member in members:
        found += _RULES_BY_MEMBER.get(member, ())
        found += _RULES_BY_MEMBER_OF_BODY.get(member, ()) if key is None else ()
    return tuple(RULES[place] for place in sorted(set(found)))


def _with_lists_of_failures(shape: Shape, value: Object) -> Shape:
    """What a rule says about an object, and that its lists of failures of dual-write are that under every rule."""
    lists = {key for key in _LISTS_OF_FAILURES.intersection(value) - shape.failures if _holds_anything(value[key])}
    if not lists:
        return shape
    return attrs.evolve(shape, failures=shape.failures | lists, keeps_both=bool(shape.said), is_of_dual_write=True)


def named_in(value: Object) -> dict[str, str]:
    """What the members of an object name, wherever it stands."""
    named: dict[str, str] = {}
    known_keys = CONTEXT_OF_KEY.keys()
    found = known_keys & value.keys() if type(value) is dict else [key for key in known_keys if key in value]
    for key in sorted(found) if len(found) > 1 else found:
        if known := scalar_text(value[key]):
            named.setdefault(CONTEXT_OF_KEY[key], known)
    return named


def says_something(text: str) -> bool:
    """Whether a text is more than a word for nothing, or for success."""
    return _SAYS_NOTHING.fullmatch(text) is None


def said_by(failure: Json) -> tuple[str, tuple[str, ...]] | None:
    """What an element of a list of failures says, and the keys that lead to it; None where it has no message."""
    text = any_text(failure)
    if text is not None:
        return (text, ()) if says_something(text) else None
    if is_mapping(failure):
        for key in _MESSAGE_KEYS:
            if message := _text(failure, key):
                return message, (key,)
    return None


@_looks_at("lastRequest")
def map_status(value: Object) -> Shape | None:
    """A map in the gateway's answer about the status of a request: `lastRequest` repeats one of `lastRequests`."""
    last, requests = value.get("lastRequest"), value.get("lastRequests")
    if not is_mapping(last) or not is_array(requests):
        return None
    sign, message = _sign_of_request(last), _text(last, "errorMessage")
    for request in (*islice(requests, _REQUESTS_NEAR_AN_END), *islice(reversed(requests), _REQUESTS_NEAR_AN_END)):
        if not is_mapping(request) or _sign_of_request(request) != sign:
            continue
        if message in {"", _text(request, "errorMessage")}:
            return _SAME_REQUEST_TWICE
    return None


@_looks_at("state")
def request(value: Object) -> Shape | None:
    """A request to the gateway: "1" waits, "2" is completed, "3" is an error even without a text, others with one."""
    if "requestId" not in value and "errorMessage" not in value:
        return None
    state = scalar_text(value["state"]).removesuffix(".0")
    if state == "2":
        return _COMPLETED
    message = _text(value, "errorMessage")
    is_error = state == "3" or (bool(message) and state != "1")
    return Shape(said=message, said_at=("errorMessage",), is_of_dual_write=True) if is_error else None


@_looks_at("validationIssues")
def field_mappings(_: Object) -> Shape | None:
    """The field mappings of a map: each of `validationIssues` is a failure, whatever its shape."""
    return _HOLDS_FAILURES


@_looks_at("legs")
def execution_task(value: Object) -> Shape | None:
    """A task of an initial sync or of a Data Integrator execution."""
    return Shape(context=_named(task=value.get("name"))) if is_array(value.get("legs")) else None


@_looks_at("exportErrors", "importErrors", under=("legs",))
def execution_leg(value: Object) -> Shape | None:
    """One leg of a task: each export error and import error is a failure; the details are, if the leg failed."""
    failed = scalar_text(value.get("status")).replace(" ", "").lower() in _FAILED
    return Shape(
        context=_named(leg=value.get("displayName")),
        said=_text(value, "details") if failed else None,
        said_at=("details",),
        repeating=("details",),
        failures=frozenset({"exportErrors", "importErrors"}),
        is_of_dual_write=True,
    )


@_looks_at("recordResponses", "fieldResponses")
def error_log(_: Object) -> Shape | None:
    """The error log of dual-write: its trace repeats what the responses say."""
    return _ERROR_LOG


@_looks_at("verboseError", under=("recordResponses", "fieldResponses"))
def response(value: Object) -> Shape | None:
    """A record or a field in the error log: the verbose error, often JSON inside a string, repeats the message."""
    said = said_by(value)
    if said is None:
        return None
    repeating = ("verboseError",) if _text(value, "errorMessage") else ()
    return Shape(said=said[0], said_at=said[1], first=("errorMessage",), repeating=repeating, is_of_dual_write=True)


@_looks_at("errorMessage")
def failed_item(value: Object) -> Shape | None:
    """An item with an error message, such as a row of an initial sync, wherever it stands."""
    message = _text(value, "errorMessage")
    is_error = message and "state" not in value
    return Shape(said=message, said_at=("errorMessage",), one_failure=True) if is_error else None


@_looks_at(*_RECORD_ERRORS)
def record_errors(_: Object) -> Shape | None:
    """What finance and operations says of records from Dataverse: each of RecordError0, RecordError1 … is a failure."""
    return _HOLDS_FAILURES


@_looks_at("cdsErrorCode")
def connector_error(value: Object) -> Shape | None:
    """A body of the Dataverse connector."""
    said_at = next((key for key in ("message", "InnerErrorMessage") if _text(value, key)), None)
    return Shape(
        context={**_code(value["cdsErrorCode"]), **_named(inner_message=value.get("InnerErrorMessage"))},
        said=_text(value, said_at) if said_at else _text_of_code(value["cdsErrorCode"]),
        said_at=(said_at or "cdsErrorCode",),
        one_failure=True,
        first=("message",),
        repeating=("InnerErrorMessage",),
    )


@_looks_at(of_body=("title",), under=("body",))
def problem(value: Object) -> Shape | None:
    """A body of the media type problem+json: the text stands in its detail, or else in its errors."""
    status, _ = _error_status(value, "status")
    if not status or "title" not in value:
        return None
    by_field = _is_by_field(value.get("errors"))
    if not by_field and _MEMBERS_OF_PROBLEM.isdisjoint(value) and not value.keys() <= _LEAST_OF_PROBLEM:
        return None
    said_at = "detail" if _text(value, "detail") else "title"
    told_in_errors = said_at == "title" and (by_field or is_array(value.get("errors")))
    return Shape(
        context={"http_status": status},
        said=_text(value, said_at),
        said_at=(said_at,),
        one_failure=True,
        first=("detail",),
        failures=_ERRORS if told_in_errors else frozenset(),
    )


@_looks_at(under=_KEYS_OF_ERROR)
def odata_error(value: Object) -> Shape | None:
    """The error of an OData or Dataverse answer: the innermost message counts, the outer ones say less or the same."""
    if _MEMBERS_OF_ERROR.isdisjoint(value) or scalar_text(value.get("code")) == "0":
        return None
    return _told_innermost(value)


@_looks_at(under=_INNER_ERRORS)
def inner_error(value: Object) -> Shape | None:
    """An error inside the error of an OData or Dataverse answer."""
    return Shape(one_failure=True, first=_INNER_ERRORS, repeating=_repeating(value))


@_looks_at(of_body=("status", "statusCode"))
def failed_call(value: Object) -> Shape | None:
    """A call that Power Automate reports: the message is a multipart body with JSON inside, the error repeats it."""
    status, status_at = _error_status(value, "status", "statusCode")
    if not status or (any_text(value.get("message")) is None and not _text(value, "error")):
        return None
    said_at = next((key for key in ("message", "error_description", "error") if _text(value, key)), None)
    return Shape(
        context={"http_status": status},
        said=_text(value, said_at) if said_at else f"HTTP {status}",
        said_at=(said_at or status_at,),
        one_failure=True,
        first=("message",),
        repeating=("error",),
    )


@_looks_at("outputs")
def action_result(value: Object) -> Shape | None:
    """The result of a Logic Apps action."""
    outputs = value.get("outputs")
    if not is_mapping(outputs) or "statusCode" not in outputs:
        return None
    return Shape(context=_named(action=value.get("name")))


@_looks_at(under=("outputs",))
def action_outputs(value: Object) -> Shape | None:
    """The outputs of a Logic Apps action: the body says why the status code is one of an error, if anything does."""
    return _failed_answer(value, "statusCode")


@_looks_at(of_body=("status", "statusCode"))
def answer_alone(value: Object) -> Shape | None:
    """The outputs of an action, or a part of a JSON batch, as the body itself; or a status and nothing else."""
    is_answer = value.keys() <= _MEMBERS_OF_ANSWER and is_mapping(value.get("headers", {}))
    is_answer = is_answer or value.keys() <= _LEAST_OF_ANSWER
    return _failed_answer(value, "statusCode", "status") if is_answer else None


@_looks_at(under=("responses",))
def part_of_batch(value: Object) -> Shape | None:
    """The answer to one request of a JSON batch."""
    is_part = "id" in value and value.keys() <= _MEMBERS_OF_PART
    return _failed_answer(value, "status") if is_part and isinstance(value.get("status"), int) else None


@_looks_at(of_body=("Message",))
def bare_message(value: Object) -> Shape | None:
    """An answer of finance and operations that is nothing but a message, with its inner exceptions."""
    if not isinstance(value.get("Message"), str) or not _MEMBERS_BESIDE_MESSAGE.issuperset(value):
        return None
    shape = _told_innermost(value)
    return attrs.evolve(shape, first=("Reason", *shape.first), repeating=("Message",)) if "Reason" in value else shape


@_looks_at(of_body=("error",), under=("body",))
def bare_error(value: Object) -> Shape | None:
    """An answer whose error is a text, or only said to be there, with or without a description."""
    is_sign = value.get("error") is True or _text(value, "error").strip().lower() == "true"
    messages = ("error_description", *(_MESSAGE_KEYS if is_sign else ()), "error")
    said_at = next((key for key in messages if _text(value, key)), None)
    if said_at is None or not (is_sign or _text(value, "error")):
        return None
    return Shape(said=_text(value, said_at), said_at=(said_at,), one_failure=True)


@_looks_at(of_body=_KEYS_OF_ERROR, under=("body",))
def error_without_message(value: Object) -> Shape | None:
    """An answer that is nothing but an error with an empty message."""
    error = next((value[key] for key in _KEYS_OF_ERROR if key in value and len(value) == 1), None)
    if not is_mapping(error) or scalar_text(error.get("code")) == "0":
        return None
    message = error.get("message")
    said = any_text(message.get("value") if is_mapping(message) else message)
    if said is None or says_something(said):
        return None
    return Shape(said=_WITHOUT_MESSAGE, said_at=tuple(value), one_failure=True)


@_looks_at(of_body=("error", "errors"), under=("body",))
def bare_errors(value: Object) -> Shape | None:
    """An answer with a list of errors."""
    failures = frozenset({"errors"} if is_array(value.get("errors")) else ())
    errors = value.get("error")
    if is_array(errors) and any(is_mapping(error) or any_text(error) is not None for error in errors):
        failures |= {"error"}
    return attrs.evolve(_of_message(value) or Shape(), failures=failures, repeating=("message",)) if failures else None


@_looks_at(of_body=("message",))
def message_alone(value: Object) -> Shape | None:
    """A body with a message that need not be an error: it is one with a code, or if something is recognized in it."""
    return _of_message(value)


_MEMBERS = frozenset(_RULES_BY_MEMBER)
_MEMBERS_BUT_MESSAGE = _MEMBERS - {"errorMessage"}
_MEMBERS_OF_BODY = _MEMBERS.union(_RULES_BY_MEMBER_OF_BODY)


def scalar_text(value: Json) -> str:
    """A text or a number as text; ``""`` for anything else, and for a number with more digits than `str` writes."""
    text = any_text(value)
    if text is not None:
        return text
    if isinstance(value, bool) or not isinstance(value, Number):
        return ""
    try:
        return str(value)
    except ValueError:
        return ""


def _text(value: Object, key: str) -> str:
    """The text of a member; ``""`` where it says nothing."""
    text = any_text(value.get(key)) or ""
    return text if says_something(text) else ""


def _named(**names: Json) -> dict[str, str]:
    return {name: text for name, value in names.items() if (text := any_text(value))}


def _text_of_code(code: Json) -> str | None:
    """What a code says where there is no message; None where it is null or zero: that states no failure by itself."""
    if is_mapping(code) or is_array(code):
        return _WITHOUT_MESSAGE if code else None
    text = scalar_text(code)
    return text if says_something(text) else None


def _code(code: Json) -> dict[str, str]:
    """The code of an error as context: that of Dataverse in hexadecimal digits, any other as it is."""
    written = scalar_text(code)
    dataverse_code = next(dataverse_codes_in(written), None)
    if dataverse_code:
        return {"dataverse_code": dataverse_code}
    return {"error_code": written} if written and any_text(code) else {}


def _sign_of_request(value: Object) -> tuple[str, str]:
    return scalar_text(value.get("requestId")), scalar_text(value.get("state"))


def _has_code(value: Object) -> bool:
    code = any_text(value.get("code"))
    return code is not None and normal_code(code) is not None


def _of_message(value: Object) -> Shape | None:
    message = any_text(value.get("message"))
    if message is None:
        return None
    return Shape(said=message, one_failure=True) if _has_code(value) else _ONE_FAILURE


def _holds_anything(told: Json) -> bool:
    if is_mapping(told) or is_array(told):
        return len(told) > 0
    return says_something(any_text(told) or "")


def _is_by_field(told: Json) -> bool:
    """Whether errors are told as ASP.NET Core does: lists of texts, by the fields that they are about."""
    return is_mapping(told) and any(told.values()) and all(map(is_list_of_texts, told.values()))


def is_list_of_texts(value: Json) -> bool:
    """Whether it is a list, and nothing but texts is in it."""
    return is_array(value) and all(any_text(element) is not None for element in value)


def _failed_answer(value: Object, *status_keys: str) -> Shape | None:
    """An answer with the status of an error: its body says why, if anything does."""
    status, status_at = _error_status(value, *status_keys)
    if not status:
        return None
    in_body = said_by(value.get("body"))
    said, said_at = (in_body[0], ("body", *in_body[1])) if in_body else (f"HTTP {status}", (status_at,))
    return Shape(context={"http_status": status}, said=said, said_at=said_at, one_failure=True)


def _error_status(value: Object, *keys: str) -> tuple[str, str]:
    """The first status of an HTTP error under one of the keys, in three digits, and that key; or two empty texts."""
    statuses = {key: scalar_text(value.get(key)) for key in keys}
    if any(map(_SUCCESS_STATUS.fullmatch, statuses.values())):
        return "", ""
    found = {key: status for key, text in statuses.items() if (status := _ERROR_STATUS.fullmatch(text))}
    return next(((status[1], key) for key, status in found.items()), ("", ""))


def _told_innermost(value: Object) -> Shape:
    """An error whose inner errors say it best."""
    said_at = _innermost_message(value)
    return Shape(
        context=_code(value.get("code")),
        said=_text_at(value, said_at) or _text_of_code(value.get("code")),
        said_at=said_at or ("code",),
        one_failure=True,
        first=_INNER_ERRORS,
        repeating=_repeating(value),
    )


def _innermost_message(value: Object) -> tuple[str, ...]:
    """The keys to the innermost message that is not empty, a hundred inner errors deep at most, or ``()``."""
    depth, name = 0, tuple[str, ...]()
    keys: list[str] = []
    inner: Json = value
    while is_mapping(inner) and len(keys) < _DEEPEST_INNER_ERROR:
        message = next((key for key in _OWN_MESSAGES if _text(inner, key)), None)
        if message:
            depth, name = len(keys), (message,)
        elif is_mapping(inner.get("message")) and _text(inner["message"], "value"):
            depth, name = len(keys), ("message", "value")
        step = next((key for key in _INNER_ERRORS if is_mapping(inner.get(key))), None)
        if step is None:
            break
        keys.append(step)
        inner = inner[step]
    return (*keys[:depth], *name) if name else ()


def _repeating(value: Object) -> tuple[str, ...]:
    """What repeats the message of an error: what stands beside it but details, and itself beside an inner error."""
    has_inner_error = any(is_mapping(value.get(key)) for key in _INNER_ERRORS)
    known = {*_INNER_ERRORS, *_OWN_MESSAGES, "details"}
    beside = [key for key in value if key not in known]
    return (*_OWN_MESSAGES, *beside) if has_inner_error else tuple(beside)


def _text_at(value: Object, keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = value[key]
    return any_text(value)
