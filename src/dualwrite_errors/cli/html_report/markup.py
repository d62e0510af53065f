"""HTML in which no text can become markup: whatever is not `Markup` already is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from ..terminal import printable

_VOID: Final = frozenset({"input", "meta"})


class Markup(str):
    """A text that is HTML. Only `element` and `joined` make it of others."""

    __slots__ = ()


def element(tag: str, /, *children: str, **attributes: str | float | bool | None) -> Markup:
    """An element with its children, in which every text is escaped and control characters are shown as escapes.

    Args:
        tag: The name of the element.
        children: Elements and texts.
        attributes: By name, in which an underscore stands for a hyphen and one at the end for nothing: ``class_``.
            True is an attribute without a value; None and False leave it out.
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{_escaped(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Markup(f"<{tag}{written}>" + ("" if tag in _VOID else f"{joined(children)}</{tag}>"))


def joined(children: Iterable[str]) -> Markup:
    """Elements and texts one after the other."""
    return Markup("".join(child if isinstance(child, Markup) else _escaped(child) for child in children))


def size(markup: Markup) -> int:
    """How many bytes it takes in UTF-8."""
    return len(markup.encode())


def _escaped(text: str) -> str:
    return escape(printable(text), quote=True)
