"""What is known about an error: as lines for a terminal, and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..info import ERROR_TABLE, TROUBLESHOOTING, Actor, ErrorInfo, KnownFrom, Link
from .terminal import Style, field, wrapped

_INDENT = 4


def heading(info: ErrorInfo, code: str, style: Style) -> Iterator[str]:
    """The code, or the class where there is no code, and the official sentence."""
    if code:
        yield from map(style.bold, wrapped(f"{code}  {info.message}", style, hanging=len(code) + 2))
    else:
        yield style.bold(info.name)
        yield from wrapped(info.message, style, indent=_INDENT)


def explanation(info: ErrorInfo, code: str, style: Style) -> Iterator[str]:
    """All that is known about an error. `code` is its code, which may be in no official table, or ``""``."""
    yield from heading(info, code, style)
    if code:
        yield from field("Class", info.name, style)
    if info.area:
        yield from field("Area", f"{info.area}: {info.area.description}", style)
    yield from field("Meaning", info.detail, style)
    yield from caution(info, style)
    for number, step in enumerate(info.steps, start=1):
        ordinal = f"{number}. " if len(info.steps) > 1 else ""
        yield from field("What to do" if number == 1 else "", ordinal + step, style, hanging=len(ordinal))
    if info.actors:
        yield from field("Who can act", who_acts(info.actors), style)
    yield from field("Retry", f"{info.retry}: {info.retry.description}", style)
    yield from _signs(info, style)
    if info.known_from is not KnownFrom.OFFICIAL:
        yield from field("Known from", info.known_from.description, style)
    for number, link in enumerate(pages_about(info)):
        yield from field("" if number else "Links", link.title, style)
        yield from field("", link.url, style)


def pages_about(info: ErrorInfo) -> tuple[Link, ...]:
    """The pages that explain the steps, and the one to read first, each once."""
    first_page = next(page for page in (ERROR_TABLE, TROUBLESHOOTING, *info.links) if page.url == info.help_url)
    return tuple(dict.fromkeys((*info.links, first_page)))


def _signs(info: ErrorInfo, style: Style) -> Iterator[str]:
    """By what the error is recognized, beside its code and its message."""
    for number, sentence in enumerate(info.sentences[1:]):
        yield from field("" if number else "Also says", sentence, style)
    for number, sentence in enumerate(info.sentences_in_wrapper):
        yield from field("" if number else "In a wrapper", sentence, style)
    if info.dataverse_codes:
        yield from field("Dataverse", f"with the code {' or '.join(info.dataverse_codes)} inside a wrapper", style)
    if info.is_wrapper:
        yield from field("Wrapper", "It holds other errors: you get it only where none is recognized in it.", style)


def caution(info: ErrorInfo, style: Style) -> Iterator[str]:
    """What a step destroys, if anything."""
    if info.caution:
        yield from field("CAUTION", info.caution, style, warn=True)


def who_acts(actors: Iterable[Actor]) -> str:
    """Who can act, first choice first."""
    return "; or else: ".join(actor.description for actor in actors)


def record(info: ErrorInfo, code: str) -> dict[str, Any]:
    """The facts as plain data, ready for JSON."""
    return {
        "code": code,
        "name": info.name,
        "area": info.area,
        "message": info.message,
        "sentences": info.sentences,
        "sentences_in_wrapper": info.sentences_in_wrapper,
        "dataverse_codes": info.dataverse_codes,
        "is_wrapper": info.is_wrapper,
        "detail": info.detail,
        "caution": info.caution,
        "steps": info.steps,
        "actors": [{"name": actor, "description": actor.description} for actor in info.actors],
        "retry": {"name": info.retry, "description": info.retry.description},
        "known_from": {"name": info.known_from, "description": info.known_from.description},
        "links": [link._asdict() for link in info.links],
        "help_url": info.help_url,
    }
