"""`list`: the table of the documented errors."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator

from ..errors import DualWriteError
from ..registry import CATALOG, REGISTRY
from .exit_codes import OK
from .explanation import record
from .markdown import table
from .terminal import Style, style_of, wrapped

_HEADS = ("Code", "Class", "Area", "Who can act", "What it says")
_LEAST_MESSAGE = 30
_GAP = "  "


def list_errors(arguments: Namespace) -> int:
    """Print a row for each error of the areas and actors that are asked for; return the exit status."""
    chosen = [
        cls
        for cls in (*REGISTRY.values(), *(cls for cls in CATALOG.values() if not cls.code))
        if (not arguments.area or cls.area in arguments.area)
        and (not arguments.actor or not set(arguments.actor).isdisjoint(cls.info.actors))
    ]
    if arguments.format == "json":
        print(json.dumps([record(cls.info, cls.code) for cls in chosen], indent=2))
    elif arguments.format == "markdown":
        print(table(_HEADS, ([code, f"`{name}`", *rest] for code, name, *rest in map(_cells, chosen))))
    else:
        print("\n".join(_lines([_cells(cls) for cls in chosen], style_of(sys.stdout))))
    return OK


def _cells(cls: type[DualWriteError]) -> tuple[str, ...]:
    return (cls.code, cls.__name__, cls.area or "", ", ".join(cls.info.actors), cls.message)


def _lines(rows: list[tuple[str, ...]], style: Style) -> Iterator[str]:
    """A table where there is room for one, else a paragraph for each row."""
    widths = [max(len(cell) for cell in column) for column in zip(_HEADS, *rows, strict=True)][:-1]
    left = sum(widths) + len(_GAP) * len(widths)
    if style.width - left < _LEAST_MESSAGE:
        yield from _paragraphs(rows, style)
        return
    for is_head, row in [(True, _HEADS), *((False, row) for row in rows)]:
        *cells, message = row
        first = _GAP.join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)) + _GAP
        for number, part in enumerate(wrapped(message, Style(width=style.width - left))):
            line = (" " * left if number else first) + part
            yield style.bold(line) if is_head else line


def _paragraphs(rows: list[tuple[str, ...]], style: Style) -> Iterator[str]:
    for code, name, area, actors, message in rows:
        yield from map(style.bold, wrapped(f"{code}  {name}" if code else name, style))
        yield from wrapped(message, style, indent=4)
        yield from wrapped(f"{area}; {actors}", style, indent=4)
