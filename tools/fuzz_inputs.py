"""What `fuzz.py` throws at the library: sentences in their frames, payload shapes and file formats, all of it damaged.

Every choice comes from a `Dice`, so that a seed, or the bytes of a coverage-guided fuzzer, make the same input again.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final, TypeVar

from dualwrite_errors import CATALOG, REGISTRY
from dualwrite_errors.testing import PAYLOAD_SHAPES, TEXT_FORMS, sample_payload, sample_text

_T = TypeVar("_T")
_MESSAGE: Final = "@ message"
_FRAMES: Final = (
    *("{}", '"{}"', "'{}'", "“{}”", "<p>{}</p>", "<b>{}</b>. ", "[{}]", "({})", "{{{}}}", "**{}**", "* {}", "1. {}"),
    *("error: {}", "{}\n", "\r\n{}", "\t{}\t", "{}. {}", "{}{}", "{};{}", "- {}\n- {}", "{}\x00", "\ufeff{}", "«{}»"),
    *("Sites V2 (con_sites) : {}", "con_sites - Sites V2: Error: {}", "Dual write failure - {}"),
    *("Project validation failed {}", "Project validation failed. {}", "Unable to write data to entity con_docks.{}"),
    "Request failed with status code BadRequest and CDS error code : 0x80040265 response message: {}",
    *("[DIPV1003] {}", "[DIPV1003] - {}", "DIPV1003 – {}", "DIPV1003 · {}", "{} dipv1025", "[DWDVEV1001] {}"),
    *("DW9003: {}", "{} DIPV9999", "MSG=[{}] STACKTRACE=[at x]", "<html>Sign in</html>{}", "{}" + "x" * 3_000),
    *("activity ID 0a1b2c3d-0000-1111-2222-333344445555 {}", "{} Session Id: {{0a1b2c3d-0000-1111-2222-333344445555}}"),
    *(
        "&quot;{}&quot;",
        "&lt;div&gt;{}&lt;/div&gt;",
        '\\"{}\\"',
        "{}\\n{}",
        "\\u005b{}",
        "{}&nbsp;",
        "at x.y(){}",
        "=cmd|{}",
    ),
    *('"a";"{}"', "a,{},b", '{{"message": "{}"}}', '{{"error": {{"code": "{}"}}}}', "--b\r\n\r\n{{}}\r\n{}\r\n--b--"),
)
_LINES: Final = (
    "2031-05-06T08:00:04Z [ERR] {}",
    "May 6 08:00:04 host job[7]: {}",
    "[ERROR] 2031-05-06 08:00:04,123 {}",
    "{}",
)
_VALUES: Final = (
    *("", " ", "''", '"', "con_siteid", "Sites V2", "a.b", "a, b and c", "x" * 300, "[", "]", "(", "{n}", "{table}"),
    *("O'Hare", "é\u0130", "\ud800", "\x1b[31m", "\u202e", "DIPV1009", "dwfoev0001", "- ", " – ", " · ", "\n", "\\n"),
    *("\\", "isn't", "dual-write", "look up", "<br>", "&amp;", "&#10;", "_", "**", ".", "..", ":", ";", "0x80040265"),
    *(
        "400",
        "BadRequest",
        "true",
        "null",
        "\u2028",
        "\u00a0",
        "\ufeff",
        "\x00",
        "\u017f",
        "\u212a",
        "\uff11",
        "|",
        "`",
    ),
    *("-2147220891", "<", ">", "/"),
)
_KEYS: Final = (
    *("detail", "tName", "lastRequest", "lastRequests", "requestId", "state", "errorMessage", "rootActivityId", "legs"),
    *("errorUri", "validationIssues", "direction", "projectExecutionResponses", "taskExecutionStatuses", "status"),
    *("details", "exportErrors", "importErrors", "recordId", "sourceField", "recordResponses", "a b", "ü", "", "code"),
    *("fieldResponses", "verboseError", "debugLogTrace", "entityName", "error", "errors", "message", "innererror"),
    *("internalexception", "stacktrace", "Message", "ExceptionMessage", "InnerException", "outputs", "statusCode"),
    *("name", "value", "@odata.context", "RecordError1", "properties", "type", "title", "response", "DIPV1003"),
    *("body", "displayName"),
)
_SCALARS: Final[tuple[Any, ...]] = (
    *("1", "2", "3", 3, 412, "400", "Error", "Failed", None, True, False, 1.5, float("nan"), -(10**30), 0, ""),
)
_ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


class Dice:
    """Where the choices come from: a seed or, as far as they reach, the bytes of a fuzzer."""

    def __init__(self, seed: int, data: bytes = b"") -> None:
        self._random = random.Random(seed).random  # noqa: S311 - a repeatable run, no secret
        self._data = data
        self._place = 0

    @classmethod
    def of(cls, data: bytes) -> Dice:
        """One that follows `data`, and then a sequence that follows from it."""
        return cls(zlib.crc32(data), data)

    def random(self) -> float:
        """From 0 up to 1."""
        place = self._place
        if place + 1 < len(self._data):
            self._place = place + 2
            return (self._data[place] << 8 | self._data[place + 1]) / 65536
        return self._random()

    def below(self, stop: int) -> int:
        """From 0 up to `stop`, which is not among them."""
        return int(self.random() * stop)

    def choice(self, choices: Sequence[_T]) -> _T:
        """One of them."""
        return choices[int(self.random() * len(choices))]


@cache
def sentences() -> list[str]:
    """Every documented sentence, with its placeholders."""
    return [sentence for cls in CATALOG.values() for sentence in (*cls.info.sentences, *cls.info.sentences_in_wrapper)]


@cache
def samples() -> list[str]:
    """Every error in every form that it has, as the service says it."""
    found: dict[str, None] = {}
    for error in (*CATALOG, *REGISTRY, "DIPV9999", "DWFOEV0999"):
        for form in TEXT_FORMS:
            try:
                found[sample_text(error, form=form)] = None
            except ValueError:  # it has no such form
                continue
    return list(found)


@cache
def _words() -> list[str]:
    return sorted({word for sentence in sentences() for word in sentence.split()})


@cache
def _payloads() -> list[str]:
    """Every shape as JSON text, with a mark where a message stands."""
    return [
        json.dumps(sample_payload([_MESSAGE] * number, shape=shape)) for shape in PAYLOAD_SHAPES for number in (1, 2)
    ]


def text(dice: Dice) -> str:
    """A text in which there may be errors, in frames, and then damaged."""
    made = _part(dice)
    while dice.random() < 0.35:
        made += dice.choice(("", " ", "\n", ". ", ".", ", ", "; ", "\n\n2031-05-06 08:00:04 ")) + _part(dice)
    for _ in range(dice.below(4)):
        made = damaged(made, dice)
    if dice.random() < 0.0005:
        start = dice.below(len(made) + 1)
        made = made[:start] + made[start : start + 1 + dice.below(60)] * (1 + dice.below(1_000)) + made[start:]
    return made


def _part(dice: Dice) -> str:
    kind = dice.random()
    if kind < 0.45:
        made = dice.choice(samples())
    elif kind < 0.75:
        made = dice.choice(sentences())
        while (start := made.find("{")) >= 0 and dice.random() < 0.9:
            end = made.find("}", start) + 1
            value = dice.choice(_VALUES)
            if "{" in value:
                break
            made = made[:start] + value + made[end:]
    elif kind < 0.9:
        made = " ".join(dice.choice(_words()) for _ in range(1 + dice.below(8)))
    else:
        made = dice.choice(_VALUES)
    while dice.random() < 0.5:
        made = (
            dice.choice(_FRAMES if dice.random() < 0.9 else _LINES)
            .replace("{}", made, 2)
            .replace("{{", "{")
            .replace("}}", "}")
        )
        if len(made) > 3_000:
            break
    return made


def damaged(made: str, dice: Dice) -> str:
    """`made` with a piece left out, repeated, framed, in the other case, or with something put in."""
    start = dice.below(len(made) + 1)
    end = start + dice.below(min(40, len(made) - start + 1))
    before, piece, after = made[:start], made[start:end], made[end:]
    way = dice.below(8)
    if way < 3:
        return (before + after, before + piece, piece + after)[way]
    if way == 3:
        piece += piece
    elif way == 4:
        piece = piece.swapcase()
    elif way == 5:
        piece = dice.choice(_FRAMES).replace("{}", piece, 1)
    else:
        piece = dice.choice(_VALUES) + (piece if way == 6 else "")
    return before + piece + after


def payload(dice: Dice) -> Any:
    """Decoded JSON, text or bytes: a shape of a service or an object of nobody, whole or damaged."""
    if dice.random() < 0.4:
        made = dice.choice(_payloads())
        while f'"{_MESSAGE}"' in made:
            made = made.replace(f'"{_MESSAGE}"', json.dumps(text(dice)), 1)
        if dice.random() < 0.3:
            key = dice.choice(_KEYS)
            made = made.replace(json.dumps(dice.choice(_KEYS)), json.dumps(key), 1)
    else:
        made = json.dumps(_value(dice, depth=dice.below(7)), ensure_ascii=dice.random() < 0.5)
    way = dice.below(8)
    if way < 3:
        return json.loads(made)
    if way > 4:
        made = damaged(made, dice)
    if dice.random() < 0.1:
        made = "\n".join([made, json.dumps(_value(dice, depth=2)), made])
    if way in {3, 5, 6}:
        return made
    body = made.encode(dice.choice(_ENCODINGS), errors="surrogatepass")
    return body[: dice.below(len(body) + 1)] if way == 7 else body


def _value(dice: Dice, depth: int) -> Any:
    kind = dice.random()
    if depth == 0 or kind < 0.2:
        return text(dice) if kind < 0.1 else dice.choice(_SCALARS)
    if kind < 0.45:
        return [_value(dice, depth - 1) for _ in range(dice.below(5))]
    return {dice.choice(_KEYS): _value(dice, depth - 1) for _ in range(dice.below(7))}


def file(dice: Dice) -> bytes:
    """A log, a table, JSON or JSON Lines, maybe compressed, in an archive or cut off."""
    kind = dice.random()
    if kind < 0.4:
        lines = [dice.choice(_LINES).replace("{}", text(dice)) for _ in range(1 + dice.below(4))]
        made = dice.choice(("\n", "\r\n", "\r")).join(lines)
    elif kind < 0.6:
        mark = dice.choice(",;\t|")
        rows = [
            ["Time", "Map", "Message"],
            *([dice.choice(_VALUES), "Sites", text(dice)] for _ in range(dice.below(5))),
        ]
        made = "\r\n".join(mark.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    elif kind < 0.8:
        made = dice.choice(_payloads()).replace(f'"{_MESSAGE}"', json.dumps(text(dice)))
    else:
        made = "\n".join(json.dumps({"level": "Error", "message": text(dice)}) for _ in range(1 + dice.below(4)))
    if dice.random() < 0.3:
        made = damaged(made, dice)
    body = made.encode(dice.choice(_ENCODINGS) if dice.random() < 0.2 else "utf-8", "surrogatepass")
    packed = dice.random()
    if packed < 0.25:
        body = dice.choice(_PACKED)(body)
    if dice.random() < 0.15:
        start = dice.below(len(body) + 1)
        body = body[:start] + bytes([dice.below(256)]) * dice.below(3) + body[start + dice.below(3) :]
    return body[: dice.below(len(body) + 1)] if dice.random() < 0.1 else body


def _zipped(body: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.log", body)
        archive.writestr("../b.csv", body[::-1])
    return packed.getvalue()


_PACKED: Final[tuple[Callable[[bytes], bytes], ...]] = (gzip.compress, bz2.compress, lzma.compress, _zipped)
