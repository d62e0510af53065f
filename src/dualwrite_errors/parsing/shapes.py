"""The shapes in which the services report errors, one rule each: what an object means, and where it says so.

A rule looks at one object and the key it stands under (None for the body itself), and returns a `Shape` or None. The
names in it are those of public sources; where they settle nothing, everything inside is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import attrs

from ..arguments import is_mapping
from ..context import dataverse_codes_in
from .decoding import Json, Object, is_array

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
"""Keys that name something wherever they stand, and what the context of the errors at or below them calls it."""

_FAILED = {"error", "failed", "failure", "completedwitherrors", "partiallyfailed"}
_MESSAGE_KEYS = ("errorMessage", "message", "Message", "verboseError", "description")
_INNER_ERRORS = ("innererror", "internalexception", "InnerException", "innerException")
_DEEPEST_INNER_ERROR = 100
_SAYS_NOTHING = {"", "0", "[]", "false", "none", "null", "ok", "{}"}
_MEMBERS_BESIDE_MESSAGE = frozenset(
    {
        *("Message", "MessageDetail", "ModelState", "Reason"),
        *("ExceptionMessage", "ExceptionType", "StackTrace", *_INNER_ERRORS),
    }
)
_RECORD_ERROR = re.compile("RecordError[0-9]+")
_OWN_MESSAGES = ("ExceptionMessage", "message", "Message")


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


def shape_of(value: Object, key: str | None) -> Shape | None:
    """What the first rule that knows `value` says about it."""
    return next((shape for rule in RULES if (shape := rule(value, key))), None)


def said_by(failure: Json) -> tuple[str, tuple[str, ...]] | None:
    """What an element of a list of failures says, and the keys that lead to it; None where it has no message."""
    if isinstance(failure, str):
        return (failure, ()) if failure.strip() not in _SAYS_NOTHING else None
    if is_mapping(failure):
        for key in _MESSAGE_KEYS:
            if message := _text(failure, key):
                return message, (key,)
    return None


def map_status(value: Object, _key: str | None) -> Shape | None:
    """A map in the gateway's answer about the status of a request: `lastRequest` repeats one of `lastRequests`."""
    last, requests = value.get("lastRequest"), value.get("lastRequests")
    if not is_mapping(last) or not is_array(requests):
        return None
    is_same = any(
        is_mapping(request)
        and all(scalar_text(request.get(key)) == scalar_text(last.get(key)) for key in ("requestId", "state"))
        and _text(last, "errorMessage") in ("", _text(request, "errorMessage"))
        for request in requests
    )
    return Shape(silent=frozenset({"lastRequest"} if is_same else ()))


def request(value: Object, _key: str | None) -> Shape | None:
    """A request to the gateway: "1" waits, "2" is completed, "3" is an error even without a text, others with one."""
    if "state" not in value or not {"requestId", "errorMessage"} & value.keys():
        return None
    state = scalar_text(value["state"]).removesuffix(".0")
    if state == "2":
        return Shape(silent=frozenset({"errorMessage"}))
    message = _text(value, "errorMessage")
    is_error = state == "3" or (bool(message) and state != "1")
    return Shape(said=message if is_error else None, said_at=("errorMessage",))


def field_mappings(value: Object, _key: str | None) -> Shape | None:
    """The field mappings of a map: each of `validationIssues` is a failure, whatever its shape."""
    return Shape(failures=frozenset({"validationIssues"})) if "validationIssues" in value else None


def execution_task(value: Object, _key: str | None) -> Shape | None:
    """A task of an initial sync or of a Data Integrator execution."""
    return Shape(context=_named(task=value.get("name"))) if is_array(value.get("legs")) else None


def execution_leg(value: Object, key: str | None) -> Shape | None:
    """One leg of a task: each export error and import error is a failure; the details are, if the leg failed."""
    if key != "legs" and "exportErrors" not in value and "importErrors" not in value:
        return None
    failed = scalar_text(value.get("status")).replace(" ", "").lower() in _FAILED
    return Shape(
        context=_named(leg=value.get("displayName")),
        said=_text(value, "details") if failed else None,
        said_at=("details",),
        repeating=("details",),
        failures=frozenset({"exportErrors", "importErrors"}),
    )


def error_log(value: Object, _key: str | None) -> Shape | None:
    """The error log of dual-write: its trace repeats what the responses say."""
    if "recordResponses" not in value and "fieldResponses" not in value:
        return None
    return Shape(one_failure=True, repeating=("debugLogTrace",))


def response(value: Object, key: str | None) -> Shape | None:
    """A record or a field in the error log: the verbose error, often JSON inside a string, repeats the message."""
    if "verboseError" not in value and key not in {"recordResponses", "fieldResponses"}:
        return None
    said = said_by(value)
    if said is None:
        return None
    repeating = ("verboseError",) if _text(value, "errorMessage") else ()
    return Shape(said=said[0], said_at=said[1], first=("errorMessage",), repeating=repeating)


def record_errors(value: Object, _key: str | None) -> Shape | None:
    """What finance and operations says of records from Dataverse: each of RecordError0, RecordError1 … is a failure."""
    failures = frozenset(key for key in value if isinstance(key, str) and _RECORD_ERROR.fullmatch(key))
    return Shape(failures=failures) if failures else None


def connector_error(value: Object, _key: str | None) -> Shape | None:
    """A body of the Dataverse connector."""
    if "cdsErrorCode" not in value:
        return None
    said_at = next((key for key in ("message", "InnerErrorMessage") if _text(value, key)), None)
    return Shape(
        context={**_code(value["cdsErrorCode"]), **_named(inner_message=value.get("InnerErrorMessage"))},
        said=_text(value, said_at) if said_at else _text_of_code(value["cdsErrorCode"]),
        said_at=(said_at or "cdsErrorCode",),
        one_failure=True,
        first=("message",),
        repeating=("InnerErrorMessage",),
    )


