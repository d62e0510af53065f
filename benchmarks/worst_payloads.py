"""The payloads that are worst for `parse_payload`: whether time and memory grow with them and no faster."""

from __future__ import annotations

import json
from collections import UserDict, UserString
from collections.abc import Callable
from typing import Any

from measure import Effort
from payload_texts import KEYS, execution, gateway_answer
from series import Series
from table import Section

from dualwrite_errors import parse_payload, raise_for_errors
from dualwrite_errors.errors import DualWriteError
from dualwrite_errors.parsing.decoding import JSONDecodeError, decoded, decoded_lines

_MEMORY_BUDGET = 12.0
_BEYOND_RECURSION = 100_000
"""So large that the levels are more than Python's own decoder reads: it gives up, and another one begins anew."""
_CODE = "[DIPV1003]"
_QUOTED = json.dumps(KEYS)
_WRAPPER = "Unable to write data to entity a."
_PART = (
    "--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 412 Precondition Failed\r\n\r\n"
    f"{json.dumps({'error': {'code': '0x80040265', 'message': KEYS}})}\r\n"
)


def worst_payloads(effort: Effort) -> Section:
    """Ever larger payloads, and the paths and contexts that their errors have when somebody looks."""
    rows = tuple(row for series in (*_TEXTS, *_CONTEXTS, *_OBJECTS) for row in series.rows(effort))
    return Section(title="Ever larger payloads", rows=rows)


def memory_of_payloads(effort: Effort) -> Section:
    """The memory that texts and their errors take: decoded, the worst of the texts take sixty times their length."""
    rows = tuple(series.memory_row(effort, _decoded, _MEMORY_BUDGET) for series in _TEXTS)
    objects = tuple(series.growth_of_memory(effort) for series in _OBJECTS)
    return Section(title="The peak of the memory of parse_payload", rows=(*rows, *objects))


def _decoded(text: str) -> object:
    try:
        return decoded(text)
    except JSONDecodeError:
        return decoded_lines(text)


def _nested(opening: str, innermost: str = "", closing: str = "") -> Callable[[int], str]:
    def made(size: int) -> str:
        depth = size // len(opening + closing)
        return opening * depth + innermost + closing * depth

    return made


def _numbered(count: int) -> list[str]:
    """As many texts of about 24 characters, all of them different, each with a code."""
    return [f"{_CODE} number {number:07}" for number in range(count)]


