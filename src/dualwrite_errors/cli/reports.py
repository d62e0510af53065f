"""The forms in which `scan` prints what it finds: each finding at once, and what comes after the last."""

from __future__ import annotations

import csv
import json
import re
import sys
from typing import Any, Protocol

from ..errors import DualWriteError
from ..info import ErrorInfo
from ..scanning import Finding
from .exit_codes import say
from .summary import place, summary, totals
from .tally import ErrorTally, Tally
from .terminal import printable, style_of

_COLUMNS = ("source", "where", "line", "column", "code", "name", "area", "map", "parameters", "matched_by", "text")
_BEFORE_A_FORMULA = re.compile('(^|;)([\\s"]*)(?=[-=+@＝＋－＠])')


class Report(Protocol):
    """One form of output."""

    def found(self, finding: Finding, error: DualWriteError) -> None:
        """Print one finding, if this form shows single findings."""
        ...

    def finish(self, tally: Tally) -> None:
        """Print what comes after the last finding."""
        ...


class Text:
    """For people: the summary and, where asked for, each finding on a line of its own before it."""

    def __init__(self, *, details: bool) -> None:
        self._details = details

    def found(self, finding: Finding, error: DualWriteError) -> None:  # noqa: ARG002 - the other forms need it
        """Print the finding as compilers print theirs."""
        if self._details:
            title = f"{finding.code} {finding.name}".strip()
            print(printable(f"{place(finding)}: {title}: {finding.text.strip()}"))

    def finish(self, tally: Tally) -> None:
        """Print the summary."""
        if self._details and tally.findings:
            print()
        for line in summary(tally, style_of(sys.stdout)):
            print(line)


class Json:
    """For programs: one object with the summary and, where asked for, the findings before it."""

    def __init__(self, *, details: bool) -> None:
        self._details = details
        print('{"findings": [' if details else "{", end="")
        self._separator = "\n"

    def found(self, finding: Finding, error: DualWriteError) -> None:
        """Print the next finding of the array."""
        if self._details:
            print(self._separator + _json(_record(finding, error)), end="")
            self._separator = ",\n"

    def finish(self, tally: Tally) -> None:
        """Print the summary and close the object."""
        end_of_findings = "\n],\n" if self._details else ""
        print(f'{end_of_findings}"summary": {_json(_summary_record(tally), indent=2)}}}')


class JsonLines:
    """For programs that read line by line: one finding a line."""

    def found(self, finding: Finding, error: DualWriteError) -> None:
        """Print the finding as an object."""
        print(_json(_record(finding, error)))

    def finish(self, tally: Tally) -> None:
        """Say on standard error what was read."""
        say(totals(tally))


class Csv:
    """For spreadsheets: a head, and one finding a row. No cell can be taken for a formula."""

    def __init__(self) -> None:
        self._writer = csv.writer(sys.stdout, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
        self._writer.writerow(_COLUMNS)

    def found(self, finding: Finding, error: DualWriteError) -> None:
        """Print the finding as a row."""
        record = _record(finding, error)
        record["parameters"] = json.dumps(record["parameters"], ensure_ascii=False)
        self._writer.writerow([_cell(record[column]) for column in _COLUMNS])

    def finish(self, tally: Tally) -> None:
        """Say on standard error what was read."""
        say(totals(tally))


class GitHub:
    """For GitHub Actions: an annotation for each finding, at its place in the file."""

    def found(self, finding: Finding, error: DualWriteError) -> None:
        """Print the workflow command."""
        said = printable(error.text or error.message)
        properties = {"file": finding.source}
        if "cell" not in finding.context:
            properties["line"] = str(finding.line)
        if finding.context:
            said = f"{said} ({printable(finding.where)})"
        else:
            properties["col"] = str(finding.column)
        properties["title"] = f"{finding.code} {finding.name}".strip()
        written = ",".join(f"{key}={_property(printable(value))}" for key, value in properties.items())
        print(f"::error {written}::{_message(said)}%0A{_message(error.remediation)}")

    def finish(self, tally: Tally) -> None:
        """Say on standard error what was read."""
        say(totals(tally))


def report_for(form: str, *, details: bool) -> Report:
    """The report that ``--format`` names."""
    if form == "json":
        return Json(details=details)
    if form == "jsonl":
        return JsonLines()
    if form == "csv":
        return Csv()
    if form == "github":
        return GitHub()
    if form == "html":
        from .html_report import Html

        return Html()
    return Text(details=details)


def _record(finding: Finding, error: DualWriteError) -> dict[str, Any]:
    return {
        **_place_record(finding),
        "code": finding.code,
        "name": finding.name,
        "area": error.area,
        "map": error.context.get("map"),
        "parameters": dict(error.parameters),
        "matched_by": finding.matched_by,
        "text": finding.text,
    }


def _place_record(finding: Finding) -> dict[str, Any]:
    return {
        "source": finding.source,
        "where": finding.where,
        "line": finding.line,
        "column": finding.column,
    }


def _summary_record(tally: Tally) -> dict[str, Any]:
    return {
        "sources": tally.sources,
        "lines": tally.lines,
        "lines_with_finding": tally.lines_with_finding,
        "codes_only": tally.codes_only,
        "findings": tally.findings,
        "errors": [_error_record(error_tally) for error_tally in tally.in_order_of_repair()],
        "unread": [{"source": source, "reason": reason} for source, reason in tally.unread],
    }


def _error_record(tally: ErrorTally) -> dict[str, Any]:
    info: ErrorInfo = tally.info
    return {
        "code": tally.code,
        "name": info.name,
        "area": info.area,
        "message": info.message,
        "count": tally.count,
        "maps": dict(tally.maps.most_common()),
        "on_other_maps": tally.on_other_maps,
        "first": _place_record(tally.first),
        "actors": info.actors,
        "retry": info.retry,
        "caution": info.caution,
        "first_step": next(iter(info.steps), None),
    }


def _json(value: object, indent: int | None = None) -> str:
    """`value` in JSON, which in its texts has no workflow command of a CI service."""
    return json.dumps(value, indent=indent).replace("##", r"#\u0023")


def _cell(value: object) -> object:
    """`value` for a spreadsheet: without control characters, and with an apostrophe before what would be a formula.

    Some spreadsheets separate cells by semicolons, so that a formula may begin after each.
    """
    return _BEFORE_A_FORMULA.sub(r"\1\2'", printable(value)) if isinstance(value, str) else value


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