def problem(value: Object, key: str | None) -> Shape | None:
    """A body of the media type problem+json: the text stands in its detail."""
    if key is not None or not {"title", "status", "detail"} <= value.keys() or not _is_error_status(value["status"]):
        return None
    said_at = "detail" if _text(value, "detail") else "title"
    status = scalar_text(value["status"])
    return Shape(
        context={"http_status": status},
        said=_text(value, said_at),
        said_at=(said_at,),
        one_failure=True,
        first=("detail",),
    )


def odata_error(value: Object, key: str | None) -> Shape | None:
    """The error of an OData or Dataverse answer: the innermost message counts, the outer ones say less or the same."""
    is_error = key in {"error", "odata.error"} and not {"message", "code", *_INNER_ERRORS}.isdisjoint(value)
    if not is_error or scalar_text(value.get("code")) == "0":
        return None
    return _told_innermost(value)


def inner_error(value: Object, key: str | None) -> Shape | None:
    """An error inside the error of an OData or Dataverse answer."""
    if key not in _INNER_ERRORS:
        return None
    return Shape(one_failure=True, first=_INNER_ERRORS, repeating=_repeating(value))


def failed_call(value: Object, key: str | None) -> Shape | None:
    """A call that Power Automate reports: the message is a multipart body with JSON inside, the error repeats it."""
    status = value.get("status", value.get("statusCode"))
    if key is not None or not _is_error_status(status) or not isinstance(value.get("message"), str):
        return None
    return Shape(
        context={"http_status": scalar_text(status)},
        said=_text(value, "message"),
        said_at=("message",),
        one_failure=True,
        first=("message",),
        repeating=("error",),
    )


def action_result(value: Object, _key: str | None) -> Shape | None:
    """The result of a Logic Apps action."""
    outputs = value.get("outputs")
    if not is_mapping(outputs) or "statusCode" not in outputs:
        return None
    return Shape(context=_named(action=value.get("name")))


def action_outputs(value: Object, key: str | None) -> Shape | None:
    """The outputs of a Logic Apps action: the body says why the status code is one of an error."""
    if key != "outputs" or not _is_error_status(value.get("statusCode")):
        return None
    said = said_by(value.get("body"))
    context = {"http_status": scalar_text(value["statusCode"])}
    if said is None:
        return Shape(context=context, one_failure=True)
    return Shape(context=context, said=said[0], said_at=("body", *said[1]), one_failure=True)


def bare_message(value: Object, key: str | None) -> Shape | None:
    """An answer of finance and operations that is nothing but a message, with its inner exceptions."""
    if key is not None or not isinstance(value.get("Message"), str) or not _MEMBERS_BESIDE_MESSAGE.issuperset(value):
        return None
    shape = _told_innermost(value)
    return attrs.evolve(shape, first=("Reason", *shape.first), repeating=("Message",)) if "Reason" in value else shape


def message_alone(value: Object, key: str | None) -> Shape | None:
    """A body with a message that need not be an error: it is one if something is recognized in it."""
    return Shape(one_failure=True) if key is None and isinstance(value.get("message"), str) else None


def bare_error(value: Object, key: str | None) -> Shape | None:
    """An answer whose error is a text, with or without a description."""
    if key is not None or _text(value, "error").strip().lower() in _SAYS_NOTHING:
        return None
    said_at = "error_description" if _text(value, "error_description") else "error"
    return Shape(said=_text(value, said_at), said_at=(said_at,), one_failure=True)


def bare_errors(value: Object, key: str | None) -> Shape | None:
    """An answer with a list of errors."""
    return Shape(failures=frozenset({"errors"})) if key is None and is_array(value.get("errors")) else None


RULES: tuple[Callable[[Object, str | None], Shape | None], ...] = (
    map_status,
    request,
    field_mappings,
    execution_task,
    execution_leg,
    error_log,
    response,
    record_errors,
    connector_error,
    problem,
    odata_error,
    inner_error,
    failed_call,
    action_result,
    action_outputs,
    bare_message,
    bare_error,
    bare_errors,
    message_alone,
)


def scalar_text(value: Json) -> str:
    """A str or a number as text; ``""`` for anything else, and for a number with more digits than `str` writes."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    try:
        return str(value)
    except ValueError:
        return ""


def _text(value: Object, key: str) -> str:
    text = value.get(key)
    return text if isinstance(text, str) and text.strip() else ""


def _named(**names: Json) -> dict[str, str]:
    return {name: value for name, value in names.items() if isinstance(value, str) and value}


def _text_of_code(code: Json) -> str:
    return scalar_text(code) or "an error without a message"


def _code(code: Json) -> dict[str, str]:
    """The code of an error as context: that of Dataverse in hexadecimal digits, any other as it is."""
    written = scalar_text(code)
    dataverse_code = next(dataverse_codes_in(written), None)
    if dataverse_code:
        return {"dataverse_code": dataverse_code}
    return {"error_code": written} if isinstance(code, str) and written else {}


def _is_error_status(status: Json) -> bool:
    return re.fullmatch("[45][0-9]{2}", scalar_text(status)) is not None


def _told_innermost(value: Object) -> Shape:
    """An error whose inner errors say it best."""
    said_at = _innermost_message(value)
    return Shape(
        context=_code(value.get("code")),
        said=_text_at(value, said_at) or scalar_text(value.get("code")) or None,
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
    return value if isinstance(value, str) else None
