"""Payloads to errors, beside the least that reads them; and what translating adds to a call."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import SimpleNamespace

import attrs
from measure import Effort, Statement, timed
from payload_texts import clean_gateway_answer, execution, gateway_answer
from table import Row, Section, amount, duration

from dualwrite_errors import parse_payload, raise_for_errors, translated
from dualwrite_errors.codes import code_pattern

_CLEAN_BUDGET = 6.0
_EACH_ROW_FAILED_BUDGET = 20.0
_MOST_ROUNDS = 5
"""Of what takes seconds."""


@attrs.frozen
class Pair:
    """A statement and what it is compared with."""

    statement: Statement
    reference: Statement
    budget: float | None = None


def payloads(effort: Effort) -> Section:
    """Payloads beside `json.loads`, and code inside `translated` beside itself."""
    rows = (
        *_compared(_answers(), "json.loads", effort.rounds, effort),
        *_compared(_executions(effort), "json.loads", min(effort.long_rounds, _MOST_ROUNDS), effort),
        *_compared(_with_codes(), "floor", effort.rounds, effort),
        *_compared(_translating(), "bare", effort.rounds, effort),
    )
    return Section(title="A payload to its errors", rows=rows)


def payload_floor(text: str) -> object:
    """The least that finds codes in a payload: a search for them, and the decoded JSON."""
    code_pattern().findall(text)
    return json.loads(text)


def _answers() -> dict[str, Pair]:
    clean = clean_gateway_answer(10_000)
    response = SimpleNamespace(status_code=200, content=clean.encode())
    loads = _calling(json.loads, clean)
    return {
        "parse_payload(10 kB without errors)": Pair(_calling(parse_payload, clean), loads, _CLEAN_BUDGET),
        "raise_for_errors(a response of the same)": Pair(_calling(raise_for_errors, response), loads),
    }


def _executions(effort: Effort) -> dict[str, Pair]:
    budgets = {1_000_000: None, 10_000_000: _EACH_ROW_FAILED_BUDGET}
    texts = {execution(size): budget for size, budget in budgets.items() if not budget or effort.long_rounds > 1}
    return {
        f"parse_payload({amount(len(text))}, each row failed)": Pair(
            _calling(parse_payload, text), _calling(json.loads, text), budget
        )
        for text, budget in texts.items()
    }


def _with_codes() -> dict[str, Pair]:
    text = gateway_answer(10_000)
    floor = _calling(payload_floor, text)
    return {
        "parse_payload(10 kB, three errors a map)": Pair(_calling(parse_payload, text), floor),
        "parse_payload(the same, decoded)": Pair(_calling(parse_payload, json.loads(text)), floor),
    }


def _translating() -> dict[str, Pair]:
    def quiet() -> None:
        pass

    def failing() -> None:
        raise ValueError("no code")

    caught = "try: call()\nexcept ValueError: pass"
    return {
        f"translated(), {does}": Pair(
            Statement(code, {"call": translated()(function)}), Statement(code, {"call": function})
        )
        for does, code, function in (("nothing is raised", "call()", quiet), ("ValueError is raised", caught, failing))
    }


def _compared(pairs: Mapping[str, Pair], against: str, rounds: int, effort: Effort) -> list[Row]:
    statements = {
        (label, place): statement
        for label, pair in pairs.items()
        for place, statement in enumerate((pair.statement, pair.reference))
    }
    samples = timed(statements, rounds=rounds, sample=effort.sample)
    return [
        Row(
            label=label,
            samples=samples[label, 0],
            reference=samples[label, 1],
            against=f"{duration(samples[label, 1])}, {against}",
            budget=pair.budget,
        )
        for label, pair in pairs.items()
    ]


def _calling(function: object, argument: object) -> Statement:
    return Statement("function(argument)", {"function": function, "argument": argument})
