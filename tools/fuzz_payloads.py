"""Throw damaged payloads at `parse_payload`: every shape of the services, cut, mixed up, nested and mis-encoded.

Usage: python tools/fuzz_payloads.py [COUNT [SEED]]

Whatever comes in, the answer has to be a list of errors that can be printed, pickled and rebuilt, and a payload whose
text holds a code has to give one. The seed makes a run repeatable.
"""

import json
import pickle
import random
import sys
from typing import Any

from dualwrite_errors import DualWriteError, code_of, parse_payload

TEXTS = [
    "",
    "Project validation failed. [DIPV1003] Integration keys are missing",
    "Project validation failed [dipv1025] Missing destination field con_site.con_siteid in the schema",
    "[DIPV1009] new.[DIPV1010]",
    "keys are missing for either AX or CRM.keys are missing for either CRM or AX",
    "The row was refused. Activity ID for troubleshooting {0a1b2c3d-0000-1111-2222-333344445555}",
    "MSG=[Duplicate value map] STACKTRACE=[at x]",
    "\ud800\x00\x1b[31m",
    '--batch\r\nContent-Type: application/json\r\n\r\n{"error":{"message":"[DIPV1030] x"}}\r\n--batch--',
    '{"error": {"code": "0x80040265", "message": "[DIPV1014] y"}}',
    '{"error": "not "closed"',
    "<html>Sign in</html>",
    "x" * 3_000,
]
KEYS = [
    *(
        "detail",
        "tName",
        "lastRequest",
        "lastRequests",
        "requestId",
        "state",
        "errorMessage",
        "rootActivityId",
        "errorUri",
    ),
    *("validationIssues", "direction", "projectExecutionResponses", "taskExecutionStatuses", "legs", "displayName"),
    *(
        "status",
        "details",
        "exportErrors",
        "importErrors",
        "recordId",
        "sourceField",
        "recordResponses",
        "fieldResponses",
    ),
    *("verboseError", "debugLogTrace", "entityName", "error", "code", "message", "innererror", "internalexception"),
    *(
        "stacktrace",
        "Message",
        "ExceptionMessage",
        "InnerException",
        "outputs",
        "statusCode",
        "body",
        "name",
        "a b",
        "ü",
    ),
]
SCALARS: list[Any] = ["1", "2", "3", 3, 412, "400", "Error", None, True, False, 1.5, float("nan"), -(10**30)]


def fuzz(count: int, seed: int) -> int:
    """Parse `count` payloads made from `seed`; the number of errors that were found in them.

    Raises:
        AssertionError: A code was lost, or an error did not survive its journey; the payload is in the message.
    """
    dice = random.Random(seed)  # noqa: S311 - a repeatable run, no secret
    return sum(_check(_damaged(_payload(dice, depth=dice.randint(0, 7)), dice)) for _ in range(count))


def _payload(dice: random.Random, depth: int) -> Any:
    kind = dice.random()
    if depth == 0 or kind < 0.2:
        return dice.choice(TEXTS if kind < 0.15 else SCALARS)
    if kind < 0.45:
        return [_payload(dice, depth - 1) for _ in range(dice.randint(0, 4))]
    return {dice.choice(KEYS): _payload(dice, depth - 1) for _ in range(dice.randint(0, 6))}


def _damaged(payload: Any, dice: random.Random) -> Any:
    """`payload` as it is, as text or as bytes, whole or with a piece cut out, repeated or turned round."""
    way = dice.randrange(8)
    if way < 3:
        return payload
    text = json.dumps(payload, ensure_ascii=dice.random() < 0.5)
    if way > 4:
        start = dice.randint(0, len(text))
        end = dice.randint(start, min(len(text), start + 40))
        text = text[:start] + text[start:end][:: dice.choice([-1, 1])] * dice.randint(0, 2) + text[end:]
    if way in (3, 5):
        return text
    encoding = dice.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    body = text.encode(encoding, errors="surrogatepass")
    return body if way in (4, 6) else body[: dice.randint(0, len(body))]


def _check(payload: Any) -> int:
    errors = parse_payload(payload)
    for error in errors:
        assert type(pickle.loads(pickle.dumps(error))) is type(error), payload
        rebuilt = DualWriteError.from_dict(json.loads(json.dumps(error.to_dict())))
        assert (str(rebuilt), dict(rebuilt.context)) == (str(error), dict(error.context)), payload
    if isinstance(payload, str) and code_of(payload) and '"state": "2"' not in payload:
        assert errors, payload
    return len(errors)


def main() -> None:
    """Run with the count and the seed of the command line."""
    count, seed, *_ = [*map(int, sys.argv[1:3]), *(100_000, 20_310_506)[len(sys.argv) - 1 :]]
    found = fuzz(count, seed)
    print(f"{count:,} payloads from seed {seed}: {found:,} errors found, no undocumented exception")


if __name__ == "__main__":
    main()