def _nested_codes(size: int) -> str:
    opening = '{{"errorMessage":"{}","a":'
    texts = _numbered(size // (len(opening) + 24))
    return "".join(map(opening.format, texts)) + "1" + "}" * len(texts)


def _nested_wrappers(size: int) -> str:
    opening = '{{"message":"' + _WRAPPER + '","details":["{}"],"innererror":'
    texts = _numbered(size // (len(opening) + 24))
    return '{"error":' + "".join(map(opening.format, texts)) + "1" + "}" * len(texts) + "}"


def _beside_message(size: int) -> str:
    codes = [f"DIPV{number % 10_000:04}" for number in range(size // 28)]
    return json.dumps({"error": {"message": "x" * (size // 2), "details": codes}})


def _beside_messages(size: int) -> str:
    failure = {"errorMessage": "x" * 100, "codes": [f"DIPV2{number:03}" for number in range(20)]}
    return json.dumps([failure] * max(1, size // len(json.dumps(failure))))


def _long_key(size: int) -> str:
    return json.dumps({"k" * (size // 2): [_CODE] * (size // 28)})


def _long_keys(size: int) -> str:
    count = 200
    codes = [_CODE] * max(1, size // 28 // count)
    return json.dumps({f"{number:03} {'k' * (size // 2 // count)}": codes for number in range(count)})


def _many_keys(size: int) -> str:
    return json.dumps({f"k{number:07}": _CODE for number in range(size // 26)})


def _repeated_key(size: int) -> str:
    return '{"k0000000":1,' + _many_keys(size)[1:]


def _json_lines(size: int) -> str:
    line = f'{{"a":{_QUOTED}}}\n'
    return line * max(2, size // len(line))


def _json_in_strings(size: int) -> str:
    text = json.dumps({"a": {"errorMessage": KEYS}})
    return json.dumps([text] * max(1, size // len(text)))


_TEXTS = (
    Series("gateway answer", parse_payload, gateway_answer),
    Series("execution, each row failed", parse_payload, execution),
    Series("array of 1s", parse_payload, lambda size: f"[{','.join('1' * (size // 2))}]"),
    Series("a number of digits", parse_payload, lambda size: f"[{'1' * size}]"),
    Series("JSON Lines", parse_payload, _json_lines),
    Series("JSON in strings", parse_payload, _json_in_strings),
    Series("an issue inside arrays", parse_payload, _nested("[", _QUOTED, "]"), smallest=_BEYOND_RECURSION),
    Series("an issue inside objects", parse_payload, _nested('{"a":', _QUOTED, "}")),
    Series(
        "levels, an issue on each",
        parse_payload,
        _nested(f'{{"text":{_QUOTED},"a":', "1", "}"),
        smallest=_BEYOND_RECURSION,
    ),
    Series("levels, a failure on each", parse_payload, _nested_codes, smallest=_BEYOND_RECURSION),
    Series("levels, a wrapper and an issue on each", parse_payload, _nested_wrappers, smallest=_BEYOND_RECURSION),
    Series('{"exportErrors":[ * n', parse_payload, _nested('{"exportErrors":[', "", "]}")),
    Series(
        '{"exportErrors":[{"x":"y","a": * n',
        parse_payload,
        _nested('{"exportErrors":[{"x":"y","a":', "1", "}]}"),
        smallest=_BEYOND_RECURSION,
    ),
    Series('{"validationIssues":[{"a": * n', parse_payload, _nested('{"validationIssues":[{"a":', '"x"', "}]}")),
    Series(
        '{"error":{..."innererror": * n',
        parse_payload,
        _nested('{"error":{"message":"y","innererror":'),
        smallest=_BEYOND_RECURSION,
    ),
    Series("codes beside a message", parse_payload, _beside_message),
    Series("codes beside messages", parse_payload, _beside_messages),
    Series("errors under a long key", parse_payload, _long_key, smallest=100_000),
    Series("errors under 200 long keys", parse_payload, _long_keys, smallest=100_000),
    Series("errors under many keys", parse_payload, _many_keys),
    Series("the same, one key repeated", parse_payload, _repeated_key),
    Series("multipart body", parse_payload, lambda size: _PART * (size // len(_PART)) + "--b--"),
    Series(r'"--b\n" + "[\n" * n', parse_payload, lambda size: "--b\n" + "[\n" * (size // 2)),
    Series(r'"--b\n" + "{\"a\n" * n', parse_payload, lambda size: "--b\n" + '{"a\n' * (size // 4)),
    Series('"{" * n', parse_payload, lambda size: "{" * size),
)


def _contexts(payload: Any) -> list[object]:
    return [error.context for error in parse_payload(payload)]


def _raised(payload: str) -> object:
    try:
        raise_for_errors(payload)
    except DualWriteError as error:
        return error.context
    return None


_CONTEXTS = (
    Series("contexts of an execution", _contexts, execution),
    Series("contexts of levels, an issue on each", _contexts, _nested(f'{{"text":{_QUOTED},"a":', "1", "}")),
    Series("contexts under a long key", _contexts, _long_key),
    Series("raise_for_errors, gateway answer", _raised, gateway_answer),
)


def _shared_twice(depth: int) -> list[Any]:
    value: list[Any] = [KEYS]
    for _ in range(depth):
        value = [value, value]
    return value


def _shared_list(count: int) -> list[Any]:
    requests = [{"requestId": str(number), "state": "2"} for number in range(count)]
    return [{"lastRequest": {"requestId": f"x{number}"}, "lastRequests": requests} for number in range(count)]


def _user_dict(count: int) -> UserDict[str, str]:
    return UserDict({f"k{number}": _CODE for number in range(count)})


def _number_as_key(digits: int) -> dict[Any, str]:
    return {10 ** (digits - 1): KEYS}


_OBJECTS = (
    Series("arrays that hold one twice", parse_payload, _shared_twice, unit="levels", smallest=10, largest=10_000),
    Series("objects that share a list", parse_payload, _shared_list, unit="of each", smallest=100, largest=100_000),
    Series("UserDict of errors", parse_payload, _user_dict, unit="keys", smallest=10, largest=100_000),
    Series("UserString", parse_payload, lambda size: UserString(f"{KEYS}\n" * (size // len(KEYS)))),
    Series("a number as a key", parse_payload, _number_as_key, unit="digits", smallest=100, largest=1_000_000),
)
