"""The parts of a text: those of a multipart body, such as the answers to a batch; any other text is the only part."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from .decoding import JSONDecodeError, decoded
from .responses import Response

_DELIMITER: Final = re.compile(r"^--(\S++)[ \t]*+\r?$", re.MULTILINE)
_BLANK_LINE: Final = re.compile(r"\n[ \t]*+\r?\n")
_STATUS_LINE: Final = re.compile(r"\s*+HTTP/[0-9.]++ ([0-9]{3})\b[ \t]*+([^\r\n]*+)")


class Part(NamedTuple):
    """A part of a text."""

    text: str
    """All of it, from the line that divides it from the part before."""
    answer: Response
    """What it says as an answer: its status, if it has one, and its body."""


def parts_of(text: str) -> tuple[list[Part], bool]:
    """The parts of a text, in order, and whether they are all there and each is JSON or empty."""
    delimiters = list(_DELIMITER.finditer(text)) if text.lstrip().startswith("--") else []
    if not delimiters:
        return [Part(text, Response(text, None, "", {}))], False
    starts = [0, *(delimiter.start() for delimiter in delimiters[1:]), len(text)]
    parts = [
        Part(text[start:stop], _answer_in(text[delimiter.end() : stop]))
        for delimiter, start, stop in zip(delimiters, starts, starts[1:], strict=False)
    ]
    is_whole = delimiters[-1][1] == f"{delimiters[0][1]}--"
    return parts, is_whole and all(_is_json_or_empty(str(part.answer.body)) for part in parts)


def _answer_in(content: str) -> Response:
    """What stands behind a delimiter: headers of its own, and behind these an answer of HTTP or anything else."""
    inner = _behind_headers(content, content)
    answer = content if _STATUS_LINE.match(content) else inner
    status = _STATUS_LINE.match(answer)
    if status is None:
        return Response(inner, None, "", {})
    return Response(_behind_headers(answer[status.end() :], ""), int(status[1]), status[2].rstrip(), {})


def _behind_headers(content: str, otherwise: str) -> str:
    """The text behind the first blank line."""
    blank = _BLANK_LINE.search(content)
    return content[blank.end() :] if blank else otherwise


def _is_json_or_empty(body: str) -> bool:
    try:
        decoded(body)
    except JSONDecodeError:
        return not body.strip()
    return True
