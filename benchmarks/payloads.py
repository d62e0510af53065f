"""Payloads to errors: one payload, whether the time grows with the payload and no faster, and what translating adds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import attrs
from measure import Effort, Statement, timed
from table import Row, Section, duration

from dualwrite_errors import parse_payload, raise_for_errors, translated
from dualwrite_errors.codes import code_pattern

_BUDGET = 12.0
_KEYS = "Project validation failed. [DIPV1003] Integration keys are missing"
_FIELD = "Project validation failed. [DIPV1010] Mandatory field con_code in destination entity con_sites must be mapped"
_NO_CODE = "The service took too long to answer. Activity ID: 2b1c7f60-0d5e-4c52-9a37-5f4f0e6c1d88"
_ALIKE = {"action": "1", "createdOn": "2031-05-06T07:08:09Z", "modifiedOn": "2031-05-06T07:09:10Z", "errorUri": None}
_SAID = (None, _KEYS, _NO_CODE, _FIELD)
"""What the requests of one map say; None: it completed."""

_QUOTED = json.dumps(_KEYS)
_CODED = json.dumps({"error": {"code": "0x80040265", "message": _KEYS}})
_PART = f"--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 412 Precondition Failed\r\n\r\n{_CODED}\r\n"


@attrs.frozen
class Series:
    """Payloads of one kind, each ten times as large as the one before."""

    label: str
    """What they are; its ``#`` is their size."""
    payload: Callable[[int], str]
    sizes: tuple[int, ...]
    """The sizes of a full run; a quick one leaves the last of three out."""
    most_rounds: int = 3

    def rows(self, effort: Effort) -> list[Row]:
        """A row for each size, against the one before."""
        sizes = self.sizes if effort.long_rounds > 1 else self.sizes[:2]
        statements = {size: _calling(parse_payload, self.payload(size)) for size in sizes}
        samples = timed(statements, rounds=min(effort.long_rounds, self.most_rounds), sample=effort.sample)
        rows = [Row(label=self.label.replace("#", f"{sizes[0]:,}"), samples=samples[sizes[0]])]
        for before, size in pairwise(sizes):
            label, against = self.label.replace("#", f"{size:,}"), f"{duration(samples[before])} for {before:,}"
            rows.append(
                Row(label=label, samples=samples[size], reference=samples[before], against=against, budget=_BUDGET)
            )
        return rows


def gateway_answer(size: int, said: tuple[str | None, ...] = _SAID) -> str:
    """The status of as many maps as take about `size` characters, with a request for each of `said`."""
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


def _nested(opening: str, innermost: str = "", closing: str = "") -> Callable[[int], str]:
    return lambda depth: opening * depth + innermost + closing * depth


_SERIES = (
    Series("gateway answer of # B", gateway_answer, (10_000, 100_000, 1_000_000)),
    Series("execution of # B, each row failed", execution, (100_000, 1_000_000, 10_000_000), most_rounds=2),
    Series("an issue inside # arrays", _nested("[", _QUOTED, "]"), (1_000, 10_000, 100_000)),
    Series("an issue inside # objects", _nested('{"a":', _QUOTED, "}"), (1_000, 10_000, 100_000)),
    Series("# levels, an issue on each", _nested(f'{{"text":{_QUOTED},"a":', "1", "}"), (1_000, 10_000)),
    Series("# levels of validationIssues", _nested('{"validationIssues":[{"a":', '"x"', "}]}"), (20, 200)),
    Series("multipart body of # parts", lambda count: _PART * count + "--b--", (100, 1_000)),
    Series(r'"--b\n" + "[\n" * #', lambda count: "--b\n" + "[\n" * count, (10_000, 100_000)),
    Series('{"error":{..."innererror": * #', _nested('{"error":{"message":"y","innererror":'), (1_000, 10_000)),
)


def payloads(effort: Effort) -> Section:
    """One payload beside the least that reads it, ever larger payloads, and code inside `translated` beside itself."""
    growth = (row for series in _SERIES for row in series.rows(effort))
    return Section(title="A payload to its errors", rows=(*_one_payload(effort), *growth, *_translating(effort)))


def payload_floor(text: str) -> object:
    """The least that reads a payload: a search for its codes, and the decoded JSON."""
    code_pattern().findall(text)
    return json.loads(text)


def _one_payload(effort: Effort) -> list[Row]:
    text, clean = gateway_answer(10_000), gateway_answer(10_000, (None,) * 4)
    response = SimpleNamespace(status_code=200, content=clean.encode())
    floor = _calling(payload_floor, text)
    pairs = {
        "parse_payload(text of 10 kB)": (_calling(parse_payload, text), floor),
        "parse_payload(the same, decoded)": (_calling(parse_payload, json.loads(text)), floor),
        "raise_for_errors(10 kB without errors)": (
            _calling(raise_for_errors, response),
            _calling(payload_floor, clean),
        ),
    }
    return _compared(pairs, "floor", effort)


def _translating(effort: Effort) -> list[Row]:
    def quiet() -> None:
        pass

    def failing() -> None:
        raise ValueError("no code")

    caught = "try: call()\nexcept ValueError: pass"
    pairs = {
        f"translated(), {does}": tuple(Statement(code, {"call": call}) for call in (translated()(function), function))
        for does, code, function in (("nothing is raised", "call()", quiet), ("ValueError is raised", caught, failing))
    }
    return _compared(pairs, "bare", effort)


def _compared(pairs: Mapping[str, tuple[Statement, ...]], against: str, effort: Effort) -> list[Row]:
    """A row for each pair of a statement and what it is compared with; for the reader, without a budget."""
    statements = {(label, place): statement for label, pair in pairs.items() for place, statement in enumerate(pair)}
    samples = timed(statements, rounds=effort.rounds, sample=effort.sample)
    return [
        Row(label=label, samples=samples[label, 0], reference=reference, against=f"{duration(reference)}, {against}")
        for label in pairs
        if (reference := samples[label, 1])
    ]


def _calling(function: Callable[[Any], object], argument: object) -> Statement:
    return Statement("function(argument)", {"function": function, "argument": argument})
