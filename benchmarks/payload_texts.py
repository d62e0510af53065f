"""Payloads to measure with, as JSON text: what the services answer."""

from __future__ import annotations

import json
from typing import Any

KEYS = "Project validation failed. [DIPV1003] Integration keys are missing"
_FIELD = "Project validation failed. [DIPV1010] Mandatory field con_code in destination entity con_sites must be mapped"
_NO_CODE = "The service took too long to answer. Activity ID: 2b1c7f60-0d5e-4c52-9a37-5f4f0e6c1d88"
_ALIKE = {"action": "1", "createdOn": "2031-05-06T07:08:09Z", "modifiedOn": "2031-05-06T07:09:10Z", "errorUri": None}
_SAID = (None, KEYS, _NO_CODE, _FIELD)
"""What the requests of one map say; None: it completed."""
_ALL_COMPLETED = (None,) * len(_SAID)


def gateway_answer(size: int) -> str:
    """The status of as many maps as take about `size` characters; three of the four requests of each have failed."""
    return _gateway_answer(size, _SAID)


def clean_gateway_answer(size: int) -> str:
    """The same where all requests are completed."""
    return _gateway_answer(size, _ALL_COMPLETED)


def _gateway_answer(size: int, said: tuple[str | None, ...]) -> str:
    count = max(1, size // len(json.dumps(_map(0, said))))
    return json.dumps([_map(number, said) for number in range(count)])


def _map(number: int, said: tuple[str | None, ...]) -> dict[str, Any]:
    requests = [
        {
            **_ALIKE,
            "requestId": f"1{id_}",
            "rootActivityId": f"2{id_}",
            "state": "3" if text else "2",
            "errorMessage": text,
        }
        for id_, text in ((f"0000000-0000-4000-8000-{number:08}{place:04}", text) for place, text in enumerate(said))
    ]
    name = f"Sites V{number}"
    return {
        "leftEntity": {"targetType": "AX", "name": name, "displayName": name},
        "rightEntity": {"targetType": "CRM", "name": "con_sites", "displayName": "con_sites"},
        "detail": {"tName": f"con_sites - {name}", "state": "6", "lastRequest": requests[-1], "lastRequests": requests},
    }


def execution(size: int) -> str:
    """An initial sync of one table, with as many failed rows as take about `size` characters."""
    row = '{{"recordId": "rec-{:08}", "sourceField": "SITEID", "errorMessage": "The row was refused: no such dock"}}'
    rows = ", ".join(map(row.format, range(size // len(row.format(0)))))
    leg = f'{{"displayName": "Sites V2 to con_sites", "status": "Error", "details": "", "importErrors": [{rows}]}}'
    company = f'{{"legalEntityName": "CON1", "taskExecutionStatuses": [{{"name": "Sites", "legs": [{leg}]}}]}}'
    return f'{{"projectName": "Initial sync", "projectExecutionResponses": [{company}]}}'
