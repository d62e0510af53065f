"""Decoded JSON as the services send it, with documented errors in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias, get_args

from ..arguments import type_name
from ..codes import normal_code
from .samples import TABLE_MAP, ErrorOrCode, sample_text

PayloadShape: TypeAlias = Literal[
    "gateway_status",
    "field_mappings",
    "execution",
    "error_log",
    "record_errors",
    "odata",
    "message",
    "dataverse",
    "dataverse_connector",
    "backend_request",
    "power_automate",
    "logic_apps",
    "problem",
]
"""How `sample_payload` reports errors."""

PAYLOAD_SHAPES: Final[tuple[PayloadShape, ...]] = get_args(PayloadShape)
"""Every `PayloadShape`."""

REQUEST_ID: Final = "7d1f0c52-0000-4000-8000-00000000c0de"
WAITING: Final = "1"
COMPLETED: Final = "2"
FAILED: Final = "3"
_STATE_OF_MAP: Final = {WAITING: "2", COMPLETED: "4", FAILED: "6"}
"""Initial sync, running, not running."""
_ACTIVATION: Final = "1"
_DATAVERSE_CODE: Final = "0x80040265"
_TIME: Final = "2031-05-06T08:00:04Z"


def sample_payload(
    errors: ErrorOrCode | Sequence[ErrorOrCode], *, shape: PayloadShape = "gateway_status"
) -> dict[str, Any] | list[Any]:
    """Decoded JSON from which `parse_payload` reads exactly the given errors, in order.

    Args:
        errors: What went wrong, as for `sample_text`; or a text of your own, as it is. One or several; none, that
            is ``[]``, where the shape has a place for each.
        shape: Who reports it. With a place for each error: ``"gateway_status"``, the answer of the dual-write
            management gateway with one table map for each error; ``"field_mappings"`` of a map; ``"execution"`` of an
            initial sync or of Data Integrator; ``"error_log"`` of dual-write; ``"record_errors"`` of finance and
            operations. With all errors in one text: ``"odata"`` and ``"message"`` of finance and operations;
            ``"dataverse"`` of the Web API; ``"dataverse_connector"``, ``"backend_request"``, ``"power_automate"`` and
            ``"logic_apps"`` of flows; ``"problem"``, a body of the media type problem+json.

    Raises:
        TypeError: An error is neither a class nor a str.
        ValueError: There is no such shape; an error has no text, as for `sample_text`; or several cannot stand in one.
    """
    if isinstance(errors, str | type):
        given = [errors]
    elif isinstance(errors, list | tuple):
        given = list(errors)
    else:
        raise TypeError(f"errors takes a class, a code, a text, or a list of these, not {type_name(errors)}")
    if shape in _PLACE_FOR_EACH:
        return _PLACE_FOR_EACH[shape]([message_of([error]) for error in given])
    if shape not in _ONE_TEXT:
        raise ValueError(f"{shape!r} is not a shape of a payload: choose one of {', '.join(PAYLOAD_SHAPES)}")
    return _ONE_TEXT[shape](message_of(given))


def message_of(errors: Sequence[ErrorOrCode]) -> str:
    """One text that says all of `errors`, each a class, a name, a code, or a text.

    Raises:
        TypeError: As `sample_payload`.
        ValueError: As `sample_payload`.
    """
    if not errors:
        raise ValueError("an empty list says nothing: give at least one error")
    if any(_is_text(error) for error in errors):
        return "\n".join(str(error) if _is_text(error) else sample_text(error) for error in errors)
    return sample_text(*errors)


def _is_text(error: object) -> bool:
    return isinstance(error, str) and any(map(str.isspace, error)) and normal_code(error) is None


def map_status(table_map: str, state: str, message: str | None, *, number: int, request_id: str) -> dict[str, Any]:
    """A table map in the answer of the gateway about a request."""
    crm, _, ax = table_map.partition(" - ")
    request = {
        "requestId": request_id,
        "action": _ACTIVATION,
        "createdOn": _TIME,
        "modifiedOn": _TIME,
        "state": state,
        "errorMessage": message,
        "errorUri": None,
        "rootActivityId": f"0a11ac71-0000-4000-8000-{number:012}",
    }
    return {
        "leftEntity": {"targetType": "AX", "name": ax or crm, "displayName": ax or crm},
        "rightEntity": {"targetType": "CRM", "name": crm, "displayName": crm},
        "detail": {
            "tid": f"7e7a0000-0000-4000-8000-{number:012}",
            "tName": table_map,
            "pid": project_id(number),
            "state": _STATE_OF_MAP[state],
            "lastRequest": request,
            "lastRequests": [request],
        },
    }


def project_id(number: int) -> str:
    """The ID of the project behind the table map of a number."""
    return f"b0070000-0000-4000-8000-{number:012}"


def field_mappings(messages: Sequence[str]) -> dict[str, Any]:
    """The answer of the gateway about the field mappings of a table map."""
    return {"fieldMappings": [], "validationIssues": list(messages)}


def _gateway_status(messages: list[str]) -> list[Any]:
    names = [TABLE_MAP, "con_units - Units", "con_routes - Routes"]
    names += [f"con_map{number} - Map {number}" for number in range(len(names) + 1, len(messages) + 1)]
    return [
        map_status(name, FAILED, message, number=number, request_id=REQUEST_ID)
        for number, (name, message) in enumerate(zip(names, messages, strict=False), start=1)
    ]


def _execution(messages: list[str]) -> dict[str, Any]:
    errors = [
        {"recordId": f"S-{number:02}", "sourceField": "SITEID", "errorMessage": message}
        for number, message in enumerate(messages, start=1)
    ]
    leg = {
        "displayName": "From AX Sites V2 to CRM con_sites",
        "status": "Error" if errors else "Completed",
        "details": "Following are the details" if errors else "",
        "exportErrors": [],
        "importErrors": errors,
    }
    task = {"name": "Sites V2", "status": leg["status"], "legs": [leg]}
    response = {"legalEntityName": "USMF", "executionStatus": leg["status"], "taskExecutionStatuses": [task]}
    return {"projectName": "Sites V2", "projectExecutionResponses": [response]}


def _error_log(messages: list[str]) -> dict[str, Any]:
    return {
        "entityName": "ConSiteEntity",
        "externalEntityName": "con_sites",
        "executionStatus": 2,
        "fieldResponses": [],
        "recordResponses": [
            {
                "errorMessage": message,
                "logDateTime": _TIME,
                "verboseError": json.dumps({"error": {"code": _DATAVERSE_CODE, "message": message}}),
            }
            for message in messages
        ],
        "dualWriteProcessingStage": "OutboundWrite",
        "debugLogTrace": [],
    }


def _record_errors(messages: list[str]) -> dict[str, Any]:
    begins = "Write failed for entity"
    return {
        f"RecordError{number}": message
        if message.startswith(begins)
        else f"{begins} Sites V2 with unknown exception - {message}"
        for number, message in enumerate(messages)
    }


def _odata(message: str) -> dict[str, Any]:
    begins = "Write failed for table row of type"
    infolog = message if message.startswith(begins) else f"{begins} 'ConSiteEntity'. Infolog: Error: {message}"
    inner = {
        "message": infolog,
        "type": "System.InvalidOperationException",
        "stacktrace": "   at ConSiteEntity.write()",
    }
    return {"error": {"code": "", "message": "An error has occurred.", "innererror": inner}}


def _message(message: str) -> dict[str, Any]:
    return {"Message": message}


def _dataverse(message: str) -> dict[str, Any]:
    trace = {"@Microsoft.PowerApps.CDS.TraceText": "   at ConSitePlugin.Execute()"}
    return {"error": {"code": _DATAVERSE_CODE, "message": message, **trace}}


def _dataverse_connector(message: str) -> dict[str, Any]:
    return {
        "message": message,
        "cdsErrorCode": _DATAVERSE_CODE,
        "HelpLink": "https://con.example/help",
        "InnerErrorMessage": "The row was refused.",
        "cdsRequestId": REQUEST_ID,
    }


def _backend_request(message: str) -> dict[str, Any]:
    reason = {"status": 400, "source": "https://con.example", "message": message}
    return {"Message": "The backend request failed with error code '400'", "Reason": json.dumps(reason)}


def _power_automate(message: str) -> dict[str, Any]:
    part = json.dumps(_dataverse(message))
    batch = f"--batchresponse_7d1f\r\nContent-Type: application/json\r\n\r\n{part}\r\n--batchresponse_7d1f--"
    return {"status": 412, "message": batch, "error": {"message": batch}}


def _logic_apps(message: str) -> dict[str, Any]:
    return {
        "name": "Create_site",
        "outputs": {"statusCode": 400, "body": {"code": _DATAVERSE_CODE, "message": message}},
        "trackingId": REQUEST_ID,
        "clientTrackingId": "08584000",
    }


def _problem(message: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": message}


_PLACE_FOR_EACH: Final[Mapping[str, Callable[[list[str]], dict[str, Any] | list[Any]]]] = {
    "gateway_status": _gateway_status,
    "field_mappings": field_mappings,
    "execution": _execution,
    "error_log": _error_log,
    "record_errors": _record_errors,
}
_ONE_TEXT: Final[Mapping[str, Callable[[str], dict[str, Any]]]] = {
    "odata": _odata,
    "message": _message,
    "dataverse": _dataverse,
    "dataverse_connector": _dataverse_connector,
    "backend_request": _backend_request,
    "power_automate": _power_automate,
    "logic_apps": _logic_apps,
    "problem": _problem,
}
