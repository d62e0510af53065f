"""What is known about an error: as lines for a terminal, and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..info import ERROR_TABLE, Actor, Area, ErrorInfo
from .terminal import Style, field, wrapped

ORDER_OF_REPAIR: tuple[Area | None, ...] = (
    Area.CONNECTION,
    Area.COMPANY,
    Area.SCHEMA,
    Area.INTEGRATION_KEY,
    Area.TABLE_MAP,
    Area.VALIDATION,
    None,
)
"""What has to be right comes before what builds on it; last comes a code of which the area is not known."""


def heading(code: str, info: ErrorInfo, style: Style) -> Iterator[str]:
    """The code and the message."""
    first, *more = wrapped(f"{code}  {info.message}", style, hanging=len(code) + 2)
    yield style.bold(first)
    yield from map(style.bold, more)


def explanation(code: str, info: ErrorInfo, style: Style) -> Iterator[str]:
    """All that is known about the error of `code`, which may be one that no table has."""
    yield from heading(code, info, style)
    yield from field("Class", info.name, style)
    if info.area:
        yield from field("Area", f"{info.area}: {info.area.description}", style)
    yield from field("Meaning", info.detail, style)
    for number, step in enumerate(info.steps, start=1):
        ordinal = f"{number}. " if len(info.steps) > 1 else ""
        yield from field("What to do" if number == 1 else "", ordinal + step, style)
    yield from caution(info, style)
    if info.actors:
        yield from field("Who can act", who_acts(info.actors), style)
    yield from field("Retry", f"{info.retry}: {info.retry.description}", style)
    for number, link in enumerate((*info.links, ERROR_TABLE)):
        yield from field("" if number else "Links", link.title, style)
        yield from field("", link.url, style)


def caution(info: ErrorInfo, style: Style) -> Iterator[str]:
    """What a step destroys, if anything."""
    if info.caution:
        yield from field("CAUTION", info.caution, style, warn=True)


def who_acts(actors: Iterable[Actor]) -> str:
    """Who can act, first choice first."""
    return "; or else: ".join(actor.description for actor in actors)


def record(code: str, info: ErrorInfo) -> dict[str, Any]:
    """The facts as plain data, ready for JSON."""
    return {
        "code": code,
        "name": info.name,
        "area": info.area,
        "message": info.message,
        "wordings": info.wordings,
        "detail": info.detail,
        "steps": info.steps,
        "caution": info.caution,
        "actors": [{"name": actor, "description": actor.description} for actor in info.actors],
        "retry": {"name": info.retry, "description": info.retry.description},
        "links": [link._asdict() for link in info.links],
        "help_url": info.help_url,
    }
