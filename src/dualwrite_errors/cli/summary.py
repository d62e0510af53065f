"""The summary of a scan for people: what to repair, in which order, who acts, and what was read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ..scanning import Finding
from .explanation import caution, heading, who_acts
from .tally import ErrorTally, Tally
from .terminal import Style, field, printable, shortened, wrapped

_MOST_TEXT = 200
_MOST_MAPS = 5
_MOST_UNREAD = 20
_INDENT = 4


def summary(tally: Tally, style: Style) -> Iterator[str]:
    """The lines of the summary."""
    if tally.errors:
        yield from wrapped("What to repair, in this order:", style)
        yield ""
    for area, errors in groupby(tally.in_order_of_repair(), key=lambda error_tally: error_tally.info.area):
        about = (
            f"{area.replace('_', ' ').upper()}: {area.description}" if area else "OTHERS: No official page has these"
        )
        yield from map(style.underlined, wrapped(about, style))
        yield ""
        for error_tally in errors:
            yield from _error(error_tally, style)
            yield ""
    yield from wrapped(totals(tally), style)
    for source, reason in tally.unread[:_MOST_UNREAD]:
        name = shortened(printable(source), _MOST_TEXT, style)
        yield from wrapped(f"{name}: {printable(reason)}", style, indent=_INDENT)
    if len(tally.unread) > _MOST_UNREAD:
        yield f"{' ' * _INDENT}and {len(tally.unread) - _MOST_UNREAD:,} more, which are named above"
    if tally.codes_only:
        yield from wrapped("Looked for codes only. Without --codes-only, errors without a code are found, too.", style)
    if tally.errors:
        known = " ".join(error_tally.code or error_tally.info.name for error_tally in tally.in_order_of_repair())
        yield from wrapped(f"Every step and its links: dualwrite-errors explain {known}", style)


def totals(tally: Tally) -> str:
    """What was found and what was read, in sentences."""
    found = f"{many(tally.findings, 'error')} of {many(len(tally.errors), 'kind')}" if tally.findings else "no error"
    return (
        f"Found {found}. Read {many(tally.lines, 'line')} of {many(tally.sources, 'file')},"
        f" {tally.lines_with_finding:,} with an error."
        + (f" {many(len(tally.unread), 'file')} could not be read, or not to the end." if tally.unread else "")
    )


def place(finding: Finding) -> str:
    """Where a finding stands; in a text in the form that editors and terminals make a link of."""
    return f"{finding.source}:{'' if finding.where[0].isdigit() else ' '}{finding.where}"


def _error(tally: ErrorTally, style: Style) -> Iterator[str]:
    info = tally.info
    yield from heading(info, tally.code, style)
    if tally.code:
        yield from field("Class", info.name, style)
    first = shortened(printable(place(tally.first)), _MOST_TEXT, style)
    yield from field("Found", f"{many(tally.count, 'time')}, first at {first}", style)
    if tally.maps:
        yield from field("Table maps", printable(_maps(tally)), style)
    if tally.said_first:
        yield from field("It says", shortened(printable(tally.said_first), _MOST_TEXT, style), style)
    if info.actors:
        yield from field("Who can act", who_acts(info.actors), style)
    yield from caution(info, style)
    yield from field("First step", info.steps[0], style)


def _maps(tally: ErrorTally) -> str:
    shown = [f"{name}: {count:,}" for name, count in tally.maps.most_common(_MOST_MAPS)]
    more = len(tally.maps) - len(shown)
    return "; ".join([*shown, f"and {more:,} more"] if more else shown)


def many(number: int, noun: str) -> str:
    """A number and what there is that many of."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
