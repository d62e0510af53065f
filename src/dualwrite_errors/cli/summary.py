"""The summary of a scan for people: what to repair, in which order, who acts, and what was read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ..scanning import Finding
from .explanation import caution, heading, who_acts
from .tally import CodeTally, Tally
from .terminal import Style, field, printable, shortened, wrapped

_MOST_TEXT = 200


def summary(tally: Tally, style: Style) -> Iterator[str]:
    """The lines of the summary."""
    if tally.codes:
        yield from wrapped("What to repair, in this order:", style)
        yield ""
    for area, codes in groupby(tally.in_order_of_repair(), key=lambda code_tally: code_tally.info.area):
        about = f"{area.replace('_', ' ').upper()}: {area.description}" if area else "CODES THAT NO TABLE HAS"
        yield from map(style.underlined, wrapped(about, style))
        yield ""
        for code_tally in codes:
            yield from _code(code_tally, style)
            yield ""
    yield from wrapped(totals(tally), style)
    if tally.lines_without_code and not tally.wordings:
        yield from wrapped("--wordings looks for the documented words in the lines without a code.", style)
    if tally.codes:
        known = " ".join(code_tally.code for code_tally in tally.in_order_of_repair())
        yield from wrapped(f"Every step and its links: dualwrite-errors explain {known}", style)


def totals(tally: Tally) -> str:
    """What was found and what was read, in sentences."""
    found = f"{_many(tally.findings, 'error')} of {_many(len(tally.codes), 'code')}" if tally.findings else "no error"
    by_wording = sum(code_tally.by_wording for code_tally in tally.codes.values())
    words = f", {by_wording:,} of them by the documented words" if by_wording else ""
    return (
        f"Found {found}{words}. Read {_many(tally.lines, 'line')} of {_many(tally.sources, 'file')}:"
        f" {tally.lines_with_code:,} with a code, {tally.lines_without_code:,} without."
    )


def place(finding: Finding) -> str:
    """Where a finding stands, in the form that editors and terminals make a link of."""
    return f"{finding.source}:{finding.line}:{finding.column}"


def _code(tally: CodeTally, style: Style) -> Iterator[str]:
    info = tally.info
    yield from heading(tally.code, info, style)
    yield from field("Class", info.name, style)
    yield from field("Found", f"{_many(tally.count, 'time')}, first at {printable(place(tally.first))}", style)
    if said := tally.first.error.text:
        yield from field("It says", shortened(printable(said), _MOST_TEXT, style), style)
    if info.actors:
        yield from field("Who can act", who_acts(info.actors), style)
    yield from field("First step", info.steps[0], style)
    yield from caution(info, style)


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
