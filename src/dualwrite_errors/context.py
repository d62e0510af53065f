"""What a text says about where an error was found: records of a log, the label of a table map, ids, a status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .codes import CODE_PATTERN

DATE = r"\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{4}"
TIME = r"\d\d?:\d\d(?::\d\d)?"
MONTH_AND_DAY = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?[ ]{1,2}\d\d?"
LEVEL = r"(?:ERR|ERROR|WRN|WARN|WARNING|INF|INFO|DBG|DEBUG|VRB|VERBOSE|TRC|TRACE|FTL|FATAL|CRIT|CRITICAL)"
_LEVEL_WORD: Final = re.compile(rf"[\[({{]?(?<!\w){LEVEL}(?!\w)[\])}}]?[\s:|-]*", re.IGNORECASE)
_TIME_STAMP: Final = re.compile(
    rf"[\s\[(]*(?:{DATE}|{MONTH_AND_DAY})?(?:T(?=\d)|[\s,]*)(?:{TIME})?(?:[.,]\d+)?\s*(?:[AP]M\b)?\s*"
    r"(?:(?:Z|UTC|GMT)\b|[+-]\d\d:?\d\d)?[\s\])|:-]*",
    re.IGNORECASE,
)
RECORD: Final = (
    r"(?:\x1b\[[0-9;]{0,18}m){0,2}[^\w\n]{0,3}"
    rf"(?:{LEVEL}[\])}}]?[\s:|-]{{1,3}}[\[(]?)?(?:{DATE}|{TIME}|{MONTH_AND_DAY} {TIME})(?!\d)"
)
"""How a line begins that opens a record of a log: with a time stamp, maybe behind a level; in any case."""
_RECORD: Final = re.compile(f"^{RECORD}", re.MULTILINE | re.IGNORECASE)
_NAME = r"[^\s/:|\[\](){}<>\"'`-](?:[^/:|\[\](){}<>\"'`\n]|\([^/:|\[\](){}<>\"'`\n]{0,30}\)){0,99}"
_LABEL: Final = re.compile(
    rf"(?P<map>{_NAME}\s?\([a-z_][a-z0-9_]{{0,99}}\)|{_NAME}\s-\s{_NAME}?(?=\s?:\s?Error\s?:))"
    r"\s?:(?:\s?Error\s?:)?\s?(?:dual[- ]?write failure\s?-\s?)?",
    re.IGNORECASE,
)
_LONGEST_LABEL = 300
_MOST_PARTS_OF_LOG_PREFIX = 5
_OPENING: Final = frozenset("[({<*`\"'")
_NUMBER_OF_A_CHECK: Final = re.compile(r"[^\w\n]{0,3}\d{1,4}[.)\]]?\s+")
_BEFORE_LABEL: Final = re.compile(rf"[\n;|\]]|[.!?:]\s|\.(?=[A-Z])|(?ai:{CODE_PATTERN})")
_NO_MAP: Final = re.compile(rf"(?<!\w){LEVEL}(?!\w)|(?a:{CODE_PATTERN})|\A(?:{DATE})\s", re.IGNORECASE)

_GUID = r"[{(\[\"']?(?P<guid>[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})(?![\w-])"
ID_LABEL: Final = r"(?:activity|session|request|correlation|record)[\s_]?id"
"""What an ID is called, in any case."""
_ID: Final = re.compile(
    rf"""(?<![a-z])(?P<root>root[\s_]?)?(?P<name>activity|session|request|correlation|record)[\s_]?id(?![a-z])
         (?:(?:(?!id(?![a-z]))[^{{(\d]){{0,40}}?{_GUID}|(?<=record\sid)\s?:\s?(?P<value>[^,;\s][^,;\n]{{0,199}}))""",
    re.IGNORECASE | re.VERBOSE,
)

_DATAVERSE_CODE: Final = re.compile(r"(?<![\w-])(?:0x(?P<hex>[0-9a-f]{8})|(?P<decimal>-2\d{9}))(?!\w)", re.IGNORECASE)
_HTTP_STATUSES: Final = {
    "badrequest": "400",
    "unauthorized": "401",
    "paymentrequired": "402",
    "forbidden": "403",
    "notfound": "404",
    "methodnotallowed": "405",
    "notacceptable": "406",
    "proxyauthenticationrequired": "407",
    "requesttimeout": "408",
    "conflict": "409",
    "gone": "410",
    "lengthrequired": "411",
    "preconditionfailed": "412",
    "requestentitytoolarge": "413",
    "requesturitoolong": "414",
    "unsupportedmediatype": "415",
    "expectationfailed": "417",
    "unprocessableentity": "422",
    "locked": "423",
    "faileddependency": "424",
    "preconditionrequired": "428",
    "toomanyrequests": "429",
    "requestheaderfieldstoolarge": "431",
    "internalservererror": "500",
    "notimplemented": "501",
    "badgateway": "502",
    "serviceunavailable": "503",
    "gatewaytimeout": "504",
}
"""The names that .NET gives to the HTTP statuses of errors."""


def records_of(text: str) -> Iterator[tuple[int, int]]:
    """Where each record of a log begins and ends: a line that begins with a time stamp opens the next."""
    start = 0
    for found in _RECORD.finditer(text):
        if found.start():
            yield start, found.start()
        start = found.start()
    yield start, len(text)


def is_log_prefix(text: str) -> bool:
    """Whether `text` is nothing but what stands in front of what a log says: time stamp, levels, a number."""
    return bool(_NUMBER_OF_A_CHECK.fullmatch(text)) or len(text) in _ends_of_log_prefix(text, 0)


def _ends_of_log_prefix(text: str, start: int) -> Iterator[int]:
    """Where time stamp and levels that stand at `start` may end, in either order: one place after the other."""
    for _ in range(_MOST_PARTS_OF_LOG_PREFIX):
        part = _LEVEL_WORD.match(text, start) or _TIME_STAMP.match(text, start)
        if part is None or part.end() == start:
            return
        start = part.end()
        yield start


def map_before(text: str, place: int, least: int = 0) -> tuple[str, int] | None:
    """The table map that a label right before `place` names, and where the label begins; None where there is none.

    It does not begin before `least`.

    A label is ``NAME (logical_name) :`` or ``NAME - NAME: Error:``. Time stamps and levels of a log are not part of it.
    """
    while place and text[place - 1] in _OPENING:
        place -= 1
    first = max(least, place - _LONGEST_LABEL)
    if ":" not in text[max(0, place - 30) : place]:
        return None
    before = text[first:place]
    starts = [0, *(found.end() for found in _BEFORE_LABEL.finditer(before))]
    for start in reversed(starts[-8:]):
        for begin in _starts_of_label(before, start):
            found = _LABEL.fullmatch(before, begin)
            if found and not _NO_MAP.search(found["map"]):
                return found["map"], first + begin
    return None


def _starts_of_label(before: str, start: int) -> Iterator[int]:
    """Where a label may begin: at `start`, or behind the time stamp and the levels that stand there."""
    yield start
    yield from _ends_of_log_prefix(before, start)


def id_places_in(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Where the ids in a part of `text` begin, with what they are called, and where they end."""
    return [match.span() for match in _ID.finditer(text, start, stop)]


def ids_in(text: str, start: int = 0, stop: int | None = None) -> dict[str, str]:
    """The ids that a part of `text` names, as names of a context; of each kind, only if there is no more than one.

    A root activity ID is the ``activity_id`` where no other stands beside it, else the ``root_activity_id``.
    """
    found: dict[str, set[str]] = {}
    for match in _ID.finditer(text, start, len(text) if stop is None else stop):
        value = (match["guid"] or match["value"]).strip()
        found.setdefault(f"{'root_' if match['root'] else ''}{match['name'].lower()}_id", set()).add(value)
    ids = {name: values.pop() for name, values in found.items() if len(values) == 1}
    if "activity_id" not in found and "root_activity_id" in ids:
        ids["activity_id"] = ids.pop("root_activity_id")
    return ids


def dataverse_codes_in(text: str, start: int = 0, stop: int | None = None) -> Iterator[str]:
    """The codes of Dataverse in a part of `text`, in order: ``0x`` and eight digits in lower case."""
    for match in _DATAVERSE_CODE.finditer(text, start, len(text) if stop is None else stop):
        yield f"0x{match['hex'].lower()}" if match["hex"] else f"0x{int(match['decimal']) + (1 << 32):08x}"


def http_status_of(word: str) -> str | None:
    """The HTTP status that a number or a name of .NET stands for, as three digits; None where it is neither."""
    if len(word) == 3 and word.isascii() and word.isdigit():  # noqa: PLR2004 - the digits of a status
        return word
    return _HTTP_STATUSES.get(word.replace(" ", "").lower())
